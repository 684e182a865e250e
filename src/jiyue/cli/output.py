"""What a command prints: a JSON object or a table on standard output, messages on standard error."""

from __future__ import annotations

import errno
import json
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import typer

from jiyue.engine.messages import N_, Word, translate
from jiyue.engine.problems import Problem, Refused, define

FILE_TROUBLE = define(
    "FILE_TROUBLE",
    N_("{value} cannot be read or written: {reason}."),
    N_("Check the path, whether its folder exists, and whether you may read and write there."),
)
REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EEXIST: N_("something else of that name is in the way"),
    errno.ENOTDIR: N_("a part of the path is a file, not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EACCES: N_("you have no right to it"),
    errno.EPERM: N_("you have no right to it"),
    errno.EROFS: N_("the place is read-only"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EBUSY: N_("it is in use"),
}

REFUSED = N_("Refused: {count} problems. Nothing was changed.")
REMEDY = N_("Remedy: {remedy}")


def emit(data: dict[str, Any]) -> None:
    """Print one JSON object, and nothing else, on standard output; escaped where that is not UTF-8."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "") != "utf8"
    sys.stdout.write(json.dumps(data, ensure_ascii=plain, indent=1, allow_nan=False) + "\n")


def say(text: str = "") -> None:
    """A line of a readable result."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """A message, on standard error."""
    sys.stderr.write(text + "\n")


def place(problem: Problem) -> str:
    """Where a problem stands: file, sheet, row, column, field."""
    parts = (problem.file, problem.sheet, problem.row, problem.column, problem.field)
    return " / ".join(str(p) for p in parts if p is not None)


def note_problem(problem: Problem, number: int | None = None) -> None:
    """One problem or warning in the clerk's words."""
    head = f"{number}. " if number else "- "
    where = place(problem)
    note(f"{head}{where + ': ' if where else ''}{problem.message()}")
    note("   " + translate(REMEDY, {"remedy": problem.remedy()}))


def refusing(command: Callable[..., None]) -> Callable[..., None]:
    """Turn :class:`Refused` into exit code 1, with all problems in the JSON object or on standard error."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except Refused as refused:
            _refuse(refused.problems, bool(kwargs.get("as_json")))
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except OSError as error:
            _refuse([_trouble(error)], bool(kwargs.get("as_json")))

    return run


def _refuse(problems: Sequence[Problem], as_json: bool) -> NoReturn:
    if as_json:
        emit({"errors": [p.as_dict() for p in problems]})
    else:
        note(translate(REFUSED, {"count": len(problems)}))
        for number, problem in enumerate(problems, start=1):
            note_problem(problem, number)
    raise typer.Exit(1) from None


def _trouble(error: OSError) -> Problem:
    """What the system said of a file; a draft that is gone stands for its folder."""
    path = Path(str(error.filename2 or error.filename or "-"))
    if path.name.startswith("."):
        path = path.parent
    reason = REASONS.get(error.errno or 0, N_("the system refused it"))
    return FILE_TROUBLE(field="file", value=str(path), reason=Word(reason))


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[int] = ()) -> None:
    """Print rows under headings; the columns in ``right`` are figures."""
    texts = [[figure(cell) for cell in row] for row in rows]
    widths = [max([width(h), *(width(r[i]) for r in texts)]) for i, h in enumerate(heads)]

    def line(cells: Sequence[str]) -> str:
        out = []
        for i, cell in enumerate(cells):
            gap = " " * (widths[i] - width(cell))
            out.append(gap + cell if i in right else cell + gap)
        return "  ".join(out).rstrip()

    say(line(heads))
    say("  ".join("-" * w for w in widths))
    for row in texts:
        say(line(row))


def figure(value: Any) -> str:
    """A cell as text; what is missing is a dash, never 0."""
    if value is None or value == "":
        return "-"
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
