# The auditor's report: what was read, what is wrong, what waits.

verify-read = Entries checked: { $entries }. The ledger as of { $day }, root { $root }.
verify-dated = The newest signed state is of { $day } ({ $age ->
    [0] today
    [one] { $age } day old
   *[other] { $age } days old
}).
verify-nothing = No entry was read.
verify-clean = All is well.
verify-more = … and more findings: { $count }.
verify-total = Findings: { $count } ({ $each }).
verify-newer = This program (svilpe { $program }) is older than what it read. Update it before you believe what follows.
verify-overdue = { $institution }: late by law since { $since }; not done yet: { $count }.
verify-late = { $institution }: over and not done, by its standard of service: { $service }; done late: { $late }.
verify-of-ledger = THE LEDGER ITSELF
verify-of-institution = INSTITUTION { $institution }
verify-of-case = Case { $case }:
verify-page-title = Check of the ledger, { $day }
verify-page-legend = ! a fault; · worth asking, and no fault
verify-page-standing = Who is late and what waits
verify-waiting = { $institution }: received and not accounted for yet: { $items }; the oldest has waited { $days ->
    [one] { $days } day
   *[other] { $days } days
}.

# Entries that the intake had to refuse
finding-not-an-entry = Entry { $index } is not a valid entry.
finding-newer-program = Entry { $index } { $what ->
    [policy] names rules
    [roster] names a roster
   *[entry] states something
} in a form that this program (svilpe { $program }) does not know: made for a newer one. Update the program and check again. If the newest does not know it either, ask the operator.
finding-no-roster = Entry { $index }: { $institution } has no roster in the ledger yet.
finding-unknown-key = Entry { $index } ({ $institution }): signed with an unknown key.
finding-retired-key = Entry { $index } ({ $institution }): signed with a key that is no longer in force.
finding-foreign-key = Entry { $index } ({ $institution }): signed by another institution.
finding-not-signed = Entry { $index } ({ $institution }): the signature does not fit the entry.
finding-roster-unknown = Entry { $index } ({ $institution }): there is no signed roster with this digest.
finding-roster-differs = Entry { $index } ({ $institution }): the entry does not say what the roster says.
finding-roster-backwards = Entry { $index } ({ $institution }): the roster was replaced by an older one.
finding-key-swapped = Entry { $index } ({ $institution }): the institution's key was swapped without the old key's signature.
finding-not-for-officers = Entry { $index } ({ $institution }): only the intake makes entries of this kind.
finding-not-today = Entry { $index } ({ $institution }): the entry speaks of another day.
finding-clock-not-ahead = Entry { $index }: turns the clock back, and it was not ahead as the entry says.
finding-back-dated = Entry { $index } ({ $institution }): dated earlier than entries before it.
finding-received-twice = Entry { $index } ({ $institution }): the same report is entered as received a second time.
finding-never-received = Entry { $index } ({ $institution }): a report whose receipt the ledger conceals.
finding-someone-elses-item = Entry { $index } ({ $institution }): the report was addressed to another institution.
finding-accounted-twice = Entry { $index } ({ $institution }): this report was accounted for before.
finding-case-exists = Entry { $index } ({ $institution }): there is a case of this number already.
finding-no-such-case = Entry { $index } ({ $institution }): there is no case of this number.
finding-someone-elses-case = Entry { $index } ({ $institution }): the case is another institution's.
finding-replayed = Entry { $index } ({ $institution }): the same entry again.
finding-stale = Entry { $index } ({ $institution }): follows an older entry of its case than the newest.
finding-gap = Entry { $index } ({ $institution }): the case's entry before it is missing.
finding-out-of-step = Entry { $index } ({ $institution }): “{ $step }” can’t follow “{ $stage }”.
finding-received-for-nobody = Entry { $index } ({ $institution }): received for an institution that had no roster yet.
finding-not-extendable = Entry { $index } ({ $institution }): an institution's own channel gives feedback within three months; no reason makes it more.
finding-feedback-untold = { $institution }, case { $case }: it ended, and by { $due } no entry said that the reporter was told; told on: { $told }.
finding-forwarded-outside = Entry { $index } ({ $institution }): case { $case } was forwarded to { $to }, which has no roster in this ledger. Whoever can open the case can ask there.
finding-unknown-category = Entry { $index } ({ $institution }): the policy has no such category.
finding-forwarded-to-itself = Entry { $index } ({ $institution }): forwarded to the institution that has it.

