# Paraugs izmēģināšanai.

demo-about = Izmēģināt visu šajā datorā; pēc tam nekas nepaliek
demo-arg-walk = Iziet visu ceļu vienreiz bez cilvēka pie tastatūras
demo-preparing = Izveido vienreizējas atslēgas un palaiž serveri …
demo-institution = Paraugu iestāde
demo-institution-about = Šeit neviena nav: tas ir paraugs.
demo-sample = Iepirkumu vadītājs ceļa remontu uzticēja radinieka uzņēmumam. Trīs rēķini ir samaksāti divreiz. Grāmatvedībā to zina visi, bet neviens nerunā.
demo-answer = Paldies. Rēķini mums ir. Vai zināt, kas parakstīja otro?

demo-invitation =
    Svilpe darbojas. Lai beigtu, nospiediet Ctrl-C; tad viss tiek izmests.

      Ziņotāju lapas        { $reporters }/
      Darbinieku serveris   { $officers }
      Viens ziņojums jau gaida. Tā kods: { $code }

    Četras lietas, ko izmēģināt

      1. Esiet ziņotājs. Atveriet lapas, izvēlieties „{ $institution }”, rakstiet,
         pierakstiet kodu, nosūtiet. Vai bez pārlūka, nošifrējot pirms sūtīšanas:
           echo 'Es redzēju …' > zinojums.txt; sh { $reporter } send --message zinojums.txt

      2. Esiet atbildīgā persona. Citā terminālī:
           sh { $officer } sync
           sh { $officer } list
           sh { $officer } read LIETA
           echo 'Paldies. Kad tas bija?' | sh { $officer } reply LIETA

      3. Atgriezieties. Lapās izvēlieties „Man ir kods” un ievadiet to:
         tur ir atbilde un jauns kods nākamajai reizei.

      4. Esiet auditors. Žurnāls rāda, ka nekas nav pazudis:
           sh { $auditor } verify
           sh { $auditor } witness

demo-step-sent = Ziņotājs nosūtīja tekstu un 1 MiB failu un saņēma kodu
demo-step-fetched = Atbildīgā persona saņēma nošifrēto ziņojumu
demo-step-opened = Atbildīgā persona to atvēra: teksts ir tas pats
demo-step-answered = Atbildīgā persona atbildēja, nošifrējot un parakstot
demo-step-returned = Ziņotājs ievadīja kodu un saņēma jaunu
demo-step-renewed = Ziņotājs atvēra atbildes: vecais kods ir izlietots
demo-step-used = Vecais kods vairs neko neatver
demo-walked = Ziņotājs izlasīja tieši to, ko atbildīgā persona uzrakstīja.

demo-failed = Paraugs nevar turpināties: { $why }
    .hint = Mēģiniet vēlreiz. Ja tas atkārtojas, iepriekšējā rindā ir teikts, kur.
demo-unexpected = Parauga serveris atbildēja kaut ko negaidītu: { $where }.
    .hint = Mēģiniet vēlreiz. Ja tas atkārtojas, lūdzu, ziņojiet par to.
demo-differs = Izlasītais nav tas, kas tika uzrakstīts.
    .hint = Lūdzu, ziņojiet par to: tā nekad nedrīkst būt.
demo-used-code = Izlietots kods vēl kaut ko atver.
    .hint = Lūdzu, ziņojiet par to: tā nekad nedrīkst būt.
