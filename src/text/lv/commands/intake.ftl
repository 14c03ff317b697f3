# Uzturētāja komandas.

intake-about-init = Izveidot jaunu, tukšu serveri
intake-about-serve = Pieņemt ziņojumus, līdz liek beigt
intake-about-check = Pārbaudīt iestatījumus, sarakstus, pulksteni un krātuvi, atvērt katru ierakstu, neko nemainot
intake-about-clock = Parādīt, ko rāda pulkstenis un kas ir zināms; apstiprināt pulksteni, kuram netic
intake-arg-confirm = Šodienas datums, noskaidrots citur; tam jāsakrīt ar pulksteni
intake-arg-give-up = Turpināt bez ierakstiem, kas neatveras; tos aizmirst pēc termiņa, skaitot no šodienas
intake-arg-home = Servera mape
intake-arg-keys = Mape ar iestāžu parakstītajiem sarakstiem
intake-arg-pack = Parakstītās valsts pakotnes mape; bez tās der programmā iebūvētā
intake-arg-reporters = Kur gaida ziņotājus: šī datora adrese vai unix:/ceļš
intake-arg-officers = Kur gaida atbildīgās personas: šī datora adrese vai unix:/ceļš
intake-arg-today = Mācībām: strādāt tā, it kā būtu šī diena
intake-about-torrc = Izdrukāt rindas, kas šim serverim vajadzīgas tor iestatījumos
intake-about-invite = Izdrukāt uzaicinājumu, no kura atbildīgās personas dators zina visu par šo serveri
intake-invitation-heading = Uzaicinājums ({ $name }). Atveriet to darbagaldā (svilpe officer desk) vai: svilpe officer setup --invitation FAILS
intake-arg-institution = Iestādes īsais nosaukums, kā sarakstā
intake-no-such-roster = Mapē { $path } nav šīs iestādes saraksta.
    .hint = Īsais nosaukums ir saraksta faila nosaukums bez .toml.
intake-roster-names-no-server = Iestādes saraksts nenosauc šo serveri un tā žurnāla atslēgu.
    .hint = Iestāde to paraksta: svilpe officer roster sign --server ATSLĒGA. Lasiet keys/README.md.
intake-no-hostname = Onion adrese nav izlasāma no { $path }: { $why }.
    .hint = Palaidiet šo kā root pēc tam, kad tor ir palaists; citu mapi norāda --tor.
intake-arg-proxy-protocol = Katrs savienojums sākas ar rindu, ko raksta tor (HiddenServiceExportCircuitID haproxy); citus pārtrauc
intake-arg-require-confinement = Nesākt darbu, ja kodols procesu neierobežo pilnībā
intake-arg-tor = Mape, kurā tor glabā servisu atslēgas
intake-about-backup = Nokopēt apturētu serveri divās mapēs: nošifrētie ziņojumi un tas, kas atver krātuvi
intake-about-restore = Izveidot serveri no rezerves kopijas un pārbaudīt katru ierakstu
intake-arg-to = Jauna mape kopijai; bez atslēgu saišķa tā neko neatver
intake-arg-keyring-to = Mape citā diskā atslēgu saišķim un piparam; kopiju tajā pārraksta
intake-arg-from = Rezerves kopija
intake-arg-keyring-from = Mape ar atslēgu saišķi un piparu
intake-arg-new-home = Jauna mape serverim

intake-init-done = Serveris ir izveidots mapē { $path }. Pēc šī datora pulksteņa ir { $day }; ja tas nav pareizi, iestatiet pulksteni un sāciet no jauna. Zemāk ir tā numurs: iedodiet to atbildīgajām personām komandai „svilpe officer setup”. Otrā rinda ir žurnāla atslēga: iedodiet to auditoriem.
intake-check-done = Viss ir kārtībā. Servera numurs: { $instance }. Pēdējā rinda ir žurnāla atslēga.
intake-roster-changed = { $institution }: saraksts ir jauns vai mainījies un ir pieņemts.

intake-roster-to-come = { $institution }: saraksts ir jauns vai mainījies; nākamajā palaišanā to pieņems.
intake-roster-leaves = Uzmanību, { $institution }: šajā sarakstā nav neviena, kas varētu atvērt { $open } neslēgtus ziņojumus un papildinājumus; no tiem { $unfetched } neviens nav saņēmis. Iestāde ir parakstījusi, ka to zina.
intake-not-empty = Mape nav tukša: { $why }.
    .hint = Izvēlieties citu mapi. Ja serveris tur jau ir, lietojiet „svilpe intake serve”.
intake-not-there = Servera šeit nav: { $why }.
    .hint = Pārbaudiet ceļu vai izveidojiet serveri ar „svilpe intake init”.
intake-apart = Servera mapē ir kas tāds, kas nepieder kopā: { $why }.
    .hint = Nekas nav mainīts. Lasiet docs/operate.md nodaļu „A file is damaged”.
intake-clock-in-doubt = Pulkstenim netic: { $why }.
    .hint = Ja pulkstenis rāda nepareizi, iestatiet to. Ja pareizi: svilpe intake clock --home MAPE --confirm DIENA. Tad palaidiet vēlreiz.
