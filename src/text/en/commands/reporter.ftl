# The reporter's own tool: svilpe reporter.

command-about-reporter = For reporters: seal a report on your own computer and send it through Tor
reporter-about-form = Print the questions, to fill in as a file
reporter-about-send = Seal a report on this computer and send it
reporter-about-add = Add a message or files to an earlier report
reporter-about-return = Enter a code and read the answers

reporter-arg-server = The address at which a browser opens the form, or unix:/path
reporter-arg-institution = The institution's short name, as in the address after /to/
reporter-arg-key = The institution's public key from its website: the line that begins with RW, or a .pub file
reporter-arg-addition = The questions for an addition, not for a new report
reporter-arg-answers = A filled-in file of questions; - reads standard input
reporter-arg-message = A text file that is the whole report or message; - reads standard input
reporter-arg-file = A file to send along; may be given several times
reporter-arg-code-file = Keep the code in this file instead of on paper; it is made and renewed
reporter-arg-again = Send again with the same code: an earlier try was cut off

reporter-questions-heading = Your report. It goes to: { $institution }
reporter-questions-how =
    Fill in what you can and want to. Only what_happened must be answered.
    Write your answer between the quotes, or between the two lines of three apostrophes. All that stands there is sent.
    Explanations that begin with # and stand outside of quotes are not sent.
    Where there is a choice, write one of the words that stand in quotes above the question.
    When the report has been received, delete this file.

reporter-who-reads = { $institution }: only these people will be able to open the report (list no. { $version }, signed by the institution):
reporter-reads = – { $name }
reporter-reads-as = – { $name }, { $role }
reporter-does-not-read = – will not: { $name }

reporter-code-new = Your code:
reporter-code-new-why = Write it down on paper now. Only with it will you be able to read answers. It can't be restored.
reporter-code-fresh = Your new code:
reporter-code-fresh-why = Write it down on paper now. Keep the old one until you see the answers: if the connection breaks, one of the two works.
reporter-code-confirm = When it is written down, type its last four digits from the paper:
reporter-code-ask = Your code:
reporter-code-again = Next time, enter this code:
reporter-code-in-file = The code is in { $path }. Whoever has that file can read your answers.

reporter-code-below = The old code still stands below the new one in the file. It opens nothing any more.
reporter-clean-up = Your text is still in { $path }. Delete it when it is no longer needed.

reporter-received = The report has been received and is safely kept. The server can't read it. Come back { $day } or later.
reporter-added = The message has been received and is safely kept. The server can't read it. Your code has not changed. Come back { $day } or later.
reporter-older = { $count ->
    [one] { $count } older answer was not sent.
   *[other] { $count } older answers were not sent.
}
reporter-unreadable = { $count ->
    [one] { $count } answer can't be opened: it is damaged.
   *[other] { $count } answers can't be opened: they are damaged.
}

reporter-not-a-key = “{ $text }” is not an institution's public key.
    .hint = It is a line that begins with RW, or a .pub file. Take it from the institution's website, not from this server.
reporter-no-institution = This server knows no institution “{ $institution }”, or it is no Svilpe server for reporters.
    .hint = Check the address. The short name is what a browser shows after /to/. Nothing was sent.
reporter-other-key = The list of readers that the server sent is not signed by the institution “{ $institution }” with the key that you gave.
    .hint = Nothing was sent. Compare the key with the institution's website. If it is right, don't trust this server.
reporter-bad-terms = { $server } sent terms that this program does not understand.
    .hint = Nothing was sent. There may be a newer Svilpe; else use Tor Browser.
reporter-nothing-to-send = There is nothing to send.
    .hint = Give --answers, --message or --file. svilpe reporter form prints the questions.
reporter-cannot-read = { $path } can't be read: { $why }.
    .hint = Check the path and its permissions. Nothing was sent.
