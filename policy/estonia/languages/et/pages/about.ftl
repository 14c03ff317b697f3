# Kes lehte peab ja andmekaitseteade: isikuandmete kaitse üldmääruse artiklid 13 ja 14.

about-heading = Sellest lehest ja Teie andmetest

about-operator-heading = Kes seda lehte peab
about-operator = Seda lehte peab { $operator }.
about-operator-contact = Kontakt: { $contact }
about-institutions = Teateid võtavad vastu ja vaatavad läbi:
about-address = Selle lehe aadress Tori võrgus:
about-address-check = Võrrelge seda aadressiga asutuse enda veebilehel.

about-privacy-heading = Andmekaitseteade
about-controller-term = Kes andmete eest vastutab
about-controller = Asutus, kellele Te kirjutate. Kuidas asutust ja selle andmekaitsespetsialisti kätte saab, seisab asutuse enda veebilehel.
about-purpose-term = Milleks andmeid kasutatakse
about-purpose = Et Teie teade läbi vaadata, Teile vastata ja Teid kaitsta.
about-basis-term = Õiguslik alus
about-what-term = Millised andmed
about-what = See, mida kirjutate ja lisate, ning päev, mil teade kätte saadi. Teie nimi ainult siis, kui selle ise annate.
about-must-term = Kas peate andmeid andma
about-must = Ei. Enda kohta ei pea Te midagi ütlema.
about-not-kept-term = Mida me ei säilita
about-not-kept = Teie IP-aadressi, brauseri andmeid, küpsiseid, täpset kellaaega ja Teie koodi.
about-who-term = Kes andmed saab
about-who = Asutuse vastutavad isikud. Kui teate peab läbi vaatama teine asutus, võidakse see sinna edastada. Mujale see leht andmeid ei saada.
about-how-long-term = Kui kaua andmeid säilitatakse
about-how-long = Mitte kauem kui vaja. Pärast läbivaatamist säilitatakse teadet veel { $months ->
    [one] { $months } kuu
   *[other] { $months } kuud
}; kauem ainult siis, kui selle pärast käib menetlus.
about-rights-term = Teie õigused
about-rights = Te võite paluda oma andmeid näidata, parandada, kustutada või nende kasutamist piirata ning esitada vastuväite. Anonüümse teate leiab ainult selle koodiga: sisestage kood ja kirjutage asutusele. Kuni uurimine kestab, võib seadus osa neist õigustest piirata.
about-others-term = Kui keegi on teatanud Teist
about-others = Asutus ütleb seda Teile kohe, kui see uurimist enam ei kahjusta. Kes teatas, Teile ei öelda.
about-machine-term = Kes otsustab
about-machine = Inimesed. Programm ei otsusta midagi.
about-complaint-term = Kuhu kaevata
about-complaint = { $authority }
