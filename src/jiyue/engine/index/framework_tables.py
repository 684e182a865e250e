"""Frameworks as tables: a csv or workbook with a row per indicator, under Chinese or English headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jiyue.engine.index.framework import Framework
from jiyue.engine.index.framework_read import NOT_A_FRAMEWORK, framework_from_dict
from jiyue.engine.numbers import exact
from jiyue.engine.problems import Refused
from jiyue.engine.sheet.grid import Cell, Grid
from jiyue.engine.yamls import load_rules, parse_yaml

_VARIANT = re.compile(r"^(?P<title>.+?)(?:_|\s*[((])(?P<variant>[A-Za-z][\w-]*)[))]?$")
_PREFIX = re.compile(r"^([A-Za-z]+)[-_.]?\d")


def cell_text(cell: Cell) -> str:
    """A cell as the text a clerk typed: 2.0 in a workbook is 2."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def framework_from_grids(grids: Sequence[Grid], *, name: str, file: str | None = None) -> Framework:
    """A framework from the sheets of a table or workbook; ``name`` serves where it does not name itself."""
    sheets = load_rules("framework_words.yaml")["sheets"]
    by_name = {grid.name: grid for grid in grids}
    main = by_name.get(sheets["indicators"]) or next(iter(grids), None)
    rows = list(_rows(main)) if main else []
    if not rows:
        raise Refused(NOT_A_FRAMEWORK(file=file, what="no row of headings with a code or name and a formula"))
    about = _about(by_name.get(sheets["about"]))
    indicators = [_indicator(row, number) for number, row in enumerate(rows, start=1)]
    variants = list(dict.fromkeys(v for i in indicators for v in i.get("weights") or {})) or [""]
    data: dict[str, Any] = {"framework": name, "version": "table", "variants": variants, **about}
    data["groups"] = _groups(by_name.get(sheets["groups"]), rows, indicators)
    data["indicators"] = indicators
    return framework_from_dict(data, file=file)


def _rows(grid: Grid) -> Iterator[dict[str, str]]:
    """Rows under the first row that holds the headings of a name and a formula, by field."""
    titles = _titles()
    fields: list[str] | None = None
    for row in grid.rows:
        texts = [cell_text(c) for c in row]
        if fields is None:
            found = [_field(text, titles) for text in texts]
            if "formula" in found and ("code" in found or "zh" in found):
                fields = found
            continue
        record = {f: t for f, t in zip(fields, texts, strict=False) if f and t}
        if "formula" in record:
            yield record


def _titles() -> dict[str, str]:
    words: Mapping[str, list[str]] = load_rules("framework_words.yaml")["indicator"]
    return {title: field for field, titles in words.items() for title in titles}


def _field(text: str, titles: Mapping[str, str]) -> str:
    heading = re.sub(r"\s+", "", text)
    if heading in titles:
        return titles[heading]
    if heading in ("index", "sub_index"):
        return heading
    match = _VARIANT.match(heading)
    if match and titles.get(match["title"]) == "weights":
        return f"weights {match['variant']}"
    return ""


def _indicator(row: Mapping[str, str], number: int) -> dict[str, Any]:
    words = load_rules("framework_words.yaml")["words"]
    out: dict[str, Any] = {k: v for k, v in row.items() if not k.startswith("weights") and "index" not in k}
    out.setdefault("code", f"I{number:02d}")
    for field, choices in words.items():
        for word, synonyms in choices.items():
            if out.get(field) in synonyms:
                out[field] = word
    weights = {k.partition(" ")[2]: v for k, v in row.items() if k.startswith("weights")}
    if weights:
        out["weights"] = weights
    if "goalposts" in out:
        out["goalposts"] = parse_yaml(out["goalposts"])
    if "ideal" in out and "score" not in out:
        out["score"] = "ideal_ratio"
    if "direction" not in out:
        out["direction"] = _direction(out)
    return out


def _direction(row: Mapping[str, str]) -> str:
    """Where nobody says: down when the excellence line is below the standard line."""
    try:
        standard, excellence = exact(row["standard"]), exact(row["excellence"])
    except (KeyError, Refused):
        return "up"
    return "down" if excellence < standard else "up"


def _groups(
    grid: Grid | None, rows: Sequence[Mapping[str, str]], indicators: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    if grid is not None and grid.rows:
        heads = [cell_text(c) for c in grid.rows[0]]
        records = [dict(zip(heads, map(cell_text, row), strict=False)) for row in grid.rows[1:]]
        return [{k: v for k, v in r.items() if v} for r in records if r.get("code")]
    groups: dict[str, dict[str, Any]] = {}
    for row, indicator in zip(rows, indicators, strict=True):
        path = [row[k] for k in ("index", "sub_index") if row.get(k)]
        if not path and "group" in indicator:
            path = [indicator["group"]]
        if not path:
            match = _PREFIX.match(indicator["code"])
            path = [match[1]] if match else []
        for parent, code in zip([None, *path], path, strict=False):
            groups.setdefault(code, {"code": code, **({"parent": parent} if parent else {})})
        if path:
            indicator["group"] = path[-1]
    taken = {i["code"] for i in indicators}
    if taken & set(groups):
        for indicator in indicators:
            indicator.pop("group", None)
        return []
    return list(groups.values())


def _about(grid: Grid | None) -> dict[str, Any]:
    if grid is None:
        return {}
    pairs = ((cell_text(row[0]), cell_text(row[1])) for row in grid.rows[1:] if len(row) > 1)
    return {key: parse_yaml(value) for key, value in pairs if key and value}
