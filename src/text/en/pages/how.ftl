# How it works and what we keep.

how-heading = How it works
how-lead = In plain words: how a report gets from you to the institution, and the answer back to you.

how-steps-heading = What happens to a report
how-step-write = You fill in the form. It shows your one-time code, and you write it down.
how-step-seal = The server encrypts the report and the files at once. Only the institution’s responsible persons have the keys, on their own computers.
how-step-received = The page “Received” appears only when the report is safely stored.
how-step-answer = A responsible person opens the report on their computer and writes an answer. It is encrypted so that only your code opens it.
how-step-return = You return, enter the code and read. Each time you get a new code. The old one no longer works.

how-kept-heading = What we keep
how-kept-report = the encrypted report: until the case is closed and the time for keeping it has passed;
how-kept-replies = the encrypted answers: at most { $days ->
    [one] { $days } day
   *[other] { $days } days
};
how-kept-day = the day on which a report was received, without hour and minute.

how-not-kept-heading = What we do not keep
how-not-kept-address = IP addresses, details of browsers, cookies, a log of visits;
how-not-kept-code = your code: nobody knows it but you;
how-not-kept-plain = unencrypted text, files, file names and names.

how-limits-heading = What we cannot promise
how-limits-server = While the form is being sent, the server sees the text. If an attacker had taken over the server, they could read what is sent from that day on. They could not read what was sent earlier.
how-limits-own = If that is not enough, you can encrypt the report on your own computer with the program “svilpe reporter”. Then the server does not see a word of it.
how-limits-network = Whoever runs your network can see that you use Tor.
how-limits-content = You may be recognised by what you write and how you write it.
how-limits-exit = “Quick exit” opens another page but does not erase the browser’s history. Closing Tor Browser is safer.

how-code-heading = About the code
how-code-digits = The code has 28 digits. The last two reveal a typing mistake.
how-code-lost = A lost code cannot be restored. Send a new report. In it, mention the earlier one and something that only its author knows.
how-code-fails = If a code suddenly fails, someone else may have used it. Say so in a new report.
how-code-months = A code works for at least { $months ->
    [one] { $months } month
   *[other] { $months } months
} from the day you were given it.
how-code-form = The form and the code on it are valid for { $days ->
    [one] { $days } day
   *[other] { $days } days
}.

how-ledger-heading = The ledger
how-ledger-entry = Each report becomes an entry in a ledger that is only ever added to: institution, day and a digest, not a word of the report. With your code you see its number, and how the digest begins.
how-ledger-auditor = Auditors outside the institution have a copy of the ledger. With the line on the answers page anybody can have it checked that your report is there. Whoever has the line knows which entry is yours. It does not tell them who you are.
how-ledger-own = A page is only the server’s word. The program “svilpe reporter” checks on your own computer that the ledger holds your report and was not rewritten.
how-ledger-missing = Entries are made after the day is over. If there is none after { $days ->
    [one] { $days } day
   *[other] { $days } days
}, the answers page says what you can do.
