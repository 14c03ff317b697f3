# Ziņojuma veidlapa un lapa „Saņemts”. Viegli lasīt.

form-lead = Jums jāatbild tikai uz vienu jautājumu: kas notika. Uz citiem jautājumiem atbildiet, ja gribat.
form-valid = Šo veidlapu varat sūtīt { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
}. Pēc tam atveriet jaunu.

form-what-hint = Kas notika? Kad? Kur? Kurš to darīja? Rakstiet visu, ko zināt. Jūs varat rakstīt jebkurā valodā. Nerakstiet, kas Jūs esat.
form-text-limit = Jūs varat uzrakstīt { $thousands } tūkstošus zīmju. Tās ir apmēram 25 lappuses. Garāku tekstu pievienojiet kā failu.

form-when-hint = Precīzs laiks nav vajadzīgs. Rakstiet, piemēram: 2026.{"\u00A0"}gada pavasarī. Pēc precīza laika var saprast, ka rakstāt Jūs.
form-who-hint = Cilvēki, viņu darbs, iestādes, uzņēmumi.

form-harm-section = Kas cieta un kā to pierādīt
form-harm-section-hint = Kam tas dara ļaunu. Kā to pierādīt
form-harm = Kam tas dara ļaunu?
form-evidence = Kā to var pierādīt?
form-evidence-hint = Dokumenti. Cilvēki, kas to zina. Vietas, kur iestāde to var pārbaudīt.

form-category-hint = Ja nezināt, atstājiet „Nezinu”. Iestāde to sapratīs pati.

form-known-section-hint = Vai zināt to no darba. Vai kāds jau ziņoja. No kā baidāties
form-known = Kā Jūs to uzzinājāt?
form-known-duties = Darot savu darbu
form-before-internally = Jā, savā darbavietā
form-before-institution = Jā, iestādē
form-before-result = Kam ziņoja? Kas notika pēc tam?
form-fear = Vai baidāties, ka kāds Jums atriebsies?
form-fear-detail-hint = Tad iestāde var Jūs labāk sargāt.

form-handling = Ko darīt ar ziņojumu
form-handling-hint = Vai to drīkst dot citiem
form-forward = Dažreiz ziņojums ir jādod citai iestādei
form-forward-all = Drīkst dot visu
form-forward-text = Drīkst dot tekstu, bet ne failus

form-leave-out-section = Kas nedrīkst redzēt ziņojumu
form-leave-out-section-hint = Varbūt kāds no lasītājiem pats ir vainīgs
form-leave-out-hint = Šie cilvēki lasīs Jūsu ziņojumu. Tās ir atbildīgās personas. Varbūt kāda no tām pati dara ļaunu. Varbūt tā ir vainīgo draugs. Tad atzīmējiet šo personu. Tā ziņojumu neredzēs. Vismaz vienai personai jāpaliek.

form-identity-section = Pateikt, kas Jūs esat
form-identity-warning = Iestāde uzzinās, kas Jūs esat. To vairs nevar mainīt.
form-identity-contact-hint = Nerakstiet darba tālruni un darba e-pastu.
form-identity-understood = Es saprotu, ka savu vārdu nevarēšu paņemt atpakaļ

form-files-hint = Jūs varat pievienot līdz { $count ->
    [zero] { $count } failiem
    [one] { $count } failam
   *[other] { $count } failiem
}. Viens fails var būt līdz { $each } MB. Visi faili kopā var būt līdz { $total } MB. Vienā laukā varat izvēlēties vairākus failus.
form-files-metadata = Failā var būt Jūsu vārds vai vieta. Mēs failus nemainām.
form-files-closed = Tagad failus sūtīt nevar. Tekstu sūtīt var.
form-files-again = Pievienojiet failus vēlreiz. Bija kļūda, un failu vairs nav.

