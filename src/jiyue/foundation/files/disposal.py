"""Disposing of evidence whose retention is over: one proposes, another confirms, the fingerprint stays."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.files.actions import held
from jiyue.foundation.files.content import remove_disposed
from jiyue.foundation.files.models import DISPOSED, Disposal, Evidence, SheetScan
from jiyue.foundation.files.sheet_state import settle
from jiyue.foundation.seen import as_seen

NOT_DUE = define(
    "EVIDENCE_NOT_DUE",
    N_("“{title}” is to be kept until {until}."),
    N_("Wait until its retention is over; correct the retention only if it was entered wrongly."),
)
PROPOSED_ALREADY = define(
    "DISPOSAL_PROPOSED",
    N_("The disposal of “{title}” is proposed already."),
    N_("Open it and confirm or decline the proposal."),
)
DECIDED = define(
    "DISPOSAL_DECIDED",
    N_("The disposal of “{title}” was decided before."),
    N_("Open the evidence and see what became of it."),
)
FOR_EVER = N_("for ever")


@action("evidence.dispose", N_("{who} proposed to dispose of the evidence “{title}”: {reason}"))
def propose(deed: Deed, evidence: Evidence, reason: str) -> Disposal:
    """Say that evidence whose retention is over is needed no more; somebody else confirms it."""
    found = held(deed, evidence, open_only=False)
    _due(found)
    if found.disposals.filter(decided_at=None).exists():
        raise Refused(PROPOSED_ALREADY(title=found.title))
    made: Disposal = Disposal.objects.create(
        evidence=found, reason=deed.because(reason)[:300], proposed_by_id=deed.actor.account
    )
    deed.says(found, title=found.title)
    return made


@action("evidence.dispose", N_("{who} confirmed the disposal of the evidence “{title}”, fingerprint {hash}"))
def confirm(deed: Deed, disposal: Disposal, *, seen: str | None = None) -> Evidence:
    """Another person confirms it: the content goes, the row, its history and its fingerprint stay.

    The content stays as long as other evidence or a printed sheet has the same.
    """
    found, open_one = _open(deed, disposal)
    _due(found)
    deed.not_by(open_one.proposed_by_id)
    as_seen(found, seen)
    _decide(deed, open_one)
    deed.changed("state", found.state, DISPOSED)
    found.state = DISPOSED
    found.save(update_fields=["state"])
    if scan := SheetScan.objects.filter(evidence=found).select_related("sheet").first():
        settle(deed, scan.sheet)
    deed.says(found, title=found.title, hash=found.file.sha256)
    transaction.on_commit(remove_disposed)
    return found


@action("evidence.dispose", N_("{who} declined to dispose of the evidence “{title}”: {reason}"))
def decline(deed: Deed, disposal: Disposal, reason: str) -> Evidence:
    """It is kept on; whoever proposed it may take the proposal back this way."""
    found, open_one = _open(deed, disposal)
    _decide(deed, open_one, deed.because(reason)[:300])
    deed.says(found, title=found.title)
    return found


def _open(deed: Deed, disposal: Disposal) -> tuple[Evidence, Disposal]:
    """The evidence and its proposal, locked and undecided."""
    found = held(deed, disposal.evidence, open_only=False)
    kept: Disposal = Disposal.objects.select_for_update().get(pk=disposal.pk)
    if kept.decided_at is not None:
        raise Refused(DECIDED(title=found.title))
    return found, kept


def _decide(deed: Deed, disposal: Disposal, declined_for: str = "") -> None:
    disposal.decided_by_id, disposal.decided_at = deed.actor.account, timezone.now()
    disposal.declined_for = declined_for
    disposal.save()


def _due(found: Evidence) -> None:
    if found.due_on is None or found.due_on >= timezone.localdate():
        until = found.due_on.isoformat() if found.due_on else Word(FOR_EVER)
        raise Refused(NOT_DUE(field="due_on", title=found.title, until=until))
