# The auditor's report: what was read, what is wrong, what waits.

verify-read = Checked { $entries } entries; the ledger as of { $day }, root { $root }.
verify-nothing = No entry was read.
verify-clean = All is well.
verify-more = … and { $count } more findings.
verify-waiting = { $institution }: { $items } received and not accounted for yet; the oldest has waited { $days } days.

# Entries that the intake had to refuse
finding-not-an-entry = Entry { $index } is not a valid entry.
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
finding-out-of-step = Entry { $index } ({ $institution }): this step is not possible at this point of the case.
finding-unknown-category = Entry { $index } ({ $institution }): the policy has no such category.
finding-forwarded-to-itself = Entry { $index } ({ $institution }): forwarded to the institution that has it.

# Days
finding-late = Entry { $index } ({ $institution }): received on { $day }, entered only on { $newest } or later.
finding-back-dated-since-seen = Entry { $index }: dated { $day }, but on { $seen } it was not in the ledger.
finding-ahead-of-time = Entry { $index }: dated { $day }, which has not come yet.
finding-unaccounted = Entry { $index } ({ $institution }): nobody has accounted for the report received on { $day }, { $age } days ago.
finding-deadline-late = { $institution }, case { $case }: deadline { $clock } was { $due }, met on { $done } ({ $binding ->
    [law] by law
   *[service] a standard of service
}).
finding-deadline-missed = { $institution }, case { $case }: deadline { $clock } was { $due }, not met yet ({ $binding ->
    [law] by law
   *[service] a standard of service
}).

# Rewritten or withheld history
finding-hidden = Report { $item }, for which there is a receipt, is not in the ledger.
finding-rolled-back = The ledger was rolled back: it had { $seen } entries, now { $served }.
finding-forked = The ledger signed two different states of { $size } entries.
finding-altered = History was rewritten: entry { $index } was altered ({ $seen } entries were checked before).
finding-dropped = History was rewritten: entry { $index } was dropped ({ $seen } entries were checked before).
finding-inserted = History was rewritten: an entry was inserted at { $index } ({ $seen } entries were checked before).
finding-reordered = History was rewritten: the order was changed from entry { $index } on ({ $seen } entries were checked before).
finding-withheld = The ledger does not serve what it signed: { $what }.
finding-entry-differs = Entry { $index } as served is not the one in the signed tree.
finding-tree-differs = What is served does not fit the signed state of { $size } entries.
finding-bad-checkpoint = The checkpoint is not valid, or not signed by this ledger.
finding-too-few-witnesses = { $have } witnesses cosigned the checkpoint; { $needed } are needed.

# The six words that a reporter sees
status-received = Received
status-assessing = Being assessed
status-reviewing = Being examined
status-question = A question for you
status-answer = Answer
status-done = Finished
