# Atbildīgās personas komandrinda.

officer-about-keygen = Izveidot savas atslēgas un parādīt ierakstu iestādes sarakstam
officer-about-onion-key = Parādīt rindu, ar kuru uzturētājs Jums atver servera onion adresi
officer-arg-private = Slepenā rinda šī datora tor failam NAME.auth_private
officer-arg-invitation = Uzaicinājuma fails, ko iedeva uzturētājs: tas pasaka visu pārējo
officer-no-onion = Uz serveri neved onion adrese: atslēgu tai nevajag.
    .hint = Palaidiet „svilpe officer setup --invitation FAILS”.
officer-about-confined = Darbagalda palīgs svešiem failiem; cilvēkiem tas nav vajadzīgs
officer-arg-task = Kas palīgam jādara: tīra kopija vai priekšskatījums
officer-about-hand-over = Izveidot failu, no kura kolēģis atver arī Jūsu lietas; citam tas neatveras
officer-about-take-over = Atvērt lietas, ko nodeva kolēģis
officer-arg-successor = Kolēģa vārds, kāds tas ir sarakstā
officer-arg-succession = Fails, ko nodeva kolēģis
officer-about-setup = Pierakstīt, ar kuru serveri, iestādi un instalāciju Jūs strādājat
officer-about-sync = Saņemt nošifrētos ziņojumus, kuru šeit vēl nav
officer-about-list = Parādīt lietas; augšā tās, kurām termiņš tuvāk
officer-about-read = Parādīt visu lietu terminālī
officer-about-reply = Atbildēt ziņotājam; bez --file vārdus lasa no standarta ievades
officer-about-export = Ierakstīt lietu diskā kā atvērtus failus

officer-arg-home = Jūsu mape ar atslēgām un nošifrētajiem ziņojumiem (ja nav norādīta, tur, kur sistēma glabā programmu failus)
officer-arg-passphrase-file = Fails, kura pirmā rinda ir parole; to drīkst spēt lasīt tikai Jūs
officer-arg-name = Jūsu vārds, kā to rādīs saraksts un ziņotāju lapas
officer-arg-custodian = Ierakstā norādīt, ka drīkstat atvērt ziņotāju identitāti
officer-arg-work-factor = Darbs katram paroles minējumam kā divnieka pakāpe (no 14 līdz 22)
officer-arg-server = Servera adrese atbildīgajām personām
officer-arg-proxy = Tor SOCKS ports šajā datorā
officer-arg-instance = Servera numurs, 32 zīmes; to pasaka servera uzturētājs
officer-arg-institution = Iestādes īsais nosaukums
officer-arg-only = Tikai šīs: overdue (nokavētās), new (jaunās), unread (ar nelasīto), near (drīz), under-way (izskatāmās), awaits-colleague (gaida kolēģi), awaits-reporter (gaida ziņotāju) vai finished (pabeigtās)
officer-arg-json = Izvadīt JSON programmām
officer-arg-case = Lietas apzīmējums: vismaz pirmās četras zīmes
officer-arg-identity = Parādīt, kas ir ziņotājs, ja viņš to teicis (tikai identitātes glabātājiem)
officer-arg-roster = Iestādes saraksts, lai salīdzinātu, kam ziņojums nošifrēts
officer-arg-reply-file = Fails ar atbildes vārdiem
officer-arg-anyway = Sūtīt arī tad, ja lietā ir kas nelasīts
officer-arg-attach = Atbildei pievienot šo failu; var dot vairākas reizes
officer-arg-to = Mape, kurā rakstīt

officer-passphrase = Parole:{ " " }
officer-passphrase-new = Jauna parole (četri vai pieci nejauši vārdi):{ " " }
officer-passphrase-again = To pašu vēlreiz:{ " " }
officer-passphrase-short = Parole ir īsāka par { $chars } zīmēm.
    .hint = Ņemiet četrus vai piecus nejaušus vārdus. Kas nokopē atslēgu failu, var minēt, cik ilgi grib.
officer-passphrase-weak = Parole ir pārāk viegli uzminama.
    .hint = Garums vien nelīdz: personvārdi, zināmi teicieni, datumi un taustiņu rindas ir pirmais, ko mēģina. Ņemiet četrus vai piecus nejaušus vārdus.
officer-passphrase-differs = Paroles nav vienādas.
    .hint = Nekas nav ierakstīts. Atkārtojiet komandu.
officer-about-shell = Vairākas komandas pēc kārtas ar vienu paroli, līdz Jūs apstājaties vai dators aizmieg
officer-arg-forget-after = Pēc cik minūtēm bez komandām paroli prasīs no jauna (no 1 līdz 60)
officer-shell-begins = Atslēgas ir atvērtas. Rakstiet komandas tā, kā aiz „svilpe officer”, piemēram: list. „help” tās parāda, „beigt” beidz. Pēc { $minutes } min bez komandām vai pēc datora miega paroli prasīs no jauna.
officer-shell-already = Jūs jau esat čaulā.
    .hint = Ierakstiet komandu, kuru vēlaties izpildīt.
officer-shell-minutes = Atslēgas var paturēt atvērtas no 1 līdz { $max } minūtēm.
    .hint = Norādiet citu --forget-after.
officer-shell-no-terminal = Čaulai vajag termināli: kādu, kas raksta.
    .hint = Dodiet komandas pa vienai, ar --passphrase-file.
officer-shell-quotes = Šajā rindā pēdiņai nav pāra.
    .hint = Vārdus ar atstarpēm lieciet starp divām vienādām pēdiņām: 'divi vārdi'.
officer-no-keyboard = Nav tastatūras, ar ko ievadīt paroli.
    .hint = Palaidiet komandu terminālī vai norādiet --passphrase-file.
officer-passphrase-file = Paroli nevar nolasīt no { $path }: { $why }.
    .hint = Faila pirmajā rindā jābūt parolei UTF-8 kodējumā.
officer-passphrase-file-open = Failu { $path } var lasīt arī citi.
    .hint = Padariet to tikai savu: chmod 600; ja citi to varēja redzēt, izdomājiet jaunu paroli.
