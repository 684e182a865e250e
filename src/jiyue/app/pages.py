"""The shell's own pages: home, and how a reader wants to read."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiyue.engine.messages import LANGUAGES, N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.language import COOKIE

YEAR = 365 * 24 * 3600


@page("home.read")
def home(request: ActorRequest) -> HttpResponse:
    return render(request, "app/home.html", {"heading": translate(N_("What is to be done"))})


@page("public.read")
@require_POST
def reading(request: ActorRequest) -> HttpResponse:
    """Set the language or the size of the text, and go back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    if (said := request.POST.get("language")) in LANGUAGES:
        answer.set_cookie(COOKIE, str(said), max_age=YEAR, httponly=True, samesite="Lax")
    if (large := request.POST.get("large")) in ("0", "1"):
        answer.set_cookie("jiyue_large", str(large), max_age=YEAR, httponly=True, samesite="Lax")
    return answer
