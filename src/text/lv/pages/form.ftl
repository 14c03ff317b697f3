# Ziņojuma veidlapa un lapa „Saņemts”.

form-heading = Jūsu ziņojums
form-to = Saņēmējs: { $institution }
form-lead = Obligāts ir tikai viens jautājums: kas noticis. Pārējo aizpildiet, ja varat un gribat.
form-rights = Ko tas nozīmē (atveras jaunā cilnē)
form-more = Ja gribat, pastāstiet vairāk
form-valid = Veidlapa ir derīga { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
}. Ja nepaspējat to pabeigt, atveriet jaunu.
form-optional = nav obligāti

form-what = Kas noticis?
form-what-hint = Stāstiet tā, it kā lasītājs par to neko nezinātu: kas notika, kad, kur un kurš to darīja. Rakstiet jebkurā valodā. Nerakstiet, kas esat.
form-text-limit = Visos laukos kopā ietilpst { $thousands } tūkstoši zīmju, apmēram 25 lappuses. Garāku tekstu pievienojiet kā failu.

form-facts = Kad, kur un kas
form-facts-hint = Laiks, vieta, iesaistītie
form-when = Kad tas notika?
form-when-hint = Pietiek aptuveni, piemēram: 2026.{"\u00A0"}gada pavasarī. Precīzs laiks var norādīt uz Jums.
form-where = Kur tas notika?
form-who = Kas ir iesaistīts?
form-who-hint = Cilvēki, viņu amati, iestādes, uzņēmumi.
form-ongoing = Vai tas vēl turpinās?

form-harm-section = Kaitējums un pierādījumi
form-harm-section-hint = Kam tas kaitē un kas to apstiprina
form-harm = Kāds kaitējums sabiedrībai radies vai var rasties?
form-evidence = Kas to var apstiprināt?
form-evidence-hint = Dokumenti, cilvēki vai sistēmas, kur iestāde to var pārbaudīt.

form-category-section = Joma
form-category-section-hint = Var atstāt „Nezinu”
form-category = Uz kuru jomu tas attiecas?
form-category-hint = Ja šaubāties, atstājiet „Nezinu”. Jomu noteiks iestāde.

form-known-section = Kā Jūs to zināt
form-known-section-hint = Darba saistība, agrāki ziņojumi, bažas
form-known = Kā Jūs ieguvāt šo informāciju?
form-known-duties = Pildot darba pienākumus
form-known-office = Dienestā vai amatā
form-known-contract = Sniedzot pakalpojumu
form-known-hiring = Stājoties darbā
form-known-traineeship = Praksē
form-known-volunteering = Brīvprātīgajā darbā
form-known-other = Citādi
form-before = Vai par to jau ir ziņots?
form-before-internally = Jā, darbavietas iekšējā sistēmā
form-before-institution = Jā, kompetentajā iestādē
form-before-both = Jā, abās vietās
form-before-result = Kam ziņots un kāds bija iznākums?
form-fear = Vai baidāties, ka pret Jums vērsīsies?
form-fear-detail = No kā Jūs baidāties?
form-fear-detail-hint = Tas iestādei palīdz Jūs sargāt.

form-handling = Kā ar ziņojumu rīkoties
form-handling-hint = Nodošana citiem, neatzīšana
form-forward = Ja ziņojums būtu jānodod citai iestādei
form-forward-ask = Vispirms pajautājiet man
form-forward-all = Drīkst nodot visu
form-forward-text = Drīkst nodot bez pielikumiem

form-leave-out-section = Kas ziņojumu nedrīkst redzēt
form-leave-out-section-hint = Ja kāds no lasītājiem ir iesaistīts
form-leave-out = Šī persona nedrīkst redzēt ziņojumu
form-leave-out-hint = Ziņojumu varēs atvērt visas šīs atbildīgās personas. Ja kāda no tām ir iesaistīta vai tuva iesaistītajiem, atzīmējiet to. Vismaz vienai jāpaliek.

form-identity-section = Atklāt, kas esat
form-identity-warning = To vairs nevar atsaukt. Iestāde uzzinās, kas Jūs esat.
form-identity-name = Vārds un uzvārds
form-identity-contact = Kā ar Jums sazināties?
form-identity-contact-hint = Nelietojiet darba tālruni un darba e-pastu.
form-identity-confirm = Apstipriniet
form-identity-understood = Saprotu, ka savu vārdu vairs nevarēšu paņemt atpakaļ

form-files = Faili
form-files-hint = Līdz { $count ->
    [zero] { $count } failiem
    [one] { $count } failam
   *[other] { $count } failiem
}, katrs līdz { $each } MB, kopā līdz { $total } MB. Katrā laukā var izvēlēties vairākus failus.
form-files-metadata = Failos var būt Jūsu vārds vai vieta. Mēs tos nemainām.
form-files-field = Faili, { $number }. lauks
form-files-closed = Failus šobrīd nepieņemam. Tekstu var nosūtīt.
form-files-again = Failus pievienojiet vēlreiz. Kļūdas dēļ tie nav saglabāti.

