# Kad atgriežaties. Viegli lasīt.

return-lead = Jūs redzēsiet atbildes. Jūs varēsiet rakstīt vēl.
return-code-hint = Kodā ir 28 cipari. Jūs varat rakstīt ar atstarpēm vai bez tām. Jūs varat kodu ielīmēt.
return-lost = Kodu zināt tikai Jūs. Mēs jaunu dot nevaram. Sūtiet jaunu ziņojumu. Rakstiet tajā, ka jau ziņojāt. Rakstiet kaut ko, ko zināt tikai Jūs.
return-once = Katrs kods der vienu reizi. Vai Jūs jau bijāt šeit? Tad ievadiet jaunāko kodu.

problem-code-typo = Kodā ir kļūda. Pārbaudiet ciparus
return-typed = Jūs ierakstījāt { $count ->
    [zero] { $count } ciparu
    [one] { $count } ciparu
   *[other] { $count } ciparus
}. Kodā ir 28 cipari.
return-typed-all = Ir visi 28 cipari. Bet viens nav pareizs. Vai divi ir samainīti.
problem-code-opens-nothing-why = Varbūt Jums ir jaunāks kods. Ievadiet to. Varbūt Jūs lapu „Saņemts” neredzējāt. Tad mēs ziņojumu nesaņēmām. Sūtiet to vēlreiz. Varbūt „Saņemts” redzējāt un jaunāka koda Jums nav. Tad kodu varbūt lietoja cits cilvēks. Viņš varbūt izlasīja atbildes. Rakstiet par to jaunā ziņojumā. Nekas nav mainījies.
problem-visit-unsettled = Ar šo kodu Jūs kaut ko sākāt un nepabeidzāt
problem-visit-unsettled-why = Jūs to sākāt ziņošanas programmā. Atveriet programmu vēlreiz. Ievadiet abus kodus, jauno un veco. Jūsu ziņojums ir drošībā.

fresh-not-yet = Tagad šeit ir ļoti daudz cilvēku. Nekas nav mainījies. Jūsu vecais kods der. Jaunais kods vēl neder. Pagaidiet minūti. Nospiediet pogu vēlreiz. Varbūt Jūs pogu nospiedāt jau agrāk un vecais kods neko neatver. Tad der jaunais kods.
fresh-taken = Jauno kodu redzēja cits cilvēks. Viņš to jau lietoja. Nosvītrojiet šo kodu. Tas neatver Jūsu ziņojumu. Nekas nav mainījies. Jūsu vecais kods der. Zemāk ir cits jaunais kods.
fresh-write = Pierakstiet jauno kodu. Glabājiet veco kodu, līdz redzat atbildes
fresh-why = Kad redzēsiet atbildes, vecais kods vairs nederēs.
fresh-open = Es pierakstīju jauno kodu. Rādīt atbildes

answers-none-why = Tā bieži ir. Nāciet { $day } vai vēlāk.
answers-from-unchecked = Mēs nezinām, kurš to rakstīja ({ $day })
answers-own-report-and = Jūsu ziņojums. Arī ziņas līdz Nr.{"\u00A0"}{ $last }
answers-unreadable = { $count ->
    [zero] { $count } atbildes atvērt nevar. Tās ir bojātas. Rakstiet iestādei. Lūdziet, lai tā atbild vēlreiz.
    [one] { $count } atbildi atvērt nevar. Tā ir bojāta. Rakstiet iestādei. Lūdziet, lai tā atbild vēlreiz.
   *[other] { $count } atbildes atvērt nevar. Tās ir bojātas. Rakstiet iestādei. Lūdziet, lai tā atbild vēlreiz.
}
answers-older = { $count ->
    [zero] Ir vēl { $count } vecākas atbildes. Šajā lapā tām nav vietas.
    [one] Ir vēl { $count } vecāka atbilde. Šajā lapā tai nav vietas.
   *[other] Ir vēl { $count } vecākas atbildes. Šajā lapā tām nav vietas.
}
answers-files-why = Fails paliks Jūsu ierīcē. Citi to var atrast. Pogas strādā 30 minūtes.
answers-files-withheld = Atbildei ir faili. Mēs nezinām, kas tos sūtīja. Tāpēc Jūs tos nevarat saņemt.
answers-state-heading = Kas notiek ar Jūsu ziņojumu
answers-entry-waits = Vēl nav. Mēs rakstām žurnālā vienu reizi dienā.
answers-missing = Jūsu ziņojuma nav žurnālā. Tam tur bija jābūt ne vēlāk kā { $day }. Varbūt neviens to nav izlasījis. Iedodiet šo rindu auditoram. Sūtiet ziņojumu vēlreiz: šeit, citai iestādei vai kontaktpunktam.
answers-auditor-why = Šo rindu varat dot auditoram. Auditors pārbauda žurnālu. Rinda rāda, kurš ieraksts ir Jūsu. Tajā nav Jūsu ziņojuma vārdu. Nesūtiet to no vietas, kur Jūs pazīst.
answers-silent = Iestāde { $day } ierakstīja: ziņotājam ir atbilde. Bet šeit atbildes nav. Pajautājiet iestādei, kur ir atbilde.
answers-accounted-term = Vai iestāde zina par ziņojumu
answers-code-why = Nākamreiz ievadiet šo kodu. Vecais kods vairs neder.

addition-answers = Šeit atbilžu nav. Jūs tās redzēsiet, kad ievadīsiet kodu vēlreiz.
add-heading = Rakstīt vēl vai pievienot failus
add-message-hint = Atbildiet uz jautājumiem. Pastāstiet, kas ir mainījies. Nerakstiet, kas Jūs esat. Personas, kurām liedzāt ziņojumu, neredzēs arī šo.
addition-code = Jūsu kods vēl der
add-nothing-kept = Ziņa vēl nav nosūtīta. Mēs no tā neko neglabājam. Jūsu teksts ir šajā lapā.
leave-code = Pārbaudiet, vai pierakstījāt jaunāko kodu.
leave-tab = Aizveriet arī otru cilni. Tajā ir Jūsu teksts.
leave-close = Aizveriet pārlūku Tor Browser. Vai izvēlieties tajā „New Identity”.

added-heading = Mēs saņēmām Jūsu ziņu
added-safe = Tā ir droši aizslēgta.
added-answers = Vai gribat lasīt atbildes vēlreiz? Ievadiet kodu vēlreiz.
add-readers = Ziņu lasīs šie cilvēki. To nelasīs tie, kurus Jūs izslēdzāt. { $names }
