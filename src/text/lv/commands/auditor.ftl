# Auditora pārskats: kas nolasīts, kas nav kārtībā, kas gaida.

verify-read = Pārbaudīto ierakstu skaits: { $entries }. Žurnāla stāvoklis { $day }, sakne { $root }.
verify-dated = Jaunākais parakstītais stāvoklis ir no { $day } ({ $age ->
    [0] šodien
    [zero] pirms { $age } dienām
    [one] pirms { $age } dienas
   *[other] pirms { $age } dienām
}).
verify-nothing = Nav nolasīts neviens ieraksts.
verify-clean = Viss kārtībā.
verify-more = … un vēl konstatējumi: { $count }.
verify-total = Konstatējumi: { $count } ({ $each }).
verify-newer = Šī programma (svilpe { $program }) ir vecāka par to, ko tā lasīja. Atjauniniet to, pirms ticat tālāk teiktajam.
verify-overdue = { $institution }: kavē likuma termiņu kopš { $since }; vēl nav izdarīts: { $count }.
verify-late = { $institution }: nokavēts un nav izdarīts pēc apkalpošanas standarta: { $service }; izdarīts ar nokavēšanos: { $late }.
verify-of-ledger = PATS ŽURNĀLS
verify-of-institution = IESTĀDE { $institution }
verify-of-case = Lieta { $case }:
verify-page-title = Žurnāla pārbaude { $day }
verify-page-legend = ! – pārkāpums; · – vērts pajautāt, nav pārkāpums
verify-page-standing = Kas kavē un kas gaida
verify-waiting = { $institution }: saņemtie ziņojumi, par kuriem vēl nav ieraksta, kas ar tiem noticis: { $items }; vecākais gaida { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
}.

# Ieraksti, kurus pieņemšanas serverim vajadzēja noraidīt
finding-not-an-entry = Ieraksts Nr. { $index } nav derīgs ieraksts.
finding-newer-program = Ieraksts Nr. { $index } { $what ->
    [policy] nosauc noteikumus
    [roster] nosauc atbildīgo personu sarakstu
   *[entry] vēsta kaut ko
} tādā veidā, ko šī programma (svilpe { $program }) nepazīst: tas sagatavots jaunākai. Atjauniniet programmu un pārbaudiet vēlreiz. Ja to nepazīst arī jaunākā, jautājiet uzturētājam.
finding-no-roster = Ieraksts Nr. { $index }: iestādei { $institution } žurnālā vēl nav atbildīgo personu saraksta.
finding-unknown-key = Ieraksts Nr. { $index } ({ $institution }): parakstīts ar nezināmu atslēgu.
finding-retired-key = Ieraksts Nr. { $index } ({ $institution }): parakstīts ar atslēgu, kas vairs nav spēkā.
finding-foreign-key = Ieraksts Nr. { $index } ({ $institution }): parakstījusi cita iestāde.
finding-not-signed = Ieraksts Nr. { $index } ({ $institution }): paraksts neatbilst ierakstam.
finding-roster-unknown = Ieraksts Nr. { $index } ({ $institution }): nav parakstīta atbildīgo personu saraksta ar šādu kontrolsummu.
finding-roster-differs = Ieraksts Nr. { $index } ({ $institution }): ieraksts neatbilst atbildīgo personu sarakstam.
finding-roster-backwards = Ieraksts Nr. { $index } ({ $institution }): atbildīgo personu saraksts nomainīts pret vecāku.
finding-key-swapped = Ieraksts Nr. { $index } ({ $institution }): iestādes atslēga nomainīta bez iepriekšējās atslēgas paraksta.
finding-not-for-officers = Ieraksts Nr. { $index } ({ $institution }): šādus ierakstus veido tikai pieņemšanas serveris.
finding-not-today = Ieraksts Nr. { $index } ({ $institution }): ierakstā ir cita diena.
finding-clock-not-ahead = Ieraksts Nr. { $index }: pulksteni pagriež atpakaļ, bet tas nebija priekšā tā, kā ierakstā teikts.
finding-back-dated = Ieraksts Nr. { $index } ({ $institution }): datēts ar agrāku dienu nekā ieraksti pirms tā.
finding-received-twice = Ieraksts Nr. { $index } ({ $institution }): tas pats ziņojums reģistrēts kā saņemts otrreiz.
finding-never-received = Ieraksts Nr. { $index } ({ $institution }): ziņojums, kura saņemšana žurnālā noklusēta.
finding-someone-elses-item = Ieraksts Nr. { $index } ({ $institution }): ziņojums bija adresēts citai iestādei.
finding-accounted-twice = Ieraksts Nr. { $index } ({ $institution }): jau bija ierakstīts, kas noticis ar šo ziņojumu.
finding-case-exists = Ieraksts Nr. { $index } ({ $institution }): lieta ar šādu numuru jau ir.
finding-no-such-case = Ieraksts Nr. { $index } ({ $institution }): lietas ar šādu numuru nav.
finding-someone-elses-case = Ieraksts Nr. { $index } ({ $institution }): lieta pieder citai iestādei.
finding-replayed = Ieraksts Nr. { $index } ({ $institution }): tas pats ieraksts atkārtots.
finding-stale = Ieraksts Nr. { $index } ({ $institution }): seko vecākam lietas ierakstam nekā pēdējais.
finding-gap = Ieraksts Nr. { $index } ({ $institution }): trūkst lietas iepriekšējā ieraksta.
finding-out-of-step = Ieraksts Nr. { $index } ({ $institution }): solis „{ $step }” nevar sekot stāvoklim „{ $stage }”.
finding-received-for-nobody = Ieraksts Nr. { $index } ({ $institution }): saņemts iestādei, kurai vēl nebija atbildīgo personu saraksta.
finding-not-extendable = Ieraksts Nr. { $index } ({ $institution }): iestādes iekšējā kanālā atbildi sniedz trīs mēnešos; neviens iemesls termiņu nepagarina.
finding-feedback-untold = { $institution }, lieta { $case }: tā beigusies, bet līdz { $due } nav ieraksta, ka ziņotājs par to informēts; informēts: { $told }.
finding-forwarded-outside = Ieraksts Nr. { $index } ({ $institution }): lieta { $case } pārsūtīta iestādei { $to }, kurai šajā žurnālā nav saraksta. Kas lietu var atvērt, var tur pajautāt.
finding-unknown-category = Ieraksts Nr. { $index } ({ $institution }): noteikumos nav šādas kategorijas.
finding-forwarded-to-itself = Ieraksts Nr. { $index } ({ $institution }): lieta pārsūtīta tai pašai iestādei.

