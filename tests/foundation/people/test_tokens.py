"""A token lets a program do a chosen part of what its owner may, for a time, and never more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.people.conftest import act, post_of
from foundation.people.test_organisations import codes
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people.actions.accounts import (
    close_account,
    invite,
    reopen_account,
    reset_password,
)
from jiyue.foundation.people.actions.grants import end_grant
from jiyue.foundation.people.actions.own import change_contact, close_token, make_token
from jiyue.foundation.people.links import open_link
from jiyue.foundation.people.models import Grant, OneTimeLink, Token
from jiyue.foundation.people.tokens import actor_from_token
from jiyue.foundation.policy import security


@pytest.fixture
def key(li, days) -> str:
    return make_token(act(li), li, name="取数", chosen=["units.read"], last_day=days.after(30))


def test_it_may_what_was_chosen_and_nothing_else(place, key) -> None:
    actor = actor_from_token(f"Bearer {key}")
    assert actor.via == "api"
    assert actor.may("units.read", path=place.town.path)
    assert not actor.may("units.read", path=place.river.path)
    assert not actor.can("evidence.read")
    assert not actor.can("account.own")
    assert not actor.can("public.read")


def test_the_key_is_kept_as_a_digest_only(key) -> None:
    assert key not in str(list(Token.objects.values())) + str(list(AuditLine.objects.values()))


@pytest.mark.parametrize(
    "header",
    ["", None, "Bearer", "Bearer ", "Basic abc", "Bearer jiyue_", "Bearer jiyue_" + "A" * 43, "jiyue_x"],
)
def test_a_forged_header_is_nobody(key, header) -> None:
    assert actor_from_token(header) is None


def test_a_changed_key_is_nobody(key) -> None:
    assert actor_from_token(f"Bearer {key[:-1]}{'A' if key[-1] != 'A' else 'B'}") is None
    assert actor_from_token(f"Bearer {key}x") is None


def test_an_expired_or_closed_one_is_nobody(li, key) -> None:
    Token.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert actor_from_token(f"Bearer {key}") is None
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    assert actor_from_token(f"Bearer {key}") is not None
    close_token(act(li), Token.objects.get())
    assert actor_from_token(f"Bearer {key}") is None


def test_it_lasts_through_its_last_day(li, key, days) -> None:
    local = timezone.localtime(Token.objects.get().expires)
    assert local.date() == days.after(31)
    assert (local.hour, local.minute) == (0, 0)


def test_what_the_owner_loses_the_token_loses(qian, li, key, days) -> None:
    end_grant(act(qian), Grant.objects.get(post=post_of(li)), days.yesterday)
    assert not actor_from_token(f"Bearer {key}").can("units.read")


@pytest.mark.parametrize(
    "chosen",
    [["system.read"], ["units.read", "accounts.manage"], ["account.own"], ["api.tokens"], ["nonsense"]],
)
def test_nobody_gives_a_token_more_than_one_has(li, days, chosen) -> None:
    with pytest.raises(Refused) as refused:
        make_token(act(li), li, name="越权", chosen=chosen, last_day=days.after(30))
    assert codes(refused) == {"TOKEN_TOO_MUCH"}
    assert not Token.objects.exists()


def test_an_empty_choice_is_refused(li, days) -> None:
    with pytest.raises(Refused) as refused:
        make_token(act(li), li, name="空", chosen=[], last_day=days.after(30))
    assert codes(refused) == {"TOKEN_EMPTY"}


def test_a_token_has_an_end(li, days) -> None:
    for last in (days.today, days.after(security("token_days") + 1)):
        with pytest.raises(Refused) as refused:
            make_token(act(li), li, name="久", chosen=["units.read"], last_day=last)
        assert codes(refused) == {"TOKEN_SPAN"}


def test_a_token_makes_no_token_and_keeps_off_the_account(li, key, days) -> None:
    actor = actor_from_token(f"Bearer {key}")
    for deed in (
        lambda: make_token(actor, li, name="再", chosen=["units.read"], last_day=days.after(9)),
        lambda: close_token(actor, Token.objects.get()),
        lambda: change_contact(actor, li, email="a@b.cn"),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert codes(refused) == {"NOT_ALLOWED"}


def test_nobody_closes_or_makes_the_token_of_another(li, wang, key, days) -> None:
    with pytest.raises(Refused) as refused:
        close_token(act(wang), Token.objects.get())
    assert codes(refused) == {"NOT_ALLOWED"}
    with pytest.raises(Refused) as refused:
        make_token(act(wang), li, name="替", chosen=["units.read"], last_day=days.after(9))
    assert codes(refused) == {"NOT_ALLOWED"}


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin", "village"])
def test_administrators_have_no_tokens(place, days, role) -> None:
    wu = place.person("wu", role, place.city)
    with pytest.raises(Refused) as refused:
        make_token(act(wu), wu, name="后门", chosen=["units.read"], last_day=days.after(9))
    assert codes(refused) == {"NOT_ALLOWED"}


def test_the_page_shows_the_key_once(client, li, days) -> None:
    client.force_login(li)
    said = {"name": "取数", "permissions": ["units.read"], "last_day": days.after(9).isoformat()}
    answer = client.post("/account/tokens/new", said)
    key = answer.context["shown"]
    assert actor_from_token(f"Bearer {key}") is not None
    assert key not in client.get("/account").content.decode()
    assert "取数" in client.get("/account").content.decode()
    token = Token.objects.get()
    assert client.post(f"/account/tokens/{token.pk}/close").status_code == 302
    assert actor_from_token(f"Bearer {key}") is None


def test_an_account_that_is_opened_again_has_no_old_links_and_tokens(qian, li, key, days) -> None:
    link = invite(act(qian), li)
    close_account(act(qian), li, days.tomorrow)
    reopen_account(act(qian), li)
    assert actor_from_token(f"Bearer {key}") is None
    with pytest.raises(Refused):
        open_link(link, OneTimeLink.INVITE)


def test_a_reset_password_closes_the_tokens(qian, li, key) -> None:
    reset_password(act(qian), li)
    assert actor_from_token(f"Bearer {key}") is None
