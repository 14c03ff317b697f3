# Iestādes komandas: atslēga, saraksts, paraksts.

roster-about-keygen = Izveidot iestādes atslēgu
roster-about-sign = Pārbaudīt un parakstīt sarakstu
roster-about-check = Pārbaudīt sarakstu vai mapi tā, kā to darīs serveris
roster-about-hand-over = Ar veco atslēgu parakstīt jauno
roster-arg-public = Publiskās atslēgas datne keys/IESTĀDE.pub
roster-arg-secret = Slepenās atslēgas datne; tā paliek bez tīkla
roster-arg-roster = Saraksts keys/IESTĀDE.toml
roster-arg-new-public = Jaunās publiskās atslēgas datne
roster-arg-path = Saraksts vai mape
roster-arg-no-password = Slepenā atslēga ir bez paroles
roster-keygen-done = Slepenā atslēga ir datnē { $path }. Glabājiet to bez tīkla. Zemāk ir publiskās atslēgas nospiedums: pasakiet to operatoram citā ceļā.
roster-ignored = Datne { $name } nepieder nevienam sarakstam.
