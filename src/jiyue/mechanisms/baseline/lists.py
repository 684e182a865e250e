"""The lists of the ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.ledger import LAMPS, STATES
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.ui.filters import Choice, Filter, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline.classes import classifications
from jiyue.mechanisms.baseline.figures import GROWTH, TITLES, VINTAGES
from jiyue.mechanisms.baseline.forms import KINDS
from jiyue.mechanisms.baseline.labels import LABELS
from jiyue.mechanisms.baseline.models import (
    BASES,
    TABLES,
    TARGETS,
    WORKS,
    BaselineRow,
    table_of,
)


def units(request: HttpRequest) -> dict[str, str]:
    """The units that a reader may choose from."""
    rows = Unit.objects.reached(request.actor, "baseline.read").living().filter(kind__in=KINDS)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


class Under(Choice):
    """Rows of a unit and all below it."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(unit__path__startswith=Unit.objects.get(pk=said).path)


@dataclass(frozen=True)
class InYear(Filter):
    """Rows of a year; ``lookups`` are each given it."""

    lookups: tuple[str, ...] = ("year",)

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        year = whole_number(said)
        if year is None or not 0 < year < 10_000:
            return rows.none()
        return rows.filter(**dict.fromkeys(self.lookups, year))


class Classifications(Mapping[str, str]):
    def __getitem__(self, code: str) -> str:
        return classifications()[code].title()

    def __iter__(self) -> Any:
        return iter(classifications())

    def __len__(self) -> int:
        return len(classifications())


def _figure(row: Mapping[str, Any]) -> str:
    return f"{row['figure']}%" if row["measure"] == GROWTH else figures.number(row["figure"])


UNIT = Column("unit__name", LABELS["unit"])
STATE = Column("state", N_("State"), kind="state", words=STATES, lamps=LAMPS)
OWNER = Column("owner__name", N_("Kept by"), shown=False)
AREA = Column("area", LABELS["area"], kind="number", decimals=4)
IN_UNIT = Under("unit", LABELS["unit"], choices=units)
IN_STATE = Choice("state", N_("State"), choices=STATES)


class BaselineList(ListPage):
    """A list of one ledger; withdrawn rows are marked."""

    permission = "baseline.read"
    model: ClassVar[type[BaselineRow]]
    short: ClassVar[str]
    """What the navigation and the crumbs call it."""
    add: ClassVar[str]
    filters: ClassVar[Sequence[Filter]] = (InYear("year", LABELS["year"]), IN_UNIT, IN_STATE)
    order: ClassVar[Sequence[str]] = ("-year", "unit__code", "-pk")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model.objects.reached(request.actor, self.permission)
        return found

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can("baseline.change"):
            return []
        return [(translate(self.add), reverse(f"baseline-{table_of(self.model)}-add"), True)]


class SurveyList(BaselineList):
    name = "baseline-surveys"
    address = "baseline/surveys"
    title = N_("How much land of which class is there")
    short = N_("Land surveys")
    model = TABLES["survey"]
    add = N_("Enter a survey")
    columns = (
        Column("year", LABELS["year"], to="baseline-survey"),
        UNIT,
        Column("land_area", LABELS["land_area"], kind="number", decimals=4),
        Column("new_construction", LABELS["new_construction"], kind="number", decimals=4),
        Column("classification", LABELS["classification"], words=Classifications()),
        STATE,
        Column("new_urban_rural", LABELS["new_urban_rural"], kind="number", decimals=4, shown=False),
        Column("document", LABELS["document"], shown=False),
        OWNER,
    )
    empty = N_("No land survey is entered yet. Enter one, or import the area table of all towns.")


class StatisticList(BaselineList):
    name = "baseline-statistics"
    address = "baseline/statistics"
    title = N_("Which figures did the statistics bureau give, in which vintage")
    short = N_("Ledger of statistics")
    model = TABLES["statistic"]
    add = N_("Enter a figure")
    columns = (
        Column("measure", LABELS["measure"], words=TITLES, to="baseline-statistic"),
        UNIT,
        Column("year", LABELS["year"]),
        Column("figure", LABELS["figure"], kind="number", sortable=False, say=_figure, needs=("measure",)),
        Column("vintage", LABELS["vintage"], words=VINTAGES),
        Column("price_base", LABELS["price_base"]),
        Column("document", LABELS["document"]),
        STATE,
        Column("note", LABELS["note"], shown=False),
        OWNER,
    )
    filters = (
        Choice("measure", LABELS["measure"], choices=TITLES),
        *BaselineList.filters,
        Choice("vintage", LABELS["vintage"], choices=VINTAGES),
    )
    order = ("-year", "measure", "unit__code", "-pk")
    empty = N_("No figure is entered yet. Enter one, or import the workbook of the statistics bureau.")


