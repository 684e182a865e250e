"""Duties: one row for each figure that an organisation owes for a unit and a period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Case, Value, When

from jiyue.engine.messages import N_
from jiyue.foundation.duties.figures import MEASURES, soon_days
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.periods import Period
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

DONE, OVERDUE, SOON, LATER = "done", "overdue", "soon", "later"
LAMPS = {DONE: N_("handed in"), OVERDUE: N_("overdue"), SOON: N_("due soon"), LATER: N_("not due yet")}
TONES = {DONE: "good", OVERDUE: "bad", SOON: "mind", LATER: "idle"}


class DutyRows(Rows):
    def standing(self) -> Self:
        """Duties that were not withdrawn."""
        return self.filter(withdrawn=False)

    def lit(self, today: date) -> Self:
        """With a column ``lamp``: how each duty stands ``today``."""
        soon = today + timedelta(days=soon_days())
        lamp = Case(
            When(done_on__isnull=False, then=Value(DONE)),
            When(due_on__lt=today, then=Value(OVERDUE)),
            When(due_on__lte=soon, then=Value(SOON)),
            default=Value(LATER),
            output_field=models.CharField(),
        )
        return self.annotate(lamp=lamp)


class Duty(Row):
    """A figure that is owed: a measure of the dictionary, for a unit and a period, by a day."""

    measure = models.CharField(max_length=60, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")
    period = models.CharField(max_length=8)
    period_last = models.DateField(db_index=True, editable=False)
    due_on = models.DateField(db_index=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    urged_at = models.DateTimeField(null=True, blank=True)
    """When somebody urged it last; ``urging`` are the words."""
    urged_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    urging = models.CharField(max_length=200, blank=True)
    withdrawn = models.BooleanField(default=False)
    objects: Any = DutyRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("due_on", "organisation", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "unit", "period"),
                condition=models.Q(withdrawn=False),
                name="one_duty_per_figure",
            ),
        )

    @property
    def urged(self) -> str:
        """Who urges it, and with which words; nothing where nobody does."""
        return f"{self.urged_by}：{self.urging}" if self.urged_by else self.urging

    def __str__(self) -> str:
        return f"{self.unit} {Period.parse(self.period).words()} {MEASURES[self.measure]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.period_last = Period.parse(self.period).last
        super().save(*args, **kwargs)
