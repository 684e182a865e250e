"""Units of measure as tables write them: in brackets, alone in a cell, in a line of their own, in a note."""

from __future__ import annotations

import re

from jiyue.engine.sheet.values import clean, has_han
from jiyue.engine.sheet.words import words

_BRACKETS = re.compile(r"[（(\[【〔]([^（(\[【〔）)\]】〕]*)[）)\]】〕]")
_PREFIX = re.compile(r"^.{0,4}[:：]")
_ENDS_IN_RATE = re.compile(r"[%％‰]$")
_SHORTEST_LINE = 2
_SHORTEST_SUBJECT = 2
_LONGEST_NOTE = 500


def as_unit(text: str) -> str | None:
    """``text`` as a unit when it is nothing but one, with or without brackets; else None."""
    text = clean(text)
    if (inside := _BRACKETS.fullmatch(text)) is not None:
        text = inside[1]
    if ":" in text or "：" in text:
        if not words().unit_line.match(text):
            return None
        text = _PREFIX.sub("", text)
    return _spelled(text) if words().unit.fullmatch(text) else None


def _spelled(unit: str) -> str:
    return unit.replace("％", "%").replace("／", "/")


def split_unit(text: str) -> tuple[str, str | None]:
    """A heading without the last bracket that is a unit, and that unit; a bare % at its end stays.

    A last line of its own that is a unit (of two characters or more) counts as a bracket.
    """
    for inside in reversed(list(_BRACKETS.finditer(text))):
        if (unit := as_unit(inside[0])) is not None:
            return clean(text[: inside.start()] + text[inside.end() :]), unit
    lines = text.rstrip().splitlines()
    if len(lines) > 1 and has_han("".join(lines[:-1])):
        unit = as_unit(lines[-1])
        if unit is not None and len(unit) >= _SHORTEST_LINE and not _ENDS_IN_RATE.search(unit):
            return clean("".join(lines[:-1])), unit
    text = clean(text)
    if (rate := _ENDS_IN_RATE.search(text)) is not None:
        return text, _spelled(rate[0])
    return text, None


def line_units(text: str) -> list[str]:
    """The units that a line "unit: ..., ..." names, in its order; [] when it names none."""
    text = clean(text)
    found = words().unit_line.search(text)
    if found is None:
        return []
    units: list[str] = []
    place = found.end()
    while (unit := words().unit.match(text, place)) is not None:
        units.append(_spelled(unit[0]))
        place = unit.end()
        while place < len(text) and text[place] in words().unit_list_signs:
            place += 1
    return units


def note_unit(note: str, heading: str) -> str | None:
    """The unit that a note gives for a heading, which ends its subject or holds the end of it."""
    for found in words().unit_note.finditer(clean(note)[:_LONGEST_NOTE]):
        unit = words().unit.match(found["unit"])
        what = found["what"]
        subjects = {what[-n:] for n in range(_SHORTEST_SUBJECT, len(what) + 1)}
        if unit is not None and any(subject in heading for subject in subjects):
            return _spelled(unit[0])
    return None


def choose_unit(units: list[str], heading: str) -> str | None:
    """The one unit of a line that fits what the heading speaks of; None when none or several do."""
    if len(units) == 1:
        return units[0]
    fitting = [unit for unit in units if _fits(unit, heading)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(unit: str, heading: str) -> bool:
    found = words().unit.match(unit)
    kind = words().unit_kinds.get(found["base"]) if found else None
    hint = words().unit_hints.get(kind or "")
    return hint is not None and hint.search(heading) is not None
