# What did not work, and what to do about it.

desk-refused-foreign = The desk does not answer this
    .hint = The request comes from another page or for another address. Open the desk with the link that the program shows.
desk-refused-unknown = The desk does not know this browser
    .hint = Open it with the link that the program shows. The link works once.
desk-refused-form = The form was not taken
    .hint = Open the page again and try once more.
desk-link-used = The link does not work any more
    .hint = Each link works once. If it was not you who opened it, somebody else on this computer did: close the program and start it again. Without the passphrase they can open nothing.
desk-no-such-page = There is no such page
    .hint = Perhaps the address is incomplete.
desk-no-such-case = There is no such case here
    .hint = Perhaps a colleague has it, or the reference is incomplete.
desk-no-such-file = There is no such file in the case.
    .hint = Open the case again.
desk-many-none = No case was chosen.
    .hint = Tick cases in the list, then choose what to do with them.
desk-problem-docket = The docket number is longer than 40 characters.
    .hint = Shorten it.
desk-problem-labels = A case has at most eight labels.
    .hint = Keep those that matter most.
desk-problem-label = A label is longer than 24 characters.
    .hint = A label is one short word.
desk-problem-unprintable = There is a character in the mark that nobody sees.
    .hint = Type it anew, do not paste it.
desk-draft-file-gone = The draft's file { $name } is gone.
    .hint = Open the draft, take this file out and attach it again.
desk-busy = The desk is still busy: the server is being asked for what is new.
    .hint = Nothing was sent. Try again in a moment.
desk-choice-missing = Something was not chosen.
    .hint = Open the action again.
desk-no-such-step = There is no such step. Steps: { $steps }.
    .hint = Give one of them with --step.
desk-step-needs = Something is missing for the step “{ $step }”.
    .hint = Give --reason with a word of its list, or --to with an institution’s short name; “svilpe officer record CASE --help” shows the words.
desk-no-port = No port can be opened on this computer: { $why }.
    .hint = Start the program again.
desk-lock-minutes = The desk locks after 1 to { $max } minutes.
    .hint = Give another --lock-after.
desk-settings-bad = { $path } can’t be understood.
    .hint = Delete this file: it holds only the language and the minutes.
desk-invitation-bad = This is no invitation.
    .hint = Choose the file that the operator gave you.
desk-tor-missing = Tor does not run on this computer.
    .hint = Start Tor Browser and try again.
desk-no-place = It is not known yet which server you work with.
    .hint = Open the invitation that the operator gave you.
desk-wrong-passphrase = The passphrase does not open the keys.
    .hint = Check the keyboard’s language and Caps Lock. A forgotten passphrase can’t be restored.
desk-later-message = A later message of a case that you can’t open. A colleague who can open it hands it over to you: “Hand over and take over cases”.
    .hint = Until then the colleague answers and records.
desk-later-message-judged = A later message of a case that you can’t open: whether it is to be rejected, a colleague who can open that case says. Nothing was recorded.
    .hint = If none of your colleagues can open it either, reject it as one that can’t be read.
desk-item-damaged = Message { $item } is damaged on this computer, or gone from it.
    .hint = Press “Fetch what is new”: if the server still has it, it is fetched again. If not, only a backup has it.
desk-reply-damaged-here = A letter in case { $item } is damaged on this computer.
    .hint = Press “Fetch what is new”: if the server still has it, it is fetched again.
desk-reply-missing = A letter in case { $item } is not on this computer any more. { $day ->
        [unknown] It never opened here.
       *[other] It is of { $day }.
    }
    .hint = Press “Fetch what is new”: if the server still has it, it is fetched again. If not, it is in a backup alone.
desk-reply-register = The list of which letters came here ({ $path }) is gone or does not open: what is gone with it can't be told.
    .hint = Press “Fetch what is new”: it is made anew, from what is here and what the server still has.
desk-reply-damaged = Messages of the case are damaged ({ $count }), and you can't have read them. Nothing was sent.
    .hint = Press “Fetch what is new”, read the case and confirm again, or send it all the same.
desk-reply-unread = Something in the case is unread. Nothing was sent.
    .hint = Read the case and confirm again, or send it all the same.
desk-reply-unfetched = { $count ->
        [one] { $count } new report waits at the server; it may belong to this case. Nothing was sent.
       *[other] { $count } new reports wait at the server; one may belong to this case. Nothing was sent.
    }
    .hint = Fetch what is new on the page Today and confirm again, or send it all the same.
desk-reply-others-came = A colleague answered at this very moment. Your letter was not sent.
    .hint = Fetch what is new, read your colleague’s letter and confirm again.
desk-record-out-of-step = The ledger does not take this now: the case is not there yet, or further already.
    .hint = Open the case: it shows what is recorded and what can be done.
desk-record-not-received = The report is not in the ledger yet.
    .hint = The day’s reports are entered after midnight. The draft is kept; try again then.
