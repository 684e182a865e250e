from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from app.counties import House
from foundation.people_known import place, prefecture, quick_passwords

__all__ = ["place", "quick_passwords"]


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
