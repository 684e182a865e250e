"""Signing in and out: by password and code, by an invitation, by an enterprise's one-time link."""

from __future__ import annotations

import time
from typing import Any

from axes.decorators import axes_dispatch
from django import forms
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused
from jiyue.foundation.pages import ActorRequest, page, refusal
from jiyue.foundation.people.actions import enterprises, own
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.links import open_link
from jiyue.foundation.people.models import Account, OneTimeLink
from jiyue.foundation.people.pages.kit import ask, done, posted
from jiyue.foundation.people.passwords import LONGEST
from jiyue.foundation.people.sessions import ENDED, enter
from jiyue.foundation.people.sso import provider
from jiyue.foundation.policy import security
from jiyue.foundation.ui.language import COOKIE

HALFWAY, HALFWAY_SECONDS = "halfway", 300
YEAR = 365 * 24 * 3600


def secret_field(label: str, autocomplete: str) -> forms.CharField:
    """A field for a password; ``autocomplete`` tells password managers which."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST, strip=False)


class SignIn(forms.Form):
    username = forms.CharField(
        label=N_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = secret_field(N_("Password"), "current-password")


class Code(forms.Form):
    code = forms.CharField(
        label=N_("Code of six digits"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class NewPassword(forms.Form):
    new = secret_field(N_("New password"), "new-password")
    again = secret_field(N_("New password once more"), "new-password")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if "again" in found and found.get("new") != found["again"]:
            self.add_error("again", translate(N_("The two are not the same.")))
        return found


def password_facts() -> list[str]:
    """What a password must be, in words."""
    figures = {"least": security("password_length"), "count": security("password_history")}
    return [
        translate(N_("{least} characters or more"), figures),
        translate(N_("none of the last {count} passwords"), figures),
        translate(N_("nothing that others would guess")),
    ]


@page("public.read")
@sensitive_post_parameters("password")
@axes_dispatch
def sign_in(request: ActorRequest) -> HttpResponse:
    form = SignIn(posted(request))
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if account is not None:
            return go_on(request, account, "password", request.GET.get("next", ""))
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        form.add_error(None, translate(N_("The user name or the password is wrong.")))
    facts = []
    if request.session.pop(ENDED, False):
        facts = [translate(N_("You were signed out, because the session was idle or had lasted too long."))]
    words = translate(N_("Sign in"))
    context = {"form": form, "heading": words, "verb": words, "facts": facts, "sso": provider()}
    return render(request, "people/sign_in.html", context, status=403 if form.errors else 200)


def go_on(request: HttpRequest, account: Account, way: str, back: str = "") -> HttpResponse:
    """The first proof was given: ask for the code where the owner wants it, else begin the session."""
    if account.totp:
        request.session.flush()
        request.session[HALFWAY] = {"account": account.pk, "way": way, "at": int(time.time()), "back": back}
        return HttpResponseRedirect(reverse("sign-in-code"))
    return _begin(request, account, way, back)


def _begin(request: HttpRequest, account: Account, way: str, back: str) -> HttpResponse:
    enter(request, account, way)
    allowed = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    answer = HttpResponseRedirect(back if allowed else "/")
    if account.language:
        answer.set_cookie(COOKIE, account.language, max_age=YEAR, httponly=True, samesite="Lax")
    if account.large_text:
        answer.set_cookie("jiyue_large", "1", max_age=YEAR, httponly=True, samesite="Lax")
    return answer


@page("public.read")
@sensitive_post_parameters("code")
def sign_in_code(request: ActorRequest) -> HttpResponse:
    """The second step: failures count like wrong passwords."""
    half = request.session.get(HALFWAY)
    account = None
    if half and int(time.time()) - half["at"] <= HALFWAY_SECONDS:
        account = Account.objects.living().filter(pk=half["account"]).select_related("organisation").first()
    if account is None:
        request.session.pop(HALFWAY, None)
        return HttpResponseRedirect(reverse("sign-in"))
    form = Code(posted(request))
    if request.method == "POST" and form.is_valid():
        if authenticate(request, username=account.username, code=form.cleaned_data["code"]):
            way = "code" if half["way"] == "password" else half["way"]
            return _begin(request, account, way, half["back"])
        if getattr(request, "axes_locked_out", False):
            request.session.pop(HALFWAY, None)
            return locked_out(request)
        form.add_error("code", translate(N_("The code is wrong, or was used before.")))
    context = {
        "form": form,
        "heading": translate(N_("Which code does your telephone show?")),
        "verb": translate(N_("Sign in")),
        "back": reverse("sign-in"),
    }
    return render(request, "people/sign_in.html", context, status=403 if form.errors else 200)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many failures: say for how long."""
    minutes = security("lock_minutes")
    context = {"heading": translate(N_("Signing in is locked")), "minutes": minutes}
    return render(request, "people/locked.html", context, status=429)


@page("public.read")
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("sign-in"))


@page("public.read")
@sensitive_post_parameters("new", "again")
def welcome(request: ActorRequest, key: str) -> HttpResponse:
    """An invitation: the person sets the password, then signs in with it."""
    link = open_link(key, OneTimeLink.INVITE)
    account = link.account

    def do(said: dict[str, Any]) -> HttpResponse:
        own.take_invitation(_actor(request, account), link, said["new"])
        return done(request, reverse("sign-in"), translate(N_("The password is set. Sign in with it now.")))

    heading = translate(N_("Welcome, {name}: choose a password"), {"name": account.name})
    facts = [translate(N_("Your user name is {username}"), {"username": account.username}), *password_facts()]
    verb = translate(N_("Set the password"))
    return ask(request, NewPassword(posted(request)), do, heading=heading, verb=verb, facts=facts)


@page("public.read")
def come_in(request: ActorRequest, key: str) -> HttpResponse:
    """An enterprise's link. Opening it shows a button, so that a preview in a chat does not use it up."""
    link = open_link(key, OneTimeLink.ENTERPRISE)
    account = link.account
    if request.method == "POST":
        try:
            enterprises.take_enterprise_link(_actor(request, account), link)
        except Refused as refused:
            return refusal(request, refused)
        answer = go_on(request, account, "link")
        request.session.set_expiry(0)
        return answer
    context = {
        "heading": translate(N_("Report for {name}"), {"name": account.organisation.name}),
        "form": forms.Form(),
        "verb": translate(N_("Come in")),
        "facts": [translate(N_("This link works once; the session ends when you close the browser."))],
    }
    return render(request, "ui/form.html", context)


def _actor(request: HttpRequest, account: Account) -> Any:
    return actor_of(account, timezone.localdate(), address=request.META.get("REMOTE_ADDR", ""))
