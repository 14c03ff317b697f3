# Operatora komandas.

intake-about-init = Izveidot jaunu, tukšu serveri
intake-about-serve = Pieņemt ziņojumus, līdz liek beigt
intake-about-check = Pārbaudīt iestatījumus, sarakstus un krātuvi, neko nemainot
intake-arg-home = Servera mape
intake-arg-keys = Mape ar iestāžu parakstītajiem sarakstiem
intake-arg-policy = Noteikumu datne; bez tās der programmā iebūvētie
intake-arg-reporters = Kur gaida ziņotājus: šī datora adrese vai unix:/ceļš
intake-arg-officers = Kur gaida atbildīgās personas: šī datora adrese vai unix:/ceļš
intake-arg-today = Mācībām: strādāt tā, it kā būtu šī diena

intake-init-done = Serveris ir izveidots mapē { $path }. Zemāk ir tā numurs: iedodiet to atbildīgajām personām komandai „svilpe officer setup”. Otrā rinda ir žurnāla atslēga: iedodiet to revidentiem.
intake-check-done = Viss ir kārtībā. Servera numurs: { $instance }. Pēdējā rinda ir žurnāla atslēga.
intake-roster-changed = { $institution }: saraksts ir jauns vai mainījies un ir pieņemts.

intake-not-empty = Mape nav tukša: { $why }.
    .hint = Izvēlieties citu mapi. Ja serveris tur jau ir, lietojiet „svilpe intake serve”.
intake-not-there = Servera šeit nav: { $why }.
    .hint = Pārbaudiet ceļu vai izveidojiet serveri ar „svilpe intake init”.
intake-bad-home = Servera mapi nevar lietot: { $why }.
    .hint = Pārbaudiet ceļu, tiesības un datni intake.toml.
intake-store = Krātuve: { $why }.
    .hint = Nekas nav mainīts. Lasiet docs/operate.md.
intake-bad-policy = Noteikumus { $path } nevar lietot: { $why }.
    .hint = Izlabojiet datni. Paraugs ir policy/latvia.toml.
intake-bad-rosters = Sarakstus nevar lietot: { $why }.
    .hint = Lasiet keys/README.md.
intake-roster-refused = Sarakstu nepieņem: { $why }.
    .hint = Jautājiet iestādei. Lasiet keys/README.md par maiņu.
intake-ledger = Žurnāls: { $why }.
    .hint = Ziņojumi glabājas, nekas nav mainīts. Lasiet docs/operate.md.
intake-cannot-listen = Adresē { $address } nevar gaidīt: { $why }.
    .hint = Varbūt serveris jau darbojas. Adreses ir datnē intake.toml.
intake-not-an-address = „{ $text }” nav šī datora adrese.
    .hint = Rakstiet 127.0.0.1:8017 vai unix:/run/svilpe/reporters.sock.
