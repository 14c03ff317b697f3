# Pirms sākat: ko darīt, lai Jūs neatpazītu.

guide-heading = Pirms sākat
guide-lead = Jūs visvairāk pasargā tas, ko darāt pirms nosūtīšanas. Nesteidzieties. Izlasiet un tikai tad rakstiet.

guide-place-heading = Vieta un ierīce
guide-place-work = Nelietojiet darba datoru, darba tālruni, darba planšeti un darba tīklu. Arī tad ne, ja esat mājās.
guide-place-home = Ja varat, nelietojiet arī mājas tīklu. Labāka ir kafejnīca vai bibliotēka, kur parasti neejat.
guide-place-wall = Sēdiet ar muguru pret sienu. Maksājiet skaidrā naudā.
guide-place-phone = Tālruni atstājiet mājās tikai tad, ja tā darāt arī citkārt.
guide-place-search = Par šo lietu nemeklējiet ziņas no saviem kontiem. Neprasiet padomu mākslīgā intelekta sarunbotiem.

guide-browser-heading = Pārlūks
guide-browser-tor = Lietojiet Tor Browser. Iestatījumos izvēlieties drošības līmeni „Safest”. Šīs lapas ar to darbojas pilnībā.
guide-browser-address = Salīdziniet šīs vietnes adresi divos neatkarīgos avotos.
guide-browser-visible = Tor slēpj, ko Jūs darāt. Taču tīkla uzturētājs var redzēt, ka lietojat Tor.
guide-browser-tails = Ja sekas Jums varētu būt smagas, lietojiet operētājsistēmu Tails. To palaiž no USB zibatmiņas, un datorā nekas nepaliek.

guide-files-heading = Dokumenti un fotogrāfijas
guide-files-metadata = Failā var būt autora vārds, uzņemšanas vieta, ierīces numurs vai izdrukas punkti. Mēs tos nedzēšam, jo tie var būt pierādījums. Ja varat, notīriet tos iepriekš.
guide-files-retype = Ja dokuments ir bijis tikai Jums, nesūtiet to, bet pārstāstiet saturu saviem vārdiem.
guide-files-access = Neatveriet, nedrukājiet un nekopējiet to, kas Jums darbā nav vajadzīgs. Tas atstāj pēdas.

guide-text-heading = Teksts
guide-text-name = Nerakstiet savu vārdu, amatu un to, ko darāt tikai Jūs.
guide-text-time = Nenorādiet precīzu laiku un vietu, kur bijāt tikai Jūs. „Aprīļa sākumā” ir drošāk par datumu un stundu.
guide-text-style = Rakstiet vienkārši, bez vārdiem, pēc kuriem Jūs pazīst.

guide-people-heading = Cilvēki
guide-people-tell = Nestāstiet kolēģiem, ka ziņosiet.
guide-people-notes = Savus pierakstus ar datumiem glabājiet ārpus darba.

guide-after-heading = Kad ziņojums nosūtīts
guide-after-code = Kodu pierakstiet uz papīra. Glabājiet to tur, kur citi neskatās. Kad vairs nevajag, iznīciniet.
guide-after-close = Pārlūkā Tor Browser izvēlieties „New Identity” vai aizveriet to.
guide-after-answers = Atbildes nesaglabājiet savā datorā.

guide-next = Uz pašpārbaudi
