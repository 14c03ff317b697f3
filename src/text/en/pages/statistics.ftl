# The statistics page on the reporters' side: what was published, never live numbers.

statistics-heading = Reports in numbers
statistics-lead = The latest published year is { $year }. The figures come from a ledger that any auditor can check. Whoever counts does not see what reports say.
statistics-none = No statistics have been published here yet.
statistics-none-why = Figures of a year are published once the January after it is over. This page never shows running numbers: they could point at a person.
