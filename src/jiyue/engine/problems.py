"""One shape for everything that is wrong with an input: place, value, rule, remedy.

A module declares each kind of problem once with :func:`define`; a refusal raises :class:`Refused` with all
the problems found, never only the first. Codes are listed in ``docs/reference/errors.md``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any

from jiyue.engine.messages import translate


@dataclass(frozen=True)
class Kind:
    """A kind of problem. ``message`` and ``remedy`` are msgids whose ``{names}`` are parameters."""

    code: str
    message: str
    remedy: str

    def __call__(
        self,
        *,
        field: str | None = None,
        row: int | None = None,
        value: object = None,
        rule: str | None = None,
        sheet: str | None = None,
        column: str | None = None,
        file: str | None = None,
        **params: Any,
    ) -> Problem:
        return Problem(self, field, row, value, rule, sheet, column, file, params)


KINDS: dict[str, Kind] = {}


def define(code: str, message: str, remedy: str) -> Kind:
    """Declare a kind of problem; ValueError when the code is taken with another text."""
    kind = Kind(code, message, remedy)
    if KINDS.setdefault(code, kind) != kind:
        raise ValueError(f"problem code {code} is defined twice")
    return kind


@dataclass(frozen=True)
class Problem:
    """One problem: which ``field`` / ``sheet`` / ``row`` (counted from 1) / ``column``, and its ``value``."""

    kind: Kind
    field: str | None = None
    row: int | None = None
    value: object = None
    rule: str | None = None
    sheet: str | None = None
    column: str | None = None
    file: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.kind.code

    def _parameters(self) -> dict[str, Any]:
        place = {
            name: getattr(self, name) for name in ("field", "row", "value", "rule", "sheet", "column", "file")
        }
        return {**place, **self.params}

    def message(self, lang: str | None = None) -> str:
        return translate(self.kind.message, self._parameters(), lang)

    def remedy(self, lang: str | None = None) -> str:
        return translate(self.kind.remedy, self._parameters(), lang)

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        """The JSON shape: code, field, row, value, rule, message, remedy; sheet, column, file when known."""
        value = self.value
        if not (value is None or isinstance(value, str | int) or (type(value) is float and isfinite(value))):
            value = str(value)
        out: dict[str, Any] = {
            "code": self.code,
            "field": self.field,
            "row": self.row,
            "value": value,
            "rule": self.rule,
            "message": self.message(lang),
            "remedy": self.remedy(lang),
        }
        out.update({k: v for k in ("sheet", "column", "file") if (v := getattr(self, k)) is not None})
        return {k: _writable(v) if isinstance(v, str) else v for k, v in out.items()}

    def __str__(self) -> str:
        place = ", ".join(
            str(v) for v in (self.file, self.sheet, self.row, self.column, self.field) if v is not None
        )
        return f"[{self.code}] {place + ': ' if place else ''}{self.message('en')} {self.remedy('en')}"


def _writable(text: str) -> str:
    """``text`` with halves of character pairs, which no encoding can write, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Refused(Exception):
    """An input was refused; ``problems`` says why, completely. Nothing was changed."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)
