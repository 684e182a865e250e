"""The chart of a report: how totals are spread, or a bar for each of a few units; with its table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from jiyue.engine.index.report_rank import Scale, ordered
from jiyue.engine.index.report_words import Words, figure
from jiyue.engine.index.result import Evaluation, UnitResult
from jiyue.engine.messages import N_

MANY = 20
"""From this many totals on their spread is drawn; fewer have a bar each."""
MAX_BARS = 12
BINS = 20
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
WIDTH, HEIGHT = 400, 180


@dataclass(frozen=True)
class Bin:
    """Totals from ``low`` up to ``high``; the box in the picture's own units."""

    low: str
    high: str
    count: int
    x: float
    y: float
    width: float
    height: float
    here: bool


@dataclass(frozen=True)
class Pin:
    """A vertical line in the picture with its word."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Bar:
    """One unit: solid up to the total, or hatched between the bounds; in percent of the axis."""

    name: str
    start: float
    width: float
    solid: bool
    text: str
    here: bool


@dataclass(frozen=True)
class Chart:
    """``kind``: spread, bars, or none."""

    kind: str
    bins: tuple[Bin, ...] = ()
    pins: tuple[Pin, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    bars: tuple[Bar, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    ceiling: int = 0


def chart(evaluation: Evaluation, words: Words, scale: Scale, explained: UnitResult | None) -> Chart:
    """The picture of all totals that fits their number."""
    totals = [float(r.total) for r in evaluation.results if r.total is not None]
    if len(totals) >= MANY and max(totals) > min(totals):
        return _spread(totals, words, scale, explained)
    known = [r for r in ordered(evaluation) if r.lower is not None or r.total is not None]
    if not known:
        return Chart("none")
    if explained in known[MAX_BARS:] and explained is not None:
        known = [*known[: MAX_BARS - 1], explained]
    bars = [_bar(r, words, scale, r is explained) for r in known[:MAX_BARS]]
    return Chart("bars", bars=tuple(bars), ticks=_ticks(scale.low, scale.high))


def step_of(span: float, parts: int) -> float:
    """The round width that cuts ``span`` into at most ``parts``."""
    rough = span / parts
    size = 10.0 ** math.floor(math.log10(rough))
    return next(s * size for s in STEPS if s * size >= rough * (1 - 1e-9))


def _spread(totals: list[float], words: Words, scale: Scale, explained: UnitResult | None) -> Chart:
    low, high = min(totals), max(totals)
    step = step_of(high - low, BINS)
    first, last = math.floor(low / step), math.floor(high / step) + 1
    counts = [0] * (last - first)
    for total in totals:
        counts[min(len(counts) - 1, math.floor(total / step) - first)] += 1
    here = None if explained is None or explained.total is None else float(explained.total)
    tallest, wide = max(counts), WIDTH / len(counts)
    bins = []
    for i, count in enumerate(counts):
        tall = count / tallest * HEIGHT
        ends = [(first + i + k) * step for k in (0, 1)]
        inside = here is not None and math.floor(here / step) == first + i
        bins.append(
            Bin(
                figure(ends[0]),
                figure(ends[1]),
                count,
                round(i * wide + 1, 2),
                round(HEIGHT - tall, 2),
                round(wide - 2, 2),
                round(tall, 2),
                inside,
            )
        )
    edges = (first * step, last * step)
    pins = [_pin(median(totals), edges, words(N_("middle {total}"), total=scale.text(median(totals))))]
    if here is not None and explained is not None:
        name = words(N_("{name} is here"), name=words.name(explained.unit))
        pins.append(_pin(here, edges, name))
    ticks = tuple((x / 100 * WIDTH, text) for x, text in _ticks(*edges))
    return Chart("spread", bins=tuple(bins), pins=tuple(pins), ticks=ticks, ceiling=tallest)


def _pin(value: float, edges: tuple[float, float], text: str) -> Pin:
    share = (value - edges[0]) / (edges[1] - edges[0])
    return Pin(round(share * WIDTH, 2), text, "start" if share < 0.5 else "end")


def _ticks(low: float, high: float) -> tuple[tuple[float, str], ...]:
    """Places (percent of the axis) and figures of round marks."""
    if high <= low:
        return ()
    step = step_of(high - low, 5)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(
        (round((k * step - low) / (high - low) * 100, 2), figure(k * step)) for k in range(first, last + 1)
    )


def _bar(r: UnitResult, words: Words, scale: Scale, here: bool) -> Bar:
    if r.total is not None:
        return Bar(words.name(r.unit), 0.0, round(scale.at(r.total), 2), True, scale.text(r.total), here)
    start = scale.at(r.lower or 0)
    width = scale.at(r.upper or 0) - start
    text = f"{scale.text(r.lower)} ~ {scale.text(r.upper)}"
    return Bar(words.name(r.unit), round(start, 2), round(width, 2), False, text, here)
