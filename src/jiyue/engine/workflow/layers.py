"""The states of a chart in layers, after Sugiyama, Tagawa and Toda (1981).

A state stands below those it is reached from; every arrow runs through all rows between its two states, its
label standing in one of them; few arrows cross. Those that lead back are turned round while layers are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, Protocol

from jiyue.engine.workflow.chart import Chart, Move, State
from jiyue.engine.workflow.places import place

MANY = 3
"""A move from that many states has no arrows: it is numbered, and each of its states bears the number."""
BEND_WIDTH = 8
SWEEPS = 24


@dataclass(frozen=True)
class Item:
    """What stands in a row: a state, the label of a move, the numbered label of one, a bend of an arrow.

    ``beside`` is kept free at its right, for moves that lead from a state to itself; they need ``height``.
    """

    kind: Literal["state", "label", "number", "bend"]
    row: int
    width: int
    shows: State | Move | None = None
    beside: int = 0
    height: int = 0


@dataclass(frozen=True)
class Arrow:
    """A way of ``move`` from one origin, through items from the top down; ``up`` when it points up."""

    move: Move
    path: tuple[int, ...]
    up: bool


@dataclass
class Layers:
    """States stand in the even rows, labels in the odd ones; ``rows`` hold numbers of ``items`` in order."""

    items: list[Item] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)

    def links(self) -> Iterator[tuple[int, int]]:
        """Neighbours on the arrows, the upper one first."""
        for arrow in self.arrows:
            yield from pairwise(arrow.path)


def numbered(chart: Chart) -> tuple[Move, ...]:
    """The moves that start from too many states for arrows."""
    return tuple(m for m in chart.moves if len([o for o in m.origins if o != m.to]) >= MANY)


class Room(Protocol):
    """How wide boxes of states and labels of moves are; width and height of what stands beside a box."""

    def box(self, state: State) -> int: ...
    def beside(self, state: State) -> tuple[int, int]: ...
    def label(self, move: Move) -> int: ...


def layers(chart: Chart, room: Room) -> Layers:
    """``chart`` in layers, its things taking as much ``room`` as is said."""
    apart = numbered(chart)
    steps = [(o, m) for m in chart.moves if m not in apart for o in m.origins if o != m.to]
    back = _backward(chart, steps)
    ranks = _ranks(chart, steps, back, apart)
    found = Layers(rows=[[] for _ in range(2 * max(ranks.values()) + 1)])

    def add(item: Item) -> int:
        found.items.append(item)
        found.rows[item.row].append(len(found.items) - 1)
        return len(found.items) - 1

    states = {
        s.code: add(Item("state", 2 * ranks[s.code], room.box(s), s, *room.beside(s))) for s in chart.states
    }
    for m in apart:
        label = add(Item("number", 2 * ranks[m.to] - 1, room.label(m), m))
        found.arrows.append(Arrow(m, (label, states[m.to]), False))
    for origin, m in steps:
        up = (origin, m.to) in back
        top, bottom = (m.to, origin) if up else (origin, m.to)
        first, last = 2 * ranks[top] + 1, 2 * ranks[bottom] - 1
        labelled = last if up else first
        through = [
            add(Item("label", row, room.label(m), m) if row == labelled else Item("bend", row, BEND_WIDTH))
            for row in range(first, last + 1)
        ]
        found.arrows.append(Arrow(m, (states[top], *through, states[bottom]), up))
    _untangle(found)
    return found


Step = tuple[str, Move]


def _backward(chart: Chart, steps: Sequence[Step]) -> set[tuple[str, str]]:
    """The steps that lead back to where a walk from the start came from."""
    onward: dict[str, list[str]] = {s.code: [] for s in chart.states}
    for origin, m in steps:
        onward[origin].append(m.to)
    back: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for root in onward:
        if root in seen:
            continue
        seen.add(root)
        trail, todo = {root: None}, [(root, iter(onward[root]))]
        while todo:
            here, rest = todo[-1]
            there = next(rest, None)
            if there is None:
                todo.pop()
                trail.pop(here)
            elif there in trail:
                back.add((here, there))
            elif there not in seen:
                seen.add(there)
                trail[there] = None
                todo.append((there, iter(onward[there])))
    return back


def _ranks(
    chart: Chart, steps: Sequence[Step], back: set[tuple[str, str]], apart: Sequence[Move]
) -> dict[str, int]:
    """The layer of each state: arrows are as short as they can be; a numbered move only pulls a little."""
    number = {s.code: n for n, s in enumerate(chart.states)}
    top = len(number)
    pulls, distances = [], [(top, n, 0) for n in number.values()]
    for origin, m in steps:
        ends = (number[origin], number[m.to])
        upper, lower = ends[::-1] if (origin, m.to) in back else ends
        pulls.append((upper, lower, 1.0))
        distances.append((upper, lower, 1))
    for m in apart:
        distances.append((top, number[m.to], 1))
        pulls += [(number[o], number[m.to], 0.01) for o in m.origins]
    places = place(top + 1, pulls, distances)
    return {code: round(places[n] - places[top]) for code, n in number.items()}


def _untangle(found: Layers) -> None:
    """Order each row by the mean place of its neighbours, down and up; the least tangled order stays."""
    above: dict[int, list[int]] = {n: [] for n in range(len(found.items))}
    below: dict[int, list[int]] = {n: [] for n in range(len(found.items))}
    for upper, lower in found.links():
        below[upper].append(lower)
        above[lower].append(upper)
    best, fewest = [list(row) for row in found.rows], _tangles(found.rows, below)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        rows = found.rows if down else found.rows[::-1]
        for fixed, row in pairwise(rows):
            _by_mean(row, fixed, above if down else below)
        _swap(found.rows, below)
        count = _tangles(found.rows, below)
        if count < fewest:
            best, fewest = [list(row) for row in found.rows], count
    found.rows = best


def _by_mean(row: list[int], fixed: Sequence[int], towards: dict[int, list[int]]) -> None:
    """Sort ``row`` by the mean place of its neighbours in ``fixed``; who has none there keeps its place."""
    place_of = {item: n for n, item in enumerate(fixed)}
    size = max(len(row), 1)
    keys = {}
    for n, item in enumerate(row):
        near = [place_of[x] for x in towards[item] if x in place_of]
        keys[item] = sum(near) / len(near) if near else n * len(fixed) / size
    row.sort(key=keys.__getitem__)


def _swap(rows: Sequence[list[int]], below: dict[int, list[int]]) -> None:
    """Swap neighbours in a row while that leaves fewer crossings."""
    for n, row in enumerate(rows):
        near = rows[max(n - 1, 0) : n + 2]
        for left in range(len(row) - 1):
            before = _tangles(near, below)
            row[left], row[left + 1] = row[left + 1], row[left]
            if _tangles(near, below) >= before:
                row[left], row[left + 1] = row[left + 1], row[left]


def _tangles(rows: Sequence[Sequence[int]], below: dict[int, list[int]]) -> int:
    """How many pairs of links between neighbouring rows cross."""
    count = 0
    for upper, lower in pairwise(rows):
        place_of = {item: n for n, item in enumerate(lower)}
        ends = [sorted(place_of[x] for x in below[item] if x in place_of) for item in upper]
        passed: list[int] = []
        for here in ends:
            count += sum(1 for mine in here for theirs in passed if theirs > mine)
            passed += here
    return count
