# Glabāšana un dzēšana: kas jādzēš, kas tomēr jāglabā, un pati dzēšana.

retention-about = Parādīt, kam beidzies glabāšanas termiņš, kas tiek glabāts ilgāk, kas nav pabeigts
retention-about-hold = Glabāt lietu arī pēc termiņa; iemeslu lasa no standarta ievades
retention-about-expunge = Dzēst lietu šeit un serverī, tad to ierakstīt; bez --yes tikai parāda
retention-arg-reason = Fails ar iemeslu
retention-arg-release = Vairs neglabāt ilgāk par termiņu
retention-arg-yes = Tiešām dzēst
retention-heading = Glabāšana
retention-lead = Kad lieta ir pabeigta un glabāšanas termiņš beidzies, tās saturs jādzēš. Tas netiek dzēsts bez Jūsu apstiprinājuma.
retention-empty = Nekas nav jādzēš: nevienas pabeigtas lietas šeit nav.
retention-today = { $count ->
        [zero] Glabāšanas termiņš beidzies { $count } lietām: izlemiet par dzēšanu.
        [one] Glabāšanas termiņš beidzies { $count } lietai: izlemiet par dzēšanu.
       *[other] Glabāšanas termiņš beidzies { $count } lietām: izlemiet par dzēšanu.
    }
retention-group-due = Jādzēš
retention-group-proceedings = Sākts process
retention-group-held = Tiek glabātas ilgāk
retention-group-later = Termiņš vēl nav beidzies
retention-state-unfinished = Dzēšana ir sākta un nav pabeigta.
retention-state-expunged = Kolēģis lietu ir dzēsis un ierakstījis to žurnālā; šajā datorā tā vēl ir.
retention-state-due = Glabāšanas termiņš ir beidzies: { $day }.
retention-state-unread = Lietai pienācis papildinājums, ko neviens nav izlasījis. Vispirms izlasiet to.
retention-state-from = Varēs dzēst: { $day }.
retention-state-proceedings = Lieta slēgta: { $day }. Ir sākts process, tāpēc termiņa nav: izlemiet, kad tas ir beidzies.
retention-state-open = Lieta vēl nav pabeigta: glabāšanas termiņš nav sācies.
retention-state-held = Tiek glabāta ilgāk. Pārskatiet: { $day }.
retention-state-review = Pārskatiet: { $day }.
retention-case-heading = Glabāšana: lieta
retention-held-heading = Lieta tiek glabāta ilgāk
retention-release = Vairs neglabāt ilgāk
retention-delete-heading = Dzēst lietu
retention-finish-heading = Pabeigt dzēšanu
retention-takes-items = Ziņojums un papildinājumi serverī un šajā datorā: { $items }
retention-takes-letters = Vēstules, melnraksti un meklēšanas vārdi šajā datorā
retention-takes-export = Atvērtā kopija, ko izveidojāt: { $path }
retention-then-recorded = Kad tas ir izdarīts, žurnālā ieraksta: saturs dzēsts. To nevar atsaukt.
retention-then-nothing = Žurnālā neko neieraksta: noraidījums tur jau ir. Dzēsto nevar atgūt.
retention-leaves-heading = Par to jāparūpējas Jums
retention-leaves-copies = Rezerves kopijas, izdrukas un faili, ko saglabājāt no pārlūka
retention-leaves-colleagues = Kolēģu datori: katrs dzēš savā
retention-elsewhere = Atvērtā kopija vairs nav tur, kur tā bija: { $path }. Ja tā ir zibatmiņā vai pārvietota, izdzēsiet to.
retention-see-to = { $value }
retention-delete = Dzēst neatgriezeniski
retention-finish = Pabeigt dzēšanu
retention-hold-heading = Glabāt ilgāk
retention-hold-reason = Iemesls
retention-hold-hint = Piemēram, tiesvedība. Iemeslu glabā nošifrētu šajā datorā; citi to neredz.
retention-hold = Glabāt ilgāk
retention-hold-kept = Lieta { $value } tiek glabāta ilgāk.
retention-hold-noted = Lieta { $case } tiek glabāta ilgāk.
retention-hold-released = Lieta { $case } vairs netiek glabāta ilgāk par termiņu.
retention-done = Lieta { $case } ir dzēsta šeit un serverī, un žurnālā tas ir ierakstīts.
retention-done-rejected = Noraidītais ziņojums { $case } ir dzēsts šeit un serverī.
retention-done-here = Lieta { $value } ir dzēsta šeit un serverī, un žurnālā tas ir ierakstīts.
retention-done-rejected-here = Noraidītais ziņojums { $value } ir dzēsts šeit un serverī.
retention-say-yes = Nekas nav dzēsts. Lai dzēstu: svilpe officer expunge { $case } --yes
retention-list-due = { $count ->
        [zero] Glabāšanas termiņš beidzies { $count } lietām: svilpe officer retention
        [one] Glabāšanas termiņš beidzies { $count } lietai: svilpe officer retention
       *[other] Glabāšanas termiņš beidzies { $count } lietām: svilpe officer retention
    }
retention-no-reason = Uzrakstiet iemeslu: no 3 līdz 500 zīmēm
    .hint = Rakstiet to standarta ievadē vai failā, ko norāda --reason-file; lai vairs neglabātu, norādiet --release.
retention-damaged = { $path } neatveras: nav zināms, kuras lietas tiek glabātas ilgāk.
    .hint = Nekas netiks dzēsts. Ņemiet šo failu no rezerves kopijas.
retention-path = Šādu mapes nosaukumu nevar pierakstīt: { $path }.
    .hint = Izvēlieties mapi ar parastu nosaukumu.
retention-open = Lieta { $case } vēl nav pabeigta: dzēst nav ko.
    .hint = Vispirms slēdziet lietu; tad sākas glabāšanas termiņš.
retention-held = Lieta { $case } tiek glabāta ilgāk.
    .hint = Ja iemesla vairs nav: svilpe officer hold { $case } --release.
retention-unread = Lietai { $case } pienācis papildinājums, ko neviens nav izlasījis. Nekas nav dzēsts.
    .hint = Izlasiet to un, ja vajag, atsāciet izskatīšanu.
retention-not-yet = Lietas { $case } glabāšanas termiņš vēl nav beidzies. Nekas nav dzēsts.
    .hint = Dienu, no kuras varēs dzēst, rāda „svilpe officer retention”.
retention-changed = Pēc žurnāla lieta { $case } vairs nav jādzēš: kāds to ir atsācis. Nekas nav dzēsts.
    .hint = Saņemiet jaunāko un atveriet lietu.
retention-intake-needs = Serveris lietu { $case } nedzēš: pēc tā žurnāla un noteikumiem tā vēl ir vajadzīga.
    .hint = Saņemiet jaunāko. Ja tas nemainās, jautājiet uzturētājam, vai noteikumi serverī ir tie paši.
retention-intake-keeps = Serveris teica, ka lieta { $case } ir dzēsta, bet joprojām to rāda. Žurnālā nekas nav ierakstīts.
    .hint = Mēģiniet vēlreiz. Ja tas nemainās, pastāstiet auditoram.
officer-record-expunge = Dzēšanu neieraksta, to izdara.
    .hint = svilpe officer expunge LIETA: dzēš šeit un serverī un tad ieraksta žurnālā.
