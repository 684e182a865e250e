"""What the ledgers of the office share besides what every ledger has: lines, tasks, natural keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Value, When

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, define
from jiyue.foundation.duties.figures import soon_days
from jiyue.foundation.ledger import LedgerRow, LedgerRows
from jiyue.foundation.people.models import Account
from jiyue.foundation.rows import Row

ROW_THERE = define(
    "OFFICE_ROW_THERE",
    N_("“{value}” stands in the ledger of this unit already."),
    N_("Open and change that row, or correct the number."),
)
ENDS_FIRST = define(
    "OFFICE_ENDS_FIRST",
    N_("“{end}” ({value}) is before “{start}” ({first})."),
    N_("Correct one of the two days."),
)


class OfficeRow(LedgerRow):
    """A row of the office. ``natural`` fields together occur once in a unit, where the last is filled in.

    ``spans``: pairs of days of which the second is not before the first. ``parent``: the row that it belongs
    to and whose unit it has.
    """

    key = models.CharField(max_length=240, blank=True, editable=False, db_index=True)
    natural: ClassVar[tuple[str, ...]] = ()
    spans: ClassVar[tuple[tuple[str, str], ...]] = ()
    parent: ClassVar[str] = ""
    lines: ClassVar[tuple[type[Line], ...]] = ()
    """The kinds of lines that such a row has."""
    children: ClassVar[tuple[str, ...]] = ()
    """The tables whose rows belong to such a row."""

    class Meta:
        abstract = True

    def prepare(self) -> Self:
        """Fill what follows from the facts. ``save`` calls it; call it before ``bulk_create``."""
        if self.parent:
            self.unit = getattr(self, self.parent).unit
        said = [getattr(self, self._meta.get_field(name).attname) for name in self.natural]
        self.key = key_of(self.unit_id, *said)
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)

    def problems(self) -> Iterator[Problem]:
        self.prepare()
        twins = type(self).objects.living().exclude(pk=self.pk).filter(key=self.key)
        if self.key and twins.exists():
            yield ROW_THERE(field=self.natural[-1], value=str(self))
        yield from self.contradictions()

    def contradictions(self) -> Iterator[Problem]:
        """What of the facts does not go together, whatever other rows say."""
        for start, end in self.spans:
            first, last = getattr(self, start), getattr(self, end)
            if first and last and last < first:
                names = {name: Word(self._meta.get_field(name).verbose_name) for name in (start, end)}
                yield ENDS_FIRST(field=end, value=last, end=names[end], start=names[start], first=first)


def key_of(unit: int | None, *said: object) -> str:
    """What tells rows of a ledger apart; empty where the last of the natural fields is."""
    if unit is None or not said or said[-1] in (None, ""):
        return ""
    return "/".join(str(part).strip() for part in (unit, *said))


class Line(Row):
    """A line that belongs to a ledger row and is verified with it: a member, an item, a report.

    ``of`` names the row that it belongs to. ``renews``: a new line means that the row must be verified again.
    """

    of: ClassVar[str]
    title: ClassVar[str]
    facts: ClassVar[tuple[str, ...]]
    renews: ClassVar[bool] = True

    class Meta:
        abstract = True


OPEN, SOON, OVERDUE, REPORTED, CLOSED = "open", "soon", "overdue", "reported", "closed"
STANDINGS = {
    OVERDUE: N_("overdue"),
    SOON: N_("due soon"),
    OPEN: N_("under way"),
    REPORTED: N_("reported done, to be closed off"),
    CLOSED: N_("closed off"),
}
STANDING_LAMPS = {OVERDUE: "bad", SOON: "mind", OPEN: "idle", REPORTED: "mind", CLOSED: "good"}


class TaskRows(LedgerRows):
    def lit(self, today: date) -> Self:
        """With a column ``standing``: how each task stands ``today``."""
        standing = Case(
            When(closed_on__isnull=False, then=Value(CLOSED)),
            When(done_on__isnull=False, then=Value(REPORTED)),
            When(due_on__lt=today, then=Value(OVERDUE)),
            When(due_on__lte=today + timedelta(days=soon_days()), then=Value(SOON)),
            default=Value(OPEN),
            output_field=models.CharField(),
        )
        return self.annotate(standing=standing)


class Task(OfficeRow):
    """Something that somebody owes by a day. One person reports it done, another one closes it."""

    responsible = models.CharField(N_("Responsible organisation"), max_length=200)
    due_on = models.DateField(N_("Deadline"))
    done_on = models.DateField(N_("Done on"), null=True, blank=True)
    done_what = models.TextField(N_("What was done"), blank=True)
    done_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(N_("Closed off on"), null=True, blank=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    objects: Any = TaskRows.as_manager()

    class Meta:
        abstract = True
