"""One entry, and what is done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.linked import evidence_of
from jiyue.foundation.files.sheet_state import sheet_state
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.seen import carrying, seen_of
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.registry import actions, forms
from jiyue.registry.checks import table_of
from jiyue.registry.entries import address_of, by_form, crumbs_of, entry_at
from jiyue.registry.labels import label_of, shown_fact
from jiyue.registry.lists import LAMPS, LISTS
from jiyue.registry.models import STATES, TABLES, VERIFIED, WITHDRAWN, Enterprise, Entry, RightsHolder
from jiyue.registry.printing import rows_of
from jiyue.registry.workbench import beside, merges_of


@page("registry.read")
def entry(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """One entry: facts, former names, what it holds, duplicates, history."""
    found = entry_at(request, table, pk, "registry.read")
    changes = found.merged_into is None and request.actor.may("registry.change", path=found.unit.path)
    context = {
        "heading": str(found),
        "crumbs": crumbs_of(table),
        "facts": [translate(found.title), f"#{found.pk}", found.unit.name],
        "details": [*_details(found), *_standing(found)],
        "history": history_of(found),
        "actions": _buttons(request, found) if changes else [],
        "entry": found,
        "table": table,
        "merged_to": address_of(found.merged_into) if found.merged_into else "",
        "lamp_of": LAMPS[found.state],
        "seen": seen_of(found),
        "state": translate(STATES[found.state]),
        "may_verify": changes
        and found.state not in (VERIFIED, WITHDRAWN)
        and found.entered_by_id != request.actor.account,
        "may_reveal": any(getattr(found, n) for n in found.personal)
        and request.actor.may("personal.reveal", path=found.unit.path),
        "former": found.former_names.all() if isinstance(found, Enterprise) else [],
        "held": _held(request, found),
        "beside": beside(request.actor, found),
        "merges": merges_of(found),
        "may_merge": request.actor.may("registry.merge", path=found.unit.path),
        **_papers(request, found),
    }
    return render(request, "registry/entry.html", context)


def _papers(request: ActorRequest, found: Entry) -> dict[str, Any]:
    """The evidence of an entry, its stamped sheet, and whether one may be printed."""
    actor, ours = request.actor, {"path": found.unit.path, "organisation": found.owner_id}
    if not actor.can("evidence.read"):
        return {}
    return {
        "evidence": evidence_of(found.ref, actor, str(found), address_of(found)),
        "stamp": sheet_state(found.ref, rows_of(found)),
        "may_print": found.merged_into is None and actor.may("sheets.print", **ours),
    }


def _details(found: Entry) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [(label_of(found, n), shown_fact(found, n)) for n in found.facts]
    holder = getattr(found, "holder", None)
    if holder is None:
        return rows
    link = format_html('<a href="{}">{}</a>', address_of(holder.standing), holder.standing)
    return [(words, link if words == label_of(found, "holder") else value) for words, value in rows]


def _standing(found: Entry) -> list[tuple[str, Any]]:
    rows = [(N_("Kept by"), found.owner.name)]
    if found.closed_on:
        rows.append((N_("Ended on"), figures.day(found.closed_on)))
    return rows


def _held(request: ActorRequest, found: Entry) -> list[tuple[str, str, str]]:
    """Parcels and mines of a rights holder and of those merged into it."""
    if not isinstance(found, RightsHolder):
        return []
    holders = [found.pk, *RightsHolder.objects.filter(merged_into=found).values_list("pk", flat=True)]
    rows = [
        row
        for model in (TABLES["parcel"], TABLES["mine"])
        for row in model.objects.reached(request.actor, "registry.read").living().filter(holder__in=holders)
    ]
    return [(translate(row.title), str(row), address_of(row)) for row in rows]


def _buttons(request: ActorRequest, found: Entry) -> list[tuple[str, str, bool]]:
    table, args = table_of(found), [found.pk]
    if found.state == WITHDRAWN:
        return [(translate(N_("Bring back")), reverse(f"{table}-bring-back", args=args), False)]
    rows = [(translate(N_("Change")), reverse(f"{table}-change", args=args), False)]
    if request.actor.may("registry.merge", path=found.unit.path):
        rows.append((translate(N_("Merge")), reverse(f"{table}-merge", args=args), False))
    if found.closed_on:
        rows.append((translate(N_("Bring back")), reverse(f"{table}-bring-back", args=args), False))
    else:
        rows.append((translate(N_("Close")), reverse(f"{table}-close", args=args), False))
    return [*rows, (translate(N_("Withdraw")), reverse(f"{table}-withdraw", args=args), False)]


@page("registry.change")
def add(request: ActorRequest, table: str) -> HttpResponse:
    form = forms.EntryForm(request.actor, table, None, request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = actions.add(request.actor, table, **given)
        said = N_("{name} was entered. Somebody else verifies it; withdraw it if it was a mistake.")
        return translate(said, {"name": str(made)}), address_of(made)

    listed = LISTS[table]
    context = {
        "heading": translate(listed.add),
        "crumbs": crumbs_of(table),
        "verb": translate(N_("Enter")),
        "back": reverse(listed.name),
    }
    return do_by_form(request, form, act, context)


@page("registry.change")
def change(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = entry_at(request, table, pk, "registry.change")
    form = carrying(forms.EntryForm(request.actor, table, found, request.POST or None), request, found)

    def do(given: dict[str, Any]) -> None:
        actions.change(request.actor, found, **given)

    said = N_("{name} was changed and waits to be verified. What it was before stands under “What happened”.")
    return by_form(request, found, form, do, said, N_("Change {name}"), N_("Save"))


@page("registry.change")
@require_POST
def verify(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = entry_at(request, table, pk, "registry.change")
    actions.verify(request.actor, found, seen=request.POST.get("seen", ""))
    said = N_("{name} is verified. A change makes it wait for verification again.")
    messages.success(request, translate(said, {"name": str(found)}))
    return HttpResponseRedirect(address_of(found))


@page("registry.change")
def close(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = entry_at(request, table, pk, "registry.change")

    def do(given: dict[str, Any]) -> None:
        actions.close(request.actor, found, given["on"], given["reason"])

    form = forms.CloseForm(request.POST or None)
    said = N_("{name} is closed. “Bring back” undoes it.")
    return by_form(request, found, form, do, said, N_("When did {name} end?"), N_("Close"))


@page("registry.change")
def withdraw(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = entry_at(request, table, pk, "registry.change")

    def do(given: dict[str, Any]) -> None:
        actions.withdraw(request.actor, found, given["reason"])

    form = forms.ReasonForm(request.POST or None)
    said = N_("{name} is withdrawn and counts nowhere. “Bring back” undoes it.")
    return by_form(request, found, form, do, said, N_("Why is {name} withdrawn?"), N_("Withdraw"))


@page("registry.change")
def bring_back(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = entry_at(request, table, pk, "registry.change")

    def do(given: dict[str, Any]) -> None:
        actions.bring_back(request.actor, found, given["reason"])

    form = forms.ReasonForm(request.POST or None)
    said = N_("{name} is back and waits to be verified.")
    return by_form(request, found, form, do, said, N_("Why is {name} brought back?"), N_("Bring back"))


@page("personal.reveal")
def reveal(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """The sealed facts, after a reason was given; they are never in an address."""
    found = entry_at(request, table, pk, "registry.read")
    form = forms.ReasonForm(request.POST or None)
    context = {
        "heading": translate(N_("Personal facts of {name}"), {"name": str(found)}),
        "crumbs": crumbs_of(table, found),
        "facts": [translate(N_("Reading them is recorded with your reason"))],
        "verb": translate(N_("Show")),
        "back": address_of(found),
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        told = actions.reveal(request.actor, found, form.cleaned_data["reason"])
        context["told"] = [(label_of(found, name), value or figures.DASH) for name, value in told.items()]
        return render(request, "registry/revealed.html", context)
    return render(request, "ui/form.html", context)
