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

start-areas = Find the institution by what your report is about
start-institution = Who reads there, and how to check
start-by-name = All institutions by name ({ $number })

areas-heading = What is your report about?
areas-lead = Open what fits best. Below each area are the institutions that are responsible for it.
areas-unseen = All areas are on this one page. The server does not see which of them you read.
areas-nobody = No institution here is responsible for this.
areas-unknown-heading = You don’t know who is responsible?
areas-unknown = The contact point helps you: { $name }. It says which institution to report to, or passes your report on.
areas-unknown-here = About the contact point, and reporting to it
areas-by-name = All institutions by name

institution-report = Write a report
institution-internal = Only those who work or worked at this institution report here.
institution-areas-heading = What it is responsible for
institution-readers-heading = Who will read your report
institution-readers = Only those who are named here can open what you send.
institution-leave-out = In the form you can leave one of them out.
institution-contacts-heading = Other ways to reach it
institution-key-heading = The institution’s key
institution-key = The institution signs its list of readers with it. If it publishes this line elsewhere, too, compare the two: if they differ, don’t report here.
