"""Whoever approves something approves what he saw: the page carries a mark of the row, the deed compares it.

A page takes the mark with :func:`seen_of`, leads on with :func:`onward`, and lets its form carry it with
:func:`carrying`; the action asks :func:`as_seen` once it holds the row's lock.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.http import HttpRequest

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.crypto.fields import fingerprint
from jiyue.foundation.rows import Row

CHANGED_SINCE = define(
    "CHANGED_SINCE",
    N_("{value} has changed since you looked at it. Nothing was done."),
    N_("Open its page again, look at what it says now, and decide anew."),
)
AnyForm = TypeVar("AnyForm", bound=forms.Form)


def seen_of(*rows: Row) -> str:
    """The mark of rows as they are now: a keyed digest of their fields and of the rows in ``seen_with``."""
    return fingerprint(json.dumps([_whole(row) for row in rows], default=str, sort_keys=True))


def _whole(row: Row) -> list[Any]:
    beside = {name: [_facts(one) for one in getattr(row, name).order_by("pk")] for name in row.seen_with}
    return [_facts(row), beside]


def _facts(row: Model) -> dict[str, Any]:
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}


def onward(address: str, row: Row) -> str:
    """The address of the page that asks for the deed, with what the reader sees here."""
    return f"{address}?seen={seen_of(row)}"


def carrying(form: AnyForm, request: HttpRequest, *rows: Row) -> AnyForm:
    """Let ``form`` carry what its reader saw: on the page that led here, else the rows as they are now."""
    form.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
    form.initial["seen"] = request.GET.get("seen") or seen_of(*rows)
    return form


def as_seen(row: Row, seen: str | None, *beside: Row) -> None:
    """Refuse (CHANGED_SINCE) unless ``row``, read under its lock, is still as its reader saw it.

    ``beside``: what was shown with it. None says that the caller read the rows in this same transaction.
    """
    if seen is not None and seen != seen_of(row, *beside):
        raise Refused(CHANGED_SINCE(value=str(row)))
