"""A holder lets a colleague stand in: the own post, within the own time, for a limited span."""

import pytest

from foundation.people.conftest import act, post_of
from foundation.people.test_organisations import codes
from jiyue.engine.problems import Refused
from jiyue.foundation.people.actions.accounts import close_account
from jiyue.foundation.people.actions.delegation import delegate, end_delegation
from jiyue.foundation.people.actions.grants import end_holding
from jiyue.foundation.people.models import Grant, Holding
from jiyue.foundation.policy import security


@pytest.fixture
def span(days):
    return {"valid_from": days.today, "valid_to": days.after(6), "reason": "外出学习"}


@pytest.fixture
def chen(place, li):
    """A colleague whose own post has no role."""
    chen = place.person("chen", "expert", place.plain, li.organisation)
    Grant.objects.filter(post=post_of(chen)).delete()
    return chen


def test_the_deputy_has_the_post_for_these_days_only(li, chen, span, days) -> None:
    assert not act(chen).can("evidence.add")
    delegate(act(li), post_of(li), chen, **span)
    assert act(chen).can("evidence.add")
    assert act(chen, days.after(6)).can("evidence.add")
    assert not act(chen, days.after(7)).can("evidence.add")
    assert act(li).can("evidence.add")


def test_nobody_delegates_a_post_of_another(li, wang, chen, span) -> None:
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(wang), chen, **span)
    assert codes(refused) == {"POST_NOT_YOURS"}


def test_a_deputy_does_not_delegate_further(li, wang, chen, span) -> None:
    delegate(act(li), post_of(li), wang, **span)
    with pytest.raises(Refused) as refused:
        delegate(act(wang), post_of(li), chen, **span)
    assert codes(refused) == {"POST_NOT_YOURS"}


def test_nobody_delegates_beyond_the_own_time(li, chen, span, days) -> None:
    Holding.objects.filter(account=li).update(valid_to=days.after(5))
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(li), chen, **span)
    assert codes(refused) == {"POST_NOT_YOURS"}


def test_a_delegation_is_not_longer_than_the_rule_allows(li, chen, span, days) -> None:
    most = security("delegation_days")
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(li), chen, **{**span, "valid_to": days.after(most)})
    assert codes(refused) == {"DELEGATION_TOO_LONG"}
    delegate(act(li), post_of(li), chen, **{**span, "valid_to": days.after(most - 1)})


def test_a_stranger_is_not_let_in(place, li, span) -> None:
    stranger = place.person("he", "county_bureau", place.river)
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(li), stranger, **span)
    assert codes(refused) == {"DEPUTY_ELSEWHERE"}


def test_nobody_is_the_own_deputy(li, span) -> None:
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(li), li, **span)
    assert codes(refused) == {"DEPUTY_YOURSELF"}


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin", "enterprise"])
def test_administrators_and_enterprises_do_not_delegate(place, li, span, role) -> None:
    actor = act(place.person("wu", role, place.plain, li.organisation))
    with pytest.raises(Refused) as refused:
        delegate(actor, post_of(li), li, **span)
    assert codes(refused) == {"NOT_ALLOWED"}


def test_a_closed_colleague_does_not_stand_in(li, chen, span, days) -> None:
    chen.last_day = days.yesterday
    chen.save()
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(li), chen, **span)
    assert codes(refused) == {"CLOSED_ALREADY"}


def test_nor_one_who_leaves_before_the_end(li, chen, span, days) -> None:
    chen.last_day = days.after(3)
    chen.save()
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(li), chen, **span)
    assert codes(refused) == {"LEAVES_EARLIER"}


def test_the_giver_takes_a_delegation_back_at_once(li, wang, chen, span) -> None:
    made = delegate(act(li), post_of(li), chen, **span)
    with pytest.raises(Refused) as refused:
        end_delegation(act(wang), made)
    assert codes(refused) == {"NOT_ALLOWED"}
    end_delegation(act(li), made)
    assert not act(chen).can("evidence.add")


def test_delegations_end_with_the_holder_s_own_time(qian, li, chen, span, days) -> None:
    delegate(act(li), post_of(li), chen, **span)
    end_holding(act(qian), Holding.objects.get(account=li), days.today)
    assert act(chen).can("evidence.add")
    assert not act(chen, days.tomorrow).can("evidence.add")


def test_what_an_account_delegated_ends_with_it(qian, li, chen, wang, span, days) -> None:
    delegate(act(li), post_of(li), chen, **span)
    delegate(act(li), post_of(li), wang, **{**span, "valid_from": days.after(3)})
    close_account(act(qian), li, days.yesterday)
    assert not Holding.objects.filter(given_by=li, valid_to__gt=days.yesterday).exists()
    assert not act(chen).can("evidence.add")
