"""Everything that changes evidence and printed sheets. Files are received before, outside the transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.access import Actor, require
from jiyue.foundation.action import Deed, action
from jiyue.foundation.files import sheet_scan
from jiyue.foundation.files.content import stored
from jiyue.foundation.files.models import (
    DISPOSED,
    FORWARDED,
    KEPT,
    TAKEN,
    TOLD,
    WITHDRAWN,
    Evidence,
    EvidenceLink,
    Passage,
    PrintedSheet,
    SheetScan,
)
from jiyue.foundation.files.sheet_code import OnPage, read_code, shown
from jiyue.foundation.files.sheet_data import Rows
from jiyue.foundation.files.sheet_print import Drawn, draw
from jiyue.foundation.files.sheet_state import reaches_row, settle
from jiyue.foundation.files.store import Received, receive
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.seen import as_seen
from jiyue.foundation.units.models import Unit

FAR_UNIT = define(
    "EVIDENCE_FAR_UNIT",
    N_("{organisation} has nothing to do with {unit}."),
    N_("Choose the unit of the organisation, one below it, or one that it belongs to."),
)
BAD_REF = define(
    "EVIDENCE_BAD_REF",
    N_("{value} does not point at a row."),
    N_("Open the row that the evidence proves, and add or link the evidence from there."),
)
OFF_PAGE = define(
    "PASSAGE_OFF_PAGE",
    N_("The box does not lie on a page of this file."),
    N_("Page 1 to {pages}; left and width, top and height together at most 100."),
)
CLOSED = define(
    "EVIDENCE_WITHDRAWN",
    N_("“{title}” is withdrawn."),
    N_("Take the withdrawal back first, or add the evidence again."),
)
GONE = define(
    "EVIDENCE_DISPOSED",
    N_("“{title}” was disposed of."),
    N_("Its row and its fingerprint stay as they are; add the paper again if it is needed."),
)
NO_WITNESS = define(
    "EVIDENCE_NO_WITNESS_NEEDED",
    N_("“{title}” needs no second witness."),
    N_("Nothing is left to do; only forwarded evidence that nobody has confirmed waits for one."),
)
_REF = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*/[\w.:-]{1,60}")


@dataclass(frozen=True)
class Description:
    """What people say about a piece of evidence."""

    title: str
    unit: Unit
    organisation: Organisation
    issuer: str = ""
    dated: date | None = None
    period: str = ""
    classification: str = "internal"
    retain_years: int | None = None


def grade_of(received: Received, *, taken_in_app: bool, forwarded: bool) -> str:
    """A taken in the app, B where the file itself says when or where it was made, C for all else."""
    if taken_in_app:
        return TAKEN
    own = {"taken_at", "place", "made_at"} & received.found.facts.keys()
    return TOLD if own and not forwarded else FORWARDED


def last_day(start: date, years: int | None) -> date | None:
    """Retention counts from the first of January after the day of the paper; None is permanent."""
    return None if years is None else date(start.year + years, 12, 31)


@action("evidence.add", N_("{who} added the evidence “{title}”, grade {grade}"))
def add_evidence(
    deed: Deed,
    received: Received,
    said: Description,
    *,
    taken_in_app: bool = False,
    forwarded: bool = False,
    link: tuple[str, str] | None = None,
) -> Evidence:
    """Keep a received file as evidence; ``link``: the ref and the label of the row that it proves."""
    made = _make(deed, received, said, grade_of(received, taken_in_app=taken_in_app, forwarded=forwarded))
    if link and link[0]:
        _link(deed, made, *link)
    return made


def _make(deed: Deed, received: Received, said: Description, grade: str) -> Evidence:
    deed.reaches(path=said.unit.path, organisation=said.organisation.pk, where=said.unit.name)
    _near(said)
    made = Evidence(
        **_fields(said),
        file=stored(received),
        name=received.name,
        grade=grade,
        added_by_id=deed.actor.account,
        due_on=last_day(said.dated or timezone.localdate(), said.retain_years),
    )
    made.state = made.stands
    made.save()
    deed.says(made, title=made.title, grade=grade)
    deed.changed("sha256", None, received.sha256)
    return made


def _fields(said: Description) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Description.__dataclass_fields__}


def _near(said: Description) -> None:
    own, about = said.organisation.unit.path, said.unit.path
    if not (own.startswith(about) or about.startswith(own)):
        raise Refused(FAR_UNIT(field="unit", organisation=said.organisation.name, unit=said.unit.name))


def held(deed: Deed, evidence: Evidence, *, open_only: bool = True) -> Evidence:
    """The row, locked, reached, not disposed of, and not withdrawn."""
    found: Evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    deed.reaches(path=found.unit.path, organisation=found.organisation_id, where=found.unit.name)
    if found.state == DISPOSED:
        raise Refused(GONE(title=found.title))
    if open_only and found.state == WITHDRAWN:
        raise Refused(CLOSED(title=found.title))
    return found


@action("evidence.add", N_("{who} described the evidence “{title}” anew"))
def describe(deed: Deed, evidence: Evidence, said: Description) -> Evidence:
    """Correct what people said; file and grade stay as they are. What was witnessed needs a new witness."""
    found = held(deed, evidence)
    deed.reaches(path=said.unit.path, organisation=said.organisation.pk, where=said.unit.name)
    _near(said)
    for name, value in _fields(said).items():
        before = getattr(found, name)
        deed.changed(name, getattr(before, "ref", before), getattr(value, "ref", value))
        setattr(found, name, value)
    found.due_on = last_day(found.dated or timezone.localdate(found.added_at), found.retain_years)
    deed.says(found, title=found.title)
    if not deed.changes:
        deed.nothing_happened()
        return found
    found.described_by_id = deed.actor.account
    if found.witness_id is not None:
        deed.changed("witness", found.witness_id, None)
        found.witness, found.witnessed_at = None, None
    if found.state != found.stands:
        return _turn(deed, found, found.stands)
    found.save()
    return found


@action("evidence.add", N_("{who} linked the evidence “{title}” to {label}"))
def link(deed: Deed, evidence: Evidence, ref: str, label: str = "") -> EvidenceLink:
    """Say that the evidence proves the row ``ref``."""
    found = held(deed, evidence)
    made = _link(deed, found, ref, label)
    deed.says(found, title=found.title, label=label or ref)
    return made


def _link(deed: Deed, evidence: Evidence, ref: str, label: str) -> EvidenceLink:
    if not _REF.fullmatch(ref):
        raise Refused(BAD_REF(field="ref", value=ref[:120]))
    values = {"label": label[:200], "by_id": deed.actor.account}
    made, new = EvidenceLink.objects.get_or_create(evidence=evidence, ref=ref, defaults=values)
    _says_row(deed, ref)
    deed.changed("link", None if new else ref, ref)
    return made


def _says_row(deed: Deed, ref: str) -> None:
    """Put the deed into the history of the row that the evidence is about: only where the actor reads it."""
    if reaches_row(deed.actor, ref):
        deed.says(ref)


@action("evidence.add", N_("{who} unlinked the evidence “{title}” from {label}"))
def unlink(deed: Deed, tie: EvidenceLink) -> None:
    found = held(deed, tie.evidence)
    tie.delete()
    deed.changed("link", tie.ref, None)
    _says_row(deed, tie.ref)
    deed.says(found, title=found.title, label=tie.label or tie.ref)


@action("evidence.add", N_("{who} boxed a passage on page {page} of “{title}”"))
def box(
    deed: Deed,
    evidence: Evidence,
    *,
    page: int,
    left: Decimal,
    top: Decimal,
    width: Decimal,
    height: Decimal,
    note: str = "",
) -> Passage:
    """Mark where the paper proves it; fractions of the page, at most six decimals."""
    found = held(deed, evidence)
    pages = found.file.pages or 0
    on = left >= 0 and top >= 0 and width > 0 and height > 0 and left + width <= 1 and top + height <= 1
    if not (1 <= page <= pages and on):
        raise Refused(OFF_PAGE(field="page", pages=pages))
    made = Passage(evidence=found, page=page, left=left, top=top, width=width, height=height, note=note)
    made.by_id = deed.actor.account
    made.save()
    deed.says(found, title=found.title, page=page)
    deed.changed("box", None, [page, left, top, width, height])
    return made


@action("evidence.add", N_("{who} took the box off page {page} of “{title}”"))
def unbox(deed: Deed, passage: Passage) -> None:
    found = held(deed, passage.evidence)
    passage.delete()
    kept = passage
    deed.changed("box", [kept.page, kept.left, kept.top, kept.width, kept.height], None)
    deed.says(found, title=found.title, page=kept.page)


@action("evidence.confirm", N_("{who} confirmed the forwarded evidence “{title}” as second witness"))
def confirm(deed: Deed, evidence: Evidence, *, seen: str | None = None) -> Evidence:
    """Another person than those who added and described it says that the forwarded file is what it claims."""
    found = held(deed, evidence)
    if found.stands == KEPT:
        raise Refused(NO_WITNESS(title=found.title))
    for account in found.said_by:
        deed.not_by(account)
    as_seen(found, seen)
    found.witness_id, found.witnessed_at = deed.actor.account, timezone.now()
    deed.says(found, title=found.title)
    return _turn(deed, found, found.stands)


@action("evidence.add", N_("{who} withdrew the evidence “{title}”: {reason}"))
def withdraw(deed: Deed, evidence: Evidence, reason: str) -> Evidence:
    """Take evidence back; it stays readable with its reason and counts no more."""
    found = held(deed, evidence)
    found.withdrawn_for = deed.because(reason)[:300]
    deed.says(found, title=found.title)
    return _turn(deed, found, WITHDRAWN)


@action("evidence.add", N_("{who} took back the withdrawal of the evidence “{title}”"))
def restore(deed: Deed, evidence: Evidence) -> Evidence:
    found = held(deed, evidence, open_only=False)
    found.withdrawn_for = ""
    deed.says(found, title=found.title)
    return _turn(deed, found, found.stands)


def _turn(deed: Deed, found: Evidence, state: str) -> Evidence:
    if found.state == state:
        deed.nothing_happened()
    deed.changed("state", found.state, state)
    found.state = state
    found.save()
    if scan := SheetScan.objects.filter(evidence=found).select_related("sheet").first():
        settle(deed, scan.sheet)
    return found


def print_sheet(
    actor: Actor,
    *,
    title: str,
    unit: Unit,
    organisation: Organisation,
    ref: str,
    columns: Sequence[str],
    rows: Rows,
    period: str = "",
) -> PrintedSheet:
    """Print a table for stamping: PDF with code and hash of the data. ``ref``: the row that it is about.

    Titles and cells are written as they stand on the paper, whatever language the reader speaks, so that the
    same data give the same hash (``sheet_state``).
    """
    require(actor, "sheets.print", allowed=actor.can("sheets.print"))
    if not _REF.fullmatch(ref):
        raise Refused(BAD_REF(field="ref", value=ref[:120]))
    drawn = draw(
        title=title,
        unit=unit.name,
        organisation=organisation.name,
        period=period,
        ref=ref,
        columns=columns,
        rows=rows,
    )
    pdf = receive(f"{drawn.code}.pdf", ContentFile(drawn.pdf).chunks())
    return keep_sheet(actor, drawn, pdf, unit, organisation)


@action("sheets.print", N_("{who} printed “{title}” for stamping, sheet {code}"))
def keep_sheet(
    deed: Deed, drawn: Drawn, pdf: Received, unit: Unit, organisation: Organisation
) -> PrintedSheet:
    """Note a drawn sheet, so that its stamped copy finds back."""
    deed.reaches(path=unit.path, organisation=organisation.pk, where=unit.name)
    made = PrintedSheet(
        code=drawn.code,
        title=drawn.data["title"],
        unit=unit,
        organisation=organisation,
        ref=drawn.data["ref"],
        data=drawn.data,
        hash=drawn.hash,
        pages=drawn.pages,
        file=stored(pdf),
        printed_by_id=deed.actor.account,
    )
    made.save()
    deed.says(made, made.ref, title=made.title, code=shown(made.code))
    deed.changed("hash", None, made.hash)
    return made


def scan_back(
    actor: Actor, received: Received, *, typed: str = "", retain_years: int | None = None
) -> Evidence:
    """A stamped copy comes back: find its sheet by the codes on its pages, else by the ``typed`` code."""
    require(actor, "sheets.print", allowed=actor.can("sheets.print"))
    code = read_code(typed) if typed.strip() else ""
    found = sheet_scan.read_sheet(received)
    problems: list[Problem] = sheet_scan.doubts(found, code, received.name)
    if problems:
        raise Refused(problems)
    return keep_scan(actor, received, code or found[0].code, found, retain_years)


@action("sheets.print", N_("{who} returned the stamped copy of “{title}”, sheet {code}: pages {pages}"))
def keep_scan(
    deed: Deed, received: Received, code: str, found: list[OnPage], retain_years: int | None
) -> Evidence:
    """Keep the scan as evidence of the row that the sheet is about.

    Pages whose square code was read are grade B: they carry the hash of what was printed. A code typed by
    hand is grade C and counts when a second person has confirmed it.
    """
    sheet = PrintedSheet.objects.select_for_update().filter(code=code).first()
    if sheet is None:
        raise Refused(sheet_scan.UNKNOWN_SHEET(field="code", value=shown(code)))
    deed.reaches(path=sheet.unit.path, organisation=sheet.organisation_id, where=sheet.unit.name)
    if any(one.hash != sheet.hash or one.pages != sheet.pages for one in found):
        raise Refused(sheet_scan.FORGED(value=shown(code)))
    if received.sha256 == sheet.file.sha256:
        raise Refused(sheet_scan.NOT_STAMPED(file=received.name))
    most = min(received.found.pages or 1, sheet.pages)
    pages = sorted({one.page for one in found}) or list(range(1, most + 1))
    said = Description(
        title=sheet.title,
        unit=sheet.unit,
        organisation=sheet.organisation,
        issuer=sheet.organisation.name,
        dated=timezone.localdate(),
        period=sheet.data["period"],
        retain_years=retain_years,
    )
    made = _make(deed, received, said, TOLD if found else FORWARDED)
    _link(deed, made, sheet.ref, sheet.title)
    SheetScan.objects.create(evidence=made, sheet=sheet, pages=pages, by_hand=not found)
    deed.says(sheet, title=sheet.title, code=shown(code), pages=", ".join(map(str, pages)))
    settle(deed, sheet)
    return made
