"""The words of Chinese statistical tables, from ``rules/sheet_words.yaml``, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_FILE = Path(__file__).resolve().parents[2] / "rules" / "sheet_words.yaml"


@dataclass(frozen=True)
class Words:
    """One compiled pattern for each list of the file; texts are matched whole and without blanks."""

    total: re.Pattern[str]
    total_heading: re.Pattern[str]
    other_period: re.Pattern[str]
    not_summed: re.Pattern[str]
    not_summed_heading: re.Pattern[str]
    stub: re.Pattern[str]
    code: re.Pattern[str]
    year: re.Pattern[str]
    unit_heading: re.Pattern[str]
    unit_line: re.Pattern[str]
    unit_list_signs: str
    numbered: re.Pattern[str]
    unit_note: re.Pattern[str]
    meta: re.Pattern[str]
    note: re.Pattern[str]
    title: re.Pattern[str]
    date: re.Pattern[str]
    of_which: re.Pattern[str]
    mark: re.Pattern[str]
    unit: re.Pattern[str]
    broken: frozenset[str]
    code_letters: frozenset[str]
    unit_kinds: dict[str, str]
    unit_hints: dict[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words that ship with the package."""
    rules = YAML(typ="safe").load(_FILE)
    bases = rules["unit_bases"]
    return Words(
        total=_any(rules["total_names"]),
        total_heading=_any(rules["total_headings"]),
        other_period=_any(rules["other_period_names"]),
        not_summed=_any(rules["not_summed_names"]),
        not_summed_heading=_any(rules["not_summed_headings"]),
        stub=_any(rules["stub_headings"]),
        code=_any(rules["code_headings"]),
        year=_any(rules["year_headings"]),
        unit_heading=_any(rules["unit_headings"]),
        unit_line=re.compile(rules["unit_line"]),
        unit_list_signs=rules["unit_list_signs"],
        numbered=re.compile(rules["numbered"]),
        unit_note=re.compile(rules["unit_note"]),
        meta=_any(rules["meta"]),
        note=_any(rules["notes"]),
        title=re.compile(rules["title"]),
        date=re.compile(rules["date"]),
        of_which=re.compile(rules["of_which"]),
        mark=re.compile(rules["marks"]),
        unit=_unit_pattern(rules),
        broken=frozenset(rules["broken_words"]),
        code_letters=frozenset(rules["code_letters"]),
        unit_kinds={base: kind for kind, names in bases.items() for base in names},
        unit_hints={kind: re.compile(pattern) for kind, pattern in rules["unit_hints"].items()},
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _unit_pattern(rules: dict[str, Any]) -> re.Pattern[str]:
    """[multiplier] base, once or as a quotient; the group ``base`` is the base of the numerator."""
    bases = sorted((b for names in rules["unit_bases"].values() for b in names), key=len, reverse=True)
    base = "|".join(map(re.escape, bases))
    multiplier = "|".join(map(re.escape, rules["unit_multipliers"]))
    plain = f"(?:{multiplier})?(?:{base})"
    return re.compile(f"(?:{multiplier})?(?P<base>{base})(?:[/／·•]{plain}){{0,3}}")
