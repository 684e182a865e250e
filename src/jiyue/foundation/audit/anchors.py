"""Anchors: the number and hash of the last audit line, kept in files outside the database."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jiyue.foundation.audit.models import AuditHead

_WRITTEN = re.compile(r'\{"at": "[^"]*", "seq": (?P<seq>[0-9]{1,18}), "hash": "(?P<hash>[0-9a-f]{64})"\}')


def anchor_folder() -> Path:
    folder = Path(settings.DATA) / "anchors"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def write_anchor(seq: int, found: str) -> None:
    """Add one line to the file of the month; lines are only ever appended."""
    now = timezone.now()
    line = json.dumps({"at": now.isoformat(), "seq": seq, "hash": found}) + "\n"
    handle = os.open(anchor_folder() / f"{now:%Y-%m}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def anchor_now() -> int:
    """Anchor the present end of the trail; its number."""
    head = AuditHead.objects.filter(pk=1).first()
    if head is None or head.seq == 0:
        return 0
    write_anchor(head.seq, head.hash)
    return int(head.seq)


def anchors() -> dict[int, str]:
    """Every anchor ever written: hash by number of the line. The first of a line counts: a chain that was
    written anew may have been anchored again. A line that was cut while it was written says nothing.
    """
    found: dict[int, str] = {}
    for path in sorted(anchor_folder().glob("*.jsonl")):
        for text in path.read_text("ascii", "replace").splitlines():
            if kept := _WRITTEN.fullmatch(text):
                found.setdefault(int(kept["seq"]), kept["hash"])
    return found
