"""Frameworks from and to files: a known name, YAML, a table, a workbook, COINr's metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from jiyue.engine.files import written_whole
from jiyue.engine.index.coinr import framework_from_coinr, is_coinr
from jiyue.engine.index.framework import Framework
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.index.framework_tables import framework_from_grids
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.grid import read_grids
from jiyue.engine.yamls import RULES_DIR, dump_yaml, load_rules, read_yaml

UNKNOWN_FRAMEWORK = define(
    "UNKNOWN_FRAMEWORK",
    N_("There is no framework file or framework named {value}."),
    N_("Give the path of a file, or one of {known}."),
)


def known_frameworks() -> list[str]:
    """The names of the frameworks that ship."""
    return sorted(p.stem for p in (RULES_DIR / "frameworks").glob("*.yaml"))


def load_framework(name: str | Path) -> Framework:
    """A framework by path (YAML, csv, workbook) or by known name; :class:`Refused` says what is wrong."""
    path = Path(name)
    if not path.is_file():
        if str(name) not in known_frameworks():
            raise Refused(
                UNKNOWN_FRAMEWORK(field="framework", value=str(name), known=", ".join(known_frameworks()))
            )
        return framework_from_dict(load_rules(f"frameworks/{name}.yaml"), file=f"{name}.yaml")
    if path.suffix.lower() in (".yaml", ".yml"):
        return framework_from_dict(read_yaml(path), file=path.name)
    grids = read_grids(path)
    if grids and is_coinr(grids[0]):
        return framework_from_coinr(grids[0], name=path.stem, file=path.name)
    return framework_from_grids(grids, name=path.stem, file=path.name)


def write_framework(framework: Framework, path: Path) -> None:
    """``framework`` as YAML or, for a path ending in .xlsx, as the workbook that provinces send."""
    with written_whole(path) as draft:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(framework, draft)
        else:
            draft.write_text(dump_yaml(framework.as_dict()), "utf-8")


def _write_workbook(framework: Framework, path: Path) -> None:
    words = load_rules("framework_words.yaml")
    data = framework.as_dict()
    variants = framework.variants
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})

        def sheet(name: str, heads: list[str], rows: list[list[str]], widths: list[int]) -> None:
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            for column, head in enumerate(heads):
                page.set_column(column, column, widths[column] if column < len(widths) else 12)
                page.write_string(0, column, head, heading)
            for r, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    page.write_string(r, column, value, text)

        fields: list[tuple[str, str]] = []
        for field, titles in words["indicator"].items():
            if field == "weights":
                fields += [
                    (f"weights {v}".strip(), f"{titles[0]}({v})" if v else titles[0]) for v in variants
                ]
            else:
                fields.append((field, titles[0]))
        rows = [[_cell(i, field) for field, _ in fields] for i in data["indicators"]]
        widths = [8, 24, 30, 8, 60, 14]
        sheet(words["sheets"]["indicators"], [title for _, title in fields], rows, widths)
        heads = ["code", "zh", "en", "parent", "weight"]
        groups = [[str(g.get(h, "")) for h in heads] for g in data["groups"]]
        sheet(words["sheets"]["groups"], heads, groups, [10, 30, 40])
        about = [[k, dump_yaml(v).strip()] for k, v in data.items() if k not in ("groups", "indicators")]
        sheet(words["sheets"]["about"], ["key", "value"], about, [16, 100])


def _cell(indicator: dict[str, Any], field: str) -> str:
    name, _, variant = field.partition(" ")
    value = indicator.get(name)
    if name == "weights":
        return str((value or {}).get(variant, ""))
    if isinstance(value, dict):
        return dump_yaml(value).strip()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
