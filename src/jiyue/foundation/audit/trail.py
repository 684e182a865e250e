"""Writing and checking the chain of audit lines.

Each line carries the hash of the line before it; the hash is SHA-256 over the canonical content (RFC 8785).
Every day, and every ``ANCHOR_EVERY`` lines, the last number and hash go into a file outside the database, so
that a cut tail shows too.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import rfc8785
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jiyue.engine.messages import Word, translate
from jiyue.foundation.access import roles
from jiyue.foundation.action import Deed
from jiyue.foundation.audit.models import AuditHead, AuditLine, AuditRef
from jiyue.foundation.kept import kept_value, restored_value

ANCHOR_EVERY = 1000
START = "0" * 64


def record(deed: Deed) -> AuditLine:
    """Append the line of ``deed``, in the transaction of its change."""
    head = AuditHead.objects.select_for_update().get_or_create(pk=1)[0]
    line = AuditLine(
        seq=head.seq + 1,
        at=timezone.now().astimezone(UTC),
        action=deed.info.code,
        account=deed.actor.account,
        who=deed.actor.name[:80],
        roles=",".join(sorted({h.role for h in deed.actor.held})),
        via=deed.actor.via,
        address=deed.actor.address,
        sentence=deed.info.sentence,
        params={k: digest(v) if k in deed.personal else plain(v) for k, v in deed.params.items()},
        refs=list(dict.fromkeys(deed.refs)),
        changes={
            k: ["*", digest(pair[1])] if k in deed.personal else [plain(v) for v in pair]
            for k, pair in deed.changes.items()
        },
        unit_path=deed.unit_path,
        before=head.hash,
    )
    line.hash = line_hash(line.content())
    line.save(force_insert=True)
    AuditRef.objects.bulk_create(AuditRef(line=line, ref=ref) for ref in line.refs)
    AuditHead.objects.filter(pk=1).update(seq=line.seq, hash=line.hash)
    if line.seq % ANCHOR_EVERY == 0:
        from jiyue.foundation.audit.anchors import write_anchor

        transaction.on_commit(lambda: write_anchor(line.seq, line.hash))
    return line


def line_hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def digest(value: Any) -> str:
    """A personal value as it stands in the trail: salted, so that it cannot be looked up by trying."""
    return "#" + hmac.new(bytes.fromhex(settings.DIGEST_KEY), str(value).encode(), "sha256").hexdigest()[:32]


def plain(value: Any) -> Any:
    """A parameter as plain data; a :class:`Word` stays one that is translated when it is read."""
    if isinstance(value, Word):
        return kept_value(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return str(value)


def spoken(line: AuditLine) -> str:
    """The sentence of a line in the current language."""
    return said(line.sentence, line.who, line.params)


def said(sentence: str, who: str, params: dict[str, Any]) -> str:
    """A sentence of the trail in the current language."""
    return translate(sentence, {"who": who, **{k: _read(v) for k, v in params.items()}})


def _read(value: Any) -> Any:
    """A parameter as it is said: words in the current language, roles by their titles."""
    if isinstance(value, dict) and "role" in value:
        code = value["role"]
        return roles()[code].title() if code in roles() else code
    return restored_value(value)
