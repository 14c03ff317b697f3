# Teate vorm ja leht „Kätte saadud”.

form-heading = Teie teade
form-to = Kellele: { $institution }
form-lead = Vastata tuleb ainult ühele küsimusele: mis juhtus. Muu täitke, kui saate ja soovite.
form-rights = Mida see tähendab (avaneb uuel kaardil)
form-more = Rääkige rohkem, kui soovite
form-valid = Vorm kehtib { $days ->
    [one] { $days } päeva
   *[other] { $days } päeva
}. Kui Te selle ajaga valmis ei saa, avage uus.
form-optional = ei pea täitma

form-what = Mis juhtus?
form-what-hint = Rääkige nii, nagu lugeja ei teaks sellest midagi: mis juhtus, millal, kus ja kes seda tegi. Kirjutage mis tahes keeles. Ärge kirjutage, kes Te olete.
form-text-limit = Kõik väljad kokku mahutavad { $thousands } tuhat tähemärki, umbes 25 lehekülge. Pikem tekst lisage failina.

form-facts = Millal, kus ja kes
form-facts-hint = Aeg, koht, seotud inimesed
form-when = Millal see juhtus?
form-when-hint = Piisab umbkaudsest, näiteks: 2026.{"\u00A0"}aasta kevadel. Täpne aeg võib viidata Teile.
form-where = Kus see juhtus?
form-who = Kes on sellega seotud?
form-who-hint = Inimesed, nende ametid, asutused, ettevõtted.
form-ongoing = Kas see kestab edasi?

form-harm-section = Kahju ja tõendid
form-harm-section-hint = Keda see kahjustab ja mis seda kinnitab
form-harm = Millist kahju on see ühiskonnale teinud või võib teha?
form-evidence = Mis seda kinnitab?
form-evidence-hint = Dokumendid, inimesed või süsteemid, kust asutus saab kontrollida.

form-category-section = Valdkond
form-category-section-hint = „Ei tea” sobib ka
form-category = Millist valdkonda see puudutab?
form-category-hint = Kui Te ei ole kindel, jätke „Ei tea”. Asutus otsustab ise.

form-known-section = Kust Te seda teate
form-known-section-hint = Seos tööga, varasemad teated, kartused
form-known = Kuidas Te selle teada saite?
form-known-duties = Oma tööd tehes
form-known-office = Teenistuses või ametis
form-known-contract = Teenust osutades
form-known-hiring = Tööle kandideerides
form-known-traineeship = Praktikal
form-known-volunteering = Vabatahtlikuna
form-known-other = Muul viisil
form-before = Kas sellest on varem teatatud?
form-before-internally = Jah, töökoha enda kanalis
form-before-institution = Jah, pädevale asutusele
form-before-both = Jah, mõlemale
form-before-result = Kellele ja mis sellest sai?
form-fear = Kas kardate, et keegi midagi Teie vastu ette võtab?
form-fear-detail = Mida kardate?
form-fear-detail-hint = See aitab asutusel Teid kaitsta.

form-handling = Kuidas teatega toimida
form-handling-hint = Edastamine, kaitseta jäämine
form-forward = Kui teade peaks minema teisele asutusele
form-forward-ask = Küsige enne minult
form-forward-all = Võite edastada kõik
form-forward-text = Võite edastada ilma manusteta

form-leave-out-section = Kes ei tohi teadet näha
form-leave-out-section-hint = Kui mõni lugejatest on seotud
form-leave-out = See inimene ei tohi teadet näha
form-leave-out-hint = Kõik need vastutavad isikud saavad teate avada. Kui mõni neist on asjaga seotud või seotule lähedane, märkige ta ära. Vähemalt üks peab jääma.

form-identity-section = Öelda, kes Te olete
form-identity-warning = Seda ei saa tagasi võtta. Asutus saab teada, kes Te olete.
form-identity-name = Ees- ja perekonnanimi
form-identity-contact = Kuidas Teid kätte saab?
form-identity-contact-hint = Ärge kasutage töötelefoni ega töökoha e-posti.
form-identity-confirm = Palun kinnitage
form-identity-understood = Saan aru, et oma nime ei saa ma enam kunagi tagasi võtta

