# Statistika: publicētie skaitļi un to skaidrojums.

figures-title = Trauksmes celšana { $year }.{"\u00A0"}gadā
figures-lead = Cik ziņojumu saņemts, kas ar tiem notika un vai atbildēts laikā. Skaitļi nāk no žurnāla, ko var pārbaudīt ikviens auditors; ziņojumu saturu neviens neskaita un neredz.
figures-skip = Pāriet uz saturu
figures-language = Valoda
figures-internal = IEKŠĒJAIS SKATS – IEROBEŽOTA PIEEJAMĪBA. Šeit ir neaizklāti skaitļi, kas var norādīt uz cilvēku. Nepublicēt un nepārsūtīt.
figures-nothing = Vēl neviens gads nav publicēts. Gadu publicē, kad ir pagājis tam sekojošais janvāris.
figures-until = { $year }, līdz { $until }
figures-status-A = mazs skaitlis, atklātajā skatā nav publicēts
figures-status-D = atklātajā skatā nav publicēts, jo atklātu citu skaitli
figures-folded = { $count ->
        [zero] Vēl { $count } rindas, kurās ir maz vai nav nekā, vai tas nav publicēts
        [one] Vēl { $count } rinda, kurā ir maz vai nav nekā, vai tas nav publicēts
       *[other] Vēl { $count } rindas, kurās ir maz vai nav nekā, vai tas nav publicēts
    }

figures-group-received = Saņemtie ziņojumi
figures-group-decided = Lēmumi
figures-group-results = Izskatīšanas rezultāti
figures-group-time = Termiņi
figures-group-eu = Eiropas Savienības statistika
figures-group-years = Gadu salīdzinājums

figures-headline = Galvenais, { $year }
figures-headline-acknowledged = Saņemšana apstiprināta laikā
figures-headline-answered = Atbildēts laikā
figures-headline-days = Dienas līdz atbildei (mediāna)

figures-overview = Kopā { $year }.{"\u00A0"}gadā
figures-categories = Ziņojumi pa pārkāpumu jomām, { $year }
figures-categories-note = Joma ir tā, ko noteica atbildīgā persona. Ziņojumam, ko neviens nav atvēris, jomas nav.
figures-institutions = Ziņojumi pa iestādēm, { $year }
figures-institutions-note = Iestādes ar maz ziņojumiem ir apvienotas rindā „Citas iestādes”.
figures-tracks = Ziņojumu veidi, { $year }
figures-decisions = Kā ziņojumi novērtēti, { $year }
figures-reasons = Kāpēc ziņojums nav atzīts par trauksmes cēlēja ziņojumu, { $year }
figures-outcomes = Pabeigto izskatīšanu iznākums, { $year }
figures-proceedings = Procesi pēc veida un stāvokļa lietas pabeigšanas brīdī, { $year }
figures-proceedings-note = Vienā lietā var būt vairāki procesi, katrs no tiem skaitīts atsevišķi.
figures-ended-proceedings = Procesi, kas beigušies pēc lietas izskatīšanas, { $year }
figures-effects = Ko ziņojumi mainīja, { $year }
figures-timeliness = Termiņi, kas beidzās { $year }.{"\u00A0"}gadā
figures-timeliness-note = Anonīmam ziņojumam likuma termiņi daļēji nav saistoši; tos ievēro kā labas apkalpošanas paraugu un skaita atsevišķi. Norāda tikai to, cik liela daļa izpildīta laikā, un tikai robežās: pēc termiņu skaita varētu izrēķināt lietu skaitu.
figures-median-days = Dienu skaits no ziņojuma saņemšanas (mediāna), { $year }
figures-median-days-note = Mediānu publicē, ja ir vismaz 10 gadījumi.
figures-money = Zaudējumi un atgūtā nauda, { $year }
figures-money-note = Summu publicē, ja to veido pietiekami daudz lietu un neviena nav lielāka par 80 % no kopsummas.
figures-article-27 = Direktīvas (ES) 2019/1937 27. panta 2. punkta dati, { $year }
figures-areas = Ziņojumi pa Savienības tiesību jomām (2. panta 1. punkts), { $year }
figures-areas-note = Jomas veido no iepriekš minētajām pārkāpumu jomām; tā, kas attiecas tikai uz valsts tiesībām, šeit nav.
figures-article-27-note = Tikai ziņojumi par Savienības tiesību jomām. a) saņemtie ziņojumi; b) izskatīšanas un procesi, un to iznākums; c) aplēstie zaudējumi un atgūtās summas, ja noteiktas.
figures-overview-years = Kopā pa gadiem
figures-years-note = Joslas salīdzina vienas rindas gadus; tukša josla rāda augšējo robežu.
figures-categories-received-years = Saņemtie ziņojumi pa jomām un gadiem
figures-categories-recognised-years = Atzītie trauksmes cēlēju ziņojumi pa jomām un gadiem

