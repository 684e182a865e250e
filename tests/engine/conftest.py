"""What several tests of the engine share: a house of small rooms."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.house import House


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.syspath_prepend(tmp_path)
    yield House(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "rooms"]:
        del sys.modules[name]
