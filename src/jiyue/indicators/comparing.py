"""Two results side by side: what changed between them; which indicators of two frameworks match."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiyue.engine.formula import text
from jiyue.engine.index.framework import Indicator
from jiyue.engine.index.framework_check import Compiled, constant
from jiyue.engine.index.report_words import Words, figure
from jiyue.engine.index.result import IndicatorResult, Number
from jiyue.engine.index.result import UnitResult as EngineResult
from jiyue.engine.messages import N_, translate
from jiyue.engine.numbers import Fraction, round_half_even

SAME_FORMULA, SAME_MEASURES, SAME_NAME = "formula", "measures", "name"
HOW = {
    SAME_FORMULA: N_("same formula"),
    SAME_MEASURES: N_("same measures"),
    SAME_NAME: N_("same name"),
}
EQUAL, FIRST, SECOND, BY_UNIT = "equal", "first", "second", "by_unit"


@dataclass(frozen=True)
class Change:
    """One indicator before and after, and what it did to the total."""

    code: str
    title: str
    unit: str
    before: str
    after: str
    points_before: str
    points_after: str
    effect: Fraction
    shown: str
    tone: str
    why: str


def changes(before: EngineResult, after: EngineResult, compiled: Compiled, words: Words) -> list[Change]:
    """Every indicator whose contribution differs, the largest effect first."""
    found = []
    for indicator in compiled.framework.indicators:
        code = indicator.code
        one, two = before.indicators.get(code), after.indicators.get(code)
        if one is None and two is None:
            continue
        effect = _points(two) - _points(one)
        if effect or (one and two and one.state != two.state):
            found.append(_change(indicator, one, two, effect, words))
    return sorted(found, key=lambda c: (-abs(c.effect), c.code))


def _change(
    indicator: Indicator,
    one: IndicatorResult | None,
    two: IndicatorResult | None,
    effect: Fraction,
    words: Words,
) -> Change:
    places = indicator.decimals
    return Change(
        code=indicator.code,
        title=words.title(indicator),
        unit=words.unit(indicator.unit),
        before=figure(one.value if one else None, places),
        after=figure(two.value if two else None, places),
        points_before=figure(one.contribution if one else None, 2),
        points_after=figure(two.contribution if two else None, 2),
        effect=effect,
        shown=signed(effect),
        tone="good" if effect > 0 else "bad" if effect < 0 else "idle",
        why=_why(one, two),
    )


def _why(one: IndicatorResult | None, two: IndicatorResult | None) -> str:
    """What lies behind a change of points: a figure that came or went, a line, a weight, or the value."""
    if one is None or two is None:
        return translate(N_("not in both frameworks"))
    if one.state != two.state:
        states = {
            ("missing", "ok"): N_("the figure came in"),
            ("ok", "missing"): N_("the figure lacks now"),
            ("not_applicable", "ok"): N_("applicable now"),
            ("ok", "not_applicable"): N_("not applicable now"),
        }
        return translate(states.get((one.state, two.state), N_("its standing changed")))
    reasons = []
    if one.value != two.value:
        reasons.append(translate(N_("value")))
    if (one.standard, one.excellence) != (two.standard, two.excellence):
        reasons.append(translate(N_("lines")))
    if one.weight != two.weight:
        reasons.append(translate(N_("weight")))
    return translate(N_(", ")).join(reasons)


def _points(part: IndicatorResult | None) -> Fraction:
    return Fraction(0) if part is None or part.contribution is None else Fraction(part.contribution)


def signed(value: Number | None, places: int = 2) -> str:
    """A difference with its sign."""
    if value is None:
        return figure(None)
    shown = figure(value, places)
    rounded = round_half_even(value, places) if isinstance(value, Fraction) else value
    return f"+{shown}" if rounded > 0 else shown


@dataclass(frozen=True)
class Docked:
    """An indicator of one framework and what answers it in another; ``stricter``: whose line is harder."""

    first: str
    first_title: str
    first_line: str
    second: str
    second_title: str
    second_line: str
    how: str
    stricter: str


def dock(
    first: Compiled, second: Compiled, words: Words, other: Words
) -> tuple[list[Docked], list[str], list[str]]:
    """Which indicator answers which; the codes of each side that nothing answers."""
    taken: dict[str, tuple[str, str]] = {}
    used: set[str] = set()
    for how in (SAME_FORMULA, SAME_MEASURES, SAME_NAME):
        for mine in first.framework.indicators:
            if mine.code in taken:
                continue
            for theirs in second.framework.indicators:
                if theirs.code not in used and _answers(how, mine, theirs, first, second):
                    taken[mine.code] = theirs.code, how
                    used.add(theirs.code)
                    break
    rows = [
        _docked(
            mine,
            second.framework.by_code[taken[mine.code][0]],
            taken[mine.code][1],
            first,
            second,
            words,
            other,
        )
        for mine in first.framework.indicators
        if mine.code in taken
    ]
    alone = [i.code for i in first.framework.indicators if i.code not in taken]
    alone_too = [i.code for i in second.framework.indicators if i.code not in used]
    return rows, alone, alone_too


def _answers(how: str, mine: Indicator, theirs: Indicator, first: Compiled, second: Compiled) -> bool:
    if how == SAME_FORMULA:
        return text(first.formulas[mine.code].tree) == text(second.formulas[theirs.code].tree)
    if how == SAME_MEASURES:
        asked, answered = (
            {d for d in c.formulas[i.code].dependencies if d.code in c.dictionary}
            for c, i in ((first, mine), (second, theirs))
        )
        return bool(asked) and asked == answered and (mine.type == "veto") == (theirs.type == "veto")
    return bool(mine.zh and mine.zh == theirs.zh) or bool(mine.en and mine.en == theirs.en)


def _docked(
    mine: Indicator,
    theirs: Indicator,
    how: str,
    first: Compiled,
    second: Compiled,
    words: Words,
    other: Words,
) -> Docked:
    return Docked(
        first=mine.code,
        first_title=words.title(mine),
        first_line=_line_text(mine),
        second=theirs.code,
        second_title=other.title(theirs),
        second_line=_line_text(theirs),
        how=translate(HOW[how]),
        stricter=_stricter(mine, theirs, first, second),
    )


def _line_text(indicator: Indicator) -> str:
    lines = [line for line in (indicator.standard, indicator.excellence) if line] or [indicator.ideal or ""]
    return " / ".join(lines) or "—"


def _stricter(mine: Indicator, theirs: Indicator, first: Compiled, second: Compiled) -> str:
    """Whose standard is harder to reach, where both are plain figures in the same unit and direction."""
    if mine.unit != theirs.unit or mine.direction != theirs.direction:
        return BY_UNIT
    lines = [_plain_line(c, i) for c, i in ((first, mine), (second, theirs))]
    one, two = lines
    if one is None or two is None:
        rules = [re.sub(rf"\b{re.escape(i.code)}\b", "", i.standard or "") for i in (mine, theirs)]
        return EQUAL if rules[0] and rules[0] == rules[1] else BY_UNIT
    if one == two:
        return EQUAL
    return FIRST if (one > two) == (mine.direction == "up") else SECOND


def _plain_line(compiled: Compiled, indicator: Indicator) -> Fraction | None:
    line = compiled.lines.get((indicator.code, "standard")) or compiled.lines.get((indicator.code, "ideal"))
    return constant(line) if line is not None and not line.dependencies else None


def by_code(rows: Sequence[Any]) -> Mapping[str, Any]:
    """Results by the code of their unit."""
    return {row.code: row for row in rows}
