"""Accounts: the security administrator's work, never on the own account."""

from __future__ import annotations

from datetime import date, timedelta

from axes.utils import reset as forget_failures
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people import checks
from jiyue.foundation.people.links import close_links, make_link
from jiyue.foundation.people.models import Account, Holding, OneTimeLink, Organisation, Token
from jiyue.foundation.people.passwords import forget_password
from jiyue.foundation.people.separation import hold_still

REASON_NEEDED = define(
    "REASON_NEEDED",
    N_("A reason is needed."),
    N_("Say in a few words why; it stands in the audit trail."),
)
LEAST_REASON = 2
"""Characters: two make a word in Chinese."""


@action("accounts.manage", N_("{who} opened the account {username} for {thing} ({organisation})"))
def open_account(
    deed: Deed, *, username: str, name: str, organisation: Organisation, phone: str = "", email: str = ""
) -> Account:
    deed.reaches(path=organisation.unit.path, organisation=organisation.pk)
    return make_account(deed, username, name, organisation, phone, email)


def make_account(
    deed: Deed, username: str, name: str, organisation: Organisation, phone: str = "", email: str = ""
) -> Account:
    """The row of a new account without a password, for a deed that has asked whether it may."""
    checks.open_row(organisation)
    made = Account(username=checks.named(username), name=checks.named(name), organisation=organisation)
    if Account.objects.called(username).exists():
        raise Refused(checks.NAME_TAKEN(field="username", value=made.username))
    made.email = email.strip()
    made.set_phone(phone)
    made.set_unusable_password()
    made.save(force_insert=True)
    deed.says(made, thing=made.name, username=made.username, organisation=organisation.name)
    return made


@action("accounts.manage", N_("{who} corrected the account of {thing}"))
def change_account(
    deed: Deed, account: Account, *, name: str, email: str = "", phone: str | None = None
) -> None:
    """Correct name and address; ``phone`` None leaves the number as it is."""
    _reach(deed, account)
    write_contact(deed, account, name=name, email=email, phone=phone)
    deed.says(account, thing=account.name)


def write_contact(deed: Deed, account: Account, *, name: str, email: str, phone: str | None) -> None:
    """Change who an account belongs to, in words; the number goes into the trail as a digest."""
    wanted = {"name": checks.named(name), "email": email.strip()}
    for field, value in wanted.items():
        deed.changed(field, getattr(account, field), value)
        setattr(account, field, value)
    if phone is not None:
        before = account.phone
        account.set_phone(phone)
        deed.personal.add("phone")
        deed.changed("phone", before, account.phone)
    account.save(update_fields=[*wanted, "phone", "phone_mark"])
    if not deed.changes:
        deed.nothing_happened()


@action("accounts.manage", N_("{who} moved the account of {thing} from {before} to {organisation}"))
def move_account(deed: Deed, account: Account, organisation: Organisation) -> None:
    _reach(deed, account)
    deed.reaches(path=organisation.unit.path, organisation=organisation.pk)
    checks.open_account(account)
    checks.open_row(organisation)
    before, account.organisation = account.organisation, organisation
    account.save(update_fields=["organisation"])
    deed.says(account, thing=account.name, before=before.name, organisation=organisation.name)
    deed.changed("organisation", before.name, organisation.name)
    if not deed.changes:
        deed.nothing_happened()


@action("accounts.manage", N_("{who} closed the account of {thing}; its last day is {day}"))
def close_account(deed: Deed, account: Account, last_day: date) -> None:
    """Nobody signs in with it after ``last_day`` (yesterday: at once), and what it holds ends with it."""
    _reach(deed, account)
    checks.not_own(deed.actor, account.pk)
    checks.ends_now(last_day)
    hold_still(accounts=[account.pk])
    if account.last_day is not None and account.last_day <= last_day:
        raise Refused(checks.CLOSED(value=account.name))
    deed.changed("last_day", account.last_day, last_day)
    account.last_day = last_day
    account.save(update_fields=["last_day"])
    Holding.objects.filter(account=account, valid_from__gt=last_day).delete()
    Holding.objects.filter(account=account).not_over(last_day + timedelta(days=1)).update(valid_to=last_day)
    given = Holding.objects.filter(given_by=account, kind=Holding.DEPUTY)
    given.filter(valid_from__gt=last_day).delete()
    given.filter(valid_to__gt=last_day).update(valid_to=last_day)
    if not account.is_active:
        close_links(account)
        close_tokens(account)
    deed.says(account, thing=account.name, day=last_day)