reporter-answers-unreadable = { $path } has a mistake in line { $why }.
    .hint = An answer stands in quotes. If there is a ' or " in it, put it between two ''' lines: only a ''' line ends it. Nothing was sent.
reporter-answers-unknown = There is no question “{ $field }” here.
    .hint = svilpe reporter form prints the questions; for an addition add --addition. Nothing was sent.
reporter-answers-not-a-choice = The answer to “{ $field }” is none of the choices.
    .hint = Write one of the words that stand above the question, or leave the quotes empty. Nothing was sent.
reporter-answers-too-long = The text is too long.
    .hint = Shorten it, or add it as a file with --file. Nothing was sent.
reporter-answers-problems = Something in the answers is to be corrected.
    .hint = Correct what is named above and run the command again. Nothing was sent.
reporter-too-many-files = There are too many files.
    .hint = At most { $max } may be sent. Nothing was sent.
reporter-no-content = { $path } is empty, or not a file.
    .hint = Give a file with something in it. Nothing was sent.
reporter-file-too-large = { $path } is too large.
    .hint = One file may have up to { $max } MB. Nothing was sent.
reporter-files-too-large = The files are too large together.
    .hint = Together they may have up to { $max } MB. Add some later with svilpe reporter add. Nothing was sent.
reporter-leave-out-unknown = No reader of the report is called “{ $name }”. Did you mean: { $near }?
    .hint = Write the name exactly as it stands here. Nothing was sent.
reporter-nobody-left = Nobody would be left who could open the report.
    .hint = Leave at least one reader, or report to another institution. Nothing was sent.
reporter-no-custodian = Nobody would be left who is trusted to learn who you are.
    .hint = Don't give your name, or leave one more reader. Nothing was sent.
reporter-not-sealed = The report can't be sealed: { $why }.
    .hint = Nothing was sent. Correct it if you can; else use Tor Browser.
reporter-no-memory = This computer's memory does not suffice for the files.
    .hint = Send them in parts. Nothing was sent.

reporter-no-keyboard = The code has to be typed or written down, and there is no keyboard here.
    .hint = Run the command in a terminal, or add --code-file with a file's name. Nothing was sent.
reporter-code-not-confirmed = The code was not confirmed.
    .hint = Nothing was changed and nothing was sent. Run the command again.
reporter-code-typo = There is a slip in the code.
    .hint = Check the digits: there are 28. Nothing was changed.
reporter-addition-no-code = The code was used by somebody else meanwhile: nothing was added.
    .hint = If it was not you, say so in a new report.
reporter-code-before = If your last visit was cut off, type the code that you used then; otherwise press Enter:
reporter-code-opens-nothing = This code opens nothing.
    .hint = It may have been used, and you have a newer one. If there is no newer one, somebody else may have used it or begun to, and may have read your answers: say so in a new report.
reporter-other-institution = This code belongs to a report to another institution: { $institution }.
    .hint = Name it with --institution and --key. The new code opens it now.
reporter-either-code = The connection broke while the code was changing.
    .hint = Try again with the new code; if it opens nothing, with the old one. One of them does. A code file holds both: run the command again.
reporter-code-file = The code file { $path } can't be read: { $why }.
    .hint = Check the path and its permissions. Nothing was changed.
reporter-code-file-open = Others can read the code file { $path }.
    .hint = Keep it to yourself: chmod 600. If somebody has read it, use the code at once: coming back gives you a new one.
reporter-code-file-typo = { $path } holds no valid code.
    .hint = It has one or two lines of 28 digits. Nothing was changed.
reporter-code-file-unwritable = The code file { $path } can't be written: { $why }.
    .hint = Choose another folder. Nothing was changed and nothing was sent.

reporter-cannot-reach = { $server } can't be reached: { $why }.
    .hint = Nothing was sent. Check that Tor runs and that the address is right; then run the command again.
reporter-cut-off = The connection to { $server } broke.
    .hint = Nothing was changed. Run the command again.
reporter-something-else = What answers at { $server } is no Svilpe server for reporters.
    .hint = Check the address. The officers' address is another one.
reporter-busy = The server is overloaded at the moment.
    .hint = Nothing was kept. Try again in a few minutes.
reporter-no-files = The server takes no files at the moment.
    .hint = Nothing was kept. Send the text without files; add them later with svilpe reporter add.
reporter-too-large = This is more than the server takes.
    .hint = Nothing was kept. Send fewer files.
reporter-other-terms = In the meantime a new day began at the server, or its list of readers changed.
    .hint = Nothing was kept. Run the command with --again and the same code: the report is sealed anew.
reporter-not-understood = The server did not understand what was sent.
    .hint = Nothing was kept. There may be a newer Svilpe; else use Tor Browser.
reporter-too-slow = Sending was too slow.
    .hint = Nothing was kept. Run the command again; Tor will choose another way.
reporter-not-now = Something failed at the server.
    .hint = Nothing was kept and nothing was changed. Try again later.
reporter-unsure = It is not known whether the report was kept: the connection broke.
    .hint = Run the command with --again and the same code: it will not be kept twice. Or enter the code: if it opens, the report was received.
reporter-received-before = A report has been received with this code already, and nothing was kept now.
    .hint = If it was you who sent it, and the same, all is well: come back with your newest code. If you sent something else now, add it with svilpe reporter add. If you have never sent with this code, someone else has seen it and did: send with a new one, without --again.
reporter-unsure-addition = It is not known whether the message was kept: the connection broke.
    .hint = Send the same once more: the same message is not kept twice. The code has not changed.

reporter-arg-leave-out = Who must not read the report: a name as it is shown before sending; may be given several times
reporter-arg-out = Write the questions to this file, which only you can read
reporter-send-now = Send it? Type “yes”:
reporter-yes = yes
reporter-cross-out = Cross out the old code now.
reporter-marked-lines = Your text has lines that begin with #. They will be sent, too.

reporter-not-agreed = Nothing was sent.
    .hint = When you are ready, run the command again.
reporter-other-server = The institution { $institution } has not signed that this server is the one that receives its reports.
    .hint = Nothing was sent. Check the address and ask the institution: its roster has to name the server. Until then use the form in Tor Browser.
reporter-other-day = The server { $server } has another day than this computer.
    .hint = Check this computer's date. If it is right, don't trust this server. Nothing was sent.
reporter-not-text = { $path } is no text in UTF-8.
    .hint = Save it as plain text (UTF-8), or send it with --file. Nothing was sent.
reporter-out = { $path } can't be made: { $why }.
    .hint = Choose another name. A file that exists is not written over.
reporter-file = File:
reporter-files-how = There are files with the answers. To get them, come back with the new code and --files DIR.
reporter-file-written = File written: { $path }
reporter-file-gone = The server no longer has the file { $name }.
    .hint = Ask the institution in an addition to send it again. The new code is good.
reporter-file-damaged = The file { $name } is damaged and was not written.
    .hint = Ask the institution in an addition to send it again. The new code is good.
reporter-files-folder = Nothing can be written into { $path }: { $why }.
    .hint = Name a folder that only you can look into, or one that does not exist yet.
reporter-code-file-in-use = Another command is working with the code file { $path }.
    .hint = Wait until it is done. Nothing was changed.
reporter-code-file-taken = There is a code in { $path } already.
    .hint = If you tried to send with it and the connection broke, add --again. For a new report give another file. Nothing was sent.
reporter-code-file-visit = { $path } holds the code of a report whose opening was cut off.
    .hint = That report was received: go on with svilpe reporter return. For a new report give another file. Nothing was sent.

# Where the report is in the ledger, and what proves it
reporter-arg-checkpoint = Keep the ledger's last state in this file, to see if its history is ever rewritten (by default beside the code file)
reporter-arg-files = Write the files of answers into this folder (made if need be; nothing is written over)
reporter-arg-witness = The public key of a witness whose cosignature you want to see on the ledger; may be given several times
reporter-entry-proven = No. { $entry }; proven: the signed ledger of { $size } entries holds your report there
reporter-entry-unwitnessed = No. { $entry }; the signed ledger holds your report there, but no witness has seen that yet: look again tomorrow
reporter-entry-unchecked = not checked: the list that the institution signed names no ledger, so no number is shown
reporter-entry-doubted = NOT PROVEN. What is wrong stands at the end.
reporter-servers-word = { $words } (says the server; auditors can check it)
reporter-digest-term = Your report's digest
reporter-digest-why =
    You may give the digest to any auditor of the ledger, who checks it with “svilpe auditor verify --expect” and the digest.
    It tells not a word of the report. Whoever has it can see which entry is meant: institution, day, what was done. So don't say it from where you are known.

reporter-ledger-no-proof = THE SERVER REFUSES TO PROVE that your report is in the ledger: it does not give { $what }.
    .hint = Come back tomorrow. If it refuses again, give an auditor the digest { $item }, and report to another institution or to the contact point.
reporter-ledger-silent = THE SERVER SAYS NOTHING about your report's entry in the ledger.
    .hint = Come back tomorrow. If it is silent again, give an auditor the digest { $item }.
reporter-ledger-missing = YOUR REPORT IS NOT IN THE LEDGER. It was received on { $day } and had to be there by { $due }.
    .hint = It may have been dropped before anybody read it. Give an auditor the digest { $item }, and send the report again: to this institution, to another, or to the contact point.
reporter-ledger-other-entry = THE SERVER LIES about your report: entry No. { $entry } of the signed ledger is not your report.
    .hint = Somebody between you and the server may lie, too: come back by another way. If it stays, give an auditor the digest { $item }, and report to another institution.
reporter-ledger-not-signed = THE LEDGER SHOWN IS NOT SIGNED with the key that the institution's list names.
    .hint = Believe nothing that it says of your report ({ $item }). Somebody between you and the server may have changed it: come back by another way, then tell an auditor.
reporter-ledger-unproven = WHAT THE SERVER SHOWS OF THE LEDGER DOES NOT ADD UP: hashes and signed state differ.
    .hint = Come back by another way. If it stays, give an auditor the digest { $item }.
reporter-ledger-rolled-back = THE LEDGER WAS ROLLED BACK: entries when you were here last: { $seen }, now: { $served }.
    .hint = Entries are gone. Give an auditor the digest { $item } and the file with the ledger's last state.
reporter-ledger-rewritten = THE LEDGER WAS REWRITTEN since you were here last. The proof is in { $path }.
    .hint = Anyone can check it, and it does not say who you are. Give it to an auditor, with the digest { $item }.
reporter-ledger-witnesses = TOO FEW WITNESSES have seen this ledger: { $have }; needed: { $needed }.
    .hint = You may be shown a ledger that nobody else sees. Come back tomorrow; then give an auditor the digest { $item }.
reporter-ledger-witness-keys = The policy wants cosignatures by { $needed } witnesses; keys you gave: { $known }. Your report's entry was not checked.
    .hint = Add the witnesses' public keys with --witness; auditors and the contact point publish them. The digest is { $item }.
reporter-ledger-unreached = Your report's entry could not be checked: the connection broke.
    .hint = The answers above are whole, and your code works. Come back later. The digest is { $item }.
reporter-checkpoint-damaged = { $path } can't be read as this ledger's state: what you saw last is not known.
    .hint = Restore it from a copy, or name another file with --checkpoint. Your report's entry was not checked ({ $item }).
reporter-checkpoint-unwritable = The ledger's state can't be kept in { $path }: { $why }.
    .hint = Name another file with --checkpoint. The entry itself is as it should be ({ $item }).
reporter-ledger-frozen = THE LEDGER SHOWN IS OLD: its newest signed state is of { $day }, and this computer's day is { $today }.
    .hint = If this computer's day is right, what came since is hidden from you, or the server does not work. Come back tomorrow. If it stays, give an auditor the digest { $item }.
reporter-ledger-undated = THE LEDGER SHOWN HAS NO DAY: it may be an old one.
    .hint = Somebody between you and the server may have changed it: come back by another way. If it stays, give an auditor the digest { $item }.
reporter-ledger-ahead = THE LEDGER SHOWN is signed for a day that has not come: { $day }.
    .hint = One of the clocks is wrong. Come back later: svilpe reporter return.
