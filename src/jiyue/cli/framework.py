"""`jiyue framework`: check, show and export a framework."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiyue.cli.output import emit, note, refusing, say, table
from jiyue.engine.formula import describe, text
from jiyue.engine.index import compile_framework, default_dictionary, load_framework, write_framework
from jiyue.engine.messages import N_, current_language, translate

app = typer.Typer(no_args_is_help=True, help="Check, show and export frameworks.")
FILE = Annotated[str, typer.Argument(help="A framework file, or a known name.")]
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@app.command()
@refusing
def check(framework: FILE, as_json: JSON = False) -> None:
    """Read every formula, unit, line and weight; say all that is wrong."""
    found = load_framework(framework)
    compiled = compile_framework(found, default_dictionary())
    loose = [i.code for i in found.indicators if not i.verified]
    data = {
        "framework": found.code,
        "version": found.version,
        "hash": found.hash,
        "indicators": len(found.indicators),
        "variants": list(found.variants),
        "measures": sorted({d.code for f in compiled.formulas.values() for d in f.dependencies}),
        "unverified": loose,
        "errors": [],
    }
    if as_json:
        emit(data)
        return
    said = {"count": len(found.indicators), "loose": len(loose)}
    say(f"{found.code}  {found.version}  {found.hash[:16]}")
    say(translate(N_("{count} indicators, nothing wrong; {loose} rest on unverified figures."), said))


@app.command()
@refusing
def show(framework: FILE, as_json: JSON = False) -> None:
    """The indicators with their formulas as sentences, lines, weights and sources."""
    found = load_framework(framework)
    compiled = compile_framework(found, default_dictionary())
    lang = current_language()
    sentences = {code: describe(f.tree, compiled.scope, lang) for code, f in compiled.formulas.items()}
    if as_json:
        emit({**found.as_dict(), "hash": found.hash, "sentences": sentences})
        return
    say(f"{found.title(lang)}  ({found.code} {found.version}, {found.hash[:16]})")
    if found.label(lang):
        say(found.label(lang))
    variant = found.default_variant()
    heads = [
        "",
        N_("Indicator"),
        N_("Unit of measure"),
        N_("Standard met"),
        N_("Excellence"),
        N_("Weight"),
        "",
    ]
    rows = []
    for i in found.indicators:
        lines = [compiled.lines.get((i.code, f)) for f in ("standard", "excellence")]
        if i.ideal:
            lines[1] = compiled.lines.get((i.code, "ideal"))
        shown = ["" if line is None else text(line.tree) for line in lines]
        weight = float(i.weight(variant)) if i.scored else None
        verified = translate(N_("verified") if i.verified else N_("not verified"))
        title = (i.zh if lang == "zh" else i.en) or i.code
        rows.append([i.code, title, i.unit, *shown, weight, verified])
        rows.append(["", "  " + sentences[i.code], " ", " ", " ", " ", " "])
    table([translate(h) for h in heads], rows, (5,))


@app.command()
@refusing
def export(
    framework: FILE,
    out: Annotated[Path, typer.Option("--out", help="A .yaml or .xlsx file to write.")],
    as_json: JSON = False,
) -> None:
    """Write a framework as YAML, or as the workbook that provinces send."""
    found = load_framework(framework)
    write_framework(found, out)
    if as_json:
        emit({"framework": found.code, "hash": found.hash, "out": str(out)})
    else:
        note(translate(N_("{code} written to {out}."), {"code": found.code, "out": out}))
