"""Sign-in through OpenID Connect, with a provider beside the test: only the true answer opens."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from foundation.people.conftest import act
from foundation.people.oidc_house import CLIENT, SECRET, House, confused, running
from foundation.people.test_organisations import codes
from jiyue.app.env import Environment
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.people.actions.accounts import unlink
from jiyue.foundation.people.models import Account
from jiyue.foundation.people.sso import oidc


@pytest.fixture
def house(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    oidc._kept.clear()
    with running(House()) as found:
        settings.OIDC = {
            "issuer": found.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "title": "市统一门户",
        }
        yield found


@pytest.fixture
def linked(li, house) -> Account:
    li.subject = f"{house.issuer} u-1001"
    li.save()
    return li


def leave(client, address: str = "/sign-in/sso") -> str:
    return str(client.get(address).headers["Location"])


def come_back(client, house: House) -> int:
    back = urlsplit(house.authorize(leave(client)))
    return int(client.get(f"{back.path}?{back.query}").status_code)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_true_answer_opens_the_linked_account(client, house, linked) -> None:
    assert "市统一门户" in client.get("/sign-in").content.decode()
    assert come_back(client, house) == 302
    assert client.session["_auth_user_id"] == str(linked.pk)
    assert "统一身份认证" in client.get("/account").content.decode()


def test_state_nonce_and_challenge_are_new_each_time(client, house, db) -> None:
    first, second = (parse_qs(urlsplit(leave(client)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 32


def test_a_wish_leads_to_the_page_that_was_wanted(client, house, linked) -> None:
    back = urlsplit(house.authorize(leave(client, "/sign-in/sso?next=/units/")))
    assert client.get(f"{back.path}?{back.query}").headers["Location"] == "/units/"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nonce": "another"}, "wrong nonce"),
        ({"nonce": None}, "no nonce"),
        ({"aud": "another-client"}, "wrong audience"),
        ({"aud": None}, "no audience"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "meant for another"),
        ({"aud": [CLIENT, "another"]}, "several audiences and no word for whom"),
        ({"iss": "http://127.0.0.1:1"}, "wrong issuer"),
        ({"exp": int(time.time()) - 3600}, "expired"),
        ({"exp": None}, "no expiry"),
        ({"iat": int(time.time()) + 3600}, "from the future"),
        ({"sub": None}, "nobody"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_token_that_is_not_ours_is_refused(client, house, linked, claims, why) -> None:
    house.claims = claims
    assert come_back(client, house) == 409
    assert not signed_in(client)


def test_a_forged_signature_is_refused(client, house, linked) -> None:
    house.sign_with = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert come_back(client, house) == 409
    assert not signed_in(client)


def test_the_public_key_is_not_taken_for_a_shared_secret(client, house, linked, monkeypatch) -> None:
    signed = house.id_token
    monkeypatch.setattr(house, "id_token", lambda nonce: confused(signed(nonce), house.key))
    assert come_back(client, house) == 409
    assert not signed_in(client)


def test_a_token_without_a_signature_is_refused(client, house, linked, monkeypatch) -> None:
    signed = house.id_token

    def bare(nonce: str) -> str:
        return "eyJhbGciOiJub25lIn0." + signed(nonce).split(".")[1] + "."

    monkeypatch.setattr(house, "id_token", bare)
    assert come_back(client, house) == 409
    assert not signed_in(client)


def test_a_renewed_key_is_fetched(client, house, linked) -> None:
    assert come_back(client, house) == 302
    client.post("/sign-out")
    house.key = RSAKey.generate_key(2048, parameters={"kid": "two"})
    original = house.id_token

    from joserfc import jwt

    def with_new_key(nonce: str) -> str:
        claims = jwt.decode(original(nonce), house.key, algorithms=["RS256"]).claims
        return jwt.encode({"alg": "RS256", "kid": "two"}, claims, house.key)

    house.id_token = with_new_key  # type: ignore[method-assign]
    assert come_back(client, house) == 302
    assert house.asked.count("/keys") == 2


def test_a_wrong_state_is_refused(client, house, linked) -> None:
    back = urlsplit(house.authorize(leave(client)))
    code = parse_qs(back.query)["code"][0]
    assert client.get(f"{back.path}?code={code}&state=guessed").status_code == 409
    assert not signed_in(client)


def test_an_answer_works_once_and_in_one_browser_only(client, house, linked) -> None:
    from django.test import Client

    back = urlsplit(house.authorize(leave(client)))
    address = f"{back.path}?{back.query}"
    assert Client().get(address).status_code == 409
    assert client.get(address).status_code == 302
    client.post("/sign-out")
    assert client.get(address).status_code == 409


def test_a_code_without_the_verifier_is_worth_nothing(client, house, linked) -> None:
    back = urlsplit(house.authorize(leave(client)))
    stolen = parse_qs(back.query)["code"][0]
    attacker = urlsplit(leave(client))
    state = parse_qs(attacker.query)["state"][0]
    assert client.get(f"{back.path}?code={stolen}&state={state}").status_code == 409
    assert not signed_in(client)


def test_the_provider_s_no_is_told(client, house, linked) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    answer = client.get(f"/sign-in/sso/back?error=access_denied&state={state}")
    assert answer.status_code == 409
    assert "access_denied" in answer.content.decode()


def test_metadata_of_another_issuer_is_refused(client, house, db) -> None:
    house.metadata = {"issuer": "https://another.example"}
    assert client.get("/sign-in/sso").status_code == 409


def test_a_provider_that_is_away_is_told(client, house, settings, db) -> None:
    settings.OIDC = {**settings.OIDC, "issuer": "http://127.0.0.1:1"}
    answer = client.get("/sign-in/sso")
    assert answer.status_code == 409
    assert "没有正常应答" in answer.content.decode()


def test_an_unknown_person_gets_no_account(client, house, li) -> None:
    before = Account.objects.count()
    assert come_back(client, house) == 409
    assert Account.objects.count() == before
    assert not signed_in(client)


def test_nobody_is_matched_by_name(client, house, li) -> None:
    house.people = {"sub": "u-1", "preferred_username": "li", "name": "li", "email": li.email or "li@x.cn"}
    assert come_back(client, house) == 409
    assert not signed_in(client)


def test_an_account_is_made_where_the_setting_says_so_without_any_right(client, house, li, settings) -> None:
    settings.OIDC_ORGANISATION = li.organisation.name
    house.people = {"sub": "u-7", "preferred_username": "li", "name": "李新"}
    assert come_back(client, house) == 302
    made = Account.objects.get(subject=f"{house.issuer} u-7")
    assert made.username != "li"
    assert (made.name, made.organisation) == ("李新", li.organisation)
    assert not made.has_usable_password()
    assert not act(made).held
    client.post("/sign-out")
    assert come_back(client, house) == 302
    assert Account.objects.filter(name="李新").count() == 1


def test_a_closed_account_stays_closed(client, house, linked, days, settings) -> None:
    settings.OIDC_ORGANISATION = linked.organisation.name
    linked.last_day = days.yesterday
    linked.save()
    assert come_back(client, house) == 409
    assert not signed_in(client)


def link(client, house: House) -> int:
    to = client.post("/account/sso").context["to"]
    back = urlsplit(house.authorize(to))
    return int(client.get(f"{back.path}?{back.query}").status_code)


def test_the_owner_links_the_account_once(client, house, qian, li) -> None:
    client.force_login(li)
    assert client.get("/account/sso").status_code == 405
    assert link(client, house) == 302
    li.refresh_from_db()
    assert li.subject == f"{house.issuer} u-1001"
    house.people = {"sub": "u-2002"}
    assert link(client, house) == 409
    unlink(act(qian), li)
    assert link(client, house) == 302


def test_an_identity_opens_one_account_only(client, house, linked, wang) -> None:
    client.force_login(wang)
    assert link(client, house) == 409
    wang.refresh_from_db()
    assert not wang.subject


def test_a_link_begun_by_one_is_not_ended_by_another(client, house, li, wang) -> None:
    client.force_login(li)
    back = urlsplit(house.authorize(client.post("/account/sso").context["to"]))
    session = dict(client.session.items())
    client.force_login(wang)
    kept = client.session
    kept["sso"] = session["sso"]
    kept.save()
    assert client.get(f"{back.path}?{back.query}").status_code == 409
    assert not Account.objects.exclude(subject="").exists()


def test_the_second_step_is_asked_here_too(client, house, linked) -> None:
    linked.totp = "JBSWY3DPEHPK3PXP"
    linked.save()
    back = urlsplit(house.authorize(leave(client)))
    assert client.get(f"{back.path}?{back.query}").headers["Location"] == "/sign-in/code"
    assert not signed_in(client)


def test_without_settings_there_is_no_such_way(client, db, settings) -> None:
    settings.OIDC = {}
    assert client.get("/sign-in/sso").status_code == 404
    assert client.get("/sign-in/sso/back").status_code == 409


@pytest.mark.parametrize(
    "said",
    [
        {"JIYUE_OIDC_ISSUER": "http://portal.example.cn", "JIYUE_OIDC_CLIENT": "jiyue"},
        {"JIYUE_OIDC_ISSUER": "portal", "JIYUE_OIDC_CLIENT": "jiyue"},
        {"JIYUE_OIDC_ISSUER": "https://portal.example.cn"},
    ],
)
def test_settings_that_would_not_be_safe_are_refused(said) -> None:
    with pytest.raises(Refused) as refused:
        Environment(said).oidc()
    assert codes(refused) == {"BAD_SETTING"}


def test_settings_that_hold() -> None:
    said = {"JIYUE_OIDC_ISSUER": "https://portal.example.cn/a", "JIYUE_OIDC_CLIENT": "jiyue"}
    assert Environment(said).oidc() == {
        "issuer": "https://portal.example.cn/a",
        "client_id": "jiyue",
        "client_secret": "",
        "title": "portal.example.cn",
    }
    assert Environment({}).oidc() == {}


def test_what_was_made_by_sign_on_stands_in_the_trail(client, house, li, settings) -> None:
    settings.OIDC_ORGANISATION = li.organisation.name
    come_back(client, house)
    line = AuditLine.objects.get(action="foundation.people.join")
    assert (line.who, line.via) == ("市统一门户", "program")
