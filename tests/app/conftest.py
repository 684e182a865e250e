from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from app.counties import House
from app.county import County, found_county
from app.house import Furnished, furnished
from app.office import Office
from app.site import serving
from foundation.people_known import place, prefecture, quick_passwords

__all__ = ["place", "quick_passwords"]


@pytest.fixture(scope="session")
def county(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """舞阳县 with its people, on a server of its own; set up once through the pages."""
    office = Office(tmp_path_factory.mktemp("office") / "data")
    office.env["JIYUE_LANG"] = "zh"
    with serving(office) as site:
        yield found_county(site, browser)


@pytest.fixture(scope="module")
def built_house(django_db_setup: None, django_db_blocker) -> Iterator[House]:
    """The house, made once for a module: it is gone afterwards."""
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=["foundation.people_known.QuickArgon2"]),
        transaction.atomic(),
    ):
        yield House(prefecture())
        transaction.set_rollback(True)


@pytest.fixture
def house(built_house: House, db: None) -> House:
    """The house as it was built: what a test does to it is undone."""
    return built_house


@pytest.fixture(scope="session")
def furnished_house(county: County) -> Iterator[Furnished]:
    """The county with a row behind every page."""
    made = furnished(county)
    yield made
    for person in made.people.values():
        person.close()
