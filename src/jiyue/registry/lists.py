"""The lists of the registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui.filters import Choice, Filter
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import Unit
from jiyue.registry.checks import table_of
from jiyue.registry.labels import LABELS
from jiyue.registry.models import (
    HOLDER_KINDS,
    RIGHTS,
    STATES,
    STATUSES,
    Enterprise,
    Entry,
    FormerName,
    Mine,
    Parcel,
    RightsHolder,
)

LAMPS = {"verified": "good", "submitted": "mind", "withdrawn": "idle"}
BUSINESS_LAMPS = {
    "operating": "good",
    "stopped": "mind",
    "moved": "idle",
    "revoked": "bad",
    "dissolved": "idle",
}
PLACES = ("county", "town", "zone", "cluster")


def places(request: HttpRequest) -> dict[str, str]:
    """The units that a reader may choose from."""
    actor = request.actor
    rows = Unit.objects.reached(actor, "registry.read").living().filter(kind__in=PLACES)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


class InUnit(Choice):
    """Rows of a unit and all below it."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(unit__path__startswith=Unit.objects.get(pk=said).path)


class Called(Filter):
    """Entries by name, former name, pinyin or code."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        names = {f.name for f in rows.model._meta.get_fields()}
        for word in said.split():
            found = Q()
            for name in ("name", "pinyin", "credit_code", "old_number", "code", "licence", "holder__name"):
                if name.partition("__")[0] in names:
                    found |= Q(**{f"{name}__icontains": word})
            if rows.model is Enterprise:
                former = FormerName.objects.filter(name__icontains=word)
                found |= Q(pk__in=former.values("enterprise"))
            rows = rows.filter(found)
        return rows


class EntryList(ListPage):
    """A list of entries that are not merged into another; withdrawn ones are marked."""

    permission = "registry.read"
    model: ClassVar[type[Entry]]
    short: ClassVar[str]
    """What the navigation and the crumbs call it."""
    add: ClassVar[str]
    filters: ClassVar[Sequence[Filter]] = (
        Called("q", N_("Name, pinyin or code")),
        InUnit("unit", N_("Unit"), choices=places),
        Choice("state", N_("Checked"), choices=STATES),
    )
    order = ("-pk",)

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.reached(request.actor, self.permission)
        return rows.filter(merged_into=None)

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        table, found = table_of(self.model), []
        if request.actor.can("registry.merge"):
            to = f"{reverse('duplicates')}?table={table}"
            found.append((translate(N_("Duplicates")), to, False))
        if request.actor.can("registry.change"):
            found.append((translate(self.add), reverse(f"{table}-add"), True))
        return found


STATE = Column("state", N_("Checked"), kind="state", words=STATES, lamps=LAMPS)
UNIT = Column("unit__name", LABELS["unit"])
CLOSED = Column("closed_on", N_("Ended on"), kind="day", shown=False)
OWNER = Column("owner__name", N_("Kept by"), shown=False)


class EnterpriseList(EntryList):
    name = "enterprises"
    short = N_("Enterprises")
    address = "registry/enterprises"
    title = N_("Which enterprises are there")
    model = Enterprise
    add = N_("Enter an enterprise")
    columns = (
        Column("name", LABELS["name"], to="enterprise"),
        Column("credit_code", LABELS["credit_code"]),
        Column("industry", LABELS["industry"]),
        UNIT,
        Column("status", LABELS["status"], kind="state", words=STATUSES, lamps=BUSINESS_LAMPS),
        STATE,
        Column("old_number", LABELS["old_number"], shown=False),
        Column("address", LABELS["address"], shown=False),
        CLOSED,
        OWNER,
    )
    filters = (*EntryList.filters, Choice("status", LABELS["status"], choices=STATUSES))
    empty = N_("No enterprise is entered yet. Enter one, or import the list of the market regulator.")


class HolderList(EntryList):
    name = "rightsholders"
    short = N_("Rights holders")
    address = "registry/holders"
    title = N_("Who holds rights to land and minerals")
    model = RightsHolder
    add = N_("Enter a rights holder")
    columns = (
        Column("name", LABELS["name"], to="rightsholder"),
        Column("kind", LABELS["kind"], words=HOLDER_KINDS),
        Column("credit_code", LABELS["credit_code"]),
        UNIT,
        STATE,
        CLOSED,
        OWNER,
    )
    filters = (*EntryList.filters, Choice("kind", LABELS["kind"], choices=HOLDER_KINDS))
    empty = N_("No rights holder is entered yet. Enter one, or import the register of real estate.")


class ParcelList(EntryList):
    name = "parcels"
    short = N_("Parcels")
    address = "registry/parcels"
    title = N_("Which parcels are registered")
    model = Parcel
    add = N_("Enter a parcel")
    columns = (
        Column("code", LABELS["code"], to="parcel"),
        Column("holder__name", LABELS["holder"]),
        Column("area_m2", LABELS["area_m2"], kind="number"),
        Column("use", LABELS["use"]),
        Column("right", LABELS["right"], words=RIGHTS),
        UNIT,
        Column("term_end", LABELS["term_end"], kind="day"),
        STATE,
        Column("registered_on", LABELS["registered_on"], kind="day", shown=False),
        Column("address", LABELS["address"], shown=False),
        CLOSED,
        OWNER,
    )
    filters = (*EntryList.filters, Choice("right", LABELS["right"], choices=RIGHTS))
    empty = N_("No parcel is entered yet. Enter one, or import the register of real estate.")


class MineList(EntryList):
    name = "mines"
    short = N_("Mines")
    address = "registry/mines"
    title = N_("Which mines are licensed")
    model = Mine
    add = N_("Enter a mine")
    columns = (
        Column("name", N_("Name of the mine"), to="mine"),
        Column("licence", LABELS["licence"]),
        Column("mineral", LABELS["mineral"]),
        Column("area_km2", LABELS["area_km2"], kind="number"),
        Column("holder__name", LABELS["holder"]),
        UNIT,
        Column("valid_to", LABELS["valid_to"], kind="day"),
        STATE,
        Column("valid_from", LABELS["valid_from"], kind="day", shown=False),
        CLOSED,
        OWNER,
    )
    empty = N_("No mine is entered yet. Enter one, or import the register of mining licences.")


LISTS: dict[str, type[EntryList]] = {
    "enterprise": EnterpriseList,
    "rightsholder": HolderList,
    "parcel": ParcelList,
    "mine": MineList,
}
