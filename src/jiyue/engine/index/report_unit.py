"""One unit of a report, explained: from its measures over lines and scores to its total."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiyue.engine.index.explain import indicator_parts
from jiyue.engine.index.framework import Framework, Indicator, Scoring
from jiyue.engine.index.report_words import MINUS, NOTHING, SHOWN_PLACES, Lamp, Words, figure
from jiyue.engine.index.result import Evaluation, IndicatorResult, Number, UnitResult
from jiyue.engine.index.values import Values
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction

ALL_OPEN = 16
"""Up to this many indicators are unfolded; of more, those that lost the most points."""
OPEN = 6
TIMES, OVER = "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}"


@dataclass(frozen=True)
class Gauge:
    """A small bar: filled up to ``value`` percent, with lines at the percents of ``ticks``."""

    value: float
    ticks: tuple[tuple[float, str], ...]
    tone: str


@dataclass(frozen=True)
class Input:
    """A measure that a formula named: whose, of which year, its figure."""

    title: str
    of: str
    year: int | None
    value: str
    unit: str
    rolled_up: bool


@dataclass(frozen=True)
class Part:
    """One indicator of the unit, ready to be read."""

    code: str
    title: str
    unit: str
    value: str
    standard: str
    excellence: str
    gauge: Gauge | None
    score: str
    weight: str
    contribution: str
    lamp: Lamp | None
    verified: bool
    marks: tuple[str, ...]
    sentence: str
    inputs: tuple[Input, ...]
    lines: tuple[tuple[str, str, str], ...]
    working: str
    share: str
    reason: str
    source: str
    evidence: str
    open: bool


@dataclass(frozen=True)
class UnitPage:
    """One unit: its parts, and how their contributions become the total."""

    code: str
    name: str
    above: str
    rank: int | None
    of: int
    total: str
    bounds: str
    parts: tuple[Part, ...]
    weight: str
    sum: str
    clip: str
    vetoes: tuple[tuple[str, str, Lamp | None], ...]
    lines: tuple[str, ...]
    legend: str
    weighted: bool


def chosen(evaluation: Evaluation) -> UnitResult | None:
    """The unit to explain: the middle of the ranked ones, else the one that lacks the least."""
    ranked = sorted((r for r in evaluation.results if r.rank is not None), key=lambda r: (r.rank, r.unit))
    if ranked:
        return ranked[(len(ranked) - 1) // 2]
    return min(
        evaluation.results,
        key=lambda r: (sum(p.state == "missing" for p in r.indicators.values()), -float(r.lower or 0)),
        default=None,
    )


def unit_page(evaluation: Evaluation, result: UnitResult, values: Values, words: Words) -> UnitPage:
    """Explain one result; nothing is evaluated again."""
    framework = words.compiled.framework
    places = _places(evaluation, words)
    losses = sorted((_loss(p, framework.scoring) for p in result.indicators.values()), reverse=True)
    bar = losses[OPEN - 1] if len(losses) > ALL_OPEN else None
    parts = []
    for code, part in result.indicators.items():
        data = indicator_parts(values, result, code, words.lang)
        unfolded = bar is None or _loss(part, framework.scoring) >= max(bar, 1e-9)
        parts.append(_part(evaluation, framework.by_code[code], part, data, words, unfolded))
    ideal = any(i.ideal is not None for i in framework.indicators)
    heads = ((N_("Ideal") if ideal else N_("Standard"), "standard"), (N_("Excellence"), "excellence"))
    lines = tuple(words(head) for head, field in heads if any(getattr(p, field) != NOTHING for p in parts))
    weights = [p.weight for p in result.indicators.values() if p.weight is not None]
    complete = any(p.contribution is not None for p in result.indicators.values())
    lower, upper = figure(result.lower, places), figure(result.upper, places)
    vetoes = tuple(
        (code, words.title(framework.by_code[code]), words.lamp(veto.state))
        for code, veto in result.vetoes.items()
    )
    return UnitPage(
        code=result.unit,
        name=result.name or result.unit,
        above=words.above(result.unit),
        rank=result.rank,
        of=sum(r.rank is not None for r in evaluation.results),
        total=figure(result.total, places),
        bounds="" if result.total is not None or result.lower is None else f"{lower} ~ {upper}",
        parts=tuple(parts),
        weight=figure(_sum(weights), None),
        sum=figure(result.contributions(), SHOWN_PLACES) if complete else NOTHING,
        clip=figure(result.clip, SHOWN_PLACES) if result.clip else "",
        vetoes=vetoes,
        lines=lines,
        legend=_legend(framework, bool(lines), words),
        weighted=bool(weights),
    )


def _legend(framework: Framework, lined: bool, words: Words) -> str:
    """What the small bars say."""
    if lined:
        return words(N_("bar: the value; dark marks on it: its lines"))
    if any(i.goalposts is not None for i in framework.indicators):
        return words(N_("bar: the value between the two ends of its scale"))
    return words(N_("bar: the value between the lowest and the highest of all units"))


def _sum(numbers: list[Number]) -> Number:
    zero: Number = 0
    return sum(numbers, zero)


def _places(evaluation: Evaluation, words: Words) -> int:
    scoring = words.compiled.framework.scoring
    if scoring is not None and not words.compiled.framework.composite:
        return scoring.decimals
    top = max((abs(float(r.total)) for r in evaluation.results if r.total is not None), default=0.0)
    return 4 if top <= 10 else 2


def _loss(part: IndicatorResult, scoring: Scoring | None) -> float:
    """Points that an indicator cost; what is missing may cost its whole weight."""
    if part.state == "not_applicable":
        return -1.0
    if part.weight is None:
        return 0.0 if part.state != "missing" else 1.0
    if part.contribution is None:
        return float(part.weight)
    return float(part.weight) - float(part.contribution)


def _part(
    evaluation: Evaluation,
    indicator: Indicator,
    part: IndicatorResult,
    data: Mapping[str, Any],
    words: Words,
    unfolded: bool,
) -> Part:
    ends = _ends(evaluation, indicator)
    gauge = gauge_of(indicator, part, words, ends)
    lamp = words.lamp(part.level or part.state)
    return Part(
        code=indicator.code,
        title=words.title(indicator),
        unit=words.unit(indicator.unit),
        value=figure(part.value, indicator.decimals),
        standard=figure(part.standard if indicator.ideal is None else part.ideal),
        excellence=figure(part.excellence),
        gauge=gauge,
        score=figure(part.score, SHOWN_PLACES),
        weight=figure(part.weight),
        contribution=figure(part.contribution, SHOWN_PLACES),
        lamp=lamp,
        verified=indicator.verified,
        marks=tuple(words.mark(m) for m in dict.fromkeys(part.marks)),
        sentence=str(data["sentence"]),
        inputs=tuple(input_of(i, words) for i in data["inputs"]),
        lines=tuple(
            (words(_LINES[field]), str(line["sentence"]), figure(getattr(part, field)))
            for field, line in data["lines"].items()
        ),
        working=working(indicator, part, words),
        share=share(part, words),
        reason=str(data["na_reason"]),
        source=indicator.where(words.lang),
        evidence=str(data["evidence"]),
        open=unfolded,
    )


_LINES = {"standard": N_("Standard"), "excellence": N_("Excellence"), "ideal": N_("Ideal")}


def input_of(data: Mapping[str, Any], words: Words) -> Input:
    """A measure of :func:`indicator_parts`, ready to be read."""
    value = data["value"]
    return Input(
        title=str(data["title"]),
        of="" if data["of_kind"] is None else words.name(str(data["of"] or data["of_kind"])),
        year=data["year"],
        value=figure(value),
        unit=words.unit(data["unit_of_measure"]),
        rolled_up=bool(data["rolled_up"]),
    )


def _ends(evaluation: Evaluation, indicator: Indicator) -> tuple[float, float]:
    """The span of an indicator's values over all units; the goalposts where it has them."""
    if indicator.goalposts is not None:
        return float(indicator.goalposts.lo), float(indicator.goalposts.hi)
    found = [
        float(v)
        for r in evaluation.results
        if (p := r.indicators.get(indicator.code)) is not None and (v := p.value) is not None
    ]
    return (min(found), max(found)) if found else (0.0, 0.0)


