"""Signing in with a name and a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from jiyue.foundation.people.models import Account


class Accounts:
    """Django's authentication backend. The time taken does not tell whether the name exists."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        if not username or password is None:
            return None
        account = Account.objects.filter(username__iexact=username).first()
        if account is None:
            make_password(password)
            return None

        def renew(raw: str) -> None:
            account.set_password(raw)
            account.save(update_fields=["password"])

        return account if check_password(password, account.password, renew) and account.is_active else None

    def get_user(self, key: int) -> Account | None:
        found: Account | None = Account.objects.living().filter(pk=key).select_related("organisation").first()
        return found
