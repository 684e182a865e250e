"""Pictures of the pages, on the screen and on paper; each shows Chinese."""

import pytest

from app.house import Furnished

SHOWN = (
    *("home", "units", "unit", "organisations", "organisation", "posts", "post", "accounts", "account"),
    *("account-may", "account-hand-over", "own-account", "delegation-new", "token-new", "grant-new"),
    *("holding-new", "audit", "audit-line", "audit-check", "duties", "duty", "duties-arrange"),
    *("duty-reminders", "enterprises", "parcels", "enterprise", "parcel", "enterprise-merge", "duplicates"),
    *("enterprise-add", "evidence", "evidence-one", "evidence-add", "sheets", "sheet-one", "sheet-scan"),
    *("imports", "import-new", "import", "jobs", "job", "documents", "document", "document-new"),
    *("notices", "notice", "notice-new", "objections", "objection", "public-notices", "public-notice"),
    *("public-object", "public-receipt", "messages", "message", "message-new", "messages-out", "referrals"),
    *("referral", "search"),
)
"""Pages that somebody looks at daily."""


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_shows_chinese(furnished_house: Furnished, name: str) -> None:
    reader = furnished_house.shown(name)
    assert reader is not None
    reader.picture(name)
    filled = reader.page.locator("main .btn-primary:visible").count()
    assert filled <= 1, f"{filled} filled buttons"


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
