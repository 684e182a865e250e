from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from foundation.bureau import Bureau
from foundation.imports.books import rows_of, town_book, uploaded
from foundation.people_known import Place, unit
from jiyue.foundation.imports import actions
from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.foundation.units.models import Unit

TOWNS = [f"3299211{n:02d}" for n in range(1, 14)]


@dataclass
class Office:
    """Li works in the bureau of 平川县, which has fourteen towns; what waits is done at once."""

    place: Place
    li: Account
    towns: list[Unit] = field(default_factory=list)

    @property
    def actor(self):
        from datetime import date

        return actor_of(self.li, date.today())

    def work(self) -> None:
        while Worker().step():
            pass

    def upload(self, *files: tuple[str, bytes], kind: str = "registry.parcels") -> ImportBatch:
        """An import of these files, checked."""
        made = actions.upload(self.actor, kind, [uploaded(*file) for file in files], self.place.plain)
        self.work()
        return ImportBatch.objects.get(pk=made.pk)

    def checked(self, batch: ImportBatch) -> ImportBatch:
        """The import after what waits for it is done."""
        self.work()
        return ImportBatch.objects.get(pk=batch.pk)

    def published(self, *files: tuple[str, bytes], kind: str = "registry.parcels") -> ImportBatch:
        batch = self.upload(*files, kind=kind)
        actions.publish(self.actor, batch.pk)
        self.work()
        return ImportBatch.objects.get(pk=batch.pk)


@pytest.fixture
def office(place: Place) -> Office:
    made = Office(place, place.person("李敏", "county_bureau", place.plain), [place.town])
    made.towns += [unit("town", code, f"第{n}镇", place.plain) for n, code in enumerate(TOWNS, 1)]
    return made


@pytest.fixture
def books(office: Office) -> list[tuple[str, bytes]]:
    """A workbook of each of the fourteen towns, ten rows each."""
    return [(f"{town.name}.xlsx", town_book(rows_of(town.code, 10))) for town in office.towns]


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path)
    yield made
    made.end()
