"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from axes.decorators import axes_dispatch
from django import forms
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.policy import security


class SignIn(forms.Form):
    username = forms.CharField(label=N_("User name"), max_length=60)
    password = forms.CharField(label=N_("Password"), widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(autocomplete="username", autofocus=True)
        self.fields["password"].widget.attrs.update(autocomplete="current-password")


@page("public.read")
@axes_dispatch
def sign_in(request: ActorRequest) -> HttpResponse:
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if account is not None:
            login(request, account)
            back = request.GET.get("next", "")
            allowed = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
            return HttpResponseRedirect(back if allowed else "/")
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, {})
        form.add_error(None, translate(N_("The user name or the password is wrong.")))
    context = {"form": form, "heading": translate(N_("Sign in")), "verb": translate(N_("Sign in"))}
    return render(request, "people/sign_in.html", context, status=200 if request.method == "GET" else 403)


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many failures: say for how long."""
    minutes = security("lock_minutes")
    context = {"heading": translate(N_("Signing in is locked")), "minutes": minutes}
    return render(request, "people/locked.html", context, status=429)


@page("public.read")
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect("/sign-in")


@page("account.own")
def own_account(request: ActorRequest) -> HttpResponse:
    context = {"heading": translate(N_("Your account"))}
    return render(request, "people/own.html", context)
