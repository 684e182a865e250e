"""Small pictures of figures, as SVG without a style: bars with their lines, strips, curves of years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString

from jiyue.engine.index.report_unit import Gauge

WIDE, HIGH = 120, 16
STRIP, STRIP_HIGH = 1000, 64
PLACES = 160
"""Places on a strip: what falls on one of them is stacked."""
SPARK_HIGH = 30


def _svg(kind: str, width: int, height: int, label: str, inner: str, more: str = "") -> SafeString:
    """A picture with its words. Lists hold many: ``inner`` is put together of numbers and own names alone."""
    head = (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}"{more}>'
    )
    return SafeString(f"{head}{inner}</svg>")


def _rect(kind: str, x: float, y: float, width: float, height: float, round_: int = 0) -> str:
    corner = f' rx="{round_}"' if round_ else ""
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{corner}></rect>'


def total_bar(
    total: float | None, lower: float | None, upper: float | None, full: float, label: str
) -> SafeString:
    """A total as a bar; where figures are missing, the span that it may lie in."""

    def at(value: float) -> float:
        return round(min(max(value / full, 0), 1) * WIDE, 2) if full > 0 else 0.0

    parts = [("bar-ground", 0.0, float(WIDE))]
    if total is not None:
        parts.append(("bar-good", 0.0, at(total)))
    elif lower is not None and upper is not None:
        parts += [("bar-low", 0.0, at(lower)), ("bar-open", at(lower), max(at(upper) - at(lower), 1.5))]
    shapes = "".join(_rect(kind, x, 5, width, 6, 3) for kind, x, width in parts)
    return _svg("bar", WIDE, HIGH, label, shapes)


def gauge(found: Gauge | None, label: str) -> SafeString:
    """A value as a bar with its lines drawn across it."""
    if found is None:
        return SafeString("")
    shapes = _rect("bar-ground", 0, 5, WIDE, 6, 3)
    shapes += _rect(f"bar-{found.tone}", 0, 5, round(found.value * WIDE / 100, 2), 6, 3)
    for i, (at, _) in enumerate(found.ticks):
        x = round(at * (WIDE - 2) / 100, 2)
        shapes += _rect("bar-second", x, 2, 1.5, 12) if i else _rect("bar-line", x, 0, 1.5, 16)
    return _svg("bar", WIDE, HIGH, label, shapes)


def strip(
    places: Iterable[float], label: str, here: float | None = None, lines: Sequence[float] = ()
) -> SafeString:
    """How figures are spread: a stroke for each, stacked where several fall together; ``here`` is pointed at.

    All are given in percent of the axis.
    """
    stacked = Counter(round(place / 100 * PLACES) for place in places)
    highest = max(stacked.values(), default=1)
    step = 36 / highest if highest > 1 else 26
    shapes = _rect("strip-axis", 0, 52, STRIP, 1.5)
    shapes += "".join(_rect("strip-line", round(at * (STRIP - 2) / 100, 1), 4, 2, 56) for at in lines)
    for at, count in sorted(stacked.items()):
        tall = round(max(step * count, 4), 1)
        shapes += _rect("strip-one", round(at * (STRIP - 4) / PLACES, 1), 52 - tall, 4, tall)
    if here is not None:
        x = round(round(here / 100 * PLACES) * (STRIP - 4) / PLACES, 1)
        shapes += f'<path class="strip-here" d="M{x + 2:g} 54 l-7 9 h14 z"></path>'
        shapes += _rect("strip-here", x, 12, 4, 40)
    return _svg("strip", STRIP, STRIP_HIGH, label, shapes, ' preserveAspectRatio="none"')


def spark(values: Sequence[float | None], label: str, line: float | None = None) -> SafeString:
    """The figures of years as a curve that ends in a dot, above the line that holds now."""
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return SafeString("")
    ends = [*known, line] if line is not None else known
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0

    def y(value: float) -> float:
        return round(SPARK_HIGH - 5 - (value - low) / span * (SPARK_HIGH - 10), 2)

    step = (WIDE - 12) / (len(values) - 1)
    dots = [(round(6 + i * step, 2), y(v)) for i, v in enumerate(values) if v is not None]
    shapes = "" if line is None else f'<path class="spark-line" d="M0 {y(line):g} H{WIDE}"></path>'
    shapes += f'<path class="spark-way" d="M{" L".join(f"{x:g} {at:g}" for x, at in dots)}"></path>'
    for i, (x, at) in enumerate(dots):
        kind, size = ("now", 3) if i == len(dots) - 1 else ("year", 2)
        shapes += f'<circle class="spark-{kind}" cx="{x:g}" cy="{at:g}" r="{size}"></circle>'
    return _svg("spark", WIDE, SPARK_HIGH, label, shapes)


def around(values: Sequence[float], *also: float | None) -> tuple[float, float]:
    """The ends of an axis on which all of these have room."""
    found = [*values, *(a for a in also if a is not None)]
    if not found:
        return 0.0, 1.0
    low, high = min(found), max(found)
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    return (0.0 if 0 <= low < room else low - room), high + room


def at(value: float, ends: tuple[float, float]) -> float:
    """The place of a value between two ends, in percent."""
    low, high = ends
    return min(100.0, max(0.0, (value - low) / (high - low) * 100))
