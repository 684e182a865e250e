"""`jiyue serve` and `jiyue migrate`."""

from __future__ import annotations

from typing import Annotated

import typer

from jiyue.app.commands.start import start
from jiyue.app.supervise import can_listen, server_command, supervise, worker_command
from jiyue.cli.output import note, refusing
from jiyue.engine.messages import N_, translate


@refusing
def migrate() -> None:
    """Bring the database of the data folder to this version; safe to run again."""
    start(migrated=False)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    note(translate(N_("The database is up to date.")))


@refusing
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", help="Processes that answer pages.")] = 2,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Keep one worker for long work beside the server.")
    ] = True,
) -> None:
    """Migrate, then serve the pages and the API and do the jobs until stopped."""
    can_listen(host, port)
    migrate()
    note(translate(N_("Jiyue is at http://{host}:{port}"), {"host": host, "port": port}))
    ended = supervise(server_command(host, port, workers), worker_command() if worker else None)
    if ended:
        raise typer.Exit(ended)
