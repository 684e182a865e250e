"""One-time links: an invitation sets the password, a link of an enterprise signs in; both work once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.people.conftest import act
from foundation.people.test_organisations import codes
from foundation.people_known import PASSWORD
from jiyue.engine.problems import Refused
from jiyue.foundation.people.actions.accounts import (
    close_account,
    invite,
    open_account,
    reset_password,
    revoke_invitation,
)
from jiyue.foundation.people.actions.enterprises import (
    admit_enterprise,
    give_enterprise_link,
    revoke_enterprise_link,
)
from jiyue.foundation.people.actions.grants import give_grant
from jiyue.foundation.people.models import OneTimeLink
from jiyue.foundation.policy import security

NEW = {"new": "green-river-77-boat", "again": "green-river-77-boat"}


@pytest.fixture
def guest(qian, li):
    return open_account(act(qian), username="Guo", name="郭静", organisation=li.organisation)


@pytest.fixture
def mill(place, li):
    return admit_enterprise(act(li), name="云河纺织有限公司", unit=place.town)


def test_an_invitation_sets_the_password_once(client, qian, guest) -> None:
    key = invite(act(qian), guest)
    assert guest.check_password("anything") is False
    page = client.get(f"/welcome/{key}")
    assert page.status_code == 200
    assert "郭静" in page.content.decode()
    assert client.post(f"/welcome/{key}", NEW).status_code == 302
    assert client.post("/sign-in", {"username": "GUO", "password": NEW["new"]}).status_code == 302
    assert client.get(f"/welcome/{key}").status_code == 409
    other = {"new": "another-way-88-in", "again": "another-way-88-in"}
    assert client.post(f"/welcome/{key}", other).status_code == 409
    guest.refresh_from_db()
    assert guest.check_password(NEW["new"])


def test_a_password_that_breaks_a_rule_leaves_the_link_open(client, qian, guest) -> None:
    key = invite(act(qian), guest)
    assert client.post(f"/welcome/{key}", {"new": "short", "again": "short"}).status_code == 409
    assert client.post(f"/welcome/{key}", {**NEW, "again": "different-99"}).status_code == 400
    assert client.post(f"/welcome/{key}", NEW).status_code == 302


def test_the_key_stands_nowhere_in_the_database(qian, guest) -> None:
    from jiyue.foundation.audit.models import AuditLine

    key = invite(act(qian), guest)
    link = OneTimeLink.objects.get()
    assert key not in str(vars(link))
    assert key not in str(list(AuditLine.objects.values()))


def test_a_link_is_too_old_after_the_hours_of_the_rule(client, qian, guest) -> None:
    key = invite(act(qian), guest)
    left = OneTimeLink.objects.get().expires - timezone.now()
    assert timedelta(hours=security("link_hours") - 1) < left <= timedelta(hours=security("link_hours"))
    OneTimeLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/welcome/{key}").status_code == 409


def test_a_new_link_replaces_the_one_before(client, qian, guest) -> None:
    old, new = invite(act(qian), guest), invite(act(qian), guest)
    assert client.get(f"/welcome/{old}").status_code == 409
    assert client.get(f"/welcome/{new}").status_code == 200


def test_a_revoked_link_and_one_of_a_closed_account_are_dead(client, qian, guest, days) -> None:
    key = invite(act(qian), guest)
    revoke_invitation(act(qian), guest)
    assert client.get(f"/welcome/{key}").status_code == 409
    key = invite(act(qian), guest)
    close_account(act(qian), guest, days.yesterday)
    assert client.get(f"/welcome/{key}").status_code == 409


def test_a_forged_link_is_dead(client, db) -> None:
    assert client.get("/welcome/" + "A" * 43).status_code == 409
    assert client.get("/come-in/" + "A" * 43).status_code == 409


def test_a_reset_ends_the_password_and_every_session(client, qian, li) -> None:
    assert client.post("/sign-in", {"username": "li", "password": PASSWORD}).status_code == 302
    assert client.get("/account").status_code == 200
    key = reset_password(act(qian), li)
    assert client.get("/account").status_code == 302
    assert client.post("/sign-in", {"username": "li", "password": PASSWORD}).status_code == 403
    same = {"new": PASSWORD, "again": PASSWORD}
    assert client.post(f"/welcome/{key}", same).status_code == 409
    assert client.post(f"/welcome/{key}", NEW).status_code == 302


def test_a_security_administrator_resets_others_only(qian) -> None:
    for deed in (reset_password, invite):
        with pytest.raises(Refused) as refused:
            deed(act(qian), qian)
        assert codes(refused) == {"OWN_RIGHTS"}


@pytest.mark.parametrize("role", ["system_admin", "audit_admin", "county_bureau"])
def test_nobody_else_invites_or_resets(place, li, role) -> None:
    actor = act(place.person("wu", role, place.city))
    for deed in (reset_password, invite):
        with pytest.raises(Refused) as refused:
            deed(actor, li)
        assert codes(refused) == {"NOT_ALLOWED"}


def test_an_enterprise_comes_in_for_one_session(client, li, mill) -> None:
    key = give_enterprise_link(act(li), mill)
    assert client.get(f"/come-in/{key}").status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(f"/come-in/{key}").status_code == 302
    assert client.get("/account").status_code == 200
    assert client.session.get_expire_at_browser_close()
    client.post("/sign-out")
    assert client.post(f"/come-in/{key}").status_code == 409
    assert client.get("/account").status_code == 302


def test_an_enterprise_s_link_is_issued_again_and_revoked(client, li, mill) -> None:
    old, new = give_enterprise_link(act(li), mill), give_enterprise_link(act(li), mill)
    assert client.post(f"/come-in/{old}").status_code == 409
    revoke_enterprise_link(act(li), mill)
    assert client.post(f"/come-in/{new}").status_code == 409


def test_an_enterprise_sees_what_is_its_own(mill) -> None:
    actor = act(mill)
    assert actor.limits("registry.read").organisations == {mill.organisation_id}
    assert not actor.can("people.read")


def test_a_link_of_an_enterprise_does_not_open_an_invitation(client, qian, li, mill, guest) -> None:
    assert client.get(f"/welcome/{give_enterprise_link(act(li), mill)}").status_code == 409
    assert client.post(f"/come-in/{invite(act(qian), guest)}").status_code == 409


def test_no_link_opens_the_account_of_a_bureau(li, wang) -> None:
    with pytest.raises(Refused) as refused:
        give_enterprise_link(act(li), wang)
    assert codes(refused) == {"NOT_ENTERPRISE"}


def test_nor_an_enterprise_that_was_given_more_since(client, place, qian, li, mill, days) -> None:
    key = give_enterprise_link(act(li), mill)
    post = mill.holdings.get().post
    give_grant(act(qian), post, role="survey_firm", unit=place.plain, valid_from=days.tomorrow)
    with pytest.raises(Refused) as refused:
        give_enterprise_link(act(li), mill)
    assert codes(refused) == {"NOT_ENTERPRISE"}
    assert client.post(f"/come-in/{key}").status_code == 409


def test_a_county_admits_and_links_within_its_own_land_only(place, mill) -> None:
    he = act(place.person("he", "county_bureau", place.river))
    with pytest.raises(Refused) as refused:
        give_enterprise_link(he, mill)
    assert codes(refused) == {"NOT_ALLOWED"}
    with pytest.raises(Refused) as refused:
        admit_enterprise(he, name="外县企业", unit=place.town)
    assert codes(refused) == {"NOT_ALLOWED"}
