"""Units: the list, and one unit with its codes through the years and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.foundation.ui.filters import Choice, Filter
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units import actions, divisions, forms, loading
from jiyue.foundation.units.models import BECAME, COUNTY_TYPES, KINDS, Unit, UnitCode

LIST = N_("Which units report and are evaluated")
STANDING = {"living": N_("existing"), "former": N_("ended")}


class Called(Filter):
    """Units that have, or had, such a name or code."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        had = UnitCode.objects.filter(Q(name__icontains=said) | Q(code__startswith=said))
        now = Q(name__icontains=said) | Q(pinyin__icontains=said) | Q(code__startswith=said)
        return rows.filter(now | Q(pk__in=had.values("unit")))


class Standing(Choice):
    """Units that exist, or that have ended."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(valid_to__isnull=said == "living")


class UnitList(ListPage):
    name = "units"
    address = "units"
    permission = "units.read"
    title = LIST
    columns = (
        Column("code", N_("Division code"), to="unit"),
        Column("name", N_("Name"), to="unit"),
        Column("kind", N_("Kind"), words=KINDS),
        Column("parent__name", N_("Belongs to")),
        Column("county_type", N_("County type"), words=COUNTY_TYPES),
        Column("valid_from", N_("Exists since"), kind="day"),
        Column("valid_to", N_("Last day"), kind="day"),
    )
    filters = (
        Called("q", N_("Name, pinyin or code, also earlier ones")),
        Choice("kind", N_("Kind"), choices=KINDS),
        Standing("standing", N_("Standing"), choices=STANDING),
    )
    order = ("code", "pk")
    empty = N_("No unit is loaded yet. Load the divisions of your province, prefecture or county.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = Unit.objects.reached(request.actor, self.permission)
        return found

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can("units.manage"):
            return []
        return [
            (translate(N_("Add a unit")), reverse("unit-add"), False),
            (translate(N_("Load divisions")), reverse("units-load"), True),
        ]


def _crumbs(*more: Unit) -> list[tuple[str, str]]:
    return [
        (translate(N_("Units of evaluation")), reverse("units")),
        *((unit.name, reverse("unit", args=[unit.pk])) for unit in more),
    ]


def _unit(request: ActorRequest, pk: int, permission: str) -> Unit:
    found: Unit = get_object_or_404(
        Unit.objects.reached(request.actor, permission).select_related("parent"), pk=pk
    )
    return found


@page("units.read")
def unit(request: ActorRequest, pk: int) -> HttpResponse:
    """One unit: what it is, what codes it had, what became of it, what belongs to it."""
    found = _unit(request, pk, "units.read")
    codes = list(found.codes.all())
    seen = {c.code for c in codes} | {found.code}
    context = {
        "heading": found.name,
        "crumbs": _crumbs(*_above(request, found)),
        "facts": [translate(KINDS[found.kind]), found.code],
        "details": _details(request, found),
        "history": history_of(found),
        "actions": _buttons(request, found),
        "codes": codes,
        "after": found.successors.select_related("after"),
        "before": found.predecessors.select_related("before"),
        "became": BECAME,
        "children": Unit.objects.reached(request.actor, "units.read").filter(parent=found),
        "organisations": found.organisations.filter(closed_on=None),
        "events": [e for e in divisions.about(seen) if e.kind not in divisions.KEEPS],
    }
    return render(request, "units/unit.html", context)


def _above(request: ActorRequest, found: Unit) -> list[Unit]:
    keys = [int(k) for k in found.path.strip("/").split("/")][:-1]
    return list(Unit.objects.reached(request.actor, "units.read").filter(pk__in=keys).order_by("path"))


def _details(request: ActorRequest, found: Unit) -> list[tuple[str, Any]]:
    parent: Any = figures.DASH
    if found.parent and request.actor.may("units.read", path=found.parent.path):
        parent = format_html('<a href="{}">{}</a>', reverse("unit", args=[found.parent_id]), found.parent)
    elif found.parent:
        parent = found.parent.name
    rows = [
        (N_("Name"), found.name),
        (N_("Division code"), found.code),
        (N_("Kind"), translate(KINDS[found.kind])),
        (N_("Belongs to"), parent),
        (N_("Exists since"), figures.day(found.valid_from)),
        (N_("Last day"), figures.day(found.valid_to)),
    ]
    if found.kind == "county":
        rows.insert(
            4, (N_("County type"), translate(COUNTY_TYPES.get(found.county_type, "")) or figures.DASH)
        )
    return rows


def _buttons(request: ActorRequest, found: Unit) -> list[tuple[str, str, bool]]:
    if not request.actor.may("units.manage", path=found.path):
        return []
    became = (translate(N_("What became of it")), reverse("unit-succeed", args=[found.pk]), False)
    if found.valid_to is not None:
        return [became]
    return [
        (translate(N_("Change")), reverse("unit-change", args=[found.pk]), False),
        (translate(N_("New name or code")), reverse("unit-recode", args=[found.pk]), False),
        became,
        (translate(N_("Close")), reverse("unit-close", args=[found.pk]), False),
    ]


@page("units.manage")
def load(request: ActorRequest) -> HttpResponse:
    form = forms.LoadForm(request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        done = loading.load_divisions(request.actor, given["under"].strip(), given["down_to"])
        said = N_("{added} units are new, {former} that have ended came along, {known} were there before.")
        return translate(said, {"added": done.added, "former": done.former, "known": done.known}), reverse(
            "units"
        )

    context = {
        "heading": translate(N_("Load divisions")),
        "facts": [translate(N_("Statistical division list of 30 June 2023, history of codes 1981-2026"))],
        "crumbs": _crumbs(),
        "verb": translate(N_("Load")),
        "back": reverse("units"),
    }
    return do_by_form(request, form, act, context)


@page("units.manage")
def add(request: ActorRequest) -> HttpResponse:
    form = forms.AddForm(request.actor, request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = actions.add_unit(request.actor, **given)
        said = translate(N_("{name} was added. If it was a mistake, close it."), {"name": made.name})
        return said, reverse("unit", args=[made.pk])

    context = {
        "heading": translate(N_("Add a unit")),
        "crumbs": _crumbs(),
        "verb": translate(N_("Add")),
        "back": reverse("units"),
    }
    return do_by_form(request, form, act, context)


def _by_form(
    request: ActorRequest,
    found: Unit,
    form: Any,
    do: Callable[[dict[str, Any]], Any],
    said: str,
    heading: str,
    verb: str,
    template: str = "ui/form.html",
) -> HttpResponse:
    """A page that does something to one unit."""
    back = reverse("unit", args=[found.pk])

    def act(given: dict[str, Any]) -> tuple[str, str]:
        do(given)
        return translate(said, {"name": found.name}), back

    context = {
        "heading": translate(heading, {"name": found.name}),
        "crumbs": _crumbs(found),
        "verb": translate(verb),
        "back": back,
    }
    return do_by_form(request, form, act, context, template)


@page("units.manage")
def change(request: ActorRequest, pk: int) -> HttpResponse:
    found = _unit(request, pk, "units.manage")
    form = forms.ChangeForm(request.actor, found, request.POST or None)

    def do(given: dict[str, Any]) -> None:
        actions.change_unit(
            request.actor,
            found,
            parent=given.get("parent", found.parent),
            county_type=given.get("county_type", ""),
        )

    said = N_("{name} was changed. What it was before stands under “What happened”.")
    return _by_form(request, found, form, do, said, N_("Change {name}"), N_("Save"))


@page("units.manage")
def recode(request: ActorRequest, pk: int) -> HttpResponse:
    found = _unit(request, pk, "units.manage")
    form = forms.CodeForm(request.POST or None, initial={"code": found.code, "name": found.name})

    def do(given: dict[str, Any]) -> None:
        if given["code"] == found.code:
            actions.rename_unit(request.actor, found, given["name"], given["on"], given["source"])
        else:
            actions.recode_unit(
                request.actor, found, given["code"], given["on"], given["name"], given["source"]
            )

    said = N_("{name} goes on with its series; earlier codes still find it.")
    heading = N_("From when does {name} have another name or code?")
    return _by_form(request, found, form, do, said, heading, N_("Save"))


@page("units.manage")
def close(request: ActorRequest, pk: int) -> HttpResponse:
    found = _unit(request, pk, "units.manage")
    form = forms.CloseForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        actions.close_unit(request.actor, found, given["on"], given["source"])

    said = N_("{name} is closed. Its rows stay; say what became of it if other units took its place.")
    return _by_form(request, found, form, do, said, N_("When did {name} end?"), N_("Close"))


@page("units.manage")
def succeed(request: ActorRequest, pk: int) -> HttpResponse:
    found = _unit(request, pk, "units.manage")
    form = forms.SucceedForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        actions.succeed(request.actor, found, given["became"], given["after"], given["on"], given["source"])

    said = N_("What {name} became is noted. To correct it, enter it again.")
    heading, template = N_("What became of {name}?"), "units/succeed.html"
    return _by_form(request, found, form, do, said, heading, N_("Save"), template)
