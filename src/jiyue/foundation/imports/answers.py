"""What people said to the questions of a check. A check applies all of it anew, so that nothing piles up.

``headings``: heading -> name of the column, "" for none; ``units``: file -> name -> unit of its figures;
``cells``: corrected cells as [file, sheet, row, name, text]; ``confirmed``: figures that are right though
they look wrong; ``dropped``: rows left out as [file, sheet, row].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiyue.engine.problems import Problem

Answers = dict[str, Any]
EMPTY: Mapping[str, Any] = {"headings": {}, "units": {}, "cells": [], "confirmed": [], "dropped": []}


def whole(answers: Mapping[str, Any]) -> Answers:
    """``answers`` with every part there, as a copy."""
    out: Answers = {}
    for name, empty in EMPTY.items():
        said = answers.get(name, empty)
        out[name] = dict(said) if isinstance(said, dict) else list(said)
    out["units"] = {file: dict(units) for file, units in out["units"].items()}
    return out


def fingerprint(problem: Problem) -> str:
    """What is confirmed: this value at this place for this reason."""
    parts = (
        problem.code,
        problem.file,
        problem.sheet,
        problem.row,
        problem.params.get("name"),
        problem.value,
    )
    return "|".join(str(part) for part in parts)


def with_answer(answers: Mapping[str, Any], answer: Mapping[str, Any]) -> Answers:
    """``answers`` and one more, as the repairs of a problem offer it; a later one replaces an earlier one."""
    out, kind = whole(answers), answer["type"]
    if kind == "heading":
        out["headings"] |= {answer["heading"]: answer["name"]}
    elif kind == "unit":
        out["units"].setdefault(answer["file"], {})[answer["name"]] = answer["unit"]
    elif kind == "cell":
        place = [answer[part] for part in ("file", "sheet", "row", "name")]
        out["cells"] = [c for c in out["cells"] if c[:4] != place] + [[*place, answer["text"]]]
    elif kind == "confirm":
        out["confirmed"] = list(dict.fromkeys([*out["confirmed"], answer["fingerprint"]]))
    elif kind == "drop":
        out["dropped"].append([answer[part] for part in ("file", "sheet", "row")])
    return out


def without_file(answers: Mapping[str, Any], name: str) -> Answers:
    """``answers`` without those to a file that is replaced; headings stay, they belong to the sender."""
    out = whole(answers)
    out["units"].pop(name, None)
    out["cells"] = [c for c in out["cells"] if c[0] != name]
    out["dropped"] = [d for d in out["dropped"] if d[0] != name]
    out["confirmed"] = [c for c in out["confirmed"] if c.split("|")[1] != name]
    return out