officer-wrong-passphrase = Parole neatver { $path }.
    .hint = Pārbaudiet tastatūras valodu un Caps Lock. Ja parole aizmirsta, apkārtceļa nav.

officer-work-factor = Darba pakāpe nav no { $min } līdz { $max }.
    .hint = Izlaidiet to: 18 prasa ap sekundi un 256 MiB atmiņas.
officer-not-a-name = Šādu vārdu sarakstā ierakstīt nevar.
    .hint = Rakstiet no 1 līdz 80 redzamām zīmēm vienā rindā.
officer-keygen-done = Jūsu atslēgas ir failā { $path }.
    Glabājiet šī faila kopiju un paroli divās drošās vietās: bez tām neviens neatvērs to, kas Jums nošifrēts.
    Zemāk redzamo ierakstu nododiet tam, kas uztur iestādes sarakstu. Jūsu atslēgu numurs ir
    { $number }: salīdziniet to kopā balsī, kad „svilpe officer roster check” to ir parādījis.
officer-key-exists = Failā { $path } atslēgas jau ir; nekas nav mainīts.
    .hint = Citām atslēgām norādiet citu --home. Atslēgas, kurām nošifrēti ziņojumi, vajadzīgas tikpat ilgi kā ziņojumi.
officer-no-key = Atslēgu faila { $path } nav.
    .hint = Izveidojiet atslēgas ar „svilpe officer keygen” vai norādiet savu mapi ar --home.
officer-key-damaged = { $path } nav atslēgu fails, vai arī tas ir bojāts.
    .hint = Ņemiet savu atslēgu faila kopiju.
officer-key-incomplete = { $path } atveras, bet tajā nav atbildīgās personas vārda un abu atslēgu.
    .hint = Ņemiet savu atslēgu faila kopiju, kādu to izveidoja „svilpe officer keygen”.
officer-key-too-much-work = { $path } prasa vairāk atmiņas nekā jebkurš mūsu atslēgu fails; tas netika atvērts.
    .hint = Ņemiet savu atslēgu faila kopiju: šo nav veidojis „svilpe officer keygen”.

officer-no-home = Sistēma nesaka, kur ir Jūsu faili.
    .hint = Norādiet mapi ar --home.
officer-home-open = Mapē { $path } var ieskatīties arī citi.
    .hint = Padariet to tikai savu ar chmod 700 vai norādiet citu mapi ar --home.
officer-home-in-use = Mapē { $path } patlaban strādā cita svilpe komanda.
    .hint = Pagaidiet, līdz tā beidz darbu, un mēģiniet vēlreiz.
officer-case-book = Lietu numuri un birkas failā { $path } neatveras ar Jūsu atslēgu. Nekas nav mainīts.
    .hint = Atjaunojiet šo failu no rezerves kopijas vai pārvietojiet to citur un sāciet no jauna.
officer-disk = { $path }: { $why }.
    .hint = Pārbaudiet, vai ceļš ir pareizs un vai drīkstat tur rakstīt.
officer-folder-in-place = { $path } ir mape, bet tās vietā jābūt šīs programmas failam.
    .hint = Pārvietojiet mapi citur un palaidiet komandu vēlreiz: ko serveris vēl glabā, to saņem vēlreiz.
officer-disk-full = Disks ir pilns: { $path }.
    .hint = Atbrīvojiet vietu un atkārtojiet komandu: tā turpinās, kur apstājās.
officer-setup-done = Turpmāk Jūs strādājat ar { $server }.
officer-no-place = Vēl nav zināms, ar kuru serveri Jūs strādājat.
    .hint = Vienreiz norādiet --server, --instance un --institution; tos pasaka servera uzturētājs.
officer-place-unreadable = { $path } nevar saprast: { $why }.
    .hint = Izlabojiet to vai izdzēsiet un vēlreiz palaidiet „svilpe officer setup”.
officer-not-an-instance = „{ $text }” nav servera numurs.
    .hint = Tam ir 32 zīmes no 0 līdz 9 un no a līdz f, mazie burti.
officer-not-an-institution = „{ $text }” nav iestādes īsais nosaukums.
    .hint = Tajā ir mazie burti, cipari un defises, kā saraksta faila nosaukumā.
officer-other-instance = Šī mape pieder citai instalācijai, { $pinned }.
    .hint = Ja iestāde ir pārcēlusies, lietojiet jaunu mapi ar --home. Ja nav, jautājiet servera uzturētājam, kāpēc.
officer-other-institution = Serveris Jūs neuzskata par iestādes { $pinned } atbildīgo personu.
    .hint = Katrai iestādei lietojiet savu mapi ar --home.
officer-refused-key = Serveris Jūsu atslēgai vairs neatbild: spēkā esošajā sarakstā tās nav.
    .hint = Saņemtais paliek lasāms. Ja joprojām esat atbildīgā persona, prasiet iestādei spēkā esošo sarakstu; ja atslēga tajā ir, sakiet auditoram: serveris slēpj.
officer-refused = { $server } šai atslēgai neatbild: tās nav spēkā esošajā sarakstā, vai instalācijas numurs ir cita servera.
    .hint = Jautājiet iestādei, vai Jūsu atslēga ir spēkā esošajā sarakstā, un uzturētājam — instalācijas numuru. Ja abi ir pareizi, sakiet auditoram: serveris slēpj.

officer-sync-nobody-else = { $count ->
        [zero] { $count } atvērtas lietas ir nošifrētas Jums un nevienai citai šodienas atbildīgajai personai
        [one] { $count } atvērta lieta ir nošifrēta Jums un nevienai citai šodienas atbildīgajai personai
       *[other] { $count } atvērtas lietas ir nošifrētas Jums un nevienai citai šodienas atbildīgajai personai
    }: { $cases }. Pirms aizejat vai saņemat jaunu atslēgu, nododiet tās (svilpe officer hand-over) vai pabeidziet: neviens cits nezina, ka tās zustu.
officer-overdue = Jūsu iestāde kavē likumā noteikto kopš { $since }; vēl nav izdarīts: { $count }. To redz arī auditori.
    .hint = Kas ir Jūsu sarakstā, tajā ir pirmais. Ja tā tur nav, to var atvērt kolēģis: jautājiet.
