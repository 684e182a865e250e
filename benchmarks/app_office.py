"""A bureau for the benches of the application: a data folder of its own, one town, one clerk, a workbook."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

TOWN = "329921100"


@contextmanager
def office() -> Iterator[Any]:
    """Django on a new data folder with SQLite; the actor of a clerk of the county."""
    with tempfile.TemporaryDirectory(prefix="jiyue-bench-") as folder:
        os.environ["JIYUE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        from jiyue.app.commands.start import start

        start(migrated=False)
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        yield _clerk()
        connections.close_all()


def _clerk() -> Any:
    from jiyue.foundation.people.actors import actor_of
    from jiyue.foundation.people.models import Account, Grant, Holding, Organisation, Post
    from jiyue.foundation.units.models import Unit

    county = Unit(kind="county", code=TOWN[:6], name="county")
    county.save()
    Unit(kind="town", code=TOWN, name="town", parent=county).save()
    bureau = Organisation.objects.create(name="bureau", sector="bureau", unit=county)
    clerk = Account.objects.create(username="li", name="Li", organisation=bureau)
    post = Post.objects.create(organisation=bureau, title="clerk")
    begun = date(2020, 1, 1)
    Holding.objects.create(post=post, account=clerk, kind=Holding.HOLDER, valid_from=begun)
    Grant.objects.create(post=post, role="county_bureau", unit=county, valid_from=begun)
    return actor_of(clerk, date.today())


def write_workbook(path: Path, columns: tuple[Any, ...], rows: Iterator[dict[str, Any]]) -> Path:
    """Rows by column name under the headings of ``columns``, one sheet."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.title)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                if (value := row.get(column.name)) is not None:
                    sheet.write(number, place, value)
    return path
