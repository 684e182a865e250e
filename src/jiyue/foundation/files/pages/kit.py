"""What the pages about one piece of evidence share: where they hang, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.pages import ActorRequest


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(translate(N_("Evidence")), reverse("evidence")), *more]


def address_of(found: Evidence) -> str:
    return reverse("evidence-one", args=[found.pk])


def back_to(found: Evidence, said: str, request: ActorRequest, number: int = 0) -> HttpResponse:
    messages.success(request, said)
    query = f"?page={number}#page" if number else ""
    return HttpResponseRedirect(address_of(found) + query)
