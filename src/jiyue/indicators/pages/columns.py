"""The columns of the ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from jiyue.engine.messages import N_, translate
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.units.models import COUNTY_TYPES
from jiyue.indicators.drawing import total_bar
from jiyue.indicators.reading import GATE_LAMPS, GATES, unit_address


@dataclass(frozen=True)
class UnitColumn(Column):
    """The name of a unit; it leads to its sheet."""

    def cell(self, row: Mapping[str, Any]) -> str:
        to = unit_address(row["evaluation_id"], row["unit_id"])
        return f'<td><a href="{to}">{escape(row[self.name])}</a></td>'


@dataclass(frozen=True)
class TotalColumn(Column):
    """A total as figure and bar; where figures are missing, the bounds between which it lies."""

    full: float = 100.0

    def said(self, row: Mapping[str, Any]) -> str:
        if row["total"] is None and row["lower"] is not None:
            return f"{figures.number(row['lower'], 2)} ~ {figures.number(row['upper'], 2)}"
        return figures.number(row["total"], 2)

    def cell(self, row: Mapping[str, Any]) -> str:
        text = self.said(row)
        total, lower, upper = (None if row[n] is None else float(row[n]) for n in ("total", "lower", "upper"))
        bar = total_bar(total, lower, upper, self.full, text)
        tone = " open" if total is None else ""
        return f'<td class="total-cell"><span class="total{tone}">{escape(text)}</span>{bar}</td>'


@dataclass(frozen=True)
class VetoColumn(Column):
    """The vetoes that fired, by name; or that some cannot be told for want of figures."""

    titles: Mapping[str, str] | None = None

    def said(self, row: Mapping[str, Any]) -> str:
        found: Mapping[str, str] = row["vetoes"] or {}
        named = [(self.titles or {}).get(code, code) for code, state in found.items() if state == "fired"]
        if named:
            return translate(N_(", ")).join(named)
        if "undetermined" in found.values():
            return translate(N_("undetermined"))
        return translate(N_("not fired")) if found else figures.DASH

    def cell(self, row: Mapping[str, Any]) -> str:
        states = set((row["vetoes"] or {}).values())
        tone = "bad" if "fired" in states else "mind" if "undetermined" in states else "good"
        said = escape(self.said(row))
        return f'<td><span class="lamp lamp-{tone}">{said}</span></td>' if states else f"<td>{said}</td>"


@dataclass(frozen=True)
class MissingColumn(Column):
    """How many figures lack; nothing to see where none does."""

    def cell(self, row: Mapping[str, Any]) -> str:
        count = row[self.name]
        shown = f'<span class="mark mark-mind">{count}</span>' if count else "0"
        return f'<td class="right">{shown}</td>'


TOTAL = N_("Total")
RANK = Column("rank", N_("Rank"), kind="number", sortable=False)
RANK_IN_TYPE = Column("rank_in_type", N_("Rank in its type"), kind="number", sortable=False)
NAME = UnitColumn("name", N_("Unit"), needs=("evaluation_id", "unit_id"))
TYPE = Column("variant", N_("Type"), words=COUNTY_TYPES)
STANDARD = Column("standard", N_("Standard met"), kind="state", words=GATES, lamps=GATE_LAMPS)
EXCELLENCE = Column("excellence", N_("Excellence"), kind="state", words=GATES, lamps=GATE_LAMPS)
MISSING = MissingColumn("missing", N_("Missing"), kind="number")
CODE = Column("code", N_("Code"), shown=False)
LOWER = Column("lower", N_("Lower bound"), kind="number", decimals=4, shown=False)
UPPER = Column("upper", N_("Upper bound"), kind="number", decimals=4, shown=False)
