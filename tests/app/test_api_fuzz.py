"""Whatever is asked of the API, it answers as its own description says, and never breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from app.counties import House
from app.rows import LISTED
from app.rows_of_people import token_with
from jiyue.app.wsgi import application
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.tokens import choosable

load_all_checks()
SCHEMA = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
SCHEMA.config.generation.with_security_parameters = False
OPERATIONS = {found.ok().path: found.ok() for found in SCHEMA.get_all_operations()}
QUIET = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture(autouse=True)
def keep_the_connection() -> Iterator[None]:
    """Requests run within the transaction of the test, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def cases(path: str) -> Any:
    """Requests to one operation: some as it wants them, some not."""
    return st.one_of(OPERATIONS[path].as_strategy(generation_mode=mode) for mode in GenerationMode)


@pytest.mark.parametrize("path", OPERATIONS)
def test_nobody_is_answered_as_described(path: str, house: House) -> None:
    @seed(20)
    @settings(max_examples=4, **QUIET)
    @given(case=cases(path))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()


@pytest.mark.parametrize("path", OPERATIONS)
def test_a_token_that_may_much_is_answered_as_described(path: str, house: House) -> None:
    wang = house.people["county_bureau"]
    for role in ("supervision", "city_office", "enumerator"):
        house.place.post(wang, role, house.place.city)
    for make in LISTED.values():
        make(house.here())
    key = token_with(wang, choosable(actor_of(wang, timezone.localdate())))

    @seed(20)
    @settings(max_examples=10, **QUIET)
    @given(case=cases(path))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(answer, excluded_checks=[ignored_auth])

    ask()
