"""A pointer at any row of any room: how audit, evidence, messages and lineage name it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

BAD_REF = define(
    "BAD_REF",
    N_("{value!r} does not point at a row."),
    N_("Write room/table/key@version, such as market/deal/17@3; versions count from 1."),
)

_NAME = re.compile("[a-z][a-z0-9_]*")
_TEXT = re.compile(rf"({_NAME.pattern})/({_NAME.pattern})/(.+)@([1-9][0-9]*)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Ref:
    """A row as it stood: ``key`` is its primary key as a text, ``version`` counts its changes from 1.

    ``str()`` gives ``room/table/key@version``, and :meth:`parse` reads it back; a key may hold any character.
    Raises :class:`Refused` (BAD_REF).
    """

    room: str
    table: str
    key: str
    version: int

    def __post_init__(self) -> None:
        names = _NAME.fullmatch(self.room) and _NAME.fullmatch(self.table)
        if not (names and self.key and self.version >= 1):
            raise Refused(BAD_REF(field="ref", value=str(self)))

    def __str__(self) -> str:
        return f"{self.room}/{self.table}/{self.key}@{self.version}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        found = _TEXT.fullmatch(text)
        if not found:
            raise Refused(BAD_REF(field="ref", value=text))
        return cls(found[1], found[2], found[3], int(found[4]))
