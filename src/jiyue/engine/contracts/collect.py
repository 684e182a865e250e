"""Collect what rooms offer, from modules of fixed names, and check that it fits together."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, TypeVar

from jiyue.engine.contracts.offers import DemoRows, Measure, Offer
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

if TYPE_CHECKING:
    from jiyue.engine.index import Dictionary

OFFER_LIST_MISSING = define(
    "OFFER_LIST_MISSING",
    N_("The module {value} has no list {name}."),
    N_("Write {name} = [...] into it, or delete the module."),
)
OFFER_WRONG_TYPE = define(
    "OFFER_WRONG_TYPE",
    N_("{name} of the module {value} holds something that is no {kind}: {what}."),
    N_("Keep only {kind} in {name}."),
)
OFFER_WRONG_ROOM = define(
    "OFFER_WRONG_ROOM",
    N_("The module {module} offers {value} in the name of the room {room}."),
    N_("A room offers only what is its own: correct the room, or move it there."),
)
OFFER_TWICE = define(
    "OFFER_TWICE",
    N_("{value} is offered twice in {name}: by the room {first} and by the room {second}."),
    N_("Everything has one owner: take one of them away, or give it a code of its own."),
)
MEASURE_UNKNOWN = define(
    "MEASURE_UNKNOWN",
    N_("The dictionary does not know the measure {value}, which the room {room} names."),
    N_("Correct the code, or add the measure to rules/measures.csv."),
)
MEASURE_OWNER = define(
    "MEASURE_OWNER",
    N_("The room {room} offers the measure {value}; in the dictionary its owner is {owner}."),
    N_("Let the owner count it, or change the owner in rules/measures.csv."),
)
DEMO_AFTER_NOBODY = define(
    "DEMO_AFTER_NOBODY",
    N_("The sample rows of {room} come after those of {value}, which offers none."),
    N_("Correct the name of the room, or install it."),
)
OFFER_CIRCLE = define(
    "OFFER_CIRCLE",
    N_("In {name} these need each other in a circle: {value}."),
    N_("One of them must do without the one before it."),
)

T = TypeVar("T", bound=Offer)


def load(kind: type[T], packages: Iterable[str]) -> tuple[T, ...]:
    """All offers of a kind, in the order of ``packages``: ``load(Watch, ["jiyue.mechanisms.market"])``.

    A room is named like the last part of its package. A package without the module offers nothing; an error
    inside a module is raised as it is. Raises :class:`Refused` (OFFER_LIST_MISSING, OFFER_WRONG_TYPE,
    OFFER_WRONG_ROOM, OFFER_TWICE). Measures and sample rows have functions of their own below.
    """
    offers, problems = _read(kind, packages)
    if problems:
        raise Refused(problems)
    return tuple(offers)


def load_measures(packages: Iterable[str], dictionary: Dictionary) -> tuple[Measure, ...]:
    """All measures that rooms count, each after those it needs.

    Raises :class:`Refused` as :func:`load`, and with MEASURE_UNKNOWN, MEASURE_OWNER, OFFER_CIRCLE.
    """
    offers, problems = _read(Measure, packages)
    problems.extend(problem for measure in offers for problem in _unfit(measure, dictionary))
    return _sorted(offers, {m.code: m.needs for m in offers}, problems)


def load_demo(packages: Iterable[str]) -> tuple[DemoRows, ...]:
    """The sample rows of all rooms, each after those it builds on.

    Raises :class:`Refused` as :func:`load`, and with DEMO_AFTER_NOBODY, OFFER_CIRCLE.
    """
    offers, problems = _read(DemoRows, packages)
    rooms = {rows.room for rows in offers}
    problems.extend(
        DEMO_AFTER_NOBODY(field="after", value=room, room=rows.room)
        for rows in offers
        for room in rows.after
        if room not in rooms
    )
    return _sorted(offers, {rows.room: rows.after for rows in offers}, problems)


def _read(kind: type[T], packages: Iterable[str]) -> tuple[list[T], list[Problem]]:
    offers: dict[str, T] = {}
    problems: list[Problem] = []
    for package in packages:
        name = f"{package}.{kind.MODULE}"
        if importlib.util.find_spec(name) is None:
            continue
        listed = getattr(importlib.import_module(name), kind.LIST, None)
        if not isinstance(listed, list | tuple):
            problems.append(OFFER_LIST_MISSING(value=name, name=kind.LIST))
            continue
        for offer in listed:
            if not isinstance(offer, kind):
                problems.append(
                    OFFER_WRONG_TYPE(value=name, name=kind.LIST, kind=kind.__name__, what=repr(offer))
                )
                continue
            if offer.room != package.rpartition(".")[2]:
                problems.append(OFFER_WRONG_ROOM(value=offer.key, module=name, room=offer.room))
            if offer.key in offers:
                first = offers[offer.key].room
                problems.append(OFFER_TWICE(value=offer.key, name=kind.LIST, first=first, second=offer.room))
            offers.setdefault(offer.key, offer)
    return list(offers.values()), problems


def _unfit(measure: Measure, dictionary: Dictionary) -> Iterator[Problem]:
    """What of a measure does not fit the dictionary."""
    for field, code in (("code", measure.code), *(("needs", code) for code in measure.needs)):
        if code not in dictionary:
            yield MEASURE_UNKNOWN(field=field, value=code, room=measure.room)
    line = dictionary.get(measure.code)
    if line and line.owner_room != measure.room:
        yield MEASURE_OWNER(field="room", value=measure.code, room=measure.room, owner=line.owner_room)


def _sorted(
    offers: Sequence[T], before: Mapping[str, Sequence[str]], problems: list[Problem]
) -> tuple[T, ...]:
    """``offers``, each after those it names in ``before``; all ``problems`` and circles in one refusal."""
    by_key = {offer.key: offer for offer in offers}
    graph = {key: [k for k in keys if k in by_key] for key, keys in before.items()}
    while True:
        try:
            order = tuple(TopologicalSorter(graph).static_order())
            break
        except CycleError as error:
            circle: list[str] = error.args[1]
            problems.append(OFFER_CIRCLE(name=by_key[circle[0]].LIST, value=" > ".join(circle)))
            graph = {
                key: [k for k in keys if k not in circle] for key, keys in graph.items() if key not in circle
            }
    if problems:
        raise Refused(problems)
    return tuple(by_key[key] for key in order)
