"""The database follows the models, from nothing and from everything that was ever landed."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from app.landed_office import PHONE
from app.office import Office
from paths import ROOT

LANDED = sorted((ROOT / "tests/data/landed").glob("*.json.gz"))
PUT = """
import json, sys
from pathlib import Path

sys.path.insert(0, sys.argv[2])
import landed
from django.core.management import call_command
from django.db import connection

recorded = landed.read(Path(sys.argv[1]))
landed.put(recorded)
call_command("migrate", verbosity=0)
counts = {}
with connection.cursor() as cursor:
    there = set(connection.introspection.table_names(cursor))
    for table in there & set(recorded["tables"]):
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        counts[table] = cursor.fetchone()[0]
told = {"counts": counts}
"""
LOOK = """
import re
from contextlib import closing
from django.test import Client
from django.urls import get_resolver
from jiyue.foundation.access import program
from jiyue.foundation.audit.check import check_trail
from jiyue.foundation.people.actions.setup import Place, add_person
from jiyue.foundation.people.models import Account
from jiyue.foundation.ui.listing import LISTS

get_resolver().url_patterns
found = check_trail()
office = Place("329921", "平川县自然资源局", "值班岗", "bureau")
new = add_person(program("tests"), username="sun", name="孙丽", role="county_bureau", place=office)[0]
client = Client(SERVER_NAME="localhost")
client.force_login(new)
opened, wrong = {}, []
for listed in LISTS:
    page = client.get(f"/{listed.address}/")
    if page.status_code == 403:
        continue
    rows = re.findall(r'<td[^>]*><a href="([^"]+)"', page.content.decode())
    opened[listed.name] = len(rows)
    for to in ["/", *rows]:
        with closing(client.get(to, follow=True)) as answer:
            if answer.status_code != 200:
                wrong.append([to, answer.status_code])
told |= {"lines": found.lines, "before": str(found.problem or ""), "after": str(check_trail().problem or "")}
told |= {"opened": opened, "wrong": wrong, "phone": Account.objects.get(username="li").phone}
print(json.dumps(told))
"""


SHIPPED = "indicators_frameworkversion"
"""A framework that ships with other content than before comes as one more version of it."""


def test_no_change_of_a_model_is_without_its_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_database_from_nothing_is_at_this_version(db: None) -> None:
    """The database of the tests is made by the migrations alone."""
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.parametrize("path", LANDED, ids=lambda path: path.name.partition(".")[0])
def test_what_was_landed_is_taken_over_whole(path: Path, tmp_path: Path) -> None:
    """No row is lost, the trail is whole and goes on, sealed fields open, every list and row has its page."""
    recorded = json.loads(gzip.decompress(path.read_bytes()))
    office = Office(tmp_path / "office")
    (office.data / "secrets").mkdir()
    for name, key in recorded["keys"].items():
        (office.data / "secrets" / name).write_text(key, "ascii")
    told = json.loads(office.python(PUT + LOOK, path, ROOT / "scripts").stdout.splitlines()[-1])
    before = {table: len(kept["rows"]) for table, kept in recorded["tables"].items()}
    added = told["counts"].pop(SHIPPED) - before.get(SHIPPED, 0) if SHIPPED in told["counts"] else 0
    assert added >= 0
    assert told["counts"] == {table: before[table] for table in told["counts"]}
    assert told["lines"] == before["audit_auditline"] > 30
    assert told["before"] == told["after"] == ""
    assert told["phone"] == PHONE
    assert told["wrong"] == []
    assert sum(count > 0 for count in told["opened"].values()) > 12


def test_there_is_something_landed() -> None:
    assert [path.name for path in LANDED][:1] == ["ground-floor.json.gz"]
