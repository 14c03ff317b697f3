# Mis on igal lehel: päis, jalus, korduvad sõnad.

frame-brand = Svilpe
frame-skip = Sisu juurde
frame-exit = Kiire väljumine
frame-exit-hint = avab lehe riigipühade kohta
frame-languages = Keeled
frame-navigation = Teised lehed
frame-error-title = Viga: { $title }
frame-warning = Hoiatus
frame-problems = Palun parandage see
frame-problem = Viga:

title-start = Avaleht
title-guide = Enne alustamist
title-check = Enesekontroll
title-check-result = Enesekontrolli tulemus
title-rights = Teie õigused
title-how = Kuidas see käib
title-accessibility = Ligipääsetavus
title-statistics = Statistika
title-about = Sellest lehest
title-areas = Valdkonnad
title-institution = Asutus
title-form = Vorm
title-review = Ülelugemine
title-received = Kätte saadud
title-return = Sisestage kood
title-fresh = Uus kood
title-answers = Vastused
title-added = Lisatud
title-rejection = See ei õnnestunud

nav-start = Avaleht
nav-guide = Enne alustamist
nav-check = Enesekontroll
nav-rights = Teie õigused
nav-how = Kuidas see käib
nav-return = Mul on kood
nav-statistics = Statistika
nav-accessibility = Ligipääsetavus
nav-about = Sellest lehest ja Teie andmetest
