"""Frameworks: the list, one version with its indicators, the difference of two, drafting and publication."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiyue.engine.formula import Formula, describe
from jiyue.engine.index import default_dictionary, write_framework
from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.numbers import decimal_text
from jiyue.engine.problems import Refused
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.files.names import clean_name
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import Reason, ask, given
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import COUNTY_TYPES, KINDS
from jiyue.indicators import drafting, forms
from jiyue.indicators.differences import KINDS as DIFFERENCES
from jiyue.indicators.differences import differences
from jiyue.indicators.frameworks import compiled_of, framework_of
from jiyue.indicators.labels import FRAMEWORK_LAMPS
from jiyue.indicators.models import DRAFT, FRAMEWORK_STATES, RETIRED, FrameworkVersion

READ, MANAGE = "indicators.read", "frameworks.manage"
FORMATS = {
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TYPES = {
    "quant": N_("quantitative"),
    "qual2": N_("two levels"),
    "qual3": N_("three levels"),
    "veto": N_("veto"),
    "bonus": N_("bonus"),
    "penalty": N_("penalty"),
}


class FrameworkList(ListPage):
    name = "frameworks"
    address = "indicators/frameworks"
    permission = READ
    title = N_("By which frameworks is evaluated")
    columns = (
        Column("title", N_("Framework"), to="framework"),
        Column("version", N_("Version")),
        Column("state", N_("State"), kind="state", words=FRAMEWORK_STATES, lamps=FRAMEWORK_LAMPS),
        Column("unit__name", N_("Framework of the unit")),
        Column("code", N_("Code"), shown=False),
        Column("published_at", N_("Published on"), kind="day"),
        Column("note", N_("Note"), shown=False),
        Column("digest", N_("Hash"), shown=False),
    )
    filters = (
        Search("q", N_("Framework"), fields=("title", "code", "version")),
        Choice("state", N_("State"), choices=FRAMEWORK_STATES),
    )
    order = ("code", "-pk")
    empty = N_("No framework yet. Those that ship appear when the program is migrated.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = FrameworkVersion.objects.reached(request.actor, self.permission)
        return rows


def crumbs(version: FrameworkVersion | None = None) -> list[tuple[str, str]]:
    found = [(translate(N_("Frameworks")), reverse("frameworks"))]
    return [*found, (str(version), reverse("framework", args=[version.pk]))] if version else found


def version_at(request: ActorRequest, pk: int, permission: str = READ) -> FrameworkVersion:
    rows = FrameworkVersion.objects.reached(request.actor, permission)
    found: FrameworkVersion = get_object_or_404(rows.select_related("unit", "base"), pk=pk)
    return found


@page(READ)
def framework(request: ActorRequest, pk: int) -> HttpResponse:
    """One version: its indicators with lines and weights, which figures are verified or confirmed."""
    found = version_at(request, pk)
    content = framework_of(found)
    lang = current_language()
    loose = [i.code for i in content.indicators if not i.verified]
    draft = found.state == DRAFT
    context = {
        "heading": str(found),
        "crumbs": crumbs(),
        "facts": [
            translate(FRAMEWORK_STATES[found.state]),
            translate(N_("{count} indicators"), {"count": len(content.indicators)}),
            translate(N_("{count} not verified"), {"count": len(loose)}),
        ],
        "details": [
            (N_("Code"), found.code),
            (N_("Framework of the unit"), found.unit or translate(N_("ships with the program"))),
            (N_("For"), "、".join(translate(KINDS.get(k, k)) for k in content.kinds) or figures.DASH),
            (N_("In force"), f"{content.valid_from or '…'} – {content.valid_to or '…'}"),
            (N_("Source"), content.where(lang) or figures.DASH),
            (N_("Note"), found.note or figures.DASH),
            (N_("Published on"), figures.day(found.published_at)),
            (N_("Hash"), found.digest),
        ],
        "history": history_of(found),
        "actions": _buttons(request, found),
        "version": found,
        "label": content.label(lang),
        "variants": [translate(COUNTY_TYPES.get(v, v)) for v in content.variants],
        "groups": _groups(found, content, lang),
        "problems": drafting.problems_of(found) if draft else [],
        "edits": draft and request.actor.may(MANAGE, path=found.unit.path if found.unit else None),
        "confirms": request.actor.can(MANAGE) and request.actor.can("evidence.read"),
        "may_publish": draft and _manages(request, found) and found.entered_by_id != request.actor.account,
        "others": [v for v in _versions(request, found) if v.pk != found.pk],
        "formats": [(form, reverse("framework-file", args=[found.pk, form])) for form in FORMATS],
    }
    return render(request, "indicators/framework.html", context)


def _versions(request: ActorRequest, found: FrameworkVersion) -> QuerySet[FrameworkVersion]:
    rows: QuerySet[FrameworkVersion] = FrameworkVersion.objects.reached(request.actor, READ)
    return rows.filter(code=found.code).exclude(state=RETIRED).defer("content")


def _manages(request: ActorRequest, found: FrameworkVersion) -> bool:
    return request.actor.may(MANAGE, path=found.unit.path if found.unit else None)


def _buttons(request: ActorRequest, found: FrameworkVersion) -> list[tuple[str, str, bool]]:
    buttons = []
    if request.actor.can(MANAGE):
        buttons.append((N_("New version"), "framework-draft", False))
    if _manages(request, found) and found.state != RETIRED:
        buttons.append((N_("Take out of use"), "framework-retire", False))
        if found.state == DRAFT:
            buttons.append((N_("Upload a table"), "framework-upload", False))
    return [(translate(words), reverse(to, args=[found.pk]), filled) for words, to, filled in buttons]


def _groups(found: FrameworkVersion, content: Any, lang: str) -> list[dict[str, Any]]:
    """The indicators in their top groups, as rows of a table."""
    proofs: dict[str, list[Any]] = {}
    for proof in found.confirmations.select_related("evidence", "by", "unit"):
        proofs.setdefault(proof.indicator, []).append(proof)
    scope, formulas = content.scope(default_dictionary()), _formulas(found)

    def read(code: str) -> str:
        return describe(formulas[code].tree, scope, lang) if code in formulas else ""

    rows: dict[str, list[dict[str, Any]]] = {}
    for one in content.indicators:
        rows.setdefault(content.aspect(one), []).append(
            {
                "code": one.code,
                "name": (one.zh if lang == "zh" else one.en) or one.zh or one.code,
                "type": translate(TYPES[one.type]),
                "unit": unit_words(one.unit),
                "formula": describe(formulas[one.code].tree, scope, lang)
                if one.code in formulas
                else one.formula,
                "standard": one.standard or one.ideal or figures.DASH,
                "excellence": one.excellence or figures.DASH,
                "weights": [decimal_text(one.weight(v)) for v in content.variants],
                "verified": one.verified,
                "source": one.where(lang),
                "proofs": proofs.get(one.code, []),
            }
        )
    named = content.groups_by_code
    return [
        {"name": (named[code].zh if lang == "zh" else named[code].en) if code in named else code, "rows": r}
        for code, r in rows.items()
    ]


def _formulas(found: FrameworkVersion) -> dict[str, Formula]:
    """The formulas as they are read; none of a draft that does not fit together yet."""
    try:
        return compiled_of(found).formulas
    except Refused:
        return {}


@page(READ)
def difference(request: ActorRequest, pk: int) -> HttpResponse:
    """What changed from another version, indicator by indicator; ``with`` names it, else the base."""
    found = version_at(request, pk)
    said = request.GET.get("with", "")
    other = version_at(request, int(said)) if said.isdecimal() and len(said) < 16 else found.base
    if other is None:
        raise Http404
    rows = differences(framework_of(other), framework_of(found))
    context = {
        "heading": translate(
            N_("What changed from {old} to {new}"), {"old": other.version, "new": found.version}
        ),
        "crumbs": crumbs(found),
        "facts": [
            found.title,
            translate(N_("{count} differences"), {"count": len(rows)}),
            translate(N_("{count} indicators touched"), {"count": len({r.code for r in rows if r.code})}),
        ],
        "rows": [(translate(DIFFERENCES[r.kind]), r) for r in rows],
    }
    return render(request, "indicators/difference.html", context)


@page(READ)
def file(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The version as a table that can be edited and uploaded again."""
    found = version_at(request, pk)
    if form not in FORMATS:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"framework.{form}"
        write_framework(framework_of(found), path)
        answer = HttpResponse(path.read_bytes(), content_type=FORMATS[form])
    name = clean_name(f"{found.code}-{found.version}.{form}")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(MANAGE)
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    """A new version from this one."""
    base = version_at(request, pk)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = drafting.draft(request.actor, base, **said)
        words = N_("{name} is a draft now. “Take out of use” gives it up.")
        return translate(words, {"name": str(made)}), reverse("framework", args=[made.pk])

    context = {
        "heading": translate(N_("A new version of {name}"), {"name": base.title}),
        "facts": [translate(N_("begins with the content of version {version}"), {"version": base.version})],
        "crumbs": crumbs(base),
        "verb": translate(N_("Draft")),
        "back": reverse("framework", args=[base.pk]),
    }
    return do_by_form(request, forms.DraftForm(request.actor, given(request)), act, context)


