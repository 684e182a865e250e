"""`jiyue user` lets the owner of the machine bring the first people into an empty house, and help later."""

import json

import pytest
from typer.testing import CliRunner, Result

from foundation.people.conftest import act
from foundation.people.test_locking import MOST, fail
from foundation.people.test_passwords import enter
from jiyue.cli import app
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people.models import Account, Organisation, Post
from jiyue.foundation.units.models import Unit

FIRST = {
    "--name": "赵敏",
    "--role": "system_admin",
    "--organisation": "云溪市自然资源局",
    "--unit": "329900",
    "--unit-name": "云溪市",
    "--unit-kind": "prefecture",
    "--sector": "bureau",
}


def jiyue(*words: str) -> Result:
    return CliRunner().invoke(app, ["user", *words])


def add(username: str = "zhao", *words: str, **options: str) -> Result:
    said = {**FIRST, **{f"--{k.replace('_', '-')}": v for k, v in options.items()}}
    return jiyue("add", username, *(w for pair in said.items() for w in pair), *words)


@pytest.mark.django_db
def test_the_first_administrators_come_into_an_empty_house(client) -> None:
    done = add()
    assert done.exit_code == 0, done.output
    assert (Unit.objects.count(), Organisation.objects.count(), Post.objects.count()) == (1, 1, 1)
    assert Unit.objects.coded("329900").get().codes.get().name == "云溪市"
    link = done.stdout.split()[-1]
    assert link.startswith("http://127.0.0.1:8000/welcome/")
    new = {"new": "green-river-77-boat", "again": "green-river-77-boat"}
    assert client.post("/welcome/" + link.rpartition("/")[2], new).status_code == 302
    assert enter(client, "green-river-77-boat", "zhao") == 302
    assert client.get("/organisations/new").status_code == 200


@pytest.mark.django_db
def test_the_next_ones_find_what_is_there() -> None:
    add()
    done = add("qian", name="钱安", role="security_admin", unit_name="")
    assert done.exit_code == 0, done.output
    assert (Unit.objects.count(), Organisation.objects.count(), Post.objects.count()) == (1, 1, 2)
    assert act(Account.objects.get(username="qian")).has("security_admin")


@pytest.mark.django_db
def test_what_it_does_stands_in_the_trail_as_done_by_command() -> None:
    add()
    assert set(AuditLine.objects.values_list("who", "via")) == {("主机管理人", "cli")}
    assert AuditLine.objects.count() == 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    "options",
    [{"role": "emperor"}, {"unit_name": ""}, {"unit_kind": "planet"}, {"sector": "x"}, {"name": " "}],
)
def test_a_wrong_option_leaves_nothing_behind(options) -> None:
    done = add("zhao", "--json", **options)
    assert done.exit_code == 1
    assert json.loads(done.stdout)["errors"]
    assert not Unit.objects.exists()
    assert not Organisation.objects.exists()
    assert not AuditLine.objects.exists()


@pytest.mark.django_db
def test_even_here_an_administrator_has_no_other_role() -> None:
    add()
    add("qian", name="钱安", role="security_admin", post="联合岗")
    done = add("sun", "--json", name="孙立", role="county_bureau", post="联合岗")
    assert [e["code"] for e in json.loads(done.stdout)["errors"]] == ["ROLES_APART"]
    assert not Account.objects.filter(username="sun").exists()


def test_people_are_listed(li, wang, days) -> None:
    wang.last_day = days.yesterday
    wang.save()
    rows = {r["username"]: r for r in json.loads(jiyue("list", "--json").stdout)["accounts"]}
    assert rows["li"]["state"] == "open"
    assert rows["li"]["posts"] == ["平川县机构 li岗"]
    assert rows["wang"]["state"] == "closed"
    assert "平川县机构" in jiyue("list").stdout


def test_a_reset_prints_a_link_and_may_take_the_code_off(client, li) -> None:
    li.totp = "JBSWY3DPEHPK3PXP"
    li.save()
    done = jiyue("reset", "LI", "--code", "--json", "--address", "https://jiyue.example.cn/")
    said = json.loads(done.stdout)
    assert said["link"].startswith("https://jiyue.example.cn/welcome/")
    assert enter(client) == 403
    li.refresh_from_db()
    assert not li.totp


def test_somebody_who_is_locked_is_let_try_again(client, li) -> None:
    fail(client, MOST)
    assert jiyue("unlock", "li").exit_code == 0
    assert enter(client) == 302


def test_an_account_is_closed_at_once(client, li) -> None:
    enter(client)
    assert jiyue("close", "li").exit_code == 0
    assert client.get("/account").status_code == 302
    assert jiyue("close", "li").exit_code == 1


def test_a_name_that_is_not_there_is_told(db) -> None:
    for word in ("reset", "unlock", "close"):
        done = jiyue(word, "nobody")
        assert done.exit_code == 1
        assert "nobody" in done.stderr
