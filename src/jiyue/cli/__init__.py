"""The `jiyue` command. Engine commands never import Django."""

from __future__ import annotations

import gc
import sys

from jiyue.cli.app import app

__all__ = ["app", "main"]


def main() -> None:
    """Entry point of the `jiyue` script."""
    gc.set_threshold(200_000, 50, 50)  # a short process with millions of small figures and no cycles
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()
