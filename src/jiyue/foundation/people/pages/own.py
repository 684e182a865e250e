"""One's own account: password, second step, how pages look, tokens, delegations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from jiyue.engine.messages import LANGUAGES, N_, translate
from jiyue.foundation.access import permissions
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people import second_step
from jiyue.foundation.people.actions import delegation, own
from jiyue.foundation.people.models import Account, Holding, Post, Token
from jiyue.foundation.people.pages.kit import DayField, Named, account_field, ask, done, history, posted
from jiyue.foundation.people.pages.sign import (
    YEAR,
    Code,
    NewPassword,
    locked_out,
    password_facts,
    secret_field,
)
from jiyue.foundation.people.passwords import must_change
from jiyue.foundation.people.sso import provider
from jiyue.foundation.people.tokens import choosable
from jiyue.foundation.policy import security
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.language import COOKIE

LANGUAGE_NAMES = {"zh": N_("Chinese"), "en": N_("English")}


def home_crumb() -> list[tuple[str, str]]:
    return [(translate(N_("Your account")), reverse("own-account"))]


@page("account.own")
def own_account(request: ActorRequest) -> HttpResponse:
    me, today = request.user, timezone.localdate()
    held = Holding.objects.filter(account=me, post__closed_on=None).not_over(today)
    given = Holding.objects.filter(given_by=me, kind=Holding.DEPUTY).not_over(today)
    age = (timezone.now() - me.password_at).days if me.password_at else None
    context = {
        "heading": translate(N_("Your account: {name}"), {"name": me.name}),
        "facts": [me.username, me.organisation.name],
        "me": me,
        "age": age,
        "days": security("password_days"),
        "sso": provider(),
        "posts": held.filter(kind=Holding.HOLDER).select_related("post__organisation"),
        "received": held.filter(kind=Holding.DEPUTY).select_related("post__organisation", "given_by"),
        "given": given.select_related("post__organisation", "account"),
        "tokens": Token.objects.open().filter(account=me).order_by("name", "pk"),
        "may_delegate": request.actor.can("posts.delegate"),
        "may_token": request.actor.can("api.tokens"),
        "today": today,
        "history": history(me.ref),
    }
    return render(request, "people/own.html", context)


class ChangePassword(NewPassword):
    old = secret_field(N_("Present password"), "current-password")
    field_order = ("old", "new", "again")


def proven(request: ActorRequest, form: forms.Form, field: str = "old") -> HttpResponse | None:
    """Whether the form gives the present password; failures count as at signing in. None when it does."""
    if request.method != "POST" or not form.is_valid():
        return None
    me = request.user
    if authenticate(request, username=me.username, password=form.cleaned_data[field]) is None:
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        form.add_error(field, translate(N_("This is not the present password.")))
    return None


@page("account.own")
@sensitive_post_parameters()
def own_password(request: ActorRequest) -> HttpResponse:
    form, me = ChangePassword(posted(request)), request.user
    if locked := proven(request, form):
        return locked

    def do(said: dict[str, Any]) -> HttpResponse:
        own.change_password(request.actor, me, said["new"])
        update_session_auth_hash(request, me)
        words = translate(
            N_("The password is changed. Other places where you were signed in are signed out.")
        )
        return done(request, reverse("own-account"), words)

    facts = password_facts()
    if must_change(me):
        facts = [translate(N_("Your password is too old, or not your own. Change it to go on.")), *facts]
    return ask(
        request,
        form,
        do,
        heading=translate(N_("Change your password")),
        verb=translate(N_("Change the password")),
        back=reverse("own-account"),
        facts=facts,
        crumbs=home_crumb(),
    )


class Sealed(Code):
    sealed = forms.CharField(widget=forms.HiddenInput)


@page("account.own")
@sensitive_post_parameters()
def second_step_on(request: ActorRequest) -> HttpResponse:
    """Show the secret as a picture and as text; the code proves that the telephone has it."""
    me = request.user
    sealed = request.POST.get("sealed") or second_step.new_secret(me)
    secret = second_step.opened(me, sealed)
    form = Sealed(posted(request), initial={"sealed": sealed})

    def do(said: dict[str, Any]) -> HttpResponse:
        own.turn_on_second_step(request.actor, me, secret, said["code"])
        words = translate(N_("From now on signing in asks for a code. You can turn it off on this page."))
        return done(request, reverse("own-account"), words)

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Sign in with a code from your telephone")),
        verb=translate(N_("Turn it on")),
        back=reverse("own-account"),
        template="people/second_step.html",
        crumbs=home_crumb(),
        picture=second_step.picture(me, secret),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    )


class Password(forms.Form):
    old = secret_field(N_("Present password"), "current-password")


@page("account.own")
@sensitive_post_parameters()
def second_step_off(request: ActorRequest) -> HttpResponse:
    form = Password(posted(request))
    if locked := proven(request, form):
        return locked

    def do(said: dict[str, Any]) -> HttpResponse:
        own.turn_off_second_step(request.actor, request.user)
        words = translate(N_("Signing in asks for the password alone now."))
        return done(request, reverse("own-account"), words)

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Sign in without a code from now on?")),
        verb=translate(N_("Turn it off")),
        back=reverse("own-account"),
        crumbs=home_crumb(),
    )


class Reading(forms.Form):
    language = forms.ChoiceField(
        label=N_("Language"), choices=lambda: [(c, translate(LANGUAGE_NAMES[c])) for c in LANGUAGES]
    )
    large_text = forms.BooleanField(label=N_("Large text"), required=False)
    email = forms.EmailField(label=N_("E-mail"), required=False, max_length=120)
    phone = forms.CharField(
        label=N_("New telephone number"), required=False, max_length=30, help_text=N_("Empty: stays as it is")
    )


@page("account.own")
def own_details(request: ActorRequest) -> HttpResponse:
    me = request.user
    first = {"language": me.language or "zh", "large_text": me.large_text, "email": me.email}
    form = Reading(posted(request), initial=first)

    def do(said: dict[str, Any]) -> HttpResponse:
        own.choose_reading(request.actor, me, language=said["language"], large_text=said["large_text"])
        own.change_contact(request.actor, me, email=said["email"], phone=said["phone"] or None)
        answer = done(request, reverse("own-account"), translate(N_("Saved.")))
        large = "1" if said["large_text"] else "0"
        answer.set_cookie(COOKIE, said["language"], max_age=YEAR, httponly=True, samesite="Lax")
        answer.set_cookie("jiyue_large", large, max_age=YEAR, httponly=True, samesite="Lax")
        return answer

    return ask(
        request,
        form,
        do,
        heading=translate(N_("How do you want to read, and how are you reached?")),
        verb=translate(N_("Save")),
        back=reverse("own-account"),
        crumbs=home_crumb(),
    )


class NewToken(forms.Form):
    name = forms.CharField(label=N_("Name"), max_length=60, help_text=N_("Which program will use it"))
    last_day = DayField(label=N_("Last day"))
    permissions = forms.MultipleChoiceField(
        label=N_("What it may do"), widget=forms.CheckboxSelectMultiple, required=False
    )


@page("api.tokens")
def token_new(request: ActorRequest) -> HttpResponse:
    last = timezone.localdate() + timedelta(days=security("token_days"))
    form = NewToken(posted(request), initial={"last_day": last})
    known = permissions()
    form.fields["permissions"].choices = [(c, known[c].title()) for c in choosable(request.actor)]

    def do(said: dict[str, Any]) -> HttpResponse:
        key = own.make_token(
            request.actor,
            request.user,
            name=said["name"],
            chosen=said["permissions"],
            last_day=said["last_day"],
        )
        context = {
            "heading": translate(N_("Copy the token now: it is not shown again")),
            "facts": [said["name"], translate(N_("until {last}"), {"last": figures.day(said["last_day"])})],
            "label": translate(N_("Token")),
            "shown": key,
            "back": reverse("own-account"),
            "crumbs": home_crumb(),
            "help": translate(N_("Programs send it as: Authorization: Bearer ...")),
        }
        return render(request, "people/shown_once.html", context)

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Which program may act for you, and what may it do?")),
        verb=translate(N_("Make the token")),
        back=reverse("own-account"),
        template="people/token.html",
        crumbs=home_crumb(),
    )


@page("api.tokens")
def token_close(request: ActorRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.reached(request.actor, "api.tokens"), pk=pk)

    def do(said: dict[str, Any]) -> HttpResponse:
        own.close_token(request.actor, token)
        said_name = {"name": token.name}
        words = translate(N_("The token {name} is closed; programs that use it are refused."), said_name)
        return done(request, reverse("own-account"), words)

    return ask(
        request,
        forms.Form(posted(request)),
        do,
        heading=translate(N_("Close the token {name}?"), {"name": token.name}),
        verb=translate(N_("Close it")),
        back=reverse("own-account"),
        crumbs=home_crumb(),
    )


class Delegation(forms.Form):
    post = forms.ModelChoiceField(label=N_("Post"), queryset=Post.objects.none(), empty_label=None)
    account: Named = account_field(label=N_("Who stands in"))
    valid_from = DayField(label=N_("From"))
    valid_to = DayField(label=N_("Last day"))
    reason = forms.CharField(label=N_("Reason"), max_length=200)


@page("posts.delegate")
def delegation_new(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    form = Delegation(posted(request), initial={"valid_from": today, "valid_to": today + timedelta(days=6)})
    mine = Holding.objects.filter(account=request.actor.account, kind=Holding.HOLDER).not_over(today)
    posts = Post.objects.living().filter(pk__in=mine.values("post")).select_related("organisation")
    form.fields["post"].queryset = posts
    colleagues = Account.objects.living().filter(organisation__in=posts.values("organisation"))
    form.fields["account"].among(colleagues.exclude(pk=request.actor.account))

    def do(said: dict[str, Any]) -> HttpResponse:
        made = delegation.delegate(request.actor, **said)
        days = {"first": figures.day(made.valid_from), "last": figures.day(said["valid_to"])}
        words = N_("{name} stands in from {first} to {last}. You can end it here at any time.")
        return done(request, reverse("own-account"), translate(words, {"name": made.account.name, **days}))

    return ask(
        request,
        form,
        do,
        heading=translate(N_("Who stands in for you, and until when?")),
        verb=translate(N_("Delegate")),
        back=reverse("own-account"),
        crumbs=home_crumb(),
        facts=[translate(N_("at most {days} days"), {"days": security("delegation_days")})],
    )


@page("posts.delegate")
def delegation_end(request: ActorRequest, pk: int) -> HttpResponse:
    holding = get_object_or_404(Holding, pk=pk, given_by=request.actor.account, kind=Holding.DEPUTY)

    def do(said: dict[str, Any]) -> HttpResponse:
        delegation.end_delegation(request.actor, holding)
        words = translate(N_("{name} does not stand in for you any more."), {"name": holding.account.name})
        return done(request, reverse("own-account"), words)

    return ask(
        request,
        forms.Form(posted(request)),
        do,
        heading=translate(N_("End the delegation to {name}?"), {"name": holding.account.name}),
        verb=translate(N_("End it now")),
        back=reverse("own-account"),
        crumbs=home_crumb(),
    )
