"""On paper only the content of a page stays."""

import pytest

from app.house import Furnished


@pytest.mark.parametrize("name", ["parcels", "enterprise"])
def test_on_paper_only_the_content_stays(furnished_house: Furnished, name: str) -> None:
    reader = furnished_house.shown(name)
    assert reader is not None
    reader.page.emulate_media(media="print")
    reader.picture(f"print-{name}")
    for part in ("nav.side", "header.top", ".filters", ".pager", ".actions", ".crumbs"):
        assert reader.page.locator(part).filter(visible=True).count() == 0, part
    assert reader.page.locator("h1").is_visible()
    reader.page.emulate_media(media="screen")
