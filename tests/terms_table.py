#!/usr/bin/env python3
"""Worked examples of terms, by libraries that are not ours.

Working days are those of python-holidays (one-off and moved days too), months and years those of
python-dateutil. Ends of terms are counted here from the law's words, not from our code.

    python3 -m venv /tmp/terms && /tmp/terms/bin/pip install holidays==0.109 python-dateutil==2.9.0.post0
    for country in LV EE; do
      /tmp/terms/bin/python tests/terms_table.py $country > tests/vectors/terms-$country.txt
    done

Columns: day of the event, term, nominal last day, last day in law.
"""

import sys
from datetime import date, timedelta

import holidays
from dateutil.relativedelta import relativedelta

FIRST, LAST = 2018, 2026
OFF = holidays.country_holidays(sys.argv[1], years=range(FIRST, LAST + 1))
DAY = timedelta(days=1)

# A worked Saturday stands in the library as the Saturday that a day off was moved from.
WORKED = {
    date(year, *moved[2:])
    for year, moves in getattr(OFF, "special_public_holidays", {}).items()
    if year >= FIRST
    for moved in (moves if isinstance(moves[0], tuple) else (moves,))
    if len(moved) == 4
}

TERMS = ["7 days", "30 days", "5 working days", "10 working days", "1 months", "3 months", "6 months",
         "1 years"]


def works(day):
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def rolled(day):
    while not works(day):
        day += DAY
    return day


def end(start, term):
    count, unit = term.split(" ", 1)
    count = int(count)
    if unit != "working days":
        return start + relativedelta(**{unit: count})
    day = start
    while count:
        day += DAY
        count -= works(day)
    return day


def starts():
    """Every day around holidays, month ends, moved days and 1 March 2026."""
    marks = {day for day in OFF} | WORKED | {date(2026, 3, 1)}
    marks |= {date(year, month, 1) for year in range(FIRST, LAST + 1) for month in range(1, 13)}
    near = {mark + n * DAY for mark in marks for n in (-14, -7, -1)}
    return sorted(day for day in near if FIRST <= day.year <= LAST)


print(f"# Made by tests/terms_table.py with python-holidays {holidays.__version__} and python-dateutil.")
for start in starts():
    for term in TERMS:
        nominal = end(start, term)
        # Beyond, the library knows no moved days either.
        if nominal + 10 * DAY <= date(LAST, 12, 31):
            print(start, term.replace(" ", "_"), nominal, rolled(nominal), sep=" ")
