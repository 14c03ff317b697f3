# What the pages say of Latvia's law and institutions. Directive: (EU) 2019/1937; law: Trauksmes celšanas likums.

about-basis = The Latvian Whistleblowing Law and Directive (EU) 2019/1937. General Data Protection Regulation, Articles 6(1)(c) and (e), 9(2)(g) and 10.

accessibility-duty = { $operator } undertakes to make this site accessible in accordance with Cabinet Regulation No.{"\u00A0"}445 of 14 July 2020, “Procedures for the Publication of Information on the Internet by Institutions”.

guide-secret = State secrets must not be sent here. The law does not protect such a report.
guide-files-break = Do not break into rooms or computer systems. The law does not protect that.
guide-people-advice = If in doubt, ask for advice first. The association Delna (Transparency International Latvia), a trade union, a lawyer or the whistleblowers’ contact point can give it.

form-anonymous = You are writing anonymously. Under Latvian law that is not a whistleblower’s report. You can add your name now or later, but you can never take it back.
form-secret = Do not send state secrets. The law does not protect such a report.
form-known-hint = The law protects you if you learned it through work. But an answer may narrow down the people among whom someone would look for you.
form-not-recognised = If it is not recognised as a whistleblower’s report
form-not-recognised-hint = This matters if you give your name now or later.
form-not-recognised-examine = Examine it as a report of a breach
form-not-recognised-drop = Do not examine it
form-identity-section-hint = Only if you want to ask for a whistleblower’s protection
form-identity-sealed = These details are encrypted separately. Only those responsible persons to whom it is entrusted can open them. We cannot promise you the status of a whistleblower: the institution decides on it.
received-step-acknowledge = Within 7 days the institution confirms that it has the report and decides how to examine it.
received-step-answer = Within 3 months you get an answer: what was done and why. In justified cases it may take 6 months.
received-anonymous = For an anonymous report Latvian law does not set these time limits. This system checks all the same whether they are kept.

check-before-advice = This report will be linked to the earlier one. Consider whether it is safer to report under your name and ask for the protection that the law gives.

rights-heading = Your rights and protection
rights-lead = Short and honest: what the law promises and what it does not.
rights-contents = On this page

rights-honest = Under Latvian law an anonymous report is not a whistleblower’s report (trauksmes cēlēja ziņojums). It is an anonymous report of a breach. The institution may accept and examine it, but it gives no whistleblower status.

rights-ways-heading = Two ways
rights-anonymous-term = Anonymous report of a breach
rights-anonymous = Nobody knows who you are. The law does not oblige the institution to examine it. If you are recognised later and the report meets the law, you are due the same protection as a whistleblower.
rights-named-term = Whistleblower’s report
rights-named = You reveal who you are. The institution decides whether the report meets the law. If it does, the Whistleblowing Law protects you.
rights-later = With your code you can also reveal your name later and ask to have the report recognised as a whistleblower’s report. That cannot be undone.

rights-when-heading = When the law protects
rights-when = A report can be recognised as a whistleblower’s report if all of these hold:
rights-when-person = a natural person reports, and the institution knows who that is;
rights-when-breach = the report tells of a possible breach;
rights-when-public = the breach may harm public interests;
rights-when-true = the reporter believes the information to be true;
rights-when-work = the information was obtained in a work context: at work, in service, in a traineeship or when being hired;
rights-when-harm = the reporter could suffer adverse consequences for reporting.
rights-not = The law does not protect knowingly false information, state secrets or matters of purely personal interest. Nor does it cover what lawyers or doctors must keep secret.

rights-course-heading = What happens and when
rights-course-acknowledge-term = 7 days
rights-course-acknowledge = The institution confirms that it has received the report and decides whether it is a whistleblower’s report.
rights-course-notify-term = 3 days more
rights-course-notify = The institution tells you this decision.
rights-course-progress-term = 2 months
rights-course-progress = If the report was recognised, the institution tells you how it is being examined. This time runs from the day of recognition.
rights-course-feedback-term = 3 months
rights-course-feedback = The institution gives you feedback: what it has done or will do, and why. This time runs from the confirmation. In justified cases this may be 6 months.
rights-course-outcome-term = at the end
rights-course-outcome = The institution tells you the final outcome, as far as the law allows.
rights-course-anonymous = For an anonymous report the law does not set the Latvian time limits. This system checks all the same whether they are kept.
rights-course-ask = The institution may ask you questions. You will see them when you return with your code. You need not answer.

rights-follow-heading = What the institution can do
rights-follow-check = check facts and request documents;
rights-follow-proceed = start an inspection, disciplinary, administrative or criminal proceedings;
rights-follow-forward = pass the report on to the competent institution, and tell you so;
rights-follow-close = close the case if the breach is clearly minor, if it was reported before and nothing is new, or if there is too little information. You are told the reason.

rights-identity-heading = Who will know who you are
rights-identity-sealed = If you give your name, it is encrypted separately. Only those responsible persons to whom it is entrusted can open it.
rights-identity-duty = Everyone who handles the report must protect your identity and anything from which it could be deduced. After recognition your details are pseudonymised.
rights-identity-law = Without your consent your identity may be disclosed only where the law demands it. You are told beforehand in writing, unless that would harm the investigation.
rights-identity-restricted = The report and its materials are restricted information. Unlawful disclosure may be a crime.
rights-identity-personal = Personal data are processed only as far as handling the report requires. Anything else is erased. You may ask the institution about your data and complain to the Data State Inspectorate (Datu valsts inspekcija).

rights-retaliation-heading = If someone acts against you
rights-retaliation-forbidden = A whistleblower must not be dismissed, demoted, intimidated or otherwise punished for reporting. Threats and attempts are forbidden, too.
rights-retaliation-turn = Turn to the institution you reported to, the whistleblowers’ contact point, the State Labour Inspectorate or a court.
rights-retaliation-help = The law gives a whistleblower state legal aid, exemption from court costs, interim protection and compensation.
rights-retaliation-advice = Free confidential advice comes from the association Delna (Transparency International Latvia) and from trade unions.

rights-liability-heading = Can you be punished for breaking a duty of secrecy
rights-liability = A whistleblower is not liable for a breach of confidentiality if they had grounds to believe that the breach could not be revealed without this information. That does not cover a crime by which the information was obtained, such as a break-in.

rights-liability-slapp = If someone brings an unfounded claim against you to silence you, you can ask the court to dismiss it early.

rights-others-heading = Other ways to report
rights-others-inside = The internal whistleblowing system at your workplace.
rights-others-institution = Directly to the competent institution. You need not use the internal system first.
rights-others-union = Through an association, a foundation or a trade union.
rights-others-public = In public, if the institution did nothing in time, if danger is imminent, or if evidence could be concealed at the institution.

rights-contacts-heading = Contacts
rights-contacts-none = Institutions give their contact details on their own websites.
rights-calls-recorded = Telephone calls are recorded.
rights-calls-not-recorded = Telephone calls are not recorded.
rights-not-advice = This page is not legal advice. What counts is the Latvian Whistleblowing Law and Directive (EU) 2019/1937.

calendar-lead = Official public holidays in Latvia in { $year }.
