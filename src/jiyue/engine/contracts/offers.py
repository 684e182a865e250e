"""What a room may offer to the rooms above it, which load it without importing the room by name.

A room lists its offers in a module of fixed name, under a fixed name: ``MEASURES`` in ``measures.py``,
``WATCHES`` in ``watch.py``, ``LAYERS`` in ``layers.py``, ``TODOS`` in ``todo.py``, ``DEMO`` in ``demo.py``,
``GUARDS`` in ``guards.py``. Tables travel as polars frames, single findings and items as dataclasses, rows as
:class:`Ref`; no model of a database and no query leaves its room. Titles are msgids. Dates are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

import polars as pl

from jiyue.engine.contracts.ref import Ref
from jiyue.engine.numbers import Fraction, from_text
from jiyue.engine.problems import Problem

Values = Mapping[str, Fraction | None]
"""Exact figures by the code of the unit; None, or no entry, where the figure is missing."""

Geometry = Literal["point", "line", "polygon"]
Classification = Literal["public", "internal", "secret"]
Severity = Literal["notice", "yellow", "red"]
Urgency = Literal["overdue", "soon", "normal"]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What all offers have: the ``room`` they come from, and a key that nobody else may use."""

    MODULE: ClassVar[str]
    LIST: ClassVar[str]
    KEY: ClassVar[str] = "code"

    room: str

    @property
    def key(self) -> str:
        return str(getattr(self, self.KEY))


@dataclass(frozen=True)
class Period:
    """From ``first`` to ``last`` day, both within. Measures of period as_of count what stood on ``as_of``.

    ``evaluated``: the as-of day of the evaluation, the same for all years that it asks for.
    """

    first: date
    last: date
    as_of: date
    evaluated: date | None = None

    @property
    def rules_on(self) -> date:
        """The day whose rules a whole series follows, such as the base of constant prices."""
        return self.evaluated or self.as_of


@dataclass(frozen=True)
class Counted:
    """What a measure counted. ``rows``: one for each contributing row of a ledger, with text columns
    ``unit``, ``ref`` (:class:`Ref`) and ``adds`` (a decimal), and the columns of the row as it stood, which
    an evaluation freezes. A figure is the sum of what its rows add; a row may add 0.

    A unit without rows is 0 only where the ledger is known to be whole: the room says so by the figure.
    TypeError for a figure that is not exact; ValueError for rows without these columns, or that do not sum to
    the figure.
    """

    values: Values
    rows: pl.DataFrame

    def __post_init__(self) -> None:
        if inexact := [u for u, v in self.values.items() if not (v is None or isinstance(v, Fraction))]:
            raise TypeError(f"the figures of {', '.join(inexact)} are no exact fractions")
        if lacking := {"unit", "ref", "adds"} - set(self.rows.columns):
            raise ValueError(f"the contributing rows lack {', '.join(sorted(lacking))}")
        sums = sums_of(self.rows)
        if other := [u for u, v in self.values.items() if v is not None and v != sums.get(u, 0)]:
            raise ValueError(f"the rows of {', '.join(other)} do not sum to the figure")

    @classmethod
    def summed(cls, rows: pl.DataFrame, known: Iterable[str]) -> Counted:
        """The figures of the units in ``known`` from their rows; those of all others are missing."""
        sums = sums_of(rows)
        return cls({unit: sums.get(unit, Fraction(0)) for unit in known}, rows)


def sums_of(rows: pl.DataFrame) -> dict[str, Fraction]:
    """What ``rows`` add up to, by unit."""
    sums: dict[str, Fraction] = {}
    for unit, adds in rows.select("unit", "adds").iter_rows():
        sums[unit] = sums.get(unit, Fraction(0)) + from_text(adds)
    return sums


@dataclass(frozen=True, kw_only=True)
class Measure(Offer):
    """A measure of the dictionary that its room counts; collected by ``indicators``.

    ``count(units, period, given)``: ``units`` are codes, ``given`` the figures of the measures in ``needs``,
    which are those of any room and are counted, or declared, before.
    """

    MODULE = "measures"
    LIST = "MEASURES"

    code: str
    count: Callable[[Sequence[str], Period, Mapping[str, Values]], Counted]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A reason to look at a row, never a verdict. ``problem`` says what is wrong and what to do."""

    ref: Ref
    unit: str
    problem: Problem


@dataclass(frozen=True, kw_only=True)
class Watch(Offer):
    """A rule over ledgers; collected by ``oversight``. ``legal_basis`` is a code of ``rules/sources.yaml``.

    ``run(on)`` gives every finding as of a day.
    """

    MODULE = "watch"
    LIST = "WATCHES"

    code: str
    title: str
    severity: Severity
    legal_basis: str
    run: Callable[[date], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class LayerSource(Offer):
    """Ledger rows with a place; collected by ``onemap``, which keeps snapshots of them.

    ``rows(units, on)`` gives frames of any height, so that a large ledger need not fit into memory: text
    columns ``unit`` and ``ref``, ``epsg`` (whole number), ``geometry`` (WKB in that system), and attributes.
    """

    MODULE = "layers"
    LIST = "LAYERS"

    code: str
    title: str
    geometry: Geometry
    classification: Classification
    rows: Callable[[Sequence[str], date], Iterable[pl.DataFrame]]


@dataclass(frozen=True)
class TodoItem:
    """One thing to do. ``title``: a text, or a :class:`~jiyue.engine.messages.Word` with parameters;
    ``address``: the page where it is done; ``due`` None where no clock runs; ``urged``: who urges it and
    with which words, empty where nobody does."""

    title: str
    address: str
    due: date | None
    urgency: Urgency
    urged: str = ""


@dataclass(frozen=True, kw_only=True)
class Todo(Offer):
    """Work that waits for an account; collected by ``app``.

    ``count(account, on)`` and ``items(account, on)`` take an account as ``foundation`` knows it.
    """

    MODULE = "todo"
    LIST = "TODOS"

    code: str
    title: str
    count: Callable[[Any, date], int]
    items: Callable[[Any, date], Iterable[TodoItem]]


@dataclass(frozen=True, kw_only=True)
class DemoRows(Offer):
    """The sample rows of a room; collected by ``demo``. ``after``: rooms whose rows must be there first.

    ``load(on)`` writes them through the actions of the room, as they would stand on a day.
    """

    MODULE = "demo"
    LIST = "DEMO"
    KEY = "room"

    load: Callable[[date], None]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Guard(Offer):
    """A question that a room asks before it acts, and that a room above it may answer.

    ``title`` is the question as a msgid, ``facts`` names what comes with it, such as ("deal",).
    """

    MODULE = "guards"
    LIST = "GUARDS"

    code: str
    title: str
    facts: tuple[str, ...] = ()