officer-sync-done = jauni: { $items }, jau bija: { $had }; { $bytes } baiti { $seconds } s
officer-sync-unread = JAUNS lietā { $case }: papildinājumi { $additions }, kolēģu atbildes { $replies }. Izlasiet: read { $case }
officer-item-wrong-digest = Vienība { $item } nav tā, ko nosauc žurnāls; tā netika paturēta.
    .hint = Palaidiet sync vēlreiz. Ja tas nemainās, sakiet auditoram: serveris to varēja mainīt.
officer-item-wrong-length = Vienība { $item } nav tik gara, kā teica serveris; tā netika paturēta.
    .hint = Palaidiet sync vēlreiz. Ja tas nemainās, sakiet auditoram.
officer-item-withheld = Vienība { $item } ir uzskaitīta, bet serveris to nedod.
    .hint = Palaidiet sync vēlreiz. Ja tā joprojām uzskaitīta, sakiet auditoram.
officer-some-bad = { $count ->
        [zero] { $count } vienības nevarēja izmantot; pārējās varēja.
        [one] { $count } vienību nevarēja izmantot; pārējās varēja.
       *[other] { $count } vienības nevarēja izmantot; pārējās varēja.
    }
    .hint = Katrai augstāk ir sava rinda.

officer-item-missing = Vienības { $item } šajā datorā vairs nav: palaidiet sync.
    .hint = Ja serverim tā vēl ir, sync to saņem vēlreiz. Ja nav, tā ir tikai rezerves kopijā.
officer-item-damaged = Vienība { $item } šajā datorā ir bojāta: palaidiet sync.
    .hint = Ja serverim tā vēl ir, sync to saņem vēlreiz. Ja nav, tā ir tikai rezerves kopijā.
officer-item-unreadable = Vienību { $item } nevar nolasīt no diska: pārbaudiet disku un to, vai fails ir Jūsu.
    .hint = Ja serverim tā vēl ir, sync to saņem vēlreiz. Ja nav, tā ir tikai rezerves kopijā.
officer-item-damaged-there = Vienība { $item } serverī vairs neatveras: sakiet uzturētājam („svilpe intake check” to nosauc). Visas pārējās ir saņemtas.
officer-item-lost = Vienība { $item } šajā datorā ir bojāta, un serverim tās vairs nav.
    .hint = Tā ir tikai rezerves kopijā: atjaunojiet to citā mapē (svilpe officer restore --home).
officer-damaged-apart = Šajā datorā bojāts vai pazudis, un nav redzams, kurā lietā: { $count } ({ $items }). Palaidiet sync: ko serveris vēl glabā, to tas saņem vēlreiz.
officer-sync-mended = Bija bojāts un ir saņemts vēlreiz: { $count }
officer-item-not-for-this-key = Vienība { $item } nav nošifrēta Jūsu atslēgai.
    .hint = Ja Jums ir vecākas atslēgas, norādiet to mapi ar --home. Ziņotājs varēja Jūs arī izlaist.
officer-item-not-a-report = Vienība { $item } atveras, bet tas nav ziņojums, ko šī programma saprot.
    .hint = Atjauniniet programmu. Ja tas nelīdz, to atver parastais age un unzip.
officer-sent-damaged = Pašu atbildes kopija lietā { $item } neatveras.
    .hint = Ziņotāja eksemplāru tas neskar. Fails ir mapē „sent”.
officer-not-for-this-key = Ar Jūsu atslēgu { $count ->
    [zero] neatveras { $count } vienības
    [one] neatveras { $count } vienība
   *[other] neatveras { $count } vienības
}: { $items }. Ziņotājs var liegt Jums piekļuvi; jautājiet kolēģiem. Tikai ja arī neviens no viņiem to nevar atvērt: record VIENĪBA rejected --reason unreadable.
officer-no-such-case = Lietas { $case } nav.
    .hint = Skatiet „svilpe officer list”; vajag vismaz četras apzīmējuma zīmes.
officer-case-ambiguous = Ar { $case } sākas vairāk nekā viena lieta.
    .hint = Rakstiet vairāk apzīmējuma zīmju.
officer-roster-bad = Sarakstu { $path } nevar lietot: { $why }.
    .hint = Norādiet saraksta failu, kādu iestāde to parakstīja; parakstam un atslēgai jābūt tam blakus.

officer-list-empty = Šeit nav nevienas lietas.
officer-list-header = LIETA     SAŅEMTA     STĀVOKLIS; KAS UN LĪDZ KURAI DIENAI JĀDARA
officer-list-finished = PABEIGTĀS
officer-list-unrecorded = žurnālā vēl nav
officer-list-new = JAUNS
officer-list-answered = atbildēts
officer-list-parts = papildinājumi: { $additions }, faili: { $files }
officer-list-ledger-damaged = Žurnāla kopija šajā datorā ir bojāta, un lietu stāvokļi te var nebūt īstie. Palaidiet sync: tas to nolasa vēlreiz.
officer-list-damaged-there = Nav te un nav šajā sarakstā: ziņojumi, kas serverī neatvērās, kad to pēdējoreiz vaicāja: { $count }.
officer-list-damaged = BOJĀTS ŠAJĀ DATORĀ: { $count } (palaidiet sync)
officer-list-new-additions = JAUNS: papildinājumi { $count }
officer-list-new-replies = JAUNS: kolēģu atbildes { $count }
officer-category-none = joma nav zināma

