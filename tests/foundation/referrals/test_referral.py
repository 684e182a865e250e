"""A matter goes from one room to another, is taken up, and its answer flows back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.people_known import Place
from jiyue.engine.problems import Refused
from jiyue.foundation.access import Actor
from jiyue.foundation.audit.models import AuditRef
from jiyue.foundation.people.models import Account
from jiyue.foundation.referrals import actions
from jiyue.foundation.referrals.models import Referral
from jiyue.foundation.referrals.todo import TODOS


@pytest.fixture
def scout(place: Place) -> Actor:
    return place.actor("sun", "village", place.town)


@pytest.fixture
def patrol(place: Place) -> Actor:
    return place.actor("li", "county_bureau", place.plain)


def clue(scout: Actor, place: Place, **more: object) -> Referral:
    given = {
        "from_room": "associations",
        "to_room": "patrol",
        "kind": "clue",
        "what": "青禾镇东侧耕地上新建围墙。",
        "unit": place.town,
        "about": "associations/walk/3",
        "evidence": ["files/evidence/7"],
    }
    return actions.refer(scout, **{**given, **more})


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_the_receiving_room_pulls_what_waits_the_most_urgent_first(scout: Actor, place: Place) -> None:
    today = timezone.localdate()
    late = clue(scout, place, about="a/b/1", deadline=today + timedelta(days=9))
    never = clue(scout, place, about="a/b/2")
    soon = clue(scout, place, about="a/b/3", deadline=today + timedelta(days=1))
    clue(scout, place, about="a/b/4", to_room="mines")
    assert list(Referral.objects.waiting_for("patrol")) == [soon, late, never]


def test_the_answer_flows_back_to_the_row_it_came_from(scout: Actor, patrol: Actor, place: Place) -> None:
    made = actions.take(patrol, clue(scout, place))
    actions.answer(patrol, made, "已立案查处。", about="patrol/case/12")
    found = Referral.objects.about_ref("associations/walk/3").get()
    assert (found.state, found.answer, found.answer_about) == ("answered", "已立案查处。", "patrol/case/12")
    assert not Referral.objects.waiting_for("patrol").exists()
    assert AuditRef.objects.filter(ref="associations/walk/3").count() == 3
    assert AuditRef.objects.filter(ref="patrol/case/12").count() == 1


def test_returning_needs_a_reason(scout: Actor, patrol: Actor, place: Place) -> None:
    made = clue(scout, place)
    with pytest.raises(Refused) as refused:
        actions.give_back(patrol, made, "")
    assert code(refused) == "REASON_MISSING"
    assert actions.give_back(patrol, made, "不属本部门").answer == "不属本部门"


def test_no_step_is_left_out_or_done_twice(scout: Actor, patrol: Actor, place: Place) -> None:
    made = clue(scout, place)
    with pytest.raises(Refused) as refused:
        actions.answer(patrol, made, "已查。")
    assert code(refused) == "REFERRAL_STATE"
    actions.take(patrol, made)
    with pytest.raises(Refused) as refused:
        actions.take(patrol, made)
    assert code(refused) == "REFERRAL_STATE"


def test_the_same_row_is_handed_over_once_while_it_is_open(scout: Actor, patrol: Actor, place: Place) -> None:
    made = clue(scout, place)
    assert clue(scout, place) == made
    actions.give_back(patrol, made, "线索不清")
    assert clue(scout, place) != made


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"to_room": "kitchen"}, "REFERRAL_ROOM"),
        ({"to_room": "associations"}, "REFERRAL_ROOM"),
        ({"what": "  "}, "REFERRAL_EMPTY"),
        ({"deadline": timezone.localdate() - timedelta(days=1)}, "REFERRAL_DEADLINE"),
    ],
)
def test_what_cannot_be_handed_over(scout: Actor, place: Place, more: dict, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        clue(scout, place, **more)
    assert code(refused) == problem
    assert not Referral.objects.exists()


def test_a_foreign_bureau_neither_sees_nor_takes_it(scout: Actor, place: Place) -> None:
    made = clue(scout, place)
    zhao = place.actor("zhao", "county_bureau", place.river)
    assert not Referral.objects.reached(zhao, "referrals.read").exists()
    with pytest.raises(Refused) as refused:
        actions.take(zhao, made)
    assert code(refused) == "NOT_ALLOWED"


def test_it_stands_in_the_inbox_until_it_is_answered(scout: Actor, patrol: Actor, place: Place) -> None:
    today = timezone.localdate()
    made = clue(scout, place, deadline=today)
    (todo,) = TODOS
    assert [i.urgency for i in todo.items(patrol, today)] == ["soon"]
    assert [i.urgency for i in todo.items(patrol, today + timedelta(days=1))] == ["overdue"]
    actions.give_back(patrol, made, "不属本部门")
    assert todo.count(patrol, today) == 0


def test_the_pages_lead_through_it(scout: Actor, patrol: Actor, place: Place) -> None:
    made = clue(scout, place)
    client = Client()
    client.force_login(Account.objects.get(pk=patrol.account))
    assert "执法巡查" in client.get("/referrals/?to=patrol").content.decode()
    assert client.post(f"/referrals/{made.pk}/take").status_code == 302
    assert client.post(f"/referrals/{made.pk}/answer", {"text": "已处理。"}).status_code == 302
    assert "已处理。" in client.get(f"/referrals/{made.pk}").content.decode()
