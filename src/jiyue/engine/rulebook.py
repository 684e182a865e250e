"""Rules of laws, standards and policies: each with source, verified mark, validity and jurisdiction.

A rule is a figure or, in :mod:`jiyue.engine.calendar.clocks`, a time limit. One that is missing or not in
force is an error naming it; one that nobody has verified is usable and is carried to every output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from jiyue.engine.messages import N_, current_language
from jiyue.engine.numbers import Fraction, decimal_text, exact
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.yamls import RULES_DIR, load_rules, parse_yaml

RULE_MISSING = define(
    "RULE_MISSING",
    N_("The rule {value} is not there for {jurisdiction}."),
    N_("Add it to the rules with its source and validity, or publish your own version of the rules."),
)
RULE_EXPIRED = define(
    "RULE_EXPIRED",
    N_("The rule {value} is not in force on {on}; it is known for {spans}."),
    N_("Add the version in force on that date with its source, or evaluate another year."),
)
BAD_RULE = define(
    "BAD_RULE",
    N_("The rule {value} lacks {what}."),
    N_("Every rule needs a code, a source, verified: true or false, and its figure or time limit."),
)
UNVERIFIED = define(
    "UNVERIFIED_FIGURE",
    N_("The figure {value} = {figure} has not been verified against its source: {source}."),
    N_("Attach the document and page that confirm it, or treat the result as provisional."),
)

NATIONAL = "CN"
_NO_FIGURES = ("frameworks/", "charts/", "calendar/", "clocks/")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule has: where it stands, whether somebody compared it, when and where it holds.

    ``jurisdiction`` is CN or a division code.
    """

    code: str
    source: str
    verified: bool
    valid_from: date | None = None
    valid_to: date | None = None
    jurisdiction: str = NATIONAL
    zh: str = ""
    en: str = ""

    def in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def validity(self) -> str:
        return f"{self.valid_from or '...'} - {self.valid_to or '...'}"

    def title(self, lang: str | None = None) -> str:
        return (self.zh if (lang or current_language()) == "zh" else self.en) or self.code


@dataclass(frozen=True, kw_only=True)
class Figure(Rule):
    """One figure of a rule. ``value`` is exact."""

    value: Fraction
    unit: str


AnyRule = TypeVar("AnyRule", bound=Rule)


def choose(rules: Iterable[AnyRule], code: str, *, on: date, jurisdiction: str = NATIONAL) -> AnyRule:
    """The rule in force ``on`` a date, the nearest jurisdiction first (county, prefecture, province, CN).

    Raises :class:`Refused` (RULE_MISSING, RULE_EXPIRED).
    """
    known = [r for r in rules if r.code == code]
    for place in jurisdictions(jurisdiction):
        for rule in known:
            if rule.jurisdiction == place and rule.in_force(on):
                return rule
    if not known:
        raise Refused(RULE_MISSING(field="rule", value=code, rule=code, jurisdiction=jurisdiction))
    spans = ", ".join(f"{r.jurisdiction} {r.validity()}" for r in known)
    raise Refused(RULE_EXPIRED(field="rule", value=code, rule=code, on=on.isoformat(), spans=spans))


def unverified(rule: Rule, figure: str) -> Problem:
    """The warning that nobody has verified ``rule``, whose content in words is ``figure``."""
    return UNVERIFIED(
        field="rule", value=rule.code, rule=rule.code, figure=figure, source=rule.source, verified=False
    )


@dataclass
class Rulebook:
    """Figures by code; ``used`` remembers every figure that was asked for, for the outputs."""

    figures: list[Figure]
    used: dict[str, Figure] = field(default_factory=dict)

    def figure(self, code: str, *, on: date, jurisdiction: str = NATIONAL) -> Figure:
        """The figure in force ``on`` a date, the nearest jurisdiction first (county, prefecture, province).

        Raises :class:`Refused` (RULE_MISSING, RULE_EXPIRED).
        """
        figure = choose(self.figures, code, on=on, jurisdiction=jurisdiction)
        self.used[code] = figure
        return figure

    def unverified(self) -> list[Problem]:
        """A warning for each figure used that nobody has verified."""
        return [unverified(f, decimal_text(f.value)) for f in self.used.values() if not f.verified]


def jurisdictions(code: str) -> Iterator[str]:
    """``320413`` -> 320413, 320400, 320000, CN: division codes nest by their leading digits (GB/T 2260)."""
    if code.isdigit() and len(code) == 6:
        yield from dict.fromkeys((code, code[:4] + "00", code[:2] + "0000"))
    elif code != NATIONAL:
        yield code
    yield NATIONAL


def read_figures(data: Any, file: str) -> list[Figure]:
    """The figures of one rules file: ``figures: [{code, value, source, verified, ...}]``."""
    return [
        Figure(value=exact(entry["value"]), unit=str(entry.get("unit", "1")), **common)
        for _, entry, common in read_rules(data, "figures", "value", file)
    ]


Entry = dict[str, Any]


def read_rules(data: Any, key: str, content: str, file: str) -> list[tuple[int, Entry, Entry]]:
    """The entries under ``key`` of a rules file, each with its row and the fields of :class:`Rule`.

    What stands above them holds for all. Refused (BAD_RULE) naming each that lacks a code, its ``content``,
    a source or the verified mark.
    """
    out, problems = [], []
    above = {
        k: data[k] for k in ("source", "verified", "valid_from", "valid_to", "jurisdiction") if k in data
    }
    for row, entry in enumerate(data.get(key, ()), start=1):
        entry = {**above, **entry}
        lacking = [k for k in ("code", content, "source", "verified") if entry.get(k) in (None, "")]
        if not lacking and not isinstance(entry["verified"], bool):
            lacking = ["verified"]
        lacking += [k for k in ("valid_from", "valid_to") if not _is_day(entry.get(k))]
        if lacking:
            problems.append(BAD_RULE(file=file, row=row, value=entry.get("code"), what=", ".join(lacking)))
            continue
        common = {
            "code": str(entry["code"]),
            "source": str(entry["source"]),
            "verified": entry["verified"],
            "valid_from": _day(entry.get("valid_from")),
            "valid_to": _day(entry.get("valid_to")),
            "jurisdiction": str(entry.get("jurisdiction", NATIONAL)),
            "zh": str(entry.get("zh", "")),
            "en": str(entry.get("en", "")),
        }
        out.append((row, entry, common))
    if problems:
        raise Refused(problems)
    return out


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _is_day(value: object) -> bool:
    try:
        _day(value)
    except ValueError:
        return False
    return True


def rule_files() -> list[str]:
    """The shipped rules files that hold figures, by name."""
    names = (p.relative_to(RULES_DIR).as_posix() for p in sorted(RULES_DIR.rglob("*.yaml")))
    return [n for n in names if not n.startswith(_NO_FIGURES) and "figures" in (load_rules(n) or {})]


def default_rulebook(extra: Iterable[tuple[str, str]] = ()) -> Rulebook:
    """The shipped figures, after those of ``extra`` (name, YAML text) such as a bureau's own versions."""
    figures = [f for name, text in extra for f in read_figures(parse_yaml(text, file=name), name)]
    for name in rule_files():
        figures.extend(read_figures(load_rules(name), name))
    return Rulebook(figures)
