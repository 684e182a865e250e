"""A code of six digits besides the password (TOTP, RFC 6238). A code works once."""

from __future__ import annotations

import hmac
import time

import pyotp
import segno
from django.core import signing

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.people.models import Account

WRONG_CODE = define(
    "WRONG_CODE",
    N_("The code is wrong, or was used before."),
    N_("Wait for the next code, and check that the telephone shows the right time."),
)
SECRET_GONE = define(
    "SECRET_GONE",
    N_("The picture was shown too long ago."),
    N_("Start again with the new picture on this page."),
)
STEP = 30
DRIFT = 1
"""Steps that the clock of a telephone may be off, to either side."""
SALT, SECRET_SECONDS = "people.totp", 900


def new_secret(account: Account) -> str:
    """A fresh secret, sealed for the form that shows it."""
    return signing.dumps({"account": account.pk, "secret": pyotp.random_base32()}, salt=SALT)


def opened(account: Account, sealed: str) -> str:
    """The secret that was sealed for ``account``; :class:`Refused` when it is old, another's or forged."""
    try:
        kept = signing.loads(sealed, salt=SALT, max_age=SECRET_SECONDS)
    except signing.BadSignature:
        raise Refused(SECRET_GONE()) from None
    if kept["account"] != account.pk:
        raise Refused(SECRET_GONE())
    return str(kept["secret"])


def picture(account: Account, secret: str) -> str:
    """The address of a QR code (an SVG, as data) that authenticator programs read."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name="Jiyue")
    return str(segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff"))


def step_of(secret: str, code: str, now: float | None = None) -> int | None:
    """The step of time that ``code`` belongs to; None when it fits none."""
    here = int(time.time() if now is None else now) // STEP
    clock = pyotp.TOTP(secret)
    given = "".join(code.split()).encode()
    for step in range(max(here - DRIFT, 0), here + DRIFT + 1):
        if hmac.compare_digest(clock.generate_otp(step).encode(), given):
            return step
    return None


def spend(account: Account, code: str) -> bool:
    """Whether ``code`` opens the second step of ``account`` now; it will not do so again."""
    step = step_of(account.totp, code) if account.totp else None
    if step is None:
        return False
    spent = Account.objects.filter(pk=account.pk, totp_step__lt=step).update(totp_step=step)
    return bool(spent)
