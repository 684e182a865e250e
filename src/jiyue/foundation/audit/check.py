"""Is the trail whole? The first line that is not names itself."""

from __future__ import annotations

from dataclasses import dataclass

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.foundation.audit.anchors import anchors
from jiyue.foundation.audit.models import AuditHead, AuditLine
from jiyue.foundation.audit.trail import START, line_hash

BROKEN = define(
    "AUDIT_BROKEN",
    N_("Audit line {value} was altered after it was written."),
    N_("Compare it with the latest backup, and inform the audit administrator and the supervision organ."),
)
REMOVED = define(
    "AUDIT_REMOVED",
    N_("Audit line {value} is missing; the line after it is {next}."),
    N_("Compare it with the latest backup, and inform the audit administrator and the supervision organ."),
)
CUT = define(
    "AUDIT_CUT",
    N_("The trail ends at line {value}, but line {known} had been written ({where})."),
    N_("Compare it with the latest backup, and inform the audit administrator and the supervision organ."),
)
REPLACED = define(
    "AUDIT_REPLACED",
    N_("Audit line {value} is not the one that was anchored outside the database."),
    N_("The chain was rewritten: restore the trail from an older backup, and inform the supervision organ."),
)


@dataclass(frozen=True)
class Checked:
    lines: int
    anchors: int
    problem: Problem | None


def check_trail() -> Checked:
    """Walk the whole chain; stop at the first line that does not fit."""
    before, seq, kept = START, 0, anchors()
    for line in AuditLine.objects.order_by("seq").iterator(2000):
        if line.seq != seq + 1:
            return Checked(seq, len(kept), REMOVED(field="seq", value=seq + 1, next=line.seq))
        if line.before != before or line.hash != line_hash(line.content()):
            return Checked(seq, len(kept), BROKEN(field="seq", value=line.seq))
        if kept.get(line.seq, line.hash) != line.hash:
            return Checked(seq, len(kept), REPLACED(field="seq", value=line.seq))
        before, seq = line.hash, line.seq
    head = AuditHead.objects.filter(pk=1).first()
    known = [(head.seq if head else 0, "database"), *((s, "anchor") for s in kept)]
    last, where = max(known)
    if last > seq:
        return Checked(seq, len(kept), CUT(field="seq", value=seq, known=last, where=where))
    if head is not None and head.hash != before:
        return Checked(seq, len(kept), BROKEN(field="seq", value=seq))
    return Checked(seq, len(kept), None)
