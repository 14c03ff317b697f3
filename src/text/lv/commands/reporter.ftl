# Ziņotāja paša rīks: svilpe reporter.

command-about-reporter = Ziņotājiem: nošifrēt ziņojumu savā datorā un sūtīt caur Tor
reporter-about-form = Izvadīt jautājumus failā aizpildīšanai
reporter-about-send = Nošifrēt ziņojumu šajā datorā un nosūtīt
reporter-about-add = Pievienot agrākam ziņojumam ziņu vai failus
reporter-about-return = Ievadīt kodu un lasīt atbildes

reporter-arg-server = Adrese, kurā veidlapu atver pārlūkā, vai unix:/ceļš
reporter-arg-institution = Iestādes īsais nosaukums, kā adresē aiz /to/
reporter-arg-key = Iestādes publiskā atslēga no tās tīmekļa vietnes: rinda, kas sākas ar RW, vai fails .pub
reporter-arg-addition = Jautājumi papildinājumam, nevis jaunam ziņojumam
reporter-arg-answers = Aizpildīts jautājumu fails; - lasa no ievades
reporter-arg-message = Teksta fails, kas ir viss ziņojums vai ziņa; - lasa no ievades
reporter-arg-file = Fails, ko nosūtīt līdzi; var norādīt vairākkārt
reporter-arg-code-file = Kodu glabāt šajā failā, nevis uz papīra; to izveido un atjauno
reporter-arg-again = Sūtīt vēlreiz ar to pašu kodu: agrākais mēģinājums pārtrūka

reporter-questions-heading = Jūsu ziņojums. Saņēmējs: { $institution }
reporter-questions-how =
    Aizpildiet, ko varat un gribat. Obligāts ir tikai jautājums what_happened.
    Atbildi rakstiet pēdiņās vai starp divām rindām ar trim apostrofiem. Viss, kas tur ierakstīts, tiek nosūtīts.
    Paskaidrojumi, kas sākas ar # un nav pēdiņās, netiek sūtīti.
    Kur ir izvēle, ierakstiet vienu no vārdiem, kas pēdiņās doti virs jautājuma.
    Kad ziņojums ir saņemts, šo failu izdzēsiet.

reporter-who-reads = { $institution }: ziņojumu varēs atvērt tikai šīs personas (saraksta { $version }. versija, iestādes parakstīta):
reporter-reads = – { $name }
reporter-reads-as = – { $name }, { $role }
reporter-does-not-read = – nevarēs: { $name }

reporter-code-new = Jūsu kods:
reporter-code-new-why = Pierakstiet to uz papīra tagad. Tikai ar to varēsiet lasīt atbildes. To nevar atjaunot.
reporter-code-fresh = Jūsu jaunais kods:
reporter-code-fresh-why = Pierakstiet to uz papīra tagad. Veco paturiet, līdz redzat atbildes: ja savienojums pārtrūkst, der viens no tiem.
reporter-code-confirm = Kad tas ir pierakstīts, ievadiet no papīra pēdējos četrus ciparus:
reporter-code-ask = Jūsu kods:
reporter-code-again = Nākamreiz ievadiet šo kodu:
reporter-code-in-file = Kods ir failā { $path }. Kam ir šis fails, tas var lasīt Jūsu atbildes.

reporter-code-below = Failā zem jaunā koda vēl ir vecais. Tas vairs neko neatver.
reporter-clean-up = Jūsu teksts vēl ir failā { $path }. Izdzēsiet to, kad tas vairs nav vajadzīgs.

reporter-received = Ziņojums ir saņemts un droši saglabāts. Serveris to nevar izlasīt. Atgriezieties { $day } vai vēlāk.
reporter-added = Ziņa ir saņemta un droši saglabāta. Serveris to nevar izlasīt. Jūsu kods nav mainījies. Atgriezieties { $day } vai vēlāk.
reporter-older = { $count ->
    [zero] Vēl { $count } agrākas atbildes netika atsūtītas.
    [one] Vēl { $count } agrāka atbilde netika atsūtīta.
   *[other] Vēl { $count } agrākas atbildes netika atsūtītas.
}
reporter-unreadable = { $count ->
    [zero] { $count } atbildes nevar atvērt: tās ir bojātas.
    [one] { $count } atbildi nevar atvērt: tā ir bojāta.
   *[other] { $count } atbildes nevar atvērt: tās ir bojātas.
}

