# Ko lapas saka par Latvijas likumiem un iestādēm. Direktīva: (ES) 2019/1937; likums: Trauksmes celšanas likums.

about-basis = Trauksmes celšanas likums un Direktīva (ES) 2019/1937. Vispārīgās datu aizsardzības regulas 6. panta 1. punkta c) un e) apakšpunkts, 9. panta 2. punkta g) apakšpunkts un 10. pants.

accessibility-duty = { $operator } apņemas nodrošināt šīs vietnes piekļūstamību atbilstoši Ministru kabineta 2020.{"\u00A0"}gada 14. jūlija noteikumiem Nr.{"\u00A0"}445 „Kārtība, kādā iestādes ievieto informāciju internetā”.

guide-secret = Valsts noslēpumu šeit sūtīt nedrīkst. Likums tādu ziņojumu neaizsargā.
guide-files-break = Nelauzieties telpās un datorsistēmās. Par to likums neaizsargā.
guide-people-advice = Ja šaubāties, vispirms lūdziet padomu. To dod biedrība „Sabiedrība par atklātību – Delna”, arodbiedrība, advokāts vai trauksmes cēlēju kontaktpunkts.

form-anonymous = Jūs rakstāt anonīmi. Pēc likuma tas nav trauksmes cēlēja ziņojums. Savu vārdu varat pievienot tagad vai vēlāk, bet atsaukt to vairs nevar.
form-secret = Nesūtiet valsts noslēpumu. Likums tādu ziņojumu neaizsargā.
form-known-hint = Likums aizsargā, ja informācija ir gūta saistībā ar darbu. Taču atbilde var sašaurināt loku, kurā Jūs meklētu.
form-not-recognised = Ja ziņojumu neatzīst par trauksmes cēlēja ziņojumu
form-not-recognised-hint = Tas ir svarīgi, ja norādāt vai vēlāk norādīsiet savu vārdu.
form-not-recognised-examine = Izskatiet to kā pārkāpuma ziņojumu
form-not-recognised-drop = Neizskatiet to
form-identity-section-hint = Tikai tad, ja gribat lūgt trauksmes cēlēja aizsardzību
form-identity-sealed = Šīs ziņas nošifrē atsevišķi. Tās atver tikai tās atbildīgās personas, kurām tas uzticēts. Trauksmes cēlēja statusu apsolīt nevaram: par to lemj iestāde.
received-step-acknowledge = 7 dienu laikā iestāde apstiprina saņemšanu un izlemj, kā ziņojumu izskatīt.
received-step-answer = 3 mēnešu laikā Jūs saņemat atbildi: kas ir darīts un kāpēc. Pamatotos gadījumos tas var ilgt 6 mēnešus.
received-anonymous = Anonīmam ziņojumam šos termiņus Latvijas likums nenosaka. Šī sistēma tik un tā seko, vai tie ievēroti.

check-before-advice = Šo ziņojumu saistīs ar agrāko. Apdomājiet, vai nav drošāk ziņot ar savu vārdu un lūgt likumā paredzēto aizsardzību.

rights-heading = Jūsu tiesības un aizsardzība
rights-lead = Īsi un godīgi: ko likums sola un ko tas nesola.
rights-contents = Šajā lapā

rights-honest = Anonīms ziņojums pēc likuma nav trauksmes cēlēja ziņojums. Tas ir anonīms pārkāpuma ziņojums. Iestāde to drīkst pieņemt un izskatīt, bet trauksmes cēlēja statusu tas nedod.

rights-ways-heading = Divi ceļi
rights-anonymous-term = Anonīms pārkāpuma ziņojums
rights-anonymous = Neviens nezina, kas Jūs esat. Likums neuzliek iestādei pienākumu to izskatīt. Ja Jūs vēlāk tomēr atpazīst un ziņojums atbilst likumam, Jums pienākas tāda pati aizsardzība kā trauksmes cēlējam.
rights-named-term = Trauksmes cēlēja ziņojums
rights-named = Jūs atklājat, kas esat. Iestāde izlemj, vai ziņojums atbilst likumam. Ja atbilst, Jūs aizsargā Trauksmes celšanas likums.
rights-later = Savu vārdu ar kodu varat atklāt arī vēlāk un lūgt, lai ziņojumu atzīst par trauksmes cēlēja ziņojumu. To vairs nevar atsaukt.

rights-when-heading = Kad likums aizsargā
rights-when = Ziņojumu var atzīt par trauksmes cēlēja ziņojumu, ja ir visas šīs pazīmes:
rights-when-person = ziņo fiziska persona, un iestāde zina, kas tā ir;
rights-when-breach = ziņojumā ir informācija par iespējamu pārkāpumu;
rights-when-public = pārkāpums var kaitēt sabiedrības interesēm;
rights-when-true = ziņotājs informāciju uzskata par patiesu;
rights-when-work = informācija ir gūta darba vidē: darbā, dienestā, praksē vai stājoties darbā;
rights-when-harm = ziņošanas dēļ ziņotājam varētu rasties nelabvēlīgas sekas.
rights-not = Likums neaizsargā, ja ziņas ir apzināti nepatiesas, ja tās ir valsts noslēpums vai ja skartas tikai personīgas intereses. Tas neaptver arī ziņas, ko sargā advokāta vai ārsta noslēpums.

