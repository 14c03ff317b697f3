# Accessibility statement: Cabinet Regulation No. 445 of 14.07.2020, chapter IV.

accessibility-heading = Accessibility statement
accessibility-lead = These pages are made so that everyone can use them.
accessibility-scope = This statement applies to all pages of this site.

accessibility-state-heading = How accessible the site is
accessibility-state = The site is built to WCAG 2.2 level AA. It has not yet been assessed independently.
accessibility-assessed = Last assessed: { $day }.
accessibility-works-keyboard = Everything can be done with a keyboard alone.
accessibility-works-script = Everything works without JavaScript, images and cookies.
accessibility-works-zoom = Text can be enlarged, and pages fit a narrow screen.
accessibility-works-code = The code can be pasted. You need not remember it.

accessibility-limits-heading = What is still in the way
accessibility-limits-files = If the form has a mistake, the text stays, but files have to be attached again.
accessibility-limits-attached = Answers are plain text, but we do not adapt the files that you attach.
accessibility-limits-length = The code is long, because your safety depends on it.

accessibility-contact-heading = Contact
accessibility-contact = If something is not accessible, write to: { $contact }
accessibility-contact-none = If something is not accessible, tell the institution. You can also do so anonymously, with the report form.
accessibility-prepared = This statement was prepared { $day }.

accessibility-enforcement-heading = If the answer does not satisfy you
accessibility-enforcement = If nobody answers you or the problem stays, turn to: { $authority }
