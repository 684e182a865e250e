"""COINr's metadata table as a framework: iCode, Parent, Level, Weight, Direction, Type, Denominator.

The table is COINr's iMeta (Becker et al., the COINr package for R): codes of type Indicator and Aggregate
make the tree, Denominator and Group rows name columns of the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiyue.engine.index.framework import Framework
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.index.framework_tables import cell_text
from jiyue.engine.sheet.grid import Grid

NEEDED = ("iCode", "Parent", "Type")


def is_coinr(grid: Grid) -> bool:
    """Whether the first row carries COINr's headings."""
    return bool(grid.rows) and set(NEEDED) <= {cell_text(c) for c in grid.rows[0]}


def framework_from_coinr(grid: Grid, *, name: str, file: str | None = None) -> Framework:
    """The composite framework of an iMeta table; it has no gates and no lines."""
    heads = [cell_text(c) for c in grid.rows[0]]
    rows = [dict(zip(heads, map(_text, row), strict=False)) for row in grid.rows[1:]]
    rows = [r for r in rows if r.get("iCode")]
    indicators = [_indicator(r) for r in rows if r.get("Type") == "Indicator"]
    named = {r["iCode"]: r.get("iName", "") for r in rows if r.get("Type") in ("Indicator", "Denominator")}
    for row in rows:
        if row.get("Denominator"):
            named.setdefault(row["Denominator"], "")
    data = {
        "framework": name,
        "version": "table",
        "composite": True,
        "measures": [{"code": code, "en": name} for code, name in named.items()],
        "groups": [_group(r) for r in rows if r.get("Type") == "Aggregate"],
        "indicators": indicators,
    }
    return framework_from_dict(data, file=file)


def _text(cell: Any) -> str:
    text = cell_text(cell)
    return "" if text == "NA" else text


def _indicator(row: Mapping[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {"code": row["iCode"], "formula": row["iCode"], "en": row.get("iName", "")}
    if row.get("Parent"):
        out["group"] = row["Parent"]
    if row.get("Weight"):
        out["weights"] = {"": row["Weight"]}
    if row.get("Direction", "").startswith("-"):
        out["direction"] = "down"
    for field, head in (("target", "Target"), ("denominator", "Denominator")):
        if row.get(head):
            out[field] = row[head]
    return out


def _group(row: Mapping[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {"code": row["iCode"], "en": row.get("iName", "")}
    if row.get("Parent"):
        out["parent"] = row["Parent"]
    if row.get("Weight"):
        out["weight"] = row["Weight"]
    return out