rights-course-heading = Kas notiek un kad
rights-course-acknowledge-term = 7 dienas
rights-course-acknowledge = Iestāde apstiprina, ka ziņojums ir saņemts, un izlemj, vai tas ir trauksmes cēlēja ziņojums.
rights-course-notify-term = vēl 3 dienas
rights-course-notify = Iestāde Jums paziņo šo lēmumu.
rights-course-progress-term = 2 mēneši
rights-course-progress = Ja ziņojums ir atzīts, iestāde pastāsta, kā to izskata. Termiņu skaita no atzīšanas dienas.
rights-course-feedback-term = 3 mēneši
rights-course-feedback = Iestāde Jums sniedz atbildi: ko tā ir darījusi vai darīs un kāpēc. Termiņu skaita no apstiprinājuma. Pamatotos gadījumos tas var būt 6 mēneši.
rights-course-outcome-term = beigās
rights-course-outcome = Iestāde paziņo galīgo iznākumu, ciktāl likums to ļauj.
rights-course-anonymous = Anonīmam ziņojumam likums Latvijas termiņus nenosaka. Šī sistēma tik un tā seko, vai tie ievēroti.
rights-course-ask = Iestāde var Jums uzdot jautājumus. Tos redzēsiet, kad atgriezīsieties ar kodu. Jūs drīkstat neatbildēt.

rights-follow-heading = Ko iestāde var darīt
rights-follow-check = pārbaudīt faktus un pieprasīt dokumentus;
rights-follow-proceed = sākt pārbaudi, disciplinārlietu, administratīvā pārkāpuma procesu vai kriminālprocesu;
rights-follow-forward = nodot ziņojumu iestādei, kuras kompetencē tas ir, un pateikt to Jums;
rights-follow-close = slēgt lietu, ja pārkāpums ir pavisam neliels, ja par to jau ziņots un nekā jauna nav vai ja ziņu nepietiek. Iemeslu pasaka Jums.

rights-identity-heading = Kas uzzina, kas Jūs esat
rights-identity-sealed = Ja savu vārdu norādāt, to nošifrē atsevišķi. To atver tikai tās atbildīgās personas, kurām tas uzticēts.
rights-identity-duty = Ikvienam, kas ziņojumu izskata, ir pienākums sargāt Jūsu identitāti un visu, pēc kā to varētu noprast. Pēc atzīšanas Jūsu datus pseidonimizē.
rights-identity-law = Identitāti bez Jūsu piekrišanas drīkst atklāt tikai tad, ja to prasa likums. Par to Jums pasaka iepriekš un rakstiski, ja vien tas nekaitē izmeklēšanai.
rights-identity-restricted = Ziņojums un tā materiāli ir ierobežotas pieejamības informācija. Par nelikumīgu izpaušanu var iestāties kriminālatbildība.
rights-identity-personal = Personas datus apstrādā tikai tik, cik vajag ziņojuma izskatīšanai. Liekos dzēš. Par savu datu apstrādi varat jautāt iestādei un sūdzēties Datu valsts inspekcijā.

rights-retaliation-heading = Ja pret Jums vēršas
rights-retaliation-forbidden = Trauksmes cēlēju nedrīkst atlaist, pazemināt amatā, iebiedēt vai citādi sodīt par ziņošanu. Aizliegti ir arī draudi un mēģinājumi.
rights-retaliation-turn = Vērsieties iestādē, kurai ziņojāt, pie trauksmes cēlēju kontaktpunkta, Valsts darba inspekcijā vai tiesā.
rights-retaliation-help = Trauksmes cēlējam likums paredz valsts nodrošināto juridisko palīdzību, atbrīvojumu no tiesas izdevumiem, pagaidu aizsardzību un atlīdzinājumu.
rights-retaliation-advice = Bezmaksas konfidenciālu padomu dod biedrība „Sabiedrība par atklātību – Delna” un arodbiedrības.

rights-liability-heading = Vai Jūs sodīs par noslēpuma atklāšanu
rights-liability = Trauksmes cēlējs neatbild par konfidencialitātes pārkāpumu, ja viņam bija pamats uzskatīt, ka bez šīs informācijas pārkāpumu nevar atklāt. Tas neattiecas uz noziegumu, ar ko informācija iegūta, piemēram, ielaušanos.

rights-liability-slapp = Ja pret Jums ceļ nepamatotu prasību, lai Jūs apklusinātu, varat lūgt, lai tiesa to ātri noraida.

rights-others-heading = Citi ceļi, kā ziņot
rights-others-inside = Iekšējā trauksmes celšanas sistēma Jūsu darbavietā.
rights-others-institution = Tieši kompetentajā iestādē. Iekšējā sistēma nav jāizmanto vispirms.
rights-others-union = Ar biedrības, nodibinājuma vai arodbiedrības starpniecību.
rights-others-public = Publiski, ja iestāde termiņā neko nav darījusi, ja draud tūlītējas briesmas vai ja iestādē pierādījumus varētu noslēpt.

rights-contacts-heading = Kontakti
rights-contacts-none = Iestāžu kontaktinformāciju meklējiet to tīmekļvietnēs.
rights-calls-recorded = Tālruņa sarunas ieraksta.
rights-calls-not-recorded = Tālruņa sarunas neieraksta.
rights-not-advice = Šī lapa nav juridisks padoms. Noteicošais ir Trauksmes celšanas likums un Direktīva (ES) 2019/1937.

calendar-lead = Oficiālās svētku dienas Latvijā { $year }.{"\u00A0"}gadā.
