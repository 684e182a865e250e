"""A foreign parser behind a wall: whatever bytes make it raise becomes one refusal that names the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jiyue.engine.problems import Refused
from jiyue.engine.sheet import shapes


@contextmanager
def parsing(file: str, kind: str) -> Iterator[None]:
    """Turn any error of a parser in the block into SHEET_BROKEN_FILE; Refused and interrupts pass through."""
    try:
        yield
    except (Refused, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # parsers in Rust raise PanicException, which is no Exception
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise Refused(shapes.BROKEN_FILE(file=file, kind=kind, reason=reason)) from error
