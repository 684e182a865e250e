"""Pictures of charts for documents, with a Chinese font; the same figures give the same picture."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties

from jiyue.foundation.documents.fonts import font_file
from jiyue.foundation.documents.paper import Chart

INCH = 25.4
WIDTH, HEIGHT = 150 / INCH, 78 / INCH
COLOURS = ("#0b5d4e", "#d98e04", "#52606a", "#b42318", "#3f7fbf", "#8a6d3b")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo")
MARKERS = ("o", "s", "^", "D", "v", "P")
GAP = 0.8


def draw(chart: Chart, form: Literal["png", "svg"]) -> bytes:
    """The chart as a picture 150 mm wide. Series differ by hatch or marker too, never by colour alone."""
    path, face = font_file("level1")
    font = FontProperties(fname=FontPath(path, face), size=9)
    with mpl.rc_context({"svg.hashsalt": "jiyue", "svg.fonttype": "path", "axes.unicode_minus": False}):
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        axes = figure.add_subplot()
        (_bars if chart.kind == "bar" else _lines)(axes, chart)
        axes.set_xticks(range(len(chart.labels)), chart.labels)
        axes.set_xlim(-0.6, len(chart.labels) - 0.4)
        for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
            label.set_fontproperties(font)
        axes.set_ylabel(chart.unit, fontproperties=font)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#dde3e5", linewidth=0.6)
        axes.set_axisbelow(True)
        if len(chart.series) > 1:
            axes.legend(prop=font, frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0))
        out = io.BytesIO()
        none: dict[str, Any] = {"Software": None} if form == "png" else {"Date": None, "Creator": None}
        figure.savefig(out, format=form, dpi=300, metadata=none)
    return out.getvalue()


def _figures(values: tuple[str | None, ...]) -> list[float]:
    """A missing figure leaves a gap, never a zero."""
    return [float("nan") if v is None else float(Decimal(v)) for v in values]


def _bars(axes: Any, chart: Chart) -> None:
    wide = GAP / len(chart.series)
    for i, (name, values) in enumerate(chart.series):
        at = [x - GAP / 2 + wide * (i + 0.5) for x in range(len(values))]
        hatch = HATCHES[i % len(HATCHES)]
        colour = COLOURS[i % len(COLOURS)]
        axes.bar(at, _figures(values), wide * 0.9, label=name, color=colour, hatch=hatch, edgecolor="white")


def _lines(axes: Any, chart: Chart) -> None:
    for i, (name, values) in enumerate(chart.series):
        marker = MARKERS[i % len(MARKERS)]
        axes.plot(_figures(values), label=name, color=COLOURS[i % len(COLOURS)], marker=marker, markersize=4)
