"""A message reaches an account, whoever holds a post, or a role in a unit; each reader reads it alone."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.inapp.conftest import Bureau
from jiyue.engine.messages import N_, language
from jiyue.engine.problems import Refused
from jiyue.foundation.messages.actions import ToAccount, ToPost, ToRole, mark_read, send, unread_count
from jiyue.foundation.messages.models import Message
from jiyue.foundation.people.models import Holding, Post

SENTENCE = N_("{who} withdrew {thing}: {reason}")
PARAMS = {"thing": "通知", "reason": "有误"}


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def inbox(bureau: Bureau, account: object, on: date | None = None) -> list[Message]:
    return list(Message.objects.to(account.pk, on or timezone.localdate()))


def test_a_message_to_an_account_reaches_no_other(bureau: Bureau) -> None:
    made = send(bureau.li, ToAccount(bureau.wang), SENTENCE, PARAMS)
    other = bureau.place.person("sun", "township", bureau.place.town)
    assert inbox(bureau, bureau.wang) == [made]
    assert inbox(bureau, other) == []


def test_a_message_to_a_post_passes_on_with_it(bureau: Bureau) -> None:
    post = Post.objects.get(title="wang岗")
    made = send(bureau.li, ToPost(post), SENTENCE, PARAMS)
    sun = bureau.place.person("sun", "village", bureau.place.town)
    today = timezone.localdate()
    Holding.objects.filter(post=post).update(valid_to=today)
    Holding.objects.create(post=post, account=sun, kind="holder", valid_from=today + timedelta(days=1))
    tomorrow = today + timedelta(days=1)
    assert (inbox(bureau, bureau.wang), inbox(bureau, sun)) == ([made], [])
    assert (inbox(bureau, bureau.wang, tomorrow), inbox(bureau, sun, tomorrow)) == ([], [made])


def test_a_message_to_a_role_reaches_it_in_that_unit_only(bureau: Bureau) -> None:
    made = send(bureau.li, ToRole("township", bureau.place.town), SENTENCE, PARAMS)
    elsewhere = bureau.place.person("zhao", "township", bureau.place.other_town)
    assert inbox(bureau, bureau.wang) == [made]
    assert inbox(bureau, elsewhere) == []


def test_it_speaks_the_language_of_the_reader(bureau: Bureau) -> None:
    made = send(bureau.li, ToAccount(bureau.wang), SENTENCE, PARAMS)
    assert made.spoken() == "li撤回了“通知”：有误"
    with language("en"):
        assert made.spoken() == "li withdrew 通知: 有误"


def test_braces_of_a_person_are_left_alone(bureau: Bureau) -> None:
    assert send(bureau.li, ToAccount(bureau.wang), "请看 {附件}").spoken() == "请看 {附件}"


def test_reading_is_each_readers_own(bureau: Bureau) -> None:
    sun = bureau.place.person("sun", "township", bureau.place.town)
    made = send(bureau.li, ToRole("township", bureau.place.town), SENTENCE, PARAMS)
    reader = bureau.actor(bureau.wang)
    assert unread_count(reader) == 1
    mark_read(reader, made)
    mark_read(reader, made)
    assert (unread_count(reader), unread_count(bureau.actor(sun))) == (0, 1)
    assert Message.objects.with_reading(bureau.wang.pk).get().reading == "read"
    assert Message.objects.with_reading(sun.pk).get().reading == "unread"


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/", "/\\example.org/", "notices/7"])
def test_a_link_stays_in_the_house(bureau: Bureau, link: str) -> None:
    with pytest.raises(Refused) as refused:
        send(bureau.li, ToAccount(bureau.wang), "看", link=link)
    assert code(refused) == "MESSAGE_LINK"


def test_nobody_writes_beyond_his_reach(bureau: Bureau) -> None:
    zhao = bureau.place.actor("zhao", "county_bureau", bureau.place.river)
    with pytest.raises(Refused) as refused:
        send(zhao, ToAccount(bureau.wang), "看")
    assert code(refused) == "NOT_ALLOWED"


def test_an_unknown_role_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Refused) as refused:
        send(bureau.li, ToRole("mayor", bureau.place.town), "看")
    assert code(refused) == "MESSAGE_ROLE"


def test_the_pages_show_count_and_open_marks_read(bureau: Bureau) -> None:
    made = send(bureau.li, ToAccount(bureau.wang), SENTENCE, PARAMS, link="/account")
    client = Client()
    client.force_login(bureau.wang)
    listing = client.get("/messages/")
    assert "撤回了“通知”" in listing.content.decode()
    assert client.get("/counts").json()["/messages/"] == 1
    assert 'href="/account"' in client.get(f"/messages/{made.pk}").content.decode()
    assert client.get("/counts").json()["/messages/"] == 0
    assert client.get("/messages/?reading=read").context["page"].paginator.count == 1


def test_a_message_of_somebody_else_is_not_there(bureau: Bureau) -> None:
    made = send(bureau.li, ToAccount(bureau.wang), SENTENCE, PARAMS)
    client = Client()
    client.force_login(bureau.place.person("sun", "township", bureau.place.town))
    assert client.get(f"/messages/{made.pk}").status_code == 404


def test_a_person_writes_from_the_page(bureau: Bureau) -> None:
    client = Client()
    client.force_login(bureau.place.person("sun", "county_bureau", bureau.place.plain))
    said = {"account": bureau.wang.pk, "subject": "请核对数据", "text": "见附表。"}
    assert client.post("/messages/new", said).status_code == 302
    assert inbox(bureau, bureau.wang)[0].text == "见附表。"


def test_chinese_in_a_message_is_found(bureau: Bureau) -> None:
    send(bureau.li, ToAccount(bureau.wang), SENTENCE, {**PARAMS, "more": "青禾镇"})
    assert Message.objects.filter(params__icontains="青禾镇").exists()
