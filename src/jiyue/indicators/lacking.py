"""Which figures an evaluation lacks, what they are worth, who owes them, what to write to those who do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from jiyue.engine.index.inputs import Inputs
from jiyue.engine.index.report_words import Words, figure
from jiyue.engine.messages import DEFAULT_LANGUAGE, N_, language, translate
from jiyue.engine.numbers import Fraction
from jiyue.foundation.access import Actor
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.ui.figures import day
from jiyue.indicators.models import UnitResult
from jiyue.indicators.opened import number, words_of

GREETING = N_(
    "To {organisation}: thank you for your support. As of {today} the evaluation “{title}” lacks these "
    "{count} figures from you:"
)
LINE = N_("{number}. {unit}, {year}, {measure}: for {indicators}, up to {points} points")
LINE_DUE = N_("{line}; due {due}")
CLOSING = N_("Please hand them in with what proves them. Thank you! {sender}")
NOBODY = N_("Nobody is arranged to hand these in")


@dataclass(frozen=True)
class Lack:
    """One figure that one unit lacks. ``points``: what the indicators that wait for it may still give."""

    unit: int
    name: str
    measure: str
    title: str
    unit_of_measure: str
    year: int
    above: str
    indicators: tuple[str, ...]
    points: Fraction
    organisation: str = ""
    due: date | None = None
    duty: int | None = None


@dataclass(frozen=True)
class Letter:
    """What to write to one organisation."""

    organisation: str
    count: int
    text: str


def lacking(rows: Iterable[UnitResult], inputs: Inputs, year: int) -> list[Lack]:
    """Every figure that lacks, what is worth the most first."""
    words = words_of(inputs.compiled)
    found = [lack for row in rows for lack in _of_unit(row, inputs, words, year)]
    return sorted(found, key=lambda lack: (-lack.points, lack.name, lack.measure))


def _of_unit(row: UnitResult, inputs: Inputs, words: Words, year: int) -> Iterable[Lack]:
    waiting: dict[str, list[tuple[str, Any]]] = {}
    for code, said in row.indicators.items():
        if said["state"] in ("missing", "undetermined"):
            for token in said.get("missing", ()):
                waiting.setdefault(token, []).append((code, said.get("weight")))
    for token, asked in waiting.items():
        measure, _, rest = token.partition("@")
        lag = int(rest[1:]) if rest.startswith("-") else 0
        line = inputs.compiled.dictionary.get(measure)
        yield Lack(
            unit=row.unit_id,
            name=row.name,
            measure=measure,
            title=words.named(measure),
            unit_of_measure=words.unit(line.unit) if line else "",
            year=year - lag,
            above="" if not rest or lag else words.kind(rest),
            indicators=tuple(code for code, _ in asked),
            points=sum((number(w) or Fraction(0) for _, w in asked), Fraction(0)),
        )


def with_duties(found: Sequence[Lack], actor: Actor) -> list[Lack]:
    """The same with the organisation that owes each figure, where a duty says so."""
    if not found or not actor.can("duties.read"):
        return list(found)
    rows = Duty.objects.reached(actor, "duties.read").standing()
    rows = rows.filter(measure__in={lack.measure for lack in found}, unit__in={lack.unit for lack in found})
    names = ("measure", "unit", "period", "organisation__name", "due_on", "pk")
    by_figure = {(m, u, p): (name, due, pk) for m, u, p, name, due, pk in rows.values_list(*names)}
    out = []
    for lack in found:
        owed = None if lack.above else by_figure.get((lack.measure, lack.unit, f"{lack.year:04}"))
        if owed is None:
            out.append(lack)
        else:
            organisation, due, duty = owed
            out.append(replace(lack, organisation=organisation, due=due, duty=duty))
    return out


def letters(found: Iterable[Lack], title: str, today: date, sender: str, inputs: Inputs) -> list[Letter]:
    """One text for each organisation, in Chinese whatever the page speaks; what nobody owes comes last."""
    rows = sorted(found, key=lambda lack: (not lack.organisation, lack.organisation, -lack.points, lack.name))
    made = []
    with language(DEFAULT_LANGUAGE):
        words = words_of(inputs.compiled)
        for name, group in groupby(rows, key=lambda lack: lack.organisation):
            owed = list(group)
            said = {"organisation": name or "____", "today": day(today), "title": title, "count": len(owed)}
            lines = [translate(GREETING, said)]
            lines += [_line(i, lack, words) for i, lack in enumerate(owed, start=1)]
            lines.append(translate(CLOSING, {"sender": sender}))
            made.append(Letter(name, len(owed), "\n".join(lines)))
    return made


def _line(place: int, lack: Lack, words: Words) -> str:
    item = words.compiled.dictionary.get(lack.measure)
    unit = words.unit(item.unit) if item else ""
    titles = [words.title(words.compiled.framework.by_code[code]) for code in lack.indicators]
    facts = {
        "number": place,
        "unit": f"{lack.name}{lack.above}",
        "year": lack.year,
        "measure": f"{words.named(lack.measure)}（{unit}）" if unit else words.named(lack.measure),
        "indicators": words.listed(titles, 4),
        "points": figure(lack.points, 2),
    }
    line = translate(LINE, facts)
    return line if lack.due is None else translate(LINE_DUE, {"line": line, "due": day(lack.due)})
