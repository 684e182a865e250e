"""From the values of all sources to what the engine evaluates: the panel, and the origin of each figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from jiyue.engine.contracts import Measure, Values
from jiyue.engine.index import Compiled, Origin, Panel
from jiyue.engine.index import Unit as EngineUnit
from jiyue.engine.index.inputs import ROWS, SOURCES
from jiyue.engine.index.rollup import CHILDREN, PARTIAL
from jiyue.engine.numbers import Fraction, decimal_text, from_text
from jiyue.foundation.units.models import Unit
from jiyue.indicators.counting import Key, Tally, tallies, with_needs
from jiyue.indicators.models import COUNTED, FINAL, VERIFIED, Value
from jiyue.indicators.needs import needed
from jiyue.indicators.values import marks_of, places, states

CHUNK = 20_000
Told = Callable[[int, int], None]


class Figure(NamedTuple):
    """A figure that counts, and where it comes from."""

    figure: str
    source: str
    vintage: str
    state: str
    origin: str
    marks: str


@dataclass(frozen=True)
class Asked:
    """What is to be gathered: the units below ``unit`` that there were in ``year``, for a purpose."""

    unit: Unit
    year: int
    as_of: date
    purpose: str


@dataclass(frozen=True)
class Gathered:
    """What an evaluation runs on, and what the rooms counted for it.

    ``units``: the number of each unit by its code in the panel; ``marks``: what must be said of figures, by
    code of the unit and (measure, year).
    """

    panel: Panel
    origin: Origin
    units: dict[str, int]
    marks: dict[str, dict[Key, tuple[str, ...]]]
    tallies: tuple[Tally, ...]


@dataclass
class Ground:
    """The units that may be evaluated and, by measure and year, the figure of each that counts."""

    units: Sequence[Unit]
    above: frozenset[int]
    """Positions of the ancestors of the unit that is asked about."""
    places: dict[tuple[str, str], int]
    found: dict[Key, list[tuple[int, Figure] | None]] = field(default_factory=dict)

    def offer(self, key: Key, at: int, figure: Figure) -> None:
        """Keep ``figure`` for the unit at a position unless one that goes before it is there."""
        column = self.found.get(key)
        if column is None:
            column = self.found[key] = [None] * len(self.units)
        place = self.places[figure.source, figure.vintage]
        now = column[at]
        if now is None or place < now[0]:
            column[at] = place, figure

    def figures(self, key: Key) -> Values:
        """What counts of one measure in one year, by the code of the unit."""
        told = zip(self.units, self.found.get(key, ()), strict=False)
        return {unit.code: from_text(one[1].figure) for unit, one in told if one is not None}


def gather(
    asked: Asked, compiled: Compiled, rooms: Sequence[Measure], told: Told = lambda n, of: None
) -> Gathered:
    """The figures that count for ``asked``: delivered ones, and those that ``rooms`` count now.

    Nothing is written. Values stay with their unit when it gets another code.
    """
    keys = {(code, asked.year - lag) for code, lag in needed(compiled)}
    wanted = with_needs(keys, rooms)
    ground = _ground(asked)
    _deliver(asked, ground, wanted)
    counted = []
    ways = _Ways(ground, compiled)
    counting = [key for key in wanted if key[0] in {m.code for m in rooms}]
    for one in tallies(rooms, counting, ways.codes, ground.figures, asked.as_of, asked.year):
        counted.append(one)
        told(len(counted), len(counting))
        at = ways.positions(one.measure)
        for code, value in one.counted.values.items():
            if value is not None and code in at:
                text = decimal_text(value)
                figure = Figure(text, COUNTED, FINAL, VERIFIED, one.room, "[]")
                ground.offer((one.measure, one.year), at[code], figure)
    return _Layout(ground, compiled, keys).gathered(counted)


def _ground(asked: Asked) -> Ground:
    above = [int(key) for key in asked.unit.path.strip("/").split("/")[:-1]]
    below = Unit.objects.below(asked.unit).on(date(asked.year, 12, 31))
    units = [*below, *Unit.objects.filter(pk__in=above)]
    units.sort(key=lambda unit: (unit.code, unit.kind))
    return Ground(units, frozenset(i for i, u in enumerate(units) if u.pk in above), places(asked.purpose))


def _deliver(asked: Asked, ground: Ground, wanted: set[Key]) -> None:
    """Offer every delivered figure that may count."""
    position = {unit.pk: i for i, unit in enumerate(ground.units)}
    above = [ground.units[i].pk for i in ground.above]
    rows = Value.objects.current().filter(
        Q(unit__path__startswith=asked.unit.path) | Q(unit__in=above),
        measure__in={code for code, _ in wanted},
        period__in={f"{year:04}" for _, year in wanted},
        state__in=states(asked.purpose),
    )
    rows = rows.exclude(source=COUNTED).annotate(said=Cast("marks", TextField())).order_by()
    names = ("unit_id", "measure", "period", "figure", "source", "vintage", "state", "origin", "said")
    for unit, measure, period, *rest in rows.values_list(*names).iterator(CHUNK):
        key, figure = (measure, int(period)), Figure(*rest)
        if key in wanted and unit in position and (figure.source, figure.vintage) in ground.places:
            ground.offer(key, position[unit], figure)


class _Ways:
    """The units that a measure is counted for."""

    def __init__(self, ground: Ground, compiled: Compiled) -> None:
        self.ground, self.dictionary = ground, compiled.dictionary

    def positions(self, measure: str) -> dict[str, int]:
        line = self.dictionary.get(measure)
        kinds = set(line.unit_kinds) if line else set()
        fitting = enumerate(self.ground.units)
        return {u.code: i for i, u in fitting if not any(kinds) or u.kind in kinds}

    def codes(self, measure: str) -> list[str]:
        return list(self.positions(measure))


class _Layout:
    """The panel of the units that take part, and the tables of where its figures come from."""

    def __init__(self, ground: Ground, compiled: Compiled, keys: Iterable[Key]) -> None:
        self.ground = ground
        self.keys = sorted(key for key in keys if key in ground.found)
        self.chosen = self._chosen(compiled)
        self.names = self._names(compiled.framework.kinds)

    def _chosen(self, compiled: Compiled) -> list[int]:
        """Positions of the kinds that are ranked or have figures, with all that lies above them."""
        units, above = self.ground.units, self.ground.above
        filled = {i for key in self.keys for i, one in enumerate(self.ground.found[key]) if one is not None}
        kinds = {units[i].kind for i in filled - above} | set(compiled.framework.kinds)
        chosen = {i for i, unit in enumerate(units) if unit.kind in kinds and i not in above}
        parents = {int(key) for i in chosen for key in units[i].path.strip("/").split("/")}
        return [i for i, unit in enumerate(units) if i in chosen or i in above or unit.pk in parents]

    def _names(self, ranked: Sequence[str]) -> dict[int, str]:
        """The codes in the panel: a prefecture that shares the code of its county says its kind as well."""
        names: dict[int, str] = {}
        taken: set[str] = set()
        for i in sorted(self.chosen, key=lambda i: self.ground.units[i].kind not in ranked):
            unit = self.ground.units[i]
            names[i] = unit.code if unit.code not in taken else f"{unit.code}-{unit.kind}"
            taken.add(names[i])
        return names

    def gathered(self, counted: Sequence[Tally]) -> Gathered:
        units = [self.ground.units[i] for i in self.chosen]
        code_of = {unit.pk: self.names[i] for i, unit in zip(self.chosen, units, strict=True)}
        panel = Panel(
            tuple(EngineUnit(code_of[u.pk], u.name, u.kind, code_of.get(u.parent_id, "")) for u in units),
            self._values(),
            {
                "variant": [unit.county_type for unit in units],
                CHILDREN: [PARTIAL if i in self.ground.above else "" for i in self.chosen],
            },
        )
        sources, marks = self._sources()
        origin = Origin(sources, self._rows(counted))
        return Gathered(panel, origin, {code: pk for pk, code in code_of.items()}, marks, tuple(counted))

    def _values(self) -> dict[str, dict[int | None, list[Fraction | None]]]:
        values: dict[str, dict[int | None, list[Fraction | None]]] = {}
        for measure, year in self.keys:
            column = self.ground.found[measure, year]
            figures = (one[1].figure if (one := column[i]) else None for i in self.chosen)
            values.setdefault(measure, {})[year] = [None if f is None else from_text(f) for f in figures]
        return values

    def _sources(self) -> tuple[pl.DataFrame, dict[str, dict[Key, tuple[str, ...]]]]:
        marked: dict[str, dict[Key, tuple[str, ...]]] = {}
        columns: dict[str, list[str]] = {name: [] for name in SOURCES}
        add = [columns[name].append for name in SOURCES]
        for measure, year in self.keys:
            column, text = self.ground.found[measure, year], f"{year:04}"
            for i in self.chosen:
                if (told := column[i]) is None:
                    continue
                figure, code = told[1], self.names[i]
                said = () if figure.marks == "[]" else json.loads(figure.marks)
                marks = marks_of(said, figure.source, figure.state)
                if marks:
                    marked.setdefault(code, {})[measure, year] = marks
                row = (code, text, measure, figure.source, figure.vintage, figure.origin, ",".join(marks))
                for put, cell in zip(add, row, strict=True):
                    put(cell)
        frame = pl.DataFrame(columns, schema=dict.fromkeys(SOURCES, pl.String))
        return frame.sort("unit", "year", "measure"), marked

    def _rows(self, counted: Sequence[Tally]) -> pl.DataFrame:
        """The rows of ledgers behind the counted figures that count."""
        frames = [pl.DataFrame(schema=dict.fromkeys(ROWS, pl.String))]
        for one in counted:
            key = one.measure, one.year
            if key not in self.keys:
                continue
            column = self.ground.found[key]
            codes = {
                self.ground.units[i].code: self.names[i]
                for i in self.chosen
                if (told := column[i]) is not None and told[1].source == COUNTED
            }
            rows = one.counted.rows.filter(pl.col("unit").is_in(list(codes)))
            frames.append(_frozen(rows, key, codes))
        return pl.concat(frames).sort(ROWS)


def _frozen(rows: pl.DataFrame, key: Key, codes: Mapping[str, str]) -> pl.DataFrame:
    others = [name for name in rows.columns if name not in ("unit", "ref", "adds")]
    facts = (
        [_facts(row) for row in rows.select(others).iter_rows(named=True)] if others else ["{}"] * rows.height
    )
    return pl.DataFrame(
        {
            "measure": [key[0]] * rows.height,
            "unit": [codes[code] for code in rows["unit"]],
            "year": [f"{key[1]:04}"] * rows.height,
            "ref": rows["ref"],
            "adds": [decimal_text(from_text(text)) for text in rows["adds"]],
            "facts": facts,
        },
        schema=dict.fromkeys(ROWS, pl.String),
    )


def _facts(row: Mapping[str, str | None]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)
