"""The units that clerks write, Chinese or English, resolved to exact sizes by the units of the rules."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from jiyue.engine.problems import Refused
from jiyue.engine.sheet.column_words import list_parts, squeezed, words
from jiyue.engine.units import Dimension, dimension

_RULES_UNIT = re.compile(r"(?:10k_)?[A-Za-z]\w*(?:\^-?\d)?(?:[*/](?:10k_)?[A-Za-z]\w*(?:\^-?\d)?)*", re.ASCII)
_TAIL = re.compile(r"(?<=.)[/,:]([^/,:]+)$")


@dataclass(frozen=True)
class Unit:
    """A unit and its ``size`` in base units; units of one ``kind`` convert into one another."""

    kind: str
    size: Fraction

    def factor_to(self, other: Unit) -> Fraction | None:
        """What a figure in this unit is multiplied by to stand in ``other``; None if they do not convert."""
        return self.size / other.size if self.kind == other.kind else None


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    table: dict[str, str] = {}
    for code, synonyms in words()["units"].items():
        for word in (code, *synonyms):
            table[_key(word)] = code
    return table


def _key(text: str) -> str:
    return squeezed(unicodedata.normalize("NFKC", text)).replace("^", "")


@lru_cache(maxsize=1024)
def unit_of(text: str | None) -> Unit | None:
    """The unit named by ``text``: a word, a quotient of two, or a unit of units.txt; None if unknown."""
    if not text:
        return None
    key = _key(text)
    parts = key.split("/")
    found = [_simple(part) for part in parts]
    if len(parts) > 2 or any(part is None for part in found):
        return _of_rules(text.strip())
    first, *rest = (part for part in found if part is not None)
    if not rest:
        return Unit(_kind(first[0], first[1]), first[1].size)
    whole = first[1].times(rest[0][1], -1)
    return Unit(_kind(None, whole), whole.size)


def _simple(key: str) -> tuple[str, Dimension] | None:
    if (code := _codes().get(key)) is not None:
        return code, dimension(code)
    for prefix, times in words()["multiples"].items():
        if key.startswith(prefix) and (code := _codes().get(key.removeprefix(prefix))) is not None:
            base = dimension(code)
            return code, Dimension(base.powers, base.size * int(times))
    return None


def _of_rules(text: str) -> Unit | None:
    if not _RULES_UNIT.fullmatch(text):
        return None
    try:
        found = dimension(text)
    except Refused:
        return None
    return Unit(_kind(text, found), found.size)


def _kind(code: str | None, found: Dimension) -> str:
    if not found.pure:
        return repr(found.powers)
    return str(words()["pure_kinds"].get(code, code))


def same_unit(one: str, other: str) -> bool:
    """Whether two spellings mean one unit; unknown units are equal when written alike."""
    if _key(one) == _key(other):
        return True
    a, b = unit_of(one), unit_of(other)
    return a is not None and a == b


def is_ratio(unit: str | None) -> bool:
    """Whether figures in ``unit`` are shares or quotients, which nobody adds up."""
    found = unit_of(unit)
    return bool(unit) and ("/" in str(unit) or (found is not None and found.kind == "ratio"))


def factor_between(found: str, wanted: str) -> Fraction | None:
    """By what a figure in ``found`` is multiplied to stand in ``wanted``; None when they do not convert."""
    if same_unit(found, wanted):
        return Fraction(1)
    a, b = unit_of(found), unit_of(wanted)
    return a.factor_to(b) if a is not None and b is not None else None


def printed_unit(unit: str, lang: str) -> str:
    """``unit`` as it is printed in a heading: a code of units.txt by its Chinese word when ``lang`` is zh."""
    if lang != "zh":
        return unit
    return "/".join(_printed_part(part) for part in unit.split("/"))


def _printed_part(code: str) -> str:
    table = words()["units"]
    if code in table:
        return str(table[code][0])
    if code.startswith("10k_") and code.removeprefix("10k_") in table:
        prefix = next(word for word, times in words()["multiples"].items() if times == 10_000)
        return f"{prefix}{table[code.removeprefix('10k_')][0]}"
    return code


def units_in(text: str) -> list[str]:
    """The known units that a list such as the line above a table names."""
    return [part for part in list_parts(text) if unit_of(part) is not None]


def unit_at_end(heading: str) -> str | None:
    """The known unit after a slash, comma or colon at the end of a heading without brackets; else None."""
    match = _TAIL.search(unicodedata.normalize("NFKC", heading).strip())
    found = match.group(1).strip() if match else None
    return found if found and unit_of(found) is not None else None
