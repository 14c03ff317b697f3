# Ja kaut kas neizdodas. Viegli lasīt.

rejection-kept-not-sent = Mēs to nesaņēmām. Mēs no tā neko neglabājam.
rejection-kept-unsure = Mēs nezinām, vai ziņojums ir saņemts. Domājiet, ka nav.
rejection-kept-unchanged = Nekas nav mainījies. Jūsu kods vēl der.
rejection-kept-either-code = Glabājiet abus kodus. Viens no tiem der.

rejection-method = Šeit var tikai nosūtīt veidlapu
rejection-method-next = Vai tikko sūtījāt un internets pazuda? Nospiediet pārlūka pogu „Atpakaļ”. Sūtiet vēlreiz. Vai veidlapas tur vairs nav? Tad ievadiet savu kodu lapā „Man ir kods”. Ja kods kaut ko atver, mēs ziņojumu saņēmām. Ja neatver, sāciet no sākuma.
rejection-bad-request-next = Atveriet veidlapu vēlreiz. Mēģiniet vēlreiz.
rejection-too-large-next = Izvēlieties mazākus failus vai rakstiet īsāk. Garu tekstu sūtiet kā failu. Citus failus varat pievienot vēlāk ar savu kodu.
rejection-too-many-files-next = Izvēlieties mazāk failu. Citus failus varat pievienot vēlāk ar savu kodu.
rejection-busy-next = Pagaidiet minūti. Sūtiet vēlreiz.
rejection-closed-next = Sūtiet tikai tekstu. Failus varat pievienot vēlāk ar savu kodu.
rejection-enough-next = Saglabājiet savu tekstu. Pārlūkā Tor Browser izvēlieties „New Tor Circuit”. Atveriet veidlapu vēlreiz un sūtiet. Ja neizdodas, sūtiet rīt.
rejection-form-too-old-next = Atveriet jaunu veidlapu. Tajā ir cits kods. Pierakstiet jauno kodu. Veco kodu nosvītrojiet.
rejection-files-gone = No šīs lapas failu vairs nevar saņemt
rejection-files-gone-next = Failus var saņemt 30 minūtes. Ievadiet savu jaunāko kodu lapā „Man ir kods”. Mēģiniet vēlreiz. Ja arī tad nevar, faila vairs nav.
rejection-cross-site = Jūs to sūtījāt no citas vietnes
rejection-cross-site-next = Vai rakstījāt šajā vietnē? Tad atveriet veidlapu vēlreiz. Vai Jūs šurp atveda cita vietne? Tai neticiet.
rejection-unavailable-next = Pagaidiet dažas minūtes. Ievadiet savu kodu lapā „Man ir kods”. Ja redzat atbildes, mēs ziņojumu saņēmām. Ja neredzat, sūtiet vēlreiz.
rejection-not-now-next = Pagaidiet dažas minūtes. Mēģiniet vēlreiz.
rejection-visit-unsure-next = Pagaidiet dažas minūtes. Ievadiet jauno kodu lapā „Man ir kods”. Ja tas neko neatver, ievadiet veco kodu.
rejection-timed-out = Internets bija par lēnu
rejection-timed-out-next = Pārlūkā Tor Browser izvēlieties „New Tor Circuit”. Sūtiet vēlreiz.
rejection-incomplete = Internets pazuda
rejection-incomplete-next = Sūtiet vēlreiz. Ja neredzat lapu „Saņemts”, mēs ziņojumu nesaņēmām.
rejection-back = Nospiediet pārlūka pogu „Atpakaļ”. Vai šī lapa ir jaunā cilnē? Tad cilni aizveriet. Veidlapā būs Jūsu teksts un kods. Varbūt redzēsiet citu kodu. Tad pierakstiet to un veco nosvītrojiet.
