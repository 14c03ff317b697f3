# Kā tas darbojas. Viegli lasīt.

how-lead = Kā ziņojums nonāk iestādē. Kā atbilde nonāk pie Jums.

how-step-write = Jūs aizpildāt veidlapu. Tajā ir kods. Jūs kodu pierakstāt.
how-step-seal = Serveris ziņojumu uzreiz nošifrē. Serveris ir dators, kas saņem ziņojumus. Nošifrēt nozīmē: aizslēgt ar atslēgu. Atslēga ir tikai iestādes atbildīgajām personām.
how-step-received = Jūs redzat lapu „Saņemts”. Tas nozīmē: ziņojums ir drošībā.
how-step-answer = Atbildīgā persona atver ziņojumu savā datorā. Tā raksta Jums atbildi. Atbildi var atvērt tikai ar Jūsu kodu.
how-step-return = Jūs nākat vēlreiz un ievadāt kodu. Jūs lasāt atbildi. Tad saņemat jaunu kodu. Vecais kods vairs neder.

how-kept-report = aizslēgtu ziņojumu: līdz iestāde pabeidz darbu un vēl kādu laiku pēc tam;
how-kept-replies = aizslēgtas atbildes: ne ilgāk kā { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
};
how-kept-day = dienu, kad mēs saņēmām ziņojumu, bet ne stundu.

how-not-kept-address = Jūsu IP adresi (numuru, pēc kura internetā var atrast datoru);
how-not-kept-code = Jūsu kodu: to zināt tikai Jūs;
how-not-kept-plain = tekstu, failus un vārdus, kas nav aizslēgti.

how-limits-server = Kamēr Jūs sūtāt, serveris tekstu redz. Varbūt kāds ļauns cilvēks būs pārņēmis serveri. Tad viņš varēs lasīt to, ko sūta no tās dienas. Agrākos ziņojumus viņš izlasīt nevarēs.
how-limits-own = Vai gribat būt vēl drošāk? Ir programma „svilpe reporter”. Ar to Jūs ziņojumu aizslēdzat savā datorā. Tad serveris neredz neko.
how-limits-network = Tas, kam pieder Jūsu internets, var redzēt, ka lietojat Tor.
how-limits-content = Jūs var pazīt pēc tā, ko un kā rakstāt.
how-limits-exit = „Ātrā izeja” atver citu lapu. Bet pārlūks atceras, ko Jūs skatījāties. Drošāk ir aizvērt Tor Browser.

how-code-digits = Kodā ir 28 cipari. Ja vienu ierakstīsiet nepareizi, mēs to Jums pateiksim.
how-code-lost = Ja kods pazūd, jaunu dot nevaram. Sūtiet jaunu ziņojumu. Rakstiet tajā, ka jau ziņojāt. Rakstiet kaut ko, ko zināt tikai Jūs.
how-code-fails = Vai kods pēkšņi neder? Varbūt to lietoja cits cilvēks. Rakstiet par to jaunā ziņojumā.
how-code-months = Kods der vismaz { $months ->
    [zero] { $months } mēnešus
    [one] { $months } mēnesi
   *[other] { $months } mēnešus
}.
how-code-form = Veidlapa un tās kods der { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
}.

how-ledger-entry = Par katru ziņojumu ir ieraksts žurnālā. Žurnālu var tikai papildināt. Tajā nav ziņojuma vārdu. Ar savu kodu Jūs redzat ieraksta numuru.
how-ledger-auditor = Auditors pārbauda žurnālu. Atbilžu lapā ir rinda auditoram. Ar to var pārbaudīt, vai Jūsu ziņojums ir žurnālā. Rinda nesaka, kas Jūs esat.
how-ledger-own = Šo lapu rāda serveris. Programma „svilpe reporter” pārbauda žurnālu Jūsu datorā.
how-ledger-missing = Ierakstu mēs rakstām nākamajā dienā. Ja ieraksta nav pēc { $days ->
    [zero] { $days } dienām
    [one] { $days } dienas
   *[other] { $days } dienām
}, atbilžu lapa saka, ko darīt.
