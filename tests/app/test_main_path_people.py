"""People come in, stand in for each other and leave: all through the pages, by keyboard."""

from datetime import timedelta

from django.utils import timezone

from app.county import BUREAU, County, open_post
from app.keyboard import Keyboard
from jiyue.foundation.ui.figures import day

IMPORTS = "数据导入"


def offered(person: Keyboard) -> list[str]:
    """What the navigation offers."""
    person.open("/")
    return person.page.locator("nav.side li a").all_inner_texts()


def test_an_invited_person_may_what_the_post_gives(county: County) -> None:
    with county.at("li") as li, county.at("zhou") as zhou:
        assert IMPORTS in offered(li)
        assert IMPORTS not in offered(zhou)


def test_a_deputy_may_what_the_post_gives_as_long_as_the_delegation_runs(county: County) -> None:
    with county.at("wang") as wang, county.at("li") as li:
        assert IMPORTS not in offered(wang)
        li.open("/account")
        li.follow("委托代理")
        li.type("代理人", "wang")
        li.day("终止日", (timezone.localdate() + timedelta(days=3)).isoformat())
        li.type("原因", "参加培训")
        li.send("委托代理")
        li.told("王强")
        assert IMPORTS in offered(wang)
        li.follow("终止")
        li.send("立即终止")
        li.told("王强")
        assert IMPORTS not in offered(wang)


def test_a_leaver_hands_over_and_the_history_says_to_whom(county: County) -> None:
    today = timezone.localdate()
    with county.at("qian") as qian:
        qian.open("/")
        qian.follow("账号")
        qian.follow("zhou")
        qian.follow("交接并停用或调动")
        qian.type(f"“{BUREAU} 档案岗”由谁接任？", "chen")
        qian.day("终止日", today.isoformat())
        qian.send("办理交接")
        qian.told("1 个岗位")
        assert "即将停用" in qian.page.locator("main").inner_text()
        open_post(qian, "档案岗")
        held = qian.page.locator("section[aria-labelledby=holdings-title]").inner_text()
        assert "周凯" in held
        assert "陈新" in held
        assert day(today + timedelta(days=1)) in held
