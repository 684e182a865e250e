"""Pages say which permission opens them; one that says nothing is closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from jiyue.engine.problems import Refused
from jiyue.foundation.access import ANYBODY, Actor, permissions
from jiyue.foundation.rows import NotThere

Page = Callable[..., HttpResponseBase]


class ActorRequest(HttpRequest):
    """A request after the middleware: it knows who acts."""

    actor: Actor


class Opened(Protocol):
    permission: str


def page(permission: str) -> Callable[[Page], Page]:
    """Say that a view needs ``permission``; it is asked before the view runs, and refusals become a page."""
    permissions()[permission]

    def mark(view: Page) -> Page:
        @wraps(view)
        def run(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusal(request, refused)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return mark


def refusal(request: HttpRequest, refused: Refused, status: int | None = None) -> HttpResponse:
    """What was wrong, in the clerk's words, with the way out."""
    context = {"problems": refused.problems}
    return render(request, "ui/refused.html", context, status=status or _status_of(refused))


def _status_of(refused: Refused) -> int:
    if isinstance(refused, NotThere):
        return 404
    return 403 if {p.code for p in refused.problems} & {"NOT_ALLOWED", "SAME_PERSON"} else 409


class AskPermission:
    """Deny by default: a view without a permission is a bug, one without a grant is closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        permission = getattr(view, "permission", None) or getattr(
            getattr(view, "view_class", None), "permission", None
        )
        if permission is None:
            if getattr(view, "__module__", "").startswith("django.contrib.staticfiles"):
                return None
            if request.resolver_match and "ninja" in request.resolver_match.app_names:
                return None  # each operation asks by itself: app/api.py
            raise LookupError(f"{view} names no permission")
        actor = cast(ActorRequest, request).actor
        if actor.can(permission):
            return None
        if actor is ANYBODY:
            return redirect_to_login(request.get_full_path())
        return render(request, "ui/closed.html", {"permission": permissions()[permission]}, status=403)
