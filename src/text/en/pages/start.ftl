# The start page.

start-heading = Report wrongdoing without revealing who you are
start-lead = Here you can safely tell an institution about possible wrongdoing. You need no account and give no name. With a one-time code you will later read the answer and can add to your report.

start-choose = Which institution do you want to tell?
start-choose-hint = Choose the one that deals with such matters. If in doubt, choose the one that seems to fit best.
start-none = No institution accepts reports right now. Please come back later.

start-return-heading = Do you already have a code?
start-return = Enter your code

start-sees-heading = Who sees what you write
start-sees-officers = Only the institution’s responsible persons open the report, on their own computers. The server keeps it only in encrypted form.
start-sees-server = When you press “Send”, the server sees your text for a short moment. It encrypts the text at once and never stores it unencrypted.
start-sees-risk = If someone had secretly taken over the server at that very moment, they could read the text. If that risk is too great for you, do not use this form.
start-sees-kept = We keep no IP address, nothing about your browser and no exact time. We keep only the day on which a report was received.

start-first-heading = Read this first
start-guide-hint = Place, device, files: three minutes that protect you the most.
start-check-hint = Eight questions: how easily you could be recognised.
start-rights-hint = What the law promises and what it does not.
start-others = Other ways to report
start-others-hint = A system at your workplace, the contact point, an association or a trade union may suit you better.
start-how-hint = What happens to a report and what we keep.
