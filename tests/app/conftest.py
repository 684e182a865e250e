from collections.abc import Iterator
from typing import Any

import pytest

from app.county import County, found_county
from app.house import House, furnished
from app.office import Office
from app.site import chromium, serving
from foundation.people_known import place, quick_passwords

__all__ = ["place", "quick_passwords"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="session")
def county(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """舞阳县 with its people, on a server of its own; set up once through the pages."""
    office = Office(tmp_path_factory.mktemp("office") / "data")
    office.env["JIYUE_LANG"] = "zh"
    with serving(office) as site:
        yield found_county(site, browser)


@pytest.fixture(scope="session")
def house(county: County) -> Iterator[House]:
    """The county with a row behind every page."""
    made = furnished(county)
    yield made
    for person in made.people.values():
        person.close()
