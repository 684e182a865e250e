"""Sheets to be stamped: one sheet with its copies, and the way back of a stamped copy."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.actions import scan_back
from jiyue.foundation.files.forms import ScanForm, years_of
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.models import WAITING, Evidence, PrintedSheet
from jiyue.foundation.files.pages.evidence import refuse_size, take_in
from jiyue.foundation.files.pages.serving import reached
from jiyue.foundation.files.sheet_code import shown
from jiyue.foundation.files.sheet_state import state_of
from jiyue.foundation.files.uploads import too_much
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.deeds import do_by_form, history_of


def crumbs() -> list[tuple[str, str]]:
    return [(translate(N_("Sheets to be stamped")), reverse("sheets"))]


@page("evidence.read")
def one(request: ActorRequest, key: int) -> HttpResponse:
    found: PrintedSheet = reached(PrintedSheet, request, key)
    scans = found.scans.filter(
        evidence__in=Evidence.objects.reached(request.actor, "evidence.read")
    ).select_related("evidence")
    context = {
        "heading": found.title,
        "facts": [
            f"{translate(N_('Sheet code'))} {shown(found.code)}",
            translate(N_("fingerprint {hash}…"), {"hash": found.hash[:12]}),
        ],
        "crumbs": crumbs(),
        "sheet": found,
        "stamp": state_of(found),
        "missing": ", ".join(map(str, found.missing())),
        "scans": [(scan, ", ".join(map(str, scan.pages))) for scan in scans],
        "numbers": range(1, found.pages + 1),
        "history": history_of(found),
        "may": request.actor.may("sheets.print", path=found.unit.path, organisation=found.organisation_id),
    }
    return render(request, "files/sheet.html", context)


@page("sheets.print")
def scan(request: ActorRequest) -> HttpResponse:
    initial = {"retention": str(limit("retention_short")), "code": request.GET.get("code", "")}
    form = ScanForm(request.POST or None, request.FILES or None, initial=initial)
    context = {
        "heading": translate(N_("Which stamped copy is back")),
        "facts": [translate(N_("The sheet is found by the square codes on the pages"))],
        "crumbs": crumbs(),
        "verb": translate(N_("Return the copy")),
        "back": reverse("sheets"),
    }

    def act(given: dict[str, Any]) -> tuple[str, str]:
        (taken,) = take_in(request, [given["file"]])
        made = scan_back(request.actor, taken, typed=given["code"], retain_years=years_of(given["retention"]))
        return returned_words(made), reverse("sheet-one", args=[made.scan.sheet_id])

    if too_much(request):
        return refuse_size(request, ScanForm(initial=initial), context)
    return do_by_form(request, form, act, context)


def returned_words(made: Evidence) -> str:
    sheet = made.scan.sheet
    said = {"title": sheet.title, "code": shown(sheet.code), "missing": ", ".join(map(str, sheet.missing()))}
    if made.state == WAITING:
        words = N_("The copy of “{title}” ({code}) is kept; it counts when a second person has confirmed it.")
    elif sheet.missing():
        words = N_("The copy of “{title}” ({code}) is kept; pages {missing} are still missing.")
    else:
        words = N_("The stamped copy of “{title}” ({code}) is back, all pages. To undo, withdraw the scan.")
    return translate(words, said)
