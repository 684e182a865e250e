"""Record what a landed version leaves in a database, so that every later version proves it takes it over.

``python scripts/landed.py NAME`` lets a new office do a little of everything and writes all of its rows to
``tests/data/landed/NAME.json.gz``. ``tests/app/test_migrations.py`` puts each recorded office into a fresh
database and migrates it.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests/data/landed"
KEYS = ("field.key", "digest.key")
NOT_OURS = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables that Django fills by itself."""
UNUSED = {"auth_group", "auth_group_permissions", "axes_accessfailurelog", "axes_accessattemptexpiration"}
"""Tables of libraries that the program does not use."""
MAIL = "smtp://mail.example/?from=jiyue@pingchuan.example"
Recorded = dict[str, Any]


def record() -> Recorded:
    """The office of the data folder: its keys, how far it is migrated, the rows of every table."""
    from django.apps import apps
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table not in NOT_OURS]
    return {
        "keys": {name: (settings.DATA / "secrets" / name).read_text("ascii") for name in KEYS},
        "migrations": sorted(MigrationExecutor(connection).loader.graph.leaf_nodes()),
        "tables": {m._meta.db_table: rows_of(m) for m in models},
    }


def rows_of(model: Any) -> dict[str, Any]:
    """The rows of a table as the database keeps them, sealed fields sealed."""
    from django.db import connection

    columns = [f.column for f in model._meta.local_concrete_fields]
    quoted = connection.ops.quote_name
    names, key = ", ".join(map(quoted, columns)), quoted(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quoted(model._meta.db_table)} ORDER BY {key}")
        return {"columns": columns, "rows": cursor.fetchall()}


def write(path: Path, recorded: Recorded) -> None:
    """The same rows give the same bytes."""
    text = json.dumps(recorded, ensure_ascii=False, sort_keys=True, indent=0, default=str)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def read(path: Path) -> Recorded:
    return dict(json.loads(gzip.decompress(path.read_bytes())))


def put(recorded: Recorded) -> None:
    """Migrate the empty database as far as the recorded one was, and put its rows in."""
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    state = [tuple(node) for node in recorded["migrations"]]
    executor = MigrationExecutor(connection)
    executor.migrate(state)
    then = executor.loader.project_state(state).apps
    quoted = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, kept in recorded["tables"].items():
            names = ", ".join(map(quoted, kept["columns"]))
            places = ", ".join(["%s"] * len(kept["columns"]))
            cursor.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})", kept["rows"])
        for line in connection.ops.sequence_reset_sql(no_style(), then.get_models(include_auto_created=True)):
            cursor.execute(line)


def main(name: str) -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="jiyue-landed-") as folder:
        os.environ |= {"JIYUE_DATA": folder, "JIYUE_MAIL_URL": MAIL}
        from jiyue.app.commands.start import start

        start(migrated=False)
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from app.landed_office import fill

        fill()
        recorded = record()
    empty = {table for table, kept in recorded["tables"].items() if not kept["rows"]} - UNUSED
    if empty:
        sys.exit(f"no row in {', '.join(sorted(empty))}: let tests/app/landed_office.py make one")
    write(FOLDER / f"{name}.json.gz", recorded)
    print(f"wrote {FOLDER / name}.json.gz")


if __name__ == "__main__":
    main(sys.argv[1])