# Noteikumi nav pārkāpti, bet ir vērts pajautāt
finding-rejection-disproved = Ieraksts Nr. { $index } ({ $institution }): atbildīgā persona ar atslēgu { $key } šo ziņojumu { $day } noraidīja ({ $reason ->
    [spam] mēstule
    [empty] tukšs
    [unreadable] neatverams
    [duplicate] dublikāts
   *[drill] mācības
}); ar ierakstu Nr. { $by } tas tomēr iekļauts lietā.
finding-clock-turned-back = Ieraksts Nr. { $index }: servera pulkstenis bija priekšā, līdz pat { $before }; kopš šī ieraksta dienas atkal skaita no { $day }. Pajautājiet uzturētājam, kāpēc.
finding-rules-corrected = Ieraksts Nr. { $index }: jaunie noteikumi labo iepriekšējos, sākot ar { $day }, un to norāda. Kopš tā laika saņemto vērtē pēc jaunajiem; pajautājiet tam, kurš atbild par valsts pakotni, kāpēc.

# Dienas
finding-late = Ieraksts Nr. { $index } ({ $institution }): saņemts { $day }, bet žurnālā ierakstīts tikai { $newest } vai vēlāk.
finding-back-dated-since-seen = Ieraksts Nr. { $index }: datēts ar { $day }, bet { $seen } tā žurnālā vēl nebija.
finding-ahead-of-time = Ieraksts Nr. { $index }: datēts ar { $day }, kas vēl nav pienākusi.
finding-unaccounted = Ieraksts Nr. { $index } ({ $institution }): nav ieraksta, kas noticis ar { $day } saņemto ziņojumu; kopš tā { $age ->
    [zero] pagājušas { $age } dienas
    [one] pagājusi { $age } diena
   *[other] pagājušas { $age } dienas
}.
finding-other-policy = Ieraksts { $index } nosauc citus noteikumus ({ $named }), nevis tos, pēc kuriem pārbaudīts ({ $used }): norādiet to pakotni ar --pack vai jautājiet, kuri ir īstie.
finding-policy-unknown = Ieraksts { $index } nosauc noteikumus ({ $named }), kuru Jums nav. Ja tie toreiz bija īstie, vienreiz pārbaudiet ar --pack un to pakotnes mapi; tas tiek iegaumēts.
finding-rules-rewritten = Ieraksts Nr. { $index } nosauc noteikumus, kas par jau pagājušu dienu ({ $day }) saka ko citu, nekā tajā bija spēkā, un nenorāda, ka to labo. Jautājiet tam, kurš atbild par valsts pakotni; šādās dienās saņemto te vērtē pēc iepriekšējiem noteikumiem.
finding-no-policy = Ieraksts Nr. { $index }: kopš šejienes kaut kas noticis, bet žurnāls nenosauc noteikumus, pēc kuriem.
finding-deadline-late = { $institution }, lieta { $case }: termiņš { $clock } bija { $due }, izpildīts { $done } ({ $binding ->
    [law] likuma termiņš
   *[service] apkalpošanas standarts
}{ $calendar ->
    [provisional] ; provizoriski, tā gada brīvdienas nav publicētas
   *[published] {""}
}).
finding-deadline-missed = { $institution }, lieta { $case }: termiņš { $clock } bija { $due }, vēl nav izpildīts ({ $binding ->
    [law] likuma termiņš
   *[service] apkalpošanas standarts
}{ $calendar ->
    [provisional] ; provizoriski, tā gada brīvdienas nav publicētas
   *[published] {""}
}).

