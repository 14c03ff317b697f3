# Statistics: published figures and what they mean.

figures-title = Whistleblowing in { $year }
figures-lead = How many reports arrived, what became of them, and whether answers came on time. The figures come from a ledger that any auditor can check; nobody counts or sees what reports say.
figures-skip = Skip to content
figures-language = Language
figures-internal = INTERNAL VIEW – RESTRICTED. These are unsuppressed figures that can point at a person. Do not publish or pass on.
figures-nothing = No year has been published yet. A year is published once the January after it is over.
figures-until = { $year } (up to { $until })
figures-status-A = small number, not published in the public view
figures-status-D = not published in the public view, because it would reveal another number
figures-folded = { $count ->
        [one] { $count } more row with few or none, or not published
       *[other] { $count } more rows with few or none, or not published
    }

figures-group-received = Reports received
figures-group-decided = Decisions
figures-group-results = Results
figures-group-time = Deadlines
figures-group-eu = European Union statistics
figures-group-years = Year by year

figures-headline = At a glance, { $year }
figures-headline-acknowledged = Receipt acknowledged on time
figures-headline-answered = Answered on time
figures-headline-days = Days until the answer (median)

figures-overview = In all, { $year }
figures-categories = Reports by area of breach, { $year }
figures-categories-note = The area is the one set by the designated person. A report that nobody opened has none.
figures-institutions = Reports by institution, { $year }
figures-institutions-note = Institutions with few reports are merged into “Other institutions”.
figures-tracks = Kinds of report, { $year }
figures-decisions = What reports were found to be, { $year }
figures-reasons = Why a report was not recognised as a whistleblower’s, { $year }
figures-outcomes = Outcomes of concluded examinations, { $year }
figures-proceedings = Proceedings by kind and by state when the case was concluded, { $year }
figures-proceedings-note = One case can lead to several proceedings; each is counted.
figures-ended-proceedings = Proceedings that ended in { $year }, after their case was concluded
figures-effects = What reports changed, { $year }
figures-timeliness = Deadlines that fell due in { $year }
figures-timeliness-note = Some legal deadlines do not bind for anonymous reports; they are kept as a standard of service and counted apart. Only the share on time is given, as a range: the number of deadlines would tell the number of cases.
figures-median-days = Days from receipt (median), { $year }
figures-median-days-note = A median is published from 10 cases on.
figures-money = Damage and money recovered, { $year }
figures-money-note = A sum is published if enough cases contribute and none makes up more than 80% of it.
figures-article-27 = Article 27(2) of Directive (EU) 2019/1937, { $year }
figures-areas = Reports by area of Union law (Article 2(1)), { $year }
figures-areas-note = Areas are made of the areas of breach above; what belongs to national law alone is not here.
figures-article-27-note = Only reports about areas of Union law. (a) reports received; (b) investigations and proceedings and their outcome; (c) estimated damage and amounts recovered, where ascertained.
figures-overview-years = In all, year by year
figures-years-note = Bars compare the years of one row; a hollow bar shows an upper end.
figures-categories-received-years = Reports received, by area and year
figures-categories-recognised-years = Whistleblowers’ reports recognised, by area and year

figures-dimension-figure = Figure
figures-dimension-category = Area of breach
figures-dimension-area = Area of Union law
figures-dimension-institution = Institution
figures-dimension-track = Kind
figures-dimension-decision = Decision
figures-dimension-reason = Reason
figures-dimension-outcome = Outcome
figures-dimension-kind = Proceedings
figures-dimension-effect = Effect
figures-dimension-clock = Deadline
figures-dimension-span = Stage
figures-dimension-item = Sum
figures-dimension-point = Figure
figures-dimension-year = Year
figures-dimension-measure = Measure
figures-dimension-value = Value
figures-dimension-from = At least
figures-dimension-to = At most
figures-dimension-status = Confidentiality status

