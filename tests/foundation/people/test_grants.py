"""A grant is a role over a unit for some days, given by the security administrator, never to oneself."""

import pytest

from foundation.people.conftest import act, post_of
from foundation.people.test_organisations import codes
from jiyue.engine.messages import language
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.people.actions.grants import end_grant, end_holding, give_grant, name_holder
from jiyue.foundation.people.models import Grant, Holding, Post


def test_a_grant_reaches_from_its_first_day_to_its_last(place, qian, li, days) -> None:
    give_grant(
        act(qian),
        post_of(li),
        role="leading_group",
        unit=place.river,
        valid_from=days.tomorrow,
        valid_to=days.after(3),
    )
    path = place.river.path
    assert not act(li).may("evidence.read", path=path)
    assert act(li, days.tomorrow).may("evidence.read", path=path)
    assert act(li, days.after(3)).may("evidence.read", path=path)
    assert not act(li, days.after(4)).may("evidence.read", path=path)


def test_the_sentence_of_a_grant_speaks_both_languages(place, qian, li, days) -> None:
    give_grant(act(qian), post_of(li), role="expert", unit=place.plain, valid_from=days.today)
    line = AuditLine.objects.latest("seq")
    assert "专家" in spoken(line)
    assert "长期" in spoken(line)
    with language("en"):
        assert "Expert" in spoken(line)
        assert "without end" in spoken(line)


@pytest.mark.parametrize("role", ["system_admin", "audit_admin", "county_bureau", "city_office"])
def test_only_the_security_administrator_grants(place, li, role, days) -> None:
    actor = act(place.person("wu", role, place.city))
    with pytest.raises(Refused) as refused:
        give_grant(actor, post_of(li), role="expert", unit=place.plain, valid_from=days.today)
    assert codes(refused) == {"NOT_ALLOWED"}


def test_a_security_administrator_cannot_grant_to_the_own_post(place, qian, days) -> None:
    with pytest.raises(Refused) as refused:
        give_grant(act(qian), post_of(qian), role="city_office", unit=place.city, valid_from=days.today)
    assert codes(refused) == {"OWN_RIGHTS"}


def test_nor_to_a_post_that_waits_for_the_own_account(place, qian, days) -> None:
    post = Post.objects.create(organisation=qian.organisation, title="新岗")
    Holding.objects.create(post=post, account=qian, kind=Holding.DEPUTY, valid_from=days.after(30))
    with pytest.raises(Refused) as refused:
        give_grant(act(qian), post, role="security_admin", unit=place.city, valid_from=days.today)
    assert codes(refused) == {"OWN_RIGHTS"}


def test_nor_name_the_own_account_to_a_post(place, qian, li, days) -> None:
    for kind, last in ((Holding.HOLDER, None), (Holding.DEPUTY, days.tomorrow)):
        with pytest.raises(Refused) as refused:
            name_holder(
                act(qian), post_of(li), qian, kind=kind, valid_from=days.today, valid_to=last, reason="x"
            )
        assert codes(refused) == {"OWN_RIGHTS"}


def test_nor_end_the_grants_of_the_own_post(place, qian, days) -> None:
    grant = Grant.objects.get(post=post_of(qian))
    with pytest.raises(Refused) as refused:
        end_grant(act(qian), grant, days.today)
    assert codes(refused) == {"OWN_RIGHTS"}


@pytest.mark.parametrize("role", ["public", "emperor", ""])
def test_a_role_that_is_not_in_the_table_is_refused(place, qian, li, days, role) -> None:
    with pytest.raises(Refused) as refused:
        give_grant(act(qian), post_of(li), role=role, unit=place.plain, valid_from=days.today)
    assert codes(refused) == {"NO_SUCH_ROLE"}


def test_dates_that_are_turned_or_over_are_refused(place, qian, li, days) -> None:
    post = post_of(li)
    with pytest.raises(Refused) as refused:
        give_grant(
            act(qian),
            post,
            role="expert",
            unit=place.plain,
            valid_from=days.tomorrow,
            valid_to=days.today,
        )
    assert codes(refused) == {"DATES_TURNED"}
    with pytest.raises(Refused) as refused:
        give_grant(act(qian), post, role="expert", unit=place.plain, valid_from=days.yesterday)
    assert codes(refused) == {"START_PAST"}


def test_the_same_grant_is_not_given_twice_for_a_day(place, qian, li, days) -> None:
    with pytest.raises(Refused) as refused:
        give_grant(act(qian), post_of(li), role="county_bureau", unit=place.plain, valid_from=days.today)
    assert codes(refused) == {"ALREADY_GIVEN"}


def test_an_ended_grant_reaches_nothing_from_the_next_day_on(place, qian, li, days) -> None:
    grant = Grant.objects.get(post=post_of(li))
    end_grant(act(qian), grant, days.today)
    assert act(li).can("units.read")
    assert not act(li, days.tomorrow).can("units.read")
    with pytest.raises(Refused) as refused:
        end_grant(act(qian), grant, days.today)
    assert codes(refused) == {"OVER_ALREADY"}


def test_rights_are_not_ended_in_the_past(place, qian, li, days) -> None:
    with pytest.raises(Refused) as refused:
        end_grant(act(qian), Grant.objects.get(post=post_of(li)), days.after(-2))
    assert codes(refused) == {"DAY_PAST"}


def test_a_holding_that_has_not_begun_goes_away(place, qian, li, wang, days) -> None:
    made = name_holder(act(qian), post_of(li), wang, valid_from=days.after(9))
    end_holding(act(qian), made, days.today)
    assert not Holding.objects.filter(pk=made.pk).exists()


def test_a_deputy_needs_a_last_day(place, qian, li, wang, days) -> None:
    with pytest.raises(Refused) as refused:
        name_holder(act(qian), post_of(li), wang, kind=Holding.DEPUTY, valid_from=days.today)
    assert codes(refused) == {"DEPUTY_WITHOUT_END"}


def test_nobody_holds_a_post_twice_at_once(place, qian, li, days) -> None:
    with pytest.raises(Refused) as refused:
        name_holder(act(qian), post_of(li), li, valid_from=days.tomorrow)
    assert codes(refused) == {"ALREADY_HOLDS"}


def test_nor_name_a_deputy_to_the_own_post_or_end_one(place, qian, li, wang, days) -> None:
    span = {"kind": Holding.DEPUTY, "valid_from": days.today, "valid_to": days.tomorrow}
    with pytest.raises(Refused) as refused:
        name_holder(act(qian), post_of(qian), li, **span)
    assert codes(refused) == {"OWN_RIGHTS"}
    other = place.person("he", "security_admin", place.city)
    deputy = Holding.objects.create(post=post_of(qian), account=other, **span)
    for holding in (deputy, Holding.objects.get(account=qian)):
        with pytest.raises(Refused) as refused:
            end_holding(act(qian), holding, days.today)
        assert codes(refused) == {"OWN_RIGHTS"}
