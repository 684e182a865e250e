"""Layers of a chart laid out on a sheet: rows from the top down, folded into columns as a newspaper is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from jiyue.engine.workflow.layers import Arrow, Layers
from jiyue.engine.workflow.places import place

SHAPE = 297 / 210
"""Width over height that the sheet aims at: A4 landscape."""
MOST_COLUMNS, UNEVEN, TRIES = 4, 3, 12
CUT_COST = 0.06
"""How much larger a sheet must get to be worth one more arrow round the corner."""
STATE_HEIGHT, LABEL_HEIGHT = 32, 18
GAP, WIDEST_GAP = 12, 30
ASIDE = 14
TRACK = 10
GUTTER = 30
PORT = 12

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """Where an item stands: middle, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Strand:
    """A piece of an arrow between two items: a slope between rows, or right-angled ``corners`` on its way."""

    points: tuple[Point, ...]
    angular: bool


@dataclass(frozen=True)
class Sheet:
    """``boxes`` by item; the strands of every arrow, top down; ``width`` and ``height`` hold all of it.

    ``corners`` counts the arrows that run from one column to the next.
    """

    boxes: dict[int, Box]
    strands: list[tuple[Arrow, list[Strand]]]
    width: float
    height: float
    corners: int


def lay_out(found: Layers, frame: Point) -> Sheet:
    """Places for all items of ``found``; items of a row keep apart, and arrows run between rows only.

    Of the likely ways to fold, the one is taken that can be printed largest with ``frame``, the width and
    height of what stands around it.
    """

    def size(sheet: Sheet) -> float:
        return max((sheet.width + frame[0]) / SHAPE, sheet.height + frame[1]) * (1 + CUT_COST * sheet.corners)

    return min((_folded(found, cuts) for cuts in _cuts(found)), key=size)


def _folded(found: Layers, cuts: tuple[int, ...]) -> Sheet:
    columns = [range(a, b) for a, b in pairwise([0, *cuts, len(found.rows)])]
    links = list(found.links())
    xs, widths = [0.0] * len(found.items), []
    for rows in columns:
        widths.append(_spread(found, links, rows, xs))
    crossing = [_crossing(found, links, rows.stop) for rows in columns[:-1]]
    lefts, left = [], 0.0
    for n, width in enumerate(widths):
        lefts.append(left)
        left += width + (GUTTER + TRACK * len(crossing[n]) if n < len(crossing) else 0)
    head = GAP + TRACK * max((len(c) for c in crossing), default=0)
    boxes: dict[int, Box] = {}
    for start, rows in zip(lefts, columns, strict=True):
        _stack(found, links, rows, xs, start, head, boxes)
    ports = _ports(found, boxes)
    bends: dict[tuple[int, int], Strand] = {}
    for n, crossed in enumerate(crossing):
        bends |= _round_the_corner(found, crossed, ports, boxes, lefts[n] + widths[n], columns[n].stop, head)
    strands = [(arrow, _strands(arrow, boxes, ports, bends)) for arrow in found.arrows]
    ys = [y for _, pieces in strands for piece in pieces for _, y in piece.points]
    low = max([b.y + b.height for b in boxes.values()] + ys)
    return Sheet(boxes, strands, left, low, sum(map(len, crossing)))


def _cuts(found: Layers) -> list[tuple[int, ...]]:
    """Likely rows for columns to begin at, by the room that the rows need and the links that are cut."""
    widths = [sum(found.items[i].width + found.items[i].beside + ASIDE for i in row) for row in found.rows]
    heights = [_height(found, n) + GAP for n in range(len(found.rows))]
    crossing = [len(_crossing(found, list(found.links()), n)) for n in range(len(found.rows) + 1)]

    def unfit(cuts: tuple[int, ...]) -> float:
        ends = list(pairwise([0, *cuts, len(found.rows)]))
        wide = sum(max(widths[a:b]) for a, b in ends) + sum(GUTTER + TRACK * crossing[c] for c in cuts)
        high = max(sum(heights[a:b]) for a, b in ends) + max((TRACK * crossing[c] for c in cuts), default=0)
        return max(wide / SHAPE, high) * (1 + CUT_COST * sum(crossing[c] for c in cuts))

    choices = {cuts for n in range(1, MOST_COLUMNS + 1) for cuts in _even_cuts(len(found.rows), n)}
    return sorted(sorted(choices), key=unfit)[:TRIES]


def _even_cuts(rows: int, columns: int) -> Iterator[tuple[int, ...]]:
    """Rows for columns to begin at, each a row of states within a few states of an even share."""
    even = [2 * round(rows * n / columns / 2) for n in range(1, columns)]
    around = [[e + 2 * aside for aside in range(-UNEVEN, UNEVEN + 1)] for e in even]
    for cuts in product(*around):
        if all(a < b for a, b in pairwise((0, *cuts, rows))):
            yield cuts


def _crossing(found: Layers, links: Sequence[tuple[int, int]], row: int) -> list[tuple[int, int]]:
    """The links into ``row`` from the row above, left to right."""
    order = {item: n for r in found.rows for n, item in enumerate(r)}
    into = [(a, b) for a, b in links if found.items[b].row == row]
    return sorted(into, key=lambda link: (order[link[0]], order[link[1]]))


