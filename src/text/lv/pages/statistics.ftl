# Statistikas lapa ziņotājiem: publicētais, nekad tekošie skaitļi.

statistics-heading = Ziņojumi skaitļos
statistics-lead = Pēdējais publicētais gads ir { $year }. Skaitļi nāk no žurnāla, ko var pārbaudīt ikviens revidents. Tas, kurš skaita, neredz, kas ziņojumos teikts.
statistics-none = Statistika šeit vēl nav publicēta.
statistics-none-why = Gada skaitļus publicē, kad ir beidzies nākamā gada janvāris. Šajā lapā nekad nav tekošu skaitļu: tie varētu norādīt uz cilvēku.
