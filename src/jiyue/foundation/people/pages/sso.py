"""The way to the single sign-on and back."""

from __future__ import annotations

import time

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused
from jiyue.foundation.access import program
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.actions import own
from jiyue.foundation.people.actions.identities import join
from jiyue.foundation.people.models import Account
from jiyue.foundation.people.pages.kit import done
from jiyue.foundation.people.pages.sign import go_on
from jiyue.foundation.people.sso import SSO_FORGED, Provider, provider

UNDER_WAY, SECONDS = "sso", 600


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise Http404
    return found


def _start(request: HttpRequest, back: str = "", link: int | None = None) -> str:
    """The provider's address for this browser; what its answer must fit stays in the session."""
    address, remembered = _provider().start(request.build_absolute_uri(reverse("sso-back")))
    kept = {"remembered": remembered, "back": back, "link": link, "at": int(time.time())}
    request.session[UNDER_WAY] = kept
    return address


@page("public.read")
def sso_start(request: ActorRequest) -> HttpResponse:
    return HttpResponseRedirect(_start(request, back=request.GET.get("next", "")))


@page("account.own")
@require_POST
def sso_link(request: ActorRequest) -> HttpResponse:
    """The owner links the own account, once. A link leads on: no form may be sent to another house."""
    context = {
        "heading": translate(N_("Link your account with {title}"), {"title": _provider().title}),
        "to": _start(request, link=request.actor.account),
        "title": _provider().title,
    }
    return render(request, "people/sso_link.html", context)


@page("public.read")
def sso_back(request: ActorRequest) -> HttpResponse:
    kept = request.session.pop(UNDER_WAY, None)
    if kept is None or int(time.time()) - kept["at"] > SECONDS:
        raise Refused(SSO_FORGED(reason="session"))
    back = request.build_absolute_uri(reverse("sso-back"))
    identity = _provider().finish(back, request.GET.dict(), kept["remembered"])
    if kept["link"] is not None:
        if kept["link"] != request.actor.account:
            raise Refused(SSO_FORGED(reason="session"))
        own.link_identity(request.actor, request.user, identity.subject)
        words = translate(N_("Linked. From now on the single sign-on opens this account."))
        return done(request, reverse("own-account"), words)
    found = Account.objects.living().filter(subject=identity.subject).select_related("organisation").first()
    account = found or join(program(_provider().title), identity)
    return go_on(request, account, "sso", kept["back"])
