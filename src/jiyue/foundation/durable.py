"""Files that stand whole or not at all, even when the power fails."""

from __future__ import annotations

import os
from pathlib import Path


def settle(path: Path, place: Path) -> None:
    """Move ``path`` to ``place`` on the same disk; on return the file and its name are on the disk.

    Windows has no such promise for names; there the file is only moved.
    """
    if hasattr(os, "O_DIRECTORY"):
        _on_disk(path, os.O_RDONLY)
    path.replace(place)
    if hasattr(os, "O_DIRECTORY"):
        _on_disk(place.parent, os.O_DIRECTORY)


def _on_disk(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
