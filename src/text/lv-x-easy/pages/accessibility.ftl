# Piekļūstamības paziņojums. Viegli lasīt.

accessibility-heading = Kā lietot šo vietni
accessibility-lead = Šo vietni var lietot ikviens.
accessibility-scope = Tas attiecas uz visām šīs vietnes lapām.

accessibility-state-heading = Vai visi var lietot šo vietni
accessibility-state = Mēs veidojām vietni pēc noteikumiem „WCAG 2.2 AA”. Tie ir noteikumi par vietnēm, ko var lietot visi. Neviens cits to vēl nav pārbaudījis.
accessibility-works-keyboard = Jūs varat visu izdarīt ar tastatūru.
accessibility-works-script = Viss darbojas bez programmām lapā (JavaScript). Viss darbojas arī bez attēliem.
accessibility-works-zoom = Jūs varat palielināt burtus. Lapa der arī mazam ekrānam.
accessibility-works-code = Jūs varat kodu ielīmēt. Jums kods nav jāatceras.

accessibility-limits-files = Dažreiz veidlapā ir kļūda. Tad Jūsu teksts paliek. Bet faili Jums jāpievieno vēlreiz.
accessibility-limits-attached = Atbildes ir vienkāršs teksts. Jūsu failus mēs nemainām.
accessibility-limits-length = Kods ir garš. Garš kods Jūs labāk sargā.

accessibility-contact = Vai kaut ko nevarat lietot? Rakstiet: { $contact }
accessibility-contact-none = Vai kaut ko nevarat lietot? Pastāstiet to iestādei. Jūs varat to rakstīt arī ziņojuma veidlapā.
accessibility-enforcement = Ja Jums neatbild vai nepalīdz, rakstiet šeit: { $authority }
