"""Figures of the sample city, drawn from ``rules/samples/city.yaml``: parts never above their whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiyue.engine.index.dictionary import Dictionary, Measure, default_dictionary
from jiyue.engine.numbers import Fraction, exact, round_half_even
from jiyue.engine.yamls import load_rules

WOBBLE = Fraction(1, 100)
YEARS_COUNT = Fraction(3, 10)
"""What part of a unit's standing is the passing of the years; the rest is its quality."""
PLACES = {"count": 0, "person": 0, "10k_yuan": 2, "m2": 2, "t": 2}


@dataclass(frozen=True)
class Figure:
    """One figure; ``doubtful`` when it was spoilt on purpose."""

    unit: str
    measure: str
    year: int
    value: Fraction
    doubtful: bool = False


class City:
    """The sample city with ``years`` full years up to ``last``."""

    def __init__(self, last: int, dictionary: Dictionary | None = None) -> None:
        self.rules: Mapping[str, Any] = load_rules("samples/city.yaml")
        self.dictionary = dictionary or default_dictionary()
        self.years = range(last - int(self.rules["years"]) + 1, last + 1)
        self.units: list[dict[str, Any]] = list(self.rules["units"])

    def figures(self) -> Iterator[Figure]:
        """Every figure that the city hands in: without the gaps, with the doubtful ones as spoilt."""
        last = self.years[-1]
        gaps = {(g["unit"], g["measure"]) for g in self.rules["gaps"]}
        spoilt = {(d["unit"], d["measure"]): exact(d["times"]) for d in self.rules["doubtful"]}
        said = {(s["unit"], s["measure"]): exact(s["figure"]) for s in self.rules["set"]}
        for (unit, measure, year), value in self.all.items():
            key = unit, measure
            if year != last or key not in gaps | spoilt.keys() | said.keys():
                yield Figure(unit, measure, year, value)
            elif key in said:
                yield Figure(unit, measure, year, said[key])
            elif key in spoilt:
                places = self._places(self._line(measure))
                yield Figure(unit, measure, year, round_half_even(value * spoilt[key], places), doubtful=True)

    @cached_property
    def all(self) -> dict[tuple[str, str, int], Fraction]:
        """Every figure as drawn, by unit, measure and year."""
        found: dict[tuple[str, str, int], Fraction] = {}
        for measure, rule in self.rules["draws"].items():
            line = self._line(measure)
            for unit in self.units:
                if unit["kind"] in ("county", "zone", "cluster") and unit["kind"] in line.unit_kinds:
                    for year in self.years:
                        found[unit["code"], measure, year] = self._drawn(line, rule, unit, year, found)
            if "town" in line.unit_kinds:
                self._split(line, rule, found)
            self._above(line, found)
        return found

    def _line(self, measure: str) -> Measure:
        line = self.dictionary.get(measure)
        assert line is not None, measure
        return line

    @staticmethod
    def _places(line: Measure) -> int:
        return 0 if line.value_type != "decimal" else PLACES.get(line.unit or "", 4)

    def _drawn(
        self,
        line: Measure,
        rule: Mapping[str, Any],
        unit: Mapping[str, Any],
        year: int,
        found: Mapping[tuple[str, str, int], Fraction],
    ) -> Fraction:
        """One figure of a county, zone or cluster."""
        code, age = unit["code"], year - self.years[0]
        standing = self._standing(unit, year)
        value = self._raw(rule, unit, age, standing, lambda m: found[code, m, year])
        if rule.get("types"):
            value *= exact(rule["types"].get(unit.get("type", "mixed"), "1"))
        wobble = exact(rule["wobble"]) if "wobble" in rule else WOBBLE
        if "flag" not in rule and "plus" not in rule:
            value *= 1 + wobble * self._chance(code, line.code, year)
        value = max(Fraction(0), round_half_even(value, self._places(line)))
        most = [exact(rule["most"])] if "most" in rule else []
        bounds = [rule.get("within"), rule.get("of") if line.unit == self._unit_of(rule) else None]
        most += [found[code, m, year] for m in bounds if m and (code, m, year) in found]
        return min([value, *most])

    def _unit_of(self, rule: Mapping[str, Any]) -> str | None:
        """The unit of the whole that a share is of, where the share is a part of it."""
        if "of" not in rule or max(map(exact, rule["between"])) > 1:
            return None
        return self._line(rule["of"]).unit

    @staticmethod
    def _raw(
        rule: Mapping[str, Any], unit: Mapping[str, Any], age: int, standing: Fraction, figure: Any
    ) -> Fraction:
        if "flag" in rule:
            return Fraction(int(standing >= exact(rule["flag"])))
        if "plus" in rule:
            return sum((figure(m) for m in rule["plus"]), Fraction(0))
        if "between" in rule:
            worst, best = map(exact, rule["between"])
            value = worst + (best - worst) * standing
            return value * figure(rule["of"]) if "of" in rule else value
        grown = (1 + exact(rule["growth"])) ** age
        better = 1 + exact(rule.get("better", "0")) * standing
        return exact(rule["start"]) * exact(str(unit["size"])) * grown * better

    def _standing(self, unit: Mapping[str, Any], year: int) -> Fraction:
        """How well the unit does in the year, 0 to 1: at its quality in the last year, less before."""
        ahead = Fraction(self.years[-1] - year, len(self.years))
        return max(Fraction(0), exact(str(unit["quality"])) - YEARS_COUNT * ahead)

    @staticmethod
    def _chance(*words: object) -> Fraction:
        """A number from -1 to 1 that is the same whenever the same words are given."""
        digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
        return Fraction(int.from_bytes(digest[:4]), 2**31) - 1

    def _split(
        self, line: Measure, rule: Mapping[str, Any], found: dict[tuple[str, str, int], Fraction]
    ) -> None:
        """The figure of each county divided among its towns to the last digit."""
        step = Fraction(1, 10 ** self._places(line))
        bound = rule.get("within") or (rule.get("of") if line.unit == self._unit_of(rule) else None)
        for county in (u for u in self.units if u["kind"] == "county"):
            towns = [u for u in self.units if u["kind"] == "town" and u.get("parent") == county["code"]]
            for year in self.years:
                whole = found[county["code"], line.code, year]
                room = [found[t["code"], bound, year] if bound else whole for t in towns]
                parts = [
                    min(whole * exact(str(t["size"])) // step * step, r)
                    for t, r in zip(towns, room, strict=True)
                ]
                rest = whole - sum(parts)
                for i, most in enumerate(room):
                    more = min(rest, most - parts[i])
                    parts[i] += more
                    rest -= more
                for town, part in zip(towns, parts, strict=True):
                    found[town["code"], line.code, year] = part

    def _above(self, line: Measure, found: dict[tuple[str, str, int], Fraction]) -> None:
        """The province is so many such cities, a little poorer; the city is the sum of its counties."""
        if "province" not in line.unit_kinds:
            return
        rule = self.rules["above"]["province"]
        factor = {"10k_yuan": exact(rule["money"]), "person": exact(rule["people"])}.get(line.unit or "")
        counties = [u["code"] for u in self.units if u["kind"] == "county"]
        for province in (u["code"] for u in self.units if u["kind"] == "province"):
            for year in self.years:
                city = sum((found[code, line.code, year] for code in counties), Fraction(0))
                value = city * exact(rule["cities"]) * (1 if factor is None else factor)
                found[province, line.code, year] = round_half_even(value, self._places(line))
