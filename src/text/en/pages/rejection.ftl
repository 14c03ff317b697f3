# All that a reporter can hear when something does not work: a heading and what to do.
# Whether anything was kept is one of the rejection-kept- sentences; none if nothing was sent.

rejection-kept-nothing = Nothing was kept.
rejection-kept-not-sent = This was not accepted, and nothing of it was kept.
rejection-kept-unsure = We cannot confirm that the report was kept. Please assume that it was not.
rejection-kept-unchanged = Nothing was changed. Your code still works.
rejection-kept-either-code = Keep both codes: one of them works.

rejection-not-found = There is no such page
rejection-not-found-next = Check the address or start again from the start page.
rejection-method = This address only accepts forms that were filled in
rejection-method-next = If you were sending and the connection broke, return to the form with the browser’s “Back” button and send again. If the form is gone, enter your code on the page “I have a code”: if it opens something, the report was received. Otherwise start again from the start page.
rejection-bad-request = The form could not be read
rejection-bad-request-next = Open the form again and try once more.
rejection-too-large = What you sent is too large
rejection-too-large-next = Choose smaller files or shorten the text: send a very long text as a file. You can add the other files later with your code.
rejection-too-many-files = There are too many files
rejection-too-many-files-next = Choose fewer files. You can add the others later with your code.
rejection-busy = Many people are sending reports right now
rejection-busy-next = Wait a minute and send again.
rejection-closed = We cannot take files right now
rejection-closed-next = Send only the text. You can add files later with your code.
rejection-enough = We cannot take any more today
rejection-enough-next = Save your text. In Tor Browser choose “New Tor Circuit”, open the form again and send. If that does not work either, send tomorrow.
rejection-form-too-old = The form is no longer valid
rejection-form-too-old-next = Open it again. The new form has another code: write it down and cross out the old one.
rejection-files-gone = This file can no longer be fetched from this page
rejection-files-gone-next = Files can be fetched for half an hour after the answers were opened. Enter your newest code on the page “I have a code” and try again. If that fails too, the file is no longer kept.
rejection-cross-site = This was not sent from this site
rejection-cross-site-next = If you filled in the form here, open it again and try once more. If another site led you to it, do not trust that site.
rejection-unsupported = We do not accept this kind of message
rejection-unsupported-next = Please use the form on this site.
rejection-unavailable = This does not work right now
rejection-unavailable-next = Wait a few minutes and enter your code on the page “I have a code”. If it opens the answers, the report was received. If it does not, send again.
rejection-not-now = The server cannot do this right now
rejection-not-now-next = Wait a few minutes and try again.
rejection-visit-unsure = The answers cannot be shown right now
rejection-visit-unsure-next = Wait a few minutes and enter the new code on the page “I have a code”. If it opens nothing, enter the old one.
rejection-timed-out = The connection was too slow
rejection-timed-out-next = Choose “New Tor Circuit” in Tor Browser and send again.
rejection-incomplete = The connection broke
rejection-incomplete-next = Send again. If the page “Received” does not appear, the report was not received.
rejection-start = To the start page
rejection-back = Return to the form with the browser’s “Back” button or, if this page opened in a new tab, close it. The form will have your text and the same code. If you see another code after all, write that one down and cross out the old one.