officer-warning = brīdinājums:
officer-not-the-reporters = Nav no ziņotāja: te nosaukta lietas { $case } pastkaste, bet tās ziņotājs šo nav parakstījis.
officer-read-case = Lieta { $case }
officer-read-report = === Ziņojums, saņemts { $day }, vienība { $item } ===
officer-read-addition = === Papildinājums, saņemts { $day }, vienība { $item } ===
officer-read-reply = === Jūsu { $day } atbilde ===
officer-read-reply-colleague = === { $day } atbilde, ko rakstīja { $name } ===
officer-read-reply-unchecked = === { $day } atbilde: mēs nevarējām pārbaudīt, kas to rakstīja (nosaukts vārds: { $name }) ===
officer-read-reply-unsure = === Jūsu { $day } atbilde: nav zināms, vai tā ir saglabāta; palaidiet „reply” vēlreiz ar tiem pašiem vārdiem ===
officer-read-replies-closed = Šeit nav atveramas dažas šīs lietas atbildes ({ $count }): tās ir bojātas, vai nav nošifrētas Jūsu atslēgai, jo rakstītas, pirms Jūs bijāt sarakstā.
officer-read-files = Faili (tos izdod export; nosaukumi un veidi ir tādi, kādus norādīja sūtītājs):
officer-identity-sealed = Ziņotājs ir pateicis, kas viņš ir. Identitātes glabātāji to redz ar --identity.
officer-identity-none = Ziņotājs nav teicis, kas viņš ir.
officer-identity-name = Ziņotāja vārds
officer-identity-contact = Kā ziņotāju sasniegt
officer-doubt-header = Atslēgu skaits, kurām tas nošifrēts, nav tas, ko nosauc ziņojums: kāds varēja pievienot vai atņemt lasītāju.
officer-doubt-not-named = Ziņojums nenosauc Jūsu atslēgu starp lasītājiem, tomēr ar to atveras.
officer-doubt-other-roster = Nošifrēts pēc saraksta versijas { $sealed }; Jūsu norādītajam ir versija { $given } vai cits saturs.
officer-doubt-unknown-roster = Nošifrēts pēc saraksta versijas { $sealed }, kuras žurnālā nav vai kuru iestāde nav parakstījusi: serveris varēja pievienot vai atņemt lasītāju.
officer-doubt-not-compared = Lasītāji nav salīdzināti ar iestādes sarakstu: žurnāls šajā datorā vēl nav nolasīts. Vispirms sinhronizējiet (svilpe officer sync).
officer-doubt-stranger = Nošifrēts atslēgai, kuras sarakstā nav (tās SHA-256): { $key }
officer-doubt-missing = { $name } ir sarakstā, bet ziņojums šai personai nav nošifrēts, un ziņotājs to arī nav izlaidis.

officer-what-happened = Kas noticis
officer-category = Joma
officer-when = Kad
officer-where = Kur
officer-who-involved = Kas iesaistīts
officer-how-known = Kā ziņotājs to zina
officer-still-ongoing = Vai tas turpinās
officer-harm = Kādu kaitējumu tas rada
officer-evidence = Kādi ir pierādījumi
officer-reported-before = Vai ziņots iepriekš
officer-reported-result = Kas no tā iznāca
officer-fear = Vai baidās no nelabvēlīgām sekām
officer-fear-explained = Kāpēc
officer-not-recognised = Ja to neatzīst par trauksmes cēlēja ziņojumu
officer-forward = Vai drīkst nodot tālāk
officer-yes = jā
officer-no = nē
officer-unknown = nav zināms
officer-how-work-duties = pildot darba pienākumus
officer-how-public-office = pildot dienesta vai amata pienākumus
officer-how-services = sniedzot pakalpojumus
officer-how-recruitment = dibinot darba tiesiskās attiecības
officer-how-traineeship = praksē
officer-how-volunteering = brīvprātīgajā darbā
officer-how-other = citādi
officer-before-internally = jā, darbavietā
officer-before-to-institution = jā, iestādei
officer-before-both = jā, darbavietā un iestādei
officer-treat-as-tip = izskatīt kā parastu ziņojumu
officer-do-not-process = neizskatīt
officer-forward-as-is = jā, kā ir
officer-forward-ask-me = vispirms jautāt ziņotājam
officer-forward-without-files = jā, bet bez failiem

officer-reply-no-words = Nav vārdu, ko sūtīt.
    .hint = Norādiet failu ar --file vai rakstiet vārdus standarta ievadē.
officer-reply-not-text = Vārdi nav teksts UTF-8 kodējumā.
    .hint = Saglabājiet failu kā vienkāršu tekstu UTF-8 kodējumā.
officer-reply-too-long = Atbilde ir par garu.
    .hint = Lai tā ir īsāka par 48 KiB, vai sūtiet to divās daļās.
officer-reply-not-sealed = Atbildi nevar nošifrēt šai pastkastītei.
    .hint = Nekas nav nosūtīts. Sakiet servera uzturētājam: ziņojuma atbilžu atslēga nedarbojas.
officer-reply-refused = Serverim nav pastkastītes lietai { $case }, vai arī tas nepieņem Jūsu atslēgu; atbilde tur nav saglabāta.
    .hint = Pastkastīte beidzas līdz ar glabāšanas termiņu. Ja „sync” darbojas, atslēga ir derīga un pastkastītes vairs nav.
officer-reply-unsure = Nav zināms, vai atbilde lietā { $case } ir saglabāta: { $why }.
    .hint = Palaidiet to pašu komandu vēlreiz ar tiem pašiem vārdiem: divas atbildes no tā nekad nerodas.
officer-reply-done = Serveris glabā Jūsu atbildi lietā { $case }.
officer-reply-no-roster = brīdinājums: iestādes saraksts no žurnāla vēl nav saņemts, tāpēc kolēģi šo atbildi nevarēs izlasīt. Vispirms palaidiet sync.
officer-reply-not-asked = Nevarēja noskaidrot, ko kolēģi ir atbildējuši lietā { $case }: { $why }. Nekas nav nosūtīts.
    .hint = Palaidiet to pašu komandu vēlreiz.
officer-reply-unread = Lietā { $case } ir kas nelasīts: papildinājumi { $additions }, kolēģu atbildes { $replies }. Nekas nav nosūtīts.
    .hint = Izlasiet ar read { $case }, tad sūtiet vēlreiz; ar --anyway sūtīs tāpat.
officer-later-message = { $case } ir vēlāka ziņa lietā, ko Jūs nevarat atvērt. Kolēģis, kurš to var, lietu Jums nodod: svilpe officer hand-over --to "Jūsu vārds" > FAILS.
    .hint = Saņemto failu pārņemiet ar svilpe officer take-over FAILS. Līdz tam atbild un ieraksta kolēģis.
