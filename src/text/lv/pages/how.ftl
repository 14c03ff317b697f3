# Kā tas darbojas un ko mēs glabājam.

how-heading = Kā tas darbojas
how-lead = Bez tehniskiem vārdiem: ceļš no Jums līdz iestādei un atpakaļ.

how-steps-heading = Ziņojuma ceļš
how-step-write = Jūs aizpildāt veidlapu. Tajā redzat savu vienreizējo kodu un to pierakstāt.
how-step-seal = Serveris ziņojumu un failus uzreiz nošifrē. Atslēgas ir tikai iestādes atbildīgajām personām viņu pašu datoros.
how-step-received = Lapa „Saņemts” parādās tikai tad, kad ziņojums ir droši saglabāts.
how-step-answer = Atbildīgā persona ziņojumu atver savā datorā un uzraksta atbildi. Atbildi nošifrē tā, ka to atver tikai Jūsu kods.
how-step-return = Jūs atgriežaties, ievadāt kodu un lasāt. Katrā reizē saņemat jaunu kodu. Vecais vairs neder.

how-kept-heading = Ko mēs glabājam
how-kept-report = nošifrētu ziņojumu: līdz lieta ir pabeigta un ir pagājis tās glabāšanas termiņš;
how-kept-replies = nošifrētas atbildes: ne ilgāk kā { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
};
how-kept-day = dienu, kad ziņojums saņemts, bez stundas un minūtes.

how-not-kept-heading = Ko mēs neglabājam
how-not-kept-address = IP adresi, ziņas par pārlūku, sīkdatnes, apmeklējumu žurnālu;
how-not-kept-code = Jūsu kodu: to nezina neviens, izņemot Jūs;
how-not-kept-plain = nešifrētu tekstu, failus, failu nosaukumus un vārdus.

how-limits-heading = Ko mēs nevaram solīt
how-limits-server = Kamēr veidlapa tiek nosūtīta, serveris tekstu redz. Ja serveri būtu pārņēmis uzbrucējs, viņš varētu lasīt to, ko sūta kopš tās dienas, bet ne to, kas nosūtīts agrāk.
how-limits-own = Ja ar to nepietiek, ziņojumu var nošifrēt savā datorā ar programmu „svilpe reporter”. Tad serveris neredz ne vārda.
how-limits-network = Jūsu tīkla uzturētājs var redzēt, ka lietojat Tor.
how-limits-content = Jūs var atpazīt pēc tā, ko un kā rakstāt.
how-limits-exit = „Ātrā izeja” atver citu lapu, bet neizdzēš pārlūka vēsturi. Drošāk ir aizvērt Tor Browser.

how-code-heading = Par kodu
how-code-digits = Kodā ir 28 cipari. Pēdējie divi ļauj pamanīt rakstīšanas kļūdu.
how-code-lost = Pazaudētu kodu nevar atjaunot. Nosūtiet jaunu ziņojumu, pieminiet agrāko un kaut ko, ko zina tikai tā autors.
how-code-fails = Ja kods pēkšņi neder, iespējams, to ir lietojis kāds cits. Uzrakstiet par to jaunā ziņojumā.
how-code-months = Kods der vismaz { $months ->
    [zero] { $months } mēnešus
    [one] { $months } mēnesi
   *[other] { $months } mēnešus
} no dienas, kad to saņēmāt.
how-code-form = Veidlapa un tajā redzamais kods ir derīgi { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
}.

how-ledger-heading = Žurnāls
how-ledger-entry = Katrs ziņojums kļūst par ierakstu žurnālā, kuru var tikai papildināt: iestāde, diena un kontrolsumma, ne vārda no ziņojuma. Ar savu kodu redzat ieraksta numuru un to, kā sākas kontrolsumma.
how-ledger-auditor = Auditoriem ārpus iestādes ir žurnāla kopija. Ar rindu no atbilžu lapas ikviens var likt pārbaudīt, vai Jūsu ziņojums tur ir. Kam ir šī rinda, tas zina, kurš ieraksts ir Jūsu; kas Jūs esat, tas no tās neuzzina.
how-ledger-own = Lapa ir tikai servera vārds. Programma „svilpe reporter” Jūsu datorā pārbauda, ka žurnālā ir Jūsu ziņojums un ka tas nav pārrakstīts.
how-ledger-missing = Ierakstus izdara, kad diena ir beigusies. Ja ieraksta nav pēc { $days ->
    [zero] { $days } dienām
    [one] { $days } dienas
   *[other] { $days } dienām
}, atbilžu lapā rakstīts, ko varat darīt.
