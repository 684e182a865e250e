"""A document from draft to issue, and out of force again; nobody checks or issues what they drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.audit.trail import plain
from jiyue.foundation.documents.models import (
    CHECKED,
    DRAFT,
    ISSUED,
    STATES,
    SUPERSEDED,
    WITHDRAWN,
    Document,
    NumberCounter,
    NumberPrefix,
)
from jiyue.foundation.documents.paper import Paper, canonical, fingerprint
from jiyue.foundation.documents.style import kinds, number_text
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.seen import as_seen
from jiyue.foundation.units.models import Unit

WRONG_STATE = define(
    "DOCUMENT_STATE",
    N_("{value} is {state}; this can be done only when it is {wanted}."),
    N_("Open the document and see what happened to it; an issued one is superseded or withdrawn."),
)
NO_KIND = define(
    "DOCUMENT_KIND",
    N_("{value!r} is no kind of document."),
    N_("Use one of the kinds of rules/documents.yaml: {known}."),
)
NO_PREFIX = define(
    "NO_NUMBER_PREFIX",
    N_("{who} has no prefix for the numbers of this kind of document."),
    N_("Set it under “Document numbers” before the document is issued."),
)
PREFIX_TAKEN = define(
    "NUMBER_PREFIX_TAKEN",
    N_("The prefix {value} belongs to {who}."),
    N_("Two organisations cannot share the numbers of a prefix; choose another one."),
)


@action("documents.draft", N_("{who} drafted {thing}"))
def draft(
    deed: Deed,
    *,
    kind: str,
    organisation: Organisation,
    unit: Unit,
    paper: Paper,
    facts: Mapping[str, Any] | None = None,
    about: str = "",
    supersedes: Document | None = None,
) -> Document:
    """A new draft. ``facts`` are the data that the document states; they are frozen with it."""
    deed.reaches(path=unit.path, organisation=organisation.pk, where=unit.name)
    _known(kind)
    if supersedes is not None:
        _must_be(_reached(deed, supersedes), ISSUED)
    made: Document = Document.objects.create(
        kind=kind,
        title=paper.title.replace("\n", ""),
        organisation=organisation,
        unit=unit,
        about=about,
        paper=paper.as_dict(),
        facts=plain(dict(facts or {})),
        supersedes=supersedes,
        drafted_by_id=deed.actor.account,
    )
    deed.says(made, thing=made.title)
    return made


@action("documents.draft", N_("{who} changed the draft of {thing}"))
def redraft(
    deed: Deed,
    document: Document,
    paper: Paper,
    facts: Mapping[str, Any] | None = None,
    *,
    seen: str | None = None,
) -> Document:
    """Other words; what had been checked must be checked again. The same words are nobody's new draft."""
    found = _reached(deed, document)
    _must_be(found, DRAFT, CHECKED)
    as_seen(found, seen)
    before, stated = found.paper, found.facts
    found.paper, found.title = paper.as_dict(), paper.title.replace("\n", "")
    if facts is not None:
        found.facts = plain(dict(facts))
    if (found.paper, found.facts) == (before, stated):
        deed.nothing_happened()
        return found
    found.state, found.drafted_by_id = DRAFT, deed.actor.account
    found.checked_by_id = found.checked_at = None
    found.save()
    changed = [name for name, value in found.paper.items() if before.get(name) != value]
    deed.says(found, thing=found.title, parts=changed)
    return found


@action("documents.issue", N_("{who} checked {thing} and let it pass"))
def check(deed: Deed, document: Document, *, seen: str | None = None) -> Document:
    """The second pair of eyes before a document is issued."""
    found = _reached(deed, document)
    _must_be(found, DRAFT)
    deed.not_by(found.drafted_by_id)
    as_seen(found, seen)
    found.state, found.reason = CHECKED, ""
    found.checked_by_id, found.checked_at = deed.actor.account, timezone.now()
    found.save(update_fields=["state", "reason", "checked_by", "checked_at"])
    deed.changed("state", DRAFT, CHECKED)
    deed.says(found, thing=found.title)
    return found


