# Tagasitulek: kood, uus kood, vastused, lisad.

return-heading = Sisestage kood
return-lead = Siis näete vastuseid ja saate midagi lisada.
return-code = Kood
return-code-hint = 28 numbrit. Tühikud ja kriipsud ei sega. Koodi võib kleepida.
return-send = Edasi
return-again = Sisestage kood uuesti
return-lost-heading = Kas kood on kadunud?
return-lost = Seda ei saa taastada: koodi ei tea keegi peale Teie. Saatke uus teade. Nimetage selles varasemat ja midagi, mida teab ainult selle autor.
return-once = Iga koodi saab kasutada üks kord. Kui olete varem tagasi tulnud, sisestage uusim.

problem-code-typo = Koodis on trükiviga. Kontrollige numbreid
return-typed = Sisestasite { $count ->
    [one] { $count } numbri
   *[other] { $count } numbrit
}; koodis on 28.
return-typed-all = Kõik 28 numbrit on olemas, aga üks on vale või kaks on vahetuses.
problem-code-opens-nothing = See kood ei ava midagi
problem-code-opens-nothing-why = Võib-olla on see juba kasutatud ja Teil on uuem: sisestage see. Kui Te ei ole selle koodiga varem tagasi tulnud ega näinud lehte „Kätte saadud”, ei jõudnud Teie teade kohale: saatke see uuesti. Kui nägite lehte „Kätte saadud” ja uuemat koodi Teil ei ole, võis keegi teine koodi kasutada või seda alustada ja vastuseid lugeda: kirjutage sellest uues teates. Midagi ei muudetud.
problem-visit-unsettled = Selle koodiga alustatud külastus jäi lõpetamata
problem-visit-unsettled-why = Seda alustati teatamise programmiga. Lõpetage see seal mõlema koodiga, uue ja eelmisega: käivitage programm uuesti. Teie teade on alles.

fresh-not-yet-heading = Vastused ei ole veel avatud
fresh-not-yet = Praegu kasutab seda lehte väga palju inimesi. See katse ei muutnud midagi: vana kood kehtib, uus veel mitte. Oodake minut ja vajutage uuesti allolevat nuppu. Kui vajutasite seda juba varem ja vana kood enam midagi ei ava, kehtib uus.
fresh-taken-heading = Ärge kasutage seda uut koodi
fresh-taken = Koodi, mille Te äsja üles kirjutasite, on keegi teine näinud ja juba kasutanud. Tõmmake see maha: see avab tema sõnumid, mitte Teie omad. Midagi ei muudetud ja Teie vana kood kehtib. Allpool on veel üks uus kood.
fresh-heading = Teie uus kood
fresh-write = Kirjutage uus kood üles. Hoidke vana alles, kuni näete vastuseid
fresh-why = Kui avate vastused, vana kood enam ei kehti.
fresh-open = Kirjutasin selle üles. Ava vastused

answers-heading = Vastused
answers-written-heading = Mida Teile öeldi
answers-none = Vastust veel ei ole
answers-none-why = See on tavaline. Tulge tagasi { $day } või hiljem.
answers-from = { $officer }, { $day }
answers-from-unchecked = Me ei saanud kontrollida, kes selle kirjutas ({ $day })
answers-own-report = Teie teade
answers-own-report-and = Teie teade ja Teie sõnumid kuni nr{"\u00A0"}{ $last }
answers-own = Teie sõnum nr{"\u00A0"}{ $number }
answers-own-several = Teie sõnumid nr{"\u00A0"}{ $first } kuni { $last }
answers-to-report = Vastus Teie teatele
answers-to = Vastus Teie sõnumile nr{"\u00A0"}{ $number }
answers-unreadable = { $count ->
    [one] { $count } vastust ei saa avada: see on rikutud. Paluge asutusel lisaga uuesti vastata.
   *[other] { $count } vastust ei saa avada: need on rikutud. Paluge asutusel lisaga uuesti vastata.
}
answers-older = { $count ->
    [one] { $count } varasem vastus ei mahtunud sellele lehele.
   *[other] { $count } varasemat vastust ei mahtunud sellele lehele.
}
answers-file-get = Võta fail
answers-files-why = Fail jääb Teie seadmesse, kust teised võivad selle leida. Nupud töötavad pool tundi.
answers-files-withheld = Sellel vastusel on failid, aga me ei saa kontrollida, kes need saatis. Seepärast neid siit võtta ei saa.
answers-state-heading = Kus Teie teade on
answers-state-received = Kätte saadud
answers-state-assessed = Hinnatakse
answers-state-examined = Vaadatakse läbi
answers-state-question = Teile on küsimus
answers-state-answered = Vastatud
answers-state-done = Lõpetatud
answers-state-term = Seis
answers-day-term = Kättesaamise päev
answers-entry-term = Kanne päevikus
answers-entry = Nr { $entry }
answers-entry-waits = Veel kandmata. Kanded tehakse kord päevas.
answers-digest-term = Teie teate räsi algus
answers-missing = Teie teadet päevikus ei ole, aga hiljemalt { $day } oleks see pidanud seal olema. See võidi ära visata, enne kui keegi seda luges. Andke allolev rida asutuse audiitorile ja saatke teade uuesti: siia või teisele asutusele.
answers-silent = Asutus kandis { $day } päevikusse, et kirjutas Teile, aga siin temalt midagi ei ole. Küsige asutuselt täiendavas sõnumis. Küsida võib ka päeviku audiitor: andke talle räsi.
answers-auditor-heading = Kui soovite lasta kontrollida
answers-auditor-why = Selle rea võite anda igale päeviku audiitorile. See näitab, milline kanne on Teie oma, ja mitte ühtegi sõna Teie teatest. Ärge saatke seda sealt, kus Teid tuntakse.
answers-accounted-term = Kas asutus on selle registreerinud
answers-accounted-yes = Jah
answers-accounted-no = Veel mitte
answers-next-term = Millal tagasi tulla
answers-next = { $day } või hiljem
answers-code-heading = Teie kood
answers-code-why = Järgmisel korral sisestage see kood. Eelmine enam ei kehti.
answers-code-same-why = Järgmisel korral sisestage seesama kood.

addition-answers = Vastuseid siin uuesti ei näidata: näete neid, kui järgmine kord koodi sisestate.
add-heading = Lisage sõnum või faile
add-message = Teie sõnum
add-message-hint = Vastake küsimustele või rääkige, mis on muutunud. Ärge kirjutage, kes Te olete. Inimesed, kellele Te teadet ei usaldanud, ei näe ka seda.
add-readers = Seda loevad need inimesed, välja arvatud need, kelle Te teates välja jätsite: { $names }
add-send = Saada
addition-code = Teie kood kehtib edasi
add-nothing-kept = Sõnumit ei saadetud ja midagi sellest ei salvestatud. Teie tekst on sellel lehel.
leave-heading = Enne lahkumist
leave-code = Kontrollige, et olete uusima koodi üles kirjutanud.
leave-tab = Sulgege ka varasem kaart: sellel on endiselt Teie tekst.
leave-close = Valige Tor Browseris „New Identity” või sulgege brauser.

added-heading = Teie sõnum on kätte saadud
added-safe = See on krüpteeritud ja kindlalt salvestatud.
added-code = Teie kood ei muutunud
added-answers = Et vastuseid uuesti lugeda, sisestage kood veel kord.
