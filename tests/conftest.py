import atexit
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

DATA = tempfile.mkdtemp(prefix="jiyue-test-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["JIYUE_DATA"] = DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "jiyue.app.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in the thread of the tests
CONTROLLER = "-n" in sys.argv and "PYTEST_XDIST_WORKER" not in os.environ
if os.environ.get("JIYUE_TEST_DB") == "postgres" and not CONTROLLER:
    from postgres import start_postgres

    os.environ["DATABASE_URL"] = start_postgres()
else:
    os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402

# A busy machine is no failure: no test of ours is timed.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")

django.setup()
if CONTROLLER:
    # The processes that it starts read the settings when they have made data folders of their own.
    del os.environ["DJANGO_SETTINGS_MODULE"]

from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from jiyue.foundation.audit.guards import put_up, take_down  # noqa: E402

_empty_the_tables = TransactionTestCase._fixture_teardown


def _with_the_trail(self: TransactionTestCase) -> None:
    """Tests with real transactions empty all tables afterwards, which the triggers of the trail forbid."""
    take_down(connection)
    _empty_the_tables(self)
    put_up(connection)


TransactionTestCase._fixture_teardown = _with_the_trail


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The one browser of a process: Playwright starts once in a thread."""
    from app.site import chromium

    with chromium() as made:
        yield made


COUNTY = re.compile(r"tests/app/test_(main_path_(?!evaluation)|pages_(accessible|printed))")
"""The files that share the county with its people."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """What shares a fixture that is dear to make runs in one process: a file, or all files of the county."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "county" if COUNTY.match(file) else file

    return ByFile(config, log)
