# The report form and the page “Received”.

form-heading = Your report
form-to = To: { $institution }
form-lead = Only one question must be answered: what happened. Fill in the rest if you can and want to.
form-rights = What that means (opens in a new tab)
form-more = Tell us more if you like
form-valid = The form is valid for { $days ->
    [one] { $days } day
   *[other] { $days } days
}. If you cannot finish in time, open a new one.
form-optional = optional

form-what = What happened?
form-what-hint = Tell it as if the reader knew nothing about it: what happened, when, where and who did it. Write in any language. Do not write who you are.
form-text-limit = All fields together hold { $thousands } thousand characters, about 25 pages. Attach a longer text as a file.

form-facts = When, where and who
form-facts-hint = Time, place, people involved
form-when = When did it happen?
form-when-hint = Roughly is enough, for example: in spring 2026. An exact time may point to you.
form-where = Where did it happen?
form-who = Who is involved?
form-who-hint = People, their positions, institutions, companies.
form-ongoing = Is it still going on?

form-harm-section = Harm and evidence
form-harm-section-hint = Whom it harms and what confirms it
form-harm = What harm to the public has been or may be done?
form-evidence = What can confirm it?
form-evidence-hint = Documents, people or systems where the institution can check.

form-category-section = Area
form-category-section-hint = “I don’t know” is fine
form-category = Which area does it concern?
form-category-hint = If in doubt, leave “I don’t know”. The institution will decide.

form-known-section = How you know
form-known-section-hint = Connection with work, earlier reports, fears
form-known = How did you obtain this information?
form-known-duties = In doing my job
form-known-office = In public service or office
form-known-contract = In providing a service
form-known-hiring = While being hired
form-known-traineeship = In a traineeship
form-known-volunteering = In voluntary work
form-known-other = In another way
form-before = Has this been reported before?
form-before-internally = Yes, in the workplace’s own system
form-before-institution = Yes, to a competent institution
form-before-both = Yes, to both
form-before-result = To whom, and what came of it?
form-fear = Are you afraid that someone will act against you?
form-fear-detail = What are you afraid of?
form-fear-detail-hint = This helps the institution to protect you.

form-handling = How to handle the report
form-handling-hint = Passing on, non-recognition
form-forward = If the report should go to another institution
form-forward-ask = Ask me first
form-forward-all = You may pass on everything
form-forward-text = You may pass it on without attachments

form-leave-out-section = Who must not see the report
form-leave-out-section-hint = If one of its readers is involved
form-leave-out = This person must not see the report
form-leave-out-hint = All these responsible persons will be able to open the report. If one of them is involved, or close to someone who is, tick that person. At least one must remain.

form-identity-section = Reveal who you are
form-identity-warning = This cannot be undone. The institution will learn who you are.
form-identity-name = First name and surname
form-identity-contact = How can you be reached?
form-identity-contact-hint = Do not use a work phone or work e-mail.
form-identity-confirm = Please confirm
form-identity-understood = I understand that I can never take my name back

form-files = Files
form-files-hint = Up to { $count ->
    [one] { $count } file
   *[other] { $count } files
}, each up to { $each } MB, together up to { $total } MB. Each field takes several files.
form-files-metadata = Files may contain your name or location. We do not change them.
form-files-field = Files, field { $number }
form-files-closed = We cannot take files right now. You can send text.
form-files-again = Attach the files again. Because of the mistake they were not kept.

form-code-now = Write this code down now, before you send
form-code-why = Only with this code will you be able to read the answer. It cannot be restored or changed. Write it on paper.
form-true = By sending you confirm that you believe this information to be true.
form-review = Read it over first
form-review-hint = Opens a new tab with what you have written. Nothing is sent to the institution, and files stay with you. The server shows the text and forgets it.
form-send = Send
form-line-breaks = If the connection breaks, return with the browser’s “Back” button. Your text, files and code will be there. Send again: a report that is sent twice is kept once. Do not reload the page: the text would vanish and the code change.
form-line-breaks-tab = The answer will open in a new tab. If the connection breaks, close that tab and send again from this page. Anything sent twice is kept once. Do not reload this page: the text would vanish.
form-slow = Over Tor, sending may take several minutes. Do not close the page until you see “Received”.

review-heading = Read it over
review-lead = This is what the institution would read. Nothing has been sent yet.
review-next = If it is all right, close this tab and press “Send” on the form. If something has to change, change it there.
review-no-files = None chosen.
review-left-out = Questions that you left out are not shown.

