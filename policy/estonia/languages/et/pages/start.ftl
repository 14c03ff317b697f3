# Avaleht.

start-heading = Teatage rikkumisest, ilma et peaksite ütlema, kes Te olete
start-lead = Siin saate turvaliselt teatada asutusele võimalikust rikkumisest. Kontot ega nime ei ole vaja. Ühekordse koodiga loete hiljem vastust ja saate oma teatele lisada.

start-choose = Millisele asutusele soovite teatada?
start-choose-hint = Valige see, kes selliste asjadega tegeleb. Kui Te ei ole kindel, valige see, mis tundub kõige sobivam.
start-none = Praegu ei võta ükski asutus teateid vastu. Palun tulge hiljem tagasi.

start-return-heading = Kas Teil on juba kood?
start-return = Sisestage kood

start-sees-heading = Kes näeb, mida kirjutate
start-sees-officers = Teate avavad ainult asutuse vastutavad isikud oma arvutis. Server säilitab seda ainult krüpteeritult.
start-sees-server = Kui vajutate „Saada”, näeb server Teie teksti hetkeks. See krüpteerib teksti kohe ega salvesta seda kunagi krüpteerimata.
start-sees-risk = Kui keegi oleks just sel hetkel serveri salaja üle võtnud, saaks ta teksti lugeda. Kui see oht on Teie jaoks liiga suur, ärge seda vormi kasutage.
start-sees-kept = Me ei säilita IP-aadressi, midagi Teie brauseri kohta ega täpset aega. Säilitame ainult päeva, mil teade kätte saadi.

start-first-heading = Lugege enne seda
start-guide-hint = Koht, seade, failid: kolm minutit, mis kaitsevad Teid kõige rohkem.
start-check-hint = Kaheksa küsimust: kui kergesti võidakse Teid ära tunda.
start-rights-hint = Mida seadus lubab ja mida mitte.
start-others = Teised viisid teatada
start-others-hint = Teile võib paremini sobida töökoha enda teavituskanal, vabaühendus või ametiühing.
start-how-hint = Mis teatega juhtub ja mida me säilitame.

start-areas = Leidke asutus selle järgi, millest teatate
start-institution = Kes seal loeb ja kuidas kontrollida
start-by-name = Kõik asutused nime järgi ({ $number })

areas-heading = Millest Te teatate?
areas-lead = Avage see, mis sobib kõige paremini. Iga valdkonna all on asutused, kes selle eest vastutavad.
areas-unseen = Kõik valdkonnad on sellel ühel lehel. Server ei näe, millist neist Te loete.
areas-nobody = Siin ei vastuta selle eest ükski asutus.
areas-unknown-heading = Te ei tea, kes vastutab?
areas-unknown = Teid aitab kontaktpunkt: { $name }. See ütleb, millisele asutusele teatada, või annab Teie teate edasi.
areas-unknown-here = Kontaktpunktist ja sellele teatamisest
areas-by-name = Kõik asutused nime järgi

institution-report = Kirjutage teade
institution-internal = Siin teatavad ainult need, kes selles asutuses töötavad või töötasid.
institution-areas-heading = Mille eest ta vastutab
institution-readers-heading = Kes Teie teadet loeb
institution-readers = Ainult siin nimetatud inimesed saavad avada selle, mille Te saadate.
institution-leave-out = Vormil saate kellegi neist välja jätta.
institution-contacts-heading = Kuidas veel ühendust võtta
institution-key-heading = Asutuse võti
institution-key = Sellega allkirjastab asutus oma lugejate nimekirja. Kui ta avaldab selle rea ka mujal, võrrelge mõlemat: kui need erinevad, ärge siin teatage.
