"""Units: the list, and one unit with its codes through the years."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from jiyue.engine.messages import N_
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import COUNTY_TYPES, KINDS, Unit


class UnitList(ListPage):
    name = "units"
    address = "units"
    permission = "units.read"
    title = N_("Which units report and are evaluated")
    columns = (
        Column("code", N_("Division code")),
        Column("name", N_("Name")),
        Column("kind", N_("Kind"), words=KINDS),
        Column("parent__name", N_("Belongs to")),
        Column("county_type", N_("County type"), words=COUNTY_TYPES),
        Column("valid_from", N_("From"), kind="day"),
        Column("valid_to", N_("Until"), kind="day"),
    )
    filters = (
        Search("q", N_("Name or code"), fields=("name", "code", "pinyin")),
        Choice("kind", N_("Kind"), choices=KINDS),
    )
    order = ("code", "pk")
    empty = N_("No unit is loaded yet. Load the divisions of your province, prefecture or county.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = Unit.objects.reached(request.actor, self.permission)
        return found
