"""How far rules are carried out in a year, and what each unit sent in a month: lists of figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.periods import Period
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.filters import Filter, Search, tidy
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.office.execution import execution_of
from jiyue.mechanisms.office.lists.base import UNIT, InUnit, own, places
from jiyue.mechanisms.office.lists.bodies import RuleList
from jiyue.mechanisms.office.models.bodies import HOW_OFTEN, Rule
from jiyue.mechanisms.office.models.words import Information


@dataclass(frozen=True)
class OfPeriod(Filter):
    """The period that the figures are of; the rows stay, what they say differs."""

    frequency: Literal["year", "month"] = "year"

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows

    def asked(self, request: HttpRequest) -> Period:
        """What the address asks for; the present one without a word, or with one that says nothing."""
        now = Period.containing(timezone.localdate(), self.frequency)
        try:
            found = Period.parse(tidy(request.GET.get(self.name, "")))
        except Refused:
            return now
        return found if found.kind == self.frequency else now


def share(given: int, due: int) -> str:
    """``given`` of ``due`` in percent; a dash while nothing is due."""
    return f"{figures.number(Fraction(given, due) * 100, 1)} %" if due else figures.DASH


def _rate(row: Mapping[str, Any]) -> str:
    return share(row["given"], row["due"])


class ExecutionList(ListPage):
    """Rules that demand a recurring proof: proofs due and given in a year."""

    name = "office-execution"
    address = "office/execution"
    permission = "office.read"
    title = N_("How far rules are carried out")
    crumbs = ((RuleList.short, RuleList.name),)
    year = OfPeriod("year", N_("Year"), frequency="year")
    filters = (
        Search("q", N_("Words"), fields=("name", "number")),
        InUnit("unit", N_("Unit"), choices=places),
        year,
    )
    columns = (
        own("name", N_("Title"), "rule"),
        UNIT,
        Column("proof", N_("Recurring proof that it demands")),
        Column("frequency", N_("How often"), words=HOW_OFTEN),
        Column("due", N_("Proofs due"), kind="number"),
        Column("given", N_("Proofs given"), kind="number"),
        Column("rate", N_("Execution rate"), say=_rate, needs=("due", "given"), sortable=False),
    )
    order = ("unit__name", "name", "pk")
    empty = N_("No rule demands a recurring proof yet. Say at a rule what proof it demands, and how often.")

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        return [self.year.asked(request).words(), *super().facts(request, count)]

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rules = Rule.objects.reached(request.actor, self.permission).living()
        asking = rules.exclude(proof="").exclude(frequency="").exclude(issued_on=None)
        year, today = self.year.asked(request).year, timezone.localdate()
        found = execution_of(asking, year, today)
        due = {pk: len(one.due) for pk, one in found.items()}
        given = {pk: len(one.given) for pk, one in found.items()}
        rows: QuerySet[Any] = asking.annotate(due=_by_key(due), given=_by_key(given), rate=F("due"))
        return rows


def _by_key(numbers: Mapping[int, int]) -> Any:
    """A column with the number of each row."""
    cases = [When(pk=pk, then=Value(number)) for pk, number in numbers.items() if number]
    return Case(*cases, default=Value(0), output_field=IntegerField())


class Circular(ListPage):
    """The monthly circular: how much each unit sent, and how much of it was adopted."""

    name = "office-circular"
    address = "office/circular"
    permission = "office.read"
    title = N_("What units sent in a month, and what was adopted")
    month = OfPeriod("month", N_("Month (2025-07)"), frequency="month")
    filters = (InUnit("unit", N_("Unit"), choices=places, lookup="path"), month)
    columns = (
        Column("name", N_("Unit")),
        Column("sent", N_("Sent"), kind="number"),
        Column("adopted", N_("Adopted"), kind="number"),
        Column("sent_so_far", N_("Sent since January"), kind="number"),
        Column("adopted_so_far", N_("Adopted since January"), kind="number"),
    )
    order = ("-adopted", "-sent", "code", "pk")
    empty = N_("Nothing was sent yet. Enter what a unit has sent.")

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        return [self.month.asked(request).words(), *super().facts(request, count)]

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        """Every unit that has ever sent something; what was adopted counts in the month of adoption."""
        month = self.month.asked(request)
        start = month.first.replace(month=1)
        sent = Information.objects.reached(request.actor, self.permission).verified()
        rows: QuerySet[Any] = Unit.objects.filter(pk__in=sent.values("unit"))
        return rows.annotate(
            sent=_number(sent.filter(sent_on__range=(month.first, month.last))),
            adopted=_number(sent.filter(adopted_on__range=(month.first, month.last))),
            sent_so_far=_number(sent.filter(sent_on__range=(start, month.last))),
            adopted_so_far=_number(sent.filter(adopted_on__range=(start, month.last))),
        )


def _number(rows: QuerySet[Any]) -> Any:
    """How many of ``rows`` are of the unit in the outer query."""
    counted = rows.order_by().filter(unit=OuterRef("pk")).values("unit").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
