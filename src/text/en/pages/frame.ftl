# What every page has: head, foot, repeated words.
# Titles in the browser's tab (title-…) are neutral: a passer-by may see them.

frame-brand = Svilpe
frame-skip = Skip to content
frame-exit = Quick exit
frame-exit-hint = opens a page about public holidays
frame-languages = Languages
frame-navigation = Other pages
frame-error-title = Error: { $title }
frame-warning = Warning
frame-problems = Please correct this
frame-problem = Error:

title-start = Start
title-guide = Before you begin
title-check = Self-check
title-check-result = Self-check result
title-rights = Your rights
title-how = How it works
title-accessibility = Accessibility
title-statistics = Statistics
title-about = About this site
title-areas = Areas
title-institution = Institution
title-form = Form
title-review = Read over
title-received = Received
title-return = Enter your code
title-fresh = New code
title-answers = Answers
title-added = Added
title-rejection = That did not work

nav-start = Start
nav-guide = Before you begin
nav-check = Self-check
nav-rights = Your rights
nav-how = How it works
nav-return = I have a code
nav-statistics = Statistics
nav-accessibility = Accessibility
nav-about = About this site and your data
