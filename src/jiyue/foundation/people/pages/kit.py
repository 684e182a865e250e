"""What the pages of this room share: forms that ask for rows by name, a deed from a form, its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem, Refused
from jiyue.foundation.access import roles
from jiyue.foundation.audit.models import AuditLine, AuditRef
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.ui import figures
from jiyue.foundation.units.models import Unit

MOST_OPTIONS = 200
MOST_LINES = 20


def posted(request: HttpRequest) -> Any:
    """What was sent, for a form; None where nothing was, so that it shows its first values."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], HttpResponse],
    *,
    heading: str,
    verb: str,
    back: str = "",
    template: str = "ui/form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form; once it is filled in, do the deed. A refusal stands above what was typed."""
    problems: Sequence[Problem] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return do(form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
    context = {"form": form, "problems": problems, "heading": heading, "verb": verb, "back": back, **more}
    status = 409 if problems else 400 if form.errors else 200
    return render(request, template, context, status=status)


def done(request: HttpRequest, to: str, said: str) -> HttpResponse:
    """Go to ``to``, and say there what happened."""
    messages.success(request, said)
    return HttpResponseRedirect(to)


def history(ref: str) -> list[tuple[datetime, str]]:
    """The last deeds about a row, newest first, for the page of that row."""
    lines = AuditLine.objects.filter(pk__in=AuditRef.objects.filter(ref=ref).values("line"))
    return [(line.at, spoken(line)) for line in lines.order_by("-seq")[:MOST_LINES]]


class DayField(forms.DateField):
    """A day, as browsers pick one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


class Suggest(forms.TextInput):
    """A text with suggestions below it; works without any script."""

    options: Sequence[tuple[str, str]] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = {**(attrs or {}), "list": f"options-{name}", "autocomplete": "off"}
        field = super().render(name, value, attrs, renderer)
        offered = format_html_join("", '<option value="{}">{}</option>', self.options)
        return format_html('{}<datalist id="options-{}">{}</datalist>', field, name, offered)


class Named(forms.CharField):
    """One row, named by typing what is unique of it: a code, a user name, a name, or ``#`` and its number."""

    widget = Suggest

    def __init__(self, by: Sequence[str], shown: Sequence[str], **kwargs: Any) -> None:
        super().__init__(max_length=160, **kwargs)
        self.by, self.shown = by, shown
        self.rows: QuerySet[Any] | None = None

    def among(self, rows: QuerySet[Any]) -> None:
        """Say which rows can be named."""
        self.rows = rows
        first, second = self.shown
        self.widget.options = [(str(a), str(b)) for a, b in rows.values_list(first, second)[:MOST_OPTIONS]]

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        if not said:
            return None
        assert self.rows is not None
        wanted = Q()
        for name in self.by:
            wanted |= Q(**{name: said})
        number = said.removeprefix("#")
        if said.startswith("#") and number.isdecimal():
            wanted = Q(pk=number[:15])
        found = list(self.rows.filter(wanted)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(translate(N_("Nothing here is called {said}."), {"said": said}))
        names = ", ".join(f"{row} #{row.pk}" for row in found)
        words = N_("Several are called so. Type one of: {names}")
        raise forms.ValidationError(translate(words, {"names": names}))


def unit_field(**kwargs: Any) -> Named:
    kwargs.setdefault("label", N_("Unit"))
    return Named(by=("code", "name"), shown=("code", "name"), help_text=N_("Division code or name"), **kwargs)


def account_field(**kwargs: Any) -> Named:
    return Named(
        by=("username", "name"), shown=("username", "name"), help_text=N_("User name or full name"), **kwargs
    )


def organisation_field(**kwargs: Any) -> Named:
    kwargs.setdefault("label", N_("Organisation"))
    kwargs.setdefault("help_text", N_("Full name"))
    return Named(by=("name", "short"), shown=("name", "unit__name"), **kwargs)


def choose(form: forms.Form, request: ActorRequest, permission: str = "people.read") -> None:
    """Let every field that names a row name one that the actor reaches, and that still lives."""
    today = timezone.localdate()
    for field in form.fields.values():
        if not isinstance(field, Named):
            continue
        if field.shown[0] == "code":
            field.among(Unit.objects.reached(request.actor, "units.read").on(today))
        elif field.shown[0] == "username":
            field.among(Account.objects.reached(request.actor, permission).living(today))
        else:
            field.among(Organisation.objects.reached(request.actor, permission).living())


def role_choices() -> list[tuple[str, str]]:
    """Every role that can be given; none is chosen before somebody chooses."""
    known = [(code, role.title()) for code, role in roles().items() if code != "public"]
    return [("", translate(N_("choose"))), *known]


def span(first: date | None, last: date | None) -> str:
    """A span of days in words."""
    if last is None:
        return translate(N_("from {start} on"), {"start": figures.day(first)})
    return translate(N_("{start} to {end}"), {"start": figures.day(first), "end": figures.day(last)})
