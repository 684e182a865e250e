"""`jiyue index`: from a table of measures to scores, levels, vetoes and ranks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from jiyue.cli.output import emit, note, note_problem, refusing, say, table
from jiyue.engine.index import Evaluation, Framework, Recipe, evaluate_file, keep, load_framework
from jiyue.engine.index import as_json as json_of
from jiyue.engine.index.evaluate import default_recipe
from jiyue.engine.index.methods import find
from jiyue.engine.index.normalise import NORMALISATIONS
from jiyue.engine.index.recipe import make_step, read_recipe
from jiyue.engine.index.report import evaluation_html
from jiyue.engine.index.result import number_json
from jiyue.engine.index.words import state_word
from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.problems import Refused, define
from jiyue.engine.yamls import read_yaml

BAD_SCALE = define(
    "BAD_SCALE",
    N_("--normalise {value} cannot be read."),
    N_("Write the method, and its two figures if it takes any, such as minmax:0:100 or zscore:0:1."),
)
NO_SUCH_FILE = define(
    "NO_SUCH_FILE",
    N_("There is no file {value}."),
    N_("Check the path."),
)

_PAIRS = {"minmax": ("to",), "goalposts": ("to",), "zscore": ("mean", "sd"), "scaled": ("lo", "hi")}
MAX_ROWS = 50


@refusing
def run(
    data: Annotated[Path, typer.Argument(help="Measures, long or wide: csv, xlsx or parquet.")],
    framework: Annotated[str, typer.Option("--framework", help="A framework file, or a known name.")],
    variant: Annotated[
        str | None,
        typer.Option(
            "--variant",
            help="Type of unit: land, mixed, mineral, or own: the column variant (default mixed).",
        ),
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Assessment year (default: the latest).")] = None,
    recipe: Annotated[Path | None, typer.Option("--recipe", help="A YAML list of steps.")] = None,
    normalise: Annotated[
        str | None, typer.Option("--normalise", metavar="M[:LO:HI]", help="Method of the step normalise.")
    ] = None,
    aggregate: Annotated[
        str | None, typer.Option("--aggregate", metavar="M", help="Method of the step aggregate.")
    ] = None,
    upto: Annotated[
        str | None, typer.Option("--upto", metavar="STEP", help="Stop after this step and print its data.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the package (a folder, or a .zip) with its report.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Evaluate the units of a framework's kind: values, scores, levels, vetoes, ranks."""
    chosen = load_framework(framework)
    evaluation, panel, compiled = evaluate_file(
        existing(data),
        chosen,
        year=year,
        variant=variant,
        recipe=_recipe(chosen, recipe, normalise, aggregate),
        upto=upto,
    )
    if out is not None and upto is not None:
        note(translate(N_("--upto prints the data of a step; nothing is written to {out}."), {"out": out}))
    elif out is not None:
        html = evaluation_html(evaluation, panel, compiled, current_language())
        fingerprint = keep(evaluation, panel, compiled, out, {"report.html": html})
        note(translate(N_("Package {hash} written to {out}."), {"hash": fingerprint[:16], "out": out}))
    if as_json:
        emit(json_of(evaluation, current_language()))
    else:
        _print(evaluation, chosen)


def existing(path: Path) -> Path:
    """``path`` if it is a file; refused in the clerk's words otherwise."""
    try:
        found = path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        found = False
    if not found:
        raise Refused(NO_SUCH_FILE(field="file", value=str(path)))
    return path


def _recipe(
    framework: Framework, file: Path | None, normalise: str | None, aggregate: str | None
) -> Recipe | None:
    recipe = None
    if file is not None:
        recipe = read_recipe(read_yaml(existing(file)))
    steps = []
    if normalise is not None:
        steps.append(make_step("normalise", _scale(normalise)))
    if aggregate is not None:
        options: dict[str, Any] = {"method": aggregate}
        if aggregate == "topsis":
            options["normalisation"] = "vector"
        steps.append(make_step("aggregate", options))
    if not steps:
        return recipe
    base = recipe or default_recipe(framework)
    if not base.has("aggregate") and aggregate is None:
        steps.append(make_step("aggregate", {"method": "arithmetic"}))
    if not base.has("normalise") and normalise is None:
        steps.append(make_step("normalise", {"method": "minmax", "to": [0, 100]}))
    return base.replacing(*steps)


def _scale(text: str) -> dict[str, Any]:
    method, *ends = text.split(":")
    find(NORMALISATIONS, method)
    if not ends:
        return {"method": method}
    names = _PAIRS.get(method)
    try:
        low, high = (float(e) for e in ends)
    except ValueError:
        names = None
    if names is None:
        raise Refused(BAD_SCALE(field="normalise", value=text))
    options = {names[0]: [low, high]} if len(names) == 1 else dict(zip(names, (low, high), strict=True))
    return {"method": method, **options}


def _print(evaluation: Evaluation, framework: Framework) -> None:
    for warning in evaluation.warnings:
        note_problem(warning)
    if evaluation.stage is not None:
        codes = list(next(iter(evaluation.stage.values()), {}))
        rows = [[unit, *values.values()] for unit, values in evaluation.stage.items()]
        table([translate(N_("Unit")), *codes], rows, range(1, len(codes) + 1))
        return
    lang = current_language()
    say(f"{framework.title(lang)}  {evaluation.year or ''}  {evaluation.variant}")
    heads = [
        N_("Rank"),
        N_("Unit"),
        N_("Name"),
        N_("Total"),
        N_("Bounds"),
        N_("Standard met"),
        N_("Excellence"),
    ]
    results = sorted(evaluation.results, key=lambda r: (r.rank is None, r.rank or 0, r.unit))
    rows = []
    for r in results[:MAX_ROWS]:
        bounds = "" if r.total is not None else f"{number_json(r.lower)} - {number_json(r.upper)}"
        if r.lower is None:
            bounds = ""
        gates = [state_word(g) for g in (r.standard, r.excellence)]
        fired = [c for c, v in r.vetoes.items() if v.state == "fired"]
        rows.append([r.rank, r.unit, r.name, number_json(r.total), bounds, *gates, ", ".join(fired)])
    table([*map(translate, heads), translate(N_("Veto fired"))], rows, (0, 3))
    if len(results) > MAX_ROWS:
        more = {"count": len(results) - MAX_ROWS}
        say(translate(N_("... and {count} more; --json or --out gives all."), more))
