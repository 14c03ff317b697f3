# Kas ir katrā lapā: galva, kājene, atkārtoti vārdi.
# Virsraksti pārlūka cilnē (title-…) ir neitrāli: tos var redzēt garāmgājējs.

frame-brand = Svilpe
frame-skip = Pāriet uz saturu
frame-exit = Ātrā izeja
frame-exit-hint = atver lapu ar svētku dienām
frame-languages = Valodas
frame-navigation = Citas lapas
frame-error-title = Kļūda: { $title }
frame-warning = Brīdinājums
frame-problems = Lūdzu, izlabojiet
frame-problem = Kļūda:

title-start = Sākums
title-guide = Pirms sākat
title-check = Pašpārbaude
title-check-result = Pašpārbaudes rezultāts
title-rights = Jūsu tiesības
title-how = Kā tas darbojas
title-accessibility = Piekļūstamība
title-statistics = Statistika
title-about = Par vietni
title-areas = Jomas
title-institution = Iestāde
title-form = Veidlapa
title-review = Pārlasīšana
title-received = Saņemts
title-return = Ievadiet kodu
title-fresh = Jaunais kods
title-answers = Atbildes
title-added = Pievienots
title-rejection = Neizdevās

nav-start = Sākums
nav-guide = Pirms sākat
nav-check = Pašpārbaude
nav-rights = Jūsu tiesības
nav-how = Kā tas darbojas
nav-return = Man ir kods
nav-statistics = Statistika
nav-accessibility = Piekļūstamība
nav-about = Par vietni un Jūsu datiem
