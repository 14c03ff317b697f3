# Sākumlapa.

start-heading = Pastāstiet par pārkāpumu, neatklājot, kas esat
start-lead = Šeit varat droši pastāstīt iestādei par iespējamu pārkāpumu. Nav jāreģistrējas un nav jānosauc vārds. Ar vienreizēju kodu Jūs vēlāk izlasīsiet atbildi un varēsiet ziņojumu papildināt.

start-choose = Kurai iestādei gribat ziņot?
start-choose-hint = Izvēlieties to, kas ar tādām lietām nodarbojas. Ja šaubāties, izvēlieties to, kas šķiet piemērotākā.
start-none = Šobrīd neviena iestāde ziņojumus nepieņem. Lūdzu, atnāciet vēlāk.

start-return-heading = Jums jau ir kods?
start-return = Ievadīt kodu

start-sees-heading = Kas redz to, ko Jūs rakstāt
start-sees-officers = Ziņojumu atver tikai iestādes atbildīgās personas savos datoros. Serverī glabājas tikai nošifrēts ziņojums.
start-sees-server = Kad nospiežat „Nosūtīt”, serveris Jūsu tekstu redz īsu brīdi. Tas tekstu uzreiz nošifrē un nešifrētu nesaglabā.
start-sees-risk = Ja tieši tajā brīdī serveri kāds būtu slepus pārņēmis, viņš tekstu varētu izlasīt. Ja Jums tas ir pārāk liels risks, šo veidlapu nelietojiet.
start-sees-kept = Mēs neglabājam ne IP adresi, ne ziņas par pārlūku, ne precīzu laiku. Glabājam tikai dienu, kad ziņojums saņemts.

start-first-heading = Vispirms izlasiet
start-guide-hint = Vieta, ierīce, faili: trīs minūtes, kas Jūs pasargā visvairāk.
start-check-hint = Astoņi jautājumi: cik viegli Jūs varētu atpazīt.
start-rights-hint = Ko likums sola un ko tas nesola.
start-others = Citi ceļi, kā ziņot
start-others-hint = Varbūt Jums labāk der darbavietas sistēma, kontaktpunkts, biedrība vai arodbiedrība.
start-how-hint = Kas notiek ar ziņojumu un ko mēs glabājam.

start-areas = Atrast iestādi pēc tā, par ko ir ziņojums
start-institution = Kas tur lasa un kā pārbaudīt
start-by-name = Visas iestādes pēc nosaukuma ({ $number })

areas-heading = Ar ko ir saistīts Jūsu ziņojums?
areas-lead = Atveriet to, kas der vislabāk. Zem katras jomas ir iestādes, kuras par to atbild.
areas-unseen = Visas jomas ir šajā vienā lapā. Serveris neredz, kuru no tām Jūs lasāt.
areas-nobody = Šeit par to neatbild neviena iestāde.
areas-unknown-heading = Nezināt, kura iestāde atbild?
areas-unknown = Jums palīdz kontaktpunkts: { $name }. Tas pateiks, kurai iestādei ziņot, vai nodos Jūsu ziņojumu tālāk.
areas-unknown-here = Par kontaktpunktu un ziņošanu tam
areas-by-name = Visas iestādes pēc nosaukuma

institution-report = Rakstīt ziņojumu
institution-internal = Šeit ziņo tikai tie, kas šajā iestādē strādā vai strādāja.
institution-areas-heading = Par ko tā atbild
institution-readers-heading = Kas lasīs Jūsu ziņojumu
institution-readers = Tikai tie, kas šeit nosaukti, var atvērt to, ko Jūs nosūtāt.
institution-leave-out = Veidlapā kādu no viņiem varēsiet izslēgt.
institution-contacts-heading = Kā vēl sazināties
institution-key-heading = Iestādes atslēga
institution-key = Ar to iestāde paraksta savu lasītāju sarakstu. Ja iestāde šo rindu publicē arī citur, salīdziniet abas: ja tās atšķiras, neziņojiet šeit.
