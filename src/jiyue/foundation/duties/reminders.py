"""What to write into a chat group: who owes what since when, politely, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from jiyue.engine.messages import N_, language, translate
from jiyue.foundation.duties.figures import MEASURES
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.periods import Period
from jiyue.foundation.ui.figures import day

GREETING = N_(
    "To {organisation}: thank you for your support. As of {today} these {count} figures are missing:"
)
LINE = N_("{number}. {unit}, {period}, {measure}: due {due}, {late}")
LATE = N_("{days} days overdue")
TODAY = N_("due today")
LEFT = N_("{days} days left")
CLOSING = N_("Please hand them in soon; if anything stands in the way, tell us. Thank you! {sender}")


@dataclass(frozen=True)
class Reminder:
    organisation: str
    count: int
    text: str


def reminders(duties: Iterable[Duty], today: date, sender: str) -> list[Reminder]:
    """One text for each organisation of the open ``duties``, in Chinese whatever the page speaks."""
    rows = sorted(duties, key=lambda d: (d.organisation.name, d.organisation_id, d.due_on, d.pk))
    made = []
    with language("zh"):
        for _, group in groupby(rows, key=lambda d: d.organisation_id):
            owed = list(group)
            name = owed[0].organisation.name
            facts = {"organisation": name, "today": day(today), "count": len(owed)}
            lines = [translate(GREETING, facts)]
            lines += [_line(number, duty, today) for number, duty in enumerate(owed, start=1)]
            lines.append(translate(CLOSING, {"sender": sender}))
            made.append(Reminder(name, len(owed), "\n".join(lines)))
    return made


def _line(number: int, duty: Duty, today: date) -> str:
    days = (today - duty.due_on).days
    late = translate(LATE if days > 0 else LEFT if days < 0 else TODAY, {"days": abs(days)})
    facts = {
        "number": number,
        "unit": duty.unit.name,
        "period": Period.parse(duty.period).words(),
        "measure": MEASURES[duty.measure],
        "due": day(duty.due_on),
        "late": late,
    }
    return translate(LINE, facts)
