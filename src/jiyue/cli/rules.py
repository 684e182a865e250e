"""`jiyue rules`: the figures and time limits that ship, with source and verified mark."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jiyue.cli.output import emit, refusing, say, table
from jiyue.engine.calendar import known_clocks
from jiyue.engine.index import default_dictionary, known_frameworks, load_framework
from jiyue.engine.index.result import number_json
from jiyue.engine.messages import N_, current_language, translate
from jiyue.engine.problems import Refused
from jiyue.engine.rulebook import RULE_MISSING, default_rulebook
from jiyue.engine.yamls import load_rules

app = typer.Typer(no_args_is_help=True, help="The rules that ship: figures, limits, frameworks, measures.")
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@app.command("list")
@refusing
def list_rules(as_json: JSON = False) -> None:
    """Every figure, time limit, framework and measure that ships."""
    figures = [_figure(f) for f in default_rulebook().figures]
    frameworks: list[dict[str, Any]] = []
    for name in known_frameworks():
        f = load_framework(name)
        frameworks.append(
            {
                "code": f.code,
                "version": f.version,
                "hash": f.hash,
                "verified": f.verified,
                "source": f.source,
                "title": f.title(current_language()),
            }
        )
    clocks = known_clocks()
    measures = [{"code": m.code, "unit": m.unit, "owner": m.owner_room} for m in default_dictionary()]
    if as_json:
        limits = [c.as_dict() for c in clocks]
        emit({"figures": figures, "clocks": limits, "frameworks": frameworks, "measures": measures})
        return
    mark = {True: translate(N_("verified")), False: translate(N_("not verified"))}
    table(
        [translate(N_("Framework")), "", "", translate(N_("Source"))],
        [[f["code"], f["title"], mark[f["verified"]], f["source"]] for f in frameworks],
    )
    say()
    table(
        [translate(N_("Figure")), translate(N_("Value")), "", translate(N_("Source"))],
        [[f["code"], f["value"], mark[f["verified"]], f["source"]] for f in figures],
    )
    say()
    table(
        [translate(N_("Time limit")), "", "", "", translate(N_("Source"))],
        [[c.code, c.title(), c.span.text(), mark[c.verified], c.citation()] for c in clocks],
    )
    say()
    say(translate(N_("{count} measures in the dictionary; jiyue rules show CODE."), {"count": len(measures)}))


@app.command("show")
@refusing
def show_rule(
    code: Annotated[str, typer.Argument(help="Code of a figure, limit, measure or source.")],
    as_json: JSON = False,
) -> None:
    """One figure or time limit with its versions, one measure with its definition, or one cited source."""
    found: dict[str, Any]
    versions = [_figure(f) for f in default_rulebook().figures if f.code == code]
    versions += [c.as_dict() for c in known_clocks() if c.code == code]
    measure = default_dictionary().get(code)
    source = load_rules("sources.yaml").get(code)
    if source is not None:
        found = {"code": code, **source}
    elif versions:
        found = {"code": code, "versions": versions}
    elif measure is not None:
        found = {k: getattr(measure, k) for k in measure.__dataclass_fields__}
        found["unit_kinds"] = list(measure.unit_kinds)
    else:
        raise Refused(RULE_MISSING(field="code", value=code, rule=code, jurisdiction="CN"))
    if as_json:
        emit(found)
        return
    for row in versions or [found]:
        for key, value in row.items():
            if value not in (None, ""):
                say(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")


def _figure(figure: Any) -> dict[str, Any]:
    return {
        "code": figure.code,
        "value": number_json(figure.value),
        "unit": figure.unit,
        "zh": figure.zh,
        "en": figure.en,
        "source": figure.source,
        "verified": figure.verified,
        "valid_from": figure.valid_from and figure.valid_from.isoformat(),
        "valid_to": figure.valid_to and figure.valid_to.isoformat(),
        "jurisdiction": figure.jurisdiction,
    }
