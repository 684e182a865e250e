"""When a person leaves, grants follow the post: the successor has them the day after the last day."""

import pytest

from foundation.people.conftest import act, post_of
from foundation.people.test_organisations import codes
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people.actions.accounts import close_account, reopen_account
from jiyue.foundation.people.actions.delegation import delegate
from jiyue.foundation.people.actions.grants import give_grant, name_holder
from jiyue.foundation.people.actions.handover import hand_over
from jiyue.foundation.people.actions.organisations import open_post
from jiyue.foundation.people.models import Holding, Token
from jiyue.foundation.people.tokens import actor_from_token
from jiyue.foundation.units.models import Unit


@pytest.fixture
def second(place, zhao, qian, li, days):
    """A second post that Li holds, with a role over the other county."""
    post = open_post(act(zhao), li.organisation, title="联络岗")
    give_grant(act(qian), post, role="leading_group", unit=place.river, valid_from=days.today)
    name_holder(act(qian), post, li, valid_from=days.today)
    return post


def test_the_successor_gets_the_grants_the_day_after(place, qian, li, days) -> None:
    heir = place.person("sun", "village", place.town)
    post = post_of(li)
    hand_over(act(qian), li, last_day=days.today, successors={post.pk: heir})
    assert act(li).has("county_bureau")
    assert not act(heir).has("county_bureau")
    assert not act(li, days.tomorrow).held
    assert act(heir, days.tomorrow).has("county_bureau")
    seen = set(Unit.objects.reached(act(heir, days.tomorrow), "units.read"))
    assert place.plain in seen
    assert place.river not in seen


def test_each_post_goes_its_own_way(place, qian, li, wang, second, days) -> None:
    first = Holding.objects.filter(account=li).exclude(post=second).get().post
    before = AuditLine.objects.count()
    hand_over(act(qian), li, last_day=days.today, successors={first.pk: wang, second.pk: None})
    assert set(Holding.objects.on(days.tomorrow).filter(post=first).values_list("account", flat=True)) == {
        wang.pk
    }
    assert not Holding.objects.on(days.tomorrow).filter(post=second).exists()
    lines = AuditLine.objects.filter(seq__gt=before).order_by("seq").values_list("action", flat=True)
    assert [a.rpartition(".")[2] for a in lines] == ["pass_post", "pass_post", "close_account"]


def test_the_account_lives_through_its_last_day(qian, li, days, client) -> None:
    hand_over(act(qian), li, last_day=days.tomorrow, successors={post_of(li).pk: None})
    li.refresh_from_db()
    assert li.is_active
    assert li.last_day == days.tomorrow
    assert not type(li).objects.living(days.after(2)).filter(pk=li.pk).exists()


def test_an_account_that_moves_keeps_signing_in_and_loses_the_post(place, qian, li, days) -> None:
    elsewhere = place.person("he", "county_bureau", place.river).organisation
    hand_over(act(qian), li, last_day=days.yesterday, successors={post_of(li).pk: None}, moves_to=elsewhere)
    li.refresh_from_db()
    assert li.is_active
    assert li.organisation == elsewhere
    assert not act(li).held


def test_every_post_must_be_decided(qian, li, second, days) -> None:
    with pytest.raises(Refused) as refused:
        hand_over(act(qian), li, last_day=days.today, successors={second.pk: None})
    assert codes(refused) == {"POST_UNDECIDED"}
    assert Holding.objects.filter(account=li, valid_to=None).count() == 2


def test_a_closed_account_has_nothing_to_hand_over(qian, li, days) -> None:
    post = post_of(li)
    close_account(act(qian), li, days.yesterday)
    with pytest.raises(Refused) as refused:
        hand_over(act(qian), li, last_day=days.today, successors={post.pk: None})
    assert codes(refused) == {"CLOSED_ALREADY"}


def test_the_leaver_does_not_follow_on_the_own_post(qian, li, days) -> None:
    with pytest.raises(Refused) as refused:
        hand_over(act(qian), li, last_day=days.today, successors={post_of(li).pk: li})
    assert codes(refused) == {"SUCCESSOR_LEAVES"}


def test_a_closed_successor_is_refused(qian, li, wang, days) -> None:
    close_account(act(qian), wang, days.yesterday)
    with pytest.raises(Refused) as refused:
        hand_over(act(qian), li, last_day=days.today, successors={post_of(li).pk: wang})
    assert codes(refused) == {"CLOSED_ALREADY"}
    li.refresh_from_db()
    assert li.last_day is None


def test_a_security_administrator_neither_leaves_nor_follows_by_the_own_hand(place, qian, li, days) -> None:
    with pytest.raises(Refused) as refused:
        hand_over(act(qian), qian, last_day=days.today, successors={post_of(qian).pk: None})
    assert codes(refused) == {"OWN_RIGHTS"}
    with pytest.raises(Refused) as refused:
        hand_over(act(qian), li, last_day=days.today, successors={post_of(li).pk: qian})
    assert codes(refused) == {"OWN_RIGHTS"}


@pytest.mark.parametrize("role", ["system_admin", "county_bureau", "city_office"])
def test_only_the_security_administrator_hands_over(place, li, days, role) -> None:
    actor = act(place.person("wu", role, place.city))
    with pytest.raises(Refused) as refused:
        hand_over(actor, li, last_day=days.today, successors={post_of(li).pk: None})
    assert codes(refused) == {"NOT_ALLOWED"}


def test_what_the_leaver_delegated_ends_too(qian, li, wang, days) -> None:
    post = post_of(li)
    delegate(act(li), post, wang, valid_from=days.today, valid_to=days.after(20), reason="外出")
    hand_over(act(qian), li, last_day=days.after(2), successors={post.pk: None})
    assert Holding.objects.get(post=post, kind=Holding.DEPUTY).valid_to == days.after(2)


def test_what_the_leaver_did_as_a_deputy_ends_too(qian, li, wang, days) -> None:
    post = post_of(wang)
    delegate(act(wang), post, li, valid_from=days.today, valid_to=days.after(20), reason="外出")
    hand_over(act(qian), li, last_day=days.today, successors={post_of(li).pk: None})
    assert Holding.objects.get(post=post, kind=Holding.DEPUTY).valid_to == days.today


def test_a_closed_account_loses_tokens_and_posts_for_good(place, qian, li, days) -> None:
    from jiyue.foundation.people.actions.own import make_token

    key = make_token(act(li), li, name="取数", chosen=["units.read"], last_day=days.after(9))
    assert actor_from_token(f"Bearer {key}") is not None
    close_account(act(qian), li, days.yesterday)
    assert actor_from_token(f"Bearer {key}") is None
    reopen_account(act(qian), li)
    assert actor_from_token(f"Bearer {key}") is None
    assert not Token.objects.open().exists()
    assert not act(li).held