officer-later-message-judged = { $case } ir vēlāka ziņa lietā, ko Jūs nevarat atvērt: vai tā noraidāma, saka kolēģis, kurš to lietu var atvērt. Nekas nav ierakstīts.
    .hint = Ja to nevar atvērt arī neviens no kolēģiem: svilpe officer record { $case } rejected --reason unreadable.
officer-reply-damaged = Lietā { $case } šajā datorā ir bojātas { $count } vienības: Jūs atbildētu, visu neizlasījis. Nekas nav nosūtīts.
    .hint = Palaidiet sync, izlasiet (read { $case }) un sūtiet vēlreiz; ar --anyway nosūta tāpat.
officer-reply-unfetched = Serverī gaida kas jauns ({ $count }), kas vēl nav šeit; tas var būt papildinājums lietai { $case }. Nekas nav nosūtīts.
    .hint = Izpildiet sync un, ja tas ir šajā lietā, izlasiet ar read { $case }; tad sūtiet vēlreiz. Ar --anyway sūtīs tāpat.
officer-reply-others-came = Lietā { $case } tajā pašā brīdī atbildēja kolēģis. Jūsu atbilde nav nosūtīta.
    .hint = Izpildiet sync un read { $case }, tad sūtiet vēlreiz; ar --anyway sūtīs tāpat.
officer-reply-no-room = Pastkastīte lietā { $case } ir pilna. Jūsu atbilde nav nosūtīta.
    .hint = Vieta rodas, kad vecākajām atbildēm beidzas glabāšanas termiņš. Īsāka atbilde varbūt vēl ietilps.
officer-attach-many = Vienai atbildei var pievienot ne vairāk kā { $max } failus.
    .hint = Pārējos sūtiet ar nākamo atbildi.
officer-attach-large = Vienas atbildes faili kopā nedrīkst pārsniegt { $max } MiB.
    .hint = Izvēlieties mazākus failus vai sūtiet tos ar vairākām atbildēm.
officer-attach-empty = Failā { $name } nekā nav.
    .hint = Izvēlieties citu failu.
officer-attach-no-file = { $path } nav fails.
    .hint = Norādiet failu, nevis mapi.
officer-attach-unusable = Šos failus nevar pievienot.
    .hint = Izvēlieties citus failus.
officer-attach-gone = Failu, kas iet līdzi šai atbildei, šajā datorā vairs nav.
    .hint = Uzrakstiet atbildi no jauna un pievienojiet failus vēlreiz.
officer-attach-no-room = Lietas { $case } pastkastītē failiem vairs nav vietas. Jūsu atbilde nav nosūtīta.
    .hint = Sūtiet atbildi bez failiem vai ar mazākiem failiem.
officer-reply-damaged-here = Atbilde lietā { $item } šajā datorā ir bojāta: palaidiet sync.
    .hint = Ja serverim tā vēl ir, sync to saņem vēlreiz.
officer-reply-missing = Atbildes lietā { $item } šajā datorā vairs nav: palaidiet sync. { $day ->
        [unknown] Tā te nekad nav atvērusies.
       *[other] Tās diena ir { $day }.
    }
    .hint = Ja serverim tā vēl ir, sync to saņem vēlreiz; ja nav, tā ir tikai rezerves kopijā.
officer-reply-register = Saraksts, kuras atbildes te bijušas ({ $path }), ir pazudis vai neatveras: kas pazudis līdz ar to, nevar pateikt.
    .hint = sync to izveido no jauna no tā, kas ir te un ko serveris vēl glabā. Vēstule, kuras nav ne te, ne tur, ir tikai rezerves kopijā.
officer-enclosed-damaged-here = Fails { $name } šajā datorā ir bojāts.
    .hint = Saņemiet to vēlreiz (svilpe officer sync). Ja tas nelīdz, serverī faila vairs nav.
officer-enclosed-missing = Faila { $name } šajā datorā nav.
    .hint = Saņemiet jaunāko (svilpe officer sync). Ja tas nelīdz, serverī faila vairs nav.
officer-enclosed-damaged = Fails { $name } ir bojāts.
    .hint = Lūdziet kolēģi to sūtīt vēlreiz.
officer-export-exists = { $path } jau ir; nekas nav mainīts.
    .hint = Norādiet citu mapi ar --to. Nekas nekad netiek pārrakstīts.
officer-export-files = Faili šeit un nosaukumi, ko tiem deva sūtītājs:
officer-export-not-here = (šeit nav)
officer-export-done = Atvērts teksts tagad ir diskā ar ierobežotas pieejamības norādi: izdzēsiet to, kad esat beidzis darbu.
    Faili: { $files }; baiti: { $bytes }

officer-about-roster = Iestādei: bezsaistē izveidot tās atslēgu, parakstīt un pārbaudīt sarakstu
officer-about-roster-keygen = Izveidot iestādes atslēgu: publisko daļu blakus sarakstam, slepeno citur
officer-arg-roster-server = Žurnāla atslēga vai numurs serverim, kam jāsaņem ziņojumi (abus izdrukāja svilpe intake init): to ieraksta sarakstā. Tikai ar atslēgu ziņotāji var pārbaudīt savus ierakstus
officer-about-roster-sign = Pārbaudīt un parakstīt sarakstu
officer-about-roster-check = Pārbaudīt sarakstu vai to mapi tā, kā to darītu serveris
officer-about-roster-hand-over = Ar veco slepeno atslēgu parakstīt jauno publisko
officer-arg-public-key = Iestādes publiskās atslēgas fails, kas beidzas ar .pub
officer-arg-secret-key = Iestādes slepenās atslēgas fails; nekad publisko atslēgu mapē
officer-arg-roster-file = Saraksts, kas beidzas ar .toml
officer-arg-roster-path = Saraksts vai mape, kurā tie ir
officer-roster-command = { $what }.
    .hint = { $hint }.
officer-roster-made = Iestādes atslēgas numurs ir { $number }. Tas, kas ierīko serveri, to salīdzina ar Jums citā ceļā.
officer-not-a-server = „{ $text }” nav ne žurnāla atslēga, ne servera numurs.
    .hint = Nokopējiet otro rindu, ko izdrukāja svilpe intake init; vai pirmo, kurā ir 32 zīmes.
