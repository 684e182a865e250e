"""Reconciliations: the list, taking an export in, what its columns are, and each figure beside the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, re_path, reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.store import receive
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import Reason, ask, given
from jiyue.foundation.ui.deeds import do_by_form
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.ui.output import OUTPUTS, as_number
from jiyue.indicators.labels import FigureColumn, MarksColumn
from jiyue.indicators.upper import forms, reconciling
from jiyue.indicators.upper.comparing import read_export
from jiyue.indicators.upper.models import (
    DIFFERENT,
    EXTRA_HERE,
    MANAGE,
    MISSING_HERE,
    NOT_READ,
    READ,
    SAME,
    Line,
    Reconciliation,
)
from jiyue.indicators.upper.pages.tables import units_of

STANDINGS = {
    DIFFERENT: N_("different"),
    MISSING_HERE: N_("missing here"),
    EXTRA_HERE: N_("only here"),
    NOT_READ: N_("not understood"),
    SAME: N_("the same"),
}
LAMPS = {DIFFERENT: "bad", MISSING_HERE: "mind", EXTRA_HERE: "mind", NOT_READ: "bad", SAME: "good"}
EXPLAINED = {"yes": N_("explained"), "no": N_("not explained")}


class IsExplained(Choice):
    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return (
            rows.exclude(explained="") if said == "yes" else rows.filter(explained="").exclude(standing=SAME)
        )


class ReconciliationList(ListPage):
    name = "reconciliations"
    address = "indicators/upper/reconciliations"
    permission = READ
    title = N_("Do the systems of upper levels say the same?")
    columns = (
        Column("system__name", N_("System"), to="reconciliation"),
        Column("unit__name", N_("Unit")),
        Column("compared_at", N_("Compared on"), kind="day"),
        Column("rows_read", N_("Rows read"), kind="number"),
        Column("different", N_("Different"), kind="number"),
        Column("missing", N_("Missing here"), kind="number"),
        Column("extra", N_("Only here"), kind="number"),
        Column("open", N_("Not explained"), kind="number"),
        Column("name", N_("File"), shown=False),
        Column("made_by__name", N_("Loaded by"), shown=False),
    )
    filters = (
        Search("q", N_("System"), fields=("system__name", "name")),
        Choice("unit", N_("Unit"), choices=units_of),
    )
    order = ("-pk",)
    empty = N_("No export was compared yet. Load one that an upper system gives out.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Reconciliation.objects.reached(request.actor, self.permission)
        return rows.annotate(
            different=_count(standing=DIFFERENT),
            missing=_count(standing=MISSING_HERE),
            extra=_count(standing=EXTRA_HERE),
            open=Count("lines", filter=Q(lines__explained="") & ~Q(lines__standing=SAME)),
        )

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can(MANAGE):
            return []
        return [(translate(N_("Load an export")), reverse("reconciliation-load"), True)]


def _count(**facts: str) -> Count:
    return Count("lines", filter=Q(**{f"lines__{name}": said for name, said in facts.items()}))


def crumbs() -> list[tuple[str, str]]:
    return [(translate(N_("Reconciliation")), reverse("reconciliations"))]


def reconciliation_at(request: ActorRequest, pk: int, permission: str = READ) -> Reconciliation:
    rows = Reconciliation.objects.reached(request.actor, permission)
    found: Reconciliation = get_object_or_404(rows.select_related("unit", "system", "file"), pk=pk)
    return found


def _explanation(row: Mapping[str, Any]) -> str:
    if row["explained"] or row["standing"] == SAME:
        return row["explained"] or figures.DASH
    return translate(EXPLAINED["no"])


EXPLANATION = Column("explained", N_("Explanation"), say=_explanation, needs=("standing",))


class TheirsColumn(FigureColumn):
    """A figure of the export; what is none is shown as it was written."""

    def text(self, value: Any) -> str:
        return super().text(value) if as_number(value) is not None else str(value or figures.DASH)


class Lines(ListPage):
    """One reconciliation: each figure of the export beside the one that counts here."""

    name = "reconciliation"
    permission = READ
    columns = (
        Column("standing", N_("State"), kind="state", words=STANDINGS, lamps=LAMPS),
        Column("unit_said", N_("Unit")),
        Column("measure_said", N_("Measure")),
        Column("period", N_("Year")),
        TheirsColumn("theirs", N_("Upper system"), kind="number"),
        FigureColumn("ours", N_("Here"), kind="number", to="value", key="value"),
        MarksColumn("value__marks", N_("Marks"), sortable=False),
        FigureColumn("difference", N_("Ours less theirs"), kind="number"),
        Column("relative", N_("Of theirs"), kind="number", unit="%", decimals=2),
        EXPLANATION,
        Column("row", N_("Row of the export"), kind="number", shown=False),
        Column("explained_by__name", N_("Explained by"), shown=False),
    )
    filters = (
        Choice("standing", N_("State"), choices=STANDINGS),
        IsExplained("explained", N_("Explanation"), choices=EXPLAINED),
        Search("q", N_("Unit or measure"), fields=("unit_said", "measure_said")),
        Search("period", N_("Year"), fields=("period",)),
    )
    empty = N_("The columns of this export are not said yet.")
    made: Reconciliation

    @classmethod
    def urls(cls) -> list[URLPattern]:
        listing = page(cls.permission)(cls._view)
        here, formats = ReconciliationList.address, "|".join(OUTPUTS)
        return [
            path(f"{here}/<int:pk>/", listing, name=cls.name),
            re_path(rf"^{here}/(?P<pk>\d+)\.(?P<form>{formats})$", listing, name=f"{cls.name}-as"),
        ]

    def prepare(self, request: ActorRequest) -> None:
        self.made = reconciliation_at(request, int(self.of["pk"]))

    def offered(self, request: HttpRequest) -> Sequence[Column]:
        """Whoever may explain a difference is led there by its explanation."""
        if not request.actor.may(MANAGE, path=self.made.unit.path):
            return self.columns
        leading = replace(EXPLANATION, to="line-explain")
        return [leading if column is EXPLANATION else column for column in self.columns]

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Line.objects.filter(reconciliation=self.made)
        return rows

    def heading(self, request: ActorRequest, count: int) -> str:
        said = {"system": self.made.system.name, "unit": self.made.unit.name}
        return translate(N_("Where do “{system}” and the figures of {unit} differ?"), said)

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        counted = dict(self.rows(request).order_by().values_list("standing").annotate(Count("pk")))
        told = [
            f"{translate(words)} {figures.number(counted.get(code, 0))}" for code, words in STANDINGS.items()
        ]
        return [self.made.name, figures.day(self.made.compared_at), *told]

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if self.made.compared_at or not request.actor.may(MANAGE, path=self.made.unit.path):
            return []
        to = reverse("reconciliation-columns", args=[self.made.pk])
        return [(translate(N_("Say what its columns are")), to, True)]

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {"crumbs": crumbs()}


@page(MANAGE)
def load(request: ActorRequest) -> HttpResponse:
    """Take an export in."""
    form = forms.ExportForm(request.actor, given(request), request.FILES or None)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        file = said.pop("file")
        made = reconciling.load(request.actor, receive(file.name, file.chunks()), **said)
        words = N_("The export is kept. Say what its columns are; next time this is remembered.")
        return translate(words), reverse("reconciliation-columns", args=[made.pk])

    context = {
        "heading": translate(N_("Which export is compared with the figures here?")),
        "crumbs": crumbs(),
        "verb": translate(N_("Load")),
        "back": reverse("reconciliations"),
    }
    return do_by_form(request, form, act, context)


@page(MANAGE)
def columns(request: ActorRequest, pk: int) -> HttpResponse:
    """What the columns of an export are, as remembered; then the comparison."""
    found = reconciliation_at(request, pk, MANAGE)
    export = read_export(found.file.place, found.name)
    form = forms.ColumnsForm(export, found.system, given(request))
    back = reverse("reconciliation", args=[pk])

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = reconciling.settle(request.actor, found, columns=form.columns(), names=form.names())
        words = N_("{count} rows of the export are compared; load it again to compare anew.")
        return translate(words, {"count": figures.number(made.rows_read)}), back

    context = {
        "heading": translate(N_("What do the columns of “{file}” mean?"), {"file": found.name}),
        "facts": [
            found.system.name,
            translate(N_("{count} rows"), {"count": figures.number(len(export.rows))}),
            translate(N_("A name without a measure is listed as not understood")),
        ],
        "crumbs": [*crumbs(), (str(found), back)],
        "verb": translate(N_("Compare")),
        "back": back,
    }
    return do_by_form(request, form, act, context)


@page(MANAGE)
def explain(request: ActorRequest, pk: int) -> HttpResponse:
    """Say why one figure differs."""
    rows = Line.objects.reached(request.actor, MANAGE).select_related("reconciliation__system")
    found: Line = get_object_or_404(rows, pk=pk)

    def act(said: dict[str, Any]) -> str:
        reconciling.explain(request.actor, found, said["reason"])
        return translate(N_("The difference is explained. A later explanation replaces this one."))

    back = reverse("reconciliation", args=[found.reconciliation_id])
    form = Reason(given(request), initial={"reason": found.explained})
    return ask(request, form, act, verb=N_("Explain"), title=str(found), crumbs=crumbs(), back=back)
