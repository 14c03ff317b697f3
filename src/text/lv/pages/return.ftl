# Atgriešanās: kods, jaunais kods, atbildes, papildinājums.

return-heading = Ievadiet savu kodu
return-lead = Pēc tam redzēsiet atbildes un varēsiet ko pievienot.
return-code = Kods
return-code-hint = 28 cipari. Atstarpes un domuzīmes netraucē. Kodu var ielīmēt.
return-send = Turpināt
return-again = Ievadīt kodu vēlreiz
return-lost-heading = Kods ir pazudis?
return-lost = To nevar atjaunot: to nezina neviens, izņemot Jūs. Nosūtiet jaunu ziņojumu, pieminiet agrāko un kaut ko, ko zina tikai tā autors.
return-once = Katru kodu var lietot vienreiz. Ja agrāk jau atgriezāties, ievadiet jaunāko.

problem-code-typo = Kodā ir rakstīšanas kļūda. Pārbaudiet ciparus
return-typed = Jūs ievadījāt { $count ->
    [zero] { $count } ciparu
    [one] { $count } ciparu
   *[other] { $count } ciparus
}; kodā ir 28.
return-typed-all = Visi 28 cipari ir, bet viens ir nepareizs vai divi samainīti vietām.
problem-code-opens-nothing = Šis kods neko neatver
problem-code-opens-nothing-why = Varbūt tas jau ir lietots un Jums ir jaunāks kods: ievadiet to. Ja ar šo kodu vēl neesat atgriezies un lapu „Saņemts” neredzējāt, ziņojums nav saņemts: nosūtiet to vēlreiz. Ja „Saņemts” redzējāt un jaunāka koda Jums nav, kodu, iespējams, ir lietojis vai sācis lietot kāds cits un varbūt izlasījis atbildes: uzrakstiet par to jaunā ziņojumā. Nekas nav mainīts.
problem-visit-unsettled = Ar šo kodu ir sākts apmeklējums, kas nav pabeigts
problem-visit-unsettled-why = Tas sākts ziņošanas programmā. Pabeidziet to tur: palaidiet programmu vēlreiz ar abiem kodiem, jauno un iepriekšējo. Jūsu ziņojums ir drošībā.

fresh-not-yet-heading = Atbildes vēl nav atvērtas
fresh-not-yet = Šobrīd šeit ir ļoti daudz apmeklētāju. Šis mēģinājums neko nav mainījis: der Jūsu vecais kods, jaunais vēl neder. Pagaidiet minūti un vēlreiz nospiediet pogu zemāk. Ja pogu nospiedāt jau agrāk un vecais kods vairs neko neatver, tad der jaunais.
fresh-taken-heading = Šo jauno kodu nelietojiet
fresh-taken = Kodu, ko nupat pierakstījāt, ir redzējis kāds cits un jau to lietojis. Nosvītrojiet to: tas atver cita cilvēka ziņas, ne Jūsu. Nekas nav mainīts, un Jūsu vecais kods der. Zemāk ir cits jaunais kods.
fresh-heading = Jūsu jaunais kods
fresh-write = Pierakstiet jauno kodu. Veco paturiet, līdz redzat atbildes
fresh-why = Kad atvērsiet atbildes, vecais kods vairs nederēs.
fresh-open = Jaunais kods ir pierakstīts. Atvērt atbildes

