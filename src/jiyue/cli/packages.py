"""`jiyue explain` and `jiyue verify`: why a figure is what it is, and whether it still is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from jiyue.cli.output import emit, figure, refusing, say, table
from jiyue.engine.index import explain_indicator, explain_unit, read_kept
from jiyue.engine.index.words import state_word
from jiyue.engine.messages import N_, translate
from jiyue.engine.package import verify

PATH = Annotated[Path, typer.Argument(help="The package: a folder or a .zip.")]
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@refusing
def explain(
    path: Annotated[Path, typer.Argument(metavar="DIR", help="The package: a folder or a .zip.")],
    unit: Annotated[str, typer.Argument(help="Code of the unit.")],
    indicator: Annotated[str | None, typer.Argument(help="Code of an indicator.")] = None,
    as_json: JSON = False,
) -> None:
    """Why a unit has its total, or an indicator its score: down to the measures."""
    kept = read_kept(path)
    data = explain_unit(kept, unit) if indicator is None else explain_indicator(kept, unit, indicator)
    if as_json:
        emit(data)
    elif indicator is None:
        _print_unit(data)
    else:
        _print_indicator(data)


@refusing
def check(path: PATH, as_json: JSON = False) -> None:
    """Recompute a package from what it holds; exit code 1 when anything differs."""
    found = verify(path)
    if as_json:
        emit(found.as_dict())
    else:
        answer = N_("identical") if found.identical else N_("different")
        say(f"{found.kind}  {found.hash[:16]}  {translate(answer)}")
        for difference in found.differences:
            say(f"  {difference.path}: {difference.kept} -> {difference.recomputed}")
    if not found.identical:
        raise typer.Exit(1)


def _print_unit(data: dict[str, Any]) -> None:
    say(f"{data['unit']} {data['name']}  {data['framework']}  {data['year'] or ''}  {data['variant']}")
    if data["label"]:
        say(data["label"])
    facts = {
        N_("Total"): data["total"],
        N_("Lower bound"): data["lower"],
        N_("Upper bound"): data["upper"],
        N_("Rank"): f"{data['rank']} / {data['of']}" if data["rank"] else None,
        N_("Standard met"): state_word(data["standard"]),
        N_("Excellence"): state_word(data["excellence"]),
    }
    for name, value in facts.items():
        say(f"  {translate(name)}: {figure(value)}")
    for code, state in data["vetoes"].items():
        say(f"  {code}: {state_word(state)}")
    heads = [N_("Indicator"), "", N_("Value"), N_("Score"), N_("Weight"), N_("Contribution"), N_("State")]
    rows = [
        [
            p["indicator"],
            p["title"],
            p["value"],
            p["score"],
            p["weight"],
            p["contribution"],
            state_word(p["level"] or p["state"]),
        ]
        for p in data["parts"]
    ]
    table([translate(h) for h in heads], rows, (2, 3, 4, 5))
    say(f"  {translate(N_('Sum of contributions'))}: {figure(data['sum_of_contributions'])}")


def _print_indicator(data: dict[str, Any]) -> None:
    say(f"{data['unit']} {data['name']}  {data['indicator']} {data['title']}")
    say(f"  {data['sentence']}")
    say(f"  {data['formula']}  [{data['unit_of_measure'] or '-'}]")
    rows = [
        [i["code"], i["title"], i["of"], i["year"], i["value"], i["unit_of_measure"]] for i in data["inputs"]
    ]
    heads = (N_("Measure"), "", N_("Unit"), N_("Year"), N_("Value"), N_("Unit of measure"))
    table([translate(h) for h in heads], rows, (4,))
    for line in data.get("lines", {}).values():
        say(f"  {line['sentence']} = {figure(line['value'])}")
    for name, key in (
        (N_("Value"), "value"),
        (N_("Score"), "score"),
        (N_("Weight"), "weight"),
        (N_("Contribution"), "contribution"),
        (N_("State"), "state"),
        (N_("Veto"), "veto"),
        (N_("Missing"), "missing"),
        (N_("Reason"), "na_reason"),
    ):
        value = data.get(key)
        if key in ("state", "veto"):
            value = state_word(value)
        if value not in (None, "", []):
            say(f"  {translate(name)}: {', '.join(value) if isinstance(value, list) else figure(value)}")
    verified = N_("verified") if data["verified"] else N_("not verified")
    say(f"  {translate(N_('Source'))}: {data['source']} ({translate(verified)})")
