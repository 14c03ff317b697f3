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
