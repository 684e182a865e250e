"""Who is acting: from the session, with an idle and an absolute limit."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import get_user, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jiyue.foundation.access import ANYBODY
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.policy import security

SEEN, SINCE = "seen", "since"
TOUCH_SECONDS = 60


class KnowActor:
    """Set ``request.user`` and ``request.actor``; end sessions that were idle or have lasted too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)
        if request.user.is_authenticated and self.over(request):
            logout(request)
            request.session["ended"] = True
        if request.user.is_authenticated:
            address = request.META.get("REMOTE_ADDR", "")
            request.actor = actor_of(request.user, timezone.localdate(), address=address)
        else:
            request.actor = ANYBODY
        return self.get_response(request)

    def over(self, request: HttpRequest) -> bool:
        """Whether the session must end; otherwise note that it was used."""
        now = int(time.time())
        seen = request.session.get(SEEN, now)
        since = request.session.setdefault(SINCE, now)
        if now - seen > security("idle_minutes") * 60 or now - since > security("session_minutes") * 60:
            return True
        if SEEN not in request.session or now - seen > TOUCH_SECONDS:
            request.session[SEEN] = now
        return False