form-code-now = Pierakstiet šo kodu. Pēc tam sūtiet
form-code-why = Ar šo kodu Jūs izlasīsiet atbildi. Bez koda atbildi izlasīt nevar. Jaunu kodu tā vietā mēs dot nevaram. Rakstiet kodu uz papīra.
form-true = Kad nospiežat „Nosūtīt”, Jūs sakāt: es domāju, ka tā ir patiesība.
form-review-hint = Atvērsies jauna lapa. Tajā ir viss, ko uzrakstījāt. Iestāde to vēl nesaņem. Faili paliek pie Jums.
form-line-breaks = Varbūt internets pazudīs. Tad nospiediet pārlūka pogu „Atpakaļ”. Jūsu teksts, faili un kods tur būs. Sūtiet vēlreiz. Mēs glabāsim ziņojumu vienu reizi. Nelādējiet lapu no jauna. Citādi teksts pazudīs un kods mainīsies.
form-line-breaks-tab = Atbilde būs jaunā cilnē. Cilne ir vēl viena lapa pārlūkā. Varbūt internets pazudīs. Tad aizveriet jauno cilni. Sūtiet vēlreiz no šīs lapas. Mēs glabāsim ziņu vienu reizi. Nelādējiet šo lapu no jauna. Citādi teksts pazudīs.
form-slow = Sūtīt var ilgi, dažas minūtes. Neaizveriet lapu. Gaidiet, līdz redzat „Saņemts”.

problem-nothing-kept = Ziņojums vēl nav nosūtīts. Mēs no tā neko neglabājam. Jūsu teksts ir šajā lapā.
problem-text-too-long = Teksts ir par garu. Rakstiet īsāk vai pievienojiet tekstu kā failu. Kopā var būt apmēram { $thousands } tūkstoši zīmju
problem-text-cut = Teksts ir ļoti garš. Šeit ir tikai tā sākums. Rakstiet īsāk vai pievienojiet visu tekstu kā failu. Kopā var būt apmēram { $thousands } tūkstoši zīmju
problem-cut-note = Mēs neko nesaglabājām. Šeit ir tikai Jūsu teksta sākums. Viss teksts ir iepriekšējā lapā. Nospiediet pārlūka pogu „Atpakaļ”. Ja šī lapa ir jaunā cilnē, aizveriet to.
problem-form-too-old = Šī veidlapa bija par vecu. Tās kods vairs neder. Pierakstiet jauno kodu no šīs lapas. Veco kodu nosvītrojiet. Nospiediet „Nosūtīt” vēlreiz
problem-message-too-old = Lapa bija par vecu. Nospiediet „Nosūtīt” vēlreiz. Jūsu kods der
problem-code-taken = Ar šo kodu Jūs jau rakstījāt citai iestādei. Pierakstiet jauno kodu no šīs lapas. Nospiediet „Nosūtīt” vēlreiz. Glabājiet arī veco kodu: tas der agrākajam ziņojumam
problem-code-used = Ar šo kodu mēs jau saņēmām ziņojumu. Vai Jūs ar šo kodu neko nesūtījāt? Tad to izdarīja cits cilvēks. Pierakstiet jauno kodu no šīs lapas. Veco kodu nosvītrojiet. Nospiediet „Nosūtīt” vēlreiz. Vai agrākais ziņojums ir Jūsu? Tad skatiet lapas beigas
problem-nobody-left = Kādam ziņojums ir jālasa. Atstājiet vismaz vienu personu
problem-people-changed = Tagad iestādē ir citas atbildīgās personas. Izvēlieties vēlreiz
problem-readers-changed = Ziņu tagad lasītu citi cilvēki. Viņu vārdi ir zemāk. Vai viņi drīkst lasīt? Tad sūtiet vēlreiz
problem-identity-not-confirmed = Vai tiešām gribat pateikt savu vārdu? Atzīmējiet, ka gribat, vai izdzēsiet vārdu
problem-identity-empty = Ierakstiet savu vārdu un uzvārdu. Vai noņemiet atzīmi
problem-identity-too-long = Par sevi rakstiet īsāk. Pietiek ar vārdu un tālruni vai adresi
problem-no-custodian = Šajā iestādē vārdu tagad nevar redzēt neviens. Izdzēsiet savu vārdu
problem-too-many-files = Failu ir par daudz. Citus failus varat pievienot vēlāk ar savu kodu
problem-file-empty = Šis fails ir tukšs. Vai izvēlējāties pareizo failu
problem-file-too-large = Fails ir par lielu. Izvēlieties mazāku failu
problem-files-too-large = Visi faili kopā ir par lieliem. Dažus failus varat pievienot vēlāk ar savu kodu
problem-files-closed = Tagad failus sūtīt nevar. Sūtiet tikai tekstu
problem-busy = Tagad ziņo ļoti daudz cilvēku. Pagaidiet minūti. Nospiediet „Nosūtīt” vēlreiz
problem-enough-today = Šodien mēs vairāk nevaram saņemt. Nokopējiet savu tekstu. Pārlūkā Tor Browser izvēlieties „New Tor Circuit”. Atveriet veidlapu vēlreiz un sūtiet. Ja neizdodas, sūtiet rīt
problem-not-now = Tagad serveris to nevar saglabāt. Pagaidiet dažas minūtes. Nospiediet „Nosūtīt” vēlreiz
problem-unsure = Mēs nezinām, vai tas ir saglabāts. Pagaidiet dažas minūtes. Nospiediet „Nosūtīt” vēlreiz. Divas reizes tas netiks saglabāts
problem-later-note = Mēs to nesaņēmām. Nekas nav saglabāts. Jūsu teksts ir šajā lapā.
problem-unsure-note = Mēs nezinām, vai tas ir saglabāts. Domājiet, ka nav. Jūsu teksts ir šajā lapā.

