"""Why one indicator of one unit is what it is, ready for a page: sentence, measures, lines, sum, years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.safestring import SafeString

from jiyue.engine.index.explain import indicator_parts
from jiyue.engine.index.framework import Indicator
from jiyue.engine.index.inputs import Inputs
from jiyue.engine.index.report_unit import gauge_of, input_of, share, working
from jiyue.engine.index.report_words import Lamp, Words, figure
from jiyue.engine.index.result import IndicatorResult
from jiyue.engine.index.result import UnitResult as EngineResult
from jiyue.engine.messages import N_, current_language, translate
from jiyue.indicators import drawing
from jiyue.indicators.marks import Marked, mark_words
from jiyue.indicators.models import FINAL, SOURCES, VINTAGES, UnitResult
from jiyue.indicators.opened import words_of

LINES = {
    "standard": N_("Standard"),
    "excellence": N_("Excellence"),
    "ideal": N_("Ideal value"),
    "best": N_("Best of all units"),
}
NEXT = {
    "below": ("standard", N_("To the standard: {gap}")),
    "standard": ("excellence", N_("To excellence: {gap}")),
}


@dataclass(frozen=True)
class Told:
    """A measure of the formula: its figure, where it comes from, and its page."""

    code: str
    title: str
    of: str
    year: int | None
    value: str
    unit: str
    source: str
    marks: list[Marked]
    to: str


@dataclass(frozen=True)
class Line:
    """A line: what it is called, the rule in words, the figure."""

    title: str
    rule: str
    value: str


@dataclass(frozen=True)
class Explained:
    """One indicator of one unit."""

    code: str
    title: str
    unit: str
    question: str
    sentence: str
    value: str
    lamp: Lamp | None
    measures: list[Told]
    lines: list[Line]
    working: str
    share: str
    verified: bool
    source: str
    demanded: str
    reason: str
    lacks: list[str]
    gap: str
    marks: list[Marked]
    gauge: SafeString

    @property
    def plain_lines(self) -> bool:
        """Whether the lines are mere figures, which one row says."""
        return bool(self.lines) and not any(line.rule for line in self.lines)


def explain(row: UnitResult, result: EngineResult, inputs: Inputs, code: str) -> Explained:
    """The explanation of the indicator ``code``; KeyError for one that the framework does not have."""
    lang, words = current_language(), words_of(inputs.compiled)
    indicator = inputs.compiled.framework.by_code[code]
    values = inputs.values(code, row.code)
    data = indicator_parts(values, result, code, lang)
    part = result.indicators.get(code)
    names = {u.code: u.name for u in inputs.units}
    told = [_told(row, inputs, item, words, names) for item in data["inputs"]]
    veto = words.lamp(data.get("veto"))
    return Explained(
        code=code,
        title=words.title(indicator),
        unit=words.unit(indicator.unit),
        question=_question(code, part, veto),
        sentence=str(data["sentence"]),
        value="" if part is None else figure(part.value, indicator.decimals),
        lamp=veto if part is None else words.lamp(part.level or part.state),
        measures=told,
        lines=[] if part is None else _lines(data, part, words, inputs, indicator),
        working="" if part is None else working(indicator, part, words),
        share="" if part is None else share(part, words),
        verified=indicator.verified,
        source=indicator.where(lang),
        demanded=str(data["evidence"]),
        reason=str(data.get("na_reason", "")),
        lacks=[lack_word(token, words) for token in _missing(result, code)],
        gap="" if part is None else _gap(indicator, part, words),
        marks=mark_words(row.indicators.get(code, {}).get("marks", ()), words),
        gauge=SafeString("") if part is None else bar(indicator, part, words),
    )


def _missing(result: EngineResult, code: str) -> tuple[str, ...]:
    found = result.vetoes.get(code) or result.indicators.get(code)
    return found.missing if found else ()


def bar(indicator: Indicator, part: IndicatorResult, words: Words) -> SafeString:
    """The value with its lines drawn on it; the label says the same."""
    ends = (0.0, 0.0)
    if indicator.goalposts is not None:
        ends = float(indicator.goalposts.lo), float(indicator.goalposts.hi)
    drawn = gauge_of(indicator, part, words, ends)
    named = [(translate(LINES[n]), getattr(part, n)) for n in LINES if getattr(part, n) is not None]
    said = [
        f"{words.title(indicator)} {figure(part.value)}",
        *(f"{name} {figure(line)}" for name, line in named),
    ]
    return drawing.gauge(drawn, "；".join(said))


def lack_word(token: str, words: Words) -> str:
    """A missing figure in words: ``tax@-1`` is tax of the year before, ``tax@province`` the province's."""
    code, _, rest = token.partition("@")
    title = words.named(code)
    if rest.startswith("-"):
        back = translate(N_("{years} years before"), {"years": rest[1:]})
        return f"{title}（{back}）"
    return f"{title}（{words.kind(rest)}）" if rest else title


