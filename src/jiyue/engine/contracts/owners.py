"""Who counts each measure of the dictionary: a room that stands, or one that is still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiyue.engine.contracts.collect import MEASURE_OWNER, MEASURE_UNKNOWN
from jiyue.engine.contracts.offers import Measure
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.yamls import load_rules

if TYPE_CHECKING:
    from jiyue.engine.index import Dictionary

MEASURE_NOT_COUNTED = define(
    "MEASURE_NOT_COUNTED",
    N_("Nobody counts the measure {value}, and it is not said that the room {room} is still to do so."),
    N_("Let the room count it, or add it to rules/measures_to_come.yaml."),
)
MEASURE_ARRIVED = define(
    "MEASURE_ARRIVED",
    N_("The room {room} counts the measure {value}, which is still on the list of what is to come."),
    N_("Strike it off rules/measures_to_come.yaml."),
)
TO_COME_TWICE = define(
    "MEASURE_TO_COME_TWICE",
    N_("The measure {value} stands twice on the list of what is to come."),
    N_("Strike one of them off rules/measures_to_come.yaml."),
)


@dataclass(frozen=True)
class Awaited:
    """Measures that ``room`` is still to count. ``until``: the source of their figures until then."""

    room: str
    measures: tuple[str, ...]
    until: str


@dataclass(frozen=True)
class Owner:
    """Whose measure it is. ``until``: where its figures come from while the room is to come; else empty."""

    room: str
    until: str = ""


def to_come() -> tuple[Awaited, ...]:
    """What ``rules/measures_to_come.yaml`` says."""
    listed: list[dict[str, Any]] = load_rules("measures_to_come.yaml")["rooms"]
    return tuple(Awaited(one["room"], tuple(one["measures"]), one["until"]) for one in listed)


def owners(
    offered: Iterable[Measure], awaited: Iterable[Awaited], dictionary: Dictionary
) -> Mapping[str, Owner]:
    """The one owner of each measure of the dictionary, by code. ``offered``: from :func:`load_measures`.

    Raises :class:`Refused` for a measure that no room counts and none is awaited to count
    (MEASURE_NOT_COUNTED), and for one that is awaited though its room counts it (MEASURE_ARRIVED), twice
    (MEASURE_TO_COME_TWICE), unknown (MEASURE_UNKNOWN) or of another room (MEASURE_OWNER).
    """
    found = {measure.code: Owner(measure.room) for measure in offered}
    counted = frozenset(found)
    problems: list[Problem] = []
    for one in awaited:
        for code in one.measures:
            problems.extend(_unfit(code, one.room, counted, dictionary))
            if code in found and code not in counted:
                problems.append(TO_COME_TWICE(field="measures", value=code))
            found.setdefault(code, Owner(one.room, one.until))
    problems.extend(
        MEASURE_NOT_COUNTED(value=line.code, room=line.owner_room)
        for line in dictionary
        if line.code not in found
    )
    if problems:
        raise Refused(problems)
    return {line.code: found[line.code] for line in dictionary}


def _unfit(code: str, room: str, counted: frozenset[str], dictionary: Dictionary) -> Iterator[Problem]:
    line = dictionary.get(code)
    if line is None:
        yield MEASURE_UNKNOWN(field="measures", value=code, room=room)
    elif line.owner_room != room:
        yield MEASURE_OWNER(field="room", value=code, room=room, owner=line.owner_room)
    if code in counted:
        yield MEASURE_ARRIVED(field="measures", value=code, room=room)
