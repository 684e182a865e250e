"""The report of an evaluation: one HTML file that needs nothing else, to be read, printed and passed on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from jiyue.engine.index.framework_check import Compiled
from jiyue.engine.index.panel import Panel
from jiyue.engine.index.report_chart import chart
from jiyue.engine.index.report_missing import causes, gaps, warned
from jiyue.engine.index.report_rank import MAX_ROWS, cards, heading, ordered, rows, scale_of
from jiyue.engine.index.report_unit import chosen, unit_page
from jiyue.engine.index.report_words import Words, figure
from jiyue.engine.index.result import Evaluation
from jiyue.engine.index.values import Values
from jiyue.engine.messages import LANGUAGES

TEMPLATES = Path(__file__).with_name("templates")
FINGERPRINT = 16
SPOKEN_APART = frozenset({"FRAMEWORK_LABEL"})
"""Warnings that the report says in a place of their own."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def evaluation_html(
    evaluation: Evaluation, panel: Panel, compiled: Compiled, lang: str, notes: Sequence[str] = ()
) -> str:
    """The report as one HTML text in ``lang`` (zh or en).

    It holds the ranking (the first :data:`MAX_ROWS`), the spread of the totals, one unit explained down to
    its measures, what is missing and why, warnings with their remedies, and the source of each indicator.
    ``notes`` are sentences on where the data come from.
    """
    words = Words(compiled, panel, lang)
    values = Values(compiled, panel, evaluation.year)
    scale = scale_of(evaluation, words)
    explained = chosen(evaluation)
    results = ordered(evaluation)
    shown, apart = rows(results, words, scale, explained.unit if explained else None)
    missing, kinds_missing = gaps(evaluation, values, words)
    reasons, all_reasons = causes(evaluation, values, words)
    framework = compiled.framework
    facts: dict[str, Any] = {
        "_": words,
        "figure": figure,
        "language": LANGUAGES[lang].replace("_", "-"),
        "framework": framework,
        "title": framework.title(lang),
        "label": framework.label(lang),
        "heading": heading(evaluation, words),
        "evaluation": evaluation,
        "fingerprint": evaluation.hash[:FINGERPRINT],
        "unverified": sum(not i.verified for i in framework.indicators),
        "notes": notes,
        "cards": cards(evaluation, words, scale),
        "rows": shown,
        "apart": apart,
        "more": max(0, len(results) - MAX_ROWS),
        "gated": any(r.standard for r in evaluation.results),
        "vetoed": any(r.vetoes for r in evaluation.results),
        "nested": any(row.above for row in shown),
        "chart": chart(evaluation, words, scale, explained),
        "unit": None if explained is None else unit_page(evaluation, explained, values, words),
        "gaps": missing,
        "all_gaps": kinds_missing,
        "causes": reasons,
        "all_causes": all_reasons,
        "warnings": warned([w for w in evaluation.warnings if w.code not in SPOKEN_APART], words),
        "indicators": [(i, words.title(i), words.unit(i.unit)) for i in framework.indicators],
    }
    return _environment().get_template("report.html").render(facts)
