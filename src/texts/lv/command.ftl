# Komandrinda: kas visām komandām kopīgs.

command-about = Svilpe: ziņojiet par pārkāpumu, neatklājot, kas Jūs esat
command-about-officer = Atbildīgajām personām: saņemt, atvērt un atbildēt savā datorā
command-about-intake = Operatoram: serveris, kas pieņem ziņojumus
command-usage = Lietošana:
command-commands = Komandas
command-options = Izvēles
command-arg-help = Parādīt, kā komandu lietot
command-error = kļūda:
command-hint = padoms:

command-unknown = Komandas „{ $what }” nav.
    .hint = Pievienojiet --help, lai redzētu komandas.
command-missing = Trūkst komandas.
    .hint = Pievienojiet --help, lai redzētu komandas.
command-unknown-argument = Izvēles „{ $what }” šeit nav.
    .hint = Pievienojiet --help, lai redzētu, ko komanda saprot.
command-missing-argument = Trūkst { $what }.
    .hint = Pievienojiet --help, lai redzētu, ko komanda saprot.
command-bad-value = { $what } vērtība neder.
    .hint = Pievienojiet --help, lai redzētu, ko komanda saprot.
command-twice = { $what } drīkst norādīt tikai vienreiz.
    .hint = Vienu no tām izlaidiet.
command-not-understood = Komandrindu nevar saprast.
    .hint = Pievienojiet --help, lai redzētu, kā komandu lietot.

command-not-an-address = „{ $text }” nav servera adrese.
    .hint = Rakstiet to kā { $example }, tā vietā liekot onion nosaukumu, vai kā unix:/ceļš/uz.sock.
command-in-clear = Uz „{ $text }” nekas netiek sūtīts: ikviens pa ceļam varētu lasīt līdzi.
    .hint = Lietojiet servera onion adresi kopā ar --proxy { $proxy } vai adresi šajā datorā.
command-needs-proxy = „{ $text }” ir onion adrese, bet starpniekserveris nav norādīts.
    .hint = Palaidiet Tor un pievienojiet --proxy { $proxy }.
command-needs-no-proxy = Unix ligzda ir šajā datorā: starpniekserveris to nesasniegs.
    .hint = Izlaidiet --proxy.
command-not-a-proxy = „{ $text }” nav starpniekserveris, ko varētu lietot.
    .hint = Rakstiet { $proxy }: ports šajā datorā, nosaukumus meklē starpniekserveris.
command-cannot-reach = { $server } nav sasniedzams: { $why }.
    .hint = Pārbaudiet, vai darbojas serveris un Tor un vai adrese ir pareiza; tad atkārtojiet komandu.
command-stalled = { $server } minūti klusēja.
    .hint = Atkārtojiet komandu: tā turpinās, kur apstājās.
command-cut-off = Savienojums ar { $server } pārtrūka.
    .hint = Atkārtojiet komandu: tā turpinās, kur apstājās.
command-something-else = Tas, kas atbild adresē { $server }, nav Svilpes servera atbildīgo personu puse, vai arī tas ir bojāts.
    .hint = Pārbaudiet adresi un portu. Ziņotāju adrese ir cita.
command-output = Rezultātu nevar izvadīt: { $why }.
    .hint = Pārbaudiet, kurp tas tiek sūtīts.
command-no-runtime = Sistēma neļauj programmai sākt darbu: { $why }.
    .hint = Aizveriet citas programmas un mēģiniet vēlreiz.

command-told = { $what }.
    .hint = { $hint }.
