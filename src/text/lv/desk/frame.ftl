# Atbildīgās personas darbagalds: galva, ieeja, „Šodien”, pirmā reize.

desk-about = Sāciet šeit: darbagalds, logs pārlūkā, no Jūsu pirmajām atslēgām līdz lietas slēgšanai
desk-arg-lock-after = Pēc cik minūtēm bez darba darbagalds aizslēdzas (no 1 līdz 60)
desk-arg-step = Kurš lietas solis ar vēstuli ir izdarīts, piemēram, feedback: to ieraksta žurnālā
desk-arg-no-browser = Neatvērt pārlūku: tikai parādīt saiti
desk-started = Darbagalds ir atvērts šajā datorā. Saite der vienreiz; beigt darbu: Ctrl-C.
desk-ended = Darbagalds ir aizvērts; no atvērtā nekas nav palicis.
desk-title = Darbagalds
desk-navigation = Darbagalds
desk-today = Šodien
desk-lock = Aizslēgt
desk-date = { $weekday }, { $day }.{ $month }.{ $year }.
desk-days-left = { $days ->
        [0] šodien
        [zero] atlikušas { $days } dienas
        [one] atlikusi { $days } diena
       *[other] atlikušas { $days } dienas
    }
desk-days-late = { $days ->
        [zero] kavējas { $days } dienas
        [one] kavējas { $days } dienu
       *[other] kavējas { $days } dienas
    }
desk-entered = Darbagalds
desk-entered-why = Šis pārlūks tagad drīkst runāt ar darbagaldu.
desk-entered-go = Turpināt
desk-unlock-heading = Atslēdziet darbagaldu
desk-unlock-lead = Parole atver Jūsu atslēgas šajā datorā. Tā nekur netiek sūtīta.
desk-passphrase = Parole
desk-unlock = Atslēgt
desk-close = Aizvērt darbagaldu
desk-close-why = Ja šodien vairs nestrādāsiet, aizveriet programmu.
desk-closed = Darbagalds ir aizvērts
    .hint = Šo cilni var aizvērt. Lai strādātu tālāk, palaidiet programmu vēlreiz.
desk-opening = Lietas tiek atvērtas
desk-opening-count = Atvērts: { $done } no { $all }
desk-opening-why = Pirmo reizi tas ilgst; nākamreiz atvērtais jau būs zināms.
desk-look-again = Skatīties vēlreiz
desk-today-summary = { $count ->
        [0] Patlaban nekas nav steidzams.
        [zero] Jūs gaida { $count } lietas.
        [one] Jūs gaida { $count } lieta.
       *[other] Jūs gaida { $count } lietas.
    }
desk-fetch = Saņemt jaunos
desk-fetching = Vaicā serverim, kas jauns…
desk-fetched = { $value ->
        [0] Serveris ir atbildējis. Jaunu ziņojumu nav.
        [zero] Saņemti { $value } jauni ziņojumi.
        [one] Saņemts { $value } jauns ziņojums.
       *[other] Saņemti { $value } jauni ziņojumi.
    }
desk-first-log = Žurnāla atslēga pieņemta tāda, kādu to pasaka serveris: { $value }. Salīdziniet to ar uzturētāja publicēto; turpmāk cita tiks noraidīta.
desk-pack-taken = Lietas turpmāk vērtē pēc servera valsts pakotnes, ko parakstījusi atslēga { $value }. Salīdziniet numuru ar to, kurš par pakotni atbild, citā ceļā.
desk-pack-changes = Jaunie noteikumi atšķiras no iepriekšējiem, sākot ar { $value }: kopš tā laika saņemtajām lietām termiņi var būt citi.
desk-find = Meklēt lietās
desk-find-go = Meklēt
desk-find-all = Rādīt visas
desk-groups = Lietu grupas
desk-sort = Kārtot:
desk-sort-due = pēc termiņa
desk-sort-received = jaunākās vispirms
desk-sort-docket = pēc lietas numura
desk-labels = Birkas
desk-book-damaged = Lietu numuri un birkas neatveras: fails case-book ir bojāts vai cita cilvēka. Tas nav mainīts; atjaunojiet to no rezerves kopijas.
desk-acting = Tiek izpildīts apstiprinātais:
desk-many-choose = Izvēlēties lietu
desk-many-with = Ar izvēlētajām lietām:
desk-many-left = Šajās lietās to nedarīs
desk-many-nothing = Nevienā no izvēlētajām lietām to tagad nevar izdarīt.
desk-many-draft = Vēstule šai lietai jau ir iesākta: pabeidziet to lietā.
desk-many-letter-why = Katrs ziņotājs to saņem savā valodā, ar savas lietas datumiem. Gribat rakstīt citādi? Dariet to lietā.
desk-many-not = Nedarīt
desk-group-all = Darāmais
desk-group-overdue = Nokavētas
desk-group-new = Jaunas
desk-group-unread = Nelasīti papildinājumi
desk-group-near = Drīz termiņš
desk-group-under-way = Tiek risinātas
desk-group-awaits-reporter = Gaida ziņotāju
desk-group-awaits-colleague = Gaida kolēģi
desk-group-finished = Pabeigtas
desk-today-empty = Šeit vēl nav nevienas lietas. Jaunās pienāk, kad tās saņemat no servera.
desk-today-nothing = Nekas nav jādara.
desk-today-not-found = Nekas nav atrasts.
desk-today-more = { $count ->
        [zero] Vēl { $count } lietas
        [one] Vēl { $count } lieta
       *[other] Vēl { $count } lietas
    }
desk-today-closed = Ar Jūsu atslēgu neatveras: { $count } ({ $items }). Ziņotājs varēja Jums liegt piekļuvi; tad lietu risina kolēģi.
desk-today-damaged = Šajā datorā bojāts vai pazudis, un nav redzams, kurā lietā: { $count } ({ $items }). Nospiediet „Saņemt jaunos”: ko serveris vēl glabā, to saņem vēlreiz.
desk-mark-damaged = Bojāts šajā datorā
desk-mark-new = Jauns
desk-mark-additions = { $count ->
        [zero] { $count } jauni papildinājumi
        [one] { $count } jauns papildinājums
       *[other] { $count } jauni papildinājumi
    }
desk-mark-replies = { $count ->
        [zero] { $count } kolēģu vēstules
        [one] { $count } kolēģa vēstule
       *[other] { $count } kolēģu vēstules
    }
desk-mark-contested = Kolēģis noraidījis
desk-mark-stranger = Nav no ziņotāja
docket-case = lieta
docket-received = saņemta
docket-number = numurs
docket-labels = birkas
docket-state = stāvoklis
docket-next = darāmais
docket-by = termiņš
docket-days = dienas
docket-due = { $count ->
        [zero] { $count } termiņi
        [one] { $count } termiņš
       *[other] { $count } termiņi
    }
desk-docket-table = Lietu saraksts bez satura (CSV)
desk-docket-calendar = Termiņi kalendāram (ICS)
desk-back-to-today = Šodien
