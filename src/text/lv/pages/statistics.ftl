# Statistikas lapa ziņotājiem: tikai publicētais gads.

statistics-heading = Ziņojumi skaitļos
statistics-lead = Pēdējais publicētais gads ir { $year }. Skaitļi ir no žurnāla, ko var pārbaudīt ikviens auditors. Tas, kurš skaita, neredz, kas ziņojumos teikts.
statistics-none = Statistika šeit vēl nav publicēta.
statistics-none-why = Gada skaitļus publicē, kad ir beidzies nākamā gada janvāris. Skaitļus gada vidū šeit nerāda: tie varētu norādīt uz cilvēku.

# Arī publicētajās lapās.
figures-caution = Maz ziņojumu nenozīmē, ka maz pārkāpumu. Mazs skaitlis var nozīmēt arī to, ka cilvēki neuzdrīkstas ziņot vai neuzticas iestādei.
figures-status-note = nozīmē, ka skaitlis nav publicēts: pēc tā varētu izrēķināt skaitli, kas mazāks par { $threshold } (arī nulli). Divi skaitļi ar domuzīmi ir robežas, starp kurām ir īstais.
figures-withheld = nav publicēts
