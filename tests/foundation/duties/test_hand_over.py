"""When a person leaves, what is owed goes with the post: into the successor's inbox, out of the leaver's."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.people_known import Place
from jiyue.foundation.duties import actions
from jiyue.foundation.duties.todo import items
from jiyue.foundation.people.actions.handover import hand_over, left_open
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Holding, Organisation, Post


def owed(account: Account, on: date) -> list[date | None]:
    """The days by which the inbox of ``account`` says that its own office owes something."""
    found = items(actor_of(account, on), on)
    return [
        item.due for item in found if item.address.startswith("/duties/") and "reminders" not in item.address
    ]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def statistics(place: Place) -> Organisation:
    return Organisation.objects.create(name="平川县统计局", sector="statistics", unit=place.plain)


@pytest.fixture
def li(place: Place, statistics: Organisation, today: date) -> Account:
    """The only clerk of the statistics bureau, which owes a figure of last year."""
    account = place.person("li", "department", place.plain, organisation=statistics)
    arranger = place.actor("wu", "county_bureau", place.plain)
    facts = {"measures": ["construction_land"], "units": [place.plain], "year": today.year - 1, "days": 15}
    actions.arrange(arranger, organisation=statistics, frequency="year", **facts)
    return account


@pytest.fixture
def qian(place: Place) -> Account:
    return place.person("qian", "security_admin", place.city)


def post_of(account: Account) -> Post:
    return Holding.objects.get(account=account).post


def test_the_duties_of_the_office_follow_the_post(
    place: Place, qian: Account, li: Account, today: date
) -> None:
    heir = place.person("sun", "village", place.town)
    tomorrow = today + timedelta(days=1)
    assert (len(owed(li, today)), owed(heir, today)) == (1, [])
    hand_over(actor_of(qian, today), li, last_day=today, successors={post_of(li).pk: heir})
    assert (owed(li, tomorrow), len(owed(heir, tomorrow))) == ([], 1)


def test_the_page_says_what_is_still_open_and_goes_along(qian: Account, li: Account, today: date) -> None:
    assert [(one.title, one.count) for one in left_open(li, today)] == [("Figures to hand in", 1)]
    client = Client()
    client.force_login(qian)
    page = client.get(reverse("account-hand-over", args=[li.pk])).content.decode()
    assert "尚未办结、随岗位移交：应报送的数据 1" in page
    assert "建设用地" not in page


def test_a_vacant_post_leaves_its_work_to_nobody_and_says_so(qian: Account, li: Account, today: date) -> None:
    client = Client()
    client.force_login(qian)
    sent = {"last_day": today.isoformat(), f"vacant-{post_of(li).pk}": "on"}
    answer = client.post(reverse("account-hand-over", args=[li.pk]), sent, follow=True)
    assert "无人接任：应报送的数据 1" in answer.content.decode()
