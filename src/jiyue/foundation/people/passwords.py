"""What a password must be, and when it must be changed. The figures stand in rules/security.yaml."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.people.models import Account, OldPassword
from jiyue.foundation.policy import security

SHORT = define(
    "PASSWORD_SHORT",
    N_("The password has {count} characters; it needs {least} or more."),
    N_("A sentence of a few words is long and easy to remember."),
)
COMMON = define(
    "PASSWORD_COMMON",
    N_("This password is on the list of common passwords, which attackers try first."),
    N_("Choose one that nobody else would think of."),
)
LIKE_NAME = define(
    "PASSWORD_LIKE_NAME",
    N_("The password contains the user name, or is contained in it."),
    N_("Choose one that has nothing to do with the name."),
)
USED_BEFORE = define(
    "PASSWORD_USED_BEFORE",
    N_("This password was in use before; the last {count} may not come back."),
    N_("Choose a new one."),
)
LONGEST = 128
"""Characters of a password that forms take."""
TELLING = 4
"""A user name shorter than this stands in many words by chance."""


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def problems_of(account: Account, raw: str) -> list[Problem]:
    """Everything that speaks against ``raw`` as the new password of ``account``."""
    found = []
    if len(raw) < (least := security("password_length")):
        found.append(SHORT(count=len(raw), least=least))
    try:
        _common().validate(raw)
    except ValidationError:
        found.append(COMMON())
    said, name = raw.casefold(), account.username
    if (len(name) >= TELLING and name in said) or said in name:
        found.append(LIKE_NAME())
    if not found and _used_before(account, raw):
        found.append(USED_BEFORE(count=security("password_history")))
    return found


def _used_before(account: Account, raw: str) -> bool:
    kept = account.old_passwords.order_by("-pk")[: security("password_history")]
    hashes = [account.password, *kept.values_list("hash", flat=True)]
    return any(check_password(raw, h) for h in hashes if h)


def renew_password(account: Account, raw: str) -> None:
    """Give ``account`` a new password and remember the one before. :class:`Refused` when it breaks a rule."""
    if problems := problems_of(account, raw):
        raise Refused(problems)
    if account.has_usable_password():
        OldPassword.objects.create(account=account, hash=account.password)
    kept = account.old_passwords.order_by("-pk")[: security("password_history")].values_list("pk", flat=True)
    account.old_passwords.exclude(pk__in=list(kept)).delete()
    account.set_password(raw)
    account.save(update_fields=["password", "password_at"])


def forget_password(account: Account) -> None:
    """No password opens the account any more, and its sessions end; the old one stays in the history."""
    if account.has_usable_password():
        OldPassword.objects.create(account=account, hash=account.password)
    account.set_unusable_password()
    account.password_at = None
    account.save(update_fields=["password", "password_at"])


def must_change(account: Account) -> bool:
    """Whether the password is too old, or was set by somebody else."""
    if not account.has_usable_password():
        return False
    if account.password_at is None:
        return True
    return timezone.now() - account.password_at > timedelta(days=security("password_days"))
