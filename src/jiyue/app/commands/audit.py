"""`jiyue audit`: is the trail whole, and its anchors."""

from __future__ import annotations

from typing import Annotated

import typer

from jiyue.app.commands.start import start
from jiyue.cli.output import emit, refusing, say
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused

app = typer.Typer(no_args_is_help=True, help="The audit trail.")
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@app.command("verify")
@refusing
def verify(as_json: JSON = False) -> None:
    """Walk the whole trail; exit 1 and name the first line that was altered, removed or cut."""
    start()
    from jiyue.foundation.audit.check import check_trail

    found = check_trail()
    if found.problem:
        raise Refused(found.problem)
    if as_json:
        emit({"whole": True, "lines": found.lines, "anchors": found.anchors})
        return
    said = {"lines": found.lines, "anchors": found.anchors}
    say(translate(N_("The trail is whole: {lines} lines, {anchors} anchors."), said))


@app.command("anchor")
@refusing
def anchor() -> None:
    """Write the number and hash of the last line into a file outside the database, now."""
    start()
    from jiyue.foundation.audit.anchors import anchor_now

    say(translate(N_("Anchored at line {seq}."), {"seq": anchor_now()}))
