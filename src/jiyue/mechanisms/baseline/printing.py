"""The sheet of one row: its facts, or the official table of a survey, printed, stamped and found again."""

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
from jiyue.mechanisms.baseline.areas import OWNERSHIPS, table
from jiyue.mechanisms.baseline.labels import label_of, shown_fact
from jiyue.mechanisms.baseline.models import TABLES, BaselineRow, Survey
from jiyue.mechanisms.baseline.rows import row_at

FACTS = (N_("Fact"), N_("What is entered"))
AREAS = (N_("Class code"), N_("Class"), *OWNERSHIPS.values(), N_("Both"))
WHOLE = N_("All classes")
Rows = list[list[str | None]]


def rows_of(row: BaselineRow) -> Rows:
    """What a sheet of the row says, in the language of papers."""
    with language(DEFAULT_LANGUAGE):
        if isinstance(row, Survey):
            return area_rows(row)
        return [[translate(label_of(type(row), name)), shown_fact(row, name)] for name in row.facts]


def area_rows(survey: Survey) -> Rows:
    """The official table: code and name of each class, then hectares with four decimals, or nothing."""
    rows: Rows = []
    for line in table(survey.classes, survey.cells):
        code, name = (
            (line.land_class.code, line.land_class.title()) if line.land_class else ("", translate(WHOLE))
        )
        rows.append([code, name, *(None if f is None else f"{f:.4f}" for f in line.figures())])
    return rows


def _rows_now(ref: str) -> Rows | None:
    _, name, key = ref.split("/")
    found = TABLES[name].objects.filter(pk=key).first()
    return rows_of(found) if found else None


def _reached(ref: str, actor: Actor) -> bool:
    _, name, key = ref.split("/")
    rows = TABLES[name].objects.reached(actor, "baseline.read")
    return key.isdecimal() and bool(rows.filter(pk=key).exists())


for _name in TABLES:
    sheet_source(f"baseline/{_name}")(_rows_now)
    row_reach(f"baseline/{_name}")(_reached)


@page("sheets.print")
@require_POST
def print_row(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """Print what the row says now."""
    found = row_at(request, table, pk, "sheets.print")
    columns = AREAS if isinstance(found, Survey) else FACTS
    with language(DEFAULT_LANGUAGE):
        made = print_sheet(
            request.actor,
            title=str(found),
            unit=found.unit,
            organisation=found.owner,
            ref=found.ref,
            columns=[translate(words) for words in columns],
            rows=rows_of(found),
            period=str(getattr(found, "year", "")),
        )
    said = N_("Sheet {code} is printed. Save the PDF, have it stamped, and return the scan here.")
    messages.success(request, translate(said, {"code": shown(made.code)}))
    return HttpResponseRedirect(reverse("sheet-one", args=[made.pk]))
