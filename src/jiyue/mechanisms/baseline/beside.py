"""What stands beside a row on its page: other vintages, links and what is left, the year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.ledger import LAMPS, STATES
from jiyue.foundation.ui import figures
from jiyue.mechanisms.baseline.checks import left_of
from jiyue.mechanisms.baseline.labels import shown_fact
from jiyue.mechanisms.baseline.models import (
    BaselineRow,
    BoundaryChange,
    Compensation,
    Occupation,
    Statistic,
    Survey,
)
from jiyue.mechanisms.baseline.rows import address_of


@dataclass(frozen=True)
class Other:
    """A row that is shown beside another one, with what it says."""

    words: str
    figure: str
    to: str
    tone: str
    state: str


@dataclass(frozen=True)
class Beside:
    """A panel: its title, a sentence, and rows."""

    title: str
    said: str
    others: tuple[Other, ...] = ()


def beside(actor: Actor, row: BaselineRow) -> list[Beside]:
    """The panels beside a row; only rows that the actor may read."""
    if isinstance(row, Statistic):
        return [_vintages(actor, row)]
    if isinstance(row, Occupation | Compensation):
        return [_links(actor, row)]
    if isinstance(row, Survey):
        return list(_year_before(actor, row))
    return []


def _other(row: BaselineRow, words: str, figure: str) -> Other:
    return Other(words, figure, address_of(row), LAMPS[row.state], translate(STATES[row.state]))


def _vintages(actor: Actor, row: Statistic) -> Beside:
    rows = Statistic.objects.reached(actor, "baseline.read").exclude(pk=row.pk)
    same = rows.filter(unit=row.unit_id, measure=row.measure, year=row.year).order_by("-pk")
    others = tuple(
        _other(o, f"{shown_fact(o, 'vintage')} · {o.document}", shown_fact(o, "figure")) for o in same
    )
    said = N_("The latest vintage that is verified counts.") if others else N_("There is no other one.")
    return Beside(N_("Other vintages of this figure"), translate(said), others)


def _links(actor: Actor, row: Occupation | Compensation) -> Beside:
    is_duty = isinstance(row, Occupation)
    links = row.links.reached(actor, "baseline.read").select_related("occupation", "compensation")
    others = tuple(
        _other(one, str(one.compensation if is_duty else one.occupation), figures.number(one.area, 4))
        for one in links
    )
    left = figures.number(left_of(row), 4)
    words = N_("{left} ha of it are not compensated yet.") if is_duty else N_("{left} ha of it are reserve.")
    return Beside(N_("What is linked"), translate(words, {"left": left}), others)


def _year_before(actor: Actor, row: Survey) -> Iterator[Beside]:
    """The survey of the year before, and whether changes of boundaries explain another land area."""
    rows = Survey.objects.reached(actor, "baseline.read").living()
    before: Any = rows.filter(unit=row.unit_id, year=row.year - 1).first()
    if before is None or before.land_area is None or row.land_area is None:
        return
    change, moved = row.land_area - before.land_area, moved_into(row)
    said = {"change": figures.number(change, 4), "moved": figures.number(moved, 4)}
    if change == moved:
        words = N_("The land area changed by {change} ha, as the changes of boundaries say.")
    else:
        words = N_(
            "The land area changed by {change} ha, but the verified changes of boundaries say {moved} ha: "
            "enter the change of boundaries with its document, or correct the area."
        )
    other = _other(before, str(before), figures.number(before.land_area, 4))
    yield Beside(N_("The year before"), translate(words, said), (other,))


def moved_into(row: Survey) -> Decimal:
    """The net area that verified changes of boundaries of the year moved into the unit."""
    here = Q(unit=row.unit_id) | Q(to_unit=row.unit_id)
    rows = BoundaryChange.objects.verified().filter(here, on__year=row.year)
    gained = rows.filter(to_unit=row.unit_id).aggregate(sum=Sum("area"))["sum"] or Decimal(0)
    lost = rows.filter(unit=row.unit_id).aggregate(sum=Sum("area"))["sum"] or Decimal(0)
    return Decimal(gained) - Decimal(lost)
