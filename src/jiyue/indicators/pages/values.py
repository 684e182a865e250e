"""Values: the list, one figure with all its sources and vintages, and what is done to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused
from jiyue.foundation.files.linked import evidence_of
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.periods import Period
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import given
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.foundation.ui.filters import Choice, Filter
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import BECAME, Unit, UnitCode
from jiyue.indicators import actions, forms
from jiyue.indicators.frameworks import known_measures
from jiyue.indicators.labels import (
    STATE_LAMPS,
    FigureColumn,
    MarksColumn,
    MeasureColumn,
    PeriodColumn,
    Titles,
    figure_text,
    marks_text,
    period_text,
    title_of,
)
from jiyue.indicators.models import (
    COUNTED,
    DECLARED,
    PURPOSES,
    SOURCES,
    STATES,
    SUBMITTED,
    TRIAL,
    VINTAGES,
    Value,
)
from jiyue.indicators.values import counting

READ = "indicators.read"


def places(request: HttpRequest) -> Mapping[str, str]:
    """The units that a reader may choose from, without villages."""
    rows = Unit.objects.reached(request.actor, READ).exclude(kind="village")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


class InUnit(Choice):
    """Values of a unit and all below it."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(unit__path__startswith=Unit.objects.get(pk=said).path)


class About(Filter):
    """Values of measures by code or title."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        codes = [code for code, title in Titles().items() if said.lower() in title.lower() or said == code]
        return rows.filter(measure__in=codes)


class InYear(Filter):
    """Values of a year, with its quarters and months."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(period__startswith=said)


