"""Plain data to a chart: every field read, then the whole checked, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from jiyue.engine.fields import Fields
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.engine.workflow.chart import Chart, Document, Guard, Move, Role, State
from jiyue.engine.workflow.chart_check import check

NOT_A_CHART = define(
    "NOT_A_CHART",
    N_("The file is not a state chart: it has no list of states or no list of moves."),
    N_("Give YAML with the lists states and moves."),
)
TOO_LARGE = define(
    "CHART_TOO_LARGE",
    N_("The chart has {value} {field}, at most {limit} are allowed."),
    N_("Split it into several charts."),
)

MAX_THINGS = 200
CODE = re.compile(r"[a-z][a-z0-9_]*")
CLOCK = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TITLES = ("code", "zh", "en")
_TOP = {"chart", "version", "zh", "en", "source", "verified"}
_LISTS = ("roles", "guards", "documents", "states", "moves")

Thing = TypeVar("Thing")


def chart_from_dict(
    data: Any,
    *,
    file: str | None = None,
    guards: Collection[str] | None = None,
    clocks: Collection[str] | None = None,
) -> Chart:
    """A checked chart from plain data; :class:`Refused` with everything that is wrong.

    ``guards`` and ``clocks`` are the codes that the program can answer and can run; left out, any will do.
    """
    if not isinstance(data, dict) or not all(isinstance(data.get(k), list) for k in ("states", "moves")):
        raise Refused(NOT_A_CHART(file=file))
    fields = Fields(file)
    fields.unknown("chart", data, {*_TOP, *_LISTS})
    for name in _LISTS:
        if len(fields.listed("chart", name, data.get(name))) > MAX_THINGS:
            raise Refused(TOO_LARGE(file=file, field=name, value=len(data[name]), limit=MAX_THINGS))
    verified = fields.flag("chart", "verified", data.get("verified", False))
    chart = Chart(
        code=_text(fields, "chart", data, "chart"),
        version=_text(fields, "chart", data, "version"),
        zh=_text(fields, "chart", data, "zh"),
        en=_text(fields, "chart", data, "en"),
        source=_text(fields, "chart", data, "source"),
        verified=verified,
        roles=_things(fields, data, "roles", lambda owner, d: Role(**_titles(fields, owner, d))),
        guards=_things(fields, data, "guards", lambda owner, d: _guard(fields, owner, d)),
        documents=_things(fields, data, "documents", lambda owner, d: Document(**_titles(fields, owner, d))),
        states=_things(fields, data, "states", lambda owner, d: _state(fields, owner, d)),
        moves=_things(fields, data, "moves", lambda owner, d: _move(fields, owner, d)),
    )
    problems = fields.problems or list(check(chart, file, guards=guards, clocks=clocks))
    if problems:
        raise Refused(problems)
    return chart


def _things(
    fields: Fields, data: Mapping[str, Any], name: str, read: Callable[[str, Mapping[str, Any]], Thing]
) -> tuple[Thing, ...]:
    out = []
    entries = data.get(name)
    for entry in entries if isinstance(entries, list | tuple) else ():  # what is no list has been said
        if isinstance(entry, dict):
            out.append(read(f"{name} {entry.get('code', '?')}", entry))
        else:
            fields.bad("chart", name, entry, "{code, zh, en, ...}")
    return tuple(out)


def _text(fields: Fields, owner: str, data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip() or _SURROGATE.search(value):
        fields.bad(owner, name, value, "a text")
        return "?"
    return value


def _titles(fields: Fields, owner: str, data: Mapping[str, Any], *more: str) -> dict[str, str]:
    """Code and titles; ``more`` are fields that the caller reads itself."""
    fields.unknown(owner, data, {*_TITLES, *more})
    titles = {name: _text(fields, owner, data, name) for name in _TITLES}
    if titles["code"] != "?" and not CODE.fullmatch(titles["code"]):
        fields.bad(owner, "code", titles["code"], "a-z, 0-9, _")
    return titles


def _guard(fields: Fields, owner: str, data: Mapping[str, Any]) -> Guard:
    titles = _titles(fields, owner, data, "remedy_zh", "remedy_en", "source", "verified")
    remedies = {name: _text(fields, owner, data, name) for name in ("remedy_zh", "remedy_en")}
    source = _text(fields, owner, data, "source") if "verified" in data or data.get("source") else ""
    verified = fields.flag(owner, "verified", data.get("verified", False))
    return Guard(**titles, **remedies, source=source, verified=verified)


def _state(fields: Fields, owner: str, data: Mapping[str, Any]) -> State:
    titles = _titles(fields, owner, data, "start", "end")
    start, end = (fields.flag(owner, mark, data.get(mark, False)) for mark in ("start", "end"))
    return State(**titles, start=start, end=end)


def _move(fields: Fields, owner: str, data: Mapping[str, Any]) -> Move:
    lists = ("roles", "guards", "documents", "starts", "stops")
    titles = _titles(fields, owner, data, "from", "to", *lists)
    roles, guards, documents, starts, stops = (fields.texts(owner, k, data.get(k)) for k in lists)
    for name, codes in (("starts", starts), ("stops", stops)):
        for code in codes:
            if not CLOCK.fullmatch(code):
                fields.bad(owner, name, code, "room.clock")
    origins = fields.texts(owner, "from", data.get("from"))
    if not origins:
        fields.bad(owner, "from", data.get("from"), "[state, ...]")
    to = _text(fields, owner, data, "to")
    return Move(
        **titles,
        origins=origins,
        to=to,
        roles=roles,
        guards=guards,
        documents=documents,
        starts=starts,
        stops=stops,
    )