# Nothing wrong by the rules, and worth a question
finding-rejection-disproved = Entry { $index } ({ $institution }): the officer with key { $key } rejected this report on { $day } ({ $reason ->
    [spam] spam
    [empty] empty
    [unreadable] unreadable
    [duplicate] duplicate
   *[drill] a drill
}); entry { $by } took it into a case all the same.
finding-clock-turned-back = Entry { $index }: the server's clock had been ahead, up to { $before }; since then its days count from { $day } again. Ask the operator why.
finding-rules-corrected = Entry { $index }: the new rules correct those of before, from { $day } on, and say so. What was received since then is judged by the new ones; ask who is responsible for the country pack why.

# Days
finding-late = Entry { $index } ({ $institution }): received on { $day }, entered only on { $newest } or later.
finding-back-dated-since-seen = Entry { $index }: dated { $day }, but on { $seen } it was not in the ledger.
finding-ahead-of-time = Entry { $index }: dated { $day }, which has not come yet.
finding-unaccounted = Entry { $index } ({ $institution }): nobody has accounted for the report received on { $day }, { $age ->
    [one] { $age } day
   *[other] { $age } days
} ago.
finding-other-policy = Entry { $index } names another policy ({ $named }) than this check went by ({ $used }): give that one’s pack with --pack, or ask which is right.
finding-policy-unknown = Entry { $index } names rules ({ $named }) that you do not know. If they were right then, check once with --pack and the folder of their pack; it is remembered.
finding-rules-rewritten = Entry { $index } names rules that say of { $day }, a day that was over by then, something else than was in force on it, and do not say that they correct it. Ask who is responsible for the country pack; what was received on such days is judged here by the rules of before.
finding-no-policy = Entry { $index }: from here on things happened, and the ledger names no rules that they go by.
finding-deadline-late = { $institution }, case { $case }: deadline { $clock } was { $due }, met on { $done } ({ $binding ->
    [law] by law
   *[service] a standard of service
}{ $calendar ->
    [provisional] ; provisional, that year's days off are not published
   *[published] {""}
}).
finding-deadline-missed = { $institution }, case { $case }: deadline { $clock } was { $due }, not met yet ({ $binding ->
    [law] by law
   *[service] a standard of service
}{ $calendar ->
    [provisional] ; provisional, that year's days off are not published
   *[published] {""}
}).

# Rewritten or withheld history
finding-hidden = Report { $item }, for which there is a receipt, is not in the ledger. One that was received today enters with the day's batch: then check again tomorrow.
finding-rolled-back = The ledger was rolled back: entries before: { $seen }, now: { $served }.
finding-forked = The ledger signed two different states; entries in each: { $size }.
finding-two-histories = The ledger signed two histories: its state of { $newer } entries does not begin with its state of { $older }.
finding-altered = History was rewritten: entry { $index } was altered (entries checked before: { $seen }).
finding-dropped = History was rewritten: entry { $index } was dropped (entries checked before: { $seen }).
finding-inserted = History was rewritten: an entry was inserted at { $index } (entries checked before: { $seen }).
finding-reordered = History was rewritten: the order was changed from entry { $index } on (entries checked before: { $seen }).
finding-withheld = The ledger does not serve what it signed: { $what }.
finding-entry-differs = Entry { $index } as served is not the one in the signed tree.
finding-tree-differs = What is served does not fit the signed state; entries in it: { $size }.
finding-bad-checkpoint = The checkpoint is not valid, or not signed by this ledger.
finding-frozen = The ledger stands still: its newest signed state is of { $day }, { $age ->
    [one] { $age } day
   *[other] { $age } days
} ago. What came since is hidden, or the server does not work.
finding-undated = The ledger does not say for which day its newest state was signed.
finding-dated-ahead = The ledger's newest state is signed for { $day }, which has not come yet.
finding-too-few-witnesses = Cosignatures by witnesses: { $have }; needed: { $needed }.

