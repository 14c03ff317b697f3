# Kuidas see käib ja mida me säilitame.

how-heading = Kuidas see käib
how-lead = Lihtsate sõnadega: kuidas teade jõuab Teilt asutuseni ja vastus tagasi Teieni.

how-steps-heading = Mis teatega juhtub
how-step-write = Te täidate vormi. Vorm näitab Teie ühekordset koodi ja Te kirjutate selle üles.
how-step-seal = Server krüpteerib teate ja failid kohe. Võtmed on ainult asutuse vastutavatel isikutel, nende oma arvutites.
how-step-received = Leht „Kätte saadud” ilmub alles siis, kui teade on kindlalt salvestatud.
how-step-answer = Vastutav isik avab teate oma arvutis ja kirjutab vastuse. See krüpteeritakse nii, et selle avab ainult Teie kood.
how-step-return = Te tulete tagasi, sisestate koodi ja loete. Iga kord saate uue koodi. Vana enam ei kehti.

how-kept-heading = Mida me säilitame
how-kept-report = krüpteeritud teadet: kuni asi on lõpetatud ja säilitamise aeg on möödas;
how-kept-replies = krüpteeritud vastuseid: kõige rohkem { $days ->
    [one] { $days } päev
   *[other] { $days } päeva
};
how-kept-day = päeva, mil teade kätte saadi, ilma tunni ja minutita.

how-not-kept-heading = Mida me ei säilita
how-not-kept-address = IP-aadresse, brauserite andmeid, küpsiseid, külastuste logi;
how-not-kept-code = Teie koodi: seda ei tea keegi peale Teie;
how-not-kept-plain = krüpteerimata teksti, faile, failinimesid ja nimesid.

how-limits-heading = Mida me lubada ei saa
how-limits-server = Vormi saatmise ajal näeb server teksti. Kui ründaja oleks serveri üle võtnud, saaks ta lugeda seda, mis saadetakse sellest päevast alates. Varem saadetut ta lugeda ei saaks.
how-limits-own = Kui sellest ei piisa, saate teate krüpteerida oma arvutis programmiga „svilpe reporter”. Siis ei näe server sellest ühtegi sõna.
how-limits-network = Teie võrgu pidaja näeb, et kasutate Tori.
how-limits-content = Teid võidakse ära tunda selle järgi, mida ja kuidas Te kirjutate.
how-limits-exit = „Kiire väljumine” avab teise lehe, aga ei kustuta brauseri ajalugu. Ohutum on Tor Browser sulgeda.

how-code-heading = Koodist
how-code-digits = Koodis on 28 numbrit. Kaks viimast paljastavad trükivea.
how-code-lost = Kaotatud koodi ei saa taastada. Saatke uus teade. Nimetage selles varasemat ja midagi, mida teab ainult selle autor.
how-code-fails = Kui kood äkki enam ei kehti, võis keegi teine seda kasutada. Kirjutage sellest uues teates.
how-code-months = Kood kehtib vähemalt { $months ->
    [one] { $months } kuu
   *[other] { $months } kuud
} päevast, mil selle saite.
how-code-form = Vorm ja sellel olev kood kehtivad { $days ->
    [one] { $days } päev
   *[other] { $days } päeva
}.

how-ledger-heading = Päevik
how-ledger-entry = Igast teatest saab kanne päevikus, kuhu ainult lisatakse: asutus, päev ja räsi, mitte ühtegi sõna teatest. Oma koodiga näete kande numbrit ja räsi algust.
how-ledger-auditor = Asutusevälistel audiitoritel on päeviku koopia. Vastuste lehe reaga saab igaüks lasta kontrollida, et Teie teade on seal. Kellel on see rida, teab, milline kanne on Teie oma; kes Te olete, sellest ei selgu.
how-ledger-own = Leht on ainult serveri sõna. Programm „svilpe reporter” kontrollib Teie oma arvutis, et päevikus on Teie teade ja et päevikut ei ole ümber kirjutatud.
how-ledger-missing = Kanded tehakse pärast päeva lõppu. Kui kannet ei ole { $days ->
    [one] { $days } päeva
   *[other] { $days } päeva
} pärast, ütleb vastuste leht, mida teha.