choice-yes = Yes
choice-no = No
choice-unknown = I don’t know
choice-none = I would rather not say

problem-nothing-kept = The report was not sent, and nothing of this was kept. Your text is on this page.
problem-what-missing = Write what happened
problem-message-missing = Write a message or attach a file
problem-text-too-long = The text is too long. Shorten it or attach it as a file. All fields together may hold about { $thousands } thousand characters
problem-text-cut = This text is so long that only its beginning is here. Shorten it, or attach the whole text as a file. All fields together may hold about { $thousands } thousand characters
problem-cut-note = Nothing of this was kept. Only the beginning of your text is on this page. All of it is still on the page that you sent from: go back with the browser’s “Back” button or, if this page opened in a new tab, close it.
problem-form-too-old = The form was too old, and its code no longer works. Write down the new code on this page, cross out the old one and press “Send” again
problem-message-too-old = The page was too old. Press “Send” again. Your code works
problem-code-taken = This code belongs to a report to another institution. Write down the new code on this page and press “Send” again. The old code stays with the earlier report
problem-code-used = A report with this form’s code has already been received. If you have never sent anything with it, someone else did: write down the new code on this page, cross out the old one and press “Send” again. If the earlier report is yours, see the end of this page
problem-nobody-left = Leave at least one person who can open the report
problem-people-changed = The list of responsible persons has changed. Please choose again
problem-readers-changed = Other people would read this message than the page named. Look at the names below and send it again if they may read it
problem-identity-not-confirmed = Confirm that you want to reveal your name, or remove it
problem-identity-empty = Write your first name and surname, or untick this
problem-identity-too-long = Shorten the details about yourself. A name and one way to reach you are enough
problem-no-custodian = Nobody at this institution who is left to read the report may see names. Delete your name
problem-too-many-files = Choose fewer files. You can add the others later with your code
problem-file-empty = This file is empty. Check that you chose the right one
problem-file-too-large = This file is too large. Choose a smaller one
problem-files-too-large = All files together are too large. You can add some later with your code
problem-files-closed = We cannot take files right now. Send only the text
problem-busy = Many people are sending reports right now. Wait a minute and press “Send” again
problem-enough-today = Today we have received as much as we can take in one day. Copy your text. In Tor Browser choose “New Tor Circuit”, open the form again and send. If that does not work either, send tomorrow
problem-not-now = The server cannot keep it right now. Wait a few minutes and press “Send” again
problem-unsure = It is not known whether this was kept. Wait a few minutes and press “Send” again: what is sent twice is kept once
problem-later-note = This was not accepted, and nothing of it was kept. Your text is on this page.
problem-unsure-note = We cannot confirm that this was kept. Assume that it was not. Your text is on this page.

received-heading = Your report has been received
received-safe = It is encrypted and safely stored.
arrived-text = Text: { $characters ->
    [one] { $characters } character
   *[other] { $characters } characters
}.
arrived-files = Files: { $files }, together { $size } { $unit }.
arrived-no-files = Files: none.
received-code = Your code: this one works now
received-code-why = Only with this code can you read the answer. It cannot be restored.
received-come-back = Come back { $day }
received-come-back-why = We cannot send you anything. So please come back on that day or later.
received-next-heading = What happens next
received-step-examine = The institution examines the report. If it has questions, you will see them when you enter your code.
received-now-heading = What to do now
received-now-code = Check that you have written the code down correctly.
received-now-close = In Tor Browser choose “New Identity”, or close the browser.
received-now-quiet = Tell no one about the report.

# Something else was received with this form’s code before.
earlier-heading = If the earlier report is yours
earlier-add = Then you need no new code: add this to the earlier report. Choose the files here again. The earlier code stays for both.
earlier-left-out = Who may read can no longer be changed: whoever sees the earlier report will see the addition. Anyone you left out only now will see both.
earlier-files = Files for the earlier report
earlier-send = Add to the earlier report
earlier-enter = Copy from this page what is new. Then enter the newest code and add the text to the earlier report.

# The code of an addition opens nothing any more.
locked-heading = This was not kept
locked-why = This page’s code no longer opens anything. Perhaps you have opened the answers in another tab since and have a newer code.
locked-next = Copy your text from this page. Then enter the newest code and send the text there. If you have no newer code, someone else may have used it: say so in a new report.
locked-unsettled = The reporting program has begun a visit with this code and not finished it.
locked-unsettled-next = Copy your text from this page. Then run the program again with both codes, the new one and the one before, and send the text. Your report is safe.
locked-return = Enter the newest code (opens in a new tab)
