# Revidenta pārskats: kas nolasīts, kas nav kārtībā, kas gaida.

verify-read = Pārbaudīti { $entries } ieraksti; reģistra stāvoklis { $day }, sakne { $root }.
verify-nothing = Nav nolasīts neviens ieraksts.
verify-clean = Viss kārtībā.
verify-more = … un vēl { $count } konstatējumi.
verify-waiting = { $institution }: vēl nav atbildēts par { $items } saņemtajiem; vecākais gaida { $days } dienas.

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
finding-accounted-twice = Ieraksts Nr. { $index } ({ $institution }): par šo ziņojumu jau ir atbildēts.
finding-case-exists = Ieraksts Nr. { $index } ({ $institution }): lieta ar šādu numuru jau ir.
finding-no-such-case = Ieraksts Nr. { $index } ({ $institution }): lietas ar šādu numuru nav.
finding-someone-elses-case = Ieraksts Nr. { $index } ({ $institution }): lieta pieder citai iestādei.
finding-replayed = Ieraksts Nr. { $index } ({ $institution }): tas pats ieraksts atkārtots.
finding-stale = Ieraksts Nr. { $index } ({ $institution }): seko vecākam lietas ierakstam nekā pēdējais.
finding-gap = Ieraksts Nr. { $index } ({ $institution }): trūkst lietas iepriekšējā ieraksta.
finding-out-of-step = Ieraksts Nr. { $index } ({ $institution }): šāds solis lietā tobrīd nav iespējams.
finding-unknown-category = Ieraksts Nr. { $index } ({ $institution }): noteikumos nav šādas kategorijas.
finding-forwarded-to-itself = Ieraksts Nr. { $index } ({ $institution }): lieta pārsūtīta tai pašai iestādei.

# Dienas
finding-late = Ieraksts Nr. { $index } ({ $institution }): saņemts { $day }, bet reģistrā ierakstīts tikai { $newest } vai vēlāk.
finding-back-dated-since-seen = Ieraksts Nr. { $index }: datēts ar { $day }, bet { $seen } tā reģistrā vēl nebija.
finding-ahead-of-time = Ieraksts Nr. { $index }: datēts ar { $day }, kas vēl nav pienākusi.
finding-unaccounted = Ieraksts Nr. { $index } ({ $institution }): par { $day } saņemto ziņojumu neviens nav atbildējis; pagājušas { $age } dienas.
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
finding-rolled-back = Reģistrs atgriezts atpakaļ: bija { $seen } ieraksti, tagad { $served }.
finding-forked = Reģistrs parakstījis divus atšķirīgus stāvokļus ar { $size } ierakstiem.
finding-altered = Vēsture pārrakstīta: ieraksts Nr. { $index } nomainīts (iepriekš pārbaudīti { $seen } ieraksti).
finding-dropped = Vēsture pārrakstīta: ieraksts Nr. { $index } izņemts (iepriekš pārbaudīti { $seen } ieraksti).
finding-inserted = Vēsture pārrakstīta: vietā Nr. { $index } iesprausts ieraksts (iepriekš pārbaudīti { $seen } ieraksti).
finding-reordered = Vēsture pārrakstīta: no vietas Nr. { $index } mainīta secība (iepriekš pārbaudīti { $seen } ieraksti).
finding-withheld = Reģistrs neizsniedz to, ko tas parakstījis: { $what }.
finding-entry-differs = Izsniegtais ieraksts Nr. { $index } nav tas, kas ir parakstītajā kokā.
finding-tree-differs = Izsniegtais neatbilst parakstītajam stāvoklim ar { $size } ierakstiem.
finding-bad-checkpoint = Reģistra stāvoklis nav derīgs vai nav šī reģistra parakstīts.
finding-too-few-witnesses = Reģistra stāvokli apliecinājuši { $have } liecinieki, vajag { $needed }.

# Seši vārdi, ko redz ziņotājs
status-received = Saņemts
status-assessing = Izvērtē
status-reviewing = Izskata
status-question = Jautājums Jums
status-answer = Atbilde
status-done = Pabeigts