received-heading = Mēs saņēmām Jūsu ziņojumu
received-safe = Ziņojums ir droši aizslēgts.
received-code-why = Ar šo kodu Jūs izlasīsiet atbildi. Ja kods pazūd, jaunu dot nevaram.
received-come-back-why = Mēs Jums vēstuli nesūtām. Nāciet šajā vietnē tajā dienā vai vēlāk.
received-step-examine = Iestāde pārbauda, kas notika. Varbūt iestāde Jums ko jautās. Jūs to redzēsiet, kad ievadīsiet kodu.
received-now-code = Pārbaudiet, vai pierakstījāt kodu pareizi.
received-now-close = Aizveriet pārlūku Tor Browser. Vai izvēlieties tajā „New Identity”.
received-now-quiet = Nestāstiet nevienam, ka ziņojāt.

earlier-add = Tad jauns kods nav vajadzīgs. Pievienojiet šo tekstu agrākajam ziņojumam. Izvēlieties failus vēlreiz. Vecais kods der abiem.
earlier-left-out = Kas drīkst lasīt, vairs nevar mainīt. Jauno tekstu redzēs tās pašas personas, kas redz agrāko ziņojumu. Varbūt kādu personu aizliedzāt tikai tagad. Tad šī persona redzēs abus.
earlier-enter = Nokopējiet to, kas ir jauns. Tad ievadiet jaunāko kodu. Pievienojiet tekstu agrākajam ziņojumam.

locked-heading = Šo mēs neglabājam
locked-why = Šīs lapas kods vairs neko neatver. Varbūt Jums jau ir jaunāks kods.
locked-next = Nokopējiet savu tekstu. Tad ievadiet jaunāko kodu. Sūtiet tekstu tur. Varbūt jaunāka koda Jums nav. Tad kodu varbūt lietoja cits cilvēks. Rakstiet par to jaunā ziņojumā.
locked-unsettled = Ar šo kodu Jūs kaut ko sākāt ziņošanas programmā. Jūs to nepabeidzāt.
locked-unsettled-next = Nokopējiet savu tekstu. Atveriet programmu vēlreiz. Ievadiet abus kodus, jauno un veco. Tad sūtiet tekstu. Jūsu ziņojums ir drošībā.

review-lead = To lasīs iestāde. Vēl nekas nav nosūtīts.
review-next = Vai viss ir pareizi? Tad aizveriet šo lapu. Ziņojuma lapā spiediet „Nosūtīt”. Vai kaut ko vajag mainīt? Mainiet to ziņojuma lapā.
review-left-out = Šeit nav jautājumu, uz kuriem neatbildējāt.
