"""`jiyue serve` and `jiyue migrate`."""

from __future__ import annotations

from typing import Annotated

import typer

from jiyue.app.commands.start import start
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
) -> None:
    """Migrate, then serve the pages and the API until stopped."""
    migrate()
    from granian import Granian
    from granian.constants import Interfaces

    note(translate(N_("Jiyue is at http://{host}:{port}"), {"host": host, "port": port}))
    server = Granian(
        "jiyue.app.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers
    )
    server.serve()
