# Pašpārbaude: astoņi jautājumi.

check-heading = Cik viegli Jūs varētu atpazīt?
check-lead = Astoņi jautājumi. Serveris aprēķina rezultātu un atbildes uzreiz aizmirst.
check-send = Rādīt rezultātu
check-yes = Jā
check-no = Nē

check-few = Vai šo informāciju zina mazāk nekā 10 cilvēku?
check-told = Vai Jūs par to jau kādam stāstījāt?
check-named = Vai dokumentā ir redzams Jūsu vārds, paraksts, numurs vai tikai Jums iedota versija?
check-opened = Vai failu atvērāt vai izdrukājāt darba datorā?
check-device = Vai šobrīd lietojat darba ierīci vai darba tīklu?
check-alone = Vai ziņojumā būs precīzs laiks vai vieta, kur bijāt tikai Jūs?
check-before = Vai agrāk par šo lietu ziņojāt ar savu vārdu?
check-style = Vai tekstā ir Jums raksturīgi izteicieni?

check-low-heading = Risks ir zems
check-low = Spriežot pēc atbildēm, nekas skaidri nenorāda uz Jums. Pilnīgas drošības nav nekad, tāpēc izlasiet arī lapu „Pirms sākat”.
check-medium-heading = Risks ir vidējs
check-medium = Ir pazīmes, pēc kurām Jūs varētu atpazīt. Izlasiet padomus un tikai tad rakstiet.
check-high-heading = Risks ir augsts
check-high = Jūs varētu atpazīt. Pagaidām nesūtiet. Vispirms izlasiet padomus.
check-unanswered = Neatbildētos jautājumus uzskatījām par atbildētiem ar „jā”.
check-advice-heading = Ko Jūs varat darīt

check-few-advice = Nerakstiet to, ko zina tikai daži. Stāstiet to, ko varētu pamanīt vairāki cilvēki.
check-told-advice = Tie, kam stāstījāt, var Jūs atpazīt. Vairs nestāstiet nevienam. Ja rakstīsiet, lietojiet citus vārdus un citas detaļas.
check-named-advice = Šo dokumentu nesūtiet. Pārstāstiet tā saturu saviem vārdiem un norādiet, kur iestāde to var atrast pati.
check-opened-advice = Darba datori bieži pieraksta, kas failu atvēra vai izdrukāja. Ja to darījāt tikai Jūs, failu nesūtiet.
check-device-advice = Aizveriet šo lapu tūlīt. Turpiniet vēlāk savā ierīcē un citā tīklā.
check-alone-advice = Laiku un vietu norādiet aptuveni: „pavasarī”, „vienā no noliktavām”.
check-style-advice = Pārrakstiet īsos, vienkāršos teikumos. Pārlasiet un izņemiet Jums raksturīgos vārdus.

check-again = Pārbaudīt vēlreiz
check-next = Uz sākumu
