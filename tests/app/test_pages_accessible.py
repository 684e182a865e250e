"""Every page shows Chinese and axe finds nothing; the main ones also in English, large, and on a phone."""

from typing import Any

from app.house import Furnished
from app.keyboard import Keyboard

MAIN = ("home", "parcels", "enterprise", "evidence-one", "import", "account", "document", "public-notice")
FEWEST = 100


def findings(furnished_house: Furnished) -> dict[str, Any]:
    """What axe finds on the main pages, and which of them are wider than the window."""
    found = {}
    for name in MAIN:
        reader = furnished_house.shown(name)
        assert reader is not None, name
        if told := [*reader.violations(), *too_wide(reader)]:
            found[name] = told
    return found


def too_wide(reader: Keyboard) -> list[str]:
    page = "document.documentElement"
    return ["too wide"] if reader.page.evaluate(f"{page}.scrollWidth > {page}.clientWidth") else []


def test_every_page_in_chinese(furnished_house: Furnished) -> None:
    found, seen = {}, set()
    for name in furnished_house.pages:
        if reader := furnished_house.shown(name):
            seen.add(name)
            reader.picture(name)
            told: list[Any] = reader.violations()
            if reader.page.locator("main .btn-primary:visible").count() > 1:
                told.append("two filled buttons")
            if told:
                found[name] = told
    assert found == {}
    assert set(MAIN) <= seen
    assert len(seen) > FEWEST


def test_main_pages_in_english(furnished_house: Furnished) -> None:
    with furnished_house.reading(jiyue_language="en"):
        assert findings(furnished_house) == {}


def test_main_pages_in_large_text(furnished_house: Furnished) -> None:
    with furnished_house.reading(jiyue_large="1"):
        assert findings(furnished_house) == {}


def test_main_pages_on_a_phone(furnished_house: Furnished) -> None:
    with furnished_house.on_a_phone():
        assert findings(furnished_house) == {}