def _spread(found: Layers, links: Sequence[tuple[int, int]], rows: range, xs: list[float]) -> float:
    """Middles of the items in ``rows`` into ``xs``, from 0 on; returns the width that they take."""
    inside = [item for n in rows for item in found.rows[n]]
    number = {item: n for n, item in enumerate(inside, start=1)}
    pulls = [
        (number[a], number[b], 8.0 if "state" not in (found.items[a].kind, found.items[b].kind) else 2.0)
        for a, b in links
        if a in number and b in number
    ]
    distances = [(0, number[item], found.items[item].width // 2) for item in inside]
    for n in rows:
        for a, b in pairwise(found.rows[n]):
            apart = (found.items[a].width + found.items[b].width) // 2 + found.items[a].beside + ASIDE
            distances.append((number[a], number[b], apart))
            pulls.append((number[a], number[b], 0.05))
    places = place(len(inside) + 1, pulls, distances)
    left = min(places[number[item]] - found.items[item].width / 2 for item in inside)
    for item in inside:
        xs[item] = places[number[item]] - left
    return max(xs[item] + found.items[item].width / 2 + found.items[item].beside for item in inside)


def _stack(
    found: Layers,
    links: Sequence[tuple[int, int]],
    rows: range,
    xs: Sequence[float],
    left: float,
    top: float,
    boxes: dict[int, Box],
) -> None:
    """Boxes of a column; rows stand further apart where a link between them leads far aside."""
    y = top
    for n in rows:
        aside = [abs(xs[a] - xs[b]) for a, b in links if found.items[b].row == n and n != rows.start]
        y += 0 if n == rows.start else min(GAP + max(aside, default=0) / 12, WIDEST_GAP)
        height = _height(found, n)
        for item in found.rows[n]:
            boxes[item] = Box(left + xs[item], y, found.items[item].width, height)
        y += height


def _height(found: Layers, row: int) -> int:
    least = STATE_HEIGHT if row % 2 == 0 else LABEL_HEIGHT
    return max([least, *(found.items[i].height for i in found.rows[row])])


Ports = dict[tuple[int, int, bool], float]
"""Where a link meets its item: (upper, lower, at the upper one) -> x."""


def _ports(found: Layers, boxes: dict[int, Box]) -> Ports:
    """Links leave and enter a state side by side, in the order of where they lead; labels in the middle."""
    ports: Ports = {}
    links = list(found.links())
    for n, item in enumerate(found.items):
        for upper in (True, False):
            mine = [link for link in links if link[0 if upper else 1] == n]
            if item.kind != "state":
                ports |= {(*link, upper): boxes[n].x for link in mine}
                continue
            mine.sort(key=lambda link: boxes[link[1 if upper else 0]].x)
            wished = [boxes[link[1 if upper else 0]].x for link in mine]
            for link, x in zip(mine, _side_by_side(wished, boxes[n]), strict=True):
                ports[*link, upper] = x
    return ports


def _side_by_side(wished: Sequence[float], box: Box) -> list[float]:
    """Places on the edge of ``box``, each as near to the one wished for as order and distance allow."""
    room = box.width - 2 * PORT
    step = min(PORT, room / max(len(wished) - 1, 1))
    left, right = box.x - room / 2, box.x + room / 2
    found: list[float] = []
    for n, x in enumerate(wished):
        latest = right - step * (len(wished) - 1 - n)
        earliest = left if not found else found[-1] + step
        found.append(min(max(x, earliest), max(latest, earliest)))
    return found


def _round_the_corner(
    found: Layers,
    crossed: Sequence[tuple[int, int]],
    ports: Ports,
    boxes: dict[int, Box],
    edge: float,
    row: int,
    head: float,
) -> dict[tuple[int, int], Strand]:
    """Strands from the foot of a column to the head of the next: down, aside, up, aside, down; none cross."""
    foot = max((boxes[i].y + boxes[i].height for i in found.rows[row - 1]), default=0.0)
    strands = {}
    for n, (a, b) in enumerate(crossed):
        turn = len(crossed) - n
        below, above = foot + turn * TRACK, head - GAP - n * TRACK
        aside = edge + GUTTER / 2 + turn * TRACK - TRACK
        start, end = ports[a, b, True], ports[a, b, False]
        points = (
            (start, boxes[a].y + boxes[a].height), (start, below), (aside, below), (aside, above),
            (end, above), (end, boxes[b].y),
        )  # fmt: skip
        strands[a, b] = Strand(points, True)
    return strands


def _strands(
    arrow: Arrow, boxes: dict[int, Box], ports: Ports, bends: dict[tuple[int, int], Strand]
) -> list[Strand]:
    pieces = []
    for a, b in pairwise(arrow.path):
        start = (ports[a, b, True], boxes[a].y + boxes[a].height)
        end = (ports[a, b, False], boxes[b].y)
        pieces.append(bends.get((a, b)) or Strand((start, end), False))
    return pieces