def _by_form(
    request: ActorRequest,
    found: FrameworkVersion,
    form: Any,
    do: Callable[[dict[str, Any]], Any],
    heading: str,
    verb: str,
    said: str,
) -> HttpResponse:
    back = reverse("framework", args=[found.pk])

    def act(given_: dict[str, Any]) -> tuple[str, str]:
        do(given_)
        return translate(said), back

    context = {"heading": heading, "crumbs": crumbs(found), "verb": translate(verb), "back": back}
    return do_by_form(request, form, act, context)


@page(MANAGE)
def upload(request: ActorRequest, pk: int) -> HttpResponse:
    """All indicators of a draft from a table."""
    found = version_at(request, pk, MANAGE)
    form = forms.TableForm(given(request), request.FILES or None)

    def do(said: dict[str, Any]) -> None:
        sent = said["file"]
        name = clean_name(sent.name)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table{Path(name).suffix}"
            with path.open("wb") as target:
                for chunk in sent.chunks():
                    target.write(chunk)
            drafting.replace_by(request.actor, found, path, name)

    heading = translate(N_("Which table replaces the indicators of {name}?"), {"name": str(found)})
    said = N_("The draft has the indicators of the table now. The difference to its base shows what changed.")
    return _by_form(request, found, form, do, heading, N_("Upload"), said)


