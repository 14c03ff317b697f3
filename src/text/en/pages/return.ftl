# Coming back: code, fresh code, answers, additions.

return-heading = Enter your code
return-lead = After that you can read the answers and add to your report.
return-code = Code
return-code-hint = 28 digits. Spaces and dashes are fine. You can paste the code.
return-send = Continue
return-again = Enter the code again
return-lost-heading = Lost your code?
return-lost = It cannot be restored: nobody knows it but you. Send a new report. In it, mention the earlier one and something that only its author knows.
return-once = Each code can be used once. If you came back before, enter the newest one.

problem-code-typo = There is a typing mistake in the code. Check the digits
return-typed = You typed { $count ->
    [one] { $count } digit
   *[other] { $count } digits
}; a code has 28.
return-typed-all = All 28 digits are there, but one is wrong or two are swapped.
problem-code-opens-nothing = This code opens nothing
problem-code-opens-nothing-why = Perhaps it was used already and you have a newer one: enter that. If you have not come back with this code before and did not see “Received”, your report did not arrive: send it again. If you saw “Received” and have no newer code, someone else may have used it or begun to, and may have read your answers: say so in a new report. Nothing was changed.
problem-visit-unsettled = A visit with this code was begun and not finished
problem-visit-unsettled-why = It was begun with the reporting program. Finish it there with both codes, the new one and the one before: run the program again. Your report is safe.

fresh-not-yet-heading = The answers are not open yet
fresh-not-yet = Many people are using this page right now. This attempt changed nothing: your old code works, the new one does not work yet. Wait a minute and press the button below again. If you had pressed it before and the old code no longer opens anything, the new one works.
fresh-taken-heading = Do not use that new code
fresh-taken = Someone else saw the code that you have just written down, and has used it. Cross it out: it opens their messages, not yours. Nothing was changed, and your old code works. Below is another new code.
fresh-heading = Your new code
fresh-write = Write the new code down. Keep the old one until you see the answers
fresh-why = Once you open the answers, the old code no longer works.
fresh-open = I have written it down. Open the answers

answers-heading = Answers
answers-written-heading = What you were told
answers-none = No answer yet
answers-none-why = That is not unusual. Come back { $day } or later.
answers-from = { $officer }, { $day }
answers-from-unchecked = We could not check who wrote this ({ $day })
answers-own-report = Your report
answers-own-report-and = Your report and your messages up to no.{"\u00A0"}{ $last }
answers-own = Your message no.{"\u00A0"}{ $number }
answers-own-several = Your messages no.{"\u00A0"}{ $first } to { $last }
answers-to-report = Answer to your report
answers-to = Answer to your message no.{"\u00A0"}{ $number }
answers-unreadable = { $count ->
    [one] { $count } answer cannot be opened: it is damaged. Add a message and ask the institution to answer again.
   *[other] { $count } answers cannot be opened: they are damaged. Add a message and ask the institution to answer again.
}
answers-older = { $count ->
    [one] { $count } earlier answer did not fit on this page.
   *[other] { $count } earlier answers did not fit on this page.
}
answers-file-get = Get the file
answers-files-why = The file will stay on your device, where others can find it. The buttons work for half an hour.
answers-files-withheld = This answer has files, but we cannot check who sent them. So they cannot be fetched here.
answers-state-heading = Where your report stands
answers-state-received = Received
answers-state-assessed = Being assessed
answers-state-examined = Being examined
answers-state-question = A question for you
answers-state-answered = Answered
answers-state-done = Done
answers-state-term = State
answers-day-term = Day received
answers-entry-term = Entry in the ledger
answers-entry = No.{"\u00A0"}{ $entry }
answers-entry-waits = Not entered yet. Entries are made once a day.
answers-digest-term = The digest of your report begins
answers-missing = Your report is not in the ledger, and should have been there { $day } at the latest. It may have been dropped before anybody read it. Give an auditor of the institution the line below, and send the report again: here, to another institution, or to the contact point.
answers-silent = The institution recorded { $day } that it wrote to you, but nothing from it is here. Ask the institution in an addition. An auditor of the ledger can ask, too: give them the digest.
answers-auditor-heading = If you want to have it checked
answers-auditor-why = You may give this line to any auditor of the ledger. It shows which entry is yours, and not a word of your report. Do not send it from a place where you are known.
answers-accounted-term = Has the institution registered it
answers-accounted-yes = Yes
answers-accounted-no = Not yet
answers-next-term = When to come back
answers-next = { $day } or later
answers-code-heading = Your code
answers-code-why = Enter this code next time. The previous one no longer works.
answers-code-same-why = Enter this same code next time.

addition-answers = The answers are not shown here again: you see them when you next enter your code.
add-heading = Add a message or files
add-message = Your message
add-message-hint = Answer the questions or say what has changed. Do not write who you are. The people who must not see your report will not see this either.
add-readers = These people read it, except those you left out of your report: { $names }
add-send = Send
addition-code = Your code still works
add-nothing-kept = The message was not sent, and nothing of this was kept. Your text is on this page.
leave-heading = Before you leave
leave-code = Check that you have written down the newest code.
leave-tab = Close the earlier tab, too: it still holds your text.
leave-close = In Tor Browser choose “New Identity”, or close the browser.

added-heading = Your message has been received
added-safe = It is encrypted and safely stored.
added-code = Your code has not changed
added-answers = To read the answers again, enter the code once more.
