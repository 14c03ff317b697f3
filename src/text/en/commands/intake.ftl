# The operator's commands.

intake-about-init = Make a new, empty server
intake-about-serve = Receive reports until told to stop
intake-about-check = Check settings, rosters, clock and store, open every record, and change nothing
intake-about-clock = Show what the clock says and what is known; confirm a clock that is not believed
intake-arg-confirm = Today's day, looked up elsewhere; it has to be the clock's
intake-arg-give-up = Go on without the records that do not open; a term from today they are forgotten
intake-arg-home = The server's folder
intake-arg-keys = Folder with the institutions' signed rosters
intake-arg-pack = The folder of the signed country pack; without it, the one built in holds
intake-arg-reporters = Where to wait for reporters: an address of this computer, or unix:/path
intake-arg-officers = Where to wait for officers: an address of this computer, or unix:/path
intake-arg-today = For drills: work as if it were this day
intake-about-torrc = Print the lines that tor needs for this server
intake-arg-proxy-protocol = Each connection begins with the line that tor writes (HiddenServiceExportCircuitID haproxy); others are dropped
intake-arg-require-confinement = Do not start unless the kernel confines the process completely
intake-arg-tor = Where tor keeps the services' keys
intake-about-backup = Copy a stopped server into two folders: sealed reports, and what opens the store
intake-about-restore = Make a server from a backup and look at every record
intake-arg-to = A new folder for the backup; without the keyring it opens nothing
intake-arg-keyring-to = A folder on another disk for keyring and pepper; the copy there is overwritten
intake-arg-from = The backup
intake-arg-keyring-from = The folder with keyring and pepper
intake-arg-new-home = A new folder for the server

intake-init-done = The server is made in { $path }. By this computer's clock it is { $day }; if that is wrong, set the clock and begin again. Below is its number: give it to the officers for “svilpe officer setup”. The second line is the ledger's key: give it to auditors.
intake-check-done = All is well. The server's number: { $instance }. The last line is the ledger's key.
intake-roster-changed = { $institution }: the roster is new or has changed, and is accepted.

intake-roster-to-come = { $institution }: the roster is new or has changed; the next start takes it up.
intake-roster-leaves = Attention, { $institution }: nobody in this roster can open { $open } reports and additions that are not closed; { $unfetched } of them nobody has fetched. The institution has signed that it knows.
intake-not-empty = The folder is not empty: { $why }.
    .hint = Choose another one. If the server is there already, use “svilpe intake serve”.
intake-not-there = There is no server here: { $why }.
    .hint = Check the path, or make one with “svilpe intake init”.
intake-apart = What is in the server's folder does not belong together: { $why }.
    .hint = Nothing was changed. Read “A file is damaged” in docs/operate.md.
intake-clock-in-doubt = The clock is not believed: { $why }.
    .hint = If the clock is wrong, set it. If it is right: svilpe intake clock --home DIR --confirm DAY. Then start again.
intake-clock-impossible = This computer's clock shows { $clock }, or a day beyond that. Nothing works by it.
    .hint = Set the clock. Nothing was changed.
intake-clock-apart = The clock ({ $clock }) and what is known do not agree.
    .hint = If the clock is wrong, set it. If it is right: stop the server, svilpe intake clock --home DIR --confirm DAY, start it.
intake-clock-other = You confirm { $day }, and the clock says { $clock }.
    .hint = Set the clock first, or look at a calendar.
intake-clock-agrees = The clock and what is known agree: there is nothing to confirm.
intake-clock-confirmed = Confirmed: it is { $day }. Start the server.
intake-clock-turned-back = Entries were dated later than today. The ledger now says that days count from today again; auditors see it.
intake-damaged = { $count ->
        [one] One record does not open: it is named above. The server does not start with it.
       *[other] { $count } records do not open: they are named above. The server does not start with them.
    }
    .hint = Restore the newest backup. If there is none: svilpe intake check --give-up-damaged goes on without them. Read docs/operate.md first.
intake-damaged-given-up = Records that do not open, and were given up: { $count }. All else is well.
    .hint = They are named above, and go by themselves when their term is over.
intake-gave-up = Given up: { $count }.
intake-bad-home = The server's folder can't be used: { $why }.
    .hint = Check the path, the permissions and the file intake.toml.
intake-store = Store: { $why }.
    .hint = Nothing was changed. Read docs/operate.md.
intake-bad-pack = The country pack { $path } can't be used: { $why }.
    .hint = Mend it, sign it with svilpe officer pack sign, and try again. policy/latvia/ is the example.
intake-pack-unreviewed = Nobody who knows the law has reviewed this country pack ({ $country }). Look for VERIFY in policy.toml.
intake-bad-language = A language can't be used: { $why }.
    .hint = Mend the file. docs/countries.md tells how a language is added.
intake-bad-rosters = The rosters can't be used: { $why }.
    .hint = Read keys/README.md.
intake-roster-refused = A roster is not accepted: { $why }.
    .hint = Ask the institution. keys/README.md tells how to hand over.
intake-ledger = Ledger: { $why }.
    .hint = Reports are kept, nothing was changed. Read docs/operate.md.
intake-cannot-listen = Nobody can be waited for at { $address }: { $why }.
    .hint = Perhaps the server runs already. The addresses are in intake.toml.
intake-not-an-address = “{ $text }” is not an address of this computer.
    .hint = Write 127.0.0.1:8017 or unix:/run/svilpe/reporters.sock.

intake-not-confined = The process can't be confined: { $why }.
    .hint = Check that the folders of intake.toml exist. Read docs/operate.md.
intake-confinement-required = The process is not confined completely, and --require-confinement was asked for.
    .hint = The lines above say what is missing.
intake-torrc-needs-sockets = The server waits at loopback addresses; tor reaches it through sockets.
    .hint = In intake.toml write unix:/run/svilpe/reporters.sock and unix:/run/svilpe/officers.sock.
intake-torrc-path = { $why }.
    .hint = Choose a plainer path in intake.toml.

intake-no-backup = Nothing was backed up: { $why }.
    .hint = Stop the server first. Both folders must be apart from one another and from the server's.
intake-no-restore = Nothing was restored: { $why }.
    .hint = Take the newest backup and the keyring that was copied with it. Read docs/operate.md.
intake-backup-done = Backed up and read again. Keep the keyring's folder apart from all backups.
intake-restore-done = Restored; every record was looked at. Check the paths in intake.toml, then start the server.
