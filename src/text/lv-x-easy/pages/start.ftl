# Sākumlapa. Viegli lasīt.

start-heading = Ziņojiet par pārkāpumu. Neviens neuzzinās, kas Jūs esat
start-lead = Šeit Jūs varat ziņot iestādei. Ziņojiet, ja kāds pārkāpj likumu. Savu vārdu teikt nevajag. Jūs saņemsiet kodu. Ar kodu Jūs vēlāk lasīsiet atbildi.

start-choose-hint = Izvēlieties iestādi, kas par to atbild. Ja nezināt, izvēlieties to, kas Jums šķiet īstā.
start-none = Tagad ziņot nevar. Lūdzu, nāciet vēlāk.

start-sees-officers = Ziņojumu lasa tikai iestādes atbildīgās personas. Citi to lasīt nevar. Mēs ziņojumu nošifrējam. Nošifrēt nozīmē: aizslēgt ar atslēgu.
start-sees-server = Jūs nospiežat „Nosūtīt”. Tad serveris īsu brīdi redz tekstu. Serveris ir dators, kas saņem ziņojumus. Serveris tekstu uzreiz aizslēdz.
start-sees-risk = Varbūt tieši tad kāds ļauns cilvēks būs pārņēmis serveri. Viņš varēs tekstu izlasīt. Vai Jums tas ir par bīstamu? Tad šo veidlapu nelietojiet.
start-sees-kept = Mēs neglabājam Jūsu IP adresi. IP adrese ir numurs, pēc kura internetā var atrast datoru. Mēs neglabājam precīzu laiku. Mēs glabājam tikai dienu.

start-guide-hint = Kā sevi pasargāt. Lasiet trīs minūtes.
start-check-hint = Astoņi jautājumi. Vai kāds var saprast, ka rakstāt Jūs?
start-rights-hint = Ko likums sola. Ko likums nesola.
start-others = Kā vēl var ziņot
start-others-hint = Varbūt Jums labāk ziņot darbavietā, kontaktpunktā, biedrībā vai arodbiedrībā.
start-how-hint = Kas notiek ar ziņojumu. Ko mēs glabājam.

areas-lead = Atveriet to, kas der vislabāk. Tur redzēsiet iestādes.
areas-unseen = Viss ir vienā lapā. Mēs neredzam, ko Jūs lasāt.
areas-unknown = Jums palīdz kontaktpunkts: { $name }. Tas pateiks, kur ziņot.
start-areas = Atrast iestādi, kurai ziņot
institution-internal = Šeit ziņo tikai šīs iestādes darbinieki.
institution-readers = Tikai šie cilvēki atver Jūsu ziņojumu.
institution-leave-out = Kādu no viņiem varat izslēgt.
institution-key = Iestāde ar šo atslēgu paraksta. Salīdziniet to ar iestādes vietni. Ja atslēgas atšķiras, neziņojiet šeit.
