"""Who is acting: from the session, with an idle and an absolute limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from jiyue.foundation.access import ANYBODY
from jiyue.foundation.people.actions import own
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.foundation.people.passwords import must_change
from jiyue.foundation.policy import security

SEEN, SINCE, WAY, ENDED = "seen", "since", "way", "ended"
TOUCH_SECONDS = 60
BACKEND = "jiyue.foundation.people.backend.Accounts"
BY_PASSWORD = {"password", "code"}
OPEN_BEFORE_CHANGE = {"own-password", "sign-out", "reading"}
"""The addresses that an account reaches while its password waits to be changed."""


class KnowActor:
    """Set ``request.user`` and ``request.actor``; end sessions that were idle or have lasted too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)
        if request.user.is_authenticated and self.over(request):
            logout(request)
            request.session[ENDED] = True
        if request.user.is_authenticated:
            address = request.META.get("REMOTE_ADDR", "")
            request.actor = actor_of(request.user, timezone.localdate(), address=address)
        else:
            request.actor = ANYBODY
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """An old password, or one that somebody else set, is changed before anything else."""
        if not request.user.is_authenticated or request.session.get(WAY, "password") not in BY_PASSWORD:
            return None
        match = request.resolver_match
        if match is None or match.url_name in OPEN_BEFORE_CHANGE or not must_change(request.user):
            return None
        return HttpResponseRedirect(reverse("own-password"))

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


def enter(request: HttpRequest, account: Account, way: str) -> None:
    """Begin a session for ``account``: a new key, nothing of what stood in the session before."""
    request.session.flush()
    login(request, account, backend=BACKEND)
    now = int(time.time())
    request.session[SEEN] = request.session[SINCE] = now
    request.session[WAY] = way
    address = request.META.get("REMOTE_ADDR", "")
    own.sign_in(actor_of(account, timezone.localdate(), address=address), account, way)
