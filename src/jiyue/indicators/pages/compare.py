"""An evaluation beside an earlier one, and beside one by another framework."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from jiyue.engine.index.report_words import figure
from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import whole_number
from jiyue.indicators.comparing import changes, dock, signed
from jiyue.indicators.models import DONE, Evaluation, UnitResult
from jiyue.indicators.opened import engine_result, number, opened, words_of
from jiyue.indicators.reading import (
    GATE_LAMPS,
    GATES,
    READ,
    crumbs,
    evaluation_at,
    evaluations,
    facts_of,
    results,
    unit_address,
)

SHOWN = 50
NAMES = ("unit", "code", "name", "rank", "total", "standard", "excellence")


@page(READ)
def years(request: ActorRequest, pk: int) -> HttpResponse:
    """This evaluation against an earlier one: one unit down to its indicators, or all units by rank."""
    mine = evaluation_at(request, pk)
    others = _others(request, mine).filter(framework__code=mine.framework.code, year__lte=mine.year)
    against = _chosen(request, others)
    unit = whole_number(request.GET.get("unit", ""))
    row = results(request, mine).filter(unit=unit).first() if unit is not None else None
    context: dict[str, Any] = {
        "crumbs": crumbs(mine, row),
        "facts": facts_of(mine),
        "mine": mine,
        "against": against,
        "others": others,
        "unit": unit if row else None,
        "units": results(request, mine).order_by("code").values_list("unit", "name"),
    }
    if against is None:
        context["heading"] = translate(N_("Beside which year?"))
    elif row is not None:
        context |= _one(request, row, mine, against)
    else:
        context |= _all(request, mine, against)
    return render(request, "indicators/years.html", context)


def _others(request: ActorRequest, mine: Evaluation) -> QuerySet[Evaluation]:
    """Kept evaluations of the same territory, the latest first."""
    rows = evaluations(request).filter(state=DONE, unit=mine.unit_id).exclude(pk=mine.pk)
    return rows.order_by("-year", "-pk")


def _chosen(request: ActorRequest, others: QuerySet[Evaluation]) -> Evaluation | None:
    """The one that the address asks for, else the latest."""
    asked = whole_number(request.GET.get("against", ""))
    found = others.filter(pk=asked).first() if asked is not None else None
    return found or others.first()


def _one(request: ActorRequest, row: UnitResult, mine: Evaluation, against: Evaluation) -> dict[str, Any]:
    """Why the total of one unit changed: the sum of what its indicators did."""
    before = results(request, against).filter(unit=row.unit_id).first()
    if before is None:
        return {
            "heading": translate(
                N_("{name} was not evaluated in {year}"), {"name": row.name, "year": against.year}
            )
        }
    inputs = opened(mine)
    old, new = engine_result(before), engine_result(row)
    found = changes(old, new, inputs.compiled, words_of(inputs.compiled))
    total = None if old.total is None or new.total is None else new.total - old.total
    question = N_("Why did {name} go from {before} to {after}?")
    if total is None:
        question = N_("What changed for {name} since {year}?")
    said = {"name": row.name, "before": figure(old.total, 2), "after": figure(new.total, 2)}
    said["year"] = str(against.year)
    return {
        "heading": translate(question, said),
        "changes": found,
        "sum": signed(sum((c.effect for c in found), 0)),
        "difference": "" if total is None else signed(total),
        "row": row,
        "before": before,
        "sheet": unit_address(mine.pk, row.unit_id),
        "rise": signed(sum((c.effect for c in found if c.effect > 0), 0)),
        "fall": signed(sum((c.effect for c in found if c.effect < 0), 0)),
    }


def _all(request: ActorRequest, mine: Evaluation, against: Evaluation) -> dict[str, Any]:
    """Ranks and totals of all units in both years."""
    before = {r["unit"]: r for r in results(request, against).values(*NAMES)}
    rows = list(results(request, mine).values(*NAMES))
    rows.sort(key=lambda r: (r["rank"] is None, r["rank"] or 0, r["code"]))
    shown = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    for row in shown:
        old = before.get(row["unit"], {})
        row["rank_before"], row["total_before"] = old.get("rank"), figure(number(old.get("total")), 2)
        row["steps"] = _steps(old.get("rank"), row["rank"])
        row["difference"] = _difference(old.get("total"), row["total"])
        row["total_shown"] = figure(number(row["total"]), 2)
        row["gate"] = (GATE_LAMPS.get(row["standard"], "idle"), translate(GATES.get(row["standard"], "")))
        row["gate_before"] = translate(GATES[old["standard"]]) if old.get("standard") in GATES else "—"
        row["to"] = f"?unit={row['unit']}&against={against.pk}"
    said = {"year": mine.year, "other": against.year}
    return {"heading": translate(N_("Who rose and who fell: {year} against {other}"), said), "page": shown}


def _steps(before: int | None, now: int | None) -> tuple[str, str]:
    if before is None or now is None:
        return "idle", "—"
    if now == before:
        return "idle", translate(N_("same rank"))
    up = now < before
    words = N_("up {count}") if up else N_("down {count}")
    return ("good" if up else "bad"), translate(words, {"count": abs(now - before)})


def _difference(before: Any, now: Any) -> str:
    return "—" if before is None or now is None else signed(number(now - before))


@page(READ)
def frameworks(request: ActorRequest, pk: int) -> HttpResponse:
    """Evaluations of one year by several frameworks: results of a unit, and which indicator answers which."""
    mine = evaluation_at(request, pk)
    others = _others(request, mine).exclude(framework__code=mine.framework.code)
    same_year = others.filter(year=mine.year)
    against = _chosen(request, same_year if same_year.exists() else others)
    unit = whole_number(request.GET.get("unit", ""))
    context: dict[str, Any] = {
        "heading": translate(N_("Beside which framework?")),
        "crumbs": crumbs(mine),
        "facts": facts_of(mine),
        "mine": mine,
        "against": against,
        "others": others,
        "unit": unit,
        "units": results(request, mine).order_by("code").values_list("unit", "name"),
    }
    if against is not None:
        context |= _side_by_side(request, mine, against, unit)
    return render(request, "indicators/frameworks.html", context)


def _side_by_side(
    request: ActorRequest, mine: Evaluation, against: Evaluation, unit: int | None
) -> dict[str, Any]:
    first, second = opened(mine).compiled, opened(against).compiled
    words, other = words_of(first), words_of(second)
    rows, alone, alone_too = dock(first, second, words, other)
    pair = [
        results(request, e).filter(unit=unit).first() if unit is not None else None for e in (mine, against)
    ]
    told = [r.indicators if r else {} for r in pair]
    table = [
        {
            "docked": row,
            "first": _said(told[0].get(row.first), first.framework.by_code[row.first].decimals, words),
            "second": _said(told[1].get(row.second), second.framework.by_code[row.second].decimals, other),
        }
        for row in rows
    ]
    count = {"count": len(rows), "title": mine.framework.title, "other": against.framework.title}
    return {
        "heading": translate(N_("{count} indicators answer each other: whose line is stricter?"), count),
        "table": table,
        "pair": pair,
        "alone": [(c, words.title(first.framework.by_code[c])) for c in alone],
        "alone_too": [(c, other.title(second.framework.by_code[c])) for c in alone_too],
        "strict": [
            (against.framework.title, sum(r.stricter == "second" for r in rows)),
            (mine.framework.title, sum(r.stricter == "first" for r in rows)),
        ],
        "totals": _both(request, mine, against) if unit is None else [],
    }


def _said(part: Any, decimals: int | None, words: Any) -> tuple[str, Any]:
    """Value and lamp of an indicator of the unit that is looked at."""
    if not part:
        return "", None
    return figure(number(part.get("value")), decimals), words.lamp(part.get("level") or part.get("state"))


def _both(request: ActorRequest, mine: Evaluation, against: Evaluation) -> list[dict[str, Any]]:
    """Units that both evaluations rank, with both ranks."""
    theirs = {r["unit"]: r for r in results(request, against).values(*NAMES)}
    rows = [r for r in results(request, mine).values(*NAMES) if r["unit"] in theirs]
    rows.sort(key=lambda r: (r["rank"] is None, r["rank"] or 0, r["code"]))
    return [
        {
            "name": r["name"],
            "to": f"?unit={r['unit']}&against={against.pk}",
            "first": (r["rank"], figure(number(r["total"]), 2)),
            "second": (theirs[r["unit"]]["rank"], figure(number(theirs[r["unit"]]["total"]), 2)),
        }
        for r in rows[:SHOWN]
    ]