def gauge_of(
    indicator: Indicator, part: IndicatorResult, words: Words, ends: tuple[float, float]
) -> Gauge | None:
    """The bar of a value with its lines drawn on it, or its place among all units where it has no line."""
    if part.value is None:
        return None
    value = float(part.value)
    lines = [
        (float(line), words(_LINES[name]))
        for name in ("standard", "excellence", "ideal")
        if (line := getattr(part, name)) is not None
    ]
    low, high = ends
    log = indicator.goalposts is not None and indicator.goalposts.log and low > 0 and value > 0
    if lines:
        marks = [value, *(at for at, _ in lines)]
        low, high = min(0.0, *marks), max(marks) * 1.12 if max(marks) > 0 else 0.0
        farthest = max(at for at, _ in lines)
        high = min(high, 3 * farthest) if farthest > 0 else high
    if log:
        low, high, value = math.log(low), math.log(high), math.log(value)
    if high <= low:
        return None

    def place(x: float) -> float:
        return round(min(100.0, max(0.0, (x - low) / (high - low) * 100)), 2)

    tone = {"below": "bad", "standard": "good", "excellent": "good"}.get(part.level or "", "good")
    return Gauge(place(value), tuple((place(at), name) for at, name in lines), tone)


_FULL = N_("reaches the line for full points: {score}")
_NO_POINTS = N_("no points at this value: {score}")


