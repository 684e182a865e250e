"""What a report says is missing: measures by how many units lack them, and why a parent has no figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jiyue.engine.formula import Dependency
from jiyue.engine.index.panel import CHAIN
from jiyue.engine.index.report_words import Words
from jiyue.engine.index.result import Evaluation
from jiyue.engine.index.values import Values
from jiyue.engine.problems import Problem

SHOWN = 30
SHOWN_NAMES = 6
SHOWN_LIKE = 3


@dataclass(frozen=True)
class Gap:
    """One figure that units lack: ``count`` of them, for which indicators."""

    title: str
    of: str
    year: int | None
    count: int
    units: str
    indicators: str


@dataclass(frozen=True)
class Cause:
    """A parent without a figure, because ``count`` of the units below it lack theirs."""

    parent: str
    title: str
    year: int | None
    count: int
    units: str


@dataclass(frozen=True)
class Warned:
    """Warnings of one kind: the first few in words, how many more, and what to do."""

    messages: tuple[str, ...]
    more: int
    remedy: str


def gaps(evaluation: Evaluation, values: Values, words: Words) -> tuple[list[Gap], int]:
    """The figures that most units lack, the most wanted first; and how many kinds of figure in all."""
    lacking: dict[Dependency, dict[str, set[str]]] = {}
    for unit, code, needed in _lacking(evaluation, values):
        lacking.setdefault(needed, {}).setdefault(unit, set()).add(code)
    order = {i.code: n for n, i in enumerate(words.compiled.framework.indicators)}
    ranked = sorted(lacking.items(), key=lambda item: (-len(item[1]), item[0]))
    out = []
    for needed, by_unit in ranked[:SHOWN]:
        codes = sorted({c for found in by_unit.values() for c in found}, key=lambda c: order[c])
        out.append(
            Gap(
                title=words.named(needed.code),
                of=words.kind(needed.kind) if needed.kind else "",
                year=_year(values, needed.lag),
                count=len(by_unit),
                units=words.listed([words.name(u) for u in by_unit], SHOWN_NAMES),
                indicators=words.listed(codes, SHOWN_NAMES),
            )
        )
    return out, len(lacking)


def _year(values: Values, lag: int) -> int | None:
    return None if values.year is None else values.year - lag


def _lacking(evaluation: Evaluation, values: Values) -> Iterator[tuple[str, str, Dependency]]:
    """Unit, indicator and the figure it lacks, from what the results say; composites are asked again."""
    index = values.panel.index()
    for result in evaluation.results:
        place = index[result.unit]
        for code, part in result.indicators.items():
            if part.state != "missing":
                continue
            if part.missing:
                yield from ((result.unit, code, _needed(token)) for token in part.missing)
            elif part.value is None:
                missing = values.missing(values.compiled.formulas[code], place)
                yield from ((result.unit, code, needed) for needed in missing)
        for code, veto in result.vetoes.items():
            yield from ((result.unit, code, _needed(token)) for token in veto.missing)


def _needed(token: str) -> Dependency:
    """The inverse of the texts in a result: ``tax``, ``tax@-1``, ``tax@province``."""
    code, _, rest = token.partition("@")
    if rest.startswith("-"):
        return Dependency(code, int(rest[1:]))
    return Dependency(code, 0, rest)


def causes(evaluation: Evaluation, values: Values, words: Words) -> tuple[list[Cause], int]:
    """Why ancestors that indicators refer to have no figure: which of the units below lack what.

    The first ones by the fewest units that stand in the way; and how many there are in all.
    """
    asked = {needed for _, _, needed in _lacking(evaluation, values) if needed.kind}
    found: dict[tuple[str, Dependency], list[str]] = {}
    for needed in sorted(asked):
        ancestors = values.panel.ancestors(needed.kind)
        for measure in _measures(values, needed):
            column = values.column(measure)
            for i in _leaves(values):
                parent = ancestors[i]
                if parent is not None and column[parent] is None and column[i] is None:
                    key = (values.panel.units[parent].code, measure)
                    units = found.setdefault(key, [])
                    if (code := values.panel.units[i].code) not in units:
                        units.append(code)
    ranked = sorted(found.items(), key=lambda item: (len(item[1]), item[0]))
    out = [
        Cause(
            parent=words.name(parent),
            title=words.named(measure.code),
            year=_year(values, measure.lag),
            count=len(units),
            units=words.listed([words.name(u) for u in units], SHOWN_NAMES),
        )
        for (parent, measure), units in ranked[:SHOWN]
    ]
    return out, len(found)


def _measures(values: Values, needed: Dependency) -> Sequence[Dependency]:
    """The measures that sum up to a parent and stand behind what is asked of it."""
    dictionary = values.compiled.dictionary
    if needed.code in dictionary:
        behind: Sequence[Dependency] = (Dependency(needed.code, needed.lag),)
    else:
        behind = values.compiled.formulas[needed.code].dependencies
    return [d for d in behind if not d.kind and (m := dictionary.get(d.code)) and m.rollup == "sum"]


def _leaves(values: Values) -> list[int]:
    """The units from which sums are made: those that are nobody's parent."""
    parents = {u.parent for u in values.panel.units}
    return [i for i, u in enumerate(values.panel.units) if u.code not in parents and u.kind in CHAIN]


def warned(problems: Sequence[Problem], words: Words) -> list[Warned]:
    """Warnings by kind in the clerk's words: codes become names, long lists are cut."""
    by_kind: dict[str, list[Problem]] = {}
    for problem in problems:
        by_kind.setdefault(problem.code, []).append(problem)
    out = []
    for found in by_kind.values():
        said = [_said(p, words) for p in found[:SHOWN_LIKE]]
        out.append(
            Warned(
                tuple(p.message(words.lang) for p in said), len(found) - len(said), said[0].remedy(words.lang)
            )
        )
    return out


def _said(problem: Problem, words: Words) -> Problem:
    params: dict[str, Any] = {name: _spoken(value, words) for name, value in problem.params.items()}
    place: dict[str, Any] = {k: getattr(problem, k) for k in ("row", "rule", "sheet", "column", "file")}
    field, value = (_spoken(v, words) for v in (problem.field, problem.value))
    return problem.kind(field=str(field) if field else None, value=value, **place, **params)


def _spoken(value: object, words: Words) -> object:
    """Codes of units, indicators and measures as their names; anything else as it is."""
    if not isinstance(value, str) or not value:
        return value
    if value in CHAIN:
        return words.kind(value)
    if value == words.compiled.framework.code:
        return words.compiled.framework.title(words.lang)
    tokens = value.split(", ")
    if not all(words.knows(t) or words.names(t) for t in tokens):
        return value
    return words.listed([words.name(t) if words.knows(t) else words.named(t) for t in tokens], SHOWN_NAMES)