@page(MANAGE)
def edit(request: ActorRequest, pk: int, indicator: str) -> HttpResponse:
    """One indicator of a draft."""
    found = version_at(request, pk, MANAGE)
    content = framework_of(found)
    if indicator not in content.by_code:
        raise Http404
    fields = content.by_code[indicator].as_dict()
    form = forms.IndicatorForm(fields, list(content.variants), given(request))

    def do(_: dict[str, Any]) -> None:
        drafting.edit(request.actor, found, indicator, **form.said())

    heading = f"{indicator} {content.by_code[indicator].zh}"
    said = N_("The indicator is changed. The difference to the base shows what it was.")
    return _by_form(request, found, form, do, heading, N_("Save"), said)


@page(MANAGE)
@require_POST
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    found = version_at(request, pk, MANAGE)
    drafting.publish(request.actor, found)
    said = N_("{name} is published and never changes from now on. A new version corrects it.")
    messages.success(request, translate(said, {"name": str(found)}))
    return HttpResponseRedirect(reverse("framework", args=[pk]))


@page(MANAGE)
def retire(request: ActorRequest, pk: int) -> HttpResponse:
    found = version_at(request, pk, MANAGE)

    def act(said: dict[str, Any]) -> str:
        drafting.retire(request.actor, found, said["reason"])
        return translate(N_("It is out of use. What was evaluated with it stays as it is."))

    back = reverse("framework", args=[pk])
    form, verb = Reason(given(request)), N_("Take out of use")
    return ask(request, form, act, verb=verb, title=str(found), crumbs=crumbs(), back=back)


@page(MANAGE)
def confirm(request: ActorRequest, pk: int, indicator: str) -> HttpResponse:
    """Say by which document and page a figure of the framework is confirmed here."""
    found = version_at(request, pk)
    content = framework_of(found)
    if indicator not in content.by_code:
        raise Http404
    proofs = Evidence.objects.reached(request.actor, "evidence.read").counting()
    form = forms.ConfirmForm(request.actor, proofs, given(request))

    def do(said: dict[str, Any]) -> None:
        drafting.confirm(request.actor, found, indicator=indicator, **said)

    name = f"{indicator} {content.by_code[indicator].zh}"
    heading = translate(N_("By which document is {name} confirmed?"), {"name": name})
    said = N_("The figure is confirmed here; the framework itself stays as it is.")
    return _by_form(request, found, form, do, heading, N_("Confirm"), said)
