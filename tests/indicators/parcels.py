"""A measure that is counted from real rows: the land of the parcels that the registry has verified."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from jiyue.engine.contracts import Counted, Measure, Period, Ref, Values
from jiyue.foundation.units.models import Unit
from jiyue.registry.models import VERIFIED, Parcel

M2_IN_HA = 10_000


def count_land(units: Sequence[str], period: Period, given: Mapping[str, Values]) -> Counted:
    """Hectares of the parcels registered until the day; known where the unit has any parcel."""
    rows = Parcel.objects.living().filter(state=VERIFIED, registered_on__lte=period.as_of)
    rows = rows.filter(unit__code__in=units)
    told = rows.order_by("code").values_list("unit__code", "pk", "area_m2", "code")
    frame = pl.DataFrame(
        [
            (unit, str(Ref("registry", "parcel", str(pk), 1)), f"{area / Decimal(M2_IN_HA):f}", code)
            for unit, pk, area, code in told
        ],
        schema=dict.fromkeys(("unit", "ref", "adds", "code"), pl.String),
        orient="row",
    )
    return Counted.summed(frame, set(frame["unit"]))


LAND = Measure(room="registry", code="land_area", count=count_land)


def parcel(unit: Unit, area: int, number: int = 1, day: str = "2024-06-01") -> Parcel:
    from jiyue.foundation.people.models import Organisation

    owner = Organisation.objects.get_or_create(name=f"{unit.name}登记中心", unit=unit, sector="bureau")[0]
    facts = {"owner": owner, "state": VERIFIED, "registered_on": day}
    made = Parcel(unit=unit, code=f"{unit.code}100001GB{number:05d}", area_m2=area, **facts)
    made.save()
    return made
