# The self-check: eight questions.

check-heading = How easily could you be recognised?
check-lead = Eight questions. The server works out the result and forgets the answers at once.
check-send = Show the result
check-yes = Yes
check-no = No

check-few = Do fewer than 10 people know this information?
check-told = Have you already told anyone about it?
check-named = Does the document show your name, signature, number or a version given only to you?
check-opened = Did you open or print the file on a work computer?
check-device = Are you using a work device or work network right now?
check-alone = Will the report give an exact time or place where only you were?
check-before = Have you reported this matter before under your own name?
check-style = Does the text contain phrases that are typical of you?

check-low-heading = The risk is low
check-low = Going by your answers, nothing clearly points to you. Nothing is ever completely safe, so read “Before you begin” as well.
check-medium-heading = The risk is medium
check-medium = Some things could give you away. Read the advice before you write.
check-high-heading = The risk is high
check-high = You could be recognised. Do not send yet. Read the advice first.
check-unanswered = Questions without an answer were counted as “yes”.
check-advice-heading = What you can do

check-few-advice = Leave out what only a few people know. Tell what several people could have noticed.
check-told-advice = The people you told may recognise you. Tell no one else. If you write, use other words and other details.
check-named-advice = Do not send this document. Describe what it says in your own words, and say where the institution can find it.
check-opened-advice = Work computers often record who opened or printed a file. If only you did, do not send the file.
check-device-advice = Close this page now. Continue later on your own device and on another network.
check-alone-advice = Give time and place roughly: “in spring”, “in one of the warehouses”.
check-style-advice = Rewrite in short, plain sentences. Read it again and drop the words that are typical of you.

check-again = Check again
check-next = To the start page
