"""The balance of cultivated land: what approved projects took, and what was linked to stand for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from jiyue.engine.contracts import Counted, Period, Values
from jiyue.foundation.ledger import VERIFIED
from jiyue.mechanisms.baseline.counting import Frozen, frozen, table, units_of, verified
from jiyue.mechanisms.baseline.models import Link, Occupation, WholeYear

OCCUPIED = ("name", "number", "approved_on", "exempt")
COMPENSATED = ("occupation", "approved_on", "compensation", "number", "works", "accepted_on")
Given = Mapping[str, Values]


def occupied(units: Sequence[str], period: Period, given: Given) -> Counted:
    """Cultivated land inside conversions approved in the year; what a rule frees from the duty adds 0.

    Without rows the figure is 0 only where somebody answers for the year being whole.
    """
    codes = units_of(units)
    found = verified(Occupation, codes, approved_on__range=(period.first, period.last))
    rows = [
        frozen(
            row,
            codes[row.unit_id],
            0 if row.exempt else row.area,
            **{name: getattr(row, name) for name in OCCUPIED},
        )
        for row in found
    ]
    return _summed(rows, OCCUPIED, codes, period)


def compensated(units: Sequence[str], period: Period, given: Given) -> Counted:
    """Accepted compensation that is linked to the year's occupation with a duty; unlinked reserve is not.

    Link, occupation and project are all verified, and the project was accepted by the as-of day.
    """
    codes = units_of(units)
    found = verified(
        Link,
        codes,
        occupation__state=VERIFIED,
        occupation__exempt="",
        occupation__approved_on__range=(period.first, period.last),
        compensation__state=VERIFIED,
        compensation__accepted_on__lte=period.as_of,
    ).select_related("occupation", "compensation")
    rows = [
        frozen(
            row,
            codes[row.unit_id],
            row.area,
            occupation=row.occupation.as_it_stands,
            approved_on=row.occupation.approved_on,
            compensation=row.compensation.as_it_stands,
            number=row.compensation.number,
            works=row.compensation.works,
            accepted_on=row.compensation.accepted_on,
        )
        for row in found
    ]
    duty = verified(Occupation, codes, approved_on__range=(period.first, period.last))
    with_duty = {codes[unit] for unit in duty.values_list("unit_id", flat=True)}
    return _summed(rows, COMPENSATED, codes, period, with_duty)


def _summed(
    rows: list[Frozen],
    columns: tuple[str, ...],
    codes: Mapping[int, str],
    period: Period,
    known: Iterable[str] = (),
) -> Counted:
    whole = verified(WholeYear, codes, year=period.last.year).values_list("unit_id", flat=True)
    told = {row["unit"] for row in rows} | {codes[unit] for unit in whole} | set(known)
    return Counted.summed(table(rows, *columns), sorted(told))
