# Mida lehed ütlevad Eesti seaduse ja asutuste kohta. Direktiiv: (EL) 2019/1937; seadus: tööalasest Euroopa
# Liidu õiguse rikkumisest teavitaja kaitse seadus, kehtib alates 1. septembrist 2024. Ükski õiguse praktik
# ei ole seda üle vaadanud.

about-basis = Tööalasest Euroopa Liidu õiguse rikkumisest teavitaja kaitse seadus ja direktiiv (EL) 2019/1937. Isikuandmete kaitse üldmääruse artikli 6 lõike 1 punktid c ja e, artikli 9 lõike 2 punkt g ja artikkel 10.

accessibility-duty = { $operator } kohustub tegema selle veebilehe ligipääsetavaks avaliku teabe seaduse § 32 järgi.

guide-secret = Riigisaladust siia saata ei tohi. Teavitaja kaitse seadus selle kohta ei kehti.
guide-files-break = Ärge murdke sisse ruumidesse ega arvutisüsteemidesse. Seda seadus ei kaitse.
guide-people-advice = Kui kahtlete, küsige enne nõu. Seda annab ühing Korruptsioonivaba Eesti, ametiühing või advokaat.

form-anonymous = Te kirjutate anonüümselt. Eestis vaadatakse läbi ka anonüümne teade. Oma nime saate lisada nüüd või hiljem, aga tagasi võtta seda enam ei saa.
form-secret = Ärge saatke riigisaladust. Teavitaja kaitse seadus selle kohta ei kehti.
form-known-hint = Seadus kaitseb Teid, kui saite seda teada töö kaudu. Aga vastus võib kitsendada nende ringi, kelle hulgast Teid otsitakse.
form-not-recognised = Kui teavitaja kaitse seadus teate kohta ei kehti
form-not-recognised-hint = Seadus käib Euroopa Liidu õiguse rikkumiste kohta teatud valdkondades.
form-not-recognised-examine = Vaadake see siiski läbi, märgukirjana
form-not-recognised-drop = Ärge seda läbi vaadake
form-identity-section-hint = Ainult siis, kui soovite, et asutus Teid tunneks
form-identity-sealed = Need andmed krüpteeritakse eraldi. Neid saavad avada ainult need vastutavad isikud, kellele see on usaldatud. Kaitset me Teile lubada ei saa: kas seadus kehtib, otsustab asutus ja lõpuks kohus.
received-step-acknowledge = 7 päeva jooksul kinnitab asutus, et teade on kätte saadud.
received-step-answer = 3 kuu jooksul saate tagasisidet: mida tehti ja miks. Põhjendatud juhul võib see võtta 6 kuud.
received-anonymous = Anonüümse teate puhul loetakse siin samu tähtaegu.

check-before-advice = See teade seostatakse varasemaga. Kaaluge, kas ohutum on teatada oma nime all, et seaduse kaitse algaks kohe.

rights-heading = Teie õigused ja kaitse
rights-lead = Lühidalt ja ausalt: mida seadus lubab ja mida mitte.
rights-contents = Sellel lehel

rights-honest = Eesti seadus kaitseb inimest, kes teatab Euroopa Liidu õiguse rikkumisest teatud valdkondades, kui ta sai sellest teada oma töö kaudu. Iga ülekohut see ei hõlma. Kes teatab anonüümselt, on kaitstud niipea, kui saab teatavaks, kes ta on.

rights-ways-heading = Kaks viisi
rights-anonymous-term = Anonüümne teade
rights-anonymous = Keegi ei tea, kes Te olete. Asutus võtab teate siiski vastu ja vaatab läbi. Kui Teid hiljem ära tuntakse ja teade vastab seadusele, kuulub Teile sama kaitse.
rights-named-term = Teade oma nime all
rights-named = Asutus teab, kes Te olete, ja peab seda saladuses hoidma. Kui teade vastab seadusele, kaitseb seadus Teid.
rights-later = Oma nime saate koodiga öelda ka hiljem. Seda ei saa tagasi võtta.

rights-when-heading = Millal seadus kaitseb
rights-when = Seadus kaitseb Teid, kui kõik need tingimused on täidetud:
rights-when-person = teatab füüsiline isik;
rights-when-breach = on põhjendatud alus arvata, et rikkumist on alustatud või see on lõpule viidud;
rights-when-public = rikutakse Euroopa Liidu õigust valdkonnas, mida seadus nimetab: riigihanked, rahandus, tooted, transport, keskkond, kiirgus, toit, tervis, tarbijad, andmed, liidu raha, siseturg;
rights-when-true = oli põhjendatud alus uskuda, et teave on tõene;
rights-when-work = see sai teatavaks töö, teenistuse või praktika kaudu või tööle kandideerides;
rights-when-harm = teatati nii, nagu seadus ütleb: töökohal, asutusele või teatud tingimustel avalikult. Miks Te teatate, ei ole tähtis.
rights-not = Seadus ei käi riigikaitse ja riigisaladuse kohta, advokaadi ja arsti saladuse kohta ega ainult Teie ja tööandja vahelise vaidluse kohta. Teadvalt vale teavet ei kaitsta.

