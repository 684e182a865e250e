"""The commands and their options."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Annotated

import typer

from jiyue import __version__
from jiyue.cli import chart, deadlines, framework, index, packages, rules, sheets
from jiyue.engine import messages

app = typer.Typer(
    name="jiyue",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    lang: Annotated[
        str, typer.Option("--lang", envvar="JIYUE_LANG", help="Language of messages: zh or en.")
    ] = messages.DEFAULT_LANGUAGE,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Jiyue: economical and intensive use of land and minerals, from measures to explained results."""
    if lang not in messages.LANGUAGES:
        raise typer.BadParameter(f"{lang!r}; known: {', '.join(messages.LANGUAGES)}", param_hint="--lang")
    context.with_resource(messages.language(lang))


app.command("index")(index.run)
app.command("explain")(packages.explain)
app.command("verify")(packages.check)
app.command("sheet")(sheets.tidy)
app.command("deadline")(deadlines.run)
app.command("workday")(deadlines.workdays)
app.add_typer(framework.app, name="framework")
app.add_typer(chart.app, name="chart")
app.add_typer(rules.app, name="rules")
for entry in entry_points(group="jiyue.commands"):
    app.add_typer(entry.load())
