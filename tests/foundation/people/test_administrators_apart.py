"""No account is an administrator and anything else at once: not now, not later, not by any way."""

import threading
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from foundation.people.conftest import act, post_of
from foundation.people.test_organisations import codes
from jiyue.engine.problems import Refused
from jiyue.foundation.people.actions.delegation import delegate
from jiyue.foundation.people.actions.grants import give_grant, name_holder
from jiyue.foundation.people.actions.handover import hand_over
from jiyue.foundation.people.models import Holding, Post
from jiyue.foundation.people.separation import Spell, clashes, spells

ADMINISTRATORS = ["system_admin", "security_admin", "audit_admin"]


@pytest.fixture
def sun(place):
    return place.person("sun", "audit_admin", place.city)


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_a_post_with_a_role_gets_no_administrator_s(place, qian, li, days, role) -> None:
    with pytest.raises(Refused) as refused:
        give_grant(act(qian), post_of(li), role=role, unit=place.city, valid_from=days.today)
    assert codes(refused) == {"ROLES_APART"}
    assert not act(li).has(role)


def test_an_administrator_s_post_gets_no_other_role(place, qian, sun, days) -> None:
    for role in ("county_bureau", "system_admin"):
        with pytest.raises(Refused) as refused:
            give_grant(act(qian), post_of(sun), role=role, unit=place.city, valid_from=days.after(400))
        assert codes(refused) == {"ROLES_APART"}


def test_nor_does_a_vacant_post(place, qian, days) -> None:
    post = Post.objects.create(organisation=qian.organisation, title="空岗")
    give_grant(act(qian), post, role="audit_admin", unit=place.city, valid_from=days.today)
    with pytest.raises(Refused) as refused:
        give_grant(act(qian), post, role="expert", unit=place.city, valid_from=days.tomorrow)
    assert codes(refused) == {"ROLES_APART"}


def test_a_clerk_is_not_named_to_an_administrator_s_post(place, qian, sun, li, days) -> None:
    for kind, last in ((Holding.HOLDER, None), (Holding.DEPUTY, days.after(40))):
        with pytest.raises(Refused) as refused:
            name_holder(
                act(qian), post_of(sun), li, kind=kind, valid_from=days.after(30), valid_to=last, reason="x"
            )
        assert codes(refused) == {"ROLES_APART"}


def test_an_administrator_is_not_named_deputy_of_a_clerk(place, qian, sun, li, days) -> None:
    with pytest.raises(Refused) as refused:
        name_holder(
            act(qian),
            post_of(li),
            sun,
            kind=Holding.DEPUTY,
            valid_from=days.today,
            valid_to=days.tomorrow,
            reason="休假",
        )
    assert codes(refused) == {"ROLES_APART"}


def test_a_clerk_cannot_delegate_to_an_administrator(place, li, days) -> None:
    admin = place.person("sun", "audit_admin", place.city, li.organisation)
    with pytest.raises(Refused) as refused:
        delegate(act(li), post_of(li), admin, valid_from=days.today, valid_to=days.tomorrow, reason="休假")
    assert codes(refused) == {"ROLES_APART"}


def test_a_hand_over_to_an_administrator_changes_nothing(place, qian, sun, li, days) -> None:
    post = post_of(li)
    with pytest.raises(Refused) as refused:
        hand_over(act(qian), li, last_day=days.today, successors={post.pk: sun})
    assert codes(refused) == {"ROLES_APART"}
    li.refresh_from_db()
    assert li.last_day is None
    assert Holding.objects.get(post=post).valid_to is None


def test_one_after_the_other_is_allowed(place, qian, sun, li, days) -> None:
    post = post_of(li)
    hand_over(act(qian), li, last_day=days.after(5), successors={post.pk: None}, moves_to=sun.organisation)
    name_holder(act(qian), post_of(sun), li, valid_from=days.after(6))
    assert act(li, days.after(5)).has("county_bureau")
    assert act(li, days.after(6)).has("audit_admin")
    assert not act(li, days.after(6)).has("county_bureau")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["expert", "township", "audit_admin", "system_admin"]),
            st.integers(1, 28),
            st.one_of(st.none(), st.integers(1, 28)),
        ),
        max_size=5,
    )
)
def test_clashes_are_found_exactly_when_a_day_has_both(rows) -> None:
    given_spells = [
        Spell(role, date(2030, 1, first), None if last is None else date(2030, 1, max(first, last)))
        for role, first, last in rows
    ]

    def on(day: date) -> set[str]:
        return {s.role for s in given_spells if s.start <= day and (s.end is None or day <= s.end)}

    together = any(
        len(on(date(2030, 1, d))) > 1 and on(date(2030, 1, d)) & set(ADMINISTRATORS) for d in range(1, 29)
    )
    assert bool(list(clashes("li", given_spells))) == together


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one deed write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_deeds_at_once_cannot_join_what_each_alone_may_not(place, qian, days) -> None:
    """One names Li to a vacant post while another gives that post an administrator's role."""
    li = place.person("li", "county_bureau", place.plain)
    post = Post.objects.create(organisation=li.organisation, title="空岗")
    start, refusals = threading.Barrier(2), []

    def run(deed) -> None:
        try:
            start.wait()
            deed()
        except Refused as refused:
            refusals.extend(p.code for p in refused.problems)
        finally:
            connection.close()

    deeds = [
        lambda: name_holder(act(qian), post, li, valid_from=days.today),
        lambda: give_grant(act(qian), post, role="audit_admin", unit=place.city, valid_from=days.today),
    ]
    threads = [threading.Thread(target=run, args=(d,)) for d in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["ROLES_APART"]
    held = {s.role for s in spells([li.pk], days.today)[li.pk]}
    assert not ("audit_admin" in held and len(held) > 1)
