"""What is done to a figure from its page: verify, override, review, withdraw; and verifying many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import Reason, ask, given
from jiyue.foundation.ui.deeds import do_by_form
from jiyue.indicators import actions, forms
from jiyue.indicators.frameworks import known_measures
from jiyue.indicators.labels import period_text, title_of
from jiyue.indicators.models import Value
from jiyue.indicators.pages.values import READ, address_of, crumbs, period_or_404, unit_at


def _reasoned(
    request: ActorRequest, pk: int, measure: str, period: str, permission: str, do: Any, verb: str, said: str
) -> HttpResponse:
    """A figure with a reason, in the place of others."""
    unit, period = unit_at(request, pk, permission), period_or_404(period)
    line = known_measures().get(measure)
    if line is None:
        raise Http404
    back = address_of(pk, measure, period)

    def act(given_: dict[str, Any]) -> tuple[str, str]:
        do(request.actor, unit=unit, measure=measure, period=period, **given_)
        return translate(said), back

    title = title_of(line, measure)
    context = {
        "heading": f"{translate(verb)}：{title}",
        "facts": [unit.name, period_text(period)],
        "crumbs": [*crumbs(), (title, back)],
        "verb": translate(verb),
        "back": back,
    }
    return do_by_form(request, forms.ReasonedFigureForm(given(request)), act, context)


@page("values.override")
def override(request: ActorRequest, pk: int, measure: str, period: str) -> HttpResponse:
    said = N_("The figure is overridden once somebody else has verified it. “Withdraw” undoes it.")
    return _reasoned(request, pk, measure, period, "values.override", actions.override, N_("Override"), said)


@page("values.review")
def review(request: ActorRequest, pk: int, measure: str, period: str) -> HttpResponse:
    said = N_("The figure of the review stands beside that of the self-check. “Withdraw” undoes it.")
    return _reasoned(request, pk, measure, period, "values.review", actions.review, N_("Review"), said)


def value_at(request: ActorRequest, pk: int, permission: str) -> Value:
    rows = Value.objects.reached(request.actor, permission).select_related("unit")
    found: Value = get_object_or_404(rows, pk=pk)
    return found


@page("values.verify")
@require_POST
def verify(request: ActorRequest, pk: int) -> HttpResponse:
    found = value_at(request, pk, "values.verify")
    actions.verify(request.actor, found)
    messages.success(request, translate(N_("The figure is verified. “Withdraw” takes it back.")))
    return HttpResponseRedirect(address_of(found.unit_id, found.measure, found.period))


@page(READ)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Who may withdraw depends on the source of the figure: the deed asks."""
    found = value_at(request, pk, READ)
    do = actions.WITHDRAW.get(found.source)
    if do is None:
        raise Refused(actions.OF_LEDGER())
    permission = actions.PERMISSION_OF[found.source]
    own = actions.own_organisation(request.actor, found.unit) == found.organisation_id
    organisation = found.organisation_id if own else None
    if not request.actor.may(permission, path=found.unit.path, organisation=organisation):
        raise Http404

    def act(said: dict[str, Any]) -> str:
        do(request.actor, found, said["reason"])
        return translate(N_("The figure is withdrawn and counts nowhere. Deliver it again to undo this."))

    return ask(
        request,
        Reason(given(request)),
        act,
        verb=N_("Withdraw"),
        title=f"{found.unit.name} {title_of(known_measures().get(found.measure), found.measure)}",
        crumbs=crumbs(),
        back=address_of(found.unit_id, found.measure, found.period),
    )


@page("values.verify")
def verify_all(request: ActorRequest) -> HttpResponse:
    """Confirm all waiting figures of a unit that somebody else entered, after they were compared."""
    asked = {name: request.GET.get(name, "") for name in ("unit", "period", "measure")}
    form = forms.VerifyAllForm(request.actor, given(request), initial=asked)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        count = actions.verify_all(request.actor, **said)
        words = N_("{count} figures are verified. Those that you entered yourself still wait.")
        return translate(words, {"count": count}), f"{reverse('values')}?unit={said['unit'].pk}"

    context = {
        "heading": translate(N_("Which figures have you compared with their papers?")),
        "facts": [translate(N_("Those that you entered yourself wait for somebody else"))],
        "crumbs": crumbs(),
        "verb": translate(N_("Verify")),
        "back": reverse("values"),
    }
    return do_by_form(request, form, act, context)