intake-clock-impossible = Šī datora pulkstenis rāda { $clock } vai vēl tālāku dienu. Ar to nekas nedarbojas.
    .hint = Iestatiet pulksteni. Nekas nav mainīts.
intake-clock-apart = Pulkstenis ({ $clock }) nesakrīt ar to, kas ir zināms.
    .hint = Ja pulkstenis rāda nepareizi, iestatiet to. Ja pareizi: apturiet serveri, svilpe intake clock --home MAPE --confirm DIENA, palaidiet to.
intake-clock-other = Jūs apstiprināt { $day }, bet pulkstenis rāda { $clock }.
    .hint = Vispirms iestatiet pulksteni vai ieskatieties kalendārā.
intake-clock-agrees = Pulkstenis sakrīt ar to, kas ir zināms: nav ko apstiprināt.
intake-clock-confirmed = Apstiprināts: šodien ir { $day }. Palaidiet serveri.
intake-clock-turned-back = Bija ieraksti ar vēlāku datumu nekā šodien. Žurnālā tagad teikts, ka dienas atkal skaita no šodienas; auditori to redz.
intake-damaged = { $count ->
        [zero] { $count } ieraksti neatveras: tie nosaukti augstāk. Serveris ar tiem nesāk darbu.
        [one] { $count } ieraksts neatveras: tie nosaukti augstāk. Serveris ar tiem nesāk darbu.
       *[other] { $count } ieraksti neatveras: tie nosaukti augstāk. Serveris ar tiem nesāk darbu.
    }
    .hint = Atjaunojiet jaunāko rezerves kopiju. Ja tādas nav, svilpe intake check --give-up-damaged turpina bez tiem. Vispirms izlasiet docs/operate.md.
intake-damaged-given-up = Ieraksti, kas neatveras un no kuriem ir atteikts: { $count }. Viss pārējais ir kārtībā.
    .hint = Tie nosaukti augstāk un pazudīs paši, kad beigsies to termiņš.
intake-gave-up = Atteikts: { $count }.
intake-bad-home = Servera mapi nevar lietot: { $why }.
    .hint = Pārbaudiet ceļu, tiesības un failu intake.toml.
intake-store = Krātuve: { $why }.
    .hint = Nekas nav mainīts. Lasiet docs/operate.md.
intake-bad-pack = Valsts pakotni { $path } nevar lietot: { $why }.
    .hint = Izlabojiet to, parakstiet ar svilpe officer pack sign un mēģiniet vēlreiz. Paraugs ir policy/latvia/.
intake-pack-unreviewed = Šo valsts pakotni ({ $country }) neviens likuma zinātājs nav pārskatījis. Meklējiet VERIFY failā policy.toml.
intake-bad-language = Valodu nevar lietot: { $why }.
    .hint = Izlabojiet failu. Kā valodu pievienot, stāsta docs/countries.md.
intake-bad-rosters = Sarakstus nevar lietot: { $why }.
    .hint = Lasiet keys/README.md.
intake-roster-refused = Sarakstu nepieņem: { $why }.
    .hint = Jautājiet iestādei. Lasiet keys/README.md par maiņu.
intake-ledger = Žurnāls: { $why }.
    .hint = Ziņojumi glabājas, nekas nav mainīts. Lasiet docs/operate.md.
intake-cannot-listen = Adresē { $address } nevar gaidīt: { $why }.
    .hint = Varbūt serveris jau darbojas. Adreses ir failā intake.toml.
intake-not-an-address = „{ $text }” nav šī datora adrese.
    .hint = Rakstiet 127.0.0.1:8017 vai unix:/run/svilpe/reporters.sock.

intake-not-confined = Procesu nevar ierobežot: { $why }.
    .hint = Pārbaudiet, vai intake.toml minētās mapes pastāv. Izlasiet docs/operate.md.
intake-confinement-required = Process nav ierobežots pilnībā, bet ir prasīts --require-confinement.
    .hint = Iepriekšējās rindas pasaka, kā trūkst.
intake-torrc-needs-sockets = Serveris gaida šī datora adresēs; tor to sasniedz ar ligzdām.
    .hint = Failā intake.toml rakstiet unix:/run/svilpe/reporters.sock un unix:/run/svilpe/officers.sock.
intake-torrc-path = { $why }.
    .hint = Izvēlieties vienkāršāku ceļu failā intake.toml.

intake-no-backup = Rezerves kopija nav izveidota: { $why }.
    .hint = Vispirms apturiet serveri. Abām mapēm jābūt atsevišķi vienai no otras un no servera mapes.
intake-no-restore = Nekas nav atjaunots: { $why }.
    .hint = Ņemiet jaunāko kopiju un to atslēgu saišķi, kas kopēts reizē ar to. Lasiet docs/operate.md.
intake-backup-done = Kopija ir izveidota un pārlasīta. Glabājiet atslēgu saišķa mapi atsevišķi no visām kopijām.
intake-restore-done = Atjaunots; katrs ieraksts ir pārbaudīts. Pārbaudiet ceļus failā intake.toml un palaidiet serveri.
