"""A state chart as data: states, and who may move from one to the next under which conditions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import rfc8785

from jiyue.engine.messages import N_, Both, translate


@dataclass(frozen=True)
class Named:
    """Something of a chart with a code and a title in both languages."""

    code: str
    zh: str
    en: str

    @property
    def name(self) -> Both:
        return Both(self.zh, self.en)

    def title(self, lang: str) -> str:
        return self.name.into(lang)

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "zh": self.zh, "en": self.en}


@dataclass(frozen=True)
class Role(Named):
    """Who moves: an office, a post, a party."""


@dataclass(frozen=True)
class Document(Named):
    """A paper that a move makes due."""


@dataclass(frozen=True)
class State(Named):
    """Where a thing stands. At an ``end`` nothing more is owed, though a move may still lead away."""

    start: bool = False
    end: bool = False

    def as_dict(self) -> dict[str, Any]:
        marks = {mark: True for mark in ("start", "end") if getattr(self, mark)}
        return {**super().as_dict(), **marks}


@dataclass(frozen=True)
class Guard(Named):
    """A condition (``zh``, ``en``: a statement that must be true), and what to do when it is not."""

    remedy_zh: str
    remedy_en: str
    source: str = ""
    verified: bool = False

    @property
    def remedy(self) -> Both:
        return Both(self.remedy_zh, self.remedy_en)

    def as_dict(self) -> dict[str, Any]:
        told = {"remedy_zh": self.remedy_zh, "remedy_en": self.remedy_en}
        sourced = {"source": self.source, "verified": self.verified} if self.source else {}
        return {**super().as_dict(), **told, **sourced}


@dataclass(frozen=True)
class Move(Named):
    """A deed that leads from one of ``origins`` to ``to``; everything else by code.

    Its guards are asked in their order; ``starts`` and ``stops`` name clocks.
    """

    origins: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        lists = ("roles", "guards", "documents", "starts", "stops")
        filled = {name: list(getattr(self, name)) for name in lists if getattr(self, name)}
        return {**super().as_dict(), "from": list(self.origins), "to": self.to, **filled}


@dataclass(frozen=True)
class Chart:
    """A whole chart. What :func:`~jiyue.engine.workflow.load_chart` gives has been checked."""

    code: str
    version: str
    zh: str
    en: str
    source: str
    verified: bool
    roles: tuple[Role, ...]
    guards: tuple[Guard, ...]
    documents: tuple[Document, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    @cached_property
    def roles_by_code(self) -> dict[str, Role]:
        return {r.code: r for r in self.roles}

    @cached_property
    def guards_by_code(self) -> dict[str, Guard]:
        return {g.code: g for g in self.guards}

    @cached_property
    def documents_by_code(self) -> dict[str, Document]:
        return {d.code: d for d in self.documents}

    @cached_property
    def states_by_code(self) -> dict[str, State]:
        return {s.code: s for s in self.states}

    @cached_property
    def moves_from(self) -> dict[str, dict[str, Move]]:
        """{state: {code of a move: the move}}; the same code may lead elsewhere from another state."""
        return {s.code: {m.code: m for m in self.moves if s.code in m.origins} for s in self.states}

    @cached_property
    def start(self) -> State:
        """Where every history begins."""
        return next(s for s in self.states if s.start)

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """Codes of all clocks that a move starts, in the order in which they are named."""
        return tuple(dict.fromkeys(code for m in self.moves for code in m.starts))

    @property
    def name(self) -> Both:
        return Both(self.zh, self.en)

    def as_dict(self) -> dict[str, Any]:
        """Plain data: what stands in a YAML file, and what the hash is over."""
        head = {"chart": self.code, "version": self.version, "zh": self.zh, "en": self.en}
        lists = ("roles", "guards", "documents", "states", "moves")
        body = {name: [x.as_dict() for x in getattr(self, name)] for name in lists}
        return {**head, "source": self.source, "verified": self.verified, **body}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical content (RFC 8785), whatever file it came from."""
        return hashlib.sha256(rfc8785.dumps(self.as_dict())).hexdigest()


def named(things: Iterable[Named]) -> Both:
    """The titles of ``things`` in a row, in both languages."""
    listed: Sequence[Named] = list(things)
    zh, en = (translate(N_(", "), lang=lang).join(t.title(lang) for t in listed) for lang in ("zh", "en"))
    return Both(zh, en)
