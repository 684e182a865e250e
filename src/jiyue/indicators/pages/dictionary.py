"""The dictionary of measures: what each figure is, which room counts it, which indicators rest on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.contracts import Owner, owners, to_come
from jiyue.engine.index import (
    compile_framework,
    default_dictionary,
    known_frameworks,
    load_framework,
)
from jiyue.engine.index.dictionary import Measure
from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.referrals.rooms import ROOMS
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.filters import Choice, Filter, Filters
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.foundation.units.models import KINDS
from jiyue.indicators.counting import offered
from jiyue.indicators.labels import title_of
from jiyue.indicators.needs import measures_of

COUNTED, TO_COME = "counted", "to_come"
STANDINGS = {COUNTED: N_("counted from its ledger"), TO_COME: N_("to come: declared figure")}
LAMPS = {COUNTED: "good", TO_COME: "mind"}
PERIODS = {"year": N_("year"), "as_of": N_("as-of day")}
ROLLUPS = {"sum": N_("sum of the units below"), "none": N_("each unit its own")}
FILTERS = (
    Filter("q", N_("Words")),
    Choice("room", N_("Room"), choices=ROOMS),
    Choice("standing", N_("Where it comes from"), choices=STANDINGS),
)
COLUMNS = (
    Column("code", N_("Code")),
    Column("title", N_("Measure")),
    Column("unit", N_("Unit of measurement")),
    Column("kinds", N_("Kinds of units")),
    Column("period", N_("Period"), words=PERIODS),
    Column("rollup", N_("Roll-up"), words=ROLLUPS),
    Column("room", N_("Room"), words=ROOMS),
    Column("standing", N_("Where it comes from"), kind="state", words=STANDINGS, lamps=LAMPS),
    Column("indicators", N_("Indicators")),
    Column("definition", N_("Definition")),
)


@page("indicators.read")
def dictionary(request: ActorRequest, form: str = "") -> HttpResponseBase:
    """All measures, those of one room, or those that are still to come."""
    filters = Filters(FILTERS, request)
    rows = [row for row in _rows() if _fits(row, filters.said)]
    if form:
        if form not in OUTPUTS:
            raise Http404
        return OUTPUTS[form]("measures", COLUMNS, rows)
    awaited = sum(1 for row in rows if row["standing"] == TO_COME)
    said = {"count": figures.number(len(rows)), "awaited": figures.number(awaited)}
    context = {
        "heading": translate(N_("Which measures are there, and which room counts them?")),
        "facts": [translate(N_("{count} measures, {awaited} of them still to come"), said)],
        "filters": filters,
        "rows": rows,
        "formats": [
            (f, f"{reverse('measures-as', kwargs={'form': f})}?{request.GET.urlencode()}") for f in OUTPUTS
        ],
    }
    return render(request, "indicators/measures.html", context)


def _rows() -> Iterator[dict[str, Any]]:
    found, used = owners(offered(), to_come(), default_dictionary()), used_by()
    for line in default_dictionary():
        yield _row(line, found[line.code], used.get(line.code, ""))


def _row(line: Measure, owner: Owner, used: str) -> dict[str, Any]:
    standing = TO_COME if owner.until else COUNTED
    return {
        "code": line.code,
        "title": title_of(line, line.code),
        "unit": unit_words(line.unit) or figures.DASH,
        "kinds": "、".join(translate(KINDS[kind]) for kind in line.unit_kinds),
        "period": line.period,
        "period_said": translate(PERIODS[line.period]),
        "rollup": line.rollup,
        "rollup_said": translate(ROLLUPS[line.rollup]),
        "room": owner.room,
        "room_said": ROOMS[owner.room],
        "standing": standing,
        "standing_said": translate(STANDINGS[standing]),
        "lamp": LAMPS[standing],
        "indicators": used,
        "definition": line.definition,
    }


def _fits(row: Mapping[str, Any], said: Mapping[str, str]) -> bool:
    words = said["q"].lower().split()
    text = " ".join(str(row[name]) for name in ("code", "title", "definition", "indicators")).lower()
    return all(word in text for word in words) and all(
        said[name] in ("", row[name]) for name in ("room", "standing")
    )


@cache
def used_by() -> Mapping[str, str]:
    """The indicators that rest on each measure, in the frameworks that ship: ``jintan-50 C12 C13``."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in known_frameworks():
        compiled = compile_framework(load_framework(name), default_dictionary())
        for indicator, measures in measures_of(compiled).items():
            for code in {code for code, _ in measures}:
                found.setdefault(code, {}).setdefault(name, []).append(indicator)
    return {
        code: "；".join(" ".join((name, *sorted(named))) for name, named in frameworks.items())
        for code, frameworks in found.items()
    }