def source_of(inputs: Inputs, unit: str, measure: str, year: int | None) -> tuple[str, str, list[str], int]:
    """Source, vintage, marks and the number of frozen rows of a figure; empty where nothing is said."""
    same = (pl.col("measure") == measure) & (pl.col("year") == str(year))
    found = inputs.sources.of(unit).filter(same)
    if found.is_empty():
        return "", "", [], 0
    line = found.row(0, named=True)
    marks = [m.strip() for m in (line["marks"] or "").split(",") if m.strip()]
    return line["source"] or "", line["vintage"] or "", marks, inputs.rows.of(unit).filter(same).height


def source_words(source: str, vintage: str, rows: int) -> str:
    """Where a figure comes from: how many rows, or that it was declared, and which vintage."""
    if rows:
        return translate(N_("{count} rows"), {"count": rows})
    said = [translate(SOURCES[source])] if source in SOURCES else []
    if vintage in VINTAGES and vintage != FINAL:
        said.append(translate(VINTAGES[vintage]))
    return " · ".join(said)


def _told(row: UnitResult, inputs: Inputs, data: dict[str, Any], words: Words, names: dict[str, str]) -> Told:
    shown = input_of(data, words)
    code, year, own = data["code"], data["year"], data["of"] == row.code
    source, vintage, marks, rows = source_of(inputs, str(data["of"]), code, year)
    leads = own and code in inputs.compiled.dictionary and year is not None
    rolled = ["rolled_up"] if data["rolled_up"] else []
    return Told(
        code=code,
        title=shown.title,
        of="" if own or not data["of_kind"] else names.get(str(data["of"]), "") or str(data["of_kind"]),
        year=year,
        value=shown.value,
        unit=shown.unit,
        source=source_words(source, vintage, rows),
        marks=mark_words([*marks, *rolled], words),
        to=reverse("evaluation-measure", args=[row.evaluation_id, row.unit_id, code, year]) if leads else "",
    )


def _question(code: str, part: IndicatorResult | None, veto: Lamp | None) -> str:
    if part is None:
        return translate(N_("{code}: why “{state}”?"), {"code": code, "state": veto.word if veto else ""})
    if part.score is not None:
        return translate(N_("Why is {code} {score}?"), {"code": code, "score": figure(part.score, 2)})
    if part.state == "missing":
        return translate(N_("Why has {code} no score?"), {"code": code})
    if part.state == "not_applicable":
        return translate(N_("Why is {code} not applicable?"), {"code": code})
    return translate(N_("What is {code}?"), {"code": code})


def _lines(
    data: dict[str, Any], part: IndicatorResult, words: Words, inputs: Inputs, indicator: Indicator
) -> list[Line]:
    unit = words.unit(indicator.unit)
    found = []
    for name, line in data["lines"].items():
        value = figure(getattr(part, name))
        named = inputs.compiled.lines[indicator.code, name].dependencies
        rule = str(line["sentence"]) if named else ""
        known = getattr(part, name) is not None
        found.append(Line(translate(LINES[name]), rule, f"{value} {unit}".strip() if known else value))
    if part.best is not None:
        words_of_best = LINES["best"]
        found.append(Line(translate(words_of_best), "", f"{figure(part.best)} {unit}".strip()))
    return found


def _gap(indicator: Indicator, part: IndicatorResult, words: Words) -> str:
    """How far it is to the next line."""
    if part.level not in NEXT or part.value is None:
        return ""
    line, asked = NEXT[part.level]
    wanted = getattr(part, line)
    if wanted is None:
        return ""
    gap = f"{figure(abs(wanted - part.value))} {words.unit(indicator.unit)}".strip()
    return translate(asked, {"gap": gap})


def history(rows: Sequence[tuple[int, Any]], now: int) -> tuple[list[tuple[int, float | None]], bool]:
    """The values of years in order, and whether there is more than the present one."""
    by_year = dict(rows)
    found = [(year, by_year[year]) for year in sorted(by_year)]
    return found, len([1 for _, v in found if v is not None]) > 1 and now in by_year
