# Ko lapas saka par Latvijas likumiem un iestādēm: viegli lasīt.

about-basis = Galvenais ir Trauksmes celšanas likums. Vēl ir Eiropas Savienības likumi: Direktīva (ES) 2019/1937 un Vispārīgā datu aizsardzības regula. Regulas panti: 6. panta 1. punkta c) un e) apakšpunkts, 9. panta 2. punkta g) apakšpunkts un 10. pants.

accessibility-duty = { $operator } rūpējas, lai vietni var lietot visi cilvēki. To nosaka Ministru kabineta noteikumi Nr.{"\u00A0"}445 (2020.{"\u00A0"}gada 14. jūlijs).

guide-secret = Šeit nedrīkst sūtīt valsts noslēpumus. Likums tādu ziņojumu neaizsargā.
guide-files-break = Neielauzieties telpās un datoros. Par to likums Jūs neaizsargā.
guide-people-advice = Vai nezināt, ko darīt? Jautājiet padomu. Padomu dod biedrība „Sabiedrība par atklātību – Delna”, arodbiedrība, advokāts un trauksmes cēlēju kontaktpunkts. Kontaktpunkts ir vieta, kur atbild uz jautājumiem par ziņošanu.

form-anonymous = Jūs rakstāt anonīmi. Anonīmi nozīmē: neviens nezina, kas Jūs esat. Likums saka: anonīms ziņojums nav trauksmes cēlēja ziņojums. Trauksmes cēlējs ir cilvēks, kas ziņo ar savu vārdu un ko likums aizsargā. Jūs varat pateikt savu vārdu tagad vai vēlāk. Bet pēc tam Jūs to nevarat paņemt atpakaļ.
form-secret = Nesūtiet valsts noslēpumus. Likums tādu ziņojumu neaizsargā.
form-known-hint = Vai uzzinājāt to darbā? Tad likums Jūs var aizsargāt. Bet pēc šīs atbildes Jūs var arī vieglāk atrast.
form-not-recognised = Varbūt iestāde nolems, ka tas nav trauksmes cēlēja ziņojums
form-not-recognised-hint = Tas ir svarīgi, ja Jūs pasakāt savu vārdu.
form-not-recognised-examine = Izlasiet ziņojumu un pārbaudiet
form-not-recognised-drop = Tad ziņojumu nepārbaudiet
form-identity-section-hint = Tikai tad, ja gribat, lai likums Jūs aizsargā
form-identity-sealed = Mēs Jūsu vārdu nošifrējam atsevišķi. Nošifrēt nozīmē: aizslēgt tekstu tā, ka to var izlasīt tikai tas, kam ir atslēga. Jūsu vārdu redzēs tikai dažas atbildīgās personas. Iestāde lemj, vai Jūs esat trauksmes cēlējs. Mēs to nevaram solīt.
received-step-acknowledge = 7 dienās iestāde pasaka, ka saņēma ziņojumu. Iestāde arī nolemj, ko ar to darīt.
received-step-answer = 3 mēnešos Jūs saņemat atbildi. Iestāde pasaka, ko tā darīja un kāpēc. Dažreiz tas ilgst 6 mēnešus.
received-anonymous = Likums neprasa, lai iestāde tik ātri atbild uz anonīmu ziņojumu. Bet šī sistēma seko, vai iestāde atbild laikā.

check-before-advice = Cilvēki sapratīs, ka abus ziņojumus rakstījāt Jūs. Varbūt labāk ziņot ar savu vārdu. Tad varat lūgt, lai likums Jūs aizsargā.

rights-lead = Ko likums sola. Ko likums nesola.

rights-honest = Anonīms ziņojums nav trauksmes cēlēja ziņojums. Anonīms nozīmē: neviens nezina, kas Jūs esat. Trauksmes cēlējs ir cilvēks, kas ziņo ar savu vārdu un ko likums aizsargā. Iestāde var lasīt anonīmu ziņojumu un pārbaudīt, kas notika. Bet Jūs tad neesat trauksmes cēlējs.

rights-ways-heading = Jūs varat ziņot divējādi
rights-anonymous-term = Anonīms ziņojums
rights-anonymous = Neviens nezina, kas Jūs esat. Likums nesaka, ka iestādei ziņojums ir jāpārbauda. Varbūt Jūs vēlāk tomēr atpazīst. Tad likums Jūs var aizsargāt tāpat kā trauksmes cēlēju.
rights-named = Jūs pasakāt savu vārdu. Iestāde nolemj, vai tas ir trauksmes cēlēja ziņojums. Ja ir, likums Jūs aizsargā.
rights-later = Savu vārdu Jūs varat pateikt arī vēlāk. Vajag kodu. Bet pēc tam vārdu nevar paņemt atpakaļ.

