"""Problems kept as plain data, so that each reader sees them in his own language later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiyue.engine.messages import Word
from jiyue.engine.problems import KINDS, Kind, Problem

PLACE = ("field", "row", "value", "rule", "sheet", "column", "file")
WORD = "msgid"


def kept(problem: Problem) -> dict[str, Any]:
    """``problem`` as JSON holds it."""
    place = {name: kept_value(getattr(problem, name)) for name in PLACE if getattr(problem, name) is not None}
    return {
        "code": problem.code,
        **place,
        "params": {name: kept_value(value) for name, value in problem.params.items()},
    }


def restored(data: Mapping[str, Any]) -> Problem:
    """The problem that :func:`kept` wrote; one whose kind is gone says its code."""
    code = str(data["code"])
    kind = KINDS.get(code) or Kind(code, code, "")
    params = {name: restored_value(value) for name, value in data["params"].items()}
    return Problem(
        kind, **{name: restored_value(data[name]) for name in PLACE if name in data}, params=params
    )


def kept_value(value: Any) -> Any:
    """A parameter as JSON holds it; a word stays a word of every language."""
    if isinstance(value, Word):
        return {WORD: str(value), "params": {name: kept_value(v) for name, v in value.params.items()}}
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def restored_value(value: Any) -> Any:
    """The parameter that :func:`kept_value` wrote."""
    if isinstance(value, dict) and WORD in value:
        return Word(value[WORD], {name: restored_value(v) for name, v in value["params"].items()})
    return value
