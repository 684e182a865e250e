"""The balance of cultivated land by unit, and the classes of both surveys beside each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline.classes import classifications, counted, crosswalk
from jiyue.mechanisms.baseline.lists import LISTS
from jiyue.mechanisms.baseline.models import BaselineRow, Compensation, Link, Occupation


@dataclass
class Balance:
    """A unit's balance of a year, in hectares: verified rows only."""

    unit: Unit
    owed: Decimal = Decimal(0)
    exempt: Decimal = Decimal(0)
    linked: Decimal = Decimal(0)
    reserve: Decimal = Decimal(0)

    @property
    def open(self) -> Decimal:
        return self.owed - self.linked


@page("baseline.read")
def balance(request: ActorRequest) -> HttpResponse:
    """Was what approved projects took compensated?"""
    said = whole_number(request.GET.get("year", ""))
    year = said if said is not None and 1900 <= said <= 2199 else timezone.localdate().year
    buttons = [LISTS[table] for table in ("occupation", "compensation", "link", "wholeyear")]
    context = {
        "heading": translate(N_("Was the cultivated land taken in {year} compensated?"), {"year": year}),
        "facts": [translate(N_("Verified rows only")), translate(N_("Hectares"))],
        "actions": [(translate(one.short), reverse(one.name), False) for one in buttons],
        "year": year,
        "rows": _balances(request, year),
    }
    return render(request, "baseline/balance.html", context)


def _balances(request: ActorRequest, year: int) -> list[Balance]:
    found: dict[int, Balance] = {}

    def of(unit: Unit) -> Balance:
        return found.setdefault(unit.pk, Balance(unit))

    def rows(model: type[BaselineRow]) -> QuerySet[Any]:
        reached: QuerySet[Any] = model.objects.reached(request.actor, "baseline.read").verified()
        return reached.select_related("unit").order_by("unit__code", "pk")

    for taken in rows(Occupation).filter(approved_on__year=year):
        if taken.exempt:
            of(taken.unit).exempt += taken.area
        else:
            of(taken.unit).owed += taken.area
    used: dict[int, Decimal] = defaultdict(Decimal)
    for link in Link.objects.living().select_related("occupation"):
        used[link.compensation_id] += link.area
    for link in rows(Link).filter(occupation__approved_on__year=year, occupation__exempt=""):
        of(link.unit).linked += link.area
    for made in rows(Compensation).filter(accepted_on__year__lte=year):
        of(made.unit).reserve += made.area - used[made.pk]
    return sorted(found.values(), key=lambda b: b.unit.code)


@page("baseline.read")
def land_classes(request: ActorRequest) -> HttpResponse:
    """Which class became which, and what each measure counts."""
    surveys = LISTS["survey"]
    context = {
        "heading": translate(N_("Which land class of the old survey became which of the new one?")),
        "crumbs": [(translate(surveys.short), reverse(surveys.name))],
        "classifications": list(classifications().values()),
        "pairs": list(crosswalk()),
        "counted": [
            (line, [sorted(codes) if codes is not None else None for codes in line.classes.values()])
            for line in counted().values()
        ],
    }
    return render(request, "baseline/land_classes.html", context)
