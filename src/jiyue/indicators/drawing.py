"""Small pictures of figures, as SVG without a style: bars with their lines, strips, curves of years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiyue.engine.index.report_unit import Gauge

WIDE, HIGH = 120, 16
STRIP, STRIP_HIGH = 1000, 64
PLACES = 160
"""Places on a strip: what falls on one of them is stacked."""
SPARK_HIGH = 30


def _svg(kind: str, width: int, height: int, label: str, inner: SafeString) -> SafeString:
    picture = (
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">{}</svg>'
    )
    return format_html(picture, kind, width, height, label, inner)


def total_bar(
    total: float | None, lower: float | None, upper: float | None, full: float, label: str
) -> SafeString:
    """A total as a bar; where figures are missing, the span that it may lie in."""

    def at(value: float) -> float:
        return round(min(max(value / full, 0), 1) * WIDE, 2) if full > 0 else 0.0

    parts = [(0.0, float(WIDE), "ground")]
    if total is not None:
        parts.append((0.0, at(total), "good"))
    elif lower is not None and upper is not None:
        parts += [(0.0, at(lower), "low"), (at(lower), max(at(upper) - at(lower), 1.5), "open")]
    shapes = format_html_join(
        "",
        '<rect class="bar-{2}" x="{0}" y="5" width="{1}" height="6" rx="3"></rect>',
        parts,
    )
    return _svg("bar", WIDE, HIGH, label, shapes)


def gauge(found: Gauge | None, label: str) -> SafeString:
    """A value as a bar with its lines drawn across it."""
    if found is None:
        return SafeString("")
    bar = format_html(
        '<rect class="bar-ground" y="5" width="120" height="6" rx="3"></rect>'
        '<rect class="bar-{}" y="5" width="{}" height="6" rx="3"></rect>',
        found.tone,
        round(found.value * WIDE / 100, 2),
    )
    ticks = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="1.5" height="{}"></rect>',
        (
            (
                "bar-second" if i else "bar-line",
                round(at * (WIDE - 2) / 100, 2),
                2 if i else 0,
                12 if i else 16,
            )
            for i, (at, _) in enumerate(found.ticks)
        ),
    )
    return _svg("bar", WIDE, HIGH, label, bar + ticks)


def strip(
    places: Iterable[float], label: str, here: float | None = None, lines: Sequence[float] = ()
) -> SafeString:
    """How figures are spread: a stroke for each, stacked where several fall together; ``here`` is pointed at.

    All are given in percent of the axis.
    """
    stacked: dict[int, int] = {}
    for place in places:
        at = round(place / 100 * PLACES)
        stacked[at] = stacked.get(at, 0) + 1
    highest = max(stacked.values(), default=1)
    step = 36 / highest if highest > 1 else 26
    ground = format_html('<rect class="strip-axis" x="0" y="52" width="{}" height="1.5"></rect>', STRIP)
    strokes = format_html_join(
        "",
        '<rect class="strip-one" x="{}" y="{}" width="4" height="{}"></rect>',
        (
            (
                round(at * (STRIP - 4) / PLACES, 1),
                round(52 - max(step * count, 4), 1),
                round(max(step * count, 4), 1),
            )
            for at, count in sorted(stacked.items())
        ),
    )
    drawn = format_html_join(
        "",
        '<rect class="strip-line" x="{}" y="4" width="2" height="56"></rect>',
        ((round(at * (STRIP - 2) / 100, 1),) for at in lines),
    )
    pointer = SafeString("")
    if here is not None:
        x = round(round(here / 100 * PLACES) * (STRIP - 4) / PLACES + 2, 1)
        pointer = format_html(
            '<path class="strip-here" d="M{} 54 l-7 9 h14 z"></path>'
            '<rect class="strip-here" x="{}" y="12" width="4" height="40"></rect>',
            x,
            x - 2,
        )
    return _svg("strip", STRIP, STRIP_HIGH, label, ground + drawn + strokes + pointer)


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
    path = "M" + " L".join(f"{x} {at}" for x, at in dots)
    parts = format_html('<path class="spark-way" d="{}"></path>', path)
    parts += format_html_join(
        "",
        '<circle class="spark-{}" cx="{}" cy="{}" r="{}"></circle>',
        (("now", x, at, 3) if i == len(dots) - 1 else ("year", x, at, 2) for i, (x, at) in enumerate(dots)),
    )
    if line is not None:
        parts = format_html('<path class="spark-line" d="M0 {0} H120"></path>', y(line)) + parts
    picture = '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    return format_html(picture, WIDE, SPARK_HIGH, label, parts)


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
