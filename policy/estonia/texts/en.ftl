# What the pages say of Estonia's law and institutions. Directive: (EU) 2019/1937; law: Tööalasest Euroopa
# Liidu õiguse rikkumisest teavitaja kaitse seadus, in force since 1 September 2024. Not reviewed by anybody
# who practises it.

about-basis = The Estonian act on the protection of whistleblowers (Tööalasest Euroopa Liidu õiguse rikkumisest teavitaja kaitse seadus) and Directive (EU) 2019/1937. General Data Protection Regulation, Articles 6(1)(c) and (e), 9(2)(g) and 10.

accessibility-duty = { $operator } undertakes to make this site accessible in accordance with the Estonian Public Information Act (Avaliku teabe seadus), § 32.

guide-secret = State secrets must not be sent here. The law on whistleblowers does not apply to them.
guide-files-break = Do not break into rooms or computer systems. The law does not protect that.
guide-people-advice = If in doubt, ask for advice first. The association Korruptsioonivaba Eesti (Transparency International Estonia), a trade union or a lawyer can give it.

form-anonymous = You are writing anonymously. In Estonia an anonymous report is examined, too. You can add your name now or later, but you can never take it back.
form-secret = Do not send state secrets. The law on whistleblowers does not apply to them.
form-known-hint = The law protects you if you learned it through work. But an answer may narrow down the people among whom someone would look for you.
form-not-recognised = If the law on whistleblowers does not apply to the report
form-not-recognised-hint = The law covers breaches of European Union law in certain areas.
form-not-recognised-examine = Examine it all the same, as a memorandum
form-not-recognised-drop = Do not examine it
form-identity-section-hint = Only if you want the institution to know you
form-identity-sealed = These details are encrypted separately. Only those responsible persons to whom it is entrusted can open them. We cannot promise you protection: whether the law applies, the institution and in the end a court decide.
received-step-acknowledge = Within 7 days the institution confirms that it has the report.
received-step-answer = Within 3 months you get feedback: what was done and why. In justified cases it may take 6 months.
received-anonymous = For an anonymous report the same time limits are counted here.

check-before-advice = This report will be linked to the earlier one. Consider whether it is safer to report under your name, so that the law’s protection begins at once.

rights-heading = Your rights and protection
rights-lead = Short and honest: what the law promises and what it does not.
rights-contents = On this page

rights-honest = The Estonian law protects people who report breaches of European Union law in certain areas that they learned of through their work. It does not cover every wrong. Who reports anonymously is protected as soon as it becomes known who they are.

rights-ways-heading = Two ways
rights-anonymous-term = Anonymous report
rights-anonymous = Nobody knows who you are. The institution receives and examines the report all the same. If you are recognised later and the report meets the law, you are due the same protection.
rights-named-term = Report under your name
rights-named = The institution knows who you are and must keep it secret. If the report meets the law, the law protects you.
rights-later = With your code you can also reveal your name later. That cannot be undone.

rights-when-heading = When the law protects
rights-when = The law protects you if all of these hold:
rights-when-person = a natural person reports;
rights-when-breach = there are reasonable grounds to believe that a breach has begun or is complete;
rights-when-public = it is a breach of European Union law in an area that the law names: procurement, finance, products, transport, environment, radiation, food, health, consumers, data, the Union’s money, the internal market;
rights-when-true = there were reasonable grounds to believe that the information is true;
rights-when-work = it became known through work, service, a traineeship or when being hired;
rights-when-harm = it was reported as the law says: at the workplace, to an institution, or under certain conditions in public. Why you report makes no difference.
rights-not = The law does not apply to national defence and state secrets, to what lawyers and doctors must keep secret, or to a dispute between you and your employer alone. Knowingly false information is not protected.

rights-course-heading = What happens and when
rights-course-acknowledge-term = 7 days
rights-course-acknowledge = The institution confirms that it has received the report.
rights-course-notify-term = then
rights-course-notify = The institution checks whether the matter is its own. If not, it passes the report on to the competent one and tells you.
rights-course-progress-term = on the way
rights-course-progress = The institution follows the report up and may ask you for more.
rights-course-feedback-term = 3 months
rights-course-feedback = The institution gives you feedback: what it has done or will do, and why. This time runs from the confirmation. In justified cases this may be 6 months.
rights-course-outcome-term = at the end
rights-course-outcome = The institution tells you the final outcome, as far as the law allows.
rights-course-anonymous = For an anonymous report the same time limits are counted here.
rights-course-ask = The institution may ask you questions. You will see them when you return with your code. You need not answer.

rights-follow-heading = What the institution can do
rights-follow-check = check facts and request documents;
rights-follow-proceed = start supervision, disciplinary, misdemeanour or criminal proceedings;
rights-follow-forward = pass the report on to the competent institution, and tell you so;
rights-follow-close = close the case if the breach is clearly minor, if it was reported before and nothing is new, or if there is too little information. You are told the reason.

rights-identity-heading = Who will know who you are
rights-identity-sealed = If you give your name, it is encrypted separately. Only those responsible persons to whom it is entrusted can open it.
rights-identity-duty = Everyone who handles the report must keep your identity and anything from which it could be deduced confidential.
rights-identity-law = Without your consent your identity may be disclosed only where the law demands it. You are told beforehand in writing, unless that would harm the investigation.
rights-identity-restricted = A breach of this duty is a misdemeanour: it can be fined.
rights-identity-personal = Personal data are processed only as far as handling the report requires. Anything else is erased. You may ask the institution about your data and complain to the Data Protection Inspectorate (Andmekaitse Inspektsioon).

rights-retaliation-heading = If someone acts against you
rights-retaliation-forbidden = Nobody may dismiss, demote, intimidate or otherwise punish you for reporting. Threats and attempts are forbidden, too, and can be fined.
rights-retaliation-turn = Turn to the institution you reported to, the labour dispute committee (töövaidluskomisjon) or a court.
rights-retaliation-help = In such a dispute the other side has to prove that what it did had nothing to do with your report. You may claim compensation.
rights-retaliation-advice = Free confidential advice comes from the association Korruptsioonivaba Eesti (Transparency International Estonia) and from trade unions.

rights-liability-heading = Can you be punished for breaking a duty of secrecy
rights-liability = You are not liable for a breach of confidentiality if you had grounds to believe that the breach could not be revealed without this information. That does not cover a crime by which the information was obtained, such as a break-in.

rights-liability-slapp = If someone brings an unfounded claim against you to silence you, you can ask the court to dismiss it early.

rights-others-heading = Other ways to report
rights-others-inside = The reporting channel at your workplace.
rights-others-institution = Directly to the competent institution. You need not use the workplace’s channel first.
rights-others-union = Through an association or a trade union, if they help you to write to an institution.
rights-others-public = In public, if the institution did nothing in time, if danger is imminent, or if evidence could be concealed at the institution.

rights-contacts-heading = Contacts
rights-contacts-none = Institutions give their contact details on their own websites.
rights-calls-recorded = Telephone calls are recorded.
rights-calls-not-recorded = Telephone calls are not recorded.
rights-not-advice = This page is not legal advice, and nobody who practises Estonian law has reviewed it. What counts is the law itself and Directive (EU) 2019/1937.

calendar-lead = Official public holidays in Estonia in { $year }.
