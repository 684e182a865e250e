"""The audit trail as its readers see it: who did what, when, to which row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.action import ACTIONS
from jiyue.foundation.audit.check import check_trail
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import said, spoken
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.chart import Chart
from jiyue.foundation.ui.filters import Choice, Day, Search
from jiyue.foundation.ui.listing import Column, ListPage

DAYS = 30
WAYS = {
    "web": N_("page"),
    "api": N_("API"),
    "cli": N_("command"),
    "import": N_("import"),
    "program": N_("program"),
}


def _sentence(row: Mapping[str, Any]) -> str:
    return said(row["sentence"], row["who"], row["params"])


class AuditList(ListPage):
    name = "audit"
    address = "audit"
    permission = "audit.read"
    title = N_("Who did what")
    columns = (
        Column("seq", N_("Number"), kind="number", to="audit-line", key="seq"),
        Column("at", N_("Time"), kind="day"),
        Column("who", N_("Who")),
        Column("sentence", N_("What"), sortable=False, say=_sentence, needs=("params", "who")),
        Column("via", N_("Way"), words=WAYS),
        Column("roles", N_("Roles"), shown=False),
        Column("address", N_("Address"), shown=False),
        Column("action", N_("Action"), shown=False),
        Column("hash", N_("Fingerprint"), shown=False),
    )
    filters = (
        Search("q", N_("Who or row"), fields=("who", "refs")),
        Choice("via", N_("Way"), choices=WAYS),
        Choice("action", N_("Action"), choices=lambda request: {code: code for code in sorted(ACTIONS)}),
        Day("from", N_("From"), lookup="at__date__gte"),
        Day("to", N_("Until"), lookup="at__date__lte"),
    )
    order = ("-seq",)
    empty = N_("No deed is recorded yet.")
    template = "audit/list.html"

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        return AuditLine.objects.reached(request.actor, self.permission)

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        return [(translate(N_("Check the trail")), reverse("audit-check"), True)]

    def more(self, request: ActorRequest) -> dict[str, Any]:
        """How many deeds there were on each of the last days."""
        first = timezone.localdate() - timedelta(days=DAYS - 1)
        counted = dict(
            self.rows(request)
            .filter(at__date__gte=first)
            .order_by()
            .values_list("at__date")
            .annotate(Count("seq"))
        )
        days = [first + timedelta(days=i) for i in range(DAYS)]
        rows = [(f"{d:%m-%d}", counted.get(d, 0)) for d in days]
        columns = [translate(N_("Day")), translate(N_("Deeds"))]
        return {"chart": Chart(translate(N_("Deeds on each of the last days")), columns, rows)}


@page("audit.read")
def line(request: ActorRequest, seq: int) -> HttpResponseBase:
    found = AuditLine.objects.reached(request.actor, "audit.read").filter(seq=seq).first()
    if found is None:
        raise Http404
    context = {
        "heading": translate(N_("Audit line {seq}"), {"seq": found.seq}),
        "crumbs": [(translate(N_("Who did what")), reverse("audit"))],
        "line": found,
        "sentence": spoken(found),
    }
    return render(request, "audit/line.html", context)


@page("audit.read")
def check(request: ActorRequest) -> HttpResponseBase:
    context = {
        "heading": translate(N_("Is the trail whole?")),
        "crumbs": [(translate(N_("Who did what")), reverse("audit"))],
        "found": check_trail(),
    }
    return render(request, "audit/check.html", context)
