"""What an official document says, as plain data: the one model that the .docx and the PDF are made from."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import rfc8785

Layout = Literal["document", "minutes"]
Level = Literal[1, 2, 3, 4]


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Heading:
    """A heading of one of four levels; its number is counted. ``then`` runs on in the same paragraph."""

    level: Level
    text: str
    then: str = ""


@dataclass(frozen=True)
class Table:
    """``align`` has one letter a column (l, c, r); all are centred where it is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    unit: str = ""
    align: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars or lines over ``labels``; a figure that is missing is None. Drawn when the document is."""

    kind: Literal["bar", "line"]
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[str | None, ...]], ...]
    """Name and exact figures (as decimal texts) of each series."""
    unit: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture that a room has drawn or taken, as PNG or JPEG."""

    title: str
    image: bytes


Block = Paragraph | Heading | Table | Chart | Picture
BLOCKS: dict[str, type[Block]] = {
    "paragraph": Paragraph,
    "heading": Heading,
    "table": Table,
    "chart": Chart,
    "picture": Picture,
}
NAMES = {kind: name for name, kind in BLOCKS.items()}


@dataclass(frozen=True)
class Attachment:
    """``blocks`` follow on pages of their own; without them the attachment is only named."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One document. What is empty is not printed; number and date are set when it is issued."""

    title: str
    blocks: tuple[Block, ...] = ()
    layout: Layout = "document"
    letterhead: str = ""
    """The red name of the issuing office; empty for paper without a red head."""
    number: str = ""
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    signer: str = ""
    on: date | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    printer: str = ""
    printed_on: date | None = None
    fingerprint: bool = False
    """Whether the fingerprint of the data is printed."""

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as it is kept and hashed."""
        data = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        data["blocks"] = [_block_data(b) for b in self.blocks]
        data["attachments"] = [
            {"title": a.title, "blocks": [_block_data(b) for b in a.blocks]} for a in self.attachments
        ]
        return {name: _plain(value) for name, value in data.items()}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Paper:
        """The paper of :meth:`as_dict`; TypeError or KeyError for anything else."""
        given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        given["blocks"] = _blocks(data.get("blocks", ()))
        given["attachments"] = tuple(
            Attachment(a["title"], _blocks(a["blocks"])) for a in data.get("attachments", ())
        )
        for name in ("on", "printed_on"):
            given[name] = date.fromisoformat(data[name]) if data.get(name) else None
        return cls(**given)


def _block_data(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"is": NAMES[type(block)]}
    for field in dataclasses.fields(block):
        value = getattr(block, field.name)
        data[field.name] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _blocks(data: Any) -> tuple[Block, ...]:
    return tuple(_block(one) for one in data)


def _block(data: Mapping[str, Any]) -> Block:
    kind = BLOCKS[data["is"]]
    given = {k: _tuples(v) for k, v in data.items() if k != "is"}
    if kind is Picture:
        given["image"] = base64.b64decode(given["image"])
    return kind(**given)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def canonical(paper: Paper, facts: Mapping[str, Any]) -> str:
    """What is frozen when a document is issued: what it says and the data behind it (RFC 8785)."""
    return rfc8785.dumps({"paper": paper.as_dict(), "facts": dict(facts)}).decode()


def fingerprint(frozen: str) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(frozen.encode()).hexdigest()


def short(found: str) -> str:
    """The fingerprint as it is printed: sixteen digits in fours."""
    return " ".join(found[i : i + 4] for i in range(0, 16, 4))
