# The statistics page on the reporters' side: what was published, never live numbers.

statistics-heading = Reports in numbers
statistics-lead = The latest published year is { $year }. The figures come from a ledger that any auditor can check. Whoever counts does not see what reports say.
statistics-none = No statistics have been published here yet.
statistics-none-why = Figures of a year are published once the January after it is over. Figures are never shown during the year: they could point to a person.

# On the published pages, too.
figures-caution = Few reports do not mean few breaches. A low number can also mean that people do not dare to report or do not trust the institution.
figures-status-note = means that a number is not published: it is below { $threshold } (zero included) or would let another such number be worked out.
figures-withheld = not published
