"""The pages of the registry do what the actions do, and show what a person may see."""

import json
from datetime import date

import pytest
from django.test import Client

from foundation.seeing import seen_on
from jiyue.foundation.people.models import Account
from jiyue.registry import actions
from jiyue.registry.merging import merge
from jiyue.registry.models import Enterprise, Merge, RightsHolder
from registry.conftest import CODE, Bureau


@pytest.fixture
def li(bureau: Bureau, client: Client) -> Client:
    client.force_login(Account.objects.get(username="li"))
    return client


@pytest.mark.parametrize("word", ["盐化", "yanhua", "pcyh", CODE[:6], "老盐场"])
def test_an_enterprise_is_found_by_name_pinyin_code_and_former_name(
    bureau: Bureau, li: Client, word: str
) -> None:
    entry = bureau.enter(name="老盐场", credit_code=CODE)
    actions.change(bureau.li, entry, name="平川盐化有限公司", renamed_on=date(2012, 5, 1))
    bureau.enter(name="石材厂")
    rows = json.loads(b"".join(li.get("/registry/enterprises.json", {"q": word}).streaming_content))["rows"]
    assert [row["name"] for row in rows] == ["平川盐化有限公司"]


def test_a_list_is_narrowed_to_a_town(bureau: Bureau, li: Client) -> None:
    bureau.enter(name="甲厂")
    bureau.enter(name="乙厂", unit=bureau.place.plain)
    page = li.get("/registry/enterprises/", {"unit": bureau.place.town.pk}).content.decode()
    assert "甲厂" in page
    assert "乙厂" not in page


def test_a_form_enters_and_says_what_happened(bureau: Bureau, li: Client) -> None:
    facts = {
        "name": "平川盐化有限公司",
        "credit_code": CODE,
        "status": "operating",
        "unit": bureau.place.town.pk,
    }
    answer = li.post("/registry/enterprise/add", facts, follow=True)
    assert answer.redirect_chain
    assert "已录入“平川盐化有限公司”" in answer.content.decode()
    assert Enterprise.objects.get().entered_by.username == "li"


def test_a_refusal_keeps_what_was_filled_in(bureau: Bureau, li: Client) -> None:
    facts = {
        "name": "盐化",
        "credit_code": CODE[:-1] + "A",
        "status": "operating",
        "unit": bureau.place.town.pk,
    }
    answer = li.post("/registry/enterprise/add", facts)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "校验位应为 3" in page
    assert 'value="盐化"' in page
    assert not Enterprise.objects.exists()


def test_only_another_person_sees_the_button_to_verify(bureau: Bureau, li: Client, client: Client) -> None:
    entry = bureau.enter()
    to = f"/registry/enterprise/{entry.pk}/"
    assert f"{to}verify" not in li.get(to).content.decode()
    client.force_login(Account.objects.get(username="sun"))
    page = client.get(to)
    assert f"{to}verify" in page.content.decode()
    client.post(f"{to}verify", seen_on(page))
    assert Enterprise.objects.get().state == "verified"


def test_personal_facts_are_masked_until_a_reason_is_given(bureau: Bureau, li: Client) -> None:
    holder = bureau.enter("rightsholder", kind="person", name="孙有田", id_number="110101199003074514")
    to = f"/registry/rightsholder/{holder.pk}/"
    page = li.get(to).content.decode()
    assert "110101199003074514" not in page
    assert "110***********4514" in page
    assert "110101199003074514" not in li.get(f"{to}reveal").content.decode()
    assert "110101199003074514" in li.post(f"{to}reveal", {"reason": "核对"}).content.decode()


def test_an_empty_personal_field_keeps_what_is_there(bureau: Bureau, li: Client) -> None:
    holder = bureau.enter("rightsholder", kind="person", name="孙有田", id_number="110101199003074514")
    facts = {"name": "孙友田", "kind": "person", "unit": bureau.place.town.pk, "id_number": ""}
    to = f"/registry/rightsholder/{holder.pk}/change"
    li.post(to, {**facts, **seen_on(li.get(to))})
    found = RightsHolder.objects.get()
    assert (found.name, found.id_number) == ("孙友田", "110101199003074514")


