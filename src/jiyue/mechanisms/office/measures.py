"""The measures that the office counts, with the rows that contribute.

Verified rows count as they stand. "No row" means 0 only where somebody has stated, and somebody else
verified, that the ledgers of the unit are whole for the year (:class:`WholeYear`); elsewhere the figure of a
unit without rows is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from jiyue.engine.contracts import Counted, Measure, Period
from jiyue.engine.contracts.offers import Values
from jiyue.engine.index.dictionary import default_dictionary
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.office.models import OfficeRow
from jiyue.mechanisms.office.models.bodies import (
    DECOMPOSITION,
    GROUP,
    LEADER,
    OFFICE,
    PLAN,
    Body,
    Member,
    Rule,
    WholeYear,
)
from jiyue.mechanisms.office.models.words import FALSIFICATION, VIOLATION, Brief, ConfirmedCase
from jiyue.mechanisms.office.models.work import CIRCULATED, OF_GROUP, Meeting

Line = tuple[OfficeRow, int, Mapping[str, Any]]
"""A row that contributes, what it adds, and what it said."""
Lines = Callable[[Period, Mapping[int, str]], Iterable[Line]]


def _in_force(period: Period, prefix: str = "") -> Q:
    """Issued by the end of the period and not repealed by then."""
    issued = Q(**{f"{prefix}issued_on__lte": period.last})
    stands = Q(**{f"{prefix}repealed_on": None}) | Q(**{f"{prefix}repealed_on__gt": period.last})
    return issued & stands


def _bodies(kind: str, period: Period, units: Iterable[int]) -> QuerySet[Any]:
    """Verified bodies whose verified document with a number is in force at the end of the period."""
    documents = Rule.objects.verified().filter(_in_force(period)).exclude(number="")
    rows = Body.objects.verified().filter(kind=kind, unit__in=units, document__in=documents)
    found: QuerySet[Any] = rows.select_related("document").order_by("pk")
    return found


def _members(body: Body, period: Period) -> list[Member]:
    """Who held an office in the body on the last day of the period."""
    until = Q(until_on=None) | Q(until_on__gte=period.last)
    return list(body.members.filter(until, from_on__lte=period.last))


def _said_of(body: Body, **more: Any) -> dict[str, Any]:
    document = body.document
    return {
        "name": body.name,
        "document": document.number,
        "issued_on": document.issued_on,
        "repealed_on": document.repealed_on,
        **more,
    }


def _once(found: Iterable[tuple[Sequence[OfficeRow], Mapping[str, Any]]]) -> Iterator[Line]:
    """Yes or no: the first finding of a unit adds 1, further ones add 0, and so do rows that it rests on."""
    seen: set[int] = set()
    for (row, *rests_on), said in found:
        yield row, 0 if row.unit_id in seen else 1, said
        yield from ((other, 0, said) for other in rests_on)
        seen.add(row.unit_id)


def _group(period: Period, units: Mapping[int, str]) -> Iterable[Line]:
    return _once(((body, body.document), _said_of(body)) for body in _bodies(GROUP, period, units))


def _office(period: Period, units: Mapping[int, str]) -> Iterable[Line]:
    named = ((body, _members(body, period)) for body in _bodies(OFFICE, period, units))
    return _once(
        ((body, body.document), _said_of(body, staff=len(members))) for body, members in named if members
    )


def _chaired(period: Period, units: Mapping[int, str]) -> Iterable[Line]:
    heads = (
        (body, member)
        for body in _bodies(GROUP, period, units)
        for member in _members(body, period)
        if member.office == LEADER and member.principal
    )
    return _once(
        ((body, body.document), _said_of(body, leader=member.name, post=member.post))
        for body, member in heads
    )


def _documents(kind: str, period: Period, units: Mapping[int, str]) -> Iterable[Line]:
    year = period.last.year
    rows = Rule.objects.verified().filter(_in_force(period), kind=kind, unit__in=units, first_year__lte=year)
    covering = rows.filter(Q(last_year=None) | Q(last_year__gte=year)).exclude(number="").order_by("pk")
    facts = ("name", "number", "issuer", "issued_on", "repealed_on", "first_year", "last_year")
    return _once(((rule,), _facts(rule, facts)) for rule in covering)


def _meetings(period: Period, units: Mapping[int, str]) -> Iterable[Line]:
    held = Meeting.objects.verified().filter(
        kind=OF_GROUP, unit__in=units, held_on__range=(period.first, period.last)
    )
    facts = ("name", "number", "form", "held_on", "chair", "minutes_number")
    for meeting in held.exclude(form=CIRCULATED).order_by("held_on", "pk"):
        if meeting.minutes.strip():
            yield meeting, 1, _facts(meeting, facts)


def _briefs(period: Period, units: Mapping[int, str]) -> Iterable[Line]:
    issued = Brief.objects.verified().filter(unit__in=units, issued_on__range=(period.first, period.last))
    facts = ("year", "number", "total", "name", "issued_on", "sent_to", "sent_on")
    seen: set[tuple[int, int, int]] = set()
    for brief in issued.exclude(sent_on=None).order_by("issued_on", "pk"):
        number = (brief.unit_id, brief.year, brief.number)
        yield brief, 0 if number in seen else 1, _facts(brief, facts)
        seen.add(number)


def _cases(kind: str, period: Period, units: Mapping[int, str]) -> Iterable[Line]:
    found = ConfirmedCase.objects.verified().filter(
        kind=kind, unit__in=units, found_on__range=(period.first, period.last)
    )
    return ((case, 1, _facts(case, ("document", "found_on", "found_by"))) for case in found.order_by("pk"))


def _facts(row: OfficeRow, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _count(
    code: str, lines: Lines, units: Sequence[str], period: Period, given: Mapping[str, Values]
) -> Counted:
    """The figures of a measure, exact and with their rows."""
    kinds = default_dictionary().measures[code].unit_kinds
    codes = dict(
        Unit.objects.on(period.last).filter(kind__in=kinds, code__in=units).values_list("pk", "code")
    )
    rows = [
        {
            "unit": codes[row.unit_id],
            "ref": str(row.as_it_stands),
            "adds": str(adds),
            **{name: None if value is None else str(value) for name, value in said.items()},
        }
        for row, adds, said in lines(period, codes)
    ]
    names = ("unit", "ref", "adds", *(name for name in (rows[0] if rows else ()) if name not in KEYS))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
    whole = WholeYear.objects.verified().filter(unit__in=codes, year=period.last.year)
    stated = {codes[unit] for unit in whole.values_list("unit", flat=True)}
    return Counted.summed(frame, stated | set(frame["unit"]))


KEYS = ("unit", "ref", "adds")
LINES: dict[str, Lines] = {
    "leading_group_in_force": _group,
    "campaign_office_in_force": _office,
    "creation_plan_in_force": partial(_documents, PLAN),
    "target_decomposition_in_force": partial(_documents, DECOMPOSITION),
    "principal_leader_chairs": _chaired,
    "leading_group_meetings": _meetings,
    "briefs_issued": _briefs,
    "falsifications_confirmed": partial(_cases, FALSIFICATION),
    "serious_violations_named": partial(_cases, VIOLATION),
}
MEASURES = [
    Measure(room="office", code=code, count=partial(_count, code, lines)) for code, lines in LINES.items()
]
