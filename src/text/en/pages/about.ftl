# Who runs the site, and the privacy notice: Articles 13 and 14 of the General Data Protection Regulation.

about-heading = About this site and your data

about-operator-heading = Who runs this site
about-operator = This site is run by { $operator }.
about-operator-contact = Contact: { $contact }
about-institutions = Reports are received and examined by:
about-address = The address of this site in the Tor network:
about-address-check = Compare it with the address on the institution’s own website.

about-privacy-heading = Privacy notice
about-controller-term = Who is responsible for the data
about-controller = The institution you write to. Its own website says how to reach it and its data protection officer.
about-purpose-term = What the data are for
about-purpose = To examine your report, to answer you and to protect you.
about-basis-term = Legal basis
about-what-term = Which data
about-what = What you write and attach, and the day on which the report was received. Your name only if you choose to give it.
about-must-term = Do you have to give data
about-must = No. You need not say anything about yourself.
about-not-kept-term = What we do not keep
about-not-kept = Your IP address, details of your browser, cookies, the exact time and your code.
about-who-term = Who receives the data
about-who = The institution’s responsible persons. If another institution has to examine the report, it may be passed on to that one. This site sends data nowhere else.
about-how-long-term = How long they are kept
about-how-long = No longer than needed. Once examined, a report is kept for { $months ->
    [one] { $months } more month
   *[other] { $months } more months
}; longer only while proceedings go on because of it.
about-rights-term = Your rights
about-rights = You can ask to see your data, to have them corrected or erased or their use restricted, and you can object to it. An anonymous report can be found only with its code: enter it and write to the institution. While an investigation goes on, the law may limit some of these rights.
about-others-term = If someone has reported you
about-others = The institution tells you as soon as that no longer harms the investigation. You are not told who reported.
about-machine-term = Who decides
about-machine = People. The program decides nothing.
about-complaint-term = Where to complain
about-complaint = { $authority }