figures-dimension-figure = Rādītājs
figures-dimension-category = Pārkāpuma joma
figures-dimension-area = Savienības tiesību joma
figures-dimension-institution = Iestāde
figures-dimension-track = Veids
figures-dimension-decision = Lēmums
figures-dimension-reason = Iemesls
figures-dimension-outcome = Iznākums
figures-dimension-kind = Process
figures-dimension-effect = Ieguvums
figures-dimension-clock = Termiņš
figures-dimension-span = Posms
figures-dimension-item = Summa
figures-dimension-point = Rādītājs
figures-dimension-year = Gads
figures-dimension-measure = Mērs
figures-dimension-value = Vērtība
figures-dimension-from = Vismaz
figures-dimension-to = Ne vairāk kā
figures-dimension-status = Konfidencialitātes statuss

figures-column-reports = Skaits
figures-column-received = Saņemti
figures-column-recognised = Atzīti
figures-column-all = Kopā
figures-column-opened = Uzsākti
figures-column-closed_sanction = Beigti ar sodu
figures-column-closed_no_sanction = Beigti bez soda
figures-column-pending = Turpinās
figures-column-due = Bija jāizpilda
figures-column-on_time = Laikā
figures-column-late = Nokavēti
figures-column-share = Laikā, %
figures-column-share_from_percent = Laikā no, %
figures-column-share_to_percent = Laikā līdz, %
figures-column-days = Dienas
figures-column-eur = Eiro
figures-column-value = Skaits

figures-figure-received = Saņemti ziņojumi
figures-figure-opened = Atvērti kā lietas
figures-figure-finished = No tiem slēgti līdz gada beigām
figures-figure-pending_cases = No tiem gada beigās vēl atvērti
figures-figure-not_opened = Nav atvērti kā lietas
figures-figure-waiting = Gaida, neviens nav atvēris
figures-figure-rejected = Noraidīti (nav satura)
figures-figure-opened_later = Šogad atvērti, bet saņemti agrāk
figures-figure-decided = Pieņemti lēmumi
figures-figure-recognised = Atzīti par trauksmes cēlēja ziņojumiem
figures-figure-identified = Anonīms ziņotājs vēlāk atklāja identitāti
figures-figure-forwarded = Pārsūtīti pēc piekritības
figures-figure-extended = Pagarināts atbildes termiņš
figures-figure-wrote_again = Ziņotājs rakstīja vēlreiz
figures-figure-examined = Sāktas izskatīšanas
figures-figure-concluded = Pabeigtas izskatīšanas
figures-figure-proceedings = Ziņojumu dēļ sāktie procesi
figures-figure-closed = Slēgtas lietas

figures-area-a-i = Publiskais iepirkums
figures-area-a-ii = Finanšu pakalpojumi un tirgi, nelikumīgi iegūtu līdzekļu legalizācijas novēršana
figures-area-a-iii = Produktu drošums
figures-area-a-iv = Transporta drošība
figures-area-a-v = Vides aizsardzība
figures-area-a-vi = Aizsardzība pret radiāciju un kodoldrošība
figures-area-a-vii = Pārtikas un barības nekaitīgums, dzīvnieku veselība un labturība
figures-area-a-viii = Sabiedrības veselība
figures-area-a-ix = Patērētāju aizsardzība
figures-area-a-x = Privātums, personas dati, tīklu drošība
figures-area-b = Savienības finanšu intereses
figures-area-c = Iekšējais tirgus: konkurence, valsts atbalsts, uzņēmumu nodokļi

