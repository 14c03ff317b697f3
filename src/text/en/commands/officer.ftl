# The officer's command line.

officer-about-keygen = Make your keys; print the block for the institution's roster
officer-about-onion-key = Print the line by which the operator opens the server's onion to you
officer-arg-private = The secret line for this computer's tor, in NAME.auth_private
officer-arg-invitation = The invitation that the operator gave you: it says all the rest
officer-no-onion = No onion leads to the server: it needs no key.
    .hint = Say “svilpe officer setup --invitation FILE”.
officer-about-confined = The desk's helper for strangers' files; nothing for people
officer-arg-task = What the helper is to do: a clean copy or a preview
officer-about-hand-over = Make a file from which a colleague opens your cases, too; it opens for nobody else
officer-about-take-over = Open the cases that a colleague handed over
officer-arg-successor = The colleague's name, as in the roster
officer-arg-succession = The file that a colleague handed over
officer-about-setup = Write down which server, institution and instance you work with
officer-about-sync = Fetch sealed reports that are not here yet
officer-about-list = Show the cases, what is due first on top
officer-about-read = Show a whole case on the terminal
officer-about-reply = Answer the reporter; without --file the words come on standard input
officer-about-export = Write a case to the disk as plain files

officer-arg-home = Your folder with keys and sealed reports (by default where the system keeps programs' own files)
officer-arg-passphrase-file = File whose first line is the passphrase; only you may be able to read it
officer-arg-name = Your name as the roster and the reporters' pages will show it
officer-arg-custodian = Say in the block that you may open reporters' identity
officer-arg-work-factor = Work for each guess at the passphrase, as a power of two (14 to 22)
officer-arg-server = The officers' address of the server
officer-arg-proxy = Tor's SOCKS port on this computer
officer-arg-instance = The server's own number, 32 digits; the operator tells it
officer-arg-institution = The institution's short name
officer-arg-only = Only these: overdue, new, unread, near (due within days), under-way, awaits-colleague, awaits-reporter or finished
officer-arg-json = Print JSON for programs
officer-arg-case = The case's reference: the first four digits or more
officer-arg-identity = Show who the reporter is, if they said so (custodians only)
officer-arg-roster = The institution's roster, to compare whom the report was sealed to
officer-arg-reply-file = File with the words of the reply
officer-arg-anyway = Send even if something in the case is unread
officer-arg-attach = Attach this file to the reply; may be given several times
officer-arg-to = Folder to write to

officer-passphrase = Passphrase:{ " " }
officer-passphrase-new = New passphrase (four or five random words):{ " " }
officer-passphrase-again = The same once more:{ " " }
officer-passphrase-short = The passphrase is shorter than { $chars } characters.
    .hint = Take four or five random words. Whoever copies the key file can guess as long as they like.
officer-passphrase-weak = The passphrase is too easy to guess.
    .hint = Length alone does not help: names, known phrases, dates and keyboard rows are what is tried first. Take four or five random words.
officer-passphrase-differs = The two passphrases are not the same.
    .hint = Nothing was written. Run the command again.
officer-about-shell = One command after the other, with one passphrase until you pause or the computer sleeps
officer-arg-forget-after = After how many minutes without a command the passphrase is asked again (1 to 60)
officer-shell-begins = The keys are open. Type commands as after “svilpe officer”, for example: list. “help” shows them, “exit” ends. After { $minutes } min without a command, or when the computer slept, the passphrase is asked again.
officer-shell-already = This is a shell already.
    .hint = Type the command that you want to have done.
officer-shell-minutes = The keys are kept open for 1 to { $max } minutes.
    .hint = Give another --forget-after.
officer-shell-no-terminal = A shell needs a terminal: somebody who types.
    .hint = Give the commands one by one, with --passphrase-file.
officer-shell-quotes = A quotation mark in this line has no partner.
    .hint = Put words with spaces between two of the same: 'two words'.
officer-no-keyboard = There is no keyboard to type the passphrase on.
    .hint = Run the command in a terminal, or give --passphrase-file.
officer-passphrase-file = The passphrase can't be read from { $path }: { $why }.
    .hint = The file holds the passphrase on its first line, in UTF-8.
officer-passphrase-file-open = Others can read { $path }.
    .hint = Make it yours alone: chmod 600, and think of a new passphrase if others may have seen it.
officer-wrong-passphrase = The passphrase does not open { $path }.
    .hint = Check the keyboard's language and Caps Lock. There is no way around a forgotten passphrase.

officer-work-factor = The work factor is not between { $min } and { $max }.
    .hint = Leave it out: 18 takes about a second and 256 MiB of memory.
officer-not-a-name = This is not a name that a roster can hold.
    .hint = Write 1 to 80 visible characters on one line.
officer-keygen-done = Your keys are in { $path }.
    Keep a copy of this file and of the passphrase in two safe places: without them nobody can open what is sealed to you.
    Give the block below to the person who keeps the institution's roster. The number of your keys is
    { $number }: compare it with them aloud, once “svilpe officer roster check” has shown it to them.
officer-key-exists = There are keys in { $path } already; nothing was changed.
    .hint = Use another --home for other keys. Keys that reports were sealed to are needed as long as the reports.
officer-no-key = There is no key file { $path }.
    .hint = Make keys with “svilpe officer keygen”, or name your folder with --home.
officer-key-damaged = { $path } is not a key file, or it is damaged.
    .hint = Take your copy of the key file.
officer-key-incomplete = { $path } opens, but an officer's name and both keys are not in it.
    .hint = Take your copy of the key file, as “svilpe officer keygen” made it.
officer-key-too-much-work = { $path } asks for more memory than any key file of ours; it was not opened.
    .hint = Take your copy of the key file: this one was not made by “svilpe officer keygen”.

officer-no-home = The system does not say where your files are.
    .hint = Name a folder with --home.
officer-home-open = Others can look into { $path }.
    .hint = Make it yours alone with chmod 700, or name another folder with --home.
officer-home-in-use = Another svilpe is at work in { $path }.
    .hint = Wait until it has finished, and try again.
officer-case-book = The docket numbers and labels in { $path } do not open with your key. Nothing was changed.
    .hint = Restore this file from a backup, or move it away and begin anew.
officer-disk = { $path }: { $why }.
    .hint = Check that the path is right and that you may write there.
officer-folder-in-place = { $path } is a folder, and in its place belongs a file of this program.
    .hint = Move the folder somewhere else and run the command again: what the server still has is fetched again.
officer-disk-full = The disk is full: { $path }.
    .hint = Make room and run the command again: it goes on where it stopped.
officer-setup-done = From now on you work with { $server }.
officer-no-place = It is not known yet which server you work with.
    .hint = Give --server, --instance and --institution once; the operator tells them.
officer-place-unreadable = { $path } can't be understood: { $why }.
    .hint = Correct it, or delete it and run “svilpe officer setup” again.
officer-not-an-instance = “{ $text }” is not a server's number.
    .hint = It has 32 digits from 0 to 9 and a to f, in small letters.
officer-not-an-institution = “{ $text }” is not an institution's short name.
    .hint = It has small letters, digits and hyphens, like the name of the roster file.
officer-other-instance = This folder belongs to another installation, { $pinned }.
    .hint = If the institution has moved, use a new folder with --home. If it has not, ask the operator why.
officer-other-institution = The server does not take you for an officer of { $pinned }.
    .hint = Use a folder of its own for each institution with --home.
officer-refused-key = The server does not answer your key any more: it is not in the roster in force.
    .hint = What was fetched stays readable. If you are still an officer, ask the institution for the roster in force; if your key is in it, tell the auditor: the server withholds.
officer-refused = { $server } does not answer this key: it is not in the roster in force, or the instance number is another server's.
    .hint = Ask the institution whether your key is in the roster in force, and the operator for the instance number. If both are right, tell the auditor: the server withholds.

officer-sync-nobody-else = { $count ->
        [one] One open case was sealed to you and to nobody else of the officers of today
       *[other] { $count } open cases were sealed to you and to nobody else of the officers of today
    }: { $cases }. Before you leave or get a new key, hand them over (svilpe officer hand-over), or finish them: nobody else knows that they would be lost.
officer-overdue = Your institution is late by law since { $since }; not done yet: { $count }. Auditors see it, too.
    .hint = What is in your list comes first in it. If it is not there, a colleague can open it: ask them.
officer-sync-done = { $items } new, { $had } here before; { $bytes } bytes in { $seconds } s
officer-sync-unread = NEW in case { $case }: additions { $additions }, colleagues' replies { $replies }. Read it: read { $case }
officer-item-wrong-digest = Item { $item } is not what the ledger names; it was not kept.
    .hint = Run sync again. If it stays, tell the auditor: the server may have changed it.
officer-item-wrong-length = Item { $item } is not as long as the server said; it was not kept.
    .hint = Run sync again. If it stays, tell the auditor.
officer-item-withheld = Item { $item } is listed, but the server does not give it.
    .hint = Run sync again. If it is still listed then, tell the auditor.
officer-some-bad = { $count ->
        [one] One item could not be used; the rest could.
       *[other] { $count } items could not be used; the rest could.
    }
    .hint = Each has its line above.

officer-item-missing = Item { $item } is not on this computer any more: run sync.
    .hint = If the server still has it, sync fetches it again. If not, only a backup has it.
officer-item-damaged = Item { $item } is damaged on this computer: run sync.
    .hint = If the server still has it, sync fetches it again. If not, only a backup has it.
officer-item-unreadable = Item { $item } can't be read from the disk: check the disk, and that the file is yours.
    .hint = If the server still has it, sync fetches it again. If not, only a backup has it.
officer-item-damaged-there = Item { $item } does not open on the server any more: tell the operator (“svilpe intake check” names it). All others are fetched.
officer-item-lost = Item { $item } is damaged on this computer, and the server no longer has it.
    .hint = Only a backup has it: restore one into another folder (svilpe officer restore --home).
officer-damaged-apart = Damaged on this computer, or gone from it, and it does not say from which case: { $count } ({ $items }). Run sync: it fetches again what the server still has.
officer-sync-mended = Was damaged, and is fetched again: { $count }
officer-item-not-for-this-key = Item { $item } is not sealed to your key.
    .hint = If you have older keys, name their folder with --home. A reporter may also have left you out.
officer-item-not-a-report = Item { $item } opens, but it is not a report that this program understands.
    .hint = Update the program. If that does not help, stock age and unzip open it.
officer-sent-damaged = A copy of an own reply in case { $item } does not open.
    .hint = The reporter's copy is not touched by that. The file is in the folder “sent”.
officer-not-for-this-key = { $count ->
    [one] One item does
   *[other] { $count } items do
} not open with your key: { $items }. A reporter may leave you out; ask your colleagues. Only if none of your colleagues can open it either: record ITEM rejected --reason unreadable.
officer-no-such-case = There is no case { $case }.
    .hint = See “svilpe officer list”; at least four digits of the reference are needed.
officer-case-ambiguous = More than one case begins with { $case }.
    .hint = Write more digits of the reference.
officer-roster-bad = The roster { $path } can't be used: { $why }.
    .hint = Give the roster file as the institution signed it, with its signature and key beside it.

officer-list-empty = There are no cases here.
officer-list-header = CASE      RECEIVED    STATE; WHAT IS TO BE DONE BY WHICH DAY
officer-list-finished = FINISHED
officer-list-unrecorded = not in the ledger yet
officer-list-new = NEW
officer-list-answered = answered
officer-list-parts = additions: { $additions }, files: { $files }
officer-list-ledger-damaged = The ledger's copy on this computer is damaged, and cases may not stand as they are shown. Run sync: it reads it again.
officer-list-damaged-there = Not here, and not in this list: reports that did not open on the server when it was asked last: { $count }.
officer-list-damaged = DAMAGED HERE: { $count } (run sync)
officer-list-new-additions = NEW: additions { $count }
officer-list-new-replies = NEW: colleagues' replies { $count }
officer-category-none = category not known

officer-warning = warning:
officer-not-the-reporters = Not the reporter's: it names the mailbox of case { $case }, and its reporter did not sign it.
officer-read-case = Case { $case }
officer-read-report = === Report, received { $day }, item { $item } ===
officer-read-addition = === Addition, received { $day }, item { $item } ===
officer-read-reply = === Your reply of { $day } ===
officer-read-reply-colleague = === Reply of { $day } by { $name } ===
officer-read-reply-unchecked = === Reply of { $day }: we could not check who wrote this (the name given: { $name }) ===
officer-read-reply-unsure = === Your reply of { $day }: not known to be kept; run “reply” again with the same words ===
officer-read-replies-closed = Some replies in this case do not open here ({ $count }): they are damaged, or not sealed to your key because they were written before you were in the roster.
officer-read-files = Files (export gives them; their names and types are as the sender wrote them):
officer-identity-sealed = The reporter has said who they are. Custodians see it with --identity.
officer-identity-none = The reporter has not said who they are.
officer-identity-name = Reporter's name
officer-identity-contact = How to reach the reporter
officer-doubt-header = The number of keys this is sealed to is not the number that the report names: someone may have added or dropped a reader.
officer-doubt-not-named = The report does not name your key among its readers, yet it opens with it.
officer-doubt-other-roster = Sealed by version { $sealed } of the roster; the one you gave is version { $given } or has other content.
officer-doubt-unknown-roster = Sealed by version { $sealed } of a roster that the ledger does not have, or that the institution did not sign: the server may have added or dropped a reader.
officer-doubt-not-compared = The readers were not compared with the institution's roster: the ledger was not read on this computer yet. Run svilpe officer sync first.
officer-doubt-stranger = Sealed to a key that is not in the roster (its SHA-256): { $key }
officer-doubt-missing = { $name } is in the roster, but was neither sealed to nor left out by the reporter.

officer-what-happened = What happened
officer-category = Category
officer-when = When
officer-where = Where
officer-who-involved = Who is involved
officer-how-known = How the reporter knows
officer-still-ongoing = Does it go on
officer-harm = What harm it does
officer-evidence = What evidence there is
officer-reported-before = Reported before
officer-reported-result = What came of that
officer-fear = Fears retaliation
officer-fear-explained = Why
officer-not-recognised = If this is not recognised as a whistleblower's report
officer-forward = May it be passed on
officer-yes = yes
officer-no = no
officer-unknown = not known
officer-how-work-duties = through work duties
officer-how-public-office = through duties of an office
officer-how-services = when providing services
officer-how-recruitment = when applying for work
officer-how-traineeship = as a trainee
officer-how-volunteering = as a volunteer
officer-how-other = in another way
officer-before-internally = yes, at the workplace
officer-before-to-institution = yes, to an institution
officer-before-both = yes, at the workplace and to an institution
officer-treat-as-tip = examine it as an ordinary report
officer-do-not-process = do not examine it
officer-forward-as-is = yes, as it is
officer-forward-ask-me = ask the reporter first
officer-forward-without-files = yes, but without the files

officer-reply-no-words = There are no words to send.
    .hint = Name a file with --file, or write the words to standard input.
officer-reply-not-text = The words are not text in UTF-8.
    .hint = Save the file as plain text in UTF-8.
officer-reply-too-long = The reply is too long.
    .hint = Keep it under 48 KiB, or send it in two.
officer-reply-not-sealed = The reply can't be sealed to this mailbox.
    .hint = Nothing was sent. Tell the operator: the report's reply key does not work.
officer-reply-refused = The server has no mailbox for case { $case }, or it refuses your key; the reply is not kept there.
    .hint = A mailbox ends with its retention. If “sync” works, your key is fine and the mailbox is gone.
officer-reply-unsure = It is not known whether the reply in case { $case } is kept: { $why }.
    .hint = Run the same command again with the same words: it never becomes two replies.
officer-reply-done = The server keeps your reply in case { $case }.
officer-reply-no-roster = warning: the institution's roster has not come from the ledger yet, so colleagues will not be able to read this reply. Run sync first.
officer-reply-not-asked = What colleagues have replied in case { $case } could not be asked: { $why }. Nothing was sent.
    .hint = Run the same command again.
officer-reply-unread = Something in case { $case } is unread: additions { $additions }, colleagues' replies { $replies }. Nothing was sent.
    .hint = Read it with read { $case }, then send again; --anyway sends all the same.
officer-later-message = { $case } is a later message of a case that you can't open. A colleague who can open it hands it over: svilpe officer hand-over --to "Your Name" > FILE.
    .hint = Take over what you get with svilpe officer take-over FILE. Until then the colleague answers and records.
officer-later-message-judged = { $case } is a later message of a case that you can't open: whether it is to be rejected, a colleague who can open that case says. Nothing was recorded.
    .hint = If none of your colleagues can open it either: svilpe officer record { $case } rejected --reason unreadable.
officer-reply-damaged = Damaged on this computer in case { $case }: { $count }; you would answer without having read all of it. Nothing was sent.
    .hint = Run sync, read it (read { $case }), then send again; --anyway sends all the same.
officer-reply-unfetched = Something new waits at the server ({ $count }) that is not here yet; it may be an addition to case { $case }. Nothing was sent.
    .hint = Run sync and, if it is in this case, read it with read { $case }; then send again. --anyway sends all the same.
officer-reply-others-came = A colleague replied in case { $case } at the same moment. Your reply was not sent.
    .hint = Run sync and read { $case }, then send again; --anyway sends all the same.
officer-reply-no-room = The mailbox of case { $case } is full. Your reply was not sent.
    .hint = Room comes back when the oldest replies have passed their term. A shorter reply may still fit.
officer-attach-many = A reply carries at most { $max } files.
    .hint = Send the others with the next reply.
officer-attach-large = The files of one reply may have { $max } MiB in all.
    .hint = Choose smaller files, or send them with several replies.
officer-attach-empty = There is nothing in the file { $name }.
    .hint = Choose another file.
officer-attach-no-file = { $path } is not a file.
    .hint = Name a file, not a folder.
officer-attach-unusable = These files can't be attached.
    .hint = Choose other files.
officer-attach-gone = The files that go with this reply are no longer on this computer.
    .hint = Write the reply anew and attach the files again.
officer-attach-no-room = The mailbox of case { $case } has no room for these files. Your reply was not sent.
    .hint = Send the reply without files, or with smaller ones.
officer-reply-damaged-here = A reply in case { $item } is damaged on this computer: run sync.
    .hint = If the server still has it, sync fetches it again.
officer-reply-missing = A reply in case { $item } is not on this computer any more: run sync. { $day ->
        [unknown] It never opened here.
       *[other] It is of { $day }.
    }
    .hint = If the server still has it, sync fetches it again; if not, it is in a backup alone.
officer-reply-register = The list of which replies came here ({ $path }) is gone or does not open: what is gone with it can't be told.
    .hint = sync makes it anew, from what is here and what the server still has. A letter that is in neither is in a backup alone.
officer-enclosed-damaged-here = The file { $name } is damaged on this computer.
    .hint = Fetch it again (svilpe officer sync). If that does not help, the server no longer has it.
officer-enclosed-missing = The file { $name } is not on this computer.
    .hint = Fetch what is new (svilpe officer sync). If that does not help, the server no longer has it.
officer-enclosed-damaged = The file { $name } is damaged.
    .hint = Ask your colleague to send it again.
officer-export-exists = { $path } is there already; nothing was changed.
    .hint = Name another folder with --to. Nothing is ever written over.
officer-export-files = Files here, and the names their sender gave them:
officer-export-not-here = (not here)
officer-export-done = Plain text is on the disk now, marked as restricted: delete it when you are done.
    Files: { $files }; bytes: { $bytes }

officer-about-roster = For the institution: make its key, sign and check its roster, offline
officer-about-roster-keygen = Make the institution's key: the public half beside the roster, the secret one elsewhere
officer-arg-roster-server = The key of the ledger, or the number of the server, that is to receive reports (svilpe intake init printed both): it is put into the roster. Only with the key can reporters check their entries
officer-about-roster-sign = Check a roster and sign it
officer-about-roster-check = Check a roster, or a folder of them, as the server would
officer-about-roster-hand-over = Sign a new public key with the old secret one
officer-arg-public-key = The institution's public key file, ending in .pub
officer-arg-secret-key = The institution's secret key file; never in the folder of public keys
officer-arg-roster-file = The roster, ending in .toml
officer-arg-roster-path = A roster, or the folder that holds them
officer-roster-command = { $what }.
    .hint = { $hint }.
officer-roster-made = The institution's key number is { $number }. Whoever installs the server compares it with you by another way.
officer-not-a-server = “{ $text }” is neither a ledger's key nor a server's number.
    .hint = Copy the second line that svilpe intake init printed; or the first, with 32 digits.
officer-roster-signed = Signed: { $institution }, version { $version }.
officer-roster-checked = { $institution }, version { $version }, key { $number }: { $officers } officers, { $auditors } auditors
officer-roster-officer = { $name }: keys { $number }
officer-roster-ignored = belongs to no roster, and was ignored:
officer-about-pack = For who is responsible for a country pack: sign and check it, offline
officer-about-pack-sign = Write the digests of a pack's files into its policy.toml, check it and sign it
officer-about-pack-check = Check a signed pack as the server would; print its digest
officer-arg-pack-folder = The folder of the country pack
officer-pack-signed = Signed: the country pack { $country }, version { $version }. Raise the version with every change.
officer-pack-checked = The country pack { $country }, version { $version }, is right. Key: { $number }.

# Recording in the ledger
officer-about-record = Record in the ledger what happened with a case
officer-record-many = Rejected items that do not open with your key: { $count }. What was received today comes into the ledger with the next sync after the day's batch. If one of them opens for a colleague, they will see it.
officer-record-only-rejected = Of all items together that do not open, only a rejection can be recorded.
    .hint = Write: svilpe officer record all-unreadable rejected --reason unreadable.
officer-about-record-rejected = This is no report and becomes no case
officer-about-record-opened = A case is opened (sync and reply do it by themselves)
officer-about-record-acknowledged = The reporter was told that the report arrived
officer-about-record-assessed = It was decided what the report is
officer-about-record-notified = The reporter was told the decision
officer-about-record-info-requested = The reporter was asked a question
officer-about-record-forwarded = Another institution is competent and has it now
officer-about-record-under-review = The examination began, or goes on
officer-about-record-feedback = The reporter was told what is being done
officer-about-record-extended = The reporter was told why feedback or an answer takes longer
officer-about-record-concluded = The examination ended
officer-about-record-proceedings-ended = Proceedings ended, after the case was concluded
officer-about-record-closed = Nothing more will happen
officer-about-record-reopened = Something more happens
officer-about-record-identified = The reporter gave their identity, to be recognised
officer-about-record-expunged = The content was deleted
officer-arg-reason = Why so
officer-arg-record-category = The category, if it is not the one that the reporter chose
officer-arg-track = The track, if it does not follow from whether the reporter gave their identity
officer-arg-decision = What was decided
officer-arg-not-recognised-reason = Why it is not recognised (only with not_recognised)
officer-arg-forwarded-to = The other institution's short name
officer-arg-outcome = What was found
officer-arg-proceedings-ended = Which proceedings, and how they ended, such as criminal:closed_sanction
officer-arg-proceedings = Proceedings and how far they are, such as criminal:opened; may be given more than once
officer-arg-effect = What changed; may be given more than once
officer-arg-damage = Damage in whole euros, if it was found out
officer-arg-recovered = Recovered in whole euros, if it was found out
officer-arg-checkpoint-key = The ledger's public key, as the operator published it
officer-recorded = Recorded in the ledger: case { $case }
officer-recorded-later = Case { $case } is not in the ledger yet (the day's batch comes after midnight); the next sync records it.
officer-settled = Entries made in the ledger: { $count }
officer-waiting = { $count ->
        [one] One report is not in the ledger yet; the sync after the day's batch records it.
       *[other] { $count } reports are not in the ledger yet; the sync after the day's batch records them.
    }
officer-read-noted = The next sync records that case { $case } was opened. If it is no report, say so before: record { $case } rejected.
officer-log-first-use = warning: the ledger's key was taken as the server tells it: { $key }
    Compare it with the key that the operator published. From now on another one is refused.
officer-log-unknown = warning: the ledger's key is not known, so what the server shows is not checked. Run “svilpe officer setup” with --checkpoint-key.
officer-other-log = The server shows another ledger than the one with the key { $pinned }.
    .hint = A ledger's key never changes. Tell the auditor, and ask the operator why.
officer-items-damaged = { $path } is damaged.
    .hint = Delete it: what it held can be asked for again.
officer-checkpoint-damaged = { $path } is damaged: what the ledger showed last is not known.
    .hint = Take it from a copy. If you delete it, a history that was rewritten in between can't be seen from here.
officer-ledger-unread = The ledger could not be read: { $why }.
    .hint = Run sync again.
officer-ledger-lost = Item { $item }, which the ledger received on { $day }, is not on this computer any more, and the server does not have it either.
    .hint = The server had been told that it is here. A backup has it, or colleagues.
officer-ledger-rewritten = THE SERVER REWROTE THE LEDGER. The proof is in { $path }.
    .hint = Give it to the auditor and the contact point: anyone can check it.
officer-ledger-rolled-back = THE SERVER ROLLED THE LEDGER BACK: entries before: { $seen }, now: { $served }.
    .hint = Tell the auditor.
officer-ledger-unproven = THE SERVER'S LEDGER DOES NOT ADD UP: hashes and checkpoint differ.
    .hint = Run sync again. If it stays, tell the auditor.
officer-ledger-withheld = THE SERVER WITHHOLDS a part of the ledger: { $what }.
    .hint = Run sync again. If it stays, tell the auditor.
officer-ledger-swapped = THE SERVER SHOWS A FALSE ENTRY: number { $number } is not the one in the ledger.
    .hint = Run sync again. If it stays, tell the auditor.
officer-ledger-not-signed = THE SERVER'S CHECKPOINT is not signed by the ledger's key.
    .hint = Tell the auditor, and ask the operator why.
officer-ledger-frozen = THE LEDGER STANDS STILL: its newest signed state is of { $day }, and this computer's day is { $today }.
    .hint = If this computer's day is right, what came since may be hidden: ask the operator, and tell auditors.
officer-ledger-undated = THE LEDGER DOES NOT SAY for which day its newest state was signed.
    .hint = It may be an old one. Ask the operator, and tell auditors.
officer-ledger-hidden = THE SERVER HID A REPORT from the ledger: item { $item } has been here since { $day }, and is not there.
    .hint = Tell the auditor: they can check with --expect.
officer-ledger-not-given = THE SERVER DOES NOT GIVE item { $item }, which the ledger received on { $day } and nobody accounted for.
    .hint = Run sync again. If it stays, tell the auditor. If you use more than one computer, look at the other.
officer-rejected-by-colleague = { $name } rejected item { $item } on { $day } as “{ $reason }”, and it opens with your key. { $reason ->
    [unreadable] Read it, and the next sync opens its case.
   *[other] Read it, then: record { $item } opened.
} Only if you agree: record { $item } rejected --reason { $reason }.
    .hint = The reporter may have left that colleague out. An item that opens becomes a case after a rejection, too.
officer-rejected-by-key = An officer whose name the ledger's rosters don't tell (key { $name }) rejected item { $item } on { $day } as “{ $reason }”, and it opens with your key. { $reason ->
    [unreadable] Read it, and the next sync opens its case.
   *[other] Read it, then: record { $item } opened.
} Only if you agree: record { $item } rejected --reason { $reason }.
    .hint = Ask your institution whose key that is.
officer-ledger-forged = THE SERVER SHOWS A FORGED REJECTION of item { $item } ({ $day }, “{ $reason }”): the key { $name } did not sign it. Read the item, then: record { $item } opened.
    .hint = Tell the auditor.
officer-rejected-disproved = { $name } had rejected item { $item }; it opened with your key, and the ledger has it as a case now. Auditors see both.
officer-some-disputed = Rejections by colleagues that wait for your word: { $count }.
    .hint = Each has its line above.
officer-read-rejected = A colleague rejected item { $item } as “{ $reason }”. { $reason ->
    [unreadable] The next sync opens its case
   *[other] If it is a report after all: record { $item } opened
}; if you agree with them: record { $item } rejected --reason { $reason }.
officer-recorded-agreed = A colleague rejected { $case } before, and you agree: noted on this computer.
officer-list-contested = rejected by a colleague as “{ $reason }”; your word is awaited
officer-record-key = The ledger does not take entries by your key ({ $code }).
    .hint = Check with the institution that your key is in the roster in force.
officer-record-day = The server counts another day than this computer ({ $code }). One of the two clocks is wrong.
    .hint = Around midnight wait a minute. If this computer's date and time zone are right, tell the operator; nothing is lost, and sync records it once the days agree.
officer-reply-day = The server counts another day ({ $day }) than this computer ({ $today }). One of the two clocks is wrong. Nothing was sent.
    .hint = Around midnight wait a minute. Set this computer's date and time zone, and send again: the reporter's computer would not trust a letter of a wrong day. If they are right, tell the operator.
officer-record-server-ahead = The ledger already holds entries of a later day than today ({ $code }): the server's clock was ahead.
    .hint = Nothing is wrong here. Tell the operator: “svilpe intake clock” is the way out.
officer-server-clock = The server does not believe its own clock, and enters nothing in the ledger until that is settled.
    .hint = Nothing is wrong here and nothing is lost. Tell the operator: “svilpe intake clock”. Then run sync again.
officer-some-damaged = { $count ->
        [one] One report does not open on the server any more, and could not be fetched.
       *[other] { $count } reports do not open on the server any more, and could not be fetched.
    }
    .hint = All others are here. Tell the operator: “svilpe intake check” names them.
officer-record-not-received = The report is not in the ledger yet: nothing can be recorded of it.
    .hint = The day's batch comes after midnight. Try again then.
officer-record-not-ours = This belongs to another institution ({ $code }).
    .hint = Check the case's reference.
officer-record-accounted = This is accounted for already.
    .hint = A colleague may have been faster. Run sync, then see “svilpe officer list”.
officer-record-no-case = There is no such case in the ledger.
    .hint = A report that was rejected is no case. Run sync, then see “svilpe officer list”.
officer-record-stale = Colleagues record in this case at this very moment.
    .hint = Talk to them, and try again.
officer-record-gap = The case's entry before this one is not in the ledger: something was dropped.
    .hint = Tell the auditor.
officer-record-out-of-step = This can't be recorded now: the case has not come to it, or is past it.
    .hint = See “svilpe officer list” for how far it is. A decision comes before a review, a review before feedback and conclusion.
officer-record-category = The policy has no such category.
    .hint = Take a category from the report form.
officer-record-itself = A case can't be forwarded to the institution that has it.
    .hint = Check the short name after --to.
officer-record-refused = The ledger refuses this ({ $code }).
    .hint = Update the program. If that does not help, tell the operator.
officer-record-reason-missing = not_recognised needs a reason.
    .hint = Give --reason; --help shows the words.
officer-record-reason-surplus = { $what } takes no reason.
    .hint = Leave --reason out.
officer-record-too-much = { $amount } euros can't be recorded.
    .hint = Whole euros up to 1 000 000 000 000.
officer-record-not-a-word = “{ $text }” is not one of the words for this.
    .hint = --help shows them. Proceedings are written like criminal:opened.
officer-list-next = { $clock } by { $by } ({ $weekday }; { $days ->
        [0] today
        [one] { $days } day left
       *[other] { $days } days left
    })
officer-list-next-late = { $clock }: was due on { $by } ({ $weekday }; { $days ->
        [one] { $days } day late
       *[other] { $days } days late
    })
officer-list-provisional = provisional: that year's days off are not published
officer-clock-acknowledge = acknowledge
officer-clock-decide = decide
officer-clock-notify = tell the decision
officer-clock-progress = tell about progress
officer-clock-feedback = give feedback
officer-clock-forward = forward
officer-clock-answer = answer the submission

officer-about-backup = Copy the folder into one file, as closed as the folder
officer-about-restore = Make a folder from a backup, and check that it opens
officer-arg-backup-to = New file for the copy
officer-arg-backup-from = The file of the backup
officer-backup-done = The copy is made and was read again: { $files } files, { $bytes } B. Only your passphrase opens it.
officer-backup-folder = { $path } is a folder: a backup is one file.
    .hint = Name the file too, as in “folder/backup.tar”.
officer-backup-exists = There is a file { $path } already.
    .hint = A copy is never written over: name another file.
officer-backup-damaged = Report { $item } is damaged on this computer; it is not in the copy.
    .hint = Remove its file in the folder sealed and sync: the server still keeps it.
officer-backup-not-ours = The backup can not be used: { $why }.
    .hint = Nothing was restored. Take another copy; reports can be had from the server, too (svilpe officer sync).
officer-backup-unreadable = The backup can not be read: { $why }.
    .hint = Nothing was restored.
officer-restore-not-empty = The folder { $path } is not empty.
    .hint = Restoring goes into a new or empty folder only: name another with --home.
officer-restore-done = Restored: { $cases } cases open, { $closed } reports are not for this key or are damaged. Now sync (svilpe officer sync).