answers-heading = Atbildes
answers-written-heading = Ko Jums atbildēja
answers-none = Atbildes vēl nav
answers-none-why = Tas nav nekas neparasts. Atgriezieties { $day } vai vēlāk.
answers-from = { $officer }, { $day }
answers-from-unchecked = Mēs nevarējām pārbaudīt, kas to rakstīja ({ $day })
answers-own-report = Jūsu ziņojums
answers-own-report-and = Jūsu ziņojums un ziņas līdz Nr.{"\u00A0"}{ $last }
answers-own = Jūsu ziņa Nr.{"\u00A0"}{ $number }
answers-own-several = Jūsu ziņas Nr.{"\u00A0"}{ $first }–{ $last }
answers-to-report = Atbilde uz Jūsu ziņojumu
answers-to = Atbilde uz Jūsu ziņu Nr.{"\u00A0"}{ $number }
answers-unreadable = { $count ->
    [zero] { $count } atbildes nevar atvērt: tās ir bojātas. Uzrakstiet iestādei papildinājumā, lai atbild vēlreiz.
    [one] { $count } atbildi nevar atvērt: tā ir bojāta. Uzrakstiet iestādei papildinājumā, lai atbild vēlreiz.
   *[other] { $count } atbildes nevar atvērt: tās ir bojātas. Uzrakstiet iestādei papildinājumā, lai atbild vēlreiz.
}
answers-older = { $count ->
    [zero] Vēl { $count } agrākas atbildes šajā lapā neietilpa.
    [one] Vēl { $count } agrāka atbilde šajā lapā neietilpa.
   *[other] Vēl { $count } agrākas atbildes šajā lapā neietilpa.
}
answers-file-get = Saņemt failu
answers-files-why = Fails paliks Jūsu ierīcē, kur to var atrast citi. Pogas der pusstundu.
answers-files-withheld = Šai atbildei ir faili, bet mēs nevaram pārbaudīt, kas tos sūtīja. Tāpēc tos šeit nevar saņemt.
answers-state-heading = Kur ir Jūsu ziņojums
answers-state-received = Saņemts
answers-state-assessed = Izvērtē
answers-state-examined = Izskata
answers-state-question = Jautājums Jums
answers-state-answered = Atbilde
answers-state-done = Pabeigts
answers-state-term = Stāvoklis
answers-day-term = Saņemšanas diena
answers-entry-term = Ieraksts žurnālā
answers-entry = Nr.{"\u00A0"}{ $entry }
answers-entry-waits = Vēl nav ierakstīts. Ierakstus veic reizi dienā.
answers-digest-term = Jūsu ziņojuma kontrolsumma sākas ar
answers-missing = Jūsu ziņojuma žurnālā nav, kaut tam tur bija jābūt ne vēlāk kā { $day }. Iespējams, tas izmests, pirms kāds to izlasīja. Iedodiet iestādes auditoram zemāk redzamo rindu un nosūtiet ziņojumu vēlreiz: šeit, citai iestādei vai kontaktpunktam.
answers-silent = Iestāde { $day } ierakstījusi žurnālā, ka ir Jums rakstījusi, bet šeit no tās nekā nav. Pajautājiet iestādei ar papildinājumu. Pajautāt var arī žurnāla auditors: iedodiet viņam kontrolsummu.
answers-auditor-heading = Ja gribat, lai to pārbauda
answers-auditor-why = Šo rindu varat dot jebkuram žurnāla auditoram. Tā rāda, kurš ieraksts ir Jūsu, bet ne vārda no ziņojuma. Nesūtiet to no vietas, kur Jūs pazīst.
answers-accounted-term = Vai iestāde to ir uzskaitījusi
answers-accounted-yes = Jā
answers-accounted-no = Vēl ne
answers-next-term = Kad atgriezties
answers-next = { $day } vai vēlāk
answers-code-heading = Jūsu kods
answers-code-why = Nākamreiz ievadiet šo kodu. Iepriekšējais vairs neder.
answers-code-same-why = Nākamreiz ievadiet šo pašu kodu.

addition-answers = Atbildes šeit vēlreiz nerāda: tās redzēsiet, kad nākamreiz ievadīsiet kodu.
add-heading = Pievienot ziņu vai failus
add-message = Jūsu ziņa
add-message-hint = Atbildiet uz jautājumiem vai pastāstiet, kas mainījies. Nerakstiet, kas esat. Personas, kurām liedzāt ziņojumu, neredzēs arī šo.
add-readers = To lasīs šie cilvēki, izņemot tos, kurus ziņojumā izslēdzāt: { $names }
add-send = Nosūtīt
addition-code = Jūsu kods joprojām der
add-nothing-kept = Ziņa nav nosūtīta, un no šī sūtījuma nekas nav saglabāts. Jūsu teksts ir šajā lapā.
leave-heading = Pirms aizejat
leave-code = Pārbaudiet, vai jaunākais kods ir pierakstīts.
leave-tab = Aizveriet arī iepriekšējo cilni: tajā vēl ir Jūsu teksts.
leave-close = Pārlūkā Tor Browser izvēlieties „New Identity” vai aizveriet to.

added-heading = Ziņa ir saņemta
added-safe = Tā ir nošifrēta un droši saglabāta.
added-code = Jūsu kods nav mainījies
added-answers = Lai vēlreiz lasītu atbildes, ievadiet kodu no jauna.