reporter-not-a-key = „{ $text }” nav iestādes publiskā atslēga.
    .hint = Tā ir rinda, kas sākas ar RW, vai fails .pub. Ņemiet to no iestādes tīmekļa vietnes, nevis no šī servera.
reporter-no-institution = Šis serveris iestādi „{ $institution }” nepazīst, vai arī tas nav Svilpes serveris ziņotājiem.
    .hint = Pārbaudiet adresi. Īsais nosaukums ir tas, kas pārlūkā redzams aiz /to/. Nekas nav nosūtīts.
reporter-other-key = Lasītāju sarakstu, ko atsūtīja serveris, nav parakstījusi iestāde „{ $institution }” ar Jūsu norādīto atslēgu.
    .hint = Nekas nav nosūtīts. Salīdziniet atslēgu ar iestādes tīmekļa vietni. Ja tā ir pareiza, šim serverim neuzticieties.
reporter-bad-terms = { $server } atsūtīja noteikumus, ko šī programma nesaprot.
    .hint = Nekas nav nosūtīts. Varbūt ir jaunāka Svilpes versija; citādi lietojiet pārlūku Tor Browser.
reporter-nothing-to-send = Nav, ko sūtīt.
    .hint = Norādiet --answers, --message vai --file. Jautājumus izvada svilpe reporter form.
reporter-cannot-read = Failu { $path } nevar nolasīt: { $why }.
    .hint = Pārbaudiet ceļu un tiesības. Nekas nav nosūtīts.
