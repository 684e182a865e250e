"""The likely repairs of a problem, as buttons: each says what it does and carries the answer that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem
from jiyue.foundation.imports.answers import fingerprint


@dataclass(frozen=True)
class Repair:
    words: str
    answer: dict[str, Any]


def repairs(problem: Problem) -> list[Repair]:
    """What a person may answer with one click; none where only the cell itself can be corrected."""
    offer = _OFFERS.get(problem.code)
    return list(offer(problem)) if offer else []


def correctable(problem: Problem) -> bool:
    """Whether the problem is of one cell, which can be corrected on the page."""
    return problem.row is not None and bool(problem.params.get("name")) and problem.code not in _HEADINGS


def _say(msgid: str, **params: Any) -> str:
    return translate(msgid, params)


def correction(problem: Problem, text: str) -> dict[str, Any]:
    """The answer that puts ``text`` into the cell of ``problem``."""
    place = {"file": problem.file, "sheet": problem.sheet, "row": problem.row}
    return {"type": "cell", **place, "name": problem.params["name"], "text": text}


def _take(problem: Problem, name: str = "near") -> Iterator[Repair]:
    text = str(problem.params[name])
    yield Repair(_say(N_("Take {value}"), value=text), correction(problem, text))


def _heading(problem: Problem) -> Iterator[Repair]:
    for near in str(problem.params["near"]).split(" / "):
        words = _say(N_("It is “{value}”"), value=near)
        yield Repair(words, {"type": "heading", "heading": near, "name": problem.params["name"]})


def _twice(problem: Problem) -> Iterator[Repair]:
    for kept, left in (
        (problem.params["first_title"], problem.value),
        (problem.value, problem.params["first_title"]),
    ):
        if kept != left:
            words = _say(N_("“{value}” counts"), value=kept)
            yield Repair(words, {"type": "heading", "heading": left, "name": ""})


def _column_unit(problem: Problem) -> Iterator[Repair]:
    answer = {"type": "unit", "file": problem.file, "name": problem.params["name"]}
    found, unit = problem.params["found"], problem.params["unit"]
    if problem.code == "SHEET_UNIT_QUESTION":
        words = _say(N_("They are in {found}: convert to {unit}"), found=found, unit=unit)
        yield Repair(words, {**answer, "unit": found})
    yield Repair(_say(N_("They are in {unit} already"), unit=unit), {**answer, "unit": unit})


def _cell_unit(problem: Problem) -> Iterator[Repair]:
    figure, unit = str(problem.params["converted"]), problem.params["unit"]
    yield Repair(_say(N_("Take {value} {unit}"), value=figure, unit=unit), correction(problem, figure))


def _unit_doubt(problem: Problem) -> Iterator[Repair]:
    figure, unit, found = (str(problem.params[n]) for n in ("converted", "unit", "found"))
    words = _say(N_("Convert from {found} to {value} {unit}"), found=found, value=figure, unit=unit)
    yield Repair(words, correction(problem, figure))
    words = _say(N_("Keep {unit}"), unit=unit)
    yield Repair(words, {"type": "confirm", "fingerprint": fingerprint(problem)})


def _confirm(problem: Problem) -> Iterator[Repair]:
    yield Repair(_say(N_("It is right")), {"type": "confirm", "fingerprint": fingerprint(problem)})


def _drop(problem: Problem) -> Iterator[Repair]:
    place = {"file": problem.file, "sheet": problem.sheet, "row": problem.row}
    yield Repair(_say(N_("Leave this row out")), {"type": "drop", **place})


_HEADINGS = frozenset({"SHEET_COLUMN_TWICE", "SHEET_UNIT_QUESTION", "SHEET_UNIT_OTHER"})
_OFFERS: dict[str, Callable[[Problem], Iterator[Repair]]] = {
    "SHEET_MISSING_COLUMN_NEAR": _heading,
    "SHEET_COLUMN_TWICE": _twice,
    "SHEET_UNIT_QUESTION": _column_unit,
    "SHEET_UNIT_OTHER": _column_unit,
    "CELL_UNIT_QUESTION": _cell_unit,
    "CELL_NEAR_A_CHOICE": _take,
    "IMPORT_NO_UNIT_NEAR": _take,
    "IMPORT_UNIT_DOUBT": _unit_doubt,
    "IMPORT_UNIT_DOUBT_EARLIER": _unit_doubt,
    "IMPORT_FAR": _confirm,
    "IMPORT_FAR_FROM_EARLIER": _confirm,
    "IMPORT_TWICE": _drop,
    "IMPORT_UNIT_OUTSIDE": _drop,
    "IMPORT_KEPT_ELSEWHERE": _drop,
}
