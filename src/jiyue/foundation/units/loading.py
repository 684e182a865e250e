"""Load the divisions that ship, with their codes through the years. Running it again adds what is missing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import get_args

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.units import divisions
from jiyue.foundation.units.divisions import Division, DownTo, Span
from jiyue.foundation.units.models import Unit, UnitCode

NO_DIVISION = define(
    "NO_DIVISION",
    N_("No division has the code {value} in the list of {year}."),
    N_("Give a province, prefecture or county: its first 2, 4 or 6 digits, such as 3204."),
)
BAD_DEPTH = define(
    "BAD_DEPTH",
    N_("Divisions cannot be loaded down to {value!r}."),
    N_("Choose one of: {choices}."),
)


@dataclass
class Loaded:
    """How many units are new, how many were there, and how many that no longer exist were added."""

    added: int = 0
    known: int = 0
    former: int = 0


@action("units.manage", N_("{who} loaded the divisions under {thing}: {added} new"))
def load_divisions(deed: Deed, under: str, down_to: DownTo = "town") -> Loaded:
    """Load the division ``under`` (first digits of its code), its ancestors and all below it.

    What people entered stays as it is. Counties that were abolished are loaded as units that have ended, so
    that what became of them can be said. Raises :class:`Refused` (NO_DIVISION, BAD_DEPTH).
    """
    if down_to not in get_args(DownTo):
        raise Refused(BAD_DEPTH(field="down_to", value=down_to, choices=", ".join(get_args(DownTo))))
    prefix = divisions.prefix_of(under)
    lines = divisions.listed(prefix, down_to) if prefix.isdecimal() and len(prefix) in (2, 4, 6) else []
    if not any(divisions.prefix_of(line.code) == prefix for line in lines):
        raise Refused(
            NO_DIVISION(field="under", value=under, year=divisions.words()["sources"]["list_date"].year)
        )
    here = Unit.objects.coded(divisions.six(prefix)).first()
    deed.reaches(path=here.path if here else None)
    done, made = Loaded(), _known(lines)
    for line in lines:
        key = (line.kind, line.code)
        if key in made:
            done.known += 1
        else:
            made[key] = _add(line, made)
            done.added += 1
    for line in lines:
        if line.kind == "prefecture":
            done.former += _load_former(made[line.kind, line.code])
    deed.says(thing=divisions.six(prefix), down_to=down_to, **asdict(done))
    if not done.added and not done.former:
        deed.nothing_happened()
    return done


def _known(lines: list[Division]) -> dict[tuple[str, str], Unit]:
    """Units that had the codes of ``lines`` on the day of the list, also when they have others now."""
    wanted = {line.code for line in lines}
    day = divisions.words()["sources"]["list_date"]
    spans = UnitCode.objects.on(day).exclude(unit__valid_to__lt=day).select_related("unit")
    found = {(s.unit.kind, s.code): s.unit for s in spans.iterator(2000) if s.code in wanted}
    for unit in Unit.objects.living().iterator(2000):
        if unit.code in wanted:
            found.setdefault((unit.kind, unit.code), unit)
    return found


def _add(line: Division, made: dict[tuple[str, str], Unit]) -> Unit:
    kinds = divisions.KINDS[: divisions.KINDS.index(line.kind)]
    parent = next((made[k, line.parent] for k in reversed(kinds) if (k, line.parent) in made), None)
    if line.kind in ("prefecture", "county"):
        spans = divisions.history(line.code, line.name)
    else:
        spans = [Span(line.code, line.name, None, None, divisions.words()["sources"]["list"])]
    return add_with_codes(
        Unit(kind=line.kind, code=line.code, name=line.name, parent=parent, valid_from=spans[0].first), spans
    )


def add_with_codes(unit: Unit, spans: list[Span]) -> Unit:
    unit.save()
    UnitCode.objects.bulk_create(
        UnitCode(
            unit=unit, code=s.code, name=s.name, valid_from=s.first, valid_to=s.last, source=s.source[:200]
        )
        for s in spans
    )
    return unit


def _load_former(prefecture: Unit) -> int:
    """Add the counties that were abolished while they stood under ``prefecture``."""
    parents = {c.code for c in prefecture.codes.all()}
    count = 0
    for event in divisions.abolished(parents):
        if UnitCode.objects.filter(code=event.old_code, name=event.old_name, unit__kind="county").exists():
            continue
        spans = divisions.history(event.old_code, event.old_name, event.year)
        if not spans:
            continue
        former = Unit(
            kind="county",
            code=event.old_code,
            name=event.old_name,
            parent=prefecture,
            valid_from=spans[0].first,
            valid_to=spans[-1].last,
        )
        add_with_codes(former, spans)
        count += 1
    return count
