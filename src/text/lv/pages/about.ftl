# Kas uztur vietni, un privātuma paziņojums: Vispārīgās datu aizsardzības regulas 13. un 14. pants.

about-heading = Par vietni un Jūsu datiem

about-operator-heading = Kas uztur šo vietni
about-operator = Vietni uztur { $operator }.
about-operator-contact = Saziņai: { $contact }
about-institutions = Ziņojumus saņem un izskata:
about-address = Vietnes adrese tīklā Tor:
about-address-check = Salīdziniet to ar adresi, kas publicēta iestādes tīmekļvietnē.

about-privacy-heading = Privātuma paziņojums
about-controller-term = Kas atbild par datiem
about-controller = Iestāde, kurai rakstāt. Kā sasniegt iestādi un tās datu aizsardzības speciālistu, skatiet tās tīmekļvietnē.
about-purpose-term = Kāpēc dati vajadzīgi
about-purpose = Lai izskatītu ziņojumu, Jums atbildētu un Jūs aizsargātu.
about-basis-term = Juridiskais pamats
about-what-term = Kādi dati
about-what = Tas, ko rakstāt un pievienojat, un diena, kad ziņojums saņemts. Savu vārdu norādāt tikai tad, ja gribat to atklāt.
about-must-term = Vai dati jāsniedz
about-must = Nē. Par sevi Jums nekas nav jāsaka.
about-not-kept-term = Ko neglabājam
about-not-kept = IP adresi, ziņas par pārlūku, sīkdatnes, precīzu laiku un Jūsu kodu.
about-who-term = Kas datus saņem
about-who = Iestādes atbildīgās personas. Ja ziņojums jāizskata citai iestādei, to var nodot tai. Šī vietne datus nekur citur nesūta.
about-how-long-term = Cik ilgi tos glabā
about-how-long = Ne ilgāk, nekā vajag. Izskatītu ziņojumu glabā vēl { $months ->
    [zero] { $months } mēnešus
    [one] { $months } mēnesi
   *[other] { $months } mēnešus
}; ilgāk tikai tad, ja tā dēļ notiek process.
about-rights-term = Jūsu tiesības
about-rights = Jūs varat lūgt savus datus parādīt, labot, dzēst vai to apstrādi ierobežot, kā arī iebilst pret to. Anonīmu ziņojumu var atrast tikai ar kodu: ievadiet to un rakstiet iestādei. Izmeklēšanas laikā likums dažas no šīm tiesībām var ierobežot.
about-others-term = Ja par Jums kāds ir ziņojis
about-others = Iestāde Jums to pasaka, tiklīdz tas vairs netraucē izmeklēšanai. To, kas ziņojis, Jums nepasaka.
about-machine-term = Kas izlemj
about-machine = Cilvēki. Programma neko nelemj.
about-complaint-term = Kur sūdzēties
about-complaint = { $authority }
