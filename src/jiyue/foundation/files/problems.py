"""Problems that several checks of files share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

BROKEN = define(
    "FILE_BROKEN",
    N_("{file} is broken or was cut short."),
    N_("Look whether it opens on your computer; save or scan it again and send that copy."),
)
LOCKED = define(
    "FILE_LOCKED",
    N_("{file} is locked with a password."),
    N_("Open it with its password, save it without one, and send that copy."),
)
TOO_MANY_PAGES = define(
    "FILE_TOO_MANY_PAGES",
    N_("{file} has {found} pages; a file may have {limit}."),
    N_("Split it into several files."),
)


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Turn whatever a parser raises about ``file`` into a refusal; refusals and interrupts pass through."""
    try:
        yield
    except (Refused, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # parsers in Rust raise PanicException, which is no Exception
        raise Refused(BROKEN(file=file)) from error
