"""The pages of people do what they say, for whoever may, and for nobody else."""

import re

import pytest
from django.urls import reverse

from foundation.people.conftest import act, post_of
from jiyue.foundation.people.actions.enterprises import admit_enterprise
from jiyue.foundation.people.models import Account, Grant, Holding, Organisation, Post

LISTS = ["/organisations", "/posts", "/accounts"]


def text(answer) -> str:
    return answer.content.decode()


def said(answer) -> str:
    """What the page after a deed says of it."""
    return " ".join(str(m) for m in answer.context["messages"])


def test_a_house_is_furnished_by_its_administrators(client, place, zhao, qian, days) -> None:
    client.force_login(zhao)
    form = {"name": "平川县统计局", "short": "县统计局", "sector": "statistics", "unit": "329921"}
    answer = client.post("/organisations/new", form, follow=True)
    assert "平川县统计局" in said(answer)
    bureau = Organisation.objects.get(name="平川县统计局")
    answer = client.post(f"/organisations/{bureau.pk}/post", {"title": "报数岗"}, follow=True)
    assert "报数岗" in said(answer)
    post = Post.objects.get(title="报数岗")
    client.force_login(qian)
    person = {"username": "sunli", "name": "孙丽", "phone": "13800001234", "email": ""}
    client.post(f"/organisations/{bureau.pk}/account", person)
    account = Account.objects.get(username="sunli")
    grant = {"role": "department", "unit": "平川县", "valid_from": days.today.isoformat()}
    answer = client.post(f"/posts/{post.pk}/grant", grant, follow=True)
    assert "责任部门" in said(answer)
    holder = {"account": "孙丽", "kind": "holder", "valid_from": days.today.isoformat()}
    client.post(f"/posts/{post.pk}/holder", holder)
    shown = client.post(f"/accounts/{account.pk}/invite")
    assert shown.context["shown"].startswith("http://testserver/welcome/")
    assert act(account).may("units.read", path=place.town.path)


@pytest.mark.parametrize("path", LISTS)
def test_lists_show_the_reached_rows_in_every_format(client, place, li, path) -> None:
    he = place.person("he", "county_bureau", place.river)
    client.force_login(li)
    for address in (f"{path}/", f"{path}.json", f"{path}.csv"):
        answer = client.get(address)
        shown = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")
        assert answer.status_code == 200
        assert "平川县机构" in shown
        assert he.organisation.name not in shown
    assert b"".join(client.get(f"{path}.xlsx")).startswith(b"PK")
    assert client.get(f"{path}/?q=li&order=-pk&state=open").status_code == 200