rights-course-heading = Mis ja millal juhtub
rights-course-acknowledge-term = 7 päeva
rights-course-acknowledge = Asutus kinnitab, et teade on kätte saadud.
rights-course-notify-term = seejärel
rights-course-notify = Asutus kontrollib, kas asi on tema pädevuses. Kui ei, edastab ta teate pädevale asutusele ja ütleb seda Teile.
rights-course-progress-term = vahepeal
rights-course-progress = Asutus võtab järelmeetmeid ja võib Teilt rohkem küsida.
rights-course-feedback-term = 3 kuud
rights-course-feedback = Asutus annab Teile tagasisidet: mida ta tegi või teeb ja miks. See aeg algab kinnitusest. Põhjendatud juhul võib see olla 6 kuud.
rights-course-outcome-term = lõpus
rights-course-outcome = Asutus teatab Teile lõpptulemuse niivõrd, kui seadus lubab.
rights-course-anonymous = Anonüümse teate puhul loetakse siin samu tähtaegu.
rights-course-ask = Asutus võib Teilt küsida. Küsimusi näete, kui koodiga tagasi tulete. Vastama Te ei pea.

rights-follow-heading = Mida asutus saab teha
rights-follow-check = kontrollida fakte ja nõuda dokumente;
rights-follow-proceed = alustada järelevalvet, distsiplinaar-, väärteo- või kriminaalmenetlust;
rights-follow-forward = edastada teate pädevale asutusele ja Teile seda öelda;
rights-follow-close = asja lõpetada, kui rikkumine on selgelt väike, kui sellest on varem teatatud ja midagi uut ei ole või kui teavet on liiga vähe. Põhjus öeldakse Teile.

rights-identity-heading = Kes saab teada, kes Te olete
rights-identity-sealed = Kui annate oma nime, krüpteeritakse see eraldi. Selle saavad avada ainult need vastutavad isikud, kellele see on usaldatud.
rights-identity-duty = Igaüks, kes teatega tegeleb, peab hoidma saladuses, kes Te olete, ja kõike, millest see võiks selguda.
rights-identity-law = Teie nõusolekuta tohib seda öelda ainult siis, kui seadus seda nõuab. Teile öeldakse see enne kirjalikult, kui see uurimist ei kahjusta.
rights-identity-restricted = Selle kohustuse rikkumine on väärtegu: selle eest võib trahvida.
rights-identity-personal = Isikuandmeid töödeldakse ainult niipalju, kui teatega tegelemine nõuab. Muu kustutatakse. Oma andmete kohta võite küsida asutuselt ja kaevata Andmekaitse Inspektsioonile.

rights-retaliation-heading = Kui keegi midagi Teie vastu ette võtab
rights-retaliation-forbidden = Teatamise pärast ei tohi Teid vallandada, madalamale kohale viia, hirmutada ega muul moel karistada. Keelatud on ka ähvardus ja katse, nende eest võib trahvida.
rights-retaliation-turn = Pöörduge asutuse poole, kellele teatasite, töövaidluskomisjoni või kohtusse.
rights-retaliation-help = Sellises vaidluses peab teine pool tõendama, et tema tegu ei olnud Teie teatega seotud. Te võite nõuda hüvitist.
rights-retaliation-advice = Tasuta ja konfidentsiaalset nõu annavad ühing Korruptsioonivaba Eesti ja ametiühingud.

rights-liability-heading = Kas Teid võidakse karistada saladuse hoidmise kohustuse rikkumise eest
rights-liability = Te ei vastuta konfidentsiaalsuse rikkumise eest, kui Teil oli alust arvata, et ilma selle teabeta ei saa rikkumist paljastada. See ei käi kuriteo kohta, millega teave saadi, näiteks sissemurdmise kohta.

rights-liability-slapp = Kui keegi esitab Teie vastu põhjendamatu hagi, et Teid vaikima sundida, võite paluda kohtul selle varakult tagasi lükata.

rights-others-heading = Teised viisid teatada
rights-others-inside = Teie töökoha enda teavituskanal.
rights-others-institution = Otse pädevale asutusele. Töökoha kanalit ei pea enne kasutama.
rights-others-union = Vabaühenduse või ametiühingu kaudu, kui nad aitavad Teil asutusele kirjutada.
rights-others-public = Avalikult, kui asutus ei teinud õigel ajal midagi, kui oht on vahetu või kui asutuses võidaks tõendeid varjata.

rights-contacts-heading = Kontaktid
rights-contacts-none = Asutused annavad oma kontaktid oma veebilehel.
rights-calls-recorded = Telefonikõned salvestatakse.
rights-calls-not-recorded = Telefonikõnesid ei salvestata.
rights-not-advice = See leht ei ole õigusnõu ja ükski Eesti õiguse praktik ei ole seda üle vaadanud. Kehtib seadus ise ja direktiiv (EL) 2019/1937.

calendar-lead = Eesti riigipühad { $year }.{"\u00A0"}aastal.
