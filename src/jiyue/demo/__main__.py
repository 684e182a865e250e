"""`python -m jiyue.demo`: do the main job and say where the results are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiyue.demo.job import Done, run
from jiyue.engine import messages
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused


def main(
    shared: Annotated[Path | None, typer.Option("--shared", help="Folder with the public data.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for packages and reports.")] = Path("out"),
    lang: Annotated[str, typer.Option("--lang", envvar="JIYUE_LANG", help="zh or en.")] = "zh",
) -> None:
    """Evaluate real data, keep the results as packages with reports, and verify them."""
    if lang not in messages.LANGUAGES:
        raise typer.BadParameter(f"{lang!r}; known: {', '.join(messages.LANGUAGES)}", param_hint="--lang")
    identical = True
    with messages.language(lang):
        try:
            for done in run(out, shared):
                _say(done)
                identical = identical and done.identical
        except Refused as refused:
            for problem in refused.problems:
                typer.echo(f"{problem.message()}\n  {problem.remedy()}", err=True)
            raise typer.Exit(1) from None
        typer.echo("\n" + translate(N_("Open a report in any browser; jiyue verify PACKAGE recomputes it.")))
    if not identical:
        raise typer.Exit(1)


def _say(done: Done) -> None:
    ranked = translate(N_("{ranked} of {units} units"), {"ranked": done.ranked, "units": done.units})
    verified = N_("identical") if done.identical else N_("different")
    typer.echo(f"\n{done.title}  {done.year or ''}")
    if done.label:
        typer.echo(f"  ! {done.label}")
    for name, value in (
        (N_("with a total"), ranked),
        (N_("report"), done.report),
        (N_("package"), f"{done.package}  {done.hash[:16]}"),
        (N_("recomputed"), f"{translate(verified)}  {done.seconds:.1f} s"),
    ):
        typer.echo(f"  {translate(name)}: {value}")


if __name__ == "__main__":
    typer.run(main)
