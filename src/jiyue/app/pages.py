"""The shell's own pages: home, and how a reader wants to read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiyue.app.frame import counts
from jiyue.app.inbox import Waiting, waiting
from jiyue.engine.messages import LANGUAGES, N_, Word, translate
from jiyue.foundation.access import roles
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.language import COOKIE
from jiyue.foundation.ui.templatetags.kit import said

YEAR = 365 * 24 * 3600
LATELY = 12


@page("home.read")
def home(request: ActorRequest) -> HttpResponse:
    """What waits for the reader, and what the reader did lately."""
    today = timezone.localdate()
    groups = waiting(request.actor, today)
    total = sum(len(g.items) for g in groups)
    heading = (
        Word(N_("{count} things wait for you"), {"count": total}) if total else N_("Nothing waits for you")
    )
    done = AuditLine.objects.filter(account=request.actor.account).order_by("-seq")[:LATELY]
    context = {
        "heading": said(heading),
        "groups": groups,
        "done": [(line.at, spoken(line)) for line in done],
        "facts": [
            *_pressing(groups),
            *(roles()[code].title() for code in sorted({h.role for h in request.actor.held})),
        ],
    }
    return render(request, "app/home.html", context)


def _pressing(groups: list[Waiting]) -> list[str]:
    """How much of it is urged and how much overdue."""
    items = [item for group in groups for item in group.items]
    counted = {
        N_("{count} urged"): sum(bool(item.urged) for item in items),
        N_("{count} overdue"): sum(item.urgency == "overdue" for item in items),
    }
    return [translate(words, {"count": count}) for words, count in counted.items() if count]


@page("home.read")
def how_many(request: ActorRequest) -> HttpResponse:
    """The counts of the navigation, which pages fetch after they are shown."""
    return JsonResponse(counts(request.actor))


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


def _error(heading: str, sentence: str, status: int) -> Callable[..., HttpResponse]:
    def show(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return render(
            request, "app/error.html", {"heading": said(heading), "sentence": sentence}, status=status
        )

    return show


not_found = _error(
    N_("This page does not exist"),
    N_("The address may be old, or the row is outside what you may see."),
    404,
)
failed = _error(
    N_("Something went wrong here"),
    N_(
        "The error was written to the log of the server. Nothing was changed. "
        "Try again, or tell the system administrator the time."
    ),
    500,
)
forged = _error(
    N_("This form is too old"),
    N_("Go back, load the page again and send it once more. Nothing was changed."),
    403,
)
