"""The picture of a chart as SVG: one file without scripts, the same bytes each time, with its text inside."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.workflow.chart import Chart, Move, State
from jiyue.engine.workflow.layers import Arrow, layers, numbered
from jiyue.engine.workflow.sheet import Box, Point, Strand, lay_out
from jiyue.engine.workflow.words import sentences

FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Noto Sans SC',sans-serif"
GREEN, INK, QUIET, LINE, AMBER, WHITE = "#0b5d4e", "#1d2733", "#56616e", "#8a94a0", "#9a6200", "#ffffff"
TITLE, STATE, LABEL, SMALL, SIGN = 19.0, 14.0, 12.5, 11.0, 9.0
MARGIN, HEADER, FOOTER = 24.0, 64.0, 52.0
DISC, LOOP, CORNER, DOT, LINE_HEIGHT = 16.0, 20.0, 7.0, 5.0, 15.0
GUARDED = "\N{BLACK DIAMOND}"


def draw(chart: Chart, *, lang: str | None = None, current: str | None = None) -> str:
    """The chart as SVG text in ``lang`` (zh or en; default: the current language).

    ``current`` is the state to stand out. Title and every way stand as text in ``title`` and ``desc``.
    """
    return _Picture(chart, lang or current_language(), current).svg()


def text_width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is as wide as it is high, a Latin one a good half."""
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.54 for c in text)


Part = tuple[str, dict[str, str]]
"""A piece of a text and how it looks."""