form-code-now = Pierakstiet šo kodu tagad, pirms nosūtāt
form-code-why = Tikai ar šo kodu Jūs varēsiet izlasīt atbildi. To nevar ne atjaunot, ne nomainīt. Pierakstiet uz papīra.
form-true = Nosūtot Jūs apliecināt, ka šo informāciju uzskatāt par patiesu.
form-review = Vispirms pārlasīt
form-review-hint = Jaunā cilnē parādīs to, ko uzrakstījāt. Iestādei neko nenosūta, un faili paliek pie Jums. Serveris tekstu parāda un aizmirst.
form-send = Nosūtīt
form-line-breaks = Ja savienojums pārtrūkst, atgriezieties ar pārlūka pogu „Atpakaļ”. Teksts, faili un kods būs turpat. Sūtiet vēlreiz: divreiz nosūtīts ziņojums tiek saglabāts vienreiz. Lapu nepārlādējiet: tad teksts pazudīs un kods mainīsies.
form-line-breaks-tab = Atbilde atvērsies jaunā cilnē. Ja savienojums pārtrūkst, aizveriet to cilni un sūtiet vēlreiz no šīs lapas. Divreiz nosūtīts tiek saglabāts vienreiz. Šo lapu nepārlādējiet: tad teksts pazudīs.
form-slow = Ar Tor sūtīšana var ilgt vairākas minūtes. Neaizveriet lapu, kamēr neredzat „Saņemts”.

review-heading = Pārlasiet
review-lead = To lasītu iestāde. Vēl nekas nav nosūtīts.
review-next = Ja viss ir pareizi, aizveriet šo cilni un veidlapā spiediet „Nosūtīt”. Ja kaut kas jāmaina, mainiet to tur.
review-no-files = Nav izvēlēts neviens.
review-left-out = Jautājumus, uz kuriem neatbildējāt, šeit nerāda.

choice-yes = Jā
choice-no = Nē
choice-unknown = Nezinu
choice-none = Negribu teikt

problem-nothing-kept = Ziņojums nav nosūtīts, un no šī sūtījuma nekas nav saglabāts. Jūsu teksts ir šajā lapā.
problem-what-missing = Uzrakstiet, kas noticis
problem-message-missing = Uzrakstiet ziņu vai pievienojiet failu
problem-text-too-long = Teksts ir par garu. Saīsiniet to vai pievienojiet kā failu. Visos laukos kopā var būt aptuveni { $thousands } tūkstoši zīmju
problem-text-cut = Šis teksts ir tik garš, ka šeit ir tikai tā sākums. Saīsiniet to vai visu tekstu pievienojiet kā failu. Visos laukos kopā var būt aptuveni { $thousands } tūkstoši zīmju
problem-cut-note = No šī sūtījuma nekas nav saglabāts. Šajā lapā ir tikai teksta sākums. Viss teksts vēl ir lapā, no kuras sūtījāt: atgriezieties ar pārlūka pogu „Atpakaļ” vai, ja šī lapa atvērās jaunā cilnē, aizveriet to.
problem-form-too-old = Veidlapa bija novecojusi, un tās kods vairs neder. Pierakstiet jauno kodu šajā lapā, veco nosvītrojiet un nospiediet „Nosūtīt” vēlreiz
problem-message-too-old = Lapa bija novecojusi. Nospiediet „Nosūtīt” vēlreiz. Jūsu kods der
problem-code-taken = Ar šo kodu jau ir ziņojums citai iestādei. Pierakstiet jauno kodu šajā lapā un nospiediet „Nosūtīt” vēlreiz. Vecais kods paliek agrākajam ziņojumam
problem-code-used = Ar šīs veidlapas kodu ziņojums jau ir saņemts. Ja Jūs ar to neko nesūtījāt, to izdarīja kāds cits: pierakstiet jauno kodu šajā lapā, veco nosvītrojiet un nospiediet „Nosūtīt” vēlreiz. Ja agrākais ziņojums ir Jūsu, skatiet šīs lapas beigas
problem-nobody-left = Atstājiet vismaz vienu personu, kas ziņojumu var atvērt
problem-people-changed = Atbildīgo personu saraksts ir mainījies. Izvēlieties vēlreiz
problem-readers-changed = Šo ziņu lasītu citi cilvēki, nekā lapa nosauca. Izlasiet vārdus zemāk un, ja viņi to drīkst lasīt, sūtiet vēlreiz
problem-identity-not-confirmed = Apstipriniet, ka gribat atklāt savu vārdu, vai izdzēsiet to
problem-identity-empty = Ierakstiet savu vārdu un uzvārdu vai noņemiet atzīmi
problem-identity-too-long = Saīsiniet ziņas par sevi. Pietiek ar vārdu un vienu veidu, kā sazināties
problem-no-custodian = Starp tiem, kas ziņojumu vēl var atvērt, nav neviena, kam uzticēts redzēt vārdus. Izdzēsiet savu vārdu
problem-too-many-files = Izvēlieties mazāk failu. Pārējos varat pievienot vēlāk ar savu kodu
problem-file-empty = Šis fails ir tukšs. Pārbaudiet, vai izvēlējāties īsto
problem-file-too-large = Šis fails ir par lielu. Izvēlieties mazāku
problem-files-too-large = Visi faili kopā ir par lieliem. Daļu varat pievienot vēlāk ar savu kodu
problem-files-closed = Failus šobrīd nepieņemam. Nosūtiet tikai tekstu
problem-busy = Šobrīd ziņojumus sūta ļoti daudz cilvēku. Pagaidiet minūti un nospiediet „Nosūtīt” vēlreiz
problem-enough-today = Šodien saņemts tik daudz, cik vienā dienā varam pieņemt. Nokopējiet savu tekstu. Pārlūkā Tor Browser izvēlieties „New Tor Circuit”, atveriet veidlapu no jauna un nosūtiet. Ja arī tad neizdodas, nosūtiet rīt
problem-not-now = Serveris šobrīd to nevar saglabāt. Pagaidiet dažas minūtes un nospiediet „Nosūtīt” vēlreiz
problem-unsure = Nav zināms, vai tas ir saglabāts. Pagaidiet dažas minūtes un nospiediet „Nosūtīt” vēlreiz: divreiz sūtīts tiek saglabāts vienreiz
problem-later-note = Šis sūtījums nav pieņemts, un nekas no tā nav saglabāts. Jūsu teksts ir šajā lapā.
problem-unsure-note = Mēs nevaram apstiprināt, ka sūtījums ir saglabāts. Uzskatiet, ka nav. Jūsu teksts ir šajā lapā.

