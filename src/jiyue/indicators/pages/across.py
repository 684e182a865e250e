"""One indicator over all units of an evaluation: how its values are spread, and where one unit stands."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from jiyue.engine.index.framework import Indicator
from jiyue.engine.index.report_words import Words, figure
from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.indicators import drawing
from jiyue.indicators.explained import bar
from jiyue.indicators.models import Evaluation
from jiyue.indicators.opened import number, opened, part_of, words_of
from jiyue.indicators.reading import READ, crumbs, evaluation_at, facts_of, results, type_word

SHOWN = 50
COLUMNS = (
    Column("place", N_("Rank by this indicator"), kind="number"),
    Column("code", N_("Code")),
    Column("name", N_("Unit")),
    Column("value", N_("Value"), kind="number"),
    Column("score", N_("Score"), kind="number"),
    Column("state", N_("Standing")),
)


@page(READ)
def any_indicator(request: ActorRequest, pk: int) -> HttpResponseBase:
    """From the choice of an indicator to its page; the first one where nothing fits."""
    evaluation = evaluation_at(request, pk)
    known = [i.code for i in opened(evaluation).compiled.framework.indicators]
    asked = request.GET.get("indicator", "")
    chosen = asked if asked in known else known[0]
    return HttpResponseRedirect(reverse("evaluation-across", args=[pk, chosen]))


@page(READ)
def across(request: ActorRequest, pk: int, indicator: str, form: str = "") -> HttpResponseBase:
    """The values of one indicator, best first."""
    evaluation = evaluation_at(request, pk)
    compiled = opened(evaluation).compiled
    found = compiled.framework.by_code.get(indicator)
    if found is None or (form and form not in OUTPUTS):
        raise Http404
    words = words_of(compiled)
    rows = _rows(request, evaluation, found, words)
    if form:
        return OUTPUTS[form](f"{indicator}-{evaluation.pk}", COLUMNS, rows)
    here = whole_number(request.GET.get("unit", ""))
    mine = next((r for r in rows if r["unit"] == here), None)
    shown = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    for row in shown:
        row["bar"] = bar(found, part_of(row["said"]), words)
    unit = words.unit(found.unit)
    codes = [i.code for i in compiled.framework.indicators]
    place = codes.index(indicator)
    context = {
        "heading": _question(found, words, mine),
        "crumbs": crumbs(evaluation),
        "facts": [f"{indicator} {words.title(found)}", *facts_of(evaluation)],
        "actions": [
            (translate(words_), reverse("evaluation-across", args=[pk, codes[at]]), False)
            for words_, at in ((N_("Previous indicator"), place - 1), (N_("Next indicator"), place + 1))
            if 0 <= at < len(codes)
        ],
        "unit": unit,
        "page": shown,
        "here": mine,
        "evaluation": evaluation,
        "indicator": indicator,
        "xlsx": reverse("evaluation-across-as", args=[pk, indicator, "xlsx"]),
        "lined": found.standard is not None or found.ideal is not None,
        **_spread(rows, mine, found, unit),
    }
    return render(request, "indicators/across.html", context)


def _rows(
    request: ActorRequest, evaluation: Evaluation, indicator: Indicator, words: Words
) -> list[dict[str, Any]]:
    """Every unit with its value, the best first, those without one last."""
    told = results(request, evaluation).annotate(said=KeyTransform(indicator.code, "indicators"))
    names = ("unit", "code", "name", "variant", "rank", "said")
    found = [row for row in told.order_by("code").values(*names) if row["said"]]
    sign = 1 if indicator.direction == "down" else -1
    for row in found:
        value, said = number(row["said"].get("value")), row["said"]
        row["exact"] = value
        row["value"] = said.get("value")
        row["shown"] = figure(value, indicator.decimals)
        row["score"] = said.get("score")
        row["score_shown"] = figure(number(said.get("score")), 2)
        row["type"] = type_word(row["variant"])
        row["lamp"] = words.lamp(said.get("level") or said.get("state"))
        row["state"] = row["lamp"].word
    found.sort(key=lambda r: (r["exact"] is None, sign * (r["exact"] or 0)))
    last, place = None, 0
    for i, row in enumerate(found, start=1):
        if row["exact"] is not None and row["exact"] != last:
            last, place = row["exact"], i
        row["place"] = place if row["exact"] is not None else None
    return found


def _question(indicator: Indicator, words: Words, mine: dict[str, Any] | None) -> str:
    title = words.title(indicator)
    if mine is None:
        return translate(N_("{indicator}: who stands where?"), {"indicator": title})
    if mine["place"] is None:
        return translate(
            N_("{indicator}: where does {name} stand?"), {"indicator": title, "name": mine["name"]}
        )
    said = {"indicator": title, "name": mine["name"], "place": mine["place"]}
    return translate(N_("{indicator}: {name} is number {place}"), said)


def _spread(
    rows: list[dict[str, Any]], mine: dict[str, Any] | None, indicator: Indicator, unit: str
) -> dict[str, Any]:
    known = [float(r["exact"]) for r in rows if r["exact"] is not None]
    if not known:
        return {"strip": SafeString("")}
    lines = [float(v) for v in (_line(rows, "standard"), _line(rows, "excellence")) if v is not None]
    ends = drawing.around(known, *lines)
    here = None if mine is None or mine["exact"] is None else float(mine["exact"])
    said = translate(
        N_("{count} values from {low} to {high} {unit}"),
        {
            "count": figures.number(len(known)),
            "low": figure(min(r["exact"] for r in rows if r["exact"] is not None), indicator.decimals),
            "high": figure(max(r["exact"] for r in rows if r["exact"] is not None), indicator.decimals),
            "unit": unit,
        },
    )
    return {
        "strip": drawing.strip(
            [drawing.at(v, ends) for v in known],
            said,
            None if here is None else drawing.at(here, ends),
            [drawing.at(v, ends) for v in lines],
        ),
        "strip_said": said,
        "strip_ends": [f"{figures.number(v, 2)}" for v in (ends[0], sum(ends) / 2, ends[1])],
        "lines_said": [
            f"{translate(words)} {figure(value)}"
            for words, value in (
                (N_("Standard"), _line(rows, "standard")),
                (N_("Excellence"), _line(rows, "excellence")),
            )
            if value is not None
        ],
    }


def _line(rows: list[dict[str, Any]], name: str) -> Any:
    """The line where it is the same for all units."""
    found = {r["said"].get(name) for r in rows}
    return number(found.pop()) if len(found) == 1 else None
