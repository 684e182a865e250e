"""The cells of a survey: hectares with four decimals by class and ownership, kept as one canonical text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jiyue.engine.messages import N_
from jiyue.mechanisms.baseline.classes import Classification, LandClass

STATE, COLLECTIVE = "state", "collective"
OWNERSHIPS = {STATE: N_("State-owned"), COLLECTIVE: N_("Collective")}
PLACES = Decimal("0.0001")
Areas = dict[str, dict[str, Decimal]]
"""Area by land class and ownership; a cell that is not filled in is not there."""


def packed(areas: Mapping[str, Mapping[str, Decimal]]) -> str:
    """``areas`` as the survey keeps them: the same areas are the same text."""
    kept = {
        code: {side: f"{area:.4f}" for side, area in sorted(sides.items())}
        for code, sides in sorted(areas.items())
        if sides
    }
    return json.dumps(kept)


def unpacked(text: str) -> Areas:
    found = json.loads(text or "{}")
    return {code: {side: Decimal(area) for side, area in sides.items()} for code, sides in found.items()}


def total(areas: Mapping[str, Mapping[str, Decimal]]) -> Decimal:
    return sum((area for sides in areas.values() for area in sides.values()), Decimal(0))


@dataclass(frozen=True)
class Line:
    """A line of the official table: ``level`` 0 the whole, 1 a group, 2 a class. None: nothing is said."""

    level: int
    land_class: LandClass | None
    sides: Mapping[str, Decimal | None]

    @property
    def sum(self) -> Decimal | None:
        said = [area for area in self.sides.values() if area is not None]
        return sum(said, Decimal(0)) if said else None

    def figures(self) -> list[Decimal | None]:
        """State-owned, collective, both."""
        return [*(self.sides[side] for side in OWNERSHIPS), self.sum]


def table(classification: Classification, areas: Areas) -> Iterator[Line]:
    """The table of ownership and class: the whole, then each group with its classes."""
    yield _summed(0, None, areas, frozenset(areas))
    for group in classification.groups:
        yield _summed(1, group, areas, classification.leaves((group.code,)))
        for one in group.classes:
            yield Line(2, one, {side: areas.get(one.code, {}).get(side) for side in OWNERSHIPS})


def _summed(level: int, land_class: LandClass | None, areas: Areas, codes: frozenset[str]) -> Line:
    sides: dict[str, Decimal | None] = {}
    for side in OWNERSHIPS:
        said = [areas[code][side] for code in sorted(codes) if side in areas.get(code, {})]
        sides[side] = sum(said, Decimal(0)) if said else None
    return Line(level, land_class, sides)
