# Pašpārbaude. Viegli lasīt.

check-heading = Vai kāds var saprast, ka rakstāt Jūs?
check-lead = Šeit ir astoņi jautājumi. Atbildiet ar „jā” vai „nē”. Mēs Jūsu atbildes neglabājam.

check-few = Vai to zina mazāk nekā 10 cilvēku?
check-told = Vai Jūs to jau kādam stāstījāt?
check-named = Vai dokumentā ir Jūsu vārds, paraksts vai numurs? Vai tādu dokumentu iedeva tikai Jums?
check-opened = Vai Jūs failu atvērāt vai izdrukājāt darba datorā?
check-device = Vai Jūs tagad lietojat darba datoru, darba tālruni vai darba internetu?
check-alone = Vai Jūs rakstīsiet par laiku vai vietu, kur bijāt tikai Jūs?
check-before = Vai Jūs par to jau ziņojāt ar savu vārdu?
check-style = Vai tekstā ir vārdi, ko parasti sakāt Jūs?

check-low = Šķiet, ka Jūs atpazīt ir grūti. Bet pilnīgi droši nav nekad. Tāpēc izlasiet arī lapu „Pirms sākat”.
check-medium = Kāds varētu saprast, ka rakstāt Jūs. Vispirms izlasiet padomus. Tad rakstiet.
check-high = Kāds var viegli saprast, ka rakstāt Jūs. Pagaidām nesūtiet. Vispirms izlasiet padomus.
check-unanswered = Uz dažiem jautājumiem Jūs neatbildējāt. Mēs tos saskaitījām kā „jā”.

check-few-advice = Nerakstiet to, ko zina tikai daži cilvēki. Rakstiet to, ko varēja redzēt vairāki cilvēki.
check-told-advice = Šie cilvēki var saprast, ka rakstāt Jūs. Vairs nestāstiet nevienam. Rakstiet ar citiem vārdiem.
check-named-advice = Nesūtiet šo dokumentu. Izstāstiet to saviem vārdiem. Pasakiet, kur iestāde var to atrast.
check-opened-advice = Darba dators atceras, kurš failu atvēra. Vai to darījāt tikai Jūs? Tad nesūtiet šo failu.
check-device-advice = Aizveriet šo lapu tūlīt. Rakstiet vēlāk no sava datora vai tālruņa. Lietojiet citu internetu.
check-alone-advice = Nerakstiet precīzu laiku un vietu. Rakstiet, piemēram: „pavasarī”, „vienā no noliktavām”.
check-style-advice = Rakstiet īsus un vienkāršus teikumus. Izlasiet tekstu vēlreiz. Izņemiet vārdus, pēc kuriem Jūs pazīst.
