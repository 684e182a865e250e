"""What is done to units: add, rename, recode, move, close, and say what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.units.divisions import DIGITS
from jiyue.foundation.units.models import KINDS, Unit, UnitCode, UnitLink

CODE_TAKEN = define(
    "UNIT_CODE_TAKEN",
    N_("The code {value} belongs to {name} already."),
    N_("Close or recode that unit first, or correct the code."),
)
CODE_SHAPE = define(
    "UNIT_CODE_SHAPE",
    N_("{value!r} cannot be the code of a unit of the kind {kind}: it needs {digits} digits."),
    N_("Provinces, prefectures and counties have 6 digits, towns 9, villages 12."),
)
DATE_ORDER = define(
    "UNIT_DATE_ORDER",
    N_("{name} changed last on {last}; {value} is not later."),
    N_("Correct the date, or undo the later change first."),
)
HAS_CHILDREN = define(
    "UNIT_HAS_CHILDREN",
    N_("{value} cannot be closed: {count} units under it still exist, such as {name}."),
    N_("Move them to another unit or close them first."),
)
NOT_LIVING = define(
    "UNIT_CLOSED",
    N_("{value} ended on {last}."),
    N_("Choose a unit that exists on that day."),
)
CIRCLE = define(
    "UNIT_CIRCLE",
    N_("{value} cannot belong to {name}, which is part of it."),
    N_("Choose a unit above it."),
)
SHARES = define(
    "SHARES_DO_NOT_CLOSE",
    N_("The shares add up to {value}, not to 1."),
    N_("Give each successor its share so that they add up to 1, or leave all shares empty."),
)
NO_SUCCESSOR = define(
    "NO_SUCCESSOR",
    N_("No unit is named that {value} became."),
    N_("Name at least one successor; a unit that simply ended is closed instead."),
)
FREE = ("zone", "cluster")
"""Kinds whose codes follow no national list."""


def fits(kind: str, code: str) -> None:
    """Refuse (UNIT_CODE_SHAPE) a code that no unit of the kind can have."""
    digits = max(DIGITS[kind], 6) if kind in DIGITS else None
    if not code or (digits and not (code.isascii() and code.isdecimal() and len(code) == digits)):
        raise Refused(CODE_SHAPE(field="code", value=code, kind=Word(KINDS[kind]), digits=digits or "1-24"))


def _free(kind: str, code: str, but: int | None = None) -> None:
    taken = Unit.objects.filter(kind=kind, code=code, valid_to=None).exclude(pk=but).first()
    if taken:
        raise Refused(CODE_TAKEN(field="code", value=code, name=taken.name))


def _hold(deed: Deed, unit: Unit) -> None:
    """Read the unit anew and keep others from changing it meanwhile; ask whether the deed reaches it."""
    unit.refresh_from_db(from_queryset=Unit.objects.select_for_update())
    deed.reaches(path=unit.path)


def _living(unit: Unit) -> None:
    if unit.valid_to is not None:
        raise Refused(NOT_LIVING(value=unit.name, last=unit.valid_to))


@action("units.manage", N_("{who} added {thing}"))
def add_unit(
    deed: Deed,
    *,
    kind: str,
    code: str,
    name: str,
    parent: Unit | None = None,
    county_type: str = "",
    valid_from: date | None = None,
    source: str = "",
    sample: bool = False,
) -> Unit:
    """Add a unit, such as a zone or a cluster; ``sample``: an invented one, marked so on every page.

    What belongs to an invented unit is invented as well.
    Raises UNIT_CODE_SHAPE, UNIT_CODE_TAKEN, UNIT_CLOSED.
    """
    deed.reaches(path=parent.path if parent else None)
    fits(kind, code)
    _free(kind, code)
    if parent:
        _living(parent)
    unit = Unit(
        kind=kind,
        code=code,
        name=name,
        parent=parent,
        county_type=county_type,
        valid_from=valid_from,
        sample=sample or (parent is not None and parent.sample),
    )
    unit.save()
    UnitCode.objects.create(unit=unit, code=code, name=name, valid_from=valid_from, source=source)
    deed.says(unit, thing=name, code=code, kind=kind)
    return unit


@action("units.manage", N_("{who} changed {thing}"))
def change_unit(deed: Deed, unit: Unit, *, parent: Unit | None, county_type: str) -> Unit:
    """Set what has no dates: the type of a county, and the unit it belongs to."""
    _hold(deed, unit)
    if parent != unit.parent:
        deed.reaches(path=parent.path if parent else None)
        if parent and parent.path.startswith(unit.path):
            raise Refused(CIRCLE(field="parent", value=unit.name, name=parent.name))
    deed.changed("county_type", unit.county_type, county_type)
    deed.changed("parent", unit.parent and unit.parent.name, parent and parent.name)
    unit.county_type, unit.parent = county_type, parent
    unit.save()
    deed.says(unit, thing=unit.name)
    if not deed.changes:
        deed.nothing_happened()
    return unit


def _new_span(unit: Unit, code: str, name: str, on: date, source: str) -> None:
    """End the span that runs and begin another ``on`` a day. Raises UNIT_DATE_ORDER, UNIT_CLOSED."""
    _living(unit)
    running = unit.codes.last()
    if running is None:
        running = UnitCode(unit=unit, code=unit.code, name=unit.name, valid_from=unit.valid_from)
    if running.valid_from is not None and on <= running.valid_from:
        raise Refused(DATE_ORDER(field="on", value=on, name=unit.name, last=running.valid_from))
    running.valid_to = on - timedelta(days=1)
    running.save()
    UnitCode.objects.create(unit=unit, code=code, name=name, valid_from=on, source=source)
    unit.code, unit.name = code, name
    unit.save()


@action("units.manage", N_("{who} renamed {before} to {thing} from {on} on"))
def rename_unit(deed: Deed, unit: Unit, name: str, on: date, source: str = "") -> Unit:
    """Give a unit another name from a day on; it stays the same unit."""
    _hold(deed, unit)
    deed.changed("name", unit.name, name)
    deed.says(unit, before=unit.name, thing=name, on=on)
    if name == unit.name:
        deed.nothing_happened()
        return unit
    _new_span(unit, unit.code, name, on, source)
    return unit


@action("units.manage", N_("{who} gave {thing} the code {code} instead of {before} from {on} on"))
def recode_unit(deed: Deed, unit: Unit, code: str, on: date, name: str = "", source: str = "") -> Unit:
    """Give a unit another code, and perhaps another name, from a day on; it stays the same unit."""
    _hold(deed, unit)
    fits(unit.kind, code)
    _free(unit.kind, code, but=unit.pk)
    deed.changed("code", unit.code, code)
    deed.changed("name", unit.name, name or unit.name)
    deed.says(unit, before=unit.code, code=code, thing=name or unit.name, on=on)
    if not deed.changes:
        deed.nothing_happened()
        return unit
    _new_span(unit, code, name or unit.name, on, source)
    return unit


def _close(unit: Unit, on: date) -> None:
    _living(unit)
    below = Unit.objects.filter(parent=unit, valid_to=None)
    if first := below.first():
        raise Refused(HAS_CHILDREN(value=unit.name, count=below.count(), name=first.name))
    running = unit.codes.last()
    since = running.valid_from if running else unit.valid_from
    if since is not None and on <= since:
        raise Refused(DATE_ORDER(field="on", value=on, name=unit.name, last=since))
    unit.valid_to = on - timedelta(days=1)
    unit.save()
    unit.codes.filter(valid_to=None).update(valid_to=unit.valid_to)


@action("units.manage", N_("{who} closed {thing}, which no longer exists from {on} on: {source}"))
def close_unit(deed: Deed, unit: Unit, on: date, source: str) -> Unit:
    """End a unit: its last day is the day before ``on``. Raises UNIT_HAS_CHILDREN, UNIT_CLOSED."""
    _hold(deed, unit)
    _close(unit, on)
    deed.changed("valid_to", None, unit.valid_to)
    deed.says(unit, thing=unit.name, on=on, source=source)
    return unit


@action("units.manage", N_("{who} said what {thing} became on {on}: {after}"))
def succeed(
    deed: Deed,
    unit: Unit,
    became: str,
    after: Sequence[tuple[Unit, Decimal | None]],
    on: date,
    source: str = "",
) -> list[UnitLink]:
    """Say which units ``unit`` was split or merged into, each with its share of it where that is known.

    A unit that still exists ends the day before ``on``. What was said before is replaced. Raises
    NO_SUCCESSOR, SHARES_DO_NOT_CLOSE, UNIT_HAS_CHILDREN.
    """
    _hold(deed, unit)
    if not after:
        raise Refused(NO_SUCCESSOR(field="after", value=unit.name))
    shares = [share for _, share in after if share is not None]
    if shares and (len(shares) < len(after) or sum(shares) != 1):
        raise Refused(SHARES(field="share", value=sum(shares)))
    if unit.valid_to is None:
        _close(unit, on)
    UnitLink.objects.filter(before=unit).delete()
    links = [
        UnitLink.objects.create(before=unit, after=a, became=became, on=on, share=share, source=source)
        for a, share in after
    ]
    deed.says(unit, *(a for a, _ in after), thing=unit.name, on=on, became=became)
    deed.says(after=", ".join(a.name for a, _ in after))
    return links
