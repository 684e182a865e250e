"""The duplicates workbench: proposals, two entries side by side, merging and undoing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.seen import carrying
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.registry import forms, merging
from jiyue.registry.checks import table_of
from jiyue.registry.duplicates import CODE, REASONS, Proposal, proposals
from jiyue.registry.entries import address_of, by_form, crumbs_of, entry_at
from jiyue.registry.models import TABLES, Enterprise, Entry, Merge, Named

PAGE = 20


@dataclass(frozen=True)
class Pair:
    """A proposal as a page shows it."""

    first: Entry
    second: Entry
    reasons: tuple[str, ...]


def proposed(actor: Actor, table: str) -> list[Proposal]:
    """What may be the same among the entries of ``table`` that ``actor`` may merge."""
    return proposals(TABLES[table].objects.reached(actor, "registry.merge").living())


def pairs_of(found: list[Proposal], model: type[Entry]) -> list[Pair]:
    keys = {pk for p in found for pk in (p.first, p.second)}
    rows = model.objects.select_related("unit").in_bulk(keys)
    return [Pair(rows[p.first], rows[p.second], tuple(REASONS[r] for r in p.reasons)) for p in found]


def beside(actor: Actor, entry: Entry) -> list[Pair]:
    """What may be the same as ``entry``, for its page: it stands first."""
    if not actor.may("registry.merge", path=entry.unit.path) or entry.merged_into_id:
        return []
    code = CODE.get(table_of(entry), "credit_code")
    close = Q(pk=entry.pk) | Q(unit=entry.unit)
    if getattr(entry, code):
        close |= Q(**{code: getattr(entry, code)})
    if isinstance(entry, Named):
        close |= Q(name_key=entry.name_key)
    if isinstance(entry, Enterprise):
        close |= Q(name_key__in=entry.former_names.values("name_key"))
        close |= Q(former_names__name_key=entry.name_key)
    model = type(entry)
    near = model.objects.filter(close).values("pk")
    rows = model.objects.reached(actor, "registry.merge").living().filter(pk__in=near)
    pairs = pairs_of(proposals(rows, entry.pk), model)
    return [p if p.first.pk == entry.pk else Pair(p.second, p.first, p.reasons) for p in pairs]


def merges_of(entry: Entry) -> list[tuple[Merge, Entry]]:
    """The merges into ``entry`` that stand, each with the entry that was merged."""
    rows = Merge.objects.filter(table=table_of(entry), winner=entry.pk, undone_at=None)
    losers = type(entry).objects.in_bulk([m.loser for m in rows])
    return [(m, losers[m.loser]) for m in rows if m.loser in losers]


@page("registry.merge")
def duplicates(request: ActorRequest) -> HttpResponse:
    """Which entries may be the same? The strongest reasons first."""
    table = _table(request)
    model = TABLES[table]
    found = proposed(request.actor, table)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": translate(N_("Which entries may be the same? {count} pairs"), {"count": len(found)}),
        "facts": [translate(N_("The program proposes, people decide; a merge can be undone"))],
        "tables": [(code, translate(m.title)) for code, m in TABLES.items()],
        "table": table,
        "pairs": pairs_of(list(shown), model),
        "page": shown,
        "merge_to": f"{table}-merge",
        "apart_to": f"{table}-apart",
        "entry_to": table,
        "formats": [(f, f"{reverse('duplicates-as', args=[f])}?table={table}") for f in OUTPUTS],
    }
    return render(request, "registry/duplicates.html", context)


SIDES = {"first": N_("Entry"), "second": N_("The other entry")}
COLUMNS = (
    *(
        column
        for side, words in SIDES.items()
        for column in (
            Column(side, words),
            Column(f"{side}_number", N_("Number"), kind="number"),
            Column(f"{side}_unit", N_("Unit")),
            Column(f"{side}_code", N_("Code")),
        )
    ),
    Column("reasons", N_("Why they may be the same")),
)


@page("registry.merge")
def duplicates_as(request: ActorRequest, form: str) -> HttpResponseBase:
    """All proposed pairs of a kind, as the page shows them, for a spreadsheet or a program."""
    table = _table(request)
    return OUTPUTS[form]("duplicates", COLUMNS, rows_of(proposed(request.actor, table), table))


def rows_of(found: list[Proposal], table: str) -> Iterator[dict[str, Any]]:
    """Proposals as rows with the fields of :data:`COLUMNS`."""
    code = CODE.get(table, "credit_code")
    return (_row(pair, code) for pair in pairs_of(found, TABLES[table]))


def _row(pair: Pair, code: str) -> dict[str, Any]:
    row: dict[str, Any] = {"reasons": "；".join(translate(reason) for reason in pair.reasons)}
    for side in SIDES:
        entry: Entry = getattr(pair, side)
        row |= {side: str(entry), f"{side}_number": entry.pk, f"{side}_unit": entry.unit.name}
        row[f"{side}_code"] = getattr(entry, code)
    return row


def _table(request: ActorRequest) -> str:
    said = request.GET.get("table", "")
    return said if said in TABLES else "enterprise"


def _two(request: ActorRequest, table: str, pk: int) -> tuple[Entry, Entry | None]:
    other = whole_number(request.GET.get("with", "").removeprefix("#").strip())
    first = entry_at(request, table, pk, "registry.merge")
    rows = TABLES[table].objects.reached(request.actor, "registry.merge").living().exclude(pk=pk)
    return first, rows.select_related("unit").filter(pk=other).first() if other else None


@page("registry.merge")
def merge(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """Two entries side by side: for each fact that differs, which one stays."""
    winner, loser = _two(request, table, pk)
    if loser is None:
        context = {
            "heading": translate(N_("What is the same as {name}?"), {"name": str(winner)}),
            "crumbs": crumbs_of(table, winner),
            "pairs": beside(request.actor, winner),
            "merge_to": f"{table}-merge",
            "apart_to": f"{table}-apart",
            "entry_to": table,
            "asked": request.GET.get("with", ""),
        }
        return render(request, "registry/choose.html", context)
    rows = merging.differences(winner, loser)
    form = carrying(forms.MergeForm(rows, winner, loser, request.POST or None), request, winner, loser)

    def do(given: dict[str, Any]) -> None:
        taken, seen = form.taken(), given["seen"]
        merging.merge(request.actor, winner, loser, take=taken, reason=given["reason"], seen=seen)

    return by_form(
        request,
        winner,
        form,
        do,
        N_("Both are {name} now. “Undo the merge” on this page takes it back."),
        N_("Are both {name}? What differs, side by side"),
        N_("Merge"),
        "registry/merge.html",
        winner=winner,
        loser=loser,
        loser_to=address_of(loser),
        swap=f"{reverse(f'{table}-merge', args=[loser.pk])}?with={winner.pk}",
    )


@page("registry.merge")
def apart(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """Say that two entries are not the same."""
    one, other = _two(request, table, pk)
    if other is None:
        return merge(request, table=table, pk=pk)
    form = forms.ReasonForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        merging.keep_apart(request.actor, one, other, given["reason"])

    heading, verb = N_("Why are {name} and {other} not the same?"), N_("Not the same")
    said = N_("Noted: this pair with {name} is proposed no more.")
    return by_form(request, one, form, do, said, heading, verb, params={"other": str(other)})


@page("registry.merge")
def undo(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    found = get_object_or_404(Merge.objects.reached(request.actor, "registry.merge"), pk=pk)
    winner = entry_at(request, found.table, found.winner, "registry.merge")
    form = forms.ReasonForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        merging.undo_merge(request.actor, found, given["reason"])

    said = N_("They are two entries again. Facts of {name} that were changed after the merge stayed.")
    heading = N_("Why is the merge into {name} undone?")
    return by_form(request, winner, form, do, said, heading, N_("Undo the merge"))
