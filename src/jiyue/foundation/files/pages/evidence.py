"""One piece of evidence: adding it, looking at it, boxing passages, linking, confirming, withdrawing."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem, Refused
from jiyue.foundation.files import actions
from jiyue.foundation.files.facts import details
from jiyue.foundation.files.forms import (
    AddForm,
    BoxForm,
    DescriptionForm,
    LinkForm,
    ReasonForm,
    described,
    usual,
)
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.models import (
    DISPOSED,
    WAITING,
    WITHDRAWN,
    Evidence,
    EvidenceLink,
    Passage,
    PrintedSheet,
    SheetScan,
)
from jiyue.foundation.files.pages import disposal, sharing
from jiyue.foundation.files.pages.kit import back_to, crumbs
from jiyue.foundation.files.pages.serving import reached
from jiyue.foundation.files.sheet_state import state_of
from jiyue.foundation.files.store import Received, receive
from jiyue.foundation.files.uploads import TOO_MUCH, too_much
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.seen import seen_of
from jiyue.foundation.ui.deeds import do_by_form, history_of

_NUMBER = re.compile("[0-9]{1,6}")


def take_in(request: ActorRequest, files: list[UploadedFile]) -> list[Received]:
    """Receive all files, or none: Refused with the problems of each."""
    taken: list[Received] = []
    problems: list[Problem] = []
    for file in files:
        try:
            taken.append(receive(file.name, file.chunks()))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return taken


@page("evidence.add")
def add(request: ActorRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("ref", "label", "back")}
    initial = {**usual(request.actor), **asked}
    form = AddForm(request.actor, request.POST or None, request.FILES or None, initial=initial)
    context = {
        "heading": translate(N_("Which papers prove it")),
        "facts": [asked["label"]] if asked["label"] else [],
        "crumbs": crumbs(),
        "verb": translate(N_("Keep")),
        "back": reverse("evidence"),
    }

    def act(given: dict[str, Any]) -> tuple[str, str]:
        taken = take_in(request, given["files"])
        tie = (given["ref"], given["label"]) if given["ref"] else None
        with transaction.atomic():
            made = [
                actions.add_evidence(
                    request.actor,
                    one,
                    form.said(PurePath(one.name).stem if not given["title"] or len(taken) > 1 else ""),
                    forwarded=given["forwarded"],
                    link=tie,
                )
                for one in taken
            ]
        note_what_is_open(request, made)
        said = N_("{count} kept. What was added by mistake can be withdrawn on its page.")
        return translate(said, {"count": len(made)}), safe(request, given["back"]) or after(made)

    if too_much(request):
        return refuse_size(request, AddForm(request.actor, initial=initial), context, "files/add.html")
    return do_by_form(request, form, act, context, "files/add.html")


def refuse_size(
    request: ActorRequest, form: Form, context: dict[str, Any], template: str = "ui/form.html"
) -> HttpResponse:
    """Past the limit of one upload; what followed the files in the request was thrown away with them."""
    problems = [TOO_MUCH(limit=limit("mb_request"), field="files")]
    return render(request, template, {**context, "form": form, "problems": problems}, status=422)


def note_what_is_open(request: ActorRequest, made: list[Evidence]) -> None:
    """Say which of the files were here before, and how many need a second witness."""
    if waiting := sum(one.state == WAITING for one in made):
        said = translate(N_("{count} need a second witness before they count."), {"count": waiting})
        messages.warning(request, said)
    for one in made:
        seen = Evidence.objects.reached(request.actor, "evidence.read").living()
        if twin := seen.filter(file=one.file).exclude(pk__in=[m.pk for m in made]).first():
            words = N_("{name} is the same file as “{title}”, kept before.")
            messages.warning(request, translate(words, {"name": one.name, "title": twin.title}))


def after(made: list[Evidence]) -> str:
    return reverse("evidence-one", args=[made[0].pk]) if len(made) == 1 else reverse("evidence")


def safe(request: ActorRequest, back: str) -> str:
    return back if back and url_has_allowed_host_and_scheme(back, {request.get_host()}) else ""


@page("evidence.read")
def one(request: ActorRequest, key: int) -> HttpResponse:
    return show(request, reached(Evidence, request, key), BoxForm(), ())


def show(
    request: ActorRequest, found: Evidence, form: BoxForm, problems: tuple[Problem, ...]
) -> HttpResponse:
    """The page of one piece of evidence."""
    asked = request.POST.get("page") or request.GET.get("page", "")
    pages = found.file.pages or 0
    number = int(asked) if _NUMBER.fullmatch(asked) and 1 <= int(asked) <= pages else 1
    here = {"path": found.unit.path, "organisation": found.organisation_id}
    may = request.actor.may("evidence.add", **here) and found.state != DISPOSED
    living = found.state != WITHDRAWN
    if not form.is_bound:
        form.initial["page"] = number
    passages = list(found.passages.select_related("by"))
    sheets = PrintedSheet.objects.reached(request.actor, "evidence.read")
    scan = SheetScan.objects.filter(evidence=found, sheet__in=sheets).select_related("sheet").first()
    context = {
        "heading": found.title,
        "facts": [found.name, translate(N_("fingerprint {hash}…"), {"hash": found.file.sha256[:12]})],
        "crumbs": crumbs(),
        "evidence": found,
        "details": details(found),
        "history": history_of(found),
        "links": found.links.all(),
        "passages": passages,
        "number": number,
        "pages": pages,
        "here": [p for p in passages if p.page == number],
        "scan": scan,
        "stamp": state_of(scan.sheet) if scan else None,
        "may": may and living,
        "may_confirm": may_confirm(request, found),
        "seen": seen_of(found),
        "may_restore": may and not living,
        "form": form,
        "problems": problems,
        "gone": found.state == DISPOSED,
        **sharing.shown(request, found),
        **disposal.shown(request, found),
    }
    return render(request, "files/evidence.html", context, status=422 if problems or form.errors else 200)


def may_confirm(request: ActorRequest, found: Evidence) -> bool:
    """Whether to offer it; the action decides."""
    reaches = request.actor.may("evidence.confirm", path=found.unit.path, organisation=found.organisation_id)
    return found.state == WAITING and reaches and request.actor.account not in found.said_by


@page("evidence.add")
def describe(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = reached(Evidence, request, key)
    here = reverse("evidence-one", args=[key])
    form = DescriptionForm(request.actor, request.POST or None, initial=described(found))
    context = {
        "heading": translate(N_("What this paper is")),
        "crumbs": crumbs((found.title, here)),
        "verb": translate(N_("Save")),
        "back": here,
    }

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.describe(request.actor, found, form.said())
        return translate(N_("Saved. The earlier words stand in what happened.")), here

    return do_by_form(request, form, act, context)


@page("evidence.add")
@require_POST
def box(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = reached(Evidence, request, key)
    form = BoxForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, ())
    given = form.cleaned_data
    try:
        actions.box(request.actor, found, page=given["page"], note=given["note"], **form.box())
    except Refused as refused:
        return show(request, found, form, refused.problems)
    said = translate(
        N_("The passage on page {page} is boxed; it can be taken off again."), {"page": given["page"]}
    )
    return back_to(found, said, request, given["page"])


@page("evidence.add")
@require_POST
def unbox(request: ActorRequest, key: int) -> HttpResponse:
    found: Passage = reached(Passage, request, key)
    number = found.page
    actions.unbox(request.actor, found)
    return back_to(
        found.evidence, translate(N_("The box is off the page; draw it again to undo.")), request, number
    )


@page("evidence.add")
@require_POST
def link(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = reached(Evidence, request, key)
    form = LinkForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"ref": "", "label": ""}
    actions.link(request.actor, found, given["ref"].strip(), given["label"])
    return back_to(found, translate(N_("Linked; it can be unlinked on this page.")), request)


@page("evidence.add")
@require_POST
def unlink(request: ActorRequest, key: int) -> HttpResponse:
    found: EvidenceLink = reached(EvidenceLink, request, key)
    evidence = found.evidence
    actions.unlink(request.actor, found)
    return back_to(evidence, translate(N_("Unlinked; link it again to undo.")), request)


@page("evidence.confirm")
@require_POST
def confirm(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = reached(Evidence, request, key)
    actions.confirm(request.actor, found, seen=request.POST.get("seen", ""))
    return back_to(
        found, translate(N_("Confirmed: the evidence counts. If it was wrong, withdraw it.")), request
    )


@page("evidence.add")
def withdraw(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = reached(Evidence, request, key)
    here = reverse("evidence-one", args=[key])
    context = {
        "heading": translate(N_("Why “{title}” is withdrawn"), {"title": found.title}),
        "crumbs": crumbs((found.title, here)),
        "verb": translate(N_("Withdraw")),
        "back": here,
    }

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.withdraw(request.actor, found, given["reason"])
        return translate(
            N_("Withdrawn: it counts no more. The withdrawal can be taken back on its page.")
        ), here

    return do_by_form(request, ReasonForm(request.POST or None), act, context)


@page("evidence.add")
@require_POST
def restore(request: ActorRequest, key: int) -> HttpResponse:
    found: Evidence = get_object_or_404(Evidence.objects.reached(request.actor, "evidence.add"), pk=key)
    actions.restore(request.actor, found)
    return back_to(found, translate(N_("The withdrawal is taken back.")), request)
