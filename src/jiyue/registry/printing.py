"""The sheet of one entry: its facts as a table that is printed, stamped, scanned and found again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiyue.engine.messages import DEFAULT_LANGUAGE, N_, language, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.files.actions import print_sheet
from jiyue.foundation.files.sheet_code import shown
from jiyue.foundation.files.sheet_state import row_reach, sheet_source
from jiyue.foundation.pages import ActorRequest, page
from jiyue.registry.entries import entry_at
from jiyue.registry.labels import label_of, shown_fact
from jiyue.registry.models import TABLES, Entry

COLUMNS = (N_("Fact"), N_("What is entered"))
Rows = list[list[str | None]]


def rows_of(entry: Entry) -> Rows:
    """Each fact with its value, in the language of papers; what is sealed is not printed."""
    with language(DEFAULT_LANGUAGE):
        return [
            [translate(label_of(entry, name)), shown_fact(entry, name)]
            for name in entry.facts
            if name not in entry.personal
        ]


def _rows_now(ref: str) -> Rows | None:
    _, table, key = ref.split("/")
    found = TABLES[table].objects.filter(pk=key).first()
    return rows_of(found) if found else None


def _reached(ref: str, actor: Actor) -> bool:
    _, table, key = ref.split("/")
    rows = TABLES[table].objects.reached(actor, "registry.read")
    return key.isdecimal() and bool(rows.filter(pk=key).exists())


for name in TABLES:
    sheet_source(f"registry/{name}")(_rows_now)
    row_reach(f"registry/{name}")(_reached)


@page("sheets.print")
@require_POST
def print_entry(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """Print the facts as they stand now."""
    found = entry_at(request, table, pk, "sheets.print")
    kind = translate(found.title, lang=DEFAULT_LANGUAGE)
    made = print_sheet(
        request.actor,
        title=f"{kind}：{found}",
        unit=found.unit,
        organisation=found.owner,
        ref=found.ref,
        columns=[translate(words, lang=DEFAULT_LANGUAGE) for words in COLUMNS],
        rows=rows_of(found),
    )
    said = N_("Sheet {code} is printed. Save the PDF, have it stamped, and return the scan here.")
    messages.success(request, translate(said, {"code": shown(made.code)}))
    return HttpResponseRedirect(reverse("sheet-one", args=[made.pk]))
