"""Filled tables: the list, and one with each of its cells, what lacks and who owes it, what has changed."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, re_path, reverse
from django.utils.http import content_disposition_header

from jiyue.engine.index import default_dictionary
from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_, translate
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.files.names import clean_name
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.referrals.rooms import ROOMS
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.filters import Choice, Filter
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.ui.output import OUTPUTS, XLSX
from jiyue.indicators.labels import FigureColumn, MarksColumn, MeasureColumn, PeriodColumn
from jiyue.indicators.reading import SHORT
from jiyue.indicators.upper.models import READ, Fill, FilledCell
from jiyue.indicators.upper.pages.tables import crumbs, units_of
from jiyue.indicators.upper.writing import workbook

FILLED, MISSING, CHANGED = "filled", "missing", "changed"
STANDINGS = {
    FILLED: N_("filled"),
    MISSING: N_("no verified figure"),
    CHANGED: N_("changed since it was filled"),
}
LAMPS = {FILLED: "good", MISSING: "bad", CHANGED: "mind"}
ANSWERS = {"True": N_("yes"), "False": N_("no")}


class InYear(Filter):
    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(year=int(said)) if said.isdecimal() and len(said) < 5 else rows.none()


class FillList(ListPage):
    name = "upper-fills"
    address = "indicators/upper/fills"
    permission = READ
    title = N_("Which tables were filled?")
    columns = (
        Column("binding__table__title", N_("Table"), to="upper-fill"),
        Column("unit__name", N_("Unit")),
        Column("year", N_("Year")),
        Column("filled", N_("Filled cells"), kind="number"),
        Column("missing", N_("Without a figure"), kind="number"),
        Column("changed", N_("Changed since"), kind="yes", sortable=False),
        Column("made_by__name", N_("Filled by")),
        Column("made_at", N_("Filled on"), kind="day"),
        Column("data_hash", N_("Hash"), shown=False),
    )
    filters = (
        Choice("unit", N_("Unit"), choices=units_of),
        InYear("year", N_("Year")),
        Choice("changed", N_("Changed since"), choices=ANSWERS),
    )
    order = ("-pk",)
    crumbs = ((N_("Tables of upper levels"), "upper-tables"),)
    empty = N_("Nothing was filled yet. Open a table of an upper level and fill it for a unit and a year.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Fill.objects.reached(request.actor, self.permission)
        return rows.judged()


def _owed(row: Any) -> str:
    if row["standing"] != MISSING:
        return figures.DASH
    if row["owed_by"]:
        return str(row["owed_by"])
    line = default_dictionary().get(row["measure"])
    if line is None:
        return translate(N_("nobody is arranged"))
    return translate(
        N_("nobody is arranged; kept by “{room}”"), {"room": ROOMS.get(line.owner_room, line.owner_room)}
    )


def _unit_text(row: Any) -> str:
    line = default_dictionary().get(row["measure"])
    return unit_words(row["as_unit"] or (line.unit if line else "")) or figures.DASH


class Filled(ListPage):
    """The cells of one fill."""

    name = "upper-fill"
    permission = READ
    template = "upper/fill.html"
    columns = (
        Column("sheet", N_("Sheet")),
        Column("cell", N_("Cell")),
        MeasureColumn("measure", N_("Measure")),
        Column("unit__name", N_("Unit")),
        PeriodColumn("period", N_("Period")),
        FigureColumn("written", N_("Written"), kind="number", to="value", key="value"),
        MarksColumn("value__marks", N_("Marks"), sortable=False),
        Column("as_unit", N_("In"), say=_unit_text, needs=("measure",), sortable=False),
        Column("standing", N_("State"), kind="state", words=STANDINGS, lamps=LAMPS),
        FigureColumn("figure_now", N_("Figure now"), kind="number", to="value", key="now"),
        Column("owed_by", N_("Who owes it"), say=_owed, needs=("measure", "standing")),
        Column("due_on", N_("Due on"), kind="day"),
        FigureColumn("figure", N_("Figure taken"), kind="number", shown=False),
    )
    filters = (Choice("standing", N_("State"), choices=STANDINGS),)
    order = ("pk",)
    empty = N_("This fill has no cells.")
    fill: Fill

    @classmethod
    def urls(cls) -> list[URLPattern]:
        listing = page(cls.permission)(cls._view)
        formats = "|".join(OUTPUTS)
        return [
            path("indicators/upper/fills/<int:pk>/", listing, name=cls.name),
            re_path(
                rf"^indicators/upper/fills/(?P<pk>\d+)\.(?P<form>{formats})$", listing, name=f"{cls.name}-as"
            ),
        ]

    def prepare(self, request: ActorRequest) -> None:
        self.fill = fill_at(request, int(self.of["pk"]))

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        same = {name: OuterRef(name) for name in ("measure", "unit", "period")}
        owed = Duty.objects.reached(request.actor, "duties.read").standing().filter(**same)
        rows = FilledCell.objects.filter(fill=self.fill).now()
        changed = FilledCell.objects.filter(fill=self.fill).now().changed().values("pk")
        standing = Case(
            When(pk__in=changed, then=Value(CHANGED)),
            When(written="", then=Value(MISSING)),
            default=Value(FILLED),
        )
        return rows.annotate(
            standing=standing,
            owed_by=Subquery(owed.values("organisation__name")[:1]),
            due_on=Subquery(owed.values("due_on")[:1]),
        )

    def heading(self, request: ActorRequest, count: int) -> str:
        said = {"title": self.fill.binding.table.title, "unit": self.fill.unit.name, "year": self.fill.year}
        return translate(N_("“{title}” of {unit}, {year}: what was filled, what lacks?"), said)

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        made = self.fill
        return [
            translate(N_("{count} cells filled"), {"count": figures.number(made.filled)}),
            translate(N_("{count} without a verified figure"), {"count": figures.number(made.missing)}),
            translate(N_("version {number} of the binding"), {"number": made.binding.number}),
            f"{figures.day(made.made_at)} {made.made_by.name if made.made_by else figures.DASH}",
            translate(N_("fingerprint {digest}"), {"digest": made.data_hash[:SHORT]}),
        ]

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        again = f"{reverse('upper-table-fill', args=[self.fill.binding.table_id])}"
        return [
            (translate(N_("Fill anew")), again, False),
            (translate(N_("The filled workbook")), reverse("upper-fill-file", args=[self.fill.pk]), True),
        ]

    def more(self, request: ActorRequest) -> dict[str, Any]:
        table = self.fill.binding.table
        rows = FilledCell.objects.filter(fill=self.fill).now().changed()
        return {"crumbs": crumbs(table), "fill": self.fill, "changed": rows.count()}


def fill_at(request: ActorRequest, pk: int) -> Fill:
    rows = Fill.objects.reached(request.actor, READ)
    found: Fill = get_object_or_404(rows.select_related("unit", "binding__table__file", "made_by"), pk=pk)
    return found


@page(READ)
def file(request: ActorRequest, pk: int) -> HttpResponse:
    """The filled workbook."""
    found = fill_at(request, pk)
    answer = HttpResponse(workbook(found), content_type=XLSX)
    name = clean_name(f"{found.binding.table.title}-{found.unit.name}-{found.year}.xlsx")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer
