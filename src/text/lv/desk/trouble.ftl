# Kas neizdevās, un ko darīt.

desk-refused-foreign = Darbagalds uz to neatbild
    .hint = Pieprasījums nāk no citas lapas vai uz citu adresi. Atveriet darbagaldu ar saiti, ko parāda programma.
desk-refused-unknown = Darbagalds šo pārlūku nepazīst
    .hint = Atveriet to ar saiti, ko parāda programma. Saite der vienreiz.
desk-refused-form = Veidlapa nav pieņemta
    .hint = Atveriet lapu no jauna un mēģiniet vēlreiz.
desk-link-used = Saite vairs neder
    .hint = Katra saite der vienreiz. Ja to neatvērāt Jūs, to izdarīja kāds cits šajā datorā: aizveriet programmu un palaidiet vēlreiz. Bez paroles viņš neko nevar atvērt.
desk-no-such-page = Tādas lapas nav
    .hint = Varbūt adrese ir nepilnīga.
desk-no-such-case = Tādas lietas šeit nav
    .hint = Varbūt tā ir kolēģim, vai apzīmējums ir nepilnīgs.
desk-no-such-file = Tāda faila lietā nav.
    .hint = Atveriet lietu no jauna.
desk-many-none = Neviena lieta nav izvēlēta.
    .hint = Atzīmējiet lietas sarakstā un tad izvēlieties, ko ar tām darīt.
desk-problem-docket = Lietas numurs ir garāks par 40 zīmēm.
    .hint = Saīsiniet to.
desk-problem-labels = Vienai lietai var būt ne vairāk kā astoņas birkas.
    .hint = Atstājiet svarīgākās.
desk-problem-label = Birka ir garāka par 24 zīmēm.
    .hint = Birka ir viens īss vārds.
desk-problem-unprintable = Atzīmē ir neredzama zīme.
    .hint = Ierakstiet to no jauna, nevis ielīmējiet.
desk-draft-file-gone = Melnraksta faila { $name } vairs nav.
    .hint = Atveriet melnrakstu, izņemiet šo failu un pievienojiet to vēlreiz.
desk-busy = Darbagalds vēl ir aizņemts: tas vaicā serverim, kas jauns.
    .hint = Nekas nav nosūtīts. Mēģiniet pēc brīža vēlreiz.
desk-choice-missing = Kaut kas nav izvēlēts.
    .hint = Atveriet darbību vēlreiz.
desk-no-such-step = Tāda soļa nav. Soļi: { $steps }.
    .hint = Norādiet vienu no tiem ar --step.
desk-step-needs = Solim „{ $step }” kaut kā trūkst.
    .hint = Norādiet --reason ar vārdu no saraksta vai --to ar iestādes īso nosaukumu; vārdus rāda „svilpe officer record CASE --help”.
desk-no-port = Šajā datorā nevar atvērt portu: { $why }.
    .hint = Palaidiet programmu vēlreiz.
desk-lock-minutes = Darbagalds aizslēdzas pēc 1 līdz { $max } minūtēm.
    .hint = Norādiet citu --lock-after.
desk-settings-bad = { $path } nevar saprast.
    .hint = Izdzēsiet šo failu: tajā ir tikai valoda un minūtes.
desk-invitation-bad = Šis nav uzaicinājums.
    .hint = Izvēlieties failu, ko iedeva servera uzturētājs.
desk-tor-missing = Tor šajā datorā nedarbojas.
    .hint = Palaidiet Tor Browser un mēģiniet vēlreiz.
desk-no-place = Vēl nav zināms, ar kuru serveri Jūs strādājat.
    .hint = Atveriet uzaicinājumu, ko iedeva servera uzturētājs.
desk-wrong-passphrase = Parole neatver atslēgas.
    .hint = Pārbaudiet tastatūras valodu un Caps Lock. Aizmirstu paroli nevar atjaunot.
desk-later-message = Vēlāka ziņa lietā, ko Jūs nevarat atvērt. Kolēģis, kurš to var, lietu Jums nodod: „Nodot un pārņemt lietas”.
    .hint = Līdz tam atbild un ieraksta kolēģis.
desk-later-message-judged = Vēlāka ziņa lietā, ko Jūs nevarat atvērt: vai tā noraidāma, saka kolēģis, kurš to lietu var atvērt. Nekas nav ierakstīts.
    .hint = Ja to nevar atvērt arī neviens no kolēģiem, noraidiet to kā nelasāmu.
desk-item-damaged = Ziņa { $item } šajā datorā ir bojāta vai tās te nav.
    .hint = Nospiediet „Saņemt jaunos”: ja serverim tā vēl ir, to saņem vēlreiz. Ja nav, tā ir tikai rezerves kopijā.
desk-reply-damaged-here = Vēstule lietā { $item } šajā datorā ir bojāta.
    .hint = Nospiediet „Saņemt jaunos”: ja serverim tā vēl ir, to saņem vēlreiz.
desk-reply-missing = Vēstules lietā { $item } šajā datorā vairs nav. { $day ->
        [unknown] Tā te nekad nav atvērusies.
       *[other] Tās diena ir { $day }.
    }
    .hint = Nospiediet „Saņemt jaunos”: ja serverim tā vēl ir, to saņem vēlreiz. Ja nav, tā ir tikai rezerves kopijā.
desk-reply-register = Saraksts, kuras vēstules te bijušas ({ $path }), ir pazudis vai neatveras: kas pazudis līdz ar to, nevar pateikt.
    .hint = Nospiediet „Saņemt jaunos”: sarakstu izveido no jauna no tā, kas ir te un ko serveris vēl glabā.
desk-reply-damaged = Lietā ir bojātas ziņas ({ $count }), ko Jūs neesat varējis izlasīt. Nekas nav nosūtīts.
    .hint = Nospiediet „Saņemt jaunos”, izlasiet lietu un apstipriniet vēlreiz, vai sūtiet tāpat.
desk-reply-unread = Lietā ir kas nelasīts. Nekas nav nosūtīts.
    .hint = Izlasiet lietu un apstipriniet vēlreiz, vai sūtiet tāpat.
desk-reply-unfetched = { $count ->
        [zero] Serverī gaida { $count } jauni ziņojumi; kāds no tiem var būt šajā lietā. Nekas nav nosūtīts.
        [one] Serverī gaida { $count } jauns ziņojums; tas var būt šajā lietā. Nekas nav nosūtīts.
       *[other] Serverī gaida { $count } jauni ziņojumi; kāds no tiem var būt šajā lietā. Nekas nav nosūtīts.
    }
    .hint = Saņemiet jaunos lapā „Šodien” un apstipriniet vēlreiz, vai sūtiet tāpat.
desk-reply-others-came = Tajā pašā brīdī ziņotājam atbildēja kolēģis. Jūsu vēstule nav nosūtīta.
    .hint = Saņemiet jaunos, izlasiet kolēģa vēstuli un apstipriniet vēlreiz.
desk-record-out-of-step = Žurnāls to tagad nepieņem: lieta līdz tam vēl nav nonākusi vai ir jau tālāk.
    .hint = Atveriet lietu: tajā redzams, kas ir ierakstīts un ko var darīt.
desk-record-not-received = Ziņojums vēl nav žurnālā.
    .hint = Dienas ziņojumus ieraksta pēc pusnakts. Melnraksts ir saglabāts; tad mēģiniet vēlreiz.
