"""Enterprises come in by one-time links that the bureau gives them, without a password to lose."""

from __future__ import annotations

from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people import checks
from jiyue.foundation.people.actions.accounts import make_account
from jiyue.foundation.people.actions.organisations import make_organisation
from jiyue.foundation.people.links import close_links, make_link, spend_link
from jiyue.foundation.people.models import Account, Grant, Holding, OneTimeLink, Post
from jiyue.foundation.people.separation import hold_still, spells
from jiyue.foundation.units.models import Unit

ROLE, SECTOR = "enterprise", "enterprise"
NOT_ENTERPRISE = define(
    "NOT_ENTERPRISE",
    N_("{value} is not an account of an enterprise alone; such links are for these."),
    N_("Ask the security administrator for an invitation instead."),
)
TITLE = N_("Reporting clerk")


@action("enterprises.admit", N_("{who} admitted the enterprise {thing} in {unit}"))
def admit_enterprise(deed: Deed, *, name: str, unit: Unit) -> Account:
    """The organisation, its one post with the role of an enterprise, and the account that holds it."""
    deed.reaches(path=unit.path)
    organisation = make_organisation(deed, name, SECTOR, unit)
    account = make_account(deed, f"e{organisation.pk:06}", organisation.name[:60], organisation)
    today = timezone.localdate()
    post = Post.objects.create(organisation=organisation, title=translate(TITLE))
    Grant.objects.create(post=post, role=ROLE, unit=unit, valid_from=today)
    Holding.objects.create(post=post, account=account, kind=Holding.HOLDER, valid_from=today)
    deed.says(organisation, account, thing=organisation.name, unit=unit.name)
    return account


@action("enterprises.admit", N_("{who} gave {thing} a one-time link"))
def give_enterprise_link(deed: Deed, account: Account) -> str:
    """The key of a link that signs the enterprise in for one session; the link before it stops working."""
    organisation = account.organisation
    deed.reaches(path=organisation.unit.path)
    checks.open_account(account)
    only_enterprise(account)
    deed.says(account, organisation, thing=organisation.name)
    return make_link(account, OneTimeLink.ENTERPRISE)


@action("enterprises.admit", N_("{who} revoked the one-time link of {thing}"))
def revoke_enterprise_link(deed: Deed, account: Account) -> None:
    deed.reaches(path=account.organisation.unit.path)
    deed.says(account, account.organisation, thing=account.organisation.name)
    if not close_links(account, OneTimeLink.ENTERPRISE):
        deed.nothing_happened()


@action("account.own", N_("{who} came in by a one-time link"))
def take_enterprise_link(deed: Deed, link: OneTimeLink) -> None:
    deed.reaches(account=link.account_id)
    hold_still(accounts=[link.account_id])
    only_enterprise(link.account)
    spend_link(link)
    deed.says(link.account)


def only_enterprise(account: Account) -> None:
    """Refuse an account that is, or will be, more than an enterprise: a link must not open a bureau."""
    held = {s.role for s in spells([account.pk], timezone.localdate()).get(account.pk, [])}
    if account.organisation.sector != SECTOR or held - {ROLE}:
        raise Refused(NOT_ENTERPRISE(value=account.name))
