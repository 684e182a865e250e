"""Land classes of the yearly survey: two classifications, the crosswalk between them, what measures count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from jiyue.engine.messages import current_language
from jiyue.engine.yamls import load_rules
from jiyue.foundation.duties.figures import MEASURES

FILE = "land_classes.yaml"


@dataclass(frozen=True)
class LandClass:
    """A class of the area table. ``deducted``: the field ridges deducted from cultivated patches."""

    code: str
    zh: str
    en: str
    verified: bool
    deducted: bool = False

    def title(self) -> str:
        return self.zh if current_language() == "zh" else self.en


@dataclass(frozen=True)
class Group(LandClass):
    """A class of the first level, with the classes that its area is the sum of."""

    classes: tuple[LandClass, ...] = ()


@dataclass(frozen=True)
class Classification:
    """``first_year`` and ``last_year``: the surveys that use it; None: until now."""

    code: str
    zh: str
    en: str
    source: str
    first_year: int
    last_year: int | None
    groups: tuple[Group, ...]

    def title(self) -> str:
        return self.zh if current_language() == "zh" else self.en

    @property
    def classes(self) -> tuple[LandClass, ...]:
        """The classes of the second level, in the order of the table."""
        return tuple(one for group in self.groups for one in group.classes)

    def used_in(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def leaves(self, codes: tuple[str, ...]) -> frozenset[str]:
        """The classes that ``codes`` of classes or groups stand for."""
        groups = {group.code: frozenset(one.code for one in group.classes) for group in self.groups}
        return frozenset().union(*(groups.get(code, {code}) for code in codes))


@cache
def classifications() -> Mapping[str, Classification]:
    return {data["code"]: _classification(data) for data in load_rules(FILE)["classifications"]}


def _classification(data: Mapping[str, object]) -> Classification:
    groups = tuple(
        Group(**{**group, "classes": tuple(LandClass(**one) for one in group["classes"])})
        for group in data["groups"]  # type: ignore[attr-defined]
    )
    return Classification(**{"last_year": None, **data, "groups": groups})  # type: ignore[arg-type]


def classification_of(year: int) -> Classification | None:
    """The classification of the survey of a year."""
    return next((c for c in classifications().values() if c.used_in(year)), None)


@dataclass(frozen=True)
class Pair:
    """A class of the second survey and the classes of the third one that it became."""

    second: LandClass
    third: tuple[LandClass, ...]


def crosswalk() -> Iterator[Pair]:
    old, new = ({one.code: one for one in c.classes} for c in classifications().values())
    for pair in load_rules(FILE)["crosswalk"]["pairs"]:
        yield Pair(old[pair["second"]], tuple(new[code] for code in pair["third"]))


@dataclass(frozen=True)
class Counts:
    """Which classes a measure counts, by classification; None where that one cannot tell it."""

    measure: str
    verified: bool
    version: str
    classes: Mapping[str, frozenset[str] | None]

    def title(self) -> str:
        return MEASURES[self.measure]


@cache
def counted() -> Mapping[str, Counts]:
    """The measures that are sums of classes, by code."""
    data = load_rules(FILE)["measures"]
    found = {}
    for line in data["lines"]:
        classes = {
            code: None if line[code] is None else c.leaves(tuple(line[code]))
            for code, c in classifications().items()
        }
        found[line["measure"]] = Counts(line["measure"], line["verified"], data["version"], classes)
    return found
