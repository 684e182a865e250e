"""Triggers that let nobody change or remove an audit line, not even with SQL. They differ by database."""

from __future__ import annotations

from typing import Any

TABLE = "audit_auditline"
WORDS = "audit lines are never changed"
SQLITE = {
    verb: f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for verb in ("UPDATE", "DELETE")
}
POSTGRES = [
    f"CREATE FUNCTION {TABLE}_guard() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$",
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_guard()",
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_guard()",
]


def put_up(connection: Any) -> None:
    """Make the triggers."""
    for line in SQLITE.values() if connection.vendor == "sqlite" else POSTGRES:
        with connection.cursor() as cursor:
            cursor.execute(line)


def take_down(connection: Any) -> None:
    """Remove the triggers: for the way back of the migration, and for a restore into an empty database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb.lower()}")
        else:
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_guard() CASCADE")
