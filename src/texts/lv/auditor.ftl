# Revidenta pārskats: kas nolasīts, kas nav kārtībā, kas gaida.

verify-read = Pārbaudīto ierakstu skaits: { $entries }. Reģistra stāvoklis { $day }, sakne { $root }.
verify-nothing = Nav nolasīts neviens ieraksts.
verify-clean = Viss kārtībā.
verify-more = … un vēl konstatējumi: { $count }.
verify-waiting = { $institution }: saņemtie ziņojumi, par kuriem vēl nav ieraksta, kas ar tiem noticis: { $items }; vecākais gaida { $days ->
    [one] { $days } dienu
   *[other] { $days } dienas
}.

# Ieraksti, kurus pieņemšanas serverim vajadzēja noraidīt
finding-not-an-entry = Ieraksts Nr. { $index } nav derīgs ieraksts.
finding-no-roster = Ieraksts Nr. { $index }: iestādei { $institution } reģistrā vēl nav amatpersonu saraksta.
finding-unknown-key = Ieraksts Nr. { $index } ({ $institution }): parakstīts ar nezināmu atslēgu.
finding-retired-key = Ieraksts Nr. { $index } ({ $institution }): parakstīts ar atslēgu, kas vairs nav spēkā.
finding-foreign-key = Ieraksts Nr. { $index } ({ $institution }): parakstījusi cita iestāde.
finding-not-signed = Ieraksts Nr. { $index } ({ $institution }): paraksts neatbilst ierakstam.
finding-roster-unknown = Ieraksts Nr. { $index } ({ $institution }): nav parakstīta amatpersonu saraksta ar šādu kontrolsummu.
finding-roster-differs = Ieraksts Nr. { $index } ({ $institution }): ieraksts neatbilst amatpersonu sarakstam.
finding-roster-backwards = Ieraksts Nr. { $index } ({ $institution }): amatpersonu saraksts nomainīts pret vecāku.
finding-key-swapped = Ieraksts Nr. { $index } ({ $institution }): iestādes atslēga nomainīta bez iepriekšējās atslēgas paraksta.
finding-not-for-officers = Ieraksts Nr. { $index } ({ $institution }): šādus ierakstus veido tikai pieņemšanas serveris.
finding-not-today = Ieraksts Nr. { $index } ({ $institution }): ierakstā ir cita diena.
finding-back-dated = Ieraksts Nr. { $index } ({ $institution }): datēts ar agrāku dienu nekā ieraksti pirms tā.
finding-received-twice = Ieraksts Nr. { $index } ({ $institution }): tas pats ziņojums reģistrēts kā saņemts otrreiz.
finding-never-received = Ieraksts Nr. { $index } ({ $institution }): ziņojums, kura saņemšana reģistrā noklusēta.
finding-someone-elses-item = Ieraksts Nr. { $index } ({ $institution }): ziņojums bija adresēts citai iestādei.
finding-accounted-twice = Ieraksts Nr. { $index } ({ $institution }): jau bija ierakstīts, kas noticis ar šo ziņojumu.
finding-case-exists = Ieraksts Nr. { $index } ({ $institution }): lieta ar šādu numuru jau ir.
finding-no-such-case = Ieraksts Nr. { $index } ({ $institution }): lietas ar šādu numuru nav.
finding-someone-elses-case = Ieraksts Nr. { $index } ({ $institution }): lieta pieder citai iestādei.
finding-replayed = Ieraksts Nr. { $index } ({ $institution }): tas pats ieraksts atkārtots.
finding-stale = Ieraksts Nr. { $index } ({ $institution }): seko vecākam lietas ierakstam nekā pēdējais.
finding-gap = Ieraksts Nr. { $index } ({ $institution }): trūkst lietas iepriekšējā ieraksta.
finding-out-of-step = Ieraksts Nr. { $index } ({ $institution }): solis “{ $step }” nevar sekot stāvoklim “{ $stage }”.
finding-unknown-category = Ieraksts Nr. { $index } ({ $institution }): noteikumos nav šādas kategorijas.
finding-forwarded-to-itself = Ieraksts Nr. { $index } ({ $institution }): lieta pārsūtīta tai pašai iestādei.

# Dienas
finding-late = Ieraksts Nr. { $index } ({ $institution }): saņemts { $day }, bet reģistrā ierakstīts tikai { $newest } vai vēlāk.
finding-back-dated-since-seen = Ieraksts Nr. { $index }: datēts ar { $day }, bet { $seen } tā reģistrā vēl nebija.
finding-ahead-of-time = Ieraksts Nr. { $index }: datēts ar { $day }, kas vēl nav pienākusi.
finding-unaccounted = Ieraksts Nr. { $index } ({ $institution }): nav ieraksta, kas noticis ar { $day } saņemto ziņojumu; kopš tā { $age ->
    [one] pagājusi { $age } diena
   *[other] pagājušas { $age } dienas
}.
finding-deadline-late = { $institution }, lieta { $case }: termiņš { $clock } bija { $due }, izpildīts { $done } ({ $binding ->
    [law] likuma termiņš
   *[service] apkalpošanas standarts
}).
finding-deadline-missed = { $institution }, lieta { $case }: termiņš { $clock } bija { $due }, vēl nav izpildīts ({ $binding ->
    [law] likuma termiņš
   *[service] apkalpošanas standarts
}).

# Pārrakstīta vai noklusēta vēsture
finding-hidden = Ziņojums { $item }, par kuru ir kvīts, reģistrā nav atrodams.
finding-rolled-back = Reģistrs atgriezts atpakaļ: ierakstu skaits bija { $seen }, tagad { $served }.
finding-forked = Reģistrs parakstījis divus atšķirīgus stāvokļus; ierakstu skaits abos: { $size }.
finding-altered = Vēsture pārrakstīta: ieraksts Nr. { $index } nomainīts (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-dropped = Vēsture pārrakstīta: ieraksts Nr. { $index } izņemts (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-inserted = Vēsture pārrakstīta: vietā Nr. { $index } iesprausts ieraksts (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-reordered = Vēsture pārrakstīta: no vietas Nr. { $index } mainīta secība (iepriekš pārbaudīto ierakstu skaits: { $seen }).
finding-withheld = Reģistrs neizsniedz to, ko tas parakstījis: { $what }.
finding-entry-differs = Izsniegtais ieraksts Nr. { $index } nav tas, kas ir parakstītajā kokā.
finding-tree-differs = Izsniegtais neatbilst parakstītajam stāvoklim; ierakstu skaits tajā: { $size }.
finding-bad-checkpoint = Reģistra stāvoklis nav derīgs vai nav šī reģistra parakstīts.
finding-too-few-witnesses = Liecinieku apliecinājumu skaits: { $have }; vajag: { $needed }.

# Seši vārdi, ko redz ziņotājs
status-received = Saņemts
status-assessing = Izvērtē
status-reviewing = Izskata
status-question = Jautājums Jums
status-answer = Atbilde
status-done = Pabeigts
