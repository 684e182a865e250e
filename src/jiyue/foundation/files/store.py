"""The bytes: one copy of each content, at ``files/ab/cd/<sha256>`` of the data folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jiyue.engine.problems import Refused
from jiyue.foundation.durable import settle
from jiyue.foundation.files.inspection import TOO_LARGE, Inspected, inspect
from jiyue.foundation.files.kinds import KINDS
from jiyue.foundation.files.limits import MB, size_limit
from jiyue.foundation.files.names import clean_name

STALE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Received:
    """A file that was looked at and lies in the store; no row speaks of it yet."""

    name: str
    sha256: str
    size: int
    found: Inspected


def root() -> Path:
    return Path(settings.DATA) / "files"


def place_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def receive(name: str, chunks: Iterable[bytes]) -> Received:
    """Take a file in: write it aside, look at it, move it to its place. Refused leaves nothing behind."""
    known = clean_name(name)
    with _aside(known, chunks) as (path, sha256, size):
        found = inspect(path, known)
        _keep(path, sha256)
    return Received(known, sha256, size, found)


@contextmanager
def _aside(name: str, chunks: Iterable[bytes]) -> Iterator[tuple[Path, str, int]]:
    folder = root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    most = max(size_limit(kind) for kind in KINDS)
    handle, made = tempfile.mkstemp(dir=folder, prefix=".")
    path = Path(made)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise Refused(TOO_LARGE(file=name, found=-(-size // MB), limit=most // MB))
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        yield path, digest.hexdigest(), size
    finally:
        path.unlink(missing_ok=True)


def _keep(path: Path, sha256: str) -> None:
    place = place_of(sha256)
    if place.exists() and place.stat().st_size == path.stat().st_size:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(0o440)
    settle(path, place)


def _sweep(folder: Path) -> None:
    """Take away what a process that died left half written."""
    for path in folder.iterdir():
        try:
            if time.time() - path.stat().st_mtime > STALE_SECONDS:
                path.unlink()
        except FileNotFoundError:
            continue