class TargetList(BaselineList):
    name = "baseline-targets"
    address = "baseline/targets"
    title = N_("Which areas must be kept")
    short = N_("Targets")
    model = TABLES["target"]
    add = N_("Enter a target")
    columns = (
        Column("measure", N_("Target"), words=TARGETS, to="baseline-target"),
        UNIT,
        AREA,
        Column("basis", LABELS["basis"], words=BASES),
        Column("year_from", LABELS["year_from"]),
        Column("year_to", LABELS["year_to"]),
        Column("document_number", LABELS["document_number"]),
        STATE,
        Column("dated", LABELS["dated"], kind="day", shown=False),
        OWNER,
    )
    filters = (
        Choice("measure", N_("Target"), choices=TARGETS),
        InYear("year", LABELS["year"], lookups=("year_from__lte", "year_to__gte")),
        IN_UNIT,
        IN_STATE,
    )
    order = ("-year_from", "unit__code", "-pk")
    empty = N_(
        "No target is entered yet. Enter what the plan or the responsibility letter lays on each unit."
    )


class OccupationList(BaselineList):
    name = "baseline-occupations"
    address = "baseline/occupations"
    title = N_("Which approved projects take cultivated land")
    short = N_("Occupations")
    model = TABLES["occupation"]
    add = N_("Enter an occupation")
    columns = (
        Column("name", LABELS["name"], to="baseline-occupation"),
        UNIT,
        AREA,
        Column("number", LABELS["number"]),
        Column("approved_on", LABELS["approved_on"], kind="day"),
        Column("exempt", LABELS["exempt"]),
        STATE,
        OWNER,
    )
    filters = (
        Search("q", N_("Project or document number"), fields=("name", "number")),
        InYear("year", LABELS["year"], lookups=("approved_on__year",)),
        IN_UNIT,
        IN_STATE,
    )
    order = ("-approved_on", "-pk")
    empty = N_("No occupation is entered yet. Enter approved conversions, or import their list.")


class CompensationList(BaselineList):
    name = "baseline-compensations"
    address = "baseline/compensations"
    title = N_("Which accepted projects made cultivated land")
    short = N_("Compensation projects")
    model = TABLES["compensation"]
    add = N_("Enter a compensation project")
    columns = (
        Column("name", LABELS["name"], to="baseline-compensation"),
        UNIT,
        AREA,
        Column("works", LABELS["works"], words=WORKS),
        Column("number", LABELS["number"]),
        Column("accepted_on", LABELS["accepted_on"], kind="day"),
        STATE,
        OWNER,
    )
    filters = (
        Search("q", N_("Project or document number"), fields=("name", "number")),
        InYear("year", LABELS["year"], lookups=("accepted_on__year",)),
        IN_UNIT,
        IN_STATE,
    )
    order = ("-accepted_on", "-pk")
    empty = N_("No compensation project is entered yet. Enter accepted projects, or import their list.")


class LinkList(BaselineList):
    name = "baseline-links"
    address = "baseline/links"
    title = N_("Which compensation stands for which occupation")
    short = N_("Links of the balance")
    model = TABLES["link"]
    add = N_("Link compensation")
    columns = (
        Column("occupation__name", LABELS["occupation"], to="baseline-link"),
        Column("compensation__name", LABELS["compensation"]),
        AREA,
        UNIT,
        Column("occupation__approved_on", LABELS["approved_on"], kind="day"),
        STATE,
        OWNER,
    )
    filters = (
        Search("q", LABELS["name"], fields=("occupation__name", "compensation__name")),
        InYear("year", LABELS["year"], lookups=("occupation__approved_on__year",)),
        IN_UNIT,
        IN_STATE,
    )
    order = ("-pk",)
    empty = N_("Nothing is linked yet. Reserve that stands for no occupation does not count.")


class WholeYearList(BaselineList):
    name = "baseline-whole-years"
    address = "baseline/whole-years"
    title = N_("For which years is the balance entered in full")
    short = N_("Years in full")
    model = TABLES["wholeyear"]
    add = N_("Answer for a year")
    columns = (
        Column("year", LABELS["year"], to="baseline-wholeyear"),
        UNIT,
        Column("document", LABELS["document"]),
        STATE,
        OWNER,
    )
    empty = N_("Nobody answers for a year yet. Until then a year without rows is missing, not 0.")


class BoundaryList(BaselineList):
    name = "baseline-boundaries"
    address = "baseline/boundaries"
    title = N_("Which area moved between units")
    short = N_("Changes of boundaries")
    model = TABLES["boundarychange"]
    add = N_("Enter a change of boundaries")
    columns = (
        Column("number", LABELS["number"], to="baseline-boundarychange"),
        Column("unit__name", N_("From unit")),
        Column("to_unit__name", LABELS["to_unit"]),
        AREA,
        Column("on", LABELS["on"], kind="day"),
        STATE,
        Column("note", LABELS["note"], shown=False),
        OWNER,
    )
    filters = (InYear("year", LABELS["year"], lookups=("on__year",)), IN_UNIT, IN_STATE)
    order = ("-on", "-pk")
    empty = N_("No change of boundaries is entered yet.")


LISTS: dict[str, type[BaselineList]] = {
    table_of(listed.model): listed
    for listed in (
        SurveyList,
        StatisticList,
        TargetList,
        OccupationList,
        CompensationList,
        LinkList,
        WholeYearList,
        BoundaryList,
    )
}