# Pārrakstīta vai noklusēta vēsture
finding-hidden = Ziņojums { $item }, par kuru ir kvīts, žurnālā nav atrodams. Šodien saņemts tur nonāk ar dienas kopu: tad pārbaudiet vēlreiz rīt.
finding-rolled-back = Žurnāls atgriezts atpakaļ: ierakstu skaits bija { $seen }, tagad { $served }.
finding-forked = Žurnāls parakstījis divus atšķirīgus stāvokļus; ierakstu skaits abos: { $size }.
finding-two-histories = Žurnāls parakstījis divas vēstures: tā stāvoklis ar { $newer } ierakstiem nesākas ar stāvokli ar { $older } ierakstiem.
finding-altered = Vēsture pārrakstīta: ieraksts Nr. { $index } nomainīts (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-dropped = Vēsture pārrakstīta: ieraksts Nr. { $index } izņemts (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-inserted = Vēsture pārrakstīta: vietā Nr. { $index } iesprausts ieraksts (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-reordered = Vēsture pārrakstīta: no vietas Nr. { $index } mainīta secība (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-withheld = Žurnāls neizsniedz to, ko tas parakstījis: { $what }.
finding-entry-differs = Izsniegtais ieraksts Nr. { $index } nav tas, kas ir parakstītajā kokā.
finding-tree-differs = Izsniegtais neatbilst parakstītajam stāvoklim; ierakstu skaits tajā: { $size }.
finding-bad-checkpoint = Žurnāla stāvoklis nav derīgs vai nav šī žurnāla parakstīts.
finding-frozen = Žurnāls stāv uz vietas: tā jaunākais parakstītais stāvoklis ir no { $day }, pirms { $age ->
    [zero] { $age } dienām
    [one] { $age } dienas
   *[other] { $age } dienām
}. Kas nācis pēc tam, ir noslēpts, vai arī serveris nedarbojas.
finding-undated = Žurnāls nesaka, kurai dienai parakstīts tā jaunākais stāvoklis.
finding-dated-ahead = Žurnāla jaunākais stāvoklis ir parakstīts dienai { $day }, kas vēl nav pienākusi.
finding-too-few-witnesses = Liecinieku apliecinājumu skaits: { $have }; vajag: { $needed }.

# Seši vārdi, ko redz ziņotājs
status-received = Saņemts
status-assessing = Izvērtē
status-reviewing = Izskata
status-question = Jautājums Jums
status-answer = Atbilde
status-done = Pabeigts

# Auditora komandrinda
command-about-auditor = Auditoriem un lieciniekiem: pārbaudīt, ka neviens ziņojums nav pazudis, publicēt skaitļus
auditor-about-keygen = Izveidot Jūsu atslēgu un izdrukāt bloku iestāžu sarakstiem
auditor-about-verify = Saņemt no žurnāla jauno, pārbaudīt visu un pateikt, kas nav kārtībā
auditor-about-watch = Pārbaudīt žurnālu atkal un atkal un pateikt, kas jauns
auditor-arg-csv = Katru konstatējumu kā CSV rindu
auditor-arg-page = Pārskatu kā HTML lapu drukāšanai
auditor-arg-tell = Programma, kas jauno saņem standarta ievadē, lai to nosūtītu; bez tās komanda beidzas, kad ir kas jauns
auditor-watch-new = Jauni konstatējumi: { $count }.
auditor-watch-found = Jauni konstatējumi: { $count }.
    .hint = Tie ir augstāk un tiek teikti vienreiz. Lai turpinātu, palaidiet komandu vēlreiz; ar --tell tā turpina pati.
auditor-cannot-tell = { $path } to nesaņēma: { $why }.
    .hint = Pārbaudiet, vai tā ir programma, ko drīkstat palaist, un vai tā beidzas ar 0. Jaunais tiks teikts nākamreiz.
auditor-about-witness = Apliecināt jaunāko kontrolpunktu, ja tas turpina Jūsu iepriekš apliecināto
auditor-about-report = Sagatavot statistiku no pārbaudītās kopijas
auditor-arg-home = Jūsu mape ar atslēgu un kopiju (ja nav norādīta, tur, kur sistēma glabā programmu failus)
auditor-arg-name = Jūsu vārds, kā to rādīs saraksti
auditor-arg-log-key = Žurnāla publiskā atslēga, kā to publicējis uzturētājs: nosaukums, numurs un atslēga, savienoti ar plusa zīmi
auditor-arg-witness = Liecinieka publiskā atslēga; var norādīt vairākas, tās tiek iegaumētas
auditor-arg-trust = Iestādes publiskās atslēgas fails, ko zināt no cita avota; var norādīt vairākus, tie tiek iegaumēti
auditor-arg-mirror = Mape ar Jūsu žurnāla kopiju (ja nav norādīta, „mirror” Jūsu mapē)
auditor-arg-pack = Parakstītās valsts pakotnes mape, pēc kuras pārbaudīt (ja nav norādīta, tā, pēc kuras strādā serveris, ja tās paraksts seko iepriekšējam)
auditor-arg-expect = Ziņojuma kontrolsumma vai vismaz tās pirmās 20 zīmes, kas kādam ir; var norādīt vairākas
auditor-arg-evidence = Fails pārkāpuma pierādījumam, ja tāds ir (ja nav norādīts, Jūsu mapē)
auditor-arg-check-evidence = Tikai pārbaudīt pierādījumu, ko Jums kāds rāda
auditor-arg-witness-name = Jūsu kā liecinieka vārds: adrese bez atstarpēm, uz visiem laikiem viena
auditor-arg-cosigned-out = Fails apliecinātajam kontrolpunktam (ja nav norādīts, tas tiek izdrukāts)
auditor-arg-every = Turpināt un darīt to atkal tik bieži, piemēram, 6h; ja nav norādīts, vienreiz
auditor-arg-out = Mape, kurā likt skaitļus
auditor-arg-internal = Visi skaitļi, nekas nav slēpts: nav paredzēts publicēšanai
auditor-arg-check = No kopijas vēlreiz aprēķināt publicētu mapi, nevis sagatavot jaunu
auditor-check-same = { $year }: tie paši skaitļi no žurnāla ar { $size } ierakstiem.
auditor-check-nothing = Mapē { $path } laidiena nav.
    .hint = Norādiet mapi, kāda tā publicēta, ar failu statistics.json.
auditor-check-differs = { $year }: PUBLICĒTIE SKAITĻI NAV ŠĪ ŽURNĀLA SKAITĻI.
    .hint = Jautājiet tam, kas tos publicēja. Ja lietota cita programmas versija, aprēķiniet ar to: fails to nosauc.
auditor-check-other-ledger = { $year }: skaitļi nosauc žurnālu, kas nav Jūsu kopijas sākums.
    .hint = Vispirms palaidiet „svilpe auditor verify”. Ja tas nemainās, jautājiet tam, kas tos publicēja, un salīdziniet kontrolpunktus.
auditor-check-no-rules = { $year }: skaitļos nosaukto noteikumu nav ne Jums, ne Jūsu kopijā.
    .hint = Norādiet to pakotnes mapi ar --pack.
auditor-check-file = { $path } nesaka to, ko saka blakus esošais statistics.json.
    .hint = Kāds vienu no abiem ir mainījis. Ņemiet mapi no turienes, kur tā publicēta.
auditor-arg-sign = Parakstīt skaitļus ar Jūsu atslēgu: tikai tad serveris tos rāda
auditor-arg-publisher = Kas publicē, vienā valodā, piemēram, lv=Nosaukums; var norādīt vairākas (ja nav norādīts, kontaktpunkts)
auditor-arg-contact = Kur lasītājiem rakstīt (ja nav norādīts, kontaktpunkta vietne)

auditor-keygen-done = Jūsu atslēga ir failā { $path }.
    Glabājiet šī faila un paroles kopiju divās drošās vietās.
    Nododiet tālāk redzamo bloku iestādēm, kuru žurnālu pārbaudāt, un salīdziniet to ar tām balsī.
auditor-no-key = Atslēgas faila { $path } nav.
    .hint = Izveidojiet atslēgu ar „svilpe auditor keygen” vai norādiet savu mapi ar --home.
auditor-key-incomplete = { $path } atveras, bet auditora vārda un atslēgas tajā nav.
    .hint = Ņemiet savu atslēgas faila kopiju, kādu to izveidoja „svilpe auditor keygen”.
auditor-no-place = Vēl nav zināms, kuru žurnālu Jūs pārbaudāt.
    .hint = Vienreiz norādiet --server, --instance un --log-key; tos publicē uzturētājs.
auditor-place-unreadable = { $path } nav saprotama: { $why }.
    .hint = Izlabojiet to vai izdzēsiet un vēlreiz norādiet --server, --instance un --log-key.
auditor-other-log = Šī mape pieder žurnālam ar atslēgu { $pinned }.
    .hint = Žurnāla atslēga nekad nemainās. Jautājiet uzturētājam, kāpēc; citam žurnālam izmantojiet jaunu --home.
auditor-not-a-log-key = „{ $text }” nav žurnāla vai liecinieka publiskā atslēga.
    .hint = Kopējiet to visu: nosaukumu, astoņas zīmes un atslēgu, savienotus ar plusa zīmi.
auditor-not-an-institution-key = „{ $text }” nav iestādes publiskās atslēgas fails.
    .hint = Tās nosaukums ir kā iestādei, tā beidzas ar .pub, un tajā ir divas rindas.
auditor-other-institution-key = Iepriekš tika pieņemta cita { $institution } atslēga.
    .hint = Ja iestāde mainīja atslēgu, vecā parakstīja jauno: žurnāls to rāda, un šeit nekas nav jānorāda.
auditor-too-few-known = Noteikumi prasa { $needed } liecinieku apliecinājumus; Jūsu norādītas atslēgas: { $known }.
    .hint = Pievienojiet viņu publiskās atslēgas ar --witness.
auditor-bad-pack = Valsts pakotne { $path } nav izmantojama: { $why }.
    .hint = Ņemiet failu, kādu to publicējis uzturētājs.
auditor-not-an-item = „{ $text }” nav ziņojuma kontrolsumma.
    .hint = Tajā ir 64 zīmes: cipari no 0 līdz 9 un mazie burti no a līdz f. Pietiek ar pirmajām 20.
auditor-not-a-digest = „{ $text }” Jūsu failā auditor.toml nav noteikumu faila kontrolsumma.
    .hint = Tajā ir 64 zīmes: cipari no 0 līdz 9 un mazie burti no a līdz f. Izņemiet rindu, ja to nepazīstat.
auditor-expected-there = Ziņojums { $item } ir žurnālā: ieraksts Nr. { $entry }, saņemts { $day }.
auditor-refused = { $server } šai atslēgai neatbild.
    .hint = Pārbaudiet ar uzturētāju, vai Jūsu atslēga ir spēkā esošā sarakstā un vai instances numurs ir pareizs.
auditor-mirror = Kopija nav izmantojama: { $why }.
    .hint = Pārbaudiet disku un to, vai mape ir Jūsu.
auditor-mirror-damaged = Kopijas faili kopš pārbaudes ir mainījušies.
    .hint = Atjaunojiet mapi no rezerves kopijas. Ja to izdzēsīsiet, zudīs atmiņa, pēc kuras redzama pārrakstīta vēsture.
auditor-not-clean = Konstatējumi: { $count }.
    .hint = Katram ir sava rinda augstāk. Jautājiet iestādei; pārrakstīta vēsture ir sabiedrības lieta.
auditor-evidence-kept = Pierādījums, ko var pārbaudīt ikviens: { $path }
auditor-proves-forked = Tas pierāda, ka { $log } parakstīja divus dažādus stāvokļus ar { $size } ierakstiem.
auditor-proves-rewritten = Tas pierāda, ka { $log } pārrakstīja vēsturi: tā { $newer } ierakstu stāvoklis nesākas ar tā { $older } ierakstu stāvokli.
auditor-proves-nothing = { $path } neko nepierāda pret { $log }.
    .hint = Pārbaudiet, vai fails ir vesels un vai --home ir šī žurnāla mape.
auditor-report-newer = Daļu šī žurnāla rakstījusi jaunāka programma nekā šī (svilpe { $program }); skaitļi, kas saskaitīti no pārējā, būtu aplami.
    .hint = Atjauniniet programmu, palaidiet „svilpe auditor verify”, tad – „report”.
auditor-nothing-read = Kopijā nav ko skaitīt.
    .hint = Vispirms palaidiet „svilpe auditor verify”.
auditor-report-done = Faili: { $files }; tagad publicēti gadi: { $fresh }, agrāk: { $before }; konstatējumi žurnālā: { $findings }
auditor-out-not-ours = Mapē { $path } ir citas lietas; nekas netika mainīts.
    .hint = Norādiet tukšu mapi vai mapi ar agrāku laidienu.
auditor-out-other-view = Mapē { $path } ir otra veida skaitļi; nekas netika mainīts.
    .hint = Glabājiet iekšējos un publiskos skaitļus dažādās mapēs.
auditor-out-unreadable = Agrāko laidienu mapē { $path } nevar nolasīt; nekas netika mainīts.
    .hint = Atjaunojiet to no kopijas: publicēti skaitļi nedrīkst mainīties.
auditor-out-interrupted = Pēdējais laidiens ir nolikts malā mapē { $path }: agrāka izpilde tika pārtraukta. Nekas netika mainīts.
    .hint = Dodiet šai mapei iepriekšējo nosaukumu un palaidiet komandu vēlreiz.
auditor-cosigned = Apliecināts: { $size } ieraksti. Jūsu kā liecinieka publiskā atslēga: { $key }
auditor-cosignature-not-taken = Serveris šo apliecinājumu nepieņem: neviens spēkā esošs saraksts Jūsu atslēgu nenosauc kā auditora, vai arī tam jau ir jaunāks Jūsu apliecinājums. Dodiet to tiem, kas prasa.
auditor-no-witness-name = Lieciniekam ir vajadzīgs vārds.
    .hint = Vienreiz norādiet --name, piemēram, savas vietnes adresi ar vārdu aiz tās.
auditor-not-a-witness-name = „{ $text }” nevar būt liecinieka vārds.
    .hint = Lietojiet burtus, ciparus, punktus, defises un slīpsvītras; bez atstarpēm un plusa zīmes.
auditor-other-witness-name = Šajā mapē Jūs esat liecinieks { $pinned }.
    .hint = Liecinieks savu vārdu patur. Citam izmantojiet jaunu --home.
auditor-cosigned-damaged = { $path } ir bojāta: nav zināms, ko Jūs apliecinājāt pēdējo.
    .hint = Atjaunojiet to no kopijas. Lai sāktu no jauna, izveidojiet jaunu atslēgu un vārdu; ar vecajiem Jūs varētu apliecināt divas vēstures.
auditor-no-checkpoint = Serveris nerāda kontrolpunktu.
    .hint = Pārbaudiet adresi. Ja citi tur redz kontrolpunktu, pastāstiet viņiem.
auditor-bad-checkpoint = To nevar apliecināt: { $why }.
    .hint = Pārbaudiet žurnāla atslēgu ar uzturētāju. Ja tā ir pareiza, informējiet sabiedrību.
auditor-cannot-fetch = Žurnālu nevar nolasīt: { $why }.
    .hint = Pārbaudiet, vai darbojas serveris un Tor un vai adrese ir pareiza; tad palaidiet komandu vēlreiz.
auditor-convicted = Žurnāls parakstīja divas vēstures. Nekas netika apliecināts; pierādījums ir failā { $path }.
    .hint = Parādiet to kontaktpunktam un citiem auditoriem: ikviens to var pārbaudīt ar --check-evidence.
auditor-rolled-back = Žurnāls ir atgriezts atpakaļ: ieraksti iepriekš: { $seen }, tagad: { $served }. Nekas netika apliecināts.
    .hint = Jautājiet uzturētājam. No rezerves kopijas atjaunotu žurnālu nekad nedrīkst rādīt.
auditor-head-frozen = Žurnāls stāv uz vietas: tā jaunākais parakstītais stāvoklis ir no { $day }. Nekas netika apliecināts.
    .hint = Jautājiet uzturētājam, kas noticis, un salīdziniet ar citiem auditoriem: svilpe auditor compare.
auditor-head-undated = Žurnāls nesaka, kurai dienai parakstīts tā jaunākais stāvoklis. Nekas netika apliecināts.
    .hint = Jautājiet uzturētājam. Bez dienas nevar zināt, vai stāvoklis nav vecs.
auditor-head-ahead = Žurnāla jaunākais stāvoklis parakstīts dienai, kas vēl nav pienākusi: { $day }. Nekas netika apliecināts.
    .hint = Pārbaudiet šī datora datumu. Ja tas ir pareizs, jautājiet uzturētājam.
auditor-unproven = Saņemtās kontrolsummas nepieder kontrolpunktam. Nekas netika apliecināts.
    .hint = Palaidiet komandu vēlreiz. Ja tas nemainās, pastāstiet citiem auditoriem.

# Divi kontrolpunkti blakus
auditor-about-compare = Salīdzināt divus kontrolpunktus, kas rādīti diviem: viena vēsture vai pierādījums par divām
auditor-arg-compare = Fails ar kontrolpunktu, vēstule, kas to citē, vai liecinieka saraksts; - lasa to, ko ielīmējat
auditor-arg-compare-other = Ar ko to salīdzina; tāpat
auditor-compare-same = Tas pats: abi ir stāvoklis ar { $size } ierakstiem.
auditor-compare-extends = Viena vēsture: stāvoklis ar { $size } ierakstiem sākas ar stāvokli ar { $before }.
auditor-compare-unknown = Nav zināms: serveris nedod jaucējvērtības, kas to pateiktu ({ $size } un { $before } ieraksti).
auditor-compare-fork = DIVAS VĒSTURES. Žurnāls parakstījis to, kas abi reizē nevar būt patiesi; pierādījums ir failā { $path }.
    .hint = Parādiet to kontaktpunktam un citiem auditoriem: ikviens to var pārbaudīt ar verify --check-evidence.
auditor-compare-untold = Nevar pateikt, vai tie pieder vienai vēsturei: { $count }.
    .hint = Palaidiet komandu vēlreiz vēlāk. Ja tas nemainās, viens no abiem rādīts tikai vienam cilvēkam: sakiet citiem auditoriem un parādiet abus.
auditor-compare-none = Failā { $path } nav žurnāla { $log } kontrolpunkta.
    .hint = Kontrolpunkts ir viss no rindas ar žurnāla nosaukumu līdz pēdējai rindai, kas sākas ar domuzīmi. Tam jābūt parakstītam ar šī žurnāla atslēgu.