# The six words that a reporter sees
status-received = Received
status-assessing = Being assessed
status-reviewing = Being examined
status-question = A question for you
status-answer = Answer
status-done = Finished

# The auditor's command line
command-about-auditor = For auditors and witnesses: check that no report disappeared, publish figures
auditor-about-keygen = Make your key; print the block for the institutions' rosters
auditor-about-verify = Fetch what is new in the ledger, check all of it, say what is wrong
auditor-about-watch = Check the ledger again and again, and tell what is new
auditor-arg-csv = Each finding as a line of CSV
auditor-arg-page = The report as a page of HTML, for the printer
auditor-arg-tell = A program that gets what is new on its standard input, to mail it; without one, the command ends when something is new
auditor-watch-new = New findings: { $count }.
auditor-watch-found = New findings: { $count }.
    .hint = They stand above and are told once. Run the command again to go on; with --tell it goes on by itself.
auditor-cannot-tell = { $path } was not told: { $why }.
    .hint = Check that it is a program that you may run, and that it ends with 0. What is new is told again next time.
auditor-about-witness = Cosign the newest checkpoint if it continues the one you cosigned last
auditor-about-report = Make the statistics from the mirror that was verified
auditor-arg-home = Your folder with key and mirror (by default where the system keeps programs' own files)
auditor-arg-name = Your name as the rosters will show it
auditor-arg-log-key = The ledger's public key, as the operator published it: name, number and key, joined by plus signs
auditor-arg-witness = A witness's public key; may be given more than once, and is remembered
auditor-arg-trust = An institution's public key file that you know from elsewhere; may be given more than once, and is remembered
auditor-arg-mirror = Folder with your own copy of the ledger (by default “mirror” in your folder)
auditor-arg-pack = The folder of the signed country pack to judge by (by default the one that the server works by, if its signature follows the last one)
auditor-arg-expect = A report's digest, or its first 20 characters or more, that someone holds; may be given more than once
auditor-arg-evidence = File for the proof of misbehaviour, if there is any (by default in your folder)
auditor-arg-check-evidence = Only check a proof that someone shows you
auditor-arg-witness-name = Your name as a witness: an address without spaces, for ever the same
auditor-arg-cosigned-out = File for the cosigned checkpoint (by default it is printed)
auditor-arg-every = Go on, and do it again so often, such as 6h; without it, once
auditor-arg-out = Folder to put the figures in
auditor-arg-internal = All figures, none withheld: not for publishing
auditor-arg-check = Compute a published folder again from the mirror, instead of making one
auditor-check-same = { $year }: the same figures, from the ledger of { $size } entries.
auditor-check-nothing = There is no release in { $path }.
    .hint = Name the folder as it was published, with statistics.json in it.
auditor-check-differs = { $year }: THE PUBLISHED FIGURES ARE NOT THIS LEDGER'S.
    .hint = Ask who published them. If they used another version of the program, compute with that one: the file names it.
auditor-check-other-ledger = { $year }: the figures name a ledger that is not the beginning of the one in your mirror.
    .hint = Run “svilpe auditor verify” first. If it stays, ask who published them, and compare checkpoints.
auditor-check-no-rules = { $year }: the rules that the figures name are neither yours nor in your mirror.
    .hint = Give the folder of their pack with --pack.
auditor-check-file = { $path } does not say what statistics.json beside it says.
    .hint = Somebody changed one of the two. Take the folder from where it was published first.
auditor-arg-sign = Sign the figures with your key: only so does the server show them
auditor-arg-publisher = Who publishes, in one language, such as en=Name; may be given more than once (by default the contact point)
auditor-arg-contact = Where readers write to (by default the contact point's site)

auditor-keygen-done = Your key is in { $path }.
    Keep a copy of this file and of the passphrase in two safe places.
    Give the block below to the institutions whose ledger you check, and compare it with them aloud.
auditor-no-key = There is no key file { $path }.
    .hint = Make a key with “svilpe auditor keygen”, or name your folder with --home.
auditor-key-incomplete = { $path } opens, but an auditor's name and key are not in it.
    .hint = Take your copy of the key file, as “svilpe auditor keygen” made it.
auditor-no-place = It is not known yet which ledger you check.
    .hint = Give --server, --instance and --log-key once; the operator publishes them.
auditor-place-unreadable = { $path } can't be understood: { $why }.
    .hint = Correct it, or delete it and give --server, --instance and --log-key again.
auditor-other-log = This folder belongs to the ledger with the key { $pinned }.
    .hint = A ledger's key never changes. Ask the operator why; use a new --home for another ledger.
auditor-not-a-log-key = “{ $text }” is not a ledger's or witness's public key.
    .hint = Copy it whole: name, eight characters and key, joined by plus signs.
auditor-not-an-institution-key = “{ $text }” is not an institution's public key file.
    .hint = It is called like the institution, ends in .pub, and has two lines.
auditor-other-institution-key = Another key of { $institution } was taken before.
    .hint = If the institution changed its key, the old one signed the new one: the ledger shows it, and nothing has to be given here.
auditor-too-few-known = The policy wants cosignatures by { $needed } witnesses; keys you gave: { $known }.
    .hint = Add their public keys with --witness.
auditor-bad-pack = The country pack { $path } can't be used: { $why }.
    .hint = Take the file as the operator published it.
auditor-not-an-item = “{ $text }” is not a report's digest.
    .hint = It has 64 characters: digits from 0 to 9 and small letters from a to f. Its first 20 suffice.
auditor-not-a-digest = “{ $text }” in your auditor.toml is not the digest of a rules file.
    .hint = It has 64 characters: digits from 0 to 9 and small letters from a to f. Take the line out if you don't know it.
auditor-expected-there = Report { $item } is in the ledger: entry No. { $entry }, received on { $day }.
auditor-refused = { $server } does not answer this key.
    .hint = Check with the operator that your key is in a roster in force and that the instance number is right.
auditor-mirror = The mirror can't be used: { $why }.
    .hint = Check the disk and that the folder is yours.
auditor-mirror-damaged = The mirror's files have changed since they were verified.
    .hint = Restore the folder from a copy. If you delete it, you lose the memory by which a rewritten history shows.
auditor-not-clean = Findings: { $count }.
    .hint = Each has its line above. Ask the institution; rewritten history is for the public.
auditor-evidence-kept = Proof that anyone can check: { $path }
auditor-proves-forked = This proves that { $log } signed two different states of { $size } entries.
auditor-proves-rewritten = This proves that { $log } rewrote history: its state of { $newer } entries does not begin with its state of { $older }.
auditor-proves-nothing = { $path } proves nothing against { $log }.
    .hint = Check that the file is whole and that --home is the folder for this ledger.
auditor-report-newer = A newer program than this one (svilpe { $program }) wrote some of this ledger; figures counted from the rest would be wrong.
    .hint = Update the program, run “svilpe auditor verify”, then report.
auditor-nothing-read = There is nothing in the mirror to count.
    .hint = Run “svilpe auditor verify” first.
auditor-report-done = Files: { $files }; years published now: { $fresh }, before: { $before }; findings in the ledger: { $findings }
auditor-out-not-ours = { $path } holds other things; nothing was changed.
    .hint = Name a folder that is empty, or that holds an earlier release.
auditor-out-other-view = { $path } holds the other kind of figures; nothing was changed.
    .hint = Keep internal and public figures in different folders.
auditor-out-unreadable = The earlier release in { $path } can't be read; nothing was changed.
    .hint = Restore it from a copy: figures that were published must not change.
auditor-out-interrupted = The last release lies aside in { $path }: an earlier run was interrupted. Nothing was changed.
    .hint = Give that folder its old name back, then run the command again.
auditor-cosigned = Cosigned: { $size } entries. Your public key as a witness: { $key }
auditor-cosignature-not-taken = The server does not take this cosignature: no roster in force names your key as an auditor’s, or it has a newer one of yours. Hand it to those who ask.
auditor-no-witness-name = As a witness you need a name.
    .hint = Give --name once, for example your site's address with a word behind it.
auditor-not-a-witness-name = “{ $text }” can't be a witness's name.
    .hint = Use letters, digits, dots, hyphens and slashes; no spaces and no plus sign.
auditor-other-witness-name = In this folder you are the witness { $pinned }.
    .hint = A witness keeps its name. Use a new --home for another.
auditor-cosigned-damaged = { $path } is damaged: what you cosigned last is not known.
    .hint = Restore it from a copy. To begin anew, make a new key and name; with the old ones you could cosign two histories.
auditor-no-checkpoint = The server shows no checkpoint.
    .hint = Check the address. If others see a checkpoint there, tell them.
auditor-bad-checkpoint = This can't be cosigned: { $why }.
    .hint = Check the ledger's key with the operator. If it is right, tell the public.
auditor-cannot-fetch = The ledger can't be read: { $why }.
    .hint = Check that the server runs, that Tor does, and that the address is right; then run the command again.
auditor-convicted = The ledger signed two histories. Nothing was cosigned; the proof is in { $path }.
    .hint = Show it to the contact point and to other auditors: anyone can check it with --check-evidence.
auditor-rolled-back = The ledger was rolled back: entries before: { $seen }, now: { $served }. Nothing was cosigned.
    .hint = Ask the operator. A copy restored from a backup must never be served.
auditor-head-frozen = The ledger stands still: its newest signed state is of { $day }. Nothing was cosigned.
    .hint = Ask the operator what happened, and compare with other auditors: svilpe auditor compare.
auditor-head-undated = The ledger does not say for which day its newest state was signed. Nothing was cosigned.
    .hint = Ask the operator. Without a day nobody knows whether the state is old.
auditor-head-ahead = The ledger's newest state is signed for a day that has not come: { $day }. Nothing was cosigned.
    .hint = Check this computer's date. If it is right, ask the operator.
auditor-unproven = The hashes served don't belong to the checkpoint. Nothing was cosigned.
    .hint = Run the command again. If it stays, tell other auditors.

# Two checkpoints side by side
auditor-about-compare = Compare two checkpoints that two people were shown: one history, or proof of two
auditor-arg-compare = A file with a checkpoint, a letter that quotes one, or a witness's list of them; - reads what you paste
auditor-arg-compare-other = What it is compared with; likewise
auditor-compare-same = The same: both are the state of { $size } entries.
auditor-compare-extends = One history: the state of { $size } entries begins with the state of { $before }.
auditor-compare-unknown = Not known: the server does not give the hashes that would tell ({ $size } and { $before } entries).
auditor-compare-fork = TWO HISTORIES. The log signed what can't both be true; the proof is in { $path }.
    .hint = Show it to the contact point and to other auditors: anyone can check it with verify --check-evidence.
auditor-compare-untold = It can't be told whether they belong to one history: { $count }.
    .hint = Run the command again later. If it stays, one of the two was shown to one person only: tell other auditors and show them both.
auditor-compare-none = There is no checkpoint of { $log } in { $path }.
    .hint = A checkpoint is whole from the line with the ledger's name to the last line that begins with a dash. It must be signed with this ledger's key.
