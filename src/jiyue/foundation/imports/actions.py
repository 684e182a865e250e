"""What people do with a batch, and the two moments at which the worker makes it visible or takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor, require
from jiyue.foundation.action import Deed, action
from jiyue.foundation.imports import answers as said
from jiyue.foundation.imports.kinds import SheetKind, sheet_kind
from jiyue.foundation.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    FAILED,
    OPEN,
    PUBLISHED,
    PUBLISHING,
    UNDOING,
    UNDONE,
    ImportBatch,
    ImportFile,
    SenderHeadings,
)
from jiyue.foundation.imports.publishing import STILL_BAD, Changes, turn_off, turn_on
from jiyue.foundation.imports.staging import file_path, forget
from jiyue.foundation.imports.uploads import checked_uploads, named_apart, store
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.jobs.queue import enqueue
from jiyue.foundation.jobs.run import Run
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.rows import NotThere
from jiyue.foundation.units.models import Unit

NO_BATCH = define(
    "IMPORT_NO_SUCH_BATCH",
    N_("There is no import {value}, or it is not within your units."),
    N_("Look it up in the list of imports."),
)
NOT_NOW = define(
    "IMPORT_NOT_NOW",
    N_("Import {value} is in a state in which this cannot be done: {state}."),
    N_("Reload the page to see how far it is."),
)
NO_ORGANISATION = define(
    "IMPORT_NO_ORGANISATION",
    N_("Your account belongs to no organisation that could keep the rows."),
    N_("Ask the security administrator to give your account a post in an organisation."),
)
UNDO_OVER = define(
    "IMPORT_UNDO_OVER",
    N_("Import {value} could be undone until {until}."),
    N_("Withdraw what is wrong row by row."),
)
NOTHING_TO_DO = define(
    "IMPORT_NOTHING_TO_PUBLISH",
    N_("Import {value} has no new and no changed row without problems."),
    N_("Deal with the problems, or cancel the import."),
)
AT_ONCE = 5000
"""Up to so many rows a check follows each answer; larger ones wait until all answers are given."""


def reached_batch(actor: Actor, key: int) -> ImportBatch:
    """NotThere (IMPORT_NO_SUCH_BATCH) for a batch that the actor does not reach."""
    rows = ImportBatch.objects.reached(actor, "imports.run").select_related("unit", "organisation", "sender")
    batch: ImportBatch | None = rows.filter(pk=key).first()
    if batch is None:
        raise NotThere(NO_BATCH(field="batch", value=key))
    return batch


def _held(deed: Deed, key: int, states: frozenset[str]) -> ImportBatch:
    """The batch, kept from others, in one of ``states``."""
    batch = reached_batch(deed.actor, key)
    deed.reaches(path=batch.unit.path, organisation=batch.organisation_id)
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    batch.state, batch.answers = locked.state, locked.answers
    if batch.state not in states:
        raise Refused(NOT_NOW(value=batch.pk, state=Word(batch.get_state_display())))
    deed.says(batch, batch=batch.pk, kind=Word(sheet_kind(batch.kind).title))
    return batch


def _start(deed: Deed, batch: ImportBatch, state: str, code: str, **changes: Any) -> ImportBatch:
    """Let the worker do the job ``code`` on the batch."""
    batch.state = state
    batch.job = enqueue(deed.actor, code, batch=batch.pk)
    for name, value in changes.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", "job", *changes])
    return batch


@action("imports.run", N_("{who} uploaded {count} files of “{kind}” (import {batch})"))
def upload(
    deed: Deed, code: str, files: Sequence[Any], unit: Unit, sender: Organisation | None = None
) -> ImportBatch:
    """Take workbooks in; the worker checks them. Refused with what is wrong with each of them."""
    kind = sheet_kind(code)
    organisation = deed.actor.organisation
    deed.reaches(path=unit.path, organisation=organisation)
    _may_publish(deed.actor, kind, unit.path, organisation)
    if organisation is None:
        raise Refused(NO_ORGANISATION(field="organisation"))
    checked_uploads(files)
    sender_id = sender.pk if sender else organisation
    known = SenderHeadings.objects.filter(sender=sender_id, kind=code).first()
    batch = ImportBatch.objects.create(
        kind=code,
        unit=unit,
        organisation_id=organisation,
        sender_id=sender_id,
        account_id=deed.actor.account,
        answers=said.whole({"headings": known.headings if known else {}}),
    )
    forget(batch.pk)
    for number, (file, name) in enumerate(zip(files, named_apart(f.name for f in files), strict=True), 1):
        _take(batch, number, name, file)
    deed.says(batch, batch=batch.pk, kind=Word(kind.title), count=len(files))
    return _start(deed, batch, CHECKING, "imports.check")


def _may_publish(actor: Actor, kind: SheetKind, path: str, organisation: int | None) -> None:
    allowed = actor.may(kind.permission, path=path, organisation=organisation)
    require(actor, kind.permission, allowed=allowed)


def _take(batch: ImportBatch, number: int, name: str, file: Any) -> None:
    digest = store(file, file_path(batch.pk, number, name))
    ImportFile.objects.create(batch=batch, number=number, name=name, sha256=digest, size=file.size)


def _remove(batch: ImportBatch, file: ImportFile) -> None:
    """The workbook itself goes when that is committed."""
    path = file_path(batch.pk, file.number, file.name)
    file.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


@action("imports.run", N_("{who} sent a corrected file for import {batch} of “{kind}”: {file}"))
def send_again(deed: Deed, key: int, file: Any, instead: int | None = None) -> ImportBatch:
    """Take one more workbook in, ``instead`` of the one with that number where one is named.

    Refused (UPLOAD_NO_FILE) where ``file`` is None.
    """
    batch = _held(deed, key, OPEN)
    checked_uploads([file] if file else [])
    old = batch.files.filter(number=instead).first() if instead else None
    last = batch.files.last()
    taken = [f.name for f in batch.files.all() if f != old]
    name = named_apart([old.name if old else file.name], taken)[0]
    if old:
        batch.answers = said.without_file(batch.answers, old.name)
        _remove(batch, old)
    _take(batch, last.number + 1 if last else 1, name, file)
    deed.says(file=name)
    return _start(deed, batch, CHECKING, "imports.check", answers=batch.answers)


@action("imports.run", N_("{who} left the file {file} out of import {batch} of “{kind}”"))
def leave_out(deed: Deed, key: int, number: int) -> ImportBatch:
    """Go on without one of the files."""
    batch = _held(deed, key, OPEN)
    old = batch.files.filter(number=number).first()
    if old is None or batch.files.count() == 1:
        raise NotThere(NO_BATCH(field="file", value=number))
    _remove(batch, old)
    deed.says(file=old.name)
    answers = said.without_file(batch.answers, old.name)
    return _start(deed, batch, CHECKING, "imports.check", answers=answers)


@action("imports.run", N_("{who} answered a question of import {batch} of “{kind}”"))
def answer(deed: Deed, key: int, given: Mapping[str, Any]) -> ImportBatch:
    """Note an answer, as ``repairs`` offers it; a small import is checked again at once."""
    batch = _held(deed, key, OPEN)
    answers = said.with_answer(batch.answers, given)
    if batch.rows <= AT_ONCE:
        return _start(deed, batch, CHECKING, "imports.check", answers=answers)
    batch.answers = answers
    batch.save(update_fields=["answers"])
    return batch


@action("imports.run", N_("{who} let import {batch} of “{kind}” be checked again"))
def check_again(deed: Deed, key: int) -> ImportBatch:
    return _start(deed, _held(deed, key, OPEN), CHECKING, "imports.check")


@action("imports.run", N_("{who} let import {batch} of “{kind}” be published"))
def publish(deed: Deed, key: int, *, faultless_only: bool = False) -> ImportBatch:
    """Let the worker publish all rows, or only those without problems when that is chosen explicitly."""
    batch = _held(deed, key, frozenset({CHECKED}))
    kind = sheet_kind(batch.kind)
    _may_publish(deed.actor, kind, batch.unit.path, batch.organisation_id)
    if not batch.new + batch.changed:
        raise Refused(NOTHING_TO_DO(value=batch.pk))
    if batch.questions and not faultless_only:
        raise Refused(STILL_BAD(count=batch.bad))
    return _start(deed, batch, PUBLISHING, "imports.publish", faultless_only=faultless_only)


@action("imports.run", N_("{who} cancelled import {batch} of “{kind}”"))
def cancel(deed: Deed, key: int) -> ImportBatch:
    """Forget the upload; nothing of it was visible."""
    batch = _held(deed, key, OPEN)
    batch.state = CANCELLED
    batch.save(update_fields=["state"])
    return batch


@action("imports.run", N_("{who} let import {batch} of “{kind}” be undone: {reason}"))
def undo(deed: Deed, key: int, reason: str) -> ImportBatch:
    """Let the worker take the whole batch back, within the days of the rules."""
    batch = _held(deed, key, frozenset({PUBLISHED}))
    _may_publish(deed.actor, sheet_kind(batch.kind), batch.unit.path, batch.organisation_id)
    until = batch.undo_until
    if until is None or timezone.now() > until:
        raise Refused(UNDO_OVER(value=batch.pk, until=timezone.localdate(until).isoformat() if until else ""))
    deed.says(reason=reason)
    return _start(deed, batch, UNDOING, "imports.undo")


# --- what the worker does at the end of its jobs


def _moment(deed: Deed, run: Run, key: int, state: str) -> tuple[ImportBatch, SheetKind]:
    """The batch in ``state``, while this worker still holds the job; others of its kind wait."""
    run.hold()
    code = ImportBatch.objects.get(pk=key).kind
    for_kind = ImportBatch.objects.select_for_update().filter(kind=code, state__in=(PUBLISHING, UNDOING))
    list(for_kind.order_by("pk").values_list("pk"))
    batch = _held(deed, key, frozenset({state}))
    kind = sheet_kind(batch.kind)
    _may_publish(deed.actor, kind, batch.unit.path, batch.organisation_id)
    return batch, kind


@action("imports.run", N_("{who} published import {batch} of “{kind}”: {new} rows new, {changed} changed"))
def make_visible(deed: Deed, key: int, run: Run, inserted: int, changes: Changes) -> ImportBatch:
    """The moment at which a batch is there."""
    batch, kind = _moment(deed, run, key, PUBLISHING)
    turn_on(kind, batch, inserted, changes)
    batch.state, batch.published_at = PUBLISHED, timezone.now()
    batch.published_by_id = deed.actor.account
    batch.save(update_fields=["state", "published_at", "published_by"])
    if headings := batch.answers.get("headings"):
        SenderHeadings.objects.update_or_create(
            sender_id=batch.sender_id, kind=batch.kind, defaults={"headings": headings}
        )
    deed.says(new=inserted, changed=len(changes))
    return batch


@action("imports.run", N_("{who} took back import {batch} of “{kind}”"))
def take_back(deed: Deed, key: int, run: Run, changes: Changes, seen: int) -> ImportBatch:
    """The moment at which a batch is gone again."""
    batch, kind = _moment(deed, run, key, UNDOING)
    turn_off(kind, batch, changes, seen)
    batch.state, batch.undone_at = UNDONE, timezone.now()
    batch.save(update_fields=["state", "undone_at"])
    return batch


def give_back(job: Job, state: str) -> None:
    """A job was not done: the batch that waits for it stands where it stood before."""
    before = {CHECKING: FAILED, PUBLISHING: CHECKED, UNDOING: PUBLISHED}
    ImportBatch.objects.filter(job=job, state=state).update(state=before[state])
