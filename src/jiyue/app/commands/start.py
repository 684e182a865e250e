"""Django made ready for a command."""

from __future__ import annotations

import os

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

NO_APP = define(
    "NO_APPLICATION",
    N_("This command needs the application, which is not installed here."),
    N_("Install it with: pip install jiyue[app]"),
)
NOT_MIGRATED = define(
    "DATABASE_BEHIND",
    N_("The database of {value} is not at this version of the program: {count} steps are missing."),
    N_("Run jiyue migrate; make a backup first."),
)


def start(*, migrated: bool = True) -> None:
    """Load the settings and the rooms.

    :class:`Refused` where the application is not installed, or the database is not ``migrated``.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiyue.app.settings")
    try:
        import django
    except ImportError:
        raise Refused(NO_APP()) from None
    django.setup()
    if migrated:
        _check_migrated()


def _check_migrated() -> None:
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Refused(NOT_MIGRATED(field="JIYUE_DATA", value=str(settings.DATA), count=len(missing)))
