"""What every operation of the API has, the lists of ``app/api.py`` and those of the rooms' own ``api.py``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Schema

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import ANYBODY, PUBLIC, Actor, permissions
from jiyue.foundation.people.tokens import actor_from_token

UNKNOWN_PARAMETER = define(
    "API_PARAMETER_UNKNOWN",
    N_("There is no parameter {field} here."),
    N_("openapi.json lists the parameters of each address. A misspelt one would bring too many rows."),
)
MOST = 500
"""Rows of one answer."""
REFUSALS = (401, 403, 422)


class Bearer:
    """Authentication of one operation: the actor of a token or a session, who must have a permission."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        if PUBLIC not in permissions()[permission].reach:
            self.openapi_security_schema = {"type": "http", "scheme": "bearer"}

    def __call__(self, request: HttpRequest) -> Actor:
        actor = getattr(request, "actor", ANYBODY)
        if header := request.headers.get("Authorization"):
            found = actor_from_token(header, address=request.META.get("REMOTE_ADDR", ""))
            if found is None:
                raise Unknown
            actor = found
        if not actor.can(self.permission):
            if actor is ANYBODY:
                raise Unknown
            raise Closed(actor, self.permission)
        request.actor = actor
        return actor


class Unknown(Exception):
    """Nobody signed in, or with a token that does not hold."""


class Closed(Exception):
    """The actor lacks a permission."""


class ProblemOut(Schema):
    code: str
    field: str | None
    row: int | None
    value: Any
    rule: str | None
    message: str
    remedy: str


class Problems(Schema):
    errors: list[ProblemOut]


def known_only(request: HttpRequest, query: type[Schema]) -> None:
    """Refuse (API_PARAMETER_UNKNOWN) what the operation does not take."""
    if unknown := [name for name in request.GET if name not in query.model_fields]:
        raise Refused(UNKNOWN_PARAMETER(field=name) for name in unknown)