figures-column-reports = Count
figures-column-received = Received
figures-column-recognised = Recognised
figures-column-all = All
figures-column-opened = Opened
figures-column-closed_sanction = Closed with sanction
figures-column-closed_no_sanction = Closed without sanction
figures-column-pending = Pending
figures-column-due = Due
figures-column-on_time = On time
figures-column-late = Late
figures-column-share = On time, %
figures-column-share_from_percent = On time from, %
figures-column-share_to_percent = On time to, %
figures-column-days = Days
figures-column-eur = Euros
figures-column-value = Count

figures-figure-received = Reports received
figures-figure-opened = Opened as cases
figures-figure-finished = Of these, closed by the end of the year
figures-figure-pending_cases = Of these, pending at the end of the year
figures-figure-not_opened = Not opened as cases
figures-figure-waiting = Waiting, opened by nobody
figures-figure-rejected = Rejected (no content)
figures-figure-opened_later = Opened this year, received in an earlier one
figures-figure-decided = Decisions made
figures-figure-recognised = Recognised as whistleblowers’ reports
figures-figure-identified = Anonymous reporter gave their identity later
figures-figure-forwarded = Forwarded to another institution
figures-figure-extended = Feedback term extended
figures-figure-wrote_again = Reporter wrote again
figures-figure-examined = Examinations begun
figures-figure-concluded = Examinations concluded
figures-figure-proceedings = Proceedings that reports led to
figures-figure-closed = Cases closed

figures-area-a-i = Public procurement
figures-area-a-ii = Financial services and markets, prevention of money laundering
figures-area-a-iii = Product safety
figures-area-a-iv = Transport safety
figures-area-a-v = Protection of the environment
figures-area-a-vi = Radiation protection and nuclear safety
figures-area-a-vii = Food and feed safety, animal health and welfare
figures-area-a-viii = Public health
figures-area-a-ix = Consumer protection
figures-area-a-x = Privacy, personal data, security of networks
figures-area-b = Financial interests of the Union
figures-area-c = Internal market: competition, State aid, corporate tax

figures-institution-other_institutions = Other institutions

figures-track-anonymous_tip = Anonymous tips
figures-track-whistleblower_report = Whistleblowers’ reports (identified)

figures-decision-recognised = Recognised as a whistleblower’s report
figures-decision-tip_accepted = Accepted as a tip
figures-decision-as_submission = Handled as an ordinary submission
figures-decision-not_recognised = Not recognised

figures-reason-anonymous = The submission is anonymous
figures-reason-legal_person = The sender is a legal person
figures-reason-personal_interest = Only a personal interest is concerned
figures-reason-not_work_context = The information was not obtained at work
figures-reason-no_breach = No possible breach can be seen
figures-reason-no_public_interest = No public interest is threatened
figures-reason-knowingly_false = Knowingly false information
figures-reason-state_secret = Contains a state secret
figures-reason-excluded_by_law = Information to which the law does not apply
figures-reason-other = Another reason

figures-outcome-confirmed = Confirmed
figures-outcome-partly_confirmed = Partly confirmed
figures-outcome-not_confirmed = Not confirmed
figures-outcome-insufficient_information = Not enough information
figures-outcome-minor_closed = Closed, the breach is minor
figures-outcome-repetitive_closed = Closed, the report is repetitive
figures-outcome-withdrawn = The report was withdrawn

figures-kind-criminal = Criminal proceedings
figures-kind-administrative_offence = Administrative offence proceedings
figures-kind-disciplinary = Disciplinary case
figures-kind-inspection_check = Inspection
figures-kind-civil_or_recovery = Civil claim or recovery

figures-effect-harm_prevented = Problem prevented
figures-effect-improvement = Improvements made
figures-effect-recommendation = Recommendations given
figures-effect-rules_changed = Rules changed

figures-clock-acknowledge = Acknowledge receipt (7 days)
figures-clock-decide = Decide on recognition (7 days)
figures-clock-notify = Tell the decision (3 days)
figures-clock-progress = Tell about progress (2 months)
figures-clock-feedback = Give feedback (3 months)
figures-clock-forward = Forward to the competent institution
figures-clock-answer = Answer the submission (1 month)
figures-clock-acknowledge_service = Anonymous: acknowledge receipt
figures-clock-decide_service = Anonymous: decide
figures-clock-notify_service = Anonymous: tell the decision
figures-clock-progress_service = Anonymous: tell about progress
figures-clock-feedback_service = Anonymous: give feedback
figures-clock-forward_service = Anonymous: forward
figures-clock-answer_service = Anonymous: answer the submission