@action("documents.issue", N_("{who} sent {thing} back: {reason}"))
def send_back(deed: Deed, document: Document, reason: str) -> Document:
    """Back to the drafter, with the reason."""
    found = _reached(deed, document)
    _must_be(found, DRAFT, CHECKED)
    deed.changed("state", found.state, DRAFT)
    found.state, found.reason = DRAFT, deed.because(reason)
    found.checked_by_id = found.checked_at = None
    found.save(update_fields=["state", "reason", "checked_by", "checked_at"])
    deed.says(found, thing=found.title)
    return found


@action("documents.issue", N_("{who} issued {thing} as {number}"))
def issue(deed: Deed, document: Document, on: date, *, seen: str | None = None) -> Document:
    """Give it its number and date, freeze what it says, and put what it supersedes out of force."""
    found = _reached(deed, document)
    _must_be(found, CHECKED)
    deed.not_by(found.drafted_by_id)
    as_seen(found, seen)
    found.prefix, found.year, found.seq = _next_number(found, on)
    found.number = number_text(found.kind, found.prefix, found.year, found.seq)
    paper = replace(Paper.of(found.paper), number=found.number, on=on)
    if paper.printer and paper.printed_on is None:
        paper = replace(paper, printed_on=on)
    found.paper = paper.as_dict()
    found.frozen = canonical(paper, found.facts)
    found.hash = fingerprint(found.frozen)
    found.state, found.issued_by_id, found.issued_on = ISSUED, deed.actor.account, on
    found.save()
    if found.supersedes_id:
        old = Document.objects.select_for_update().get(pk=found.supersedes_id)
        _must_be(old, ISSUED)
        Document.objects.filter(pk=old.pk).update(state=SUPERSEDED)
        deed.says(old)
    deed.changed("state", CHECKED, ISSUED)
    deed.says(found, thing=found.title, number=found.number, hash=found.hash)
    return found


@action("documents.issue", N_("{who} withdrew {thing}: {reason}"))
def withdraw(deed: Deed, document: Document, reason: str) -> Document:
    """Out of force, or never issued; its number stays used and what it said stays readable."""
    found = _reached(deed, document)
    _must_be(found, DRAFT, CHECKED, ISSUED)
    deed.changed("state", found.state, WITHDRAWN)
    found.state, found.reason = WITHDRAWN, deed.because(reason)
    found.save(update_fields=["state", "reason"])
    deed.says(found, thing=str(found))
    return found


@action("documents.issue", N_("{who} set the prefix of document numbers to {prefix}"))
def set_prefix(deed: Deed, organisation: Organisation, kind: str, prefix: str) -> NumberPrefix:
    """How the numbers of a kind begin; kinds with the same prefix share one sequence."""
    deed.reaches(path=organisation.unit.path, organisation=organisation.pk, where=str(organisation))
    _known(kind)
    taken = NumberPrefix.objects.filter(prefix=prefix).exclude(organisation=organisation).first()
    if taken:
        raise Refused(PREFIX_TAKEN(field="prefix", value=prefix, who=str(taken.organisation)))
    made, _ = NumberPrefix.objects.get_or_create(
        organisation=organisation, kind=kind, defaults={"prefix": prefix}
    )
    deed.changed("prefix", made.prefix, prefix)
    made.prefix = prefix
    made.save(update_fields=["prefix"])
    deed.says(made, prefix=prefix, kind=kind)
    return made


def _next_number(document: Document, on: date) -> tuple[str, int, int]:
    """The next number of its prefix in the year of ``on``, held until the transaction ends."""
    kept = NumberPrefix.objects.filter(organisation=document.organisation, kind=document.kind).first()
    if kept is None:
        raise Refused(NO_PREFIX(field="prefix", who=str(document.organisation)))
    counters = NumberCounter.objects.select_for_update()
    counter, _ = counters.get_or_create(prefix=kept.prefix, year=on.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return kept.prefix, on.year, counter.last


def _reached(deed: Deed, document: Document) -> Document:
    found: Document = Document.objects.select_for_update().get(pk=document.pk)
    deed.reaches(path=found.unit.path, organisation=found.organisation_id, where=found.unit.name)
    return found


def _must_be(document: Document, *wanted: str) -> None:
    if document.state not in wanted:
        names = [Word(STATES[w]) for w in wanted]
        raise Refused(
            WRONG_STATE(
                field="state", value=str(document), state=Word(STATES[document.state]), wanted=names[-1]
            )
        )


def _known(kind: str) -> None:
    if kind not in kinds():
        raise Refused(NO_KIND(field="kind", value=kind, known=", ".join(kinds())))
