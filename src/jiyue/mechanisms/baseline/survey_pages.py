"""The cells of a survey: filled in as a table, shown as the official table, taken away as a workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.sheet.template import BookSheet, write_book
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import given
from jiyue.foundation.ui.output import XLSX
from jiyue.mechanisms.baseline import actions, forms
from jiyue.mechanisms.baseline.areas import OWNERSHIPS, table
from jiyue.mechanisms.baseline.checks import unready
from jiyue.mechanisms.baseline.printing import AREAS, area_rows
from jiyue.mechanisms.baseline.rows import by_form, crumbs_of, row_at


@page("baseline.change")
def fill_in(request: ActorRequest, pk: int) -> HttpResponse:
    """The areas by class and ownership."""
    survey = row_at(request, "survey", pk, "baseline.change")
    form = forms.AreasForm(survey, given(request))

    def do(said: dict[str, Any]) -> None:
        actions.fill_in(request.actor, survey, said["land_area"], form.areas())

    said = N_("The areas of {name} are kept. Submit it when they close.")
    heading = N_("How much of each class has {name}?")
    return by_form(
        request,
        survey,
        form,
        do,
        said,
        heading,
        N_("Save"),
        "baseline/areas.html",
        sides=OWNERSHIPS.values(),
    )


@page("baseline.read")
def area_table(request: ActorRequest, pk: int) -> HttpResponse:
    """The official table of ownership and class."""
    survey = row_at(request, "survey", pk, "baseline.read")
    context = {
        "heading": translate(N_("Area by class and ownership: {name}"), {"name": str(survey)}),
        "crumbs": crumbs_of("survey", survey),
        "facts": [survey.classes.title(), translate(N_("Hectares"))],
        "actions": [(".xlsx", reverse("baseline-survey-book", args=[pk]), False)],
        "lines": list(table(survey.classes, survey.cells)),
        "sides": OWNERSHIPS.values(),
        "problems": unready(survey),
    }
    return render(request, "baseline/area_table.html", context)


@page("baseline.read")
def area_book(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The official table as a workbook; figures as numbers with four decimals."""
    survey = row_at(request, "survey", pk, "baseline.read")
    names = [translate(words) for words in AREAS]
    rows = area_rows(survey)
    text = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    frame = text.with_columns(pl.col(names[2:]).cast(pl.Decimal(38, 4)))
    title = str(survey)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_book(path, [BookSheet(str(survey.year), frame, title=title)], lang=current_language())
        file = path.open("rb")
    return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)
