# Kas uztur vietni, un Jūsu dati. Viegli lasīt.

about-operator-heading = Kas atbild par šo vietni
about-operator = Par šo vietni atbild { $operator }.
about-institutions = Šīs iestādes saņem ziņojumus:
about-address-check = Tāda pati adrese ir arī iestādes mājaslapā. Salīdziniet abas adreses.

about-privacy-heading = Kā mēs sargājam Jūsu datus
about-basis-term = Kuri likumi to nosaka
about-controller = Par datiem atbild iestāde, kurai Jūs rakstāt. Iestādē ir datu aizsardzības speciālists. Kā viņam rakstīt, lasiet iestādes mājaslapā.
about-purpose = Iestāde lasa Jūsu ziņojumu. Iestāde Jums atbild. Iestāde Jūs sargā.
about-what = Tas, ko Jūs rakstāt. Faili, ko Jūs pievienojat. Diena, kad mēs saņēmām ziņojumu. Savu vārdu rakstiet tikai tad, ja gribat.
about-must = Nē. Jums par sevi nekas nav jāsaka.
about-not-kept = Mēs neglabājam Jūsu IP adresi. IP adrese ir numurs, pēc kura internetā var atrast datoru. Mēs neglabājam arī precīzu laiku un Jūsu kodu.
about-who = Datus saņem iestādes atbildīgās personas. Dažreiz ziņojumu nodod citai iestādei. Šī vietne datus nekur citur nesūta.
about-how-long = Mēs glabājam datus tikai tik ilgi, cik vajag. Kad darbs ir pabeigts, ziņojumu glabā vēl { $months ->
    [zero] { $months } mēnešus
    [one] { $months } mēnesi
   *[other] { $months } mēnešus
}. Dažreiz sākas tiesas process. Tad ziņojumu glabā ilgāk.
about-rights = Jūs varat lūgt, lai iestāde Jums parāda Jūsu datus. Jūs varat lūgt, lai iestāde tos labo vai dzēš. Jūs varat teikt, ka nepiekrītat. Iestāde Jūsu ziņojumu var atrast tikai ar kodu. Tāpēc ievadiet kodu un rakstiet iestādei. Kamēr iestāde pēta lietu, dažas tiesības var būt mazākas.
about-others = Iestāde Jums to pateiks. Bet dažreiz iestāde to nevar teikt uzreiz. Iestāde neteiks, kas par Jums ziņoja.
