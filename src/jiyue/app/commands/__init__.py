"""The commands of the application. Django is loaded when one of them runs, not before."""

from __future__ import annotations

import typer

commands = typer.Typer()
# Made before the imports: they lead to `jiyue.cli`, which asks for it while this module is still loading.

from jiyue.app.commands import audit, backup, evaluate, jobs, serve, units, user  # noqa: E402

commands.command("serve")(serve.serve)
commands.command("migrate")(serve.migrate)
commands.add_typer(audit.app, name="audit")
commands.add_typer(jobs.app, name="jobs")
commands.add_typer(units.app, name="units")
commands.command("evaluate")(evaluate.evaluate)
commands.command("backup")(backup.backup)
commands.command("restore")(backup.restore)
commands.add_typer(user.app, name="user")