class _Picture:
    def __init__(self, chart: Chart, lang: str, current: str | None) -> None:
        self.chart = chart
        self.lang = lang
        self.current = current
        self.numbers = {m: n for n, m in enumerate(numbered(chart), start=1)}
        self.layers = layers(chart, self)
        self.sheet = lay_out(self.layers, (2 * MARGIN, HEADER + FOOTER))

    def svg(self) -> str:
        legend = self._legend()
        width = max(self.sheet.width, legend[-1][0]) + 2 * MARGIN
        height = HEADER + self.sheet.height + FOOTER
        size = {"viewBox": f"0 0 {_n(width)} {_n(height)}", "width": _n(width), "height": _n(height)}
        root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img"})
        root.attrib |= {"font-family": FONT, "lang": "zh-CN" if self.lang == "zh" else "en"}
        SubElement(root, "title").text = self.chart.name.into(self.lang)
        SubElement(root, "desc").text = "\n".join(sentences(self.chart, self.lang))
        SubElement(root, "rect", width="100%", height="100%", fill=WHITE)
        self._head(root)
        body = SubElement(root, "g", transform=f"translate({_n(MARGIN)} {_n(HEADER)})")
        for arrow, strands in self.sheet.strands:
            self._arrow(body, arrow, strands)
        for n, item in enumerate(self.layers.items):
            if isinstance(item.shows, State):
                self._state(body, item.shows, self.sheet.boxes[n])
            elif item.shows:
                self._label(body, item.shows, self.sheet.boxes[n])
        foot = SubElement(root, "g", transform=f"translate({_n(MARGIN)} {_n(height - 20)})")
        for x, kind, word in legend:
            self._key(foot, x, kind, word)
        for element in root.iter():
            if element.tag != "tspan":
                element.tail = "\n"
        return tostring(root, encoding="unicode")

    def _say(self, msgid: str) -> str:
        return translate(msgid, lang=self.lang)

    def _head(self, root: Element) -> None:
        _text(root, self.chart.name.into(self.lang), MARGIN, 32, TITLE, weight="700", anchor="start")
        facts = [self.chart.code, self.chart.version, self.chart.hash[:12]]
        line = " \N{MIDDLE DOT} ".join(facts)
        _text(root, line, MARGIN, 52, SMALL, fill=QUIET, anchor="start")
        if not self.chart.verified:
            word = self._say(N_("not verified"))
            x, wide = MARGIN + text_width(line, SMALL) + 10, text_width(word, SMALL) + 12
            _rect(root, x, 40, wide, 17, 4, fill="#fff8e6", stroke="#e2b24a")
            _text(root, word, x + wide / 2, 52, SMALL, fill="#7a4a00")

    # --- states

    def _discs(self, state: State) -> list[int]:
        return [n for m, n in self.numbers.items() if state.code in m.origins]

    def _loops(self, state: State) -> list[Move]:
        return [m for m in self.chart.moves if m.to == state.code and state.code in m.origins]

    def _title(self, state: State) -> str:
        if state.code != self.current:
            return state.title(self.lang)
        return translate(N_("now: {state}"), {"state": state.name}, self.lang)

    def box(self, state: State) -> int:
        discs = len(self._discs(state)) * (DISC + 2)
        signs = discs + (3 * DOT if state.start else 0)
        wide = text_width(self._title(state), STATE) + signs + (30 if discs else 24)
        return 2 * round(max(wide, 72) / 2)

    def beside(self, state: State) -> tuple[int, int]:
        loops = [self._verb_width(m) for m in self._loops(state)]
        return (round(LOOP + max(loops) + 4), round(LINE_HEIGHT * len(loops))) if loops else (0, 0)

    def _state(self, body: Element, state: State, box: Box) -> None:
        here = state.code == self.current
        group = SubElement(body, "g", {"class": "state", "data-state": state.code})
        left, wide = box.x - box.width / 2, box.width
        fill, stroke, ink = (GREEN, GREEN, WHITE) if here else (WHITE, GREEN if state.start else LINE, INK)
        _rect(group, left, box.y, wide, box.height, 6, fill=fill, stroke=stroke)
        if state.end:
            _rect(group, left + 3, box.y + 3, wide - 6, box.height - 6, 4, stroke=WHITE if here else LINE)
        middle, sign = box.y + box.height / 2, WHITE if here else GREEN
        if state.start:
            _dot(group, left + 16, middle, sign)
        discs = self._discs(state)
        room = len(discs) * (DISC + 2)
        x = left + (wide - room) / 2 + (DOT if state.start else 0) - (2 if discs else 0)
        _text(group, self._title(state), x, middle + 5, STATE, fill=ink, weight="700" if here else None)
        for n, number in enumerate(discs):
            at = left + wide - room - 4 + n * (DISC + 2) + DISC / 2
            self._disc(group, at, middle, number, sign)
        self._loop(group, self._loops(state), left + wide, middle)

    def _loop(self, group: Element, loops: Sequence[Move], x: float, y: float) -> None:
        if not loops:
            return
        _line(group, f"M{_n(x)} {_n(y - 8)}h6a8 8 0 0 1 0 16h-6", QUIET)
        _tip(group, x, y + 8, "left", QUIET)
        top = y - (len(loops) - 1) * LINE_HEIGHT / 2 + 4
        for n, m in enumerate(loops):
            _words(group, self._parts(m), x + LOOP, top + n * LINE_HEIGHT, LABEL, "start")

    def _disc(self, group: Element, x: float, y: float, number: int, colour: str) -> None:
        SubElement(group, "circle", cx=_n(x), cy=_n(y), r=_n(DISC / 2 - 0.5), fill="none", stroke=colour)
        _text(group, str(number), x, y + 3.8, 10.5, fill=colour)

    # --- moves

    def _parts(self, m: Move) -> list[Part]:
        """The label of a move in pieces with their colours: a sign where it has guards, then the verb."""
        sign = [(GUARDED + " ", {"fill": AMBER, "font-size": _n(SIGN)})] if m.guards else []
        return [*sign, (m.title(self.lang), {"fill": INK})]

    def _verb_width(self, m: Move) -> float:
        return sum(text_width(text, float(look.get("font-size", LABEL))) for text, look in self._parts(m))

    def label(self, m: Move) -> int:
        number = DISC + 4 if m in self.numbers else 0
        return 2 * round((self._verb_width(m) + number + 4) / 2)

    def _label(self, body: Element, m: Move, box: Box) -> None:
        group = SubElement(body, "g", {"class": "move", "data-move": m.code})
        x, y = box.x, box.y + box.height / 2
        if m in self.numbers:
            self._disc(group, box.x - box.width / 2 + DISC / 2, y, self.numbers[m], GREEN)
            x += (DISC + 4) / 2
        _words(group, self._parts(m), x, y + 4.3, LABEL, "middle")

    def _arrow(self, body: Element, arrow: Arrow, strands: Sequence[Strand]) -> None:
        colour, dash = (AMBER, "5 3") if arrow.up else (QUIET, None)
        path = ""
        for item, strand in zip(arrow.path, strands, strict=False):
            broken = self.layers.items[item].kind != "bend"
            path += ("M" if broken else "L") + _p(strand.points[0])
            path += _angular(strand.points) if strand.angular else _slope(*strand.points)
        _line(body, path, colour, dash).set("class", "arrow")
        x, y = strands[0].points[0] if arrow.up else strands[-1].points[-1]
        _tip(body, x, y, "up" if arrow.up else "down", colour)

    # --- legend

    def _legend(self) -> list[tuple[float, str, str]]:
        """Keys of the signs used, left to right, and at last where they end."""
        keys = [("start", N_("start")), ("end", N_("end"))]
        if any(m.guards for m in self.chart.moves):
            keys.append(("guard", N_("under conditions")))
        if any(arrow.up for arrow, _ in self.sheet.strands):
            keys.append(("back", N_("leads back")))
        if self.numbers:
            keys.append(("number", N_("may be done from every state that bears the number")))
        out, x = [], 0.0
        for kind, msgid in keys:
            word = self._say(msgid)
            out.append((x, kind, word))
            x += 30 + text_width(word, SMALL) + 22
        return [*out, (x, "", "")]

    def _key(self, foot: Element, x: float, kind: str, word: str) -> None:
        if kind == "start":
            _dot(foot, x + 18, -4, GREEN)
        elif kind == "end":
            _rect(foot, x, -12, 24, 16, 5, stroke=LINE)
            _rect(foot, x + 3, -9, 18, 10, 3, stroke=LINE)
        elif kind == "guard":
            _text(foot, GUARDED, x + 18, -0.5, SIGN, fill=AMBER)
        elif kind == "back":
            _line(foot, f"M{_n(x)} -4h24", AMBER, "5 3")
        elif kind == "number":
            self._disc(foot, x + 16, -4, 1, GREEN)
        _text(foot, word, x + 30, 0, SMALL, fill=QUIET, anchor="start")


