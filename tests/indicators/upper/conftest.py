import pytest

from foundation.people_known import place, quick_passwords
from indicators.office import office

__all__ = ["office", "place", "quick_passwords"]


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path
