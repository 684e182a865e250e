"""The sheet of a unit: every indicator with its lines, score and share, in the groups of the framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from jiyue.engine.index.framework import Framework
from jiyue.engine.index.inputs import Inputs
from jiyue.engine.index.report_words import Lamp, Words, figure
from jiyue.engine.index.result import IndicatorResult, Number
from jiyue.engine.index.result import UnitResult as EngineResult
from jiyue.engine.index.words import state_word
from jiyue.engine.messages import N_, translate
from jiyue.engine.numbers import Fraction
from jiyue.indicators.explained import LINES, bar, lack_word
from jiyue.indicators.marks import Marked, mark_words

OTHERS = N_("Other indicators")
PLACES = 2
BELOW = ("below", "missing")


@dataclass(frozen=True)
class Line:
    """One indicator in the table of the sheet."""

    code: str
    title: str
    value: str
    unit: str
    standard: str
    excellence: str
    bar: SafeString
    score: str
    weight: str
    contribution: str
    lamp: Lamp | None
    marks: list[Marked]
    lacks: list[str]
    state: str
    evidence: int


@dataclass(frozen=True)
class Group:
    """An aspect with its indicators: the weight it carries and the points it gave."""

    code: str
    title: str
    weight: str
    points: str
    unverified: bool
    lines: list[Line]


@dataclass(frozen=True)
class Card:
    """A figure above the tables."""

    title: str
    figure: str
    note: str
    tone: str = ""


def groups(
    result: EngineResult, inputs: Inputs, words: Words, evidence: Mapping[str, set[int]], only_below: bool
) -> list[Group]:
    """The indicators in the order of the framework; of those not met only with ``only_below``."""
    framework = inputs.compiled.framework
    found: dict[str, list[str]] = {}
    for indicator in framework.indicators:
        found.setdefault(framework.aspect(indicator), []).append(indicator.code)
    made = []
    for code, members in found.items():
        parts = {c: result.indicators[c] for c in members if c in result.indicators}
        unverified = not any(framework.by_code[c].verified for c in members)
        lines = [line_of(c, result, inputs, words, evidence, not unverified) for c in members]
        if only_below:
            lines = [line for line in lines if line.state in (*BELOW, "fired", "undetermined")]
        if lines:
            made.append(_group(code, parts, framework, words, lines, unverified))
    return made


def _group(
    code: str,
    parts: Mapping[str, IndicatorResult],
    framework: Framework,
    words: Words,
    lines: list[Line],
    unverified: bool,
) -> Group:
    group = framework.groups_by_code.get(code)
    return Group(
        code=code,
        title=words.title(group) if group else translate(OTHERS),
        weight=_total(p.weight for p in parts.values()),
        points=_total(p.contribution for p in parts.values()),
        unverified=unverified,
        lines=lines,
    )


def _total(numbers: Any) -> str:
    known: list[Number] = [n for n in numbers if n is not None]
    return figure(sum(known, Fraction(0)), PLACES) if known else ""


def line_of(
    code: str,
    result: EngineResult,
    inputs: Inputs,
    words: Words,
    evidence: Mapping[str, set[int]],
    tell: bool = True,
) -> Line:
    """``tell``: whether a rule that nobody verified is marked here; else its group says so."""
    indicator = inputs.compiled.framework.by_code[code]
    verified = indicator.verified or not tell
    pieces = len(set().union(*(evidence.get(measure, ()) for measure in inputs.direct(code))))
    part = result.indicators.get(code)
    if part is None:
        veto = result.vetoes.get(code)
        state = veto.state if veto else ""
        lamp = words.lamp(state) if state else None
        marks = mark_words([], words, verified)
        lacks = [lack_word(token, words) for token in veto.missing] if veto else []
        empty = ("", "", "", "", SafeString(""), "", "", "")
        return Line(code, words.title(indicator), *empty, lamp, marks, lacks, state, pieces)
    lines = (part.ideal if indicator.ideal is not None else part.standard, part.best)
    standard = next((line for line in lines if line is not None), None)
    return Line(
        code=code,
        title=words.title(indicator),
        value=figure(part.value, indicator.decimals),
        unit=words.unit(indicator.unit),
        standard=figure(standard),
        excellence=figure(part.excellence),
        bar=bar(indicator, part, words),
        score=figure(part.score, PLACES),
        weight=figure(part.weight, PLACES) if part.weight is not None else "",
        contribution=figure(part.contribution, PLACES),
        lamp=words.lamp(part.level or part.state),
        marks=mark_words(part.marks, words, verified),
        lacks=[lack_word(token, words) for token in part.missing],
        state=part.level or part.state,
        evidence=pieces,
    )


def line_word(result: EngineResult) -> str:
    """What the first line of this framework is called, as a msgid."""
    named = (name for name in LINES if name != "excellence")
    parts = result.indicators.values()
    used = (LINES[name] for name in named if any(getattr(p, name) is not None for p in parts))
    return next(used, LINES["standard"])


def cards(result: EngineResult, framework: Framework, of: int, in_type: tuple[int | None, int]) -> list[Card]:
    """Total and rank, the two gates, the vetoes, what lacks."""
    parts = {c: p for c, p in result.indicators.items() if framework.by_code[c].gated}
    judged = [p for p in parts.values() if p.state != "not_applicable"]
    reached = sum(p.level in ("standard", "excellent") for p in judged)
    excellent = sum(p.level == "excellent" for p in judged)
    found = [_total_card(result, of, in_type)]
    if result.standard:
        note = N_("{count} of {all} indicators reach the standard")
        found.append(_gate(N_("Standard met"), result.standard, note, reached, len(judged)))
    if result.excellence:
        note = N_("{left} of {all} indicators still short of excellence")
        left = {"left": len(judged) - excellent, "all": len(judged)}
        found.append(_gate(N_("Excellence"), result.excellence, note, excellent, len(judged), left))
    if result.vetoes:
        found.append(_vetoes(result))
    missing = sum(p.state == "missing" for p in result.indicators.values())
    missing += sum(v.state == "undetermined" for v in result.vetoes.values())
    left_out = sum(p.state == "not_applicable" for p in result.indicators.values())
    note = translate(N_("{count} not applicable"), {"count": left_out})
    found.append(Card(translate(N_("Figures missing")), str(missing), note, "mind" if missing else ""))
    return found


def _total_card(result: EngineResult, of: int, in_type: tuple[int | None, int]) -> Card:
    title = translate(N_("Total"))
    if result.total is None:
        if result.lower is None:
            return Card(title, "—", translate(N_("figures are missing")), "mind")
        between = f"{figure(result.lower, PLACES)} ~ {figure(result.upper, PLACES)}"
        return Card(title, between, translate(N_("bounds: figures are missing")), "mind wide")
    said = [translate(N_("rank {rank} of {count}"), {"rank": result.rank, "count": of})]
    rank, count = in_type
    if rank is not None and count != of:
        said.append(translate(N_("{rank} of {count} in its type"), {"rank": rank, "count": count}))
    return Card(title, figure(result.total, PLACES), "，".join(said))


def _gate(
    title: str, state: str, note: str, count: int, all_: int, more: Mapping[str, int] | None = None
) -> Card:
    tones = {"met": "good", "failed": "bad", "undetermined": "mind"}
    said = translate(note, {"count": count, "all": all_, **(more or {})})
    return Card(translate(title), state_word(state), said, f"lamp-{tones[state]}")


def _vetoes(result: EngineResult) -> Card:
    states = [v.state for v in result.vetoes.values()]
    state = next((s for s in ("fired", "undetermined") if s in states), "clear")
    tone = {"fired": "bad", "undetermined": "mind", "clear": "good"}[state]
    note = N_("{count} of {all} items fired")
    said = translate(note, {"count": states.count("fired"), "all": len(states)})
    return Card(translate(N_("Vetoes")), state_word(state), said, f"lamp-{tone}")
