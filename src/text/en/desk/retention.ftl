# Retention and deletion: what is due, what is kept all the same, and deleting it.

retention-about = Show what is past its retention term, what is held, what is unfinished
retention-about-hold = Keep a case beyond its term; the reason is read from standard input
retention-about-expunge = Delete a case here and on the server, then record it; without --yes only show it
retention-arg-reason = A file with the reason
retention-arg-release = Keep it no longer than its term
retention-arg-yes = Really delete it
retention-heading = Retention
retention-lead = When a case is over and its retention term has passed, its content has to be deleted. Nothing is deleted before you confirm it.
retention-empty = Nothing is due for deletion: no finished case is here.
retention-today = { $count ->
        [one] { $count } case is past its retention term: decide about deletion.
       *[other] { $count } cases are past their retention term: decide about deletion.
    }
retention-group-due = Due for deletion
retention-group-proceedings = Proceedings
retention-group-held = Held
retention-group-later = Not due yet
retention-state-unfinished = The deletion was begun and is not finished.
retention-state-expunged = A colleague deleted the case and recorded it in the ledger; it is still on this computer.
retention-state-due = Its retention term has passed: { $day }.
retention-state-unread = An addition came that nobody has read. Read it first.
retention-state-from = May be deleted from { $day }.
retention-state-proceedings = Closed on { $day }. There are proceedings, so it has no term: decide when they are over.
retention-state-open = The case is not over: its retention term has not begun.
retention-state-held = Held. Look at it again: { $day }.
retention-state-review = Look at it again: { $day }.
retention-case-heading = Retention: case
retention-held-heading = The case is held
retention-release = Hold it no longer
retention-delete-heading = Delete the case
retention-finish-heading = Finish the deletion
retention-takes-items = The report and its additions, on the server and on this computer: { $items }
retention-takes-letters = Letters, drafts and words for searching, on this computer
retention-takes-export = The copy in the clear that you made: { $path }
retention-then-recorded = Once that is done, the ledger gets: content expunged. It can't be taken back.
retention-then-nothing = The ledger gets nothing: the rejection is there already. What is deleted can't be had again.
retention-leaves-heading = See to these yourself
retention-leaves-copies = Back-ups, printouts, and files that you saved from the browser
retention-leaves-colleagues = Colleagues' computers: each deletes on their own
retention-elsewhere = The copy in the clear is not where it was: { $path }. If it is on a stick or was moved, delete it.
retention-see-to = { $value }
retention-delete = Delete for good
retention-finish = Finish the deletion
retention-hold-heading = Hold
retention-hold-reason = Reason
retention-hold-hint = Proceedings, for example. The reason is kept encrypted on this computer; nobody else sees it.
retention-hold = Hold
retention-hold-kept = Case { $value } is held.
retention-hold-noted = Case { $case } is held.
retention-hold-released = Case { $case } is kept no longer than its term.
retention-done = Case { $case } is deleted here and on the server, and the ledger says so.
retention-done-rejected = The rejected report { $case } is deleted here and on the server.
retention-done-here = Case { $value } is deleted here and on the server, and the ledger says so.
retention-done-rejected-here = The rejected report { $value } is deleted here and on the server.
retention-say-yes = Nothing was deleted. To delete it: svilpe officer expunge { $case } --yes
retention-list-due = { $count ->
        [one] { $count } case is past its retention term: svilpe officer retention
       *[other] { $count } cases are past their retention term: svilpe officer retention
    }
retention-no-reason = Write a reason: 3 to 500 characters
    .hint = Write it to standard input or to a file that --reason-file names; to hold it no longer, say --release.
retention-damaged = { $path } does not open: nobody knows which cases are held.
    .hint = Nothing will be deleted. Take this file from a backup.
retention-path = A folder with this name can't be noted: { $path }.
    .hint = Choose a folder with a common name.
retention-open = Case { $case } is not over: there is nothing to delete.
    .hint = Close the case first; then its retention term begins.
retention-held = Case { $case } is held.
    .hint = If there is no reason any more: svilpe officer hold { $case } --release.
retention-unread = An addition to case { $case } came that nobody has read. Nothing was deleted.
    .hint = Read it and, if need be, reopen the case.
retention-not-yet = The retention term of case { $case } has not passed. Nothing was deleted.
    .hint = `svilpe officer retention` shows from which day on it may be.
retention-changed = By the ledger, case { $case } is not due any more: somebody has reopened it. Nothing was deleted.
    .hint = Fetch what is new and open the case.
retention-intake-needs = The server does not delete case { $case }: by its ledger and policy it is still needed.
    .hint = Fetch what is new. If that does not help, ask the operator whether the policy there is the same.
retention-intake-keeps = The server said that case { $case } is deleted, and still lists it. Nothing was recorded in the ledger.
    .hint = Try again. If that does not help, tell the auditor.
officer-record-expunge = An expunction is not recorded, it is done.
    .hint = svilpe officer expunge CASE: deletes here and on the server, then records it.
