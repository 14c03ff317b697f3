# Statistika. Viegli lasīt.

statistics-heading = Cik ziņojumu ir bijis
statistics-lead = Šeit ir skaitļi par { $year }.{"\u00A0"}gadu. Skaitļi ir no žurnāla. Žurnālu var pārbaudīt katrs auditors. Auditors ir cilvēks, kas pārbauda citu darbu. Kas skaita, tas ziņojumus nelasa.
statistics-none = Skaitļu šeit vēl nav.
statistics-none-why = Mēs rādām skaitļus par visu gadu. Gada laikā mēs skaitļus nerādām. Pēc tiem varētu saprast, kas ziņoja.

figures-caution = Ir maz ziņojumu. Tas nenozīmē, ka ir maz pārkāpumu. Varbūt cilvēki baidās ziņot. Varbūt cilvēki iestādei netic.
figures-status-note = nozīmē: šo skaitli mēs nerādām. Pēc tā varētu uzzināt skaitli, kas mazāks par { $threshold }. Divi skaitļi ar svītru: īstais skaitlis ir starp tiem.
