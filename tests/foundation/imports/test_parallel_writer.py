"""While 100,000 rows are published, others go on writing: nobody waits for longer than a second."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from foundation.bureau import Bureau, until
from foundation.imports.test_killed_import import LI, PLACE

ROWS = 100_000
LONGEST = 1.0
# A batch of parcels as a check leaves it: the reading of a large workbook is not what is measured here.
CHECKED = (
    LI
    + """
import polars as pl
from decimal import Decimal
from jiyue.foundation.imports import staging
from jiyue.foundation.imports.models import ImportBatch
from jiyue.registry.sheets import PARCELS
town = Unit.objects.get(code="329921100")
batch = ImportBatch.objects.create(
    kind="registry.parcels", state="checked", unit=town.parent, organisation_id=li.organisation,
    sender_id=li.organisation, account_id=li.account, rows=rows, new=rows,
)
n = pl.int_range(rows, eager=True)
text = {c.name: None for c in PARCELS.columns}
frame = pl.DataFrame({
    "code": pl.Series([f"{county}{i // 100000:03d}001JC{i % 100000:05d}" for i in range(rows)]),
}).with_columns(
    pl.lit("329921100").alias("unit"), pl.lit(town.pk).alias("_unit"),
    (n.cast(pl.Decimal(18, 4)) + Decimal("100.2500")).alias("area_m2"),
    pl.lit("工业用地").alias("use"), pl.lit("出让").alias("right"), pl.lit("工业路").alias("address"),
    pl.lit(date(2019, 5, 31)).alias("registered_on"), pl.lit(None, dtype=pl.Date).alias("term_end"),
    pl.lit(None, dtype=pl.String).alias("holder"), pl.lit(None, dtype=pl.Int64).alias("_holder"),
    pl.lit("new").alias("_verdict"), pl.lit(None, dtype=pl.Int64).alias("_pk"),
)
staging.write_frame(batch.pk, staging.ROWS, frame)
actions.publish(li, batch.pk)
print(batch.pk)
"""
)


@contextmanager
def writer(bureau: Bureau) -> Iterator[Callable[[], None]]:
    """Writes one row of a table of its own, as any deed of another process would."""
    if "DATABASE_URL" in bureau.env:
        with psycopg.connect(bureau.env["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("CREATE TABLE diary (at double precision)")
            yield lambda: connection.execute("INSERT INTO diary VALUES (%s)", (time.time(),)) and None
        return
    connection = sqlite3.connect(bureau.folder / "jiyue.sqlite3", timeout=20, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE diary (at REAL)")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO diary VALUES (?)", (time.time(),))
        connection.execute("COMMIT")

    yield write
    connection.close()


@pytest.fixture
def place(bureau: Bureau) -> Bureau:
    bureau.python(PLACE)
    return bureau


def waits_beside_a_publication(place: Bureau, write: Callable[[], None], county: str) -> list[float]:
    """How long each write took while 100,000 parcels of ``county`` were published."""
    batch = place.python(CHECKED, rows=ROWS, county=county)
    waits = []
    worker = place.start("jobs", "work")
    until(lambda: place.sql(f"SELECT count(*) FROM registry_parcel WHERE batch = {batch}")[0][0], 400)
    while place.sql(f"SELECT state FROM imports_importbatch WHERE id = {batch}") == [("publishing",)]:
        start = time.perf_counter()
        write()
        waits.append(time.perf_counter() - start)
        time.sleep(0.02)
    worker.terminate()
    worker.wait()
    where = f"batch = {batch} AND NOT staged"
    assert place.sql(f"SELECT count(*) FROM registry_parcel WHERE {where}") == [(ROWS,)]
    assert len(waits) > 50
    return waits


def test_nobody_waits_longer_than_a_second(place: Bureau) -> None:
    """A busy disk of the machine may spoil one run, not two."""
    with writer(place) as write:
        longest = max(waits_beside_a_publication(place, write, "329921"))
        if longest >= LONGEST:
            longest = min(longest, max(waits_beside_a_publication(place, write, "329922")))
    assert longest < LONGEST
