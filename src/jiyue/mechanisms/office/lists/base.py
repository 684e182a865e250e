"""What the lists of the office share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.ledger import LAMPS, STATES
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.filters import Choice, Filter, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.office.models import TASKS, OfficeRow
from jiyue.mechanisms.office.models.base import OVERDUE, REPORTED, STANDING_LAMPS, STANDINGS


def places(request: HttpRequest) -> dict[str, str]:
    """The units that a reader may choose from."""
    rows = Unit.objects.reached(request.actor, "office.read").living().exclude(kind="village")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


class InUnit(Choice):
    """Rows of a unit and all below it."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        path = Unit.objects.get(pk=said).path
        return rows.filter(**{f"{self.lookup or 'unit__path'}__startswith": path})


class OfficeList(ListPage):
    """A ledger of the office; withdrawn rows are marked."""

    permission = "office.read"
    model: ClassVar[type[OfficeRow]]
    short: ClassVar[str]
    """What the navigation and the crumbs call it."""
    add: ClassVar[str]
    searched: ClassVar[tuple[str, ...]] = ("name",)
    kinds: ClassVar[tuple[str, str, Mapping[str, str]] | None] = None
    """A field with codes that the list is narrowed by: name, heading, words."""

    def __init_subclass__(cls) -> None:
        narrowed: list[Filter] = [
            Search("q", N_("Words"), fields=cls.searched),
            InUnit("unit", N_("Unit"), choices=places),
        ]
        if cls.kinds:
            narrowed.append(Choice(cls.kinds[0], cls.kinds[1], choices=cls.kinds[2]))
        if hasattr(cls, "model") and cls.table() in TASKS:
            narrowed.append(Choice("standing", N_("Standing"), choices=STANDINGS))
        cls.filters = (*narrowed, Choice("state", N_("Checked"), choices=STATES))
        super().__init_subclass__()

    @classmethod
    def table(cls) -> str:
        return str(cls.model._meta.model_name)

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.reached(request.actor, self.permission)
        return rows.lit(timezone.localdate()) if self.table() in TASKS else rows

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        found = super().facts(request, count)
        if self.table() in TASKS:
            rows = self.rows(request)
            found += [
                f"{translate(STANDINGS[s])} {figures.number(rows.filter(standing=s).count())}"
                for s in (OVERDUE, REPORTED)
            ]
        return found

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can("office.change"):
            return []
        return [(translate(self.add), reverse(f"office-{self.table()}-add"), True)]


STATE = Column("state", N_("Checked"), kind="state", words=STATES, lamps=LAMPS)
UNIT = Column("unit__name", N_("Unit"))
DUE = Column("due_on", N_("Deadline"), kind="day")
STANDING = Column("standing", N_("Standing"), kind="state", words=STANDINGS, lamps=STANDING_LAMPS)
DONE = Column("done_on", N_("Done on"), kind="day")
CLOSED = Column("closed_on", N_("Closed off on"), kind="day")
RESPONSIBLE = Column("responsible", N_("Responsible organisation"))


def own(name: str, title: str, table: str, **more: Any) -> Column:
    """The column that leads to the row."""
    return Column(name, title, to=f"office-{table}", **more)
