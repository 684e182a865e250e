"""The thirds of a month that notices and plans speak in: to the 10th, to the 20th, to the end."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.engine.yamls import load_rules

BAD_THIRD = define(
    "THIRD_BAD",
    N_("{value!r} is no third of a month, or lacks its year."),
    N_("Write the month and its third as rules/calendar/thirds.yaml does, and give the year."),
)


def third_of_month(text: str, year: int | None = None) -> tuple[date, date]:
    """First and last day of a third of a month, such as late October, of ``year`` if the text has none.

    The words stand in ``rules/calendar/thirds.yaml``. Refused (THIRD_BAD).
    """
    words = load_rules("calendar/thirds.yaml")
    thirds = words["thirds"]
    found = re.fullmatch(
        rf"(?:([0-9]{{4}}){words['year']})?([0-9]{{1,2}}){words['month']}({'|'.join(thirds)})",
        re.sub(r"\s", "", text),
    )
    try:
        if not found:
            raise ValueError
        third = thirds[found[3]]
        start = date(int(found[1] or year or 0), int(found[2]), 1)
    except ValueError:
        raise Refused(BAD_THIRD(field="third", value=text)) from None
    last = third["to"] or monthrange(start.year, start.month)[1]
    return start.replace(day=third["from"]), start.replace(day=last)