def test_the_workbench_leads_to_a_merge_side_by_side_and_back(bureau: Bureau, li: Client) -> None:
    a = bureau.enter(name="平川盐化有限公司", address="旧址")
    b = bureau.enter(name="平川盐化公司", address="新址")
    page = li.get("/registry/duplicates").content.decode()
    assert "共 1 对" in page
    assert "除括号、全半角和公司形式外名称相同" in page
    to = f"/registry/enterprise/{a.pk}/merge?with={b.pk}"
    assert to in page
    form = li.get(to)
    beside = form.content.decode()
    assert "旧址" in beside
    assert "新址" in beside
    li.post(to, {"reason": "同一企业", "take_name": "ours", "take_address": "theirs", **seen_on(form)})
    assert Enterprise.objects.living().get().address == "新址"
    shown = li.get(f"/registry/enterprise/{a.pk}/").content.decode()
    undo = f"/registry/merges/{Merge.objects.get().pk}/undo"
    assert undo in shown
    li.post(undo, {"reason": "看错了"})
    assert Enterprise.objects.living().count() == 2


def test_a_merged_entry_says_where_it_went(bureau: Bureau, li: Client) -> None:
    a, b = bureau.enter(name="甲厂"), bureau.enter(name="乙厂")
    merge(bureau.li, a, b, take=[], reason="同一企业")
    page = li.get(f"/registry/enterprise/{b.pk}/").content.decode()
    assert f'<a href="/registry/enterprise/{a.pk}/">甲厂</a>' in page
    assert "/change" not in page


def test_holders_are_given_by_name_or_number(bureau: Bureau, li: Client) -> None:
    holder = bureau.enter("rightsholder", name="平川盐化")
    facts = {"code": "329921001002GB00123", "unit": bureau.place.town.pk, "holder": "平川盐化"}
    li.post("/registry/parcel/add", facts)
    assert [p.holder_id for p in holder.parcels.all()] == [holder.pk]
    bureau.enter("rightsholder", name="平川盐化")
    several = li.post("/registry/parcel/add", {**facts, "code": "329921001002GB00124"})
    assert "有多个同名权利人" in several.content.decode()
    li.post("/registry/parcel/add", {**facts, "code": "329921001002GB00124", "holder": f"#{holder.pk}"})
    assert holder.parcels.count() == 2


def test_a_page_stands_whose_merged_entry_is_gone(bureau: Bureau, li: Client) -> None:
    winner, loser = bureau.enter(), bureau.enter(name="甲厂")
    merge(bureau.li, winner, loser, take=(), reason="同一企业")
    Enterprise.objects.filter(pk=loser.pk).delete()
    assert li.get(f"/registry/enterprise/{winner.pk}/").status_code == 200


def test_the_workbench_is_taken_away_in_three_formats(bureau: Bureau, li: Client) -> None:
    a = bureau.enter(name="平川盐化有限公司", credit_code=CODE)
    b = bureau.enter(name="平川盐化公司")
    bureau.enter("mine", name="盐矿", licence="C1")
    page = li.get("/registry/duplicates").content.decode()
    for form in ("json", "csv", "xlsx"):
        assert f"/registry/duplicates.{form}?table=enterprise" in page
    told = json.loads(b"".join(li.get("/registry/duplicates.json").streaming_content))
    (row,) = told["rows"]
    assert (row["first"], row["first_number"], row["first_code"]) == (a.name, a.pk, CODE)
    assert (row["second"], row["second_number"], row["second_unit"]) == (b.name, b.pk, "青禾镇")
    assert row["reasons"] in page
    assert told["columns"]["reasons"] == "疑似理由"
    csv = b"".join(li.get("/registry/duplicates.csv").streaming_content).decode("utf-8-sig")
    assert len(csv.splitlines()) == 2
    assert b"".join(li.get("/registry/duplicates.xlsx")).startswith(b"PK")
    mines = json.loads(b"".join(li.get("/registry/duplicates.json?table=mine").streaming_content))
    assert mines["rows"] == []


def test_the_pairs_of_a_foreign_county_are_not_taken_away(bureau: Bureau, client: Client) -> None:
    bureau.enter(name="平川盐化有限公司")
    bureau.enter(name="平川盐化公司")
    client.force_login(Account.objects.get(username="zhou"))
    answer = client.get("/registry/duplicates.json")
    assert json.loads(b"".join(answer.streaming_content))["rows"] == []
