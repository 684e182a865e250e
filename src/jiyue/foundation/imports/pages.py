"""The list of imports, and the workbooks to take away: templates, and those with the errors in them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.problems import Refused
from jiyue.engine.sheet.template import write_template
from jiyue.foundation.imports import staging
from jiyue.foundation.imports.actions import reached_batch
from jiyue.foundation.imports.kinds import SheetKind, sheet_kind, sheet_kinds
from jiyue.foundation.imports.models import LAMPS, STATES, ImportBatch
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.filters import Choice
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.ui.output import XLSX

_RETURNED = re.compile(r"(\d+)\.xlsx|all\.zip")


class Titles(Mapping[str, str]):
    """What the kinds are called; looked up when a page is made, after all rooms are loaded."""

    def __getitem__(self, code: str) -> str:
        return sheet_kinds()[code].title

    def __iter__(self) -> Iterator[str]:
        return iter(sheet_kinds())

    def __len__(self) -> int:
        return len(sheet_kinds())


class BatchList(ListPage):
    name = "imports"
    address = "imports"
    permission = "imports.run"
    title = N_("Which workbooks came in and what became of them")
    columns = (
        Column("pk", N_("No."), to="import"),
        Column("kind", N_("Workbook"), words=Titles(), to="import"),
        Column("state", N_("State"), kind="state", words=STATES, lamps=LAMPS),
        Column("unit__name", N_("Unit")),
        Column("sender__name", N_("Sent by")),
        Column("rows", N_("Rows"), kind="number"),
        Column("new", N_("New"), kind="number"),
        Column("changed", N_("Changed"), kind="number"),
        Column("bad", N_("With problems"), kind="number"),
        Column("account__name", N_("Uploaded by")),
        Column("made_at", N_("Uploaded"), kind="day"),
        Column("published_at", N_("Published"), kind="day"),
    )
    filters = (
        Choice("state", N_("State"), choices=STATES),
        Choice("kind", N_("Workbook"), choices=Titles()),
    )
    order = ("-pk",)
    empty = N_("No workbook has come in yet. Take a template, let it be filled in, and upload it here.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = ImportBatch.objects.reached(request.actor, self.permission)
        return found

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        return [(translate(N_("Import workbooks")), reverse("import-new"), True)]


def offered(request: ActorRequest) -> list[SheetKind]:
    """The kinds that the actor may publish."""
    return [kind for kind in sheet_kinds().values() if request.actor.can(kind.permission)]


def batch_or_404(request: ActorRequest, key: int) -> ImportBatch:
    """The batch behind an address; to whom it does not reach, it is not there."""
    try:
        return reached_batch(request.actor, key)
    except Refused:
        raise Http404 from None


@page("imports.run")
def template(request: ActorRequest) -> HttpResponseBase:
    """The workbook that people fill in: drop-downs, notes, a sheet that explains each column."""
    kind = sheet_kind(request.GET.get("kind", ""))
    title, lang = translate(kind.title), current_language()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, kind.columns, title=title, lang=lang)
        file = path.open("rb")
    return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)


@page("imports.run")
def returned(request: ActorRequest, key: int, name: str) -> HttpResponseBase:
    """A workbook as it came, with the errors in it; or all of them."""
    batch = batch_or_404(request, key)
    match = _RETURNED.fullmatch(name)
    path = staging.returned_folder(batch.pk) / name
    if match is None or not path.is_file():
        raise Http404
    if match[1] is None:
        told = translate(N_("Import {batch} with errors"), {"batch": batch.pk})
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{told}.zip")
    source = batch.files.filter(number=int(match[1])).first()
    stem = Path(source.name).stem if source else str(batch.pk)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX)
