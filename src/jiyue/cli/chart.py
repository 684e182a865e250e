"""`jiyue chart`: list, check and show state charts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiyue.cli.output import emit, note, refusing, say, table
from jiyue.engine.calendar import known_clocks
from jiyue.engine.fields import nearest
from jiyue.engine.files import written_whole
from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.problems import Refused, define
from jiyue.engine.workflow import Chart, known_charts, load_chart
from jiyue.engine.workflow.svg import draw
from jiyue.engine.workflow.words import guard_rows, move_rows, state_rows

UNKNOWN_STATE = define(
    "UNKNOWN_STATE",
    N_("The chart has no state {value}.{near}"),
    N_("Give the code of one of its states; jiyue chart show lists them."),
)

app = typer.Typer(no_args_is_help=True, help="List, check and show state charts.")
FILE = Annotated[str, typer.Argument(help="A file of a state chart, or a known name.")]
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@app.command("list")
@refusing
def list_charts(as_json: JSON = False) -> None:
    """The charts that ship."""
    charts = [load_chart(name) for name in known_charts()]
    if as_json:
        keys = ("code", "version", "zh", "en", "source", "verified", "hash")
        emit({"charts": [{key: getattr(c, key) for key in keys} for c in charts]})
        return
    lang = current_language()
    mark = {True: translate(N_("verified")), False: translate(N_("not verified"))}
    rows = [[c.code, c.name.into(lang), len(c.states), len(c.moves), mark[c.verified]] for c in charts]
    table([translate(h) for h in (N_("Chart"), "", N_("States"), N_("Moves"), "")], rows, (2, 3))


def _load(chart: str) -> Chart:
    """A chart all of whose clocks the rules hold."""
    return load_chart(chart, clocks={c.code for c in known_clocks()})


@app.command()
@refusing
def check(chart: FILE, as_json: JSON = False) -> None:
    """Read a chart whole; say all that is wrong with its names, ways, roles, guards and clocks."""
    found = _load(chart)
    loose = [g.code for g in found.guards if not g.verified]
    data = {
        "chart": found.code,
        "version": found.version,
        "hash": found.hash,
        "states": len(found.states),
        "moves": len(found.moves),
        "guards": [g.code for g in found.guards],
        "clocks": list(found.clocks),
        "unverified": loose,
        "errors": [],
    }
    if as_json:
        emit(data)
        return
    said = {"states": len(found.states), "moves": len(found.moves), "loose": len(loose)}
    say(f"{found.code}  {found.version}  {found.hash[:16]}")
    say(
        translate(N_("{states} states, {moves} moves, nothing wrong; {loose} guards are not verified."), said)
    )


@app.command()
@refusing
def show(
    chart: FILE,
    svg: Annotated[Path | None, typer.Option("--svg", help="Also write the picture to this file.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="A state that stands out in the picture.")] = None,
    as_json: JSON = False,
) -> None:
    """The states, moves and guards of a chart; its picture as SVG."""
    found = _load(chart)
    lang = current_language()
    if at is not None and at not in found.states_by_code:
        raise Refused(UNKNOWN_STATE(field="at", value=at, near=nearest(at, found.states_by_code)))
    if svg is not None:
        picture = draw(found, lang=lang, current=at)
        with written_whole(svg) as draft:
            draft.write_text(picture, "utf-8")
    if as_json:
        emit({**found.as_dict(), "hash": found.hash, "svg": str(svg) if svg else None})
        return
    say(f"{found.name.into(lang)}  ({found.code} {found.version}, {found.hash[:16]})")
    say()
    table([translate(N_("State")), "", ""], state_rows(found, lang))
    say()
    heads = [N_("Move"), "", N_("From"), N_("To"), N_("Who"), N_("Guards"), N_("Papers"), N_("Clocks")]
    table([translate(h) for h in heads], move_rows(found, lang))
    say()
    heads = [N_("Guard"), N_("Condition"), N_("Remedy"), ""]
    table([translate(h) for h in heads], guard_rows(found, lang))
    if svg is not None:
        note(translate(N_("{code} written to {out}."), {"code": found.code, "out": svg}))
