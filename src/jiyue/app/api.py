"""The API: every list of the rooms with its filters, and what rooms add in their ``api.py``.

A program signs in with ``Authorization: Bearer <token>``, a browser with its session. What an actor may see
is what the pages show: the same rows, the same permissions.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import GenericAlias
from typing import Annotated, Any, Literal

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from pydantic import Field, create_model

from jiyue import __version__
from jiyue.engine.messages import N_, language, translate
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import not_allowed
from jiyue.foundation.api import MOST, REFUSALS, Bearer, Closed, Problems, Unknown, known_only
from jiyue.foundation.rows import NotThere
from jiyue.foundation.ui.filters import LONGEST, Choice, Filter, Filters
from jiyue.foundation.ui.listing import LISTS, ListPage
from jiyue.foundation.ui.output import plain_cell

UNKNOWN_TOKEN = define(
    "TOKEN_UNKNOWN",
    N_("The token is not known, has expired or was closed."),
    N_("Sign in, or make a new token on the page of your account."),
)
BAD_PARAMETER = define(
    "PARAMETER_BAD",
    N_("The parameter {field} = {value!r} cannot be used: {reason}"),
    N_("openapi.json says what each parameter takes."),
)
KINDS: dict[str, Any] = {"number": float | None, "yes": bool | None}


def _answer(refused: Refused, status: int) -> HttpResponse:
    return JsonResponse({"errors": [p.as_dict() for p in refused.problems]}, status=status)


@cache
def build() -> NinjaAPI:
    """The API with all operations; made once, when the addresses are read."""
    api = NinjaAPI(
        title="Jiyue",
        version=__version__,
        docs_url=None,
        openapi_url="openapi.json",
        urls_namespace="api",
        description="Rows of the ledgers as the pages show them, under the same permissions.",
    )

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        if isinstance(error, NotThere):
            return _answer(error, 404)
        return _answer(error, 403 if error.problems[0].code == "NOT_ALLOWED" else 422)

    @api.exception_handler(Unknown)
    def unknown(request: HttpRequest, error: Unknown) -> HttpResponse:
        answer = _answer(Refused(UNKNOWN_TOKEN()), 401)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Closed)
    def closed(request: HttpRequest, error: Closed) -> HttpResponse:
        return _answer(Refused(not_allowed(error.args[0], error.args[1])), 403)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        problems = [
            BAD_PARAMETER(field=str(e["loc"][-1]), value=request.GET.get(str(e["loc"][-1])), reason=e["msg"])
            for e in error.errors
        ]
        return _answer(Refused(problems), 422)

    for page in LISTS:
        _add_list(api, page)
    for config in apps.get_app_configs():
        name = f"{config.name}.api"
        if config.name.startswith("jiyue.") and config.name != "jiyue.app" and find_spec(name):
            api.add_router("", import_module(name).router)
    return api


def _add_list(api: NinjaAPI, page: type[ListPage]) -> None:
    """One operation for one list: its filters as parameters, its columns as fields."""
    with language("en"):
        title = translate(page.title)
    name = "".join(word.capitalize() for word in page.name.replace("-", "_").split("_"))
    make: Any = create_model
    query = make(
        f"{name}Query",
        __base__=Schema,
        **{f.name: (_asked(f), Field(None, description=f.title)) for f in page.filters},
        order=(str, Field("", max_length=80)),
        page=(int, Field(1, ge=1, le=10**9)),
        size=(int, Field(50, ge=1, le=MOST)),
    )
    row = make(
        f"{name}Row",
        __base__=Schema,
        **{c.name: (KINDS.get(c.kind, str | None), Field(None, description=c.title)) for c in page.columns},
    )
    answer = make(f"{name}Rows", __base__=Schema, count=(int, ...), rows=(GenericAlias(list, (row,)), ...))

    def read(request: Any, asked: Any) -> dict[str, Any]:
        known_only(request, query)
        made = page()
        rows = Filters(made.filters, request).apply(made.rows(request)).order_by(*made.ordering(request))
        names = dict.fromkeys(name for c in made.columns for name in (c.name, *c.needs))
        pages = Paginator(rows.values(*names), asked.size)
        shown = pages.page(asked.page) if asked.page <= pages.num_pages else []
        return {"count": pages.count, "rows": [_row(made, values) for values in shown]}

    read.__annotations__ = {"asked": Query[query]}  # type: ignore[misc, valid-type]
    operation = api.get(
        f"/{page.address}",
        auth=[Bearer(page.permission)],
        response={200: answer, REFUSALS: Problems},
        operation_id=page.name,
        summary=title,
        url_name=f"api-{page.name}",
    )
    operation(read)


def _asked(one: Filter) -> Any:
    """What a filter takes."""
    if isinstance(one, Choice) and not callable(one.choices):
        return Literal[tuple(one.choices)] | None
    return date | None if one.kind == "date" else Annotated[str, Field(max_length=LONGEST)] | None


def _row(page: ListPage, values: dict[str, Any]) -> dict[str, Any]:
    """One row: numbers and yes or no as such, days and codes as texts."""
    out = {}
    for column in page.columns:
        value = plain_cell(column, values)
        out[column.name] = value if value is None or column.kind in KINDS else str(value)
    return out
