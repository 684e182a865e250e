"""`jiyue units`: load divisions, and show one with its codes."""

from __future__ import annotations

from typing import Annotated

import typer

from jiyue.app.commands.start import start
from jiyue.cli.output import emit, refusing, say
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused, define

UNIT_NOT_LOADED = define(
    "UNIT_NOT_LOADED",
    N_("No unit has, or had, the code {value}."),
    N_("Load it with jiyue units load, or correct the code."),
)
app = typer.Typer(no_args_is_help=True, help="Units: divisions, zones, clusters.")
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@app.command("load")
@refusing
def load(
    under: Annotated[str, typer.Option("--under", help="First 2, 4 or 6 digits of a division code.")],
    down_to: Annotated[
        str, typer.Option("--down-to", help="The lowest kind to load: county, town or village.")
    ] = "town",
    as_json: JSON = False,
) -> None:
    """Load a division with its ancestors, all below it, and their codes since 1981; safe to run again."""
    start()
    from jiyue.foundation.access import program
    from jiyue.foundation.units.loading import load_divisions

    done = load_divisions(program("jiyue units load"), under, down_to)  # type: ignore[arg-type]
    said = {"added": done.added, "former": done.former, "known": done.known}
    if as_json:
        emit(said)
        return
    words = N_("{added} units are new, {former} that have ended came along, {known} were there before.")
    say(translate(words, said))


@app.command("show")
@refusing
def show(
    code: Annotated[str, typer.Argument(help="A division code, also an earlier one.", metavar="CODE")],
    as_json: JSON = False,
) -> None:
    """Show the unit that has, or had, a code: its names and codes through the years."""
    start()
    from jiyue.foundation.ui.figures import day
    from jiyue.foundation.units.models import KINDS, Unit

    found = list(Unit.objects.coded(code))
    if not found:
        raise Refused(UNIT_NOT_LOADED(field="code", value=code))
    if as_json:
        emit({"units": [_plain(unit) for unit in found]})
        return
    for unit in found:
        say(f"{unit.code} {unit.name} ({translate(KINDS[unit.kind])})")
        for c in unit.codes.all():
            say(f"  {day(c.valid_from)} - {day(c.valid_to)}  {c.code} {c.name}")


def _plain(unit: object) -> dict[str, object]:
    from jiyue.foundation.units.models import Unit

    assert isinstance(unit, Unit)
    spans = unit.codes.values("code", "name", "valid_from", "valid_to", "source")
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "codes": [{k: v if v is None else str(v) for k, v in span.items()} for span in spans],
    }
