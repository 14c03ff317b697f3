# The demo.

demo-about = Try everything on this computer; nothing is left behind
demo-arg-walk = Walk the whole loop once, without anyone at the keyboard
demo-preparing = Making throwaway keys and starting a server …
demo-institution = Sample Institution
demo-institution-about = There is nobody here: this is a demo.
demo-sample = The head of procurement gave the road repair to a company that belongs to a relative. Three invoices were paid twice. Everyone in accounting knows and nobody speaks.
demo-answer = Thank you. We have the invoices. Do you know who signed the second one?

demo-invitation =
    Svilpe is running. Press Ctrl-C to end; everything is thrown away then.

      Reporters' pages   { $reporters }/en/
      Officers' server   { $officers }
      A report waits already. Its code: { $code }

    Four things to try

      1. Be a reporter. Open the pages, choose “{ $institution }”, write,
         note the code, send. Or without a browser, sealed before it is sent:
           echo 'I saw …' > report.txt; sh { $reporter } send --message report.txt

      2. Be the officer. In another terminal:
           sh { $officer } sync
           sh { $officer } list
           sh { $officer } read CASE
           echo 'Thank you. When was that?' | sh { $officer } reply CASE

      3. Come back. Choose “I have a code” on the pages and enter it:
         the answer is there, and a fresh code for the next time.

      4. Be the auditor. The ledger shows that nothing disappeared:
           sh { $auditor } verify
           sh { $auditor } witness

demo-step-sent = The reporter sent words and a file of 1 MiB, and got a code
demo-step-fetched = The officer fetched the sealed report
demo-step-opened = The officer opened it: the words are the same
demo-step-answered = The officer answered, sealed and signed
demo-step-returned = The reporter entered the code and got a fresh one
demo-step-renewed = The reporter opened the answers: the old code is used up
demo-step-used = The old code opens nothing any more
demo-walked = The reporter read exactly what the officer wrote.

demo-failed = The demo can't go on: { $why }
    .hint = Try again. If it stays so, the message above says where.
demo-unexpected = The demo's server answered something unexpected at { $where }.
    .hint = Try again. If it stays so, please report it.
demo-differs = What was read is not what was written.
    .hint = Please report it: this must never happen.
demo-used-code = A used code still opens something.
    .hint = Please report it: this must never happen.