figures-institution-other_institutions = Citas iestādes

figures-track-anonymous_tip = Anonīmi pārkāpuma ziņojumi
figures-track-whistleblower_report = Trauksmes cēlēju ziņojumi (ar identitāti)

figures-decision-recognised = Atzīts par trauksmes cēlēja ziņojumu
figures-decision-tip_accepted = Pieņemts kā pārkāpuma ziņojums
figures-decision-as_submission = Izskata kā iesniegumu
figures-decision-not_recognised = Nav atzīts

figures-reason-anonymous = Iesniegums ir anonīms
figures-reason-legal_person = Iesniedzējs ir juridiska persona
figures-reason-personal_interest = Skarta tikai personīga interese
figures-reason-not_work_context = Informācija nav gūta darba vidē
figures-reason-no_breach = Nav saskatāms iespējams pārkāpums
figures-reason-no_public_interest = Nav sabiedrības interešu apdraudējuma
figures-reason-knowingly_false = Apzināti nepatiesas ziņas
figures-reason-state_secret = Satur valsts noslēpumu
figures-reason-excluded_by_law = Informācija, uz kuru likums neattiecas
figures-reason-other = Cits iemesls

figures-outcome-confirmed = Apstiprinājies
figures-outcome-partly_confirmed = Daļēji apstiprinājies
figures-outcome-not_confirmed = Nav apstiprinājies
figures-outcome-insufficient_information = Nepietiek informācijas
figures-outcome-minor_closed = Izbeigts, pārkāpums maznozīmīgs
figures-outcome-repetitive_closed = Izbeigts, ziņojums atkārtots
figures-outcome-withdrawn = Ziņojums atsaukts

figures-kind-criminal = Kriminālprocess
figures-kind-administrative_offence = Administratīvā pārkāpuma process
figures-kind-disciplinary = Disciplinārlieta
figures-kind-inspection_check = Pārbaude
figures-kind-civil_or_recovery = Civilprasība vai piedziņa

figures-effect-harm_prevented = Novērsta problēma
figures-effect-improvement = Veikti uzlabojumi
figures-effect-recommendation = Sniegti ieteikumi
figures-effect-rules_changed = Mainīti noteikumi

figures-clock-acknowledge = Apstiprināt saņemšanu (7 dienas)
figures-clock-decide = Lemt par atzīšanu (7 dienas)
figures-clock-notify = Paziņot lēmumu (3 dienas)
figures-clock-progress = Informēt par gaitu (2 mēneši)
figures-clock-feedback = Sniegt atbildi (3 mēneši)
figures-clock-forward = Pārsūtīt pēc piekritības
figures-clock-answer = Atbildēt uz iesniegumu (1 mēnesis)
figures-clock-acknowledge_service = Anonīmiem: apstiprināt saņemšanu
figures-clock-decide_service = Anonīmiem: lemt
figures-clock-notify_service = Anonīmiem: paziņot lēmumu
figures-clock-progress_service = Anonīmiem: informēt par gaitu
figures-clock-feedback_service = Anonīmiem: sniegt atbildi
figures-clock-forward_service = Anonīmiem: pārsūtīt pēc piekritības
figures-clock-answer_service = Anonīmiem: atbildēt uz iesniegumu

figures-span-to_acknowledgement = Līdz saņemšanas apstiprinājumam
figures-span-to_decision = Līdz lēmumam
figures-span-to_feedback = Līdz atbildei
figures-span-to_closing = Līdz lietas slēgšanai

figures-item-damage_estimated = Aplēstie zaudējumi
figures-item-amount_recovered = Atgūtās summas

figures-point-received = a) Saņemti ziņojumi
figures-point-examined = b) Sāktas izskatīšanas
figures-point-concluded = b) Pabeigtas izskatīšanas
figures-point-proceedings = b) Procesi kopā
figures-point-criminal = b) Kriminālprocess
figures-point-administrative_offence = b) Administratīvā pārkāpuma process
figures-point-disciplinary = b) Disciplinārlieta
figures-point-inspection_check = b) Pārbaude
figures-point-civil_or_recovery = b) Civilprasība vai piedziņa
figures-point-confirmed = b) Iznākums: apstiprinājies
figures-point-partly_confirmed = b) Iznākums: daļēji apstiprinājies
figures-point-not_confirmed = b) Iznākums: nav apstiprinājies
figures-point-insufficient_information = b) Iznākums: nepietiek informācijas
figures-point-minor_closed = b) Iznākums: maznozīmīgs
figures-point-repetitive_closed = b) Iznākums: atkārtots
figures-point-withdrawn = b) Iznākums: atsaukts
figures-point-damage_estimated = c) Aplēstie zaudējumi
figures-point-amount_recovered = c) Atgūtās summas

