"""Pages that ask for one deed on one row: a button, a reason, a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict

from jiyue.engine.messages import N_, translate
from jiyue.foundation.ui.deeds import do_by_form

MOST_DIGITS = 15


class Confirm(forms.Form):
    """Nothing to fill in: the button is the deed."""


class Reason(forms.Form):
    reason = forms.CharField(label=N_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


def whole_number(said: str) -> int | None:
    """The number that somebody typed; None for anything else, and for more digits than a row can have."""
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else None


def given(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, even if that is nothing but its button; None when it was not sent."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    *,
    verb: str,
    title: str,
    crumbs: Sequence[tuple[str, str]],
    back: str,
) -> HttpResponse:
    """Ask for a deed on the row ``title``; ``act`` answers with what to say, and the reader goes ``back``."""
    context = {
        "heading": f"{translate(verb)}：{title}",
        "crumbs": [*crumbs, (title, back)],
        "verb": translate(verb),
        "back": back,
    }
    return do_by_form(request, form, lambda said: (act(said), back), context)
