"""Many rows into a table without keeping others from writing: small transactions, and a pause after each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db import connection, models, transaction

CHUNK = 500


@contextmanager
def gently() -> Iterator[None]:
    """One short transaction; on SQLite, where one may write at a time, as long a rest after it."""
    start = time.perf_counter()
    with transaction.atomic():
        yield
    if connection.vendor == "sqlite":
        time.sleep(min(time.perf_counter() - start, 0.2))


def insert(rows: Iterable[models.Model], told: Callable[[int], None] = lambda n: None) -> int:
    """Insert instances that have no key yet; ``told`` hears how many are in. Nothing of Django's is sent.

    The values are made ready outside the transactions, so that those last as long as the database needs.
    """
    done = 0
    for part in in_parts(rows, CHUNK):
        model = type(part[0])
        fields = [f for f in model._meta.concrete_fields if not f.primary_key]
        values = [[f.get_db_prep_save(f.pre_save(row, True), connection) for f in fields] for row in part]
        with gently():
            _many(_insert_sql(model, fields), values)
        done += len(part)
        told(done)
    return done


def _insert_sql(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(f.column) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608


def update_where(
    model: type[models.Model], changes: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Any]]]
) -> int:
    """Update rows by key where they still hold what they held; how many did.

    ``changes``: (key, fields before, fields after). In the caller's transaction.
    """
    done = 0

    def shape(change: tuple[int, Mapping[str, Any], Mapping[str, Any]]) -> tuple[str, ...]:
        return tuple(sorted(change[2]))

    for names, same in groupby(sorted(changes, key=shape), key=shape):
        fields = [model._meta.get_field(name) for name in names]
        values = [
            [
                *(f.get_db_prep_save(after[f.attname], connection) for f in fields),
                key,
                *(f.get_db_prep_save(before[f.attname], connection) for f in fields if _fixed(f)),
            ]
            for key, before, after in same
        ]
        done += _many(_update_sql(model, fields), values)
    return done


def _fixed(field: Any) -> bool:
    """Whether a field is stored as it is; a sealed one is sealed otherwise each time."""
    return not hasattr(type(field), "from_db_value")


def _update_sql(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    key = model._meta.pk.column
    sets = ", ".join(f"{quote(f.column)} = %s" for f in fields)
    same = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    still = "".join(f" AND {quote(f.column)} {same} %s" for f in fields if _fixed(f))
    return f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(key)} = %s{still}"  # noqa: S608


def _many(sql: str, values: list[list[Any]]) -> int:
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
        return int(cursor.rowcount)


def delete(rows: models.QuerySet[Any]) -> int:
    """Delete rows that nothing refers to, a few at a time."""
    done = 0
    while keys := list(rows.values_list("pk", flat=True)[:CHUNK]):
        with gently():
            rows.model._default_manager.filter(pk__in=keys)._raw_delete(connection.alias)
        done += len(keys)
    return done


def in_parts(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """``rows`` in lists of at most ``size``."""
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
