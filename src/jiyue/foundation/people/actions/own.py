"""What people do with their own account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jiyue.engine.messages import LANGUAGES, N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import permissions
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people import checks
from jiyue.foundation.people.actions.accounts import write_contact
from jiyue.foundation.people.links import digest, spend_link
from jiyue.foundation.people.models import Account, OneTimeLink, Token
from jiyue.foundation.people.passwords import renew_password
from jiyue.foundation.people.second_step import WRONG_CODE, step_of
from jiyue.foundation.people.tokens import choosable, new_key
from jiyue.foundation.policy import security

HAS_SECOND_STEP = define(
    "SECOND_STEP_ON",
    N_("The second step is on already."),
    N_("Turn it off first, to use another telephone."),
)
NOT_CHOOSABLE = define(
    "TOKEN_TOO_MUCH",
    N_("A token of yours cannot have: {names}."),
    N_("Choose among what you may do yourself; what is for persons only has no token."),
)
NOTHING_CHOSEN = define(
    "TOKEN_EMPTY", N_("No permission is chosen."), N_("Choose at least one: a token may only what is chosen.")
)
TOKEN_SPAN = define(
    "TOKEN_SPAN",
    N_("A token holds from tomorrow on at the least and for {most} days at the most."),
    N_("Choose a last day in between."),
)
NO_TOKEN_BY_TOKEN = define(
    "TOKEN_BY_TOKEN", N_("A program cannot make or close tokens."), N_("Sign in and do it yourself.")
)
LINKED = define(
    "SUBJECT_LINKED",
    N_("This account, or this identity of the single sign-on, is linked already."),
    N_("Ask the security administrator to unlink it first."),
)
WAYS = {
    "password": N_("with the password"),
    "code": N_("with password and code"),
    "link": N_("by a one-time link"),
    "sso": N_("by single sign-on"),
}


@action("account.own", N_("{who} signed in {how}"))
def sign_in(deed: Deed, account: Account, how: str) -> None:
    deed.reaches(account=account.pk)
    deed.says(account, how=Word(WAYS[how]))


@action("account.own", N_("{who} changed the password"))
def change_password(deed: Deed, account: Account, raw: str) -> None:
    """Set a new password; every other session of the account ends."""
    deed.reaches(account=account.pk)
    renew_password(account, raw)
    deed.says(account)


@action("account.own", N_("{who} took the invitation and set a password"))
def take_invitation(deed: Deed, link: OneTimeLink, raw: str) -> None:
    deed.reaches(account=link.account_id)
    spend_link(link)
    renew_password(link.account, raw)
    deed.says(link.account)


@action("account.own", N_("{who} corrected the own account"))
def change_contact(deed: Deed, account: Account, *, email: str, phone: str | None = None) -> None:
    deed.reaches(account=account.pk)
    write_contact(deed, account, name=account.name, email=email, phone=phone)
    deed.says(account)


@action("account.own", N_("{who} chose how pages are shown"))
def choose_reading(deed: Deed, account: Account, *, language: str, large_text: bool) -> None:
    deed.reaches(account=account.pk)
    language = language if language in LANGUAGES else ""
    deed.changed("language", account.language, language)
    deed.changed("large_text", account.large_text, large_text)
    account.language, account.large_text = language, large_text
    account.save(update_fields=["language", "large_text"])
    deed.says(account)
    if not deed.changes:
        deed.nothing_happened()


@action("account.own", N_("{who} turned the second step of signing in on"))
def turn_on_second_step(deed: Deed, account: Account, secret: str, code: str) -> None:
    """Keep ``secret`` when ``code`` proves that the telephone knows it; that code is spent."""
    deed.reaches(account=account.pk)
    if account.totp:
        raise Refused(HAS_SECOND_STEP())
    step = step_of(secret, code)
    if step is None:
        raise Refused(WRONG_CODE(field="code"))
    account.totp, account.totp_step = secret, step
    account.save(update_fields=["totp", "totp_step"])
    deed.says(account)


@action("account.own", N_("{who} turned the second step of signing in off"))
def turn_off_second_step(deed: Deed, account: Account) -> None:
    deed.reaches(account=account.pk)
    deed.says(account)
    if not account.totp:
        deed.nothing_happened()
    account.totp = ""
    account.save(update_fields=["totp"])


@action("account.own", N_("{who} linked the account with the single sign-on"))
def link_identity(deed: Deed, account: Account, subject: str) -> None:
    """Let the single sign-on open this account; done once, by the owner while signed in."""
    deed.reaches(account=account.pk)
    account.refresh_from_db(fields=["subject"])
    if account.subject or Account.objects.filter(subject=subject).exists():
        raise Refused(LINKED())
    account.subject = subject
    account.save(update_fields=["subject"])
    deed.says(account)


@action("api.tokens", N_("{who} made the token {thing} for {count} permissions until {day}"))
def make_token(deed: Deed, account: Account, *, name: str, chosen: Iterable[str], last_day: date) -> str:
    """A key for programs, limited to ``chosen``, good through ``last_day``; shown once, kept as a digest."""
    deed.reaches(account=account.pk)
    if deed.actor.tokens is not None:
        raise Refused(NO_TOKEN_BY_TOKEN())
    codes = sorted(set(chosen))
    if not codes:
        raise Refused(NOTHING_CHOSEN(field="permissions"))
    if over := set(codes) - set(choosable(deed.actor)):
        titles = [permissions()[c].title() if c in permissions() else c for c in sorted(over)]
        raise Refused(NOT_CHOOSABLE(field="permissions", names=", ".join(titles)))
    days, most = (last_day - timezone.localdate()).days, security("token_days")
    if not 1 <= days <= most:
        raise Refused(TOKEN_SPAN(field="last_day", most=most))
    raw = new_key()
    expires = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time()))
    made = Token.objects.create(
        digest=digest(raw), name=checks.named(name), account=account, permissions=codes, expires=expires
    )
    deed.says(made, account, thing=made.name, count=len(codes), day=last_day)
    deed.changed("permissions", [], codes)
    return raw


@action("api.tokens", N_("{who} closed the token {thing}"))
def close_token(deed: Deed, token: Token) -> None:
    deed.reaches(account=token.account_id)
    if deed.actor.tokens is not None:
        raise Refused(NO_TOKEN_BY_TOKEN())
    deed.says(token, token.account, thing=token.name)
    if not Token.objects.open().filter(pk=token.pk).update(closed_at=timezone.now()):
        deed.nothing_happened()
