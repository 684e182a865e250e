from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.bureau import Bureau
from foundation.jobs import kinds_for_tests  # noqa: F401 - defines jobs


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path)
    yield made
    made.end()