figures-method = Kā skaitļi tapuši
figures-method-source = Skaitļus no žurnāla ierakstiem aprēķina auditora programma. No tā paša žurnāla vienmēr iznāk tie paši faili, tāpēc tos var pārrēķināt.
figures-method-year = Katru notikumu skaita gadā, kurā tas noticis: ziņojumu – kad saņemts, lēmumu – kad pieņemts, iznākumu – kad izskatīšana pabeigta, termiņu – kad tas beidzies. Tāpēc viena gada atzītie ziņojumi nav vienkārša daļa no tajā gadā saņemtajiem.
figures-method-withheld = Skaitļus, kas mazāki par { $threshold }, precīzi nenosauc, bet nosauc robežas, starp kurām tie ir, piemēram, 0–{ $threshold }. Tā dara arī ar citiem skaitļiem, līdz visas tabulas kopā nevienu no tiem neļauj noteikt precīzāk kā ar { $threshold } starpību starp mazāko un lielāko iespējamo vērtību. Kur arī tas pateiktu par daudz, nenosauc neko.
figures-method-final = Publicēta gada skaitļi vairs nemainās. Vēlākus notikumus skaita nākamajos gados, tāpēc, salīdzinot divus laidienus, neko jaunu par cilvēkiem uzzināt nevar.
figures-method-basis = Skaitīts no žurnāla ar { $size } ierakstiem un sakni { $root } pēc noteikumiem { $policy }; konstatējumi žurnālā: { $findings }; programmas versija { $program }. „svilpe auditor report --check” to aprēķina vēlreiz.
figures-absent = Kā šeit nav un kāpēc
figures-absent-sector = Sektora (valsts, pašvaldība, privātais): žurnālā tā nav; to zina pēc iestādes nosaukuma.
figures-absent-language = Ziņojuma valodas: tā ir tikai nošifrētajā ziņojumā.
figures-absent-channel = Saņemšanas veida: viss šeit skaitītais saņemts šajā sistēmā; mutvārdu un pasta iesniegumus iestāde skaita pati.
figures-absent-retaliation = Sūdzību par nelabvēlīgām sekām, identitātes atklāšanas gadījumu un konsultāciju: žurnālā tādu ierakstu nav.
figures-absent-service = Sistēmas pieejamības: žurnāls to nemēra.
figures-absent-finer = Ceturkšņu un mēnešu, kā arī jomu katrā iestādē: tik sīki skaitļi varētu norādīt uz cilvēku.

figures-files = Atvērtie dati
figures-files-lead = Katru tabulu var lejupielādēt CSV formātā ar aprakstu (CSVW). Nepublicēta skaitļa vieta ir tukša, un statuss ir C.
figures-file-json = visi gadi, JSON
figures-file-html = lasāma lapa
figures-file-catalogue = datu kopu katalogs, DCAT-AP 3.0

figures-catalogue-title = Trauksmes celšanas statistikas katalogs
figures-catalogue-description = Trauksmes celšanas sistēmas „Svilpe” atvērtie statistikas dati.
figures-series-title = Trauksmes celšanas statistika
figures-series-description = Gada skaitļi par saņemtajiem ziņojumiem, lēmumiem, iznākumiem un termiņiem. Mazie skaitļi nav publicēti.
figures-dataset-title = Trauksmes celšanas statistika, { $year }
figures-dataset-description = { $year }.{"\u00A0"}gadā saņemtie ziņojumi, pieņemtie lēmumi, procesi, iznākumi, termiņi un naudas summas. Mazie skaitļi nav publicēti.
figures-keywords = trauksmes celšana, trauksmes cēlēji, ziņojumi, pārkāpumi, statistika
