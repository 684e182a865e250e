"""Signing in with a name and a password, then, where the owner asked for it, a code."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from jiyue.foundation.people.models import Account
from jiyue.foundation.people.second_step import spend


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which failures are counted: one for all its spellings."""
    said = (credentials or {}).get("username") or request.POST.get("username") or ""
    return Account.normalize_username(str(said).replace("\0", ""))[:60]


class Accounts:
    """Django's authentication backend. The time taken does not tell whether the name exists."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        code: str | None = None,
        **_: Any,
    ) -> Account | None:
        """Whose password this is, or, with ``code`` alone, whose second step it opens."""
        if not username or (password is None) == (code is None):
            return None
        account: Account | None = (
            Account.objects.called(username).select_related("organisation__unit").first()
        )
        if code is not None:
            return account if account is not None and account.is_active and spend(account, code) else None
        if account is None:
            make_password(password)
            return None
        return account if self.knows(account, str(password)) and account.is_active else None

    def knows(self, account: Account, password: str) -> bool:
        def renew(raw: str) -> None:
            account.password = make_password(raw)
            account.save(update_fields=["password"])

        return check_password(password, account.password, renew)

    def get_user(self, key: int) -> Account | None:
        found: Account | None = (
            Account.objects.living().filter(pk=key).select_related("organisation__unit").first()
        )
        return found