reporter-answers-unreadable = Failā { $path } ir kļūda { $why }. rindā.
    .hint = Atbilde ir pēdiņās. Ja atbildē pašā ir ' vai { "\"" }, lieciet to starp divām ''' rindām: tās beidz tikai ''' rinda. Nekas nav nosūtīts.
reporter-answers-unknown = Jautājuma „{ $field }” šeit nav.
    .hint = Jautājumus izvada svilpe reporter form; papildinājumam pievienojiet --addition. Nekas nav nosūtīts.
reporter-answers-not-a-choice = Atbilde uz jautājumu „{ $field }” nav no dotajām izvēlēm.
    .hint = Ierakstiet vienu no vārdiem, kas failā doti virs jautājuma, vai atstājiet tukšas pēdiņas. Nekas nav nosūtīts.
reporter-answers-too-long = Teksts ir par garu.
    .hint = Saīsiniet to vai pievienojiet kā failu ar --file. Nekas nav nosūtīts.
reporter-answers-problems = Atbildēs ir kaut kas jālabo.
    .hint = Izlabojiet iepriekš minēto un atkārtojiet komandu. Nekas nav nosūtīts.
reporter-too-many-files = Failu ir par daudz.
    .hint = Drīkst sūtīt ne vairāk kā { $max }. Nekas nav nosūtīts.
reporter-no-content = { $path } ir tukšs vai nav fails.
    .hint = Norādiet failu ar saturu. Nekas nav nosūtīts.
reporter-file-too-large = Fails { $path } ir par lielu.
    .hint = Viens fails drīkst būt līdz { $max } MB. Nekas nav nosūtīts.
reporter-files-too-large = Faili kopā ir par lieli.
    .hint = Kopā tie drīkst būt līdz { $max } MB. Daļu pievienojiet vēlāk ar svilpe reporter add. Nekas nav nosūtīts.
reporter-leave-out-unknown = Nevienu, kas ziņojumu lasīs, nesauc „{ $name }”. Vai domājāt: { $near }?
    .hint = Ierakstiet vārdu tieši tā, kā tas ir šeit. Nekas nav nosūtīts.
reporter-nobody-left = Nepaliek neviena, kas ziņojumu varētu atvērt.
    .hint = Atstājiet vismaz vienu lasītāju vai ziņojiet citai iestādei. Nekas nav nosūtīts.
reporter-no-custodian = Nepaliek neviena, kam uzticēts uzzināt, kas esat.
    .hint = Nenorādiet savu vārdu vai atstājiet vēl kādu lasītāju. Nekas nav nosūtīts.
reporter-not-sealed = Ziņojumu nevar nošifrēt: { $why }.
    .hint = Nekas nav nosūtīts. Izlabojiet to, ja varat; citādi lietojiet pārlūku Tor Browser.
reporter-no-memory = Failiem nepietiek šī datora atmiņas.
    .hint = Sūtiet tos pa daļām. Nekas nav nosūtīts.

reporter-no-keyboard = Kods jāievada vai jāpieraksta, bet šeit nav tastatūras.
    .hint = Palaidiet komandu terminālī vai pievienojiet --code-file ar faila nosaukumu. Nekas nav nosūtīts.
reporter-code-not-confirmed = Kods nav apstiprināts.
    .hint = Nekas nav mainīts un nekas nav nosūtīts. Palaidiet komandu vēlreiz.
reporter-code-typo = Kodā ir rakstīšanas kļūda.
    .hint = Pārbaudiet ciparus: to ir 28. Nekas nav mainīts.
reporter-addition-no-code = Kodu pa šo laiku ir lietojis kāds cits: nekas nav pievienots.
    .hint = Ja tas nebijāt Jūs, uzrakstiet par to jaunā ziņojumā.
reporter-code-before = Ja iepriekšējā reize pārtrūka, ievadiet kodu, ko toreiz lietojāt; citādi spiediet Enter:
reporter-code-opens-nothing = Šis kods neko neatver.
    .hint = Varbūt tas jau ir lietots un Jums ir jaunāks kods. Ja jaunāka nav, kodu, iespējams, ir lietojis vai sācis lietot kāds cits un varbūt izlasījis atbildes: uzrakstiet par to jaunā ziņojumā.
reporter-other-institution = Šis kods pieder ziņojumam citai iestādei: { $institution }.
    .hint = Norādiet to ar --institution un --key. Tagad to atver jaunais kods.
reporter-either-code = Savienojums pārtrūka, kamēr kods mainījās.
    .hint = Mēģiniet vēlreiz ar jauno kodu; ja tas neko neatver, ar veco. Viens no tiem der. Koda failā ir abi: atkārtojiet komandu.
reporter-code-file = Koda failu { $path } nevar nolasīt: { $why }.
    .hint = Pārbaudiet ceļu un tiesības. Nekas nav mainīts.
reporter-code-file-open = Koda failu { $path } var lasīt arī citi.
    .hint = Atstājiet to tikai sev: chmod 600. Ja to jau kāds ir lasījis, lietojiet kodu tūlīt: atgriežoties Jūs saņemsiet jaunu.
reporter-code-file-typo = Failā { $path } nav derīga koda.
    .hint = Tajā ir viena vai divas rindas, katrā 28 cipari. Nekas nav mainīts.
reporter-code-file-unwritable = Koda failu { $path } nevar ierakstīt: { $why }.
    .hint = Izvēlieties citu mapi. Nekas nav mainīts un nekas nav nosūtīts.

reporter-cannot-reach = { $server } nav sasniedzams: { $why }.
    .hint = Nekas nav nosūtīts. Pārbaudiet, vai darbojas Tor un vai adrese ir pareiza; tad atkārtojiet komandu.
reporter-cut-off = Savienojums ar { $server } pārtrūka.
    .hint = Nekas nav mainīts. Atkārtojiet komandu.
reporter-something-else = Tas, kas atbild adresē { $server }, nav Svilpes serveris ziņotājiem.
    .hint = Pārbaudiet adresi. Atbildīgo personu adrese ir cita.
reporter-busy = Serveris šobrīd ir pārslogots.
    .hint = Nekas nav saglabāts. Mēģiniet vēlreiz pēc dažām minūtēm.
reporter-no-files = Serveris failus šobrīd nepieņem.
    .hint = Nekas nav saglabāts. Nosūtiet tekstu bez failiem; failus pievienosiet vēlāk ar svilpe reporter add.
reporter-too-large = Sūtījums ir lielāks, nekā serveris pieņem.
    .hint = Nekas nav saglabāts. Sūtiet mazāk failu.
reporter-other-terms = Pa šo laiku serverī sākās jauna diena vai mainījās lasītāju saraksts.
    .hint = Nekas nav saglabāts. Atkārtojiet komandu ar --again un to pašu kodu: ziņojumu nošifrēs no jauna.
reporter-not-understood = Serveris sūtījumu nesaprata.
    .hint = Nekas nav saglabāts. Varbūt ir jaunāka Svilpes versija; citādi lietojiet pārlūku Tor Browser.
reporter-too-slow = Sūtīšana bija par lēnu.
    .hint = Nekas nav saglabāts. Atkārtojiet komandu; Tor izvēlēsies citu ceļu.
reporter-not-now = Serverī radās kļūda.
    .hint = Nekas nav saglabāts un nekas nav mainīts. Mēģiniet vēlreiz vēlāk.
reporter-unsure = Nav zināms, vai ziņojums ir saglabāts: savienojums pārtrūka.
    .hint = Atkārtojiet komandu ar --again un to pašu kodu: divreiz to nesaglabās. Vai arī ievadiet kodu: ja tas atveras, ziņojums ir saņemts.
reporter-received-before = Ar šo kodu ziņojums jau ir saņemts, un tagad nekas nav saglabāts.
    .hint = Ja to sūtījāt Jūs un tieši to pašu, viss ir kārtībā: atgriezieties ar jaunāko kodu. Ja tagad sūtījāt ko citu, pievienojiet to ar svilpe reporter add. Ja ar šo kodu neko neesat sūtījis, to redzēja un izmantoja kāds cits: sūtiet ar jaunu kodu, bez --again.
reporter-unsure-addition = Nav zināms, vai ziņa ir saglabāta: savienojums pārtrūka.
    .hint = Sūtiet to pašu vēlreiz: tādu pašu ziņu divreiz nesaglabā. Kods nav mainījies.

reporter-arg-leave-out = Kas ziņojumu nedrīkst lasīt: vārds, kā to rāda pirms sūtīšanas; var norādīt vairākkārt
reporter-arg-out = Jautājumus ierakstīt šajā failā, ko var lasīt tikai Jūs
reporter-send-now = Vai sūtīt? Ierakstiet „jā”:
reporter-yes = jā
reporter-cross-out = Veco kodu tagad nosvītrojiet.
reporter-marked-lines = Jūsu tekstā ir rindas, kas sākas ar #. Arī tās tiks nosūtītas.

reporter-not-agreed = Nekas nav nosūtīts.
    .hint = Kad esat gatavs, palaidiet komandu vēlreiz.
reporter-other-server = Iestāde { $institution } nav parakstījusi, ka tās ziņojumus saņem šis serveris.
    .hint = Nekas nav nosūtīts. Pārbaudiet adresi un jautājiet iestādei: tās sarakstā jābūt servera numuram. Līdz tam lietojiet veidlapu Tor Browser pārlūkā.
reporter-other-day = Serverī { $server } ir cita diena nekā šajā datorā.
    .hint = Pārbaudiet datora datumu. Ja tas ir pareizs, šim serverim neuzticieties. Nekas nav nosūtīts.
reporter-not-text = { $path } nav teksts UTF-8 kodējumā.
    .hint = Saglabājiet to kā vienkāršu tekstu (UTF-8) vai sūtiet ar --file. Nekas nav nosūtīts.
reporter-out = Failu { $path } nevar izveidot: { $why }.
    .hint = Izvēlieties citu nosaukumu. Esošu failu nepārraksta.
reporter-file = Fails:
reporter-files-how = Atbildēm ir faili. Lai tos saņemtu, atgriezieties ar jauno kodu un --files MAPE.
reporter-file-written = Fails ierakstīts: { $path }
reporter-file-gone = Faila { $name } serverī vairs nav.
    .hint = Uzrakstiet iestādei papildinājumā, lai to sūta vēlreiz. Jaunais kods der.
reporter-file-damaged = Fails { $name } ir bojāts un nav ierakstīts.
    .hint = Uzrakstiet iestādei papildinājumā, lai to sūta vēlreiz. Jaunais kods der.
reporter-files-folder = Mapē { $path } nevar ierakstīt: { $why }.
    .hint = Norādiet mapi, kas pieder tikai Jums, vai vēl neesošu.
reporter-code-file-in-use = Ar koda failu { $path } šobrīd strādā cita komanda.
    .hint = Pagaidiet, līdz tā beidz. Nekas nav mainīts.
reporter-code-file-taken = Failā { $path } jau ir kods.
    .hint = Ja ar to mēģinājāt sūtīt un savienojums pārtrūka, pievienojiet --again. Jaunam ziņojumam norādiet citu failu. Nekas nav nosūtīts.
reporter-code-file-visit = Failā { $path } ir ziņojuma kods, kura atvēršana pārtrūka.
    .hint = Tas ziņojums ir saņemts: pabeidziet ar svilpe reporter return. Jaunam ziņojumam norādiet citu failu. Nekas nav nosūtīts.

# Kur žurnālā ir ziņojums, un kas to pierāda
reporter-arg-checkpoint = Žurnāla pēdējo stāvokli glabāt šajā failā, lai redzētu, ja kādreiz pārraksta tā vēsturi (parasti blakus koda failam)
reporter-arg-files = Atbilžu failus ierakstīt šajā mapē (to izveido, ja tās nav; nekas netiek pārrakstīts)
reporter-arg-witness = Liecinieka publiskā atslēga, kura parakstu gribat redzēt uz žurnāla; var norādīt vairākkārt
reporter-entry-proven = Nr. { $entry }; pierādīts: parakstītajā žurnālā ar { $size } ierakstiem tur ir Jūsu ziņojums
reporter-entry-unwitnessed = Nr. { $entry }; parakstītajā žurnālā tur ir Jūsu ziņojums, bet neviens liecinieks to vēl nav redzējis: ieskatieties rīt vēlreiz
reporter-entry-unchecked = nav pārbaudīts: iestādes parakstītajā sarakstā žurnāls nav nosaukts, tāpēc numurs nav rādīts
reporter-entry-doubted = NAV PIERĀDĪTS. Kas nav kārtībā, rakstīts beigās.
reporter-servers-word = { $words } (tā saka serveris; auditori to var pārbaudīt)
reporter-digest-term = Jūsu ziņojuma kontrolsumma
reporter-digest-why =
    Kontrolsummu varat dot jebkuram žurnāla auditoram: viņš to pārbauda ar „svilpe auditor verify --expect” un kontrolsummu.
    Tas neatklāj ne vārda no ziņojuma. Kam tas ir, tas redz, kurš ieraksts domāts: iestādi, dienu un to, kas darīts. Tāpēc nesakiet to no vietas, kur Jūs pazīst.

reporter-ledger-no-proof = SERVERIS ATSAKĀS PIERĀDĪT, ka Jūsu ziņojums ir žurnālā: tas nedod { $what }.
    .hint = Atgriezieties rīt. Ja tas atsakās vēlreiz, dodiet auditoram kontrolsummu { $item } un ziņojiet citai iestādei vai kontaktpunktam.
reporter-ledger-silent = SERVERIS NEKO NESAKA par Jūsu ziņojuma ierakstu žurnālā.
    .hint = Atgriezieties rīt. Ja tas klusē vēlreiz, dodiet auditoram kontrolsummu { $item }.
reporter-ledger-missing = JŪSU ZIŅOJUMA ŽURNĀLĀ NAV. Tas saņemts { $day } un tur bija jāieraksta līdz { $due }.
    .hint = Iespējams, tas izmests, pirms kāds to izlasīja. Dodiet auditoram kontrolsummu { $item } un nosūtiet ziņojumu vēlreiz: šai iestādei, citai vai kontaktpunktam.
reporter-ledger-other-entry = SERVERIS MELO par Jūsu ziņojumu: parakstītā žurnāla ieraksts Nr. { $entry } nav Jūsu ziņojums.
    .hint = Melot var arī kāds starp Jums un serveri: atgriezieties pa citu ceļu. Ja tas nemainās, dodiet auditoram kontrolsummu { $item } un ziņojiet citai iestādei.
reporter-ledger-not-signed = PARĀDĪTAIS ŽURNĀLS NAV PARAKSTĪTS ar atslēgu, kas nosaukta iestādes sarakstā.
    .hint = Neticiet nekam, ko tas saka par Jūsu ziņojumu ({ $item }). To var būt mainījis kāds starp Jums un serveri: atgriezieties pa citu ceļu, tad sakiet auditoram.
reporter-ledger-unproven = TAS, KO SERVERIS RĀDA NO ŽURNĀLA, NESASKAN: jaucējvērtības un parakstītais stāvoklis atšķiras.
    .hint = Atgriezieties pa citu ceļu. Ja tas nemainās, dodiet auditoram kontrolsummu { $item }.
reporter-ledger-rolled-back = ŽURNĀLS IR ATTĪTS ATPAKAĻ: ierakstu, kad te bijāt pēdējoreiz: { $seen }, tagad: { $served }.
    .hint = Ieraksti ir pazuduši. Dodiet auditoram kontrolsummu { $item } un failu ar žurnāla pēdējo stāvokli.
reporter-ledger-rewritten = ŽURNĀLS IR PĀRRAKSTĪTS, kopš te bijāt pēdējoreiz. Pierādījums ir failā { $path }.
    .hint = To var pārbaudīt ikviens, un tas nesaka, kas Jūs esat. Dodiet to auditoram kopā ar kontrolsummu { $item }.
reporter-ledger-witnesses = ŠO ŽURNĀLU REDZĒJUŠI PAR MAZ LIECINIEKU: { $have }; vajadzīgi: { $needed }.
    .hint = Iespējams, Jums rāda žurnālu, ko neviens cits neredz. Atgriezieties rīt; tad dodiet auditoram kontrolsummu { $item }.
reporter-ledger-witness-keys = Noteikumi prasa { $needed } liecinieku parakstus; Jūs norādījāt atslēgas: { $known }. Jūsu ziņojuma ieraksts nav pārbaudīts.
    .hint = Pievienojiet liecinieku publiskās atslēgas ar --witness; tās publicē auditori un kontaktpunkts. Kontrolsumma ir { $item }.
reporter-ledger-unreached = Jūsu ziņojuma ierakstu nevarēja pārbaudīt: savienojums pārtrūka.
    .hint = Atbildes iepriekš ir pilnas, un kods der. Atgriezieties vēlāk. Kontrolsumma ir { $item }.
reporter-checkpoint-damaged = { $path } nav nolasāms kā šī žurnāla stāvoklis: nav zināms, ko redzējāt pēdējoreiz.
    .hint = Atjaunojiet to no kopijas vai norādiet citu failu ar --checkpoint. Jūsu ziņojuma ieraksts nav pārbaudīts ({ $item }).
reporter-checkpoint-unwritable = Žurnāla stāvokli nevar saglabāt failā { $path }: { $why }.
    .hint = Norādiet citu failu ar --checkpoint. Pats ieraksts ir kārtībā ({ $item }).
reporter-ledger-frozen = PARĀDĪTAIS ŽURNĀLS IR VECS: tā jaunākais parakstītais stāvoklis ir no { $day }, un šajā datorā ir { $today }.
    .hint = Ja šī datora diena ir pareiza, kas nācis pēc tam, no Jums ir noslēpts, vai arī serveris nedarbojas. Atgriezieties rīt. Ja tas nemainās, dodiet auditoram kontrolsummu { $item }.
reporter-ledger-undated = PARĀDĪTAJAM ŽURNĀLAM NAV DIENAS: tas var būt vecs.
    .hint = To var būt mainījis kāds starp Jums un serveri: atgriezieties pa citu ceļu. Ja tas nemainās, dodiet auditoram kontrolsummu { $item }.
reporter-ledger-ahead = PARĀDĪTAIS ŽURNĀLS ir parakstīts dienai, kas vēl nav pienākusi: { $day }.
    .hint = Kāds no pulksteņiem ir nepareizs. Vēlāk ienāciet vēlreiz: svilpe reporter return.