officer-roster-signed = Parakstīts: { $institution }, versija { $version }.
officer-roster-checked = { $institution }, versija { $version }, atslēga { $number }: atbildīgās personas: { $officers }, auditori: { $auditors }
officer-roster-officer = { $name }: atslēgas { $number }
officer-roster-ignored = nepieder nevienam sarakstam un netika ņemta vērā:
officer-about-pack = Tam, kurš atbild par valsts pakotni: bezsaistē to parakstīt un pārbaudīt
officer-about-pack-sign = Ierakstīt pakotnes failu kontrolsummas tās policy.toml, pārbaudīt un parakstīt pakotni
officer-about-pack-check = Pārbaudīt parakstītu pakotni tā, kā to darītu serveris; izdrukāt tās kontrolsummu
officer-arg-pack-folder = Valsts pakotnes mape
officer-pack-signed = Parakstīta valsts pakotne { $country }, versija { $version }. Pēc katras izmaiņas palieliniet versiju.
officer-pack-checked = Valsts pakotne { $country }, versija { $version }, ir pareiza. Atslēga: { $number }.

# Ieraksti žurnālā
officer-about-record = Ierakstīt žurnālā, kas ar lietu noticis
officer-record-many = Noraidītas vienības, kas ar Jūsu atslēgu neatveras: { $count }. Kas saņemts šodien, žurnālā nonāks ar nākamo sync pēc dienas partijas. Ja kāda no tām atveras kolēģim, viņš to redzēs.
officer-record-only-rejected = Par visām vienībām, kas neatveras, kopā var pateikt tikai to, ka tās noraidītas.
    .hint = Rakstiet tā: svilpe officer record all-unreadable rejected --reason unreadable.
officer-about-record-rejected = Tas nav ziņojums, un lieta netiks atvērta
officer-about-record-opened = Lieta ir atvērta (sync un reply to izdara paši)
officer-about-record-acknowledged = Ziņotājam paziņots, ka ziņojums saņemts
officer-about-record-assessed = Nolemts, kas ir šis ziņojums
officer-about-record-notified = Ziņotājam paziņots lēmums
officer-about-record-info-requested = Ziņotājam uzdots jautājums
officer-about-record-forwarded = Kompetenta ir cita iestāde, un lieta tagad ir tai
officer-about-record-under-review = Izskatīšana sākta vai turpinās
officer-about-record-feedback = Ziņotājam paziņots, kas tiek darīts
officer-about-record-extended = Ziņotājam paziņots, kāpēc atgriezeniskā saite vai atbilde kavējas
officer-about-record-concluded = Izskatīšana pabeigta
officer-about-record-proceedings-ended = Process pēc lietas izskatīšanas beidzies
officer-about-record-closed = Vairāk nekas nenotiks
officer-about-record-reopened = Notiek vēl kas
officer-about-record-identified = Ziņotājs atklāja identitāti, lai tiktu atzīts
officer-about-record-expunged = Saturs ir dzēsts
officer-arg-reason = Kāpēc tā
officer-arg-record-category = Kategorija, ja tā nav ziņotāja izvēlētā
officer-arg-track = Kārtība, ja to nenosaka tas, vai ziņotājs atklāja identitāti
officer-arg-decision = Kas nolemts
officer-arg-not-recognised-reason = Kāpēc nav atzīts (tikai ar not_recognised)
officer-arg-forwarded-to = Otras iestādes īsais nosaukums
officer-arg-outcome = Kas konstatēts
officer-arg-proceedings-ended = Kurš process un kā beidzies, piemēram, criminal:closed_sanction
officer-arg-proceedings = Process un tā stadija, piemēram, criminal:opened; var norādīt vairākus
officer-arg-effect = Kas mainījies; var norādīt vairākus
officer-arg-damage = Zaudējumi veselos eiro, ja tie noskaidroti
officer-arg-recovered = Atgūts veselos eiro, ja tas noskaidrots
officer-arg-checkpoint-key = Žurnāla publiskā atslēga, kā to publicējis uzturētājs
officer-recorded = Ierakstīts žurnālā: lieta { $case }
officer-recorded-later = Lieta { $case } žurnālā vēl nav (dienas ziņojumi tiek ierakstīti pēc pusnakts); ierakstīs nākamā sync.
officer-settled = Žurnālā izdarīti ieraksti: { $count }
officer-waiting = { $count ->
        [zero] { $count } ziņojumi vēl nav žurnālā; tos ierakstīs sync pēc dienas ziņojumu ierakstīšanas.
        [one] { $count } ziņojums vēl nav žurnālā; to ierakstīs sync pēc dienas ziņojumu ierakstīšanas.
       *[other] { $count } ziņojumi vēl nav žurnālā; tos ierakstīs sync pēc dienas ziņojumu ierakstīšanas.
    }
officer-read-noted = Nākamā sync ierakstīs, ka lieta { $case } atvērta. Ja tas nav ziņojums, pasakiet to pirms tam: record { $case } rejected.
officer-log-first-use = brīdinājums: žurnāla atslēga pieņemta tāda, kādu to pasaka serveris: { $key }
    Salīdziniet to ar uzturētāja publicēto. Turpmāk cita tiks noraidīta.
officer-log-unknown = brīdinājums: žurnāla atslēga nav zināma, tāpēc servera rādītais netiek pārbaudīts. Palaidiet „svilpe officer setup” ar --checkpoint-key.
officer-other-log = Serveris rāda citu žurnālu, nevis to, kura atslēga ir { $pinned }.
    .hint = Žurnāla atslēga nekad nemainās. Pastāstiet auditoram un jautājiet uzturētājam, kāpēc.
officer-items-damaged = { $path } ir bojāts.
    .hint = Izdzēsiet to: tajā esošo var noskaidrot no jauna.
officer-checkpoint-damaged = { $path } ir bojāts: nav zināms, ko žurnāls rādīja pēdējo reizi.
    .hint = Ņemiet to no kopijas. Ja izdzēsīsiet, no šejienes nevarēs redzēt pa vidu pārrakstītu vēsturi.
officer-ledger-unread = Žurnālu neizdevās nolasīt: { $why }.
    .hint = Palaidiet sync vēlreiz.
