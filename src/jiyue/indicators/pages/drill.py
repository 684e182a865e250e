"""The last step down: where one figure of an evaluation comes from, row by row, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.index.dictionary import Measure
from jiyue.engine.index.inputs import Inputs
from jiyue.engine.index.report_words import figure
from jiyue.engine.messages import N_, translate
from jiyue.engine.numbers import Fraction, from_text
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.indicators import frozen
from jiyue.indicators.changed import Changed, changed_since
from jiyue.indicators.counting import recounted
from jiyue.indicators.explained import source_of
from jiyue.indicators.marks import mark_words
from jiyue.indicators.models import SOURCES, STATES, VINTAGES, UnitResult, Value
from jiyue.indicators.opened import opened, words_of
from jiyue.indicators.proofs import evidence_for, unversioned, values_of
from jiyue.indicators.reading import READ, crumbs, facts_of, result_at
from jiyue.indicators.values import counting

SHOWN = 50


@page(READ)
def measure(
    request: ActorRequest, pk: int, unit: int, measure: str, year: int, form: str = ""
) -> HttpResponseBase:
    """One figure: source, vintage, frozen rows, evidence, and whether the ledger says otherwise today."""
    row = result_at(request, pk, unit)
    inputs = opened(row.evaluation)
    line = inputs.compiled.dictionary.get(measure)
    if line is None:
        raise Http404
    rows = frozen.rows_behind(inputs, row.code, measure, year)
    refs = [ref for ref, _, _ in rows]
    columns = [(name, frozen.heading_of(name, refs)) for name in frozen.columns_of(rows)]
    if form:
        return _as(form, row, measure, rows, columns)
    words = words_of(inputs.compiled)
    value, rolled = _figure(inputs, row, measure, year)
    source, vintage, marks, _ = source_of(inputs, row.code, measure, year)
    told = values_of(request.actor, row.unit_id, [measure], [year])
    shown = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    beside = frozen.beside_ledgers(shown.object_list)
    found = [c for c in changed_since(row.evaluation, row.unit) if (c.measure, c.year) == (measure, year)]
    pieces = evidence_for(request.actor, [*(v.ref for v in told), *(unversioned(f.ref) for f in beside)])
    unit_word = words.unit(line.unit)
    title = words.named(measure)
    context = {
        "heading": _question(title, figure(value), unit_word, value),
        "crumbs": crumbs(row.evaluation, row),
        "facts": [row.name, translate(N_("figure of {year}"), {"year": year}), *facts_of(row.evaluation)],
        "actions": _actions(row, measure, year, bool(rows)),
        "details": _details(line, source, vintage, len(rows), rolled),
        "marks": mark_words([*marks, *(["rolled_up"] if rolled else [])], words),
        "definition": line.definition,
        "rows": [
            (f, frozen.said(f, [name for name, _ in columns]), pieces.get(unversioned(f.ref), []))
            for f in beside
        ],
        "columns": [words_ for _, words_ in columns],
        "unit_word": unit_word,
        "sum": figure(sum((from_text(adds) for _, adds, _ in rows), Fraction(0))),
        "page": shown,
        "standings": frozen.STANDINGS,
        "tones": frozen.TONES,
        "told": _told(row, told, measure, year),
        "pieces": list({e.pk: e for linked in pieces.values() for e in linked}.values()),
        "changed": [words_ for c in found for words_ in _changed(c, row, told, unit_word)],
        "today": _today(row, measure, year, refs, columns),
        "used_by": _used_by(row, inputs, measure),
    }
    return render(request, "indicators/measure.html", context)


def _figure(inputs: Inputs, row: UnitResult, measure: str, year: int) -> tuple[Fraction | None, bool]:
    """The figure as the evaluation saw it, and whether it was rolled up from the units below."""
    from_tables = inputs.measure(measure, row.code)
    place = from_tables.panel.index().get(row.code)
    if place is None:
        return None, False
    found = from_tables.column(measure, year)[place]
    return found, measure in from_tables.rolled.get(place, {})


def _question(title: str, value: str, unit: str, known: Fraction | None) -> str:
    if known is None:
        return translate(N_("Why is there no figure for {measure}?"), {"measure": title})
    said = {"measure": title, "value": f"{value} {unit}".strip()}
    return translate(N_("{measure} {value}: where does it come from?"), said)


def _details(line: Measure, source: str, vintage: str, rows: int, rolled: bool) -> list[tuple[str, str]]:
    said = translate(SOURCES[source]) if source in SOURCES else figures.DASH
    if rolled:
        said = translate(N_("rolled up from the units below"))
    found = [(N_("Source"), said)]
    if vintage in VINTAGES:
        found.append((N_("Vintage"), translate(VINTAGES[vintage])))
    if source == "counted":
        found.append((N_("Frozen rows"), figures.number(rows)))
    return found


def _actions(row: UnitResult, measure: str, year: int, has_rows: bool) -> list[tuple[str, str, bool]]:
    live = reverse("figure", args=[row.unit_id, measure, f"{year:04}"])
    found = [(translate(N_("The figure today")), live, False)]
    if has_rows:
        args = [row.evaluation_id, row.unit_id, measure, year, "xlsx"]
        found.append((translate(N_("Rows as .xlsx")), reverse("evaluation-measure-as", args=args), False))
    return found


def _told(row: UnitResult, told: list[Value], measure: str, year: int) -> list[dict[str, Any]]:
    """What every source says today, the one that counts marked."""
    counts = counting(told, row.evaluation.purpose)
    return [
        {
            "source": translate(SOURCES[v.source]),
            "vintage": translate(VINTAGES[v.vintage]),
            "figure": figure(v.exact),
            "state": translate(STATES[v.state]),
            "tone": {"verified": "good", "submitted": "mind"}.get(v.state, "idle"),
            "organisation": v.organisation.name if v.organisation else "",
            "counts": v is counts,
            "at": v.made_at,
            "to": reverse("value", args=[v.pk]),
        }
        for v in told
    ]


def _changed(found: Changed, row: UnitResult, told: list[Value], unit: str) -> Iterator[str]:
    """What sources and ledger say today where that differs from what was evaluated."""
    now = counting(told, row.evaluation.purpose)
    if found.now is None and found.before is not None:
        yield translate(
            N_("Changed since: no source gives this figure any more. This evaluation stays as it was.")
        )
    elif found.now is not None and (found.before is None or from_text(found.now) != from_text(found.before)):
        day = figures.day(now.made_at) if now is not None else figures.DASH
        said = {"value": f"{figure(from_text(found.now))} {unit}".strip(), "day": day}
        yield translate(N_("Changed since: {value} from {day} on. This evaluation stays as it was."), said)
    if found.rows:
        said = {"count": figures.number(found.rows)}
        yield translate(
            N_("{count} of the rows behind it have changed since, or are no longer counted."), said
        )


def _today(
    row: UnitResult, measure: str, year: int, refs: list[str], columns: list[tuple[str, str]]
) -> dict[str, Any]:
    """What the ledger gives today where other rows contribute than those that were frozen."""
    counted = recounted(row.evaluation, row.unit, measure, year)
    if counted is None or set(counted.rows["ref"]) == set(refs):
        return {}
    value = counted.values.get(row.unit.code)
    names = [name for name, _ in columns] or [n for n in counted.rows.columns if n not in frozen.KEYS]
    rows = [(r["ref"], r["adds"], r) for r in counted.rows.iter_rows(named=True)]
    return {
        "figure": figure(value),
        "columns": [frozen.heading_of(name, [ref for ref, _, _ in rows]) for name in names],
        "rows": [(f, frozen.said(f, names)) for f in frozen.beside_ledgers(rows[:SHOWN])],
    }


def _used_by(row: UnitResult, inputs: Inputs, measure: str) -> list[tuple[str, str, str]]:
    """The indicators that the figure goes into."""
    words = words_of(inputs.compiled)
    return [
        (
            i.code,
            words.title(i),
            reverse("evaluation-indicator", args=[row.evaluation_id, row.unit_id, i.code]),
        )
        for i in inputs.compiled.framework.indicators
        if measure in inputs.direct(i.code)
    ]


def _as(
    form: str,
    row: UnitResult,
    measure: str,
    rows: list[tuple[str, str, dict[str, Any]]],
    columns: list[tuple[str, str]],
) -> HttpResponseBase:
    if form not in OUTPUTS:
        raise Http404
    listed = [
        Column("ref", N_("Row")),
        Column("adds", N_("Adds"), kind="number"),
        *(Column(f"fact_{i}", words) for i, (_, words) in enumerate(columns)),
    ]
    table = [
        {
            "ref": ref,
            "adds": adds,
            **{f"fact_{i}": facts.get(name) for i, (name, _) in enumerate(columns)},
        }
        for ref, adds, facts in rows
    ]
    return OUTPUTS[form](f"{measure}-{row.code}", listed, table)