def working(indicator: Indicator, part: IndicatorResult, words: Words) -> str:
    """The score as a sum that anybody can do again."""
    scoring, value = words.compiled.framework.scoring, part.value
    if part.score is None or value is None:
        return ""
    judged = part.full if indicator.compare == "full" and part.full is not None else value
    score, x = figure(part.score), figure(judged)
    if not isinstance(judged, Fraction) or scoring is None:
        return _normalised(indicator, part, words)
    full, base = scoring.full_points, scoring.standard_points
    if part.score == full or part.score == 0:
        return words(_FULL if part.score else _NO_POINTS, score=score)
    if indicator.score == "ideal_ratio":
        return _ratio(figure(full), x, figure(part.ideal), indicator.direction, score)
    if indicator.score == "ratio_to_max":
        return _ratio(figure(full), x, figure(part.best), indicator.direction, score)
    d, c = part.standard, part.excellence
    if indicator.type != "quant" or d is None or c is None:
        return words(N_("points of its level: {score}"), score=score)
    if part.level == "standard":
        over = f"({figure(c)} {MINUS} {figure(d)})"
        gained = f"({x} {MINUS} {figure(d)})"
        return f"{figure(base)} + {figure(full - base)} {TIMES} {gained} {OVER} {over} = {score}"
    return _ratio(figure(base), x, figure(d), indicator.direction, score)


def _ratio(points: str, x: str, line: str, direction: str, score: str) -> str:
    above, below = (x, line) if direction == "up" else (line, x)
    return f"{points} {TIMES} {above} {OVER} {below} = {score}"


def _normalised(indicator: Indicator, part: IndicatorResult, words: Words) -> str:
    """The place between the goalposts; empty where the recipe normalises otherwise."""
    posts, score = indicator.goalposts, figure(part.score)
    if posts is None or part.value is None or part.score is None:
        return ""
    ends = [float(part.value), float(posts.lo), float(posts.hi)]
    if posts.log and min(ends) <= 0:
        return ""
    at, first, last = map(math.log, ends) if posts.log else ends
    if not math.isclose(min(1.0, max(0.0, (at - first) / (last - first))), part.score, abs_tol=1e-9):
        return ""
    if posts.cap in ("high", "both") and part.value >= posts.hi:
        return words(_FULL, score=score)
    if posts.cap in ("low", "both") and part.value <= posts.lo:
        return words(_NO_POINTS, score=score)
    x, low, high = figure(part.value), figure(posts.lo), figure(posts.hi)
    if posts.log:
        x, low, high = f"ln {x}", f"ln {low}", f"ln {high}"
    return f"({x} {MINUS} {low}) {OVER} ({high} {MINUS} {low}) = {score}"


def share(part: IndicatorResult, words: Words) -> str:
    """The contribution as a sum: weight by score."""
    scoring = words.compiled.framework.scoring
    contribution = figure(part.contribution)
    if not isinstance(part.contribution, Fraction) or scoring is None:
        return contribution if part.contribution is not None else ""
    if part.weight is None or part.score is None:
        return contribution
    full = figure(scoring.full_points)
    return f"{figure(part.weight)} {TIMES} {figure(part.score)} {OVER} {full} = {contribution}"