@action("accounts.manage", N_("{who} opened the account of {thing} again"))
def reopen_account(deed: Deed, account: Account) -> None:
    """It may sign in again, without any post, link or token: whoever held one then must get it anew."""
    _reach(deed, account)
    checks.not_own(deed.actor, account.pk)
    checks.open_row(account.organisation)
    deed.changed("last_day", account.last_day, None)
    if not deed.changes:
        deed.nothing_happened()
    close_links(account)
    close_tokens(account)
    account.last_day = None
    account.save(update_fields=["last_day"])
    deed.says(account, thing=account.name)


@action("accounts.manage", N_("{who} gave {thing} a link to set a password"))
def invite(deed: Deed, account: Account) -> str:
    """The key of a link that sets the password; shown once, kept as a digest."""
    _reach(deed, account)
    checks.not_own(deed.actor, account.pk)
    checks.open_account(account)
    deed.says(account, thing=account.name)
    return make_link(account, OneTimeLink.INVITE)


@action("accounts.manage", N_("{who} made the password of {thing} useless and gave a link for a new one"))
def reset_password(deed: Deed, account: Account) -> str:
    """The old password, all sessions and all tokens end now; the key of a link that sets the new one."""
    _reach(deed, account)
    checks.not_own(deed.actor, account.pk)
    checks.open_account(account)
    forget_password(account)
    close_tokens(account)
    forget_failures(username=account.username)
    deed.says(account, thing=account.name)
    return make_link(account, OneTimeLink.INVITE)


@action("accounts.manage", N_("{who} revoked the link of {thing}"))
def revoke_invitation(deed: Deed, account: Account) -> None:
    _reach(deed, account)
    deed.says(account, thing=account.name)
    if not close_links(account, OneTimeLink.INVITE):
        deed.nothing_happened()


@action("accounts.manage", N_("{who} unlocked signing in for {thing}"))
def unlock(deed: Deed, account: Account) -> None:
    _reach(deed, account)
    deed.says(account, thing=account.name)
    if not forget_failures(username=account.username):
        deed.nothing_happened()


@action("accounts.manage", N_("{who} took the second step off the account of {thing}: {reason}"))
def drop_second_step(deed: Deed, account: Account, reason: str) -> None:
    """For a person who lost the telephone: the next sign-in needs the password alone."""
    _reach(deed, account)
    checks.not_own(deed.actor, account.pk)
    deed.says(account, thing=account.name, reason=given(reason))
    if not account.totp:
        deed.nothing_happened()
    account.totp = ""
    account.save(update_fields=["totp"])


@action("accounts.manage", N_("{who} unlinked {thing} from the single sign-on"))
def unlink(deed: Deed, account: Account) -> None:
    _reach(deed, account)
    deed.says(account, thing=account.name)
    deed.changed("subject", account.subject, "")
    if not deed.changes:
        deed.nothing_happened()
    account.subject = ""
    account.save(update_fields=["subject"])


@action("personal.reveal", N_("{who} looked at the telephone number of {thing}: {reason}"))
def reveal_phone(deed: Deed, account: Account, reason: str) -> str:
    """The number in full. Nothing changes, but who looked and why stands in the trail."""
    _reach(deed, account)
    deed.says(account, thing=account.name, reason=given(reason))
    return str(account.phone)


def close_tokens(account: Account) -> None:
    Token.objects.open().filter(account=account).update(closed_at=timezone.now())


def given(reason: str) -> str:
    """The reason as it is kept; refused when there is none."""
    if len(kept := reason.strip()) < LEAST_REASON:
        raise Refused(REASON_NEEDED(field="reason"))
    return kept[:200]


def _reach(deed: Deed, account: Account) -> None:
    where = account.organisation
    deed.reaches(path=where.unit.path, organisation=where.pk, account=account.pk)
