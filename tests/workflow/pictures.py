"""Read a picture of a chart back: boxes of states, boxes of texts, points along the arrows."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Area:
    name: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other):
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, x, y, margin=0.0):
        return self.left + margin < x < self.right - margin and self.top + margin < y < self.bottom - margin


class Picture:
    """``states`` and ``labels`` are areas on the sheet, ``arrows`` lists of points."""

    def __init__(self, svg):
        self.root = ElementTree.fromstring(svg)
        self.width, self.height = map(float, self.root.get("viewBox").split()[2:])
        body = self.root.find(f"{SVG}g[@transform]")
        self.x, self.y = map(float, re.findall(r"[\d.]+", body.get("transform")))
        groups = body.findall(f"{SVG}g")
        self.states = [self._box(g) for g in groups if g.get("class") == "state"]
        self.labels = [
            self._text(t)
            for g in groups
            for t in g.iter(f"{SVG}text")
            if g.get("class") == "move" or t.get("text-anchor") == "start"
        ]
        self.arrows = [
            [(x + self.x, y + self.y) for x, y in along(p.get("d"))]
            for p in body.iter(f"{SVG}path")
            if p.get("class") == "arrow"
        ]

    def texts(self):
        return ["".join(t.itertext()) for t in self.root.iter(f"{SVG}text")]

    def _box(self, group):
        x, y, width, height = (float(group.find(f"{SVG}rect").get(k)) for k in ("x", "y", "width", "height"))
        return Area(group.get("data-state"), x + self.x, y + self.y, x + self.x + width, y + self.y + height)

    def _text(self, text):
        """The box of a text, Latin letters taken half as wide as Chinese characters."""
        size = float(text.get("font-size"))
        shown = "".join(text.itertext())
        wide = sum(size if unicodedata.east_asian_width(c) in "WF" else size / 2 for c in shown)
        x, y = float(text.get("x")) + self.x, float(text.get("y")) + self.y
        left = x - wide / 2 if text.get("text-anchor") == "middle" else x
        return Area(shown, left, y - 0.8 * size, left + wide, y + 0.1 * size)


def along(path):
    """Points along a path of M, L, C and Q."""
    points, here = [], (0.0, 0.0)
    for letter, numbers in re.findall(r"([MLCQ])([^MLCQ]+)", path):
        flat = [float(n) for n in numbers.split()]
        pairs = list(zip(flat[::2], flat[1::2], strict=True))
        if letter != "M":
            points += [_at([here, *pairs], step / 20) for step in range(21)]
        here = pairs[-1]
    return points


def _at(control, t):
    """A point of a Bezier curve of any degree, by de Casteljau."""
    while len(control) > 1:
        control = [((1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]) for a, b in pairwise(control)]
    return control[0]