form-files = Failid
form-files-hint = Kuni { $count ->
    [one] { $count } fail
   *[other] { $count } faili
}, igaüks kuni { $each } MB, kokku kuni { $total } MB. Iga väli võtab mitu faili.
form-files-metadata = Failides võib olla Teie nimi või asukoht. Me neid ei muuda.
form-files-field = Failid, väli { $number }
form-files-closed = Praegu me faile vastu võtta ei saa. Teksti saate saata.
form-files-again = Lisage failid uuesti. Vea tõttu neid ei salvestatud.

form-code-now = Kirjutage see kood üles kohe, enne saatmist
form-code-why = Ainult selle koodiga saate vastust lugeda. Seda ei saa taastada ega muuta. Kirjutage see paberile.
form-true = Saates kinnitate, et peate seda teavet tõeseks.
form-review = Loen enne üle
form-review-hint = Avab uue kaardi sellega, mida olete kirjutanud. Asutusele ei saadeta midagi ja failid jäävad Teie kätte. Server näitab teksti ja unustab selle.
form-send = Saada
form-line-breaks = Kui ühendus katkeb, minge tagasi brauseri nupuga „Tagasi”. Teie tekst, failid ja kood on seal. Saatke uuesti: kaks korda saadetud teade salvestatakse ühe korra. Ärge laadige lehte uuesti: tekst kaoks ja kood muutuks.
form-line-breaks-tab = Vastus avaneb uuel kaardil. Kui ühendus katkeb, sulgege see kaart ja saatke sellelt lehelt uuesti. Kaks korda saadetu salvestatakse ühe korra. Ärge laadige seda lehte uuesti: tekst kaoks.
form-slow = Tori kaudu võib saatmine võtta mitu minutit. Ärge sulgege lehte enne, kui näete „Kätte saadud”.

review-heading = Lugege üle
review-lead = Seda loeks asutus. Midagi ei ole veel saadetud.
review-next = Kui kõik on õige, sulgege see kaart ja vajutage vormil „Saada”. Kui midagi on vaja muuta, muutke seda seal.
review-no-files = Ühtegi ei ole valitud.
review-left-out = Küsimusi, millele Te ei vastanud, siin ei näidata.

choice-yes = Jah
choice-no = Ei
choice-unknown = Ei tea
choice-none = Parem ei ütle

problem-nothing-kept = Teadet ei saadetud ja midagi sellest ei salvestatud. Teie tekst on sellel lehel.
problem-what-missing = Kirjutage, mis juhtus
problem-message-missing = Kirjutage sõnum või lisage fail
problem-text-too-long = Tekst on liiga pikk. Lühendage seda või lisage see failina. Kõik väljad kokku mahutavad umbes { $thousands } tuhat tähemärki
problem-text-cut = See tekst on nii pikk, et siin on ainult selle algus. Lühendage seda või lisage kogu tekst failina. Kõik väljad kokku mahutavad umbes { $thousands } tuhat tähemärki
problem-cut-note = Midagi sellest ei salvestatud. Sellel lehel on ainult Teie teksti algus. Kogu tekst on endiselt lehel, millelt saatsite: minge tagasi brauseri nupuga „Tagasi” või, kui see leht avanes uuel kaardil, sulgege see.
problem-form-too-old = Vorm oli liiga vana ja selle kood enam ei kehti. Kirjutage üles sellel lehel olev uus kood, tõmmake vana maha ja vajutage uuesti „Saada”
problem-message-too-old = Leht oli liiga vana. Vajutage uuesti „Saada”. Teie kood kehtib
problem-code-taken = See kood kuulub teatele, mis saadeti teisele asutusele. Kirjutage üles sellel lehel olev uus kood ja vajutage uuesti „Saada”. Vana kood jääb varasema teate juurde
problem-code-used = Selle vormi koodiga on teade juba kätte saadud. Kui Te ise ei ole sellega midagi saatnud, tegi seda keegi teine: kirjutage üles sellel lehel olev uus kood, tõmmake vana maha ja vajutage uuesti „Saada”. Kui varasem teade on Teie oma, vaadake selle lehe lõppu
problem-nobody-left = Jätke vähemalt üks inimene, kes saab teate avada
problem-people-changed = Vastutavate isikute nimekiri on muutunud. Palun valige uuesti
problem-readers-changed = Seda sõnumit loeksid teised inimesed, kui leht nimetas. Vaadake nimesid allpool ja saatke uuesti, kui nemad tohivad seda lugeda
problem-identity-not-confirmed = Kinnitage, et soovite oma nime öelda, või eemaldage see
problem-identity-empty = Kirjutage ees- ja perekonnanimi või võtke märge ära
problem-identity-too-long = Lühendage andmeid enda kohta. Piisab nimest ja ühest viisist, kuidas Teid kätte saab
problem-no-custodian = Kellelegi, kes selles asutuses alles jääb, ei ole nimesid usaldatud. Kustutage oma nimi
problem-too-many-files = Valige vähem faile. Teised saate koodiga hiljem lisada
problem-file-empty = See fail on tühi. Kontrollige, kas valisite õige
problem-file-too-large = See fail on liiga suur. Valige väiksem
problem-files-too-large = Kõik failid kokku on liiga suured. Osa saate koodiga hiljem lisada
problem-files-closed = Praegu me faile vastu võtta ei saa. Saatke ainult tekst
problem-busy = Praegu saadab teateid väga palju inimesi. Oodake minut ja vajutage uuesti „Saada”
problem-enough-today = Täna on kätte saadud nii palju, kui ühe päevaga vastu võtta saame. Kopeerige oma tekst. Valige Tor Browseris „New Tor Circuit”, avage vorm uuesti ja saatke. Kui ka see ei õnnestu, saatke homme
problem-not-now = Server ei saa seda praegu salvestada. Oodake mõni minut ja vajutage uuesti „Saada”
problem-unsure = Ei ole teada, kas see salvestati. Oodake mõni minut ja vajutage uuesti „Saada”: kaks korda saadetu salvestatakse ühe korra
problem-later-note = Seda ei võetud vastu ja midagi sellest ei salvestatud. Teie tekst on sellel lehel.
problem-unsure-note = Me ei saa kinnitada, et see salvestati. Arvestage, et ei salvestatud. Teie tekst on sellel lehel.

