"""The settings of mail and webhook are read once; what cannot be read is refused without repeating it."""

import pytest

from jiyue.engine.problems import Refused
from jiyue.foundation.messages.adapters import mail, webhook


def test_nothing_set_is_nothing_sent() -> None:
    assert mail.parse("") is None
    assert webhook.parse("", "") is None


@pytest.mark.parametrize(
    ("text", "port", "security"),
    [
        ("smtp://mail.example.cn/?from=a@b.cn", 25, "none"),
        ("smtp://mail.example.cn:2525/?from=a@b.cn", 2525, "none"),
        ("smtp://mail.example.cn/?from=a@b.cn&starttls=1", 587, "starttls"),
        ("smtps://mail.example.cn/?from=a@b.cn", 465, "tls"),
    ],
)
def test_port_and_security(text: str, port: int, security: str) -> None:
    found = mail.parse(text)
    assert (found.host, found.port, found.security) == ("mail.example.cn", port, security)


def test_user_and_password_may_hold_signs_and_are_not_shown() -> None:
    found = mail.parse("smtp://a%40b.cn:p%2Fw%3A1@mail.example.cn/?from=a@b.cn")
    assert (found.user, found.password) == ("a@b.cn", "p/w:1")
    assert "p/w" not in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        "http://u:pass-word@host/?from=a@b.cn",
        "smtp://u:pass-word@host/",
        "smtp://u:pass-word@host:x/?from=a@b.cn",
        "pass-word",
    ],
)
def test_what_cannot_be_read_is_refused_without_the_password(text: str) -> None:
    with pytest.raises(Refused) as refused:
        mail.parse(text)
    assert refused.value.problems[0].field == "JIYUE_MAIL_URL"
    assert "pass-word" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "secret", "field"),
    [
        ("ftp://host/key-own", "a-key-that-nobody-sees", "JIYUE_WEBHOOK_URL"),
        ("https:///key-own", "a-key-that-nobody-sees", "JIYUE_WEBHOOK_URL"),
        ("https://host/key-own", "short", "JIYUE_WEBHOOK_SECRET"),
    ],
)
def test_a_webhook_needs_an_address_and_a_long_key(url: str, secret: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        webhook.parse(url, secret)
    assert refused.value.problems[0].field == field
    assert "key-own" not in str(refused.value)
