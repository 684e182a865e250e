"""Lists: evidence, what is due for disposal, sheets to be stamped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.kinds import KINDS
from jiyue.foundation.files.models import (
    CLASSES,
    GRADES,
    SHEET_LAMPS,
    SHEET_STATES,
    STATE_LAMPS,
    STATES,
    Evidence,
    PrintedSheet,
)
from jiyue.foundation.files.sheet_code import shown
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui.filters import Choice, Day, Search
from jiyue.foundation.ui.listing import Column, ListPage

KIND_WORDS = {kind.code: kind.title for kind in KINDS.values()}


KEPT_UNTIL = Column("due_on", N_("Kept until"), kind="day", shown=False)


class EvidenceList(ListPage):
    name = "evidence"
    address = "evidence"
    permission = "evidence.read"
    title = N_("What proves our figures")
    columns: ClassVar[Sequence[Column]] = (
        Column("title", N_("Title"), to="evidence-one"),
        Column("issuer", N_("Issued by")),
        Column("dated", N_("Date of the paper"), kind="day"),
        Column("period", N_("Period")),
        Column("unit__name", N_("Unit")),
        Column("organisation__name", N_("Owner"), shown=False),
        Column("file__kind", N_("File"), words=KIND_WORDS),
        Column("file__pages", N_("Number of pages"), kind="number"),
        Column("grade", N_("Grade"), words=GRADES),
        Column("state", N_("State"), kind="state", words=STATES, lamps=STATE_LAMPS),
        Column(
            "scan__sheet__state", N_("Stamped sheet"), kind="state", words=SHEET_STATES, lamps=SHEET_LAMPS
        ),
        Column("classification", N_("Classification"), words=CLASSES, shown=False),
        KEPT_UNTIL,
        Column("added_by__name", N_("Added by"), shown=False),
        Column("added_at", N_("Added at"), kind="day", shown=False),
    )
    filters = (
        Search("q", N_("Title, issuer, file name"), fields=("title", "issuer", "name", "period")),
        Choice("grade", N_("Grade"), choices=GRADES),
        Choice("state", N_("State"), choices=STATES),
        Choice("kind", N_("File"), choices=KIND_WORDS, lookup="file__kind"),
        Choice("classification", N_("Classification"), choices=CLASSES),
        Day("from", N_("Dated from"), lookup="dated__gte"),
        Day("to", N_("Dated to"), lookup="dated__lte"),
    )
    order = ("-added_at", "-pk")
    empty = N_(
        "No evidence yet. Whoever holds a paper that a figure rests on adds it here, or from the row itself."
    )

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return Evidence.objects.reached(request.actor, self.permission)

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        mine = self.rows(request)
        waiting = mine.filter(state="waiting").count()
        said = super().facts(request, count)
        if waiting:
            said.append(translate(N_("{count} wait for a second witness"), {"count": waiting}))
        return said

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        found = [(translate(N_("Due for disposal")), reverse("evidence-due"), False)]
        if request.actor.can("evidence.add"):
            found.append((translate(N_("Add evidence")), reverse("evidence-add"), True))
        return found


class DueList(EvidenceList):
    name = "evidence-due"
    address = "evidence/due"
    title = N_("Whose retention is over")
    columns = tuple(replace(c, shown=True) if c is KEPT_UNTIL else c for c in EvidenceList.columns)
    order = ("due_on", "pk")
    empty = N_("Nothing is due. Nothing is deleted by itself; the list says what is to be decided about.")
    crumbs = ((N_("Evidence"), "evidence"),)

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return super().rows(request).due(timezone.localdate())

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        return []


class CodeColumn(Column):
    """The code as it stands on the paper."""

    def text(self, value: Any) -> str:
        return shown(value)


class SheetList(ListPage):
    name = "sheets"
    address = "sheets"
    permission = "evidence.read"
    title = N_("Which stamped copies are not back yet")
    columns = (
        CodeColumn("code", N_("Sheet code"), to="sheet-one"),
        Column("title", N_("Title"), to="sheet-one"),
        Column("unit__name", N_("Unit")),
        Column("organisation__name", N_("Owner")),
        Column("pages", N_("Number of pages"), kind="number"),
        Column("printed_at", N_("Printed at"), kind="day"),
        Column("printed_by__name", N_("Printed by")),
        Column("state", N_("State"), kind="state", words=SHEET_STATES, lamps=SHEET_LAMPS),
    )
    filters = (
        Search("q", N_("Title or code"), fields=("title", "code")),
        Choice("state", N_("State"), choices=SHEET_STATES),
        Day("from", N_("Printed from"), lookup="printed_at__date__gte"),
        Day("to", N_("Printed to"), lookup="printed_at__date__lte"),
    )
    order = ("-printed_at", "-pk")
    empty = N_("No sheet was printed yet. The pages of tables offer it with “print for stamping”.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return PrintedSheet.objects.reached(request.actor, self.permission)

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can("sheets.print"):
            return []
        return [(translate(N_("Return a stamped copy")), reverse("sheet-scan"), True)]
