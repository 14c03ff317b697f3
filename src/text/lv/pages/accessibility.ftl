# Piekļūstamības paziņojums: MK 14.07.2020. noteikumi Nr. 445, IV nodaļa.

accessibility-heading = Piekļūstamības paziņojums
accessibility-lead = Šīs lapas ir veidotas tā, lai tās varētu lietot ikviens.
accessibility-scope = Paziņojums attiecas uz visām šīs vietnes lapām.

accessibility-state-heading = Cik piekļūstama ir vietne
accessibility-state = Vietne veidota pēc WCAG 2.2 AA līmeņa prasībām. Neatkarīgs izvērtējums vēl nav veikts.
accessibility-assessed = Pēdējais izvērtējums: { $day }.
accessibility-works-keyboard = Visu var izdarīt tikai ar tastatūru.
accessibility-works-script = Viss darbojas bez JavaScript, attēliem un sīkdatnēm.
accessibility-works-zoom = Tekstu var palielināt, un lapa der šauram ekrānam.
accessibility-works-code = Kodu var ielīmēt. Tas nav jāatceras.

accessibility-limits-heading = Kas vēl traucē
accessibility-limits-files = Ja veidlapā ir kļūda, teksts paliek, bet faili jāpievieno vēlreiz.
accessibility-limits-attached = Atbildes ir vienkāršs teksts, bet Jūsu pievienotos failus mēs nepielāgojam.
accessibility-limits-length = Kods ir garš, jo no tā ir atkarīga Jūsu drošība.

accessibility-contact-heading = Saziņa
accessibility-contact = Ja kaut kas nav piekļūstams, rakstiet: { $contact }
accessibility-contact-none = Ja kaut kas nav piekļūstams, pastāstiet iestādei. To var izdarīt arī anonīmi, ar ziņojuma veidlapu.
accessibility-prepared = Paziņojums sagatavots { $day }.

accessibility-enforcement-heading = Ja atbilde Jūs neapmierina
accessibility-enforcement = Ja uz Jūsu vēstuli neatbild vai problēmu nenovērš, vērsieties šeit: { $authority }
