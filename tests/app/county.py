"""舞阳县, set up from an empty database as its people do it: three commands, then pages, all by keyboard."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.keyboard import Keyboard
from app.site import Site
from foundation.people_known import PASSWORD

CITY, COUNTY = "411100", "411121"
BUREAU = "舞阳县自然资源局"
ADMINISTRATORS = {
    "zhao": ("赵敏", "system_admin", "漯河市自然资源局", "bureau"),
    "qian": ("钱安", "security_admin", "漯河市自然资源局", "bureau"),
    "sun": ("孙立", "audit_admin", "漯河市纪委监委", "supervision"),
}
PEOPLE = {"li": "李敏", "wang": "王强", "zhou": "周凯", "chen": "陈新"}
POSTS = {"数据管理岗": "li", "综合岗": "wang", "档案岗": "zhou"}


@dataclass
class County:
    """Its site, and the browser in which its people sit down."""

    site: Site
    browser: Any
    people: type[Keyboard] = Keyboard

    def enter(self, username: str = "") -> Keyboard:
        """Somebody at a browser of his own, signed in; nobody where no name is given."""
        person = self.people(self.browser, self.site)
        if username:
            sign_in(person, username)
        return person

    @contextmanager
    def at(self, username: str = "") -> Iterator[Keyboard]:
        person = self.enter(username)
        yield person
        person.close()


def sign_in(person: Keyboard, username: str) -> None:
    person.open("/sign-in")
    person.type("用户名", username)
    person.type("口令", PASSWORD)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    assert "/sign-in" not in person.page.url


def take_invitation(person: Keyboard, link: str) -> None:
    person.open(link)
    person.accessible()
    person.type("新口令", PASSWORD)
    person.type("再次输入新口令", PASSWORD)
    person.send("设置口令")
    person.told("口令已设置")


def found_county(site: Site, browser: Any) -> County:
    """Everything that has to be there before the daily work begins."""
    county = County(site, browser)
    where = ["--unit", CITY, "--unit-name", "漯河市", "--unit-kind", "prefecture"]
    for username, (name, role, organisation, sector) in ADMINISTRATORS.items():
        words = ["--name", name, "--role", role, "--organisation", organisation, "--sector", sector]
        let_in(county, username, *words, *where)
    with county.at("zhao") as zhao:
        load_divisions(zhao)
        open_bureau(zhao)
    with county.at("qian") as qian:
        links = [open_account(qian, username) for username in PEOPLE]
        give_role(qian, "数据管理岗", "县区局", COUNTY)
        give_role(qian, "综合岗", "领导小组", COUNTY)
        for post, username in POSTS.items():
            appoint(qian, post, username)
    for link in links:
        with county.at() as person:
            take_invitation(person, link)
    return county


def let_in(county: County, username: str, *words: str) -> None:
    """An administrator by the command, who sets a password with its link."""
    site = county.site
    done = site.office.run("user", "add", username, *words, "--address", site.base, "--json")
    with county.at() as person:
        take_invitation(person, json.loads(done.stdout)["link"])


def load_divisions(zhao: Keyboard) -> None:
    zhao.open("/")
    zhao.follow("评价单元")
    zhao.follow("载入区划")
    zhao.type("区划代码", COUNTY)
    zhao.choose("载入到", "乡镇")
    zhao.send("载入")
    zhao.told("新增")


def open_bureau(
    zhao: Keyboard, name: str = BUREAU, unit: str = COUNTY, posts: Iterable[str] = tuple(POSTS)
) -> None:
    """The organisation with its posts."""
    zhao.follow("机构")
    zhao.follow("建立机构")
    zhao.type("全称", name)
    zhao.choose("类型", "自然资源")
    zhao.type("所属单元", unit)
    zhao.send("建立")
    for post in posts:
        zhao.follow("设立岗位")
        zhao.type("岗位名称", post)
        zhao.send("建立")
        zhao.told(post)
        zhao.follow(name)


def open_account(qian: Keyboard, username: str, name: str = "", bureau: str = BUREAU) -> str:
    """An account in the bureau; the link of its invitation."""
    qian.open("/")
    qian.follow("机构")
    qian.follow(bureau)
    qian.follow("开设账号")
    qian.type("用户名", username)
    qian.type("姓名", name or PEOPLE[username])
    qian.send("开设账号")
    qian.follow("发邀请链接")
    qian.send("生成链接")
    qian.accessible()
    return str(qian.page.get_by_label("链接").input_value())


def open_post(qian: Keyboard, post: str) -> None:
    qian.follow("岗位")
    qian.follow(post)


def give_role(qian: Keyboard, post: str, role: str, unit: str) -> None:
    open_post(qian, post)
    qian.follow("授予角色")
    qian.choose("角色", role)
    qian.type("范围（含下级单元）", unit)
    qian.send("授予")
    qian.told(role)


def appoint(qian: Keyboard, post: str, username: str, name: str = "") -> None:
    open_post(qian, post)
    qian.follow("任命任职人或代理人")
    qian.type("任职人或代理人", username)
    qian.choose("身份", "任职人")
    qian.send("任命")
    qian.told(name or PEOPLE[username])
