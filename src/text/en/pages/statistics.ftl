# The statistics page on the reporters' side: what was published, never live numbers.

statistics-heading = Reports in numbers
statistics-lead = The latest published year is { $year }. The figures come from a ledger that any auditor can check. Whoever counts does not see what reports say.
statistics-none = No statistics have been published here yet.
statistics-none-why = Figures of a year are published once the January after it is over. Figures are never shown during the year: they could point to a person.

# On the published pages, too.
figures-caution = Few reports do not mean few breaches. A low number can also mean that people do not dare to report or do not trust the institution.
figures-status-note = means that a number is not published: with it, a number below { $threshold } (zero included) could be worked out. Two numbers with a dash are ends between which the true one lies.
figures-withheld = not published
