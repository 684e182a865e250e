"""Accounts that a single sign-on brings along, where the settings allow it."""

from __future__ import annotations

from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people.actions.accounts import make_account
from jiyue.foundation.people.links import digest
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.people.sso import Identity

UNKNOWN_IDENTITY = define(
    "IDENTITY_UNKNOWN",
    N_("The single sign-on knows you as {name}, but no open account here is linked with that."),
    N_("Sign in with your password and link the two under Your account, or ask the security administrator."),
)


@action("accounts.manage", N_("{who} made an account for {thing}, whom the single sign-on vouches for"))
def join(deed: Deed, identity: Identity) -> Account:
    """An account without any post, in the organisation of JIYUE_OIDC_ORGANISATION; refused without one."""
    wanted = settings.OIDC_ORGANISATION
    found = list(Organisation.objects.living().filter(name=wanted)[:2]) if wanted else []
    if len(found) != 1 or Account.objects.filter(subject=identity.subject).exists():
        raise Refused(UNKNOWN_IDENTITY(name=identity.name or identity.username or identity.subject))
    where = found[0]
    deed.reaches(path=where.unit.path, organisation=where.pk)
    mark = digest(identity.subject)[:8]
    username = Account.normalize_username(identity.username)[:50] or f"sso-{mark}"
    if Account.objects.called(username).exists():
        username = f"{username}-{mark}"
    account = make_account(
        deed, username, (identity.name or username)[:60], where, email=identity.email[:120]
    )
    account.subject = identity.subject
    account.save(update_fields=["subject"])
    deed.says(account, thing=account.name)
    return account