received-heading = Ziņojums ir saņemts
received-safe = Tas ir nošifrēts un droši saglabāts.
arrived-text = Teksts: { $characters ->
    [zero] { $characters } zīmju
    [one] { $characters } zīme
   *[other] { $characters } zīmes
}.
arrived-files = Faili: { $files }, kopā { $size } { $unit }.
arrived-no-files = Faili: nav.
received-code = Jūsu kods, kas tagad der
received-code-why = Tikai ar šo kodu izlasīsiet atbildi. To nevar atjaunot.
received-come-back = Atgriezieties { $day }
received-come-back-why = Mēs Jums neko nevaram atsūtīt. Tāpēc atgriezieties tajā dienā vai vēlāk.
received-next-heading = Kas notiks tālāk
received-step-examine = Iestāde ziņojumu izskata. Ja tai būs jautājumi, tos redzēsiet, kad ievadīsiet kodu.
received-now-heading = Ko darīt tagad
received-now-code = Pārbaudiet, vai kods ir pierakstīts pareizi.
received-now-close = Pārlūkā Tor Browser izvēlieties „New Identity” vai aizveriet to.
received-now-quiet = Nevienam par ziņojumu nestāstiet.

# Ar veidlapas kodu jau ir saņemts kas cits.
earlier-heading = Ja agrākais ziņojums ir Jūsu
earlier-add = Tad jauns kods nav vajadzīgs: pievienojiet šo agrākajam ziņojumam. Failus izvēlieties šeit vēlreiz. Abiem paliek agrākais kods.
earlier-left-out = Lasītāju loku vairs nevar mainīt: papildinājumu redzēs tās pašas personas, kas redz agrāko ziņojumu. Ja kādu personu izslēdzāt tikai tagad, tā redzēs abus.
earlier-files = Faili agrākajam ziņojumam
earlier-send = Pievienot agrākajam ziņojumam
earlier-enter = Nokopējiet no šīs lapas to, kas ir jauns. Tad ievadiet jaunāko kodu un pievienojiet tekstu agrākajam ziņojumam.

# Papildinājuma kods vairs neko neatver.
locked-heading = Šis sūtījums nav saglabāts
locked-why = Šīs lapas kods vairs neko neatver. Varbūt kopš tā laika citā cilnē atvērāt atbildes un Jums ir jaunāks kods.
locked-next = Nokopējiet savu tekstu no šīs lapas. Tad ievadiet jaunāko kodu un nosūtiet tekstu tur. Ja jaunāka koda Jums nav, kodu, iespējams, ir lietojis kāds cits: uzrakstiet par to jaunā ziņojumā.
locked-unsettled = Ziņošanas programmā ir sākts apmeklējums ar šo kodu, un tas nav pabeigts.
locked-unsettled-next = Nokopējiet savu tekstu no šīs lapas. Tad palaidiet programmu vēlreiz ar abiem kodiem, jauno un iepriekšējo, un nosūtiet tekstu. Jūsu ziņojums ir drošībā.
locked-return = Ievadīt jaunāko kodu (atveras jaunā cilnē)
