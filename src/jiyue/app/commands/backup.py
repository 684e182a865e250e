"""`jiyue backup` and `jiyue restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiyue.app.commands.start import start
from jiyue.cli.output import note, refusing
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused


@refusing
def backup(
    file: Annotated[Path, typer.Argument(help="Zip file to write.")],
    secrets: Annotated[
        bool,
        typer.Option(
            "--secrets/--no-secrets", help="Put the keys in; without them sealed fields stay sealed."
        ),
    ] = True,
) -> None:
    """Copy database, files, anchors and keys into one file, while the program is at work."""
    start()
    from django.conf import settings

    from jiyue.app.backup import backup as write

    made = write(settings.DATA, settings.DATABASES["default"], file, secrets=secrets)
    note(translate(N_("{count} parts are in {file}."), {"count": len(made["parts"]), "file": file}))
    if secrets:
        note(translate(N_("It holds the keys of personal fields: keep it as safe as the data folder.")))


@refusing
def restore(file: Annotated[Path, typer.Argument(help="A file that jiyue backup wrote.")]) -> None:
    """Put a backup into the empty data folder JIYUE_DATA, check every part and the audit trail."""
    from jiyue.app.backup import restore as put
    from jiyue.app.env import Environment

    env = Environment()
    data = env.data_folder()
    made = put(file, data, env.database(data))
    start(migrated=False)
    from django.core.management import call_command

    from jiyue.foundation.audit.check import check_trail

    call_command("migrate", verbosity=0, interactive=False)
    found = check_trail()
    note(
        translate(N_("{count} parts restored into {folder}."), {"count": len(made["parts"]), "folder": data})
    )
    if found.problem:
        raise Refused(found.problem)
    said = {"lines": found.lines, "anchors": found.anchors}
    note(translate(N_("The trail is whole: {lines} lines, {anchors} anchors."), said))
