"""People come in, stand in for each other and leave, all through the pages and by keyboard."""

from app.county import County


def test_an_invited_person_has_what_the_post_gives(county: County) -> None:
    with county.at("li") as li:
        assert li.page.get_by_role("link", name="数据导入").count() == 1
