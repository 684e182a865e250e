"""Organisations and their posts: the system administrator's work."""

from __future__ import annotations

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people import checks
from jiyue.foundation.people.models import SECTORS, Account, Organisation, Post
from jiyue.foundation.people.separation import hold_still, holders_of
from jiyue.foundation.units.models import Unit

NO_SUCH_SECTOR = define(
    "NO_SUCH_SECTOR",
    N_("The kind of organisation {value} is not known."),
    N_("Choose one of the list."),
)
PARENT_BELOW = define(
    "PARENT_BELOW",
    N_("{parent} stands below {value} and cannot be above it."),
    N_("Choose another superior organisation."),
)
STILL_USED = define(
    "STILL_USED",
    N_("{value} still has {posts} posts and {accounts} accounts."),
    N_("Hand over and close the posts, close or move the accounts, then close the organisation."),
)
STILL_HELD = define(
    "POST_STILL_HELD",
    N_("{value} is held by {names}, now or later."),
    N_("Hand the post over or end the holding first."),
)


@action("people.manage", N_("{who} opened the organisation {thing} in {unit}"))
def open_organisation(
    deed: Deed, *, name: str, sector: str, unit: Unit, short: str = "", parent: Organisation | None = None
) -> Organisation:
    deed.reaches(path=unit.path)
    return make_organisation(deed, name, sector, unit, short, parent)


def make_organisation(
    deed: Deed, name: str, sector: str, unit: Unit, short: str = "", parent: Organisation | None = None
) -> Organisation:
    """The row of a new organisation, for a deed that has asked whether it may."""
    made = Organisation(name=checks.named(name), short=short.strip(), sector=sector, unit=unit, parent=parent)
    _sound(made)
    made.save(force_insert=True)
    deed.says(made, thing=made.name, unit=unit.name)
    return made


def _sound(row: Organisation) -> None:
    if row.sector not in SECTORS:
        raise Refused(NO_SUCH_SECTOR(field="sector", value=row.sector))
    same = Organisation.objects.living().filter(name=row.name, unit=row.unit).exclude(pk=row.pk)
    if same.exists():
        raise Refused(checks.NAME_TAKEN(field="name", value=row.name))
    above = row.parent
    while above is not None:
        if above.pk == row.pk:
            raise Refused(PARENT_BELOW(field="parent", parent=str(row.parent), value=row.name))
        above = above.parent


@action("people.manage", N_("{who} corrected the organisation {thing}"))
def change_organisation(
    deed: Deed,
    organisation: Organisation,
    *,
    name: str,
    sector: str,
    short: str = "",
    parent: Organisation | None = None,
) -> None:
    deed.reaches(path=organisation.unit.path, organisation=organisation.pk)
    checks.open_row(organisation)
    wanted = {"name": checks.named(name), "sector": sector, "short": short.strip()}
    for field, value in wanted.items():
        deed.changed(field, getattr(organisation, field), value)
        setattr(organisation, field, value)
    deed.changed("parent", _name(organisation.parent), _name(parent))
    organisation.parent = parent
    _sound(organisation)
    organisation.save(update_fields=[*wanted, "parent"])
    deed.says(organisation, thing=organisation.name)
    if not deed.changes:
        deed.nothing_happened()


def _name(row: Organisation | None) -> str:
    return row.name if row else ""


@action("people.manage", N_("{who} closed the organisation {thing}"))
def close_organisation(deed: Deed, organisation: Organisation) -> None:
    deed.reaches(path=organisation.unit.path, organisation=organisation.pk)
    checks.open_row(organisation)
    posts = Post.objects.living().filter(organisation=organisation).count()
    accounts = Account.objects.living().filter(organisation=organisation).count()
    if posts or accounts:
        raise Refused(STILL_USED(value=organisation.name, posts=posts, accounts=accounts))
    organisation.closed_on = timezone.localdate()
    organisation.save(update_fields=["closed_on"])
    deed.says(organisation, thing=organisation.name)


@action("people.manage", N_("{who} opened the post {thing}"))
def open_post(deed: Deed, organisation: Organisation, *, title: str) -> Post:
    deed.reaches(path=organisation.unit.path, organisation=organisation.pk)
    checks.open_row(organisation)
    made = Post(organisation=organisation, title=checks.named(title))
    _one_title(made)
    made.save(force_insert=True)
    deed.says(made, organisation, thing=str(made))
    return made


@action("people.manage", N_("{who} renamed the post {before} to {thing}"))
def rename_post(deed: Deed, post: Post, *, title: str) -> None:
    deed.reaches(path=post.organisation.unit.path, organisation=post.organisation_id)
    checks.open_row(post)
    before, old = str(post), post.title
    post.title = checks.named(title)
    _one_title(post)
    deed.changed("title", old, post.title)
    post.save(update_fields=["title"])
    deed.says(post, before=before, thing=str(post))
    if not deed.changes:
        deed.nothing_happened()


def _one_title(row: Post) -> None:
    same = Post.objects.living().filter(organisation=row.organisation, title=row.title).exclude(pk=row.pk)
    if same.exists():
        raise Refused(checks.NAME_TAKEN(field="title", value=str(row)))


@action("people.manage", N_("{who} closed the post {thing}"))
def close_post(deed: Deed, post: Post) -> None:
    """Close a post that nobody holds; its grants end with it."""
    deed.reaches(path=post.organisation.unit.path, organisation=post.organisation_id)
    hold_still(posts=[post.pk])
    checks.open_row(post)
    today = timezone.localdate()
    if held := Account.objects.filter(pk__in=holders_of(post, today)):
        raise Refused(STILL_HELD(value=str(post), names=", ".join(a.name for a in held)))
    post.closed_on = today
    post.save(update_fields=["closed_on"])
    deed.says(post, thing=str(post))
