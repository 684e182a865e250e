"""The top of a report: the heading that answers, the figures beside it, and the table of ranks."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from jiyue.engine.index.report_words import Lamp, Words, figure
from jiyue.engine.index.result import Evaluation, Number, UnitResult
from jiyue.engine.messages import N_

MAX_ROWS = 200
TIED = 3
"""Up to this many units that share the first rank stand in the heading by name."""


@dataclass(frozen=True)
class Scale:
    """Where totals lie: the ends of the drawn axis, and the decimals that tell totals apart."""

    low: float
    high: float
    places: int

    def at(self, value: Number | float) -> float:
        """The place of ``value`` on the axis, 0 to 100."""
        span = self.high - self.low
        return min(100.0, max(0.0, (float(value) - self.low) / span * 100)) if span > 0 else 0.0

    def text(self, value: Number | None) -> str:
        return figure(value, self.places)


@dataclass(frozen=True)
class Card:
    """One figure that matters: its name, the figure, a line below it, and a tone."""

    name: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One unit of the ranking; ``start`` and ``width`` place its bar, in percent of the axis."""

    rank: int | None
    code: str
    name: str
    above: str
    total: str
    bounded: bool
    start: float
    width: float
    standard: Lamp | None
    excellence: Lamp | None
    vetoes: tuple[str, ...]
    missing: int
    explained: bool


def scale_of(evaluation: Evaluation, words: Words) -> Scale:
    """The axis of the totals: what the framework allows, else what the totals span."""
    framework = words.compiled.framework
    ends = [float(v) for r in evaluation.results for v in (r.total, r.lower, r.upper) if v is not None] or [
        0.0
    ]
    if framework.scoring is not None and not framework.composite:
        return Scale(0.0, max(float(framework.scoring.full_points), *ends), framework.scoring.decimals)
    high, low = max(ends), min(0.0, *ends)
    for top in (1.0, 10.0, 100.0):
        if 0 <= high <= top:
            return Scale(low, top, 4 if top <= 10 else 2)
    return Scale(low, high, 2)


def ordered(evaluation: Evaluation) -> list[UnitResult]:
    """Ranked units by rank, then those with bounds by the lower one, then the rest."""
    return sorted(
        evaluation.results,
        key=lambda r: (r.rank is None, r.rank or 0, r.lower is None, -float(r.lower or 0), r.unit),
    )


def heading(evaluation: Evaluation, words: Words) -> str:
    """The answer in a sentence."""
    results = evaluation.results
    count = figure(len(results))
    known = [r for r in results if r.total is not None]
    if not known:
        return words(N_("None of the {count} units has a total yet: figures are missing"), count=count)
    first = [words.name(r.unit) for r in known if r.rank == 1]
    params = {"count": count, "ranked": figure(len(known)), "name": _first(first, words)}
    if not first:
        return words(N_("{ranked} of {count} units have a total"), **params)
    met = sum(r.standard == "met" for r in results)
    if any(r.standard for r in results):
        return words(
            N_("{met} of {count} units meet the standard; first of the {ranked} with a total: {name}"),
            met=figure(met),
            **params,
        )
    if len(known) == len(results):
        return words(N_("First of {count} units: {name}"), **params)
    return words(N_("{ranked} of {count} units have a total; first: {name}"), **params)


def _first(names: list[str], words: Words) -> str:
    if len(names) > TIED:
        return words(N_("{count} units at one rank"), count=figure(len(names)))
    return words.listed(names, TIED)


def cards(evaluation: Evaluation, words: Words, scale: Scale) -> list[Card]:
    """The figures under the heading."""
    results = evaluation.results
    count = figure(len(results))
    totals = [r.total for r in results if r.total is not None]
    of = words(N_("of {count} units"), count=count)
    out = [Card(words(N_("With a total")), figure(len(totals)), of)]
    if totals:
        low, high = scale.text(min(totals)), scale.text(max(totals))
        between = words(N_("{low} to {high}"), low=low, high=high)
        out.append(Card(words(N_("Middle total")), scale.text(median(map(float, totals))), between))
    if any(r.standard for r in results):
        for name, gates in (
            (N_("Standard met"), [r.standard for r in results]),
            (N_("Excellence"), [r.excellence for r in results]),
        ):
            tone = "good" if gates.count("met") else ""
            open_ = words(N_("{count} undetermined"), count=figure(gates.count("undetermined")))
            out.append(Card(words(name), figure(gates.count("met")), open_, tone))
    if any(r.vetoes for r in results):
        fired = sum(any(v.state == "fired" for v in r.vetoes.values()) for r in results)
        open_count = sum(any(v.state == "undetermined" for v in r.vetoes.values()) for r in results)
        open_ = words(N_("{count} undetermined"), count=figure(open_count))
        out.append(Card(words(N_("With a veto fired")), figure(fired), open_, "bad" if fired else ""))
    lacking = sum(lacks(r) > 0 for r in results)
    note = words(N_("units lack figures for an indicator")) if lacking else words(N_("nothing is missing"))
    out.append(Card(words(N_("Figures missing")), figure(lacking), note, "mind" if lacking else ""))
    return out


def lacks(result: UnitResult) -> int:
    """How many indicators and vetoes of a unit are missing or undetermined for want of figures."""
    parts = sum(p.state == "missing" for p in result.indicators.values())
    return parts + sum(v.state == "undetermined" for v in result.vetoes.values())


def rows(
    results: list[UnitResult], words: Words, scale: Scale, explained: str | None
) -> tuple[list[Row], Row | None]:
    """The first rows of the ranking, and apart the explained unit when it stands further down."""
    shown = [_row(r, words, scale, r.unit == explained) for r in results[:MAX_ROWS]]
    below = next((r for r in results[MAX_ROWS:] if r.unit == explained), None)
    return shown, None if below is None else _row(below, words, scale, True)


def _row(r: UnitResult, words: Words, scale: Scale, explained: bool) -> Row:
    low, high = (scale.low, r.total) if r.total is not None else (r.lower, r.upper)
    start = 0.0 if low is None else scale.at(low)
    total = scale.text(r.total)
    if r.total is None and low is not None:
        total = f"{scale.text(low)} ~ {scale.text(high)}"
    return Row(
        rank=r.rank,
        code=r.unit,
        name=r.name or r.unit,
        above=words.above(r.unit),
        total=total,
        bounded=r.total is None and low is not None,
        start=round(start, 2),
        width=0.0 if high is None else round(scale.at(high) - start, 2),
        standard=words.lamp(r.standard),
        excellence=words.lamp(r.excellence),
        vetoes=tuple(_fired(r, words)),
        missing=lacks(r),
        explained=explained,
    )


def _fired(result: UnitResult, words: Words) -> list[str]:
    by_code = words.compiled.framework.by_code
    return [words.title(by_code[c]) for c, v in result.vetoes.items() if v.state == "fired"]
