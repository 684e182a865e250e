"""The figures that the ledger of statistics holds, and which vintage of one counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from jiyue.engine.index.dictionary import Measure, default_dictionary
from jiyue.engine.messages import N_, current_language
from jiyue.engine.rulebook import default_rulebook
from jiyue.engine.yamls import load_rules

PRELIMINARY, FINAL, REVISED = "preliminary", "final", "revised"
VINTAGES = {
    PRELIMINARY: N_("Preliminary"),
    FINAL: N_("Finally verified"),
    REVISED: N_("Revised by census"),
}
"""From the earliest to the latest: the last one that there is counts."""
RANK = {vintage: number for number, vintage in enumerate(VINTAGES)}
GROWTH, CURRENT, CONSTANT = "gdp_growth", "gdp_current", "gdp_constant"


@cache
def lines() -> Mapping[str, Measure]:
    """What may be entered, by code: measures of the dictionary, then further series."""
    data = load_rules("statistics.yaml")
    found = {code: default_dictionary().get(code) for code in data["measures"]}
    known = {code: line for code, line in found.items() if line is not None}
    return known | {series["code"]: Measure(**series) for series in data["series"]}


def measures() -> list[str]:
    """The measures of the dictionary that are counted from the ledger."""
    return list(load_rules("statistics.yaml")["measures"])


class Titles(Mapping[str, str]):
    """What each figure is called, in the language of the page."""

    def __getitem__(self, code: str) -> str:
        line = lines()[code]
        return line.zh if current_language() == "zh" else line.en

    def __iter__(self) -> Iterator[str]:
        return iter(lines())

    def __len__(self) -> int:
        return len(lines())


TITLES = Titles()


def price_base(as_of: date) -> int:
    """The year on whose prices the series of an evaluation stand. Raises Refused when no rule says so."""
    return int(default_rulebook().figure("statistics.price_base", on=as_of).value)
