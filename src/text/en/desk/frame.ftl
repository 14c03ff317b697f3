# The officer’s desk: head, entrance, Today, the first start.

desk-about = Begin here: the desk, a window in the browser, from your first keys to a case's close
desk-arg-lock-after = After how many minutes without use the desk locks itself (1 to 60)
desk-arg-step = Which step of the case the letter is, for example feedback: it is recorded in the ledger
desk-arg-no-browser = Do not open a browser: only show the link
desk-started = The desk is open on this computer. The link works once; Ctrl-C ends it.
desk-ended = The desk is closed; nothing of what was open remains.
desk-title = Desk
desk-navigation = Desk
desk-today = Today
desk-lock = Lock
desk-date = { $weekday } { $year }-{ $month }-{ $day }
desk-days-left = { $days ->
        [0] today
        [one] { $days } day left
       *[other] { $days } days left
    }
desk-days-late = { $days ->
        [one] { $days } day late
       *[other] { $days } days late
    }
desk-entered = Desk
desk-entered-why = This browser may now speak to the desk.
desk-entered-go = Go on
desk-unlock-heading = Unlock the desk
desk-unlock-lead = The passphrase opens your keys on this computer. It is sent nowhere.
desk-passphrase = Passphrase
desk-unlock = Unlock
desk-close = Close the desk
desk-close-why = If you are done for today, close the program.
desk-closed = The desk is closed
    .hint = You can close this tab. To go on working, start the program again.
desk-opening = Cases are being opened
desk-opening-count = Opened: { $done } of { $all }
desk-opening-why = The first time takes a while; next time what was opened is known already.
desk-look-again = Look again
desk-today-summary = { $count ->
        [0] Nothing is pressing now.
        [one] { $count } case needs you.
       *[other] { $count } cases need you.
    }
desk-fetch = Fetch what is new
desk-fetching = The server is being asked for what is new…
desk-fetched = { $value ->
        [0] The server was asked. There are no new reports.
        [one] { $value } new report was fetched.
       *[other] { $value } new reports were fetched.
    }
desk-first-log = The ledger’s key was taken as the server tells it: { $value }. Compare it with the one that the operator published; from now on another is refused.
desk-pack-taken = Cases are judged from now on by the server’s country pack, signed by key { $value }. Compare the number with who is responsible for it, by another way.
desk-pack-changes = The new rules differ from those before from { $value } on: cases received since then may have other last days.
desk-find = Search the cases
desk-find-go = Search
desk-find-all = Show all
desk-groups = Groups of cases
desk-sort = Sort:
desk-sort-due = by due date
desk-sort-received = newest first
desk-sort-docket = by docket number
desk-labels = Labels
desk-book-damaged = Docket numbers and labels do not open: the file case-book is damaged or somebody else's. It was not changed; restore it from a backup.
desk-acting = What was confirmed is being done:
desk-many-choose = Choose case
desk-many-with = With the chosen cases:
desk-many-left = It will not be done in these cases
desk-many-nothing = It can't be done now in any of the chosen cases.
desk-many-draft = A letter was begun for this case: finish it there.
desk-many-letter-why = Each reporter gets it in their own language, with the dates of their case. To write something else, do it in the case.
desk-many-not = Do not do it
desk-group-all = To do
desk-group-overdue = Overdue
desk-group-new = New
desk-group-unread = Unread additions
desk-group-near = Due soon
desk-group-under-way = Under way
desk-group-awaits-reporter = Waiting for the reporter
desk-group-awaits-colleague = Waiting for a colleague
desk-group-finished = Finished
desk-today-empty = There are no cases here yet. New ones come when you fetch them from the server.
desk-today-nothing = Nothing is to be done.
desk-today-not-found = Nothing was found.
desk-today-more = { $count ->
        [one] { $count } more case
       *[other] { $count } more cases
    }
desk-today-closed = Not opened by your key: { $count } ({ $items }). A reporter may have left you out; then colleagues run the case.
desk-today-damaged = Damaged on this computer, or gone from it, and it does not say from which case: { $count } ({ $items }). Press “Fetch what is new”: what the server still has is fetched again.
desk-mark-damaged = Damaged here
desk-mark-new = New
desk-mark-additions = { $count ->
        [one] { $count } new addition
       *[other] { $count } new additions
    }
desk-mark-replies = { $count ->
        [one] { $count } letter by a colleague
       *[other] { $count } letters by colleagues
    }
desk-mark-contested = Rejected by a colleague
desk-mark-stranger = Not the reporter’s
docket-case = case
docket-received = received
docket-number = number
docket-labels = labels
docket-state = state
docket-next = to do
docket-by = due
docket-days = days
docket-due = { $count ->
        [one] { $count } deadline
       *[other] { $count } deadlines
    }
desk-docket-table = The docket without content (CSV)
desk-docket-calendar = Deadlines for a calendar (ICS)
desk-back-to-today = Today