def test_rows_of_another_county_are_not_found(client, place, li) -> None:
    he = place.person("he", "county_bureau", place.river)
    client.force_login(li)
    for name, pk in (("organisation", he.organisation_id), ("post", post_of(he).pk), ("account", he.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    for name in ("account-may", "account-phone", "enterprise-link"):
        assert client.get(reverse(name, args=[he.pk])).status_code == 404


MANAGE = ["organisation-edit", "organisation-close", "post-new"]
ACCOUNTS = [
    "account-edit",
    "account-invite",
    "account-revoke",
    "account-reset",
    "account-unlock",
    "account-second-step",
    "account-unlink",
    "account-close",
    "account-reopen",
    "account-hand-over",
]


@pytest.mark.parametrize(
    ("role", "closed", "opened"),
    [
        ("system_admin", ACCOUNTS, MANAGE),
        ("security_admin", MANAGE, ACCOUNTS),
        ("audit_admin", [*MANAGE, *ACCOUNTS], []),
        ("county_bureau", [*MANAGE, *ACCOUNTS], []),
        ("enterprise", [*MANAGE, *ACCOUNTS, "organisation", "account", "account-may"], []),
    ],
)
def test_a_page_is_closed_to_whoever_may_not(client, place, li, role, closed, opened) -> None:
    client.force_login(place.person("wu", role, place.plain))
    for name in closed:
        pk = li.pk if name.startswith("account") else li.organisation_id
        assert client.get(reverse(name, args=[pk])).status_code == 403, name
        assert client.post(reverse(name, args=[pk])).status_code == 403, name
    for name in opened:
        pk = li.pk if name.startswith("account") else li.organisation_id
        assert client.get(reverse(name, args=[pk])).status_code == 200, name


def test_when_somebody_signed_in_is_not_for_colleagues(client, place, qian, li, wang) -> None:
    from foundation.people.test_passwords import enter

    enter(client)
    sun = place.person("sun", "audit_admin", place.city)
    for reader, sees in ((wang, False), (qian, True), (sun, True), (li, True)):
        client.force_login(reader)
        assert ("li 使用口令登录" in text(client.get(f"/accounts/{li.pk}"))) is sees


def test_pages_ask_to_sign_in(client, li) -> None:
    for path in ("/account", "/accounts/", f"/accounts/{li.pk}", f"/accounts/{li.pk}/reset"):
        assert client.get(path).headers["Location"].startswith("/sign-in?next=")


def test_a_leaver_is_handed_over_on_one_page(client, qian, li, wang, days) -> None:
    post = post_of(li)
    client.force_login(qian)
    page = client.get(f"/accounts/{li.pk}/hand-over")
    assert str(post) in text(page)
    form = {"last_day": days.today.isoformat()}
    assert client.post(f"/accounts/{li.pk}/hand-over", form).status_code == 400
    both = {**form, f"post-{post.pk}": "wang", f"vacant-{post.pk}": "on"}
    assert client.post(f"/accounts/{li.pk}/hand-over", both).status_code == 400
    answer = client.post(f"/accounts/{li.pk}/hand-over", {**form, f"post-{post.pk}": "wang"}, follow=True)
    assert answer.status_code == 200
    assert Holding.objects.on(days.tomorrow).get(post=post).account == wang
    assert "wang" in text(client.get(f"/posts/{post.pk}"))


def test_a_name_that_fits_several_must_be_told_apart(client, place, qian, li, wang, days) -> None:
    Account.objects.filter(pk__in=[li.pk, wang.pk]).update(name="李敏")
    vacant = Post.objects.create(organisation=li.organisation, title="空岗")
    client.force_login(qian)
    form = {"account": "李敏", "kind": "holder", "valid_from": days.today.isoformat()}
    answer = client.post(f"/posts/{vacant.pk}/holder", form)
    assert answer.status_code == 400
    assert f"#{wang.pk}" in text(answer)
    assert client.post(f"/posts/{vacant.pk}/holder", {**form, "account": f"#{wang.pk}"}).status_code == 302
    assert client.post(f"/posts/{vacant.pk}/holder", {**form, "account": "没有"}).status_code == 400


def test_a_delegation_is_given_and_taken_back_on_the_own_page(client, li, wang, days) -> None:
    client.force_login(li)
    form = {
        "post": post_of(li).pk,
        "account": "wang",
        "valid_from": days.today.isoformat(),
        "valid_to": days.after(3).isoformat(),
        "reason": "外出学习",
    }
    answer = client.post("/account/delegate", form, follow=True)
    assert "外出学习" in text(answer)
    made = Holding.objects.get(kind=Holding.DEPUTY)
    client.force_login(wang)
    assert "外出学习" in text(client.get("/account"))
    assert client.post(f"/account/delegations/{made.pk}/end").status_code == 404
    client.force_login(li)
    client.post(f"/account/delegations/{made.pk}/end")
    assert not Holding.objects.filter(kind=Holding.DEPUTY).exists()


def test_a_foreign_post_is_not_on_offer_for_delegation(client, li, wang, days) -> None:
    client.force_login(li)
    form = {
        "post": post_of(wang).pk,
        "account": "wang",
        "valid_from": days.today.isoformat(),
        "valid_to": days.today.isoformat(),
        "reason": "越权",
    }
    assert client.post("/account/delegate", form).status_code == 400
    assert not Holding.objects.filter(kind=Holding.DEPUTY).exists()


def test_the_overview_says_what_one_account_may_on_a_day(client, qian, li, days) -> None:
    client.force_login(qian)
    shown = text(client.get(f"/accounts/{li.pk}/may"))
    assert "平川县及下级" in shown
    assert "县区局" in shown
    Grant.objects.filter(post=post_of(li)).update(valid_to=days.today)
    assert "县区局" not in text(client.get(f"/accounts/{li.pk}/may?on={days.tomorrow}"))
    assert client.get(f"/accounts/{li.pk}/may?on=nonsense").status_code == 200


def test_language_and_contact_are_the_owner_s(client, li) -> None:
    client.force_login(li)
    form = {"language": "en", "large_text": "on", "email": "li@example.cn", "phone": "13800001234"}
    answer = client.post("/account/details", form, follow=True)
    li.refresh_from_db()
    assert (li.language, li.large_text, li.phone) == ("en", True, "13800001234")
    assert 'lang="en"' in text(answer)
    client.post("/account/details", {"language": "zh", "email": "li@example.cn"})
    li.refresh_from_db()
    assert li.phone == "13800001234"


def test_the_language_of_the_account_is_spoken_after_signing_in(client, li) -> None:
    from foundation.people.test_passwords import enter

    li.language = "en"
    li.save()
    enter(client)
    assert 'lang="en"' in text(client.get("/account"))


def test_a_refusal_stands_above_what_was_typed(client, qian, li, days) -> None:
    client.force_login(qian)
    form = {"role": "audit_admin", "unit": "329921", "valid_from": days.today.isoformat()}
    answer = client.post(f"/posts/{post_of(li).pk}/grant", form)
    assert answer.status_code == 409
    assert "管理员不得兼任其他角色" in text(answer)
    assert 'value="329921"' in text(answer)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_carry_no_script_or_style_of_their_own(client, place, qian, li, language) -> None:
    mill = admit_enterprise(act(li), name="云河纺织有限公司", unit=place.town)
    client.cookies["jiyue_language"] = language
    client.force_login(qian)
    post = post_of(li)
    pages = [
        *(f"{p}/" for p in LISTS),
        f"/organisations/{li.organisation_id}",
        f"/posts/{post.pk}",
        f"/posts/{post.pk}/grant",
        f"/posts/{post.pk}/holder",
        f"/accounts/{li.pk}",
        f"/accounts/{mill.pk}",
        f"/accounts/{li.pk}/may",
        f"/accounts/{li.pk}/hand-over",
        f"/accounts/{li.pk}/close",
        "/accounts/find",
        "/account",
        "/account/code",
        "/account/password",
        "/account/details",
    ]
    for path in pages:
        answer = client.get(path)
        shown = text(answer)
        assert answer.status_code == 200, path
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", shown), path
        assert shown.count("<h1") == 1, path
        assert shown.count("btn btn-primary") <= 1, path