officer-ledger-lost = Vienības { $item }, ko žurnāls saņēma { $day }, šajā datorā vairs nav, un arī serverim tās nav.
    .hint = Serverim bija teikts, ka tā šeit ir. Tā ir rezerves kopijā vai pie kolēģiem.
officer-ledger-rewritten = SERVERIS PĀRRAKSTĪJA ŽURNĀLU. Pierādījums ir failā { $path }.
    .hint = Nododiet to auditoram un kontaktpunktam: ikviens to var pārbaudīt.
officer-ledger-rolled-back = SERVERIS ATGRIEZA ŽURNĀLU ATPAKAĻ: ieraksti iepriekš: { $seen }, tagad: { $served }.
    .hint = Pastāstiet auditoram.
officer-ledger-unproven = SERVERA ŽURNĀLS NESASKAN: kontrolsummas un kontrolpunkts atšķiras.
    .hint = Palaidiet sync vēlreiz. Ja tas nemainās, pastāstiet auditoram.
officer-ledger-withheld = SERVERIS SLĒPJ žurnāla daļu: { $what }.
    .hint = Palaidiet sync vēlreiz. Ja tas nemainās, pastāstiet auditoram.
officer-ledger-swapped = SERVERIS RĀDA NEĪSTU IERAKSTU: Nr. { $number } nav tas, kas ir žurnālā.
    .hint = Palaidiet sync vēlreiz. Ja tas nemainās, pastāstiet auditoram.
officer-ledger-not-signed = SERVERA KONTROLPUNKTU nav parakstījusi žurnāla atslēga.
    .hint = Pastāstiet auditoram un jautājiet uzturētājam, kāpēc.
officer-ledger-frozen = ŽURNĀLS STĀV UZ VIETAS: tā jaunākais parakstītais stāvoklis ir no { $day }, un šajā datorā ir { $today }.
    .hint = Ja šī datora diena ir pareiza, kopš tās dienas ienākušais var būt noklusēts: jautājiet uzturētājam un pastāstiet auditoriem.
officer-ledger-undated = ŽURNĀLS NESAKA, kurai dienai parakstīts tā jaunākais stāvoklis.
    .hint = Tas var būt vecs. Jautājiet uzturētājam un pastāstiet auditoriem.
officer-ledger-hidden = SERVERIS NOKLUSĒJA ZIŅOJUMU: { $item } ir šeit kopš { $day }, bet žurnālā tā nav.
    .hint = Pastāstiet auditoram: viņš to var pārbaudīt ar --expect.
officer-ledger-not-given = SERVERIS NEDOD ziņojumu { $item }, ko žurnāls saņēma { $day } un par ko neviens nav atskaitījies.
    .hint = Palaidiet sync vēlreiz. Ja tas nemainās, pastāstiet auditoram. Ja lietojat vairākus datorus, paskatieties otrā.
officer-rejected-by-colleague = { $name } { $day } noraidīja vienību { $item } ar iemeslu „{ $reason }”, bet ar Jūsu atslēgu tā atveras. { $reason ->
    [unreadable] Izlasiet to, un nākamā sync atvērs lietu.
   *[other] Izlasiet to, tad: record { $item } opened.
} Tikai ja piekrītat: record { $item } rejected --reason { $reason }.
    .hint = Iespējams, ziņotājs šim kolēģim ir liedzis piekļuvi. Vienība, kas atveras, kļūst par lietu arī pēc noraidījuma.
officer-rejected-by-key = Atbildīgā persona ar atslēgu { $name } (vārds nav noskaidrojams) vienību { $item } { $day } noraidīja ar iemeslu „{ $reason }”, bet ar Jūsu atslēgu tā atveras. { $reason ->
    [unreadable] Izlasiet to, un nākamā sync atvērs lietu.
   *[other] Izlasiet to, tad: record { $item } opened.
} Tikai ja piekrītat: record { $item } rejected --reason { $reason }.
    .hint = Jautājiet iestādei, kam šī atslēga pieder.
officer-ledger-forged = SERVERIS RĀDA VILTOTU NORAIDĪJUMU: vienība { $item } ({ $day }, „{ $reason }”); atslēga { $name } to nav parakstījusi. Izlasiet vienību, tad: record { $item } opened.
    .hint = Pastāstiet auditoram.
officer-rejected-disproved = Vienību { $item } iepriekš noraidīja { $name }; ar Jūsu atslēgu tā atvērās, un tagad žurnālā tā ir lieta. Auditori redz abus ierakstus.
officer-some-disputed = Kolēģu noraidījumi, kas gaida Jūsu vārdu: { $count }.
    .hint = Katram augstāk ir sava rinda.
officer-read-rejected = Kolēģis vienību { $item } noraidīja ar iemeslu „{ $reason }”. { $reason ->
    [unreadable] Nākamā sync atvērs lietu
   *[other] Ja tas tomēr ir ziņojums: record { $item } opened
}; ja piekrītat kolēģim: record { $item } rejected --reason { $reason }.
officer-recorded-agreed = { $case } jau noraidīja kolēģis, un Jūs piekrītat: tas piezīmēts šajā datorā.
officer-list-contested = noraidījis kolēģis („{ $reason }”); gaida Jūsu vārdu
officer-record-key = Žurnāls nepieņem ierakstus ar Jūsu atslēgu ({ $code }).
    .hint = Pārbaudiet ar iestādi, vai Jūsu atslēga ir spēkā esošajā sarakstā.
officer-record-day = Serveris skaita citu dienu nekā šis dators ({ $code }). Viens no abiem pulksteņiem rāda nepareizi.
    .hint = Ap pusnakti uzgaidiet minūti. Ja šī datora datums un laika josla ir pareizi, sakiet uzturētājam; nekas nav zudis, un sync to ierakstīs, kad dienas sakritīs.
officer-reply-day = Serveris skaita citu dienu ({ $day }) nekā šis dators ({ $today }). Viens no abiem pulksteņiem rāda nepareizi. Nekas nav nosūtīts.
    .hint = Ap pusnakti uzgaidiet minūti. Iestatiet šī datora datumu un laika joslu un sūtiet vēlreiz: vēstulei ar nepareizu dienu ziņotāja dators neticētu. Ja tie ir pareizi, sakiet uzturētājam.