def _n(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _rect(
    parent: Element,
    x: float,
    y: float,
    width: float,
    height: float,
    radius: int,
    *,
    stroke: str,
    fill: str = "none",
) -> None:
    size = {"width": _n(width), "height": _n(height), "rx": str(radius)}
    SubElement(parent, "rect", {"x": _n(x), "y": _n(y), **size, "fill": fill, "stroke": stroke})


def _dot(parent: Element, x: float, y: float, colour: str) -> None:
    SubElement(parent, "circle", cx=_n(x), cy=_n(y), r=_n(DOT), fill=colour)


def _text(
    parent: Element,
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    fill: str = INK,
    anchor: str = "middle",
    weight: str | None = None,
) -> None:
    _words(parent, [(text, {"fill": fill})], x, y, size, anchor, weight)


def _words(
    parent: Element,
    parts: Sequence[Part],
    x: float,
    y: float,
    size: float,
    anchor: str,
    weight: str | None = None,
) -> None:
    """A text in one or more pieces."""
    place = {"x": _n(x), "y": _n(y), "font-size": _n(size), "text-anchor": anchor, **parts[-1][1]}
    element = SubElement(parent, "text", place)
    if weight:
        element.set("font-weight", weight)
    if len(parts) == 1:
        element.text = parts[0][0]
        return
    for text, look in parts:
        SubElement(element, "tspan", look).text = text


def _line(parent: Element, path: str, colour: str, dash: str | None = None) -> Element:
    line = SubElement(parent, "path", {"d": path, "fill": "none", "stroke": colour, "stroke-width": "1.2"})
    if dash:
        line.set("stroke-dasharray", dash)
    return line


def _tip(parent: Element, x: float, y: float, towards: str, colour: str) -> None:
    """An arrow head whose point is at ``x``, ``y``."""
    shape = {"down": "l-3.5 -7h7z", "up": "l-3.5 7h7z", "left": "l7 -3.5v7z"}[towards]
    SubElement(parent, "path", d=f"M{_n(x)} {_n(y)}{shape}", fill=colour)


def _slope(start: Point, end: Point) -> str:
    """From row to row: straight down, or a curve that leaves and arrives upright."""
    if abs(start[0] - end[0]) < 0.5:
        return "L" + _p(end)
    middle = (start[1] + end[1]) / 2
    return f"C{_n(start[0])} {_n(middle)} {_n(end[0])} {_n(middle)} {_p(end)}"


def _angular(points: Sequence[Point]) -> str:
    """Through right angles with rounded corners."""
    out = ""
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        out += f"L{_p(_short_of(here, before))}Q{_p(here)} {_p(_short_of(here, after))}"
    return out + "L" + _p(points[-1])


def _short_of(corner: Point, other: Point) -> Point:
    """A little way from ``corner`` towards ``other``, at most half of it."""
    across, down = other[0] - corner[0], other[1] - corner[1]
    length = abs(across) + abs(down)
    if length == 0:
        return corner
    share = min(CORNER, length / 2) / length
    return corner[0] + across * share, corner[1] + down * share
