"""What was done, move by move, and the proof of it: replaying the records gives the state again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jiyue.engine.fields import Fields
from jiyue.engine.messages import N_, Both
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.workflow.chart import Chart
from jiyue.engine.workflow.moving import Held, Moved, move

OTHER_CHART = define(
    "RECORD_OTHER_CHART",
    N_("Record {row} follows {value}, not {chart}."),
    N_("Replay it with the version of the chart that the record names."),
)
BROKEN_CHAIN = define(
    "RECORD_BROKEN_CHAIN",
    N_("Record {row} ({move}) leaves the state {value}, but the state then was {state}."),
    N_("A record is missing, surplus or altered; compare them with the documents."),
)
NOT_IN_ORDER = define(
    "RECORD_NOT_IN_ORDER",
    N_("Record {row} ({move}) is of {value}, earlier than the record before it, {before}."),
    N_("Put the records into the order of their moments, or correct the moment."),
)
NOT_ALLOWED = define(
    "RECORD_NOT_ALLOWED",
    N_("Record {row} could not have happened: {why}"),
    N_("The record was altered or written by hand; compare it with the documents."),
)
WRONG_GOAL = define(
    "RECORD_WRONG_GOAL",
    N_("Record {row} ({move}) says that it led to {value}; it leads to {state}."),
    N_("The record was altered or written by hand; compare it with the documents."),
)


@dataclass(frozen=True)
class Record:
    """One move that was done: by whom, when, with which answers, under which version of the chart.

    ``at`` has a time zone. ``documents`` gives the number of each paper by its code; ``evidence`` holds
    references to what else proves the move, such as hashes of photos or a version of a geometry.
    """

    chart: str
    version: str
    hash: str
    move: str
    origin: str
    to: str
    role: str
    actor: str
    at: datetime
    answers: Mapping[str, bool | None]
    documents: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("the moment of a record needs its time zone")

    def as_dict(self) -> dict[str, Any]:
        """Plain data, the moment in ISO 8601."""
        return {
            "chart": self.chart,
            "version": self.version,
            "hash": self.hash,
            "move": self.move,
            "from": self.origin,
            "to": self.to,
            "role": self.role,
            "actor": self.actor,
            "at": self.at.isoformat(),
            "answers": dict(self.answers),
            "documents": dict(self.documents),
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True)
class Standing:
    """Where a thing stands after its records: the state, since when, and the clocks that run since when."""

    state: str
    since: datetime | None
    clocks: Mapping[str, datetime]


def record(
    moved: Moved,
    *,
    actor: str,
    at: datetime,
    documents: Mapping[str, str] | None = None,
    evidence: Iterable[str] = (),
) -> Record:
    """The record of a move that went through; ValueError for a document that the move does not make due."""
    strange = set(documents or {}) - set(moved.move.documents)
    if strange:
        raise ValueError(f"{moved.move.code} makes no {', '.join(sorted(strange))}")
    return Record(
        chart=moved.chart.code,
        version=moved.chart.version,
        hash=moved.chart.hash,
        move=moved.move.code,
        origin=moved.origin,
        to=moved.state,
        role=moved.role,
        actor=actor,
        at=at,
        answers=dict.fromkeys(moved.move.guards, True),
        documents=dict(documents or {}),
        evidence=tuple(evidence),
    )


def replay(chart: Chart, history: Iterable[Record]) -> Standing:
    """Where the records lead from the start of ``chart``; :class:`Refused` names the first that does not fit.

    A record fits when it follows this very chart, leaves the state that the one before it reached, is not
    earlier than that one, and is a move that its role could do under its answers.
    """
    standing = Standing(chart.start.code, None, {})
    for row, entry in enumerate(history, start=1):
        if entry.hash != chart.hash:
            followed = f"{entry.chart} {entry.version} ({entry.hash[:12]})"
            ours = f"{chart.code} {chart.version} ({chart.hash[:12]})"
            raise Refused(OTHER_CHART(field="chart", row=row, value=followed, chart=ours))
        standing = _after(chart, standing, entry, row)
    return standing


def _after(chart: Chart, before: Standing, entry: Record, row: int) -> Standing:
    if entry.origin != before.state:
        problem = BROKEN_CHAIN(field="from", row=row, value=entry.origin, move=entry.move, state=before.state)
        raise Refused(problem)
    if before.since is not None and entry.at < before.since:
        moments = {"value": entry.at.isoformat(), "before": before.since.isoformat()}
        raise Refused(NOT_IN_ORDER(field="at", row=row, move=entry.move, **moments))
    done = move(chart, before.state, entry.move, entry.role, entry.answers)
    if isinstance(done, Held):
        raise Refused([_not_allowed(p, row) for p in done.problems])
    if entry.to != done.state:
        raise Refused(WRONG_GOAL(field="to", row=row, value=entry.to, move=entry.move, state=done.state))
    clocks = {code: since for code, since in before.clocks.items() if code not in done.stops}
    return Standing(done.state, entry.at, clocks | dict.fromkeys(done.starts, entry.at))


def _not_allowed(why: Problem, row: int) -> Problem:
    reason = Both(why.message("zh"), why.message("en"))
    return NOT_ALLOWED(field=why.field, row=row, value=why.value, rule=why.rule, why=reason)


def read_records(data: Any, *, file: str | None = None) -> list[Record]:
    """Records from plain data as :meth:`Record.as_dict` gives them; :class:`Refused` with every bad field."""
    reader = Fields(file)
    rows = reader.listed("history", "records", data)
    records = [_read(reader, f"record {n}", entry) for n, entry in enumerate(rows, start=1)]
    if reader.problems:
        raise Refused(reader.problems)
    return [r for r in records if r is not None]


_TEXTS = ("chart", "version", "hash", "move", "from", "to", "role", "actor")


def _read(reader: Fields, owner: str, data: Any) -> Record | None:
    if not isinstance(data, dict):
        reader.bad("history", owner, data, "{move, from, to, ...}")
        return None
    found = len(reader.problems)
    reader.unknown(owner, data, {*_TEXTS, "at", "answers", "documents", "evidence"})
    for name in _TEXTS:
        if not isinstance(data.get(name), str) or not data[name]:
            reader.bad(owner, name, data.get(name), "a text")
    at = _moment(data.get("at"))
    if at is None:
        reader.bad(owner, "at", data.get("at"), "2025-10-20T17:30:00+08:00")
    answers, documents = data.get("answers", {}), data.get("documents", {})
    if not isinstance(answers, dict) or not all(_is_answer(v) for v in answers.values()):
        reader.bad(owner, "answers", answers, "{guard: true}")
    if not isinstance(documents, dict) or not all(isinstance(v, str) for v in documents.values()):
        reader.bad(owner, "documents", documents, "{document: number}")
    evidence = reader.texts(owner, "evidence", data.get("evidence"))
    if at is None or len(reader.problems) > found:
        return None
    texts = {"origin" if name == "from" else name: data[name] for name in _TEXTS}
    return Record(**texts, at=at, answers=answers, documents=documents, evidence=evidence)


def _is_answer(value: object) -> bool:
    return value is None or isinstance(value, bool)


def _moment(value: object) -> datetime | None:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.utcoffset() is not None else None