figures-span-to_acknowledgement = To the acknowledgement
figures-span-to_decision = To the decision
figures-span-to_feedback = To feedback
figures-span-to_closing = To the closing of the case

figures-item-damage_estimated = Estimated damage
figures-item-amount_recovered = Amounts recovered

figures-point-received = (a) Reports received
figures-point-examined = (b) Examinations begun
figures-point-concluded = (b) Examinations concluded
figures-point-proceedings = (b) Proceedings in all
figures-point-criminal = (b) Criminal proceedings
figures-point-administrative_offence = (b) Administrative offence proceedings
figures-point-disciplinary = (b) Disciplinary cases
figures-point-inspection_check = (b) Inspections
figures-point-civil_or_recovery = (b) Civil claims or recovery
figures-point-confirmed = (b) Outcome: confirmed
figures-point-partly_confirmed = (b) Outcome: partly confirmed
figures-point-not_confirmed = (b) Outcome: not confirmed
figures-point-insufficient_information = (b) Outcome: not enough information
figures-point-minor_closed = (b) Outcome: minor
figures-point-repetitive_closed = (b) Outcome: repetitive
figures-point-withdrawn = (b) Outcome: withdrawn
figures-point-damage_estimated = (c) Estimated damage
figures-point-amount_recovered = (c) Amounts recovered

figures-method = How these figures were made
figures-method-source = The auditor’s program computes them from the ledger’s entries. The same ledger always gives the same files, so anyone with access can compute them again.
figures-method-year = A fact is counted in the year in which it happened: a report when received, a decision when made, an outcome when the examination ended, a deadline when it fell due. So the reports recognised in a year are not simply a part of those received in it.
figures-method-withheld = Numbers below { $threshold } are not told exactly, but between which ends they lie, such as 0–{ $threshold }. More numbers are treated so, until all tables together leave at least { $threshold } between the lowest and the highest value that each of them can have. Where even that would tell too much, nothing is told.
figures-method-final = A published year does not change. Later facts are counted in later years, so comparing two releases tells nothing new about people.
figures-method-basis = Counted from the ledger of { $size } entries with the root { $root }, by the rules { $policy }; findings in that ledger: { $findings }; program version { $program }. “svilpe auditor report --check” computes it again.
figures-absent = What is not here, and why
figures-absent-sector = Sector (state, municipal, private): not in the ledger; the institution’s name tells it.
figures-absent-language = Language of reports: it is only inside the sealed report.
figures-absent-channel = Channel: all that is counted here came through this system; institutions count what comes by word of mouth or post themselves.
figures-absent-retaliation = Complaints of retaliation, disclosures of identity, consultations: the ledger has no such entries.
figures-absent-service = Availability of the system: the ledger does not measure it.
figures-absent-finer = Quarters, months, and areas within one institution: figures so fine could point at a person.

figures-files = Open data
figures-files-lead = Each table can be downloaded as CSV with its description (CSVW). An unpublished number is empty and has status C.
figures-file-json = all years, JSON
figures-file-html = a page to read
figures-file-catalogue = catalogue of datasets, DCAT-AP 3.0

figures-catalogue-title = Catalogue of whistleblowing statistics
figures-catalogue-description = Open statistics of the whistleblowing system “Svilpe”.
figures-series-title = Whistleblowing statistics
figures-series-description = Yearly figures on reports received, decisions, outcomes and deadlines. Small numbers are not published.
figures-dataset-title = Whistleblowing statistics, { $year }
figures-dataset-description = Reports received, decisions made, proceedings, outcomes, deadlines and sums of money in { $year }. Small numbers are not published.
figures-keywords = whistleblowing, whistleblowers, reports, breaches, statistics