officer-record-server-ahead = Žurnālā jau ir ieraksti ar vēlāku dienu nekā šodiena ({ $code }): servera pulkstenis bija priekšā.
    .hint = Šeit viss ir pareizi. Sakiet uzturētājam: izeja ir „svilpe intake clock”.
officer-server-clock = Serveris netic savam pulkstenim un, kamēr tas nav noskaidrots, žurnālā neko neraksta.
    .hint = Šeit viss ir pareizi, un nekas nav zudis. Sakiet uzturētājam: „svilpe intake clock”. Pēc tam palaidiet sync vēlreiz.
officer-some-damaged = { $count ->
        [zero] { $count } ziņojumi serverī vairs neatveras, un tos nevarēja saņemt.
        [one] { $count } ziņojums serverī vairs neatveras, un to nevarēja saņemt.
       *[other] { $count } ziņojumi serverī vairs neatveras, un tos nevarēja saņemt.
    }
    .hint = Visi pārējie ir šeit. Sakiet uzturētājam: „svilpe intake check” tos nosauc.
officer-record-not-received = Ziņojums vēl nav žurnālā: par to neko nevar ierakstīt.
    .hint = Dienas ziņojumi tiek ierakstīti pēc pusnakts. Mēģiniet tad vēlreiz.
officer-record-not-ours = Tas pieder citai iestādei ({ $code }).
    .hint = Pārbaudiet lietas apzīmējumu.
officer-record-accounted = Par to ieraksts jau ir.
    .hint = Varbūt kolēģis bija ātrāks. Palaidiet sync, tad skatiet „svilpe officer list”.
officer-record-no-case = Tādas lietas žurnālā nav.
    .hint = Noraidīts ziņojums nav lieta. Palaidiet sync, tad skatiet „svilpe officer list”.
officer-record-stale = Šajā lietā tieši tagad raksta kolēģi.
    .hint = Sarunājiet ar viņiem un mēģiniet vēlreiz.
officer-record-gap = Lietas iepriekšējā ieraksta žurnālā nav: kaut kas ir izmests.
    .hint = Pastāstiet auditoram.
officer-record-out-of-step = To tagad nevar ierakstīt: lieta līdz tam vēl nav nonākusi vai ir jau tālāk.
    .hint = Cik tālu lieta ir, rāda „svilpe officer list”. Lēmums ir pirms izskatīšanas, izskatīšana pirms atgriezeniskās saites un noslēguma.
officer-record-category = Noteikumos tādas kategorijas nav.
    .hint = Ņemiet kategoriju no ziņojuma veidlapas.
officer-record-itself = Lietu nevar pārsūtīt iestādei, kurai tā jau ir.
    .hint = Pārbaudiet īso nosaukumu aiz --to.
officer-record-refused = Žurnāls to noraida ({ $code }).
    .hint = Atjauniniet programmu. Ja tas nepalīdz, pastāstiet uzturētājam.
officer-record-reason-missing = not_recognised vajag iemeslu.
    .hint = Norādiet --reason; vārdus rāda --help.
officer-record-reason-surplus = { $what } iemesla nav.
    .hint = Izlaidiet --reason.
officer-record-too-much = { $amount } eiro nevar ierakstīt.
    .hint = Veseli eiro līdz 1 000 000 000 000.
officer-record-not-a-word = „{ $text }” nav neviens no šim paredzētajiem vārdiem.
    .hint = Tos rāda --help. Procesus raksta, piemēram, criminal:opened.
officer-list-next = { $clock } līdz { $by } ({ $weekday }; { $days ->
        [0] šodien
        [zero] atlikušas { $days } dienas
        [one] atlikusi { $days } diena
       *[other] atlikušas { $days } dienas
    })
officer-list-next-late = { $clock }: termiņš bija { $by } ({ $weekday }; { $days ->
        [zero] kavējas { $days } dienas
        [one] kavējas { $days } dienu
       *[other] kavējas { $days } dienas
    })
officer-list-provisional = provizoriski: tā gada brīvdienas nav publicētas
officer-clock-acknowledge = apstiprināt saņemšanu
officer-clock-decide = pieņemt lēmumu
officer-clock-notify = paziņot lēmumu
officer-clock-progress = informēt par gaitu
officer-clock-feedback = sniegt atgriezenisko saiti
officer-clock-forward = pārsūtīt
officer-clock-answer = atbildēt uz iesniegumu

officer-about-backup = Nokopēt mapi vienā failā, kas ir tikpat aizvērts kā mape
officer-about-restore = Izveidot mapi no rezerves kopijas un pārbaudīt, ka tā atveras
officer-arg-backup-to = Jauns fails kopijai
officer-arg-backup-from = Rezerves kopijas fails
officer-backup-done = Kopija ir izveidota un pārlasīta: faili: { $files }, { $bytes } B. To atver tikai Jūsu parole.
officer-backup-folder = { $path } ir mape, bet rezerves kopija ir viens fails.
    .hint = Norādiet arī faila nosaukumu, piemēram, „mape/kopija.tar”.
officer-backup-exists = Fails { $path } jau ir.
    .hint = Kopiju nepārraksta: nosauciet citu failu.
officer-backup-damaged = Ziņojums { $item } šajā datorā ir bojāts; kopijā tā nav.
    .hint = Izdzēsiet tā failu mapē sealed un sinhronizējiet: serveris to vēl glabā.
officer-backup-not-ours = Rezerves kopiju nevar lietot: { $why }.
    .hint = Nekas nav atjaunots. Ņemiet citu kopiju; ziņojumus var saņemt arī no servera (svilpe officer sync).
officer-backup-unreadable = Rezerves kopiju nevar nolasīt: { $why }.
    .hint = Nekas nav atjaunots.
officer-restore-not-empty = Mape { $path } nav tukša.
    .hint = Atjauno tikai jaunā vai tukšā mapē: norādiet citu ar --home.
officer-restore-done = Atjaunots: { $cases } lietas atveras, { $closed } ziņojumi šai atslēgai nav domāti vai ir bojāti. Tagad sinhronizējiet (svilpe officer sync).
