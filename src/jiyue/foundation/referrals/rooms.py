"""The rooms that hand matters to each other, by code; their titles stand in ``rules/rooms.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache

from jiyue.engine.messages import current_language
from jiyue.engine.yamls import RULES_DIR


@cache
def _table() -> dict[str, dict[str, str]]:
    with (RULES_DIR / "rooms.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


class RoomWords(Mapping[str, str]):
    """The titles of the rooms, each time in the language of the page."""

    def __getitem__(self, code: str) -> str:
        return _table()[code][current_language()]

    def __iter__(self) -> Iterator[str]:
        return iter(_table())

    def __len__(self) -> int:
        return len(_table())


ROOMS = RoomWords()