rights-when = Likums aizsargā, ja ir viss, kas ir šajā sarakstā:
rights-when-person = ziņo cilvēks, un iestāde zina, kas tas ir;
rights-when-breach = ziņojumā ir teikts, ka kāds varbūt pārkāpj likumu;
rights-when-public = tas dara ļaunu daudziem cilvēkiem vai visai valstij;
rights-when-true = cilvēks domā, ka raksta patiesību;
rights-when-work = cilvēks to uzzināja darbā, dienestā, praksē vai tad, kad meklēja darbu;
rights-when-harm = cilvēkam par ziņošanu var darīt ļaunu.
rights-not = Likums neaizsargā, ja cilvēks melo. Likums neaizsargā, ja viņš atklāj valsts noslēpumu. Likums neaizsargā, ja lieta skar tikai viņu pašu. Advokāti un ārsti nedrīkst stāstīt svešus noslēpumus.

rights-course-acknowledge = Iestāde pasaka, ka saņēma ziņojumu. Iestāde nolemj, vai tas ir trauksmes cēlēja ziņojums.
rights-course-notify = Iestāde Jums pasaka, ko nolēma.
rights-course-progress = Varbūt tas ir trauksmes cēlēja ziņojums. Tad iestāde pasaka, ko tā dara.
rights-course-feedback = Iestāde Jums atbild. Tā pasaka, ko darīja vai darīs un kāpēc. Dažreiz tas ilgst 6 mēnešus.
rights-course-outcome = Iestāde pasaka, kā viss beidzās. Bet ne visu likums ļauj teikt.
rights-course-anonymous = Likums neprasa, lai iestāde tik ātri atbild uz anonīmu ziņojumu. Bet šī sistēma seko, vai iestāde atbild laikā.
rights-course-ask = Iestāde var Jums ko jautāt. Jūs to redzēsiet, kad ievadīsiet kodu. Jūs varat arī neatbildēt.

rights-follow-check = pārbaudīt, kas notika, un lūgt dokumentus;
rights-follow-proceed = sākt pārbaudi vai lietu par pārkāpumu vai noziegumu;
rights-follow-forward = dot ziņojumu citai iestādei un to Jums pateikt;
rights-follow-close = beigt darbu. Tā notiek, ja pārkāpums ir mazs. Tā notiek, ja par to jau ziņoja. Tā notiek, ja iestāde zina par maz. Iestāde Jums pasaka, kāpēc.

rights-identity-sealed = Vai pateicāt savu vārdu? Mēs to aizslēdzam atsevišķi. To redz tikai dažas atbildīgās personas.
rights-identity-duty = Kas lasa ziņojumu, tam Jūs ir jāsargā. Tas nedrīkst teikt, kas Jūs esat. Vēlāk Jūsu vārda vietā raksta citu zīmi.
rights-identity-law = Citiem Jūsu vārdu drīkst teikt tikai tad, ja Jūs ļaujat vai ja to prasa likums. To Jums pasaka pirms tam, ja vien tas netraucē izmeklēšanai.
rights-identity-restricted = Ziņojumu nedrīkst rādīt citiem. Par to var sodīt.
rights-identity-personal = Iestāde lieto Jūsu datus tikai tik, cik vajag. Pārējos datus tā dzēš. Jūs varat par saviem datiem jautāt iestādei. Jūs varat sūdzēties Datu valsts inspekcijā.

rights-retaliation-heading = Ja Jums atriebjas
rights-retaliation-forbidden = Trauksmes cēlēju nedrīkst atlaist no darba par to, ka viņš ziņoja. Viņu nedrīkst iebiedēt un sodīt. Nedrīkst arī draudēt.
rights-retaliation-turn = Lūdziet palīdzību. Palīdz iestāde, kurai ziņojāt. Palīdz trauksmes cēlēju kontaktpunkts, Valsts darba inspekcija un tiesa.
rights-retaliation-help = Trauksmes cēlējam valsts dod juristu. Viņam nav jāmaksā par tiesu. Valsts viņu sargā, kamēr tiesa lemj. Viņš var saņemt naudu par to, ko zaudēja.
rights-retaliation-advice = Padomu bez maksas dod biedrība „Sabiedrība par atklātību – Delna” un arodbiedrības. Tās nevienam neko nestāsta.

rights-liability-heading = Vai Jūs sodīs, ja atklājat noslēpumu
rights-liability = Trauksmes cēlēju par to nesoda, ja citādi pārkāpumu nevarēja atklāt. Bet soda, ja viņš, piemēram, ielauzās.
rights-liability-slapp = Varbūt kāds Jūs iesūdz tiesā, lai Jūs klusētu. Tad varat lūgt, lai tiesa to ātri noraida.

rights-others-heading = Kā vēl var ziņot
rights-others-inside = Jūs varat ziņot savā darbavietā.
rights-others-institution = Jūs varat rakstīt iestādei. Darbavietā vispirms ziņot nevajag.
rights-others-union = Jums var palīdzēt biedrība, fonds vai arodbiedrība.
rights-others-public = Dažreiz var stāstīt visiem. Tā var, ja iestāde laikā neko nedarīja. Tā var, ja draud briesmas. Tā var, ja iestādē pierādījumus var paslēpt.

rights-contacts-none = Adreses un tālruņus meklējiet iestāžu mājaslapās.
rights-not-advice = Šī lapa nav jurista padoms. Svarīgākais ir tas, kas rakstīts Trauksmes celšanas likumā un Direktīvā (ES) 2019/1937.