received-heading = Teie teade on kätte saadud
received-safe = See on krüpteeritud ja kindlalt salvestatud.
arrived-text = Tekst: { $characters ->
    [one] { $characters } tähemärk
   *[other] { $characters } tähemärki
}.
arrived-files = Failid: { $files }, kokku { $size } { $unit }.
arrived-no-files = Failid: ei ole.
received-code = Teie kood, mis nüüd kehtib
received-code-why = Ainult selle koodiga saate vastust lugeda. Seda ei saa taastada.
received-come-back = Tulge tagasi { $day }
received-come-back-why = Me ei saa Teile midagi saata. Seepärast tulge palun sel päeval või hiljem tagasi.
received-next-heading = Mis saab edasi
received-step-examine = Asutus vaatab teate läbi. Kui tal on küsimusi, näete neid, kui koodi sisestate.
received-now-heading = Mida nüüd teha
received-now-code = Kontrollige, et olete koodi õigesti üles kirjutanud.
received-now-close = Valige Tor Browseris „New Identity” või sulgege brauser.
received-now-quiet = Ärge rääkige teatest kellelegi.

# Selle vormi koodiga on varem midagi muud kätte saadud.
earlier-heading = Kui varasem teade on Teie oma
earlier-add = Siis ei ole uut koodi vaja: lisage see varasemale teatele. Failid valige siin uuesti. Varasem kood jääb mõlemale.
earlier-left-out = Seda, kes tohib lugeda, enam muuta ei saa: kes näeb varasemat teadet, näeb ka lisa. Kelle jätsite kõrvale alles nüüd, näeb mõlemat.
earlier-files = Failid varasema teate juurde
earlier-send = Lisa varasemale teatele
earlier-enter = Kopeerige sellelt lehelt see, mis on uus. Sisestage siis uusim kood ja lisage tekst varasemale teatele.

# Lisa kood ei ava enam midagi.
locked-heading = Seda ei salvestatud
locked-why = Selle lehe kood ei ava enam midagi. Võib-olla avasite vahepeal vastused teisel kaardil ja Teil on uuem kood.
locked-next = Kopeerige oma tekst sellelt lehelt. Sisestage siis uusim kood ja saatke tekst sealt. Kui uuemat koodi Teil ei ole, võis keegi teine seda kasutada: kirjutage sellest uues teates.
locked-unsettled = Teatamise programm on selle koodiga külastust alustanud ja ei ole seda lõpetanud.
locked-unsettled-next = Kopeerige oma tekst sellelt lehelt. Käivitage siis programm uuesti mõlema koodiga, uue ja eelmisega, ning saatke tekst. Teie teade on alles.
locked-return = Sisestage uusim kood (avaneb uuel kaardil)
