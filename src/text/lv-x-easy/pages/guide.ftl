# Pirms sākat. Viegli lasīt.

guide-lead = Vispirms izlasiet šo lapu. Pēc tam rakstiet. Nesteidzieties. Tā Jūs sevi pasargājat.

guide-place-heading = Kur rakstīt un ar ko
guide-place-work = Nelietojiet darba datoru un darba tālruni. Nelietojiet darba internetu. Arī mājās nelietojiet darba lietas.
guide-place-home = Labāk nelietojiet arī mājas internetu. Ejiet uz kafejnīcu vai bibliotēku, kur parasti neejat.
guide-place-wall = Sēdiet ar muguru pret sienu. Tad citi neredz ekrānu. Maksājiet skaidrā naudā.
guide-place-phone = Vai dažreiz atstājat tālruni mājās? Tad atstājiet arī tagad. Ja ne, ņemiet to līdzi kā vienmēr.
guide-place-search = Nemeklējiet par šo lietu internetā ar savu vārdu. Neprasiet padomu mākslīgajam intelektam.

guide-browser-heading = Pārlūks (programma internetam)
guide-browser-tor = Lietojiet programmu Tor Browser. Iestatījumos izvēlieties „Safest”. Tas nozīmē: visdrošāk. Šīs lapas tad darbojas labi.
guide-browser-address = Salīdziniet šīs vietnes adresi divās citās vietās. Tai jābūt vienādai.
guide-browser-visible = Tor slēpj, ko Jūs darāt. Bet tas, kam pieder internets, var redzēt, ka Jūs lietojat Tor.
guide-browser-tails = Vai Jums var klāties ļoti slikti, ja Jūs atrod? Tad lietojiet Tails. Tails ir sistēma USB zibatmiņā. Tā datorā neko neatstāj.

guide-files-metadata = Failā var būt Jūsu vārds. Fotogrāfijā var būt vieta, kur to uzņēma. Mēs to nedzēšam. Ja varat, izdzēsiet to pirms sūtīšanas.
guide-files-retype = Vai dokuments bija tikai Jums? Tad nesūtiet to. Izstāstiet to saviem vārdiem.
guide-files-access = Neatveriet un nekopējiet to, kas Jums darbā nav vajadzīgs. To var redzēt.

guide-text-name = Nerakstiet savu vārdu. Nerakstiet savu amatu. Nerakstiet to, ko darāt tikai Jūs.
guide-text-time = Nerakstiet precīzu laiku un vietu, kur bijāt tikai Jūs. „Aprīļa sākumā” ir drošāk nekā diena un stunda.
guide-text-style = Rakstiet vienkārši. Nelietojiet vārdus, pēc kuriem Jūs pazīst.

guide-people-tell = Nestāstiet kolēģiem, ka gribat ziņot.
guide-people-notes = Pierakstiet, kas un kad notika. Glabājiet to mājās, nevis darbā.

guide-after-code = Rakstiet kodu uz papīra. Glabājiet papīru tur, kur citi neskatās. Kad kodu vairs nevajag, papīru iznīciniet.
guide-after-close = Aizveriet pārlūku Tor Browser. Vai izvēlieties tajā „New Identity”.
guide-after-answers = Neglabājiet atbildes savā datorā.