class ValueList(ListPage):
    name = "values"
    address = "indicators/values"
    permission = READ
    title = N_("Which figures are there")
    columns = (
        MeasureColumn("measure", N_("Measure")),
        Column("unit__name", N_("Unit")),
        PeriodColumn("period", N_("Period")),
        FigureColumn("figure", N_("Figure"), kind="number", to="value"),
        Column("source", N_("Source"), words=SOURCES),
        Column("vintage", N_("Vintage"), words=VINTAGES),
        Column("state", N_("State"), kind="state", words=STATES, lamps=STATE_LAMPS),
        MarksColumn("marks", N_("Marks"), sortable=False),
        Column("organisation__name", N_("Delivered by"), shown=False),
        Column("origin", N_("Origin"), shown=False),
        Column("made_at", N_("Delivered on"), kind="day", shown=False),
    )
    filters = (
        About("measure", N_("Measure")),
        InUnit("unit", N_("Unit"), choices=places),
        InYear("period", N_("Year")),
        Choice("source", N_("Source"), choices=SOURCES),
        Choice("state", N_("State"), choices=STATES),
    )
    empty = N_("No figure yet. Enter one, or import a workbook of figures.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Value.objects.reached(request.actor, self.permission)
        return rows.filter(superseded_by=None)

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        found = []
        if request.actor.can("values.verify"):
            asked = {name: request.GET[name] for name in ("unit", "period") if request.GET.get(name)}
            to = f"{reverse('values-verify')}?{urlencode(asked)}"
            found.append((translate(N_("Verify several")), to, False))
        if request.actor.can("values.enter"):
            found.append((translate(N_("Enter a figure")), reverse("value-add"), True))
        return found


def address_of(unit: int, measure: str, period: str) -> str:
    """The page of one figure."""
    return reverse("figure", args=[unit, measure, period])


def crumbs() -> list[tuple[str, str]]:
    return [(translate(N_("Indicator data")), reverse("values"))]


def unit_at(request: ActorRequest, pk: int, permission: str) -> Unit:
    """The unit, where ``permission`` reaches it by unit or by the actor's organisation."""
    found: Unit = get_object_or_404(Unit, pk=pk)
    own = actions.own_organisation(request.actor, found)
    if not request.actor.may(permission, path=found.path, organisation=own):
        raise Http404
    return found


def period_or_404(text: str) -> str:
    try:
        return str(Period.parse(text))
    except Refused:
        raise Http404 from None


@page(READ)
def value(request: ActorRequest, pk: int) -> HttpResponse:
    """From a value to the page of its figure."""
    found = get_object_or_404(Value.objects.reached(request.actor, READ), pk=pk)
    return HttpResponseRedirect(address_of(found.unit_id, found.measure, found.period))


@page(READ)
def figure(request: ActorRequest, pk: int, measure: str, period: str) -> HttpResponse:
    """One figure: all sources and vintages beside each other, what they replaced, evidence, who."""
    unit, period = unit_at(request, pk, READ), period_or_404(period)
    line = known_measures().get(measure)
    if line is None:
        raise Http404
    same = Value.objects.published().filter(unit=unit, measure=measure, period=period)
    rows = list(same.select_related("organisation", "entered_by", "verified_by", "unit"))
    current = [v for v in rows if v.superseded_by_id is None and v.state != "withdrawn"]
    chosen = {purpose: counting(current, purpose) for purpose in PURPOSES}
    context = {
        "heading": title_of(line, measure),
        "crumbs": crumbs(),
        "facts": [unit.name, period_text(period), unit_words(line.unit)],
        "details": [
            (N_("Unit of measurement"), unit_words(line.unit) or figures.DASH),
            *((words, _counting_text(chosen[purpose])) for purpose, words in PURPOSES.items()),
        ],
        "current": [_shown(request, v, chosen) for v in current],
        "former": [_shown(request, v, {}) for v in rows if v not in current],
        "years": _beside(unit, measure, period),
        "origins": _origins(request, unit, measure),
        "actions": _buttons(request, unit, measure, period),
        "history": [line for v in rows[:20] for line in history_of(v)],
    }
    return render(request, "indicators/figure.html", context)


def _counting_text(found: Value | None) -> str:
    if found is None:
        return translate(N_("nothing counts"))
    return f"{figure_text(found.figure)}（{translate(SOURCES[found.source])}）"


def _shown(request: ActorRequest, found: Value, chosen: Mapping[str, Value | None]) -> dict[str, Any]:
    """A value as the page shows it, with what the reader may do."""
    actor, path = request.actor, found.unit.path
    own = actions.own_organisation(actor, found.unit) == found.organisation_id
    mine = {"path": path, "organisation": found.organisation_id if own else None}
    removes = actions.PERMISSION_OF.get(found.source)
    title = f"{found.unit.name} {found.period} {found.measure}"
    back = address_of(found.unit_id, found.measure, found.period)
    readable = actor.can("evidence.read")
    return {
        "value": found,
        "figure": figure_text(found.figure),
        "source": translate(SOURCES[found.source]),
        "vintage": translate(VINTAGES[found.vintage]),
        "state": translate(STATES[found.state]),
        "lamp": STATE_LAMPS[found.state],
        "marks": marks_text(found.marks),
        "counts_for": [
            translate(PURPOSES[p]) for p, v in chosen.items() if v is not None and v.pk == found.pk
        ],
        "may_verify": bool(chosen)
        and found.state == SUBMITTED
        and found.entered_by_id != actor.account
        and actor.may("values.verify", path=path),
        "may_withdraw": bool(chosen) and removes is not None and actor.may(removes, **mine),
        "evidence": evidence_of(found.ref, actor, title, back)
        if readable and found.source != COUNTED
        else None,
    }


def _beside(unit: Unit, measure: str, period: str) -> list[tuple[str, str, str, str]]:
    """The same figure in other periods of its kind, as a trial would take it, and the unit's code then."""
    rows = Value.objects.current().filter(unit=unit, measure=measure)
    by_period: dict[str, list[Value]] = {}
    for one in rows:
        by_period.setdefault(one.period, []).append(one)
    asked, spans = Period.parse(period), list(unit.codes.all())
    found = []
    for text in sorted(by_period, key=Period.parse):
        if Period.parse(text).kind == asked.kind and (chosen := counting(by_period[text], TRIAL)):
            to = address_of(unit.pk, measure, text)
            day = Period.parse(text).last
            then = next((s.code for s in spans if _holds(s, day) and s.code != unit.code), "")
            found.append((period_text(text), figure_text(chosen.figure), "" if text == period else to, then))
    return found


def _holds(span: UnitCode, day: date) -> bool:
    return (span.valid_from or day) <= day <= (span.valid_to or day)


def _origins(request: ActorRequest, unit: Unit, measure: str) -> list[tuple[str, str]]:
    """The units that this one came from, whose figures are not its own: a sentence, and where they stand."""
    found = []
    for link in unit.predecessors.select_related("before").order_by("on"):
        last = str((link.on - timedelta(days=1)).year)
        said = {"day": figures.day(link.on), "name": link.before.name, "how": translate(BECAME[link.became])}
        words = N_("Until {day} there was {name} ({how}), whose figures this series does not take over.")
        may = request.actor.may(READ, path=link.before.path)
        found.append((translate(words, said), address_of(link.before_id, measure, last) if may else ""))
    return found


def _buttons(request: ActorRequest, unit: Unit, measure: str, period: str) -> list[tuple[str, str, bool]]:
    actor, own = request.actor, actions.own_organisation(request.actor, unit)
    asked = f"?unit={unit.pk}&measure={measure}&period={period}"
    found = []
    args = [unit.pk, measure, period]
    if actor.may("values.review", path=unit.path):
        found.append((translate(N_("Review")), reverse("figure-review", args=args), False))
    if actor.may("values.override", path=unit.path):
        found.append((translate(N_("Override")), reverse("figure-override", args=args), False))
    if actor.may("values.enter", path=unit.path, organisation=own):
        found.append((translate(N_("Enter a figure")), reverse("value-add") + asked, True))
    return found


@page("values.enter")
def add(request: ActorRequest) -> HttpResponse:
    """Deliver a figure; the page says how it was given for the period before."""
    asked = {name: request.GET.get(name, "") for name in ("unit", "measure", "period")}
    form = forms.ValueForm(request.actor, given(request), initial=asked)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = actions.declare(request.actor, **said)
        words = N_("{figure} was delivered and waits to be verified by somebody else. “Withdraw” undoes it.")
        to = address_of(made.unit_id, made.measure, made.period)
        return translate(words, {"figure": figure_text(made.figure)}), to

    context = {
        "heading": translate(N_("Which figure do you deliver?")),
        "crumbs": crumbs(),
        "verb": translate(N_("Deliver")),
        "back": reverse("values"),
        "before": _before(request, **asked),
    }
    return do_by_form(request, form, act, context, "indicators/enter.html")


def _before(request: ActorRequest, unit: str, measure: str, period: str) -> str:
    """How the figure was given for the period before, in a sentence; '' where it is not known."""
    try:
        before = str(Period.parse(period).previous())
    except Refused:
        return ""
    if not unit.isdecimal() or len(unit) > 15:
        return ""
    rows = Value.objects.reached(request.actor, READ).filter(superseded_by=None).exclude(state="withdrawn")
    found = rows.filter(unit=int(unit), measure=measure, period=before, source=DECLARED).first()
    if found is None:
        return ""
    facts = {
        "period": period_text(before),
        "figure": figure_text(found.figure),
        "organisation": found.organisation.name if found.organisation else figures.DASH,
        "origin": found.origin or translate(N_("entered by hand")),
    }
    return translate(N_("For {period} it was {figure}, delivered by {organisation} ({origin})."), facts)
