# Viss, ko ziņotājs var dzirdēt, ja kaut kas neizdodas: virsraksts un ko darīt.
# Vai kaut kas saglabāts, pasaka viens no rejection-kept- teikumiem; ja nekas nav sūtīts, neviens.

rejection-kept-nothing = Nekas netika saglabāts.
rejection-kept-not-sent = Šis sūtījums nav pieņemts, un nekas no tā nav saglabāts.
rejection-kept-unsure = Mēs nevaram apstiprināt, ka ziņojums ir saglabāts. Uzskatiet, ka nav.
rejection-kept-unchanged = Nekas nav mainīts. Jūsu kods joprojām der.
rejection-kept-either-code = Glabājiet abus kodus: der viens no tiem.

rejection-not-found = Tādas lapas nav
rejection-not-found-next = Pārbaudiet adresi vai sāciet no sākuma.
rejection-method = Šī adrese tikai pieņem aizpildītas veidlapas
rejection-method-next = Ja tikko sūtījāt un savienojums pārtrūka, atgriezieties veidlapā ar pārlūka pogu „Atpakaļ” un sūtiet vēlreiz. Ja veidlapas tur vairs nav, ievadiet savu kodu lapā „Man ir kods”: ja tas ko atver, ziņojums ir saņemts. Citādi sāciet no sākuma.
rejection-bad-request = Veidlapu nevarēja izlasīt
rejection-bad-request-next = Atveriet veidlapu no jauna un mēģiniet vēlreiz.
rejection-too-large = Nosūtītais ir par lielu
rejection-too-large-next = Izvēlieties mazākus failus vai saīsiniet tekstu: ļoti garu tekstu sūtiet kā failu. Pārējos failus varat pievienot vēlāk ar savu kodu.
rejection-too-many-files = Failu ir par daudz
rejection-too-many-files-next = Izvēlieties mazāk failu. Pārējos varat pievienot vēlāk ar savu kodu.
rejection-busy = Šobrīd ziņojumus sūta ļoti daudz cilvēku
rejection-busy-next = Pagaidiet minūti un nosūtiet vēlreiz.
rejection-closed = Failus šobrīd nepieņemam
rejection-closed-next = Nosūtiet tikai tekstu. Failus varat pievienot vēlāk ar savu kodu.
rejection-enough = Šodien vairāk pieņemt nevaram
rejection-enough-next = Saglabājiet savu tekstu. Pārlūkā Tor Browser izvēlieties „New Tor Circuit”, atveriet veidlapu no jauna un nosūtiet. Ja arī tad neizdodas, nosūtiet rīt.
rejection-form-too-old = Veidlapa vairs nav derīga
rejection-form-too-old-next = Atveriet to no jauna. Jaunajā veidlapā būs cits kods: pierakstiet to, bet veco nosvītrojiet.
rejection-files-gone = Šo failu no šīs lapas vairs nevar saņemt
rejection-files-gone-next = Failus var saņemt pusstundu pēc tam, kad atbildes ir atvērtas. Ievadiet savu jaunāko kodu lapā „Man ir kods” un mēģiniet vēlreiz. Ja arī tad neizdodas, faila glabāšanas laiks ir beidzies.
rejection-cross-site = Sūtījums nav no šīs vietnes
rejection-cross-site-next = Ja veidlapu aizpildījāt šeit, atveriet to no jauna un mēģiniet vēlreiz. Ja uz to Jūs atveda cita vietne, neuzticieties tai.
rejection-unsupported = Šādu sūtījumu nepieņemam
rejection-unsupported-next = Lietojiet veidlapu šajā vietnē.
rejection-unavailable = Šobrīd neizdodas
rejection-unavailable-next = Pagaidiet dažas minūtes un ievadiet savu kodu lapā „Man ir kods”. Ja tas atver atbildes, ziņojums ir saņemts. Ja neatver, nosūtiet vēlreiz.
rejection-not-now = Serveris šobrīd to nevar izdarīt
rejection-not-now-next = Pagaidiet dažas minūtes un mēģiniet vēlreiz.
rejection-visit-unsure = Atbildes šobrīd neizdodas parādīt
rejection-visit-unsure-next = Pagaidiet dažas minūtes un ievadiet jauno kodu lapā „Man ir kods”. Ja tas neko neatver, ievadiet veco.
rejection-timed-out = Savienojums bija pārāk lēns
rejection-timed-out-next = Pārlūkā Tor Browser izvēlieties „New Tor Circuit” un nosūtiet vēlreiz.
rejection-incomplete = Savienojums pārtrūka
rejection-incomplete-next = Nosūtiet vēlreiz. Ja lapa „Saņemts” neparādās, ziņojums nav saņemts.
rejection-start = Uz sākumu
rejection-back = Atgriezieties veidlapā ar pārlūka pogu „Atpakaļ” vai, ja šī lapa atvērās jaunā cilnē, aizveriet to. Veidlapā būs Jūsu teksts un tas pats kods. Ja tomēr redzat citu kodu, pierakstiet to un veco nosvītrojiet.
