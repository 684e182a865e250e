"""A merge keeps both entries, and undoing it gives back what was there."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.registry import actions
from jiyue.registry.merging import differences, merge, undo_merge
from jiyue.registry.models import Enterprise, Entry, FormerName, Parcel, RightsHolder, resolve
from registry.conftest import CODE, Bureau

FACTS = ("name", "credit_code", "industry", "address", "contact", "phone")


def state_of(*entries: Entry) -> list[Any]:
    """Every column of the entries and of all former names."""
    rows = [next(iter(type(e).objects.filter(pk=e.pk).values())) for e in entries]
    return [rows, list(FormerName.objects.order_by("pk").values())]


def test_the_loser_stays_and_leads_to_the_winner(bureau: Bureau) -> None:
    winner, loser = bureau.enter(name="平川盐化有限公司"), bureau.enter(name="平川盐场")
    FormerName.objects.create(enterprise=loser, name="国营平川盐场")
    merge(bureau.li, winner, loser, take=["name"], reason="同一企业")
    assert (winner.name, resolve(loser.ref), resolve(winner.ref)) == ("平川盐场", winner, winner)
    assert Enterprise.objects.living().get() == winner
    assert Enterprise.objects.get(pk=loser.pk).name == "平川盐场"
    names = set(winner.former_names.values_list("name", flat=True))
    assert names == {"国营平川盐场", "平川盐化有限公司"}


def test_rights_of_the_loser_are_found_at_the_winner(bureau: Bureau) -> None:
    winner = bureau.enter("rightsholder", name="平川盐化")
    loser = bureau.enter("rightsholder", name="平川盐化公司")
    bureau.enter("parcel", code="329921001002GB00123", holder=loser)
    merge(bureau.li, winner, loser, take=[], reason="同一单位")
    assert Parcel.objects.get().holder.standing == RightsHolder.objects.get(pk=winner.pk)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ours=st.dictionaries(st.sampled_from(FACTS[2:]), st.sampled_from(["", "C26", "甲"])),
    theirs=st.dictionaries(st.sampled_from(FACTS[2:]), st.sampled_from(["", "C14", "乙"])),
    take=st.sets(st.sampled_from(FACTS)),
    verified=st.booleans(),
    former=st.booleans(),
)
def test_merging_and_undoing_gives_back_every_column(
    bureau: Bureau,
    ours: dict[str, str],
    theirs: dict[str, str],
    take: set[str],
    verified: bool,
    former: bool,
) -> None:
    point = transaction.savepoint()
    facts = [
        {k: v for k, v in some.items() if k != "industry" or v[:1] in ("", "C")} for some in (ours, theirs)
    ]
    winner = bureau.enter(name="平川盐化有限公司", credit_code=CODE, **facts[0])
    loser = bureau.enter(name="平川盐场", **facts[1])
    if former:
        FormerName.objects.create(enterprise=loser, name="国营平川盐场")
    if verified:
        actions.verify(bureau.sun, winner)
    before = state_of(winner, loser)
    merged = merge(bureau.li, winner, loser, take=take, reason="同一企业")
    assert undo_merge(bureau.li, merged, "看错了") == []
    after = state_of(winner, loser)
    for rows in (before, after):
        for row in rows[0]:
            row.pop("contact"), row.pop("phone")
    assert after == before
    assert [(e.contact, e.phone) for e in Enterprise.objects.order_by("pk")] == [
        (some.get("contact", ""), some.get("phone", "")) for some in facts
    ]
    transaction.savepoint_rollback(point)


def test_what_was_changed_after_the_merge_stays(bureau: Bureau) -> None:
    winner, loser = bureau.enter(name="甲厂", address="旧址"), bureau.enter(name="乙厂", address="新址")
    merged = merge(bureau.li, winner, loser, take=["name", "address"], reason="同一企业")
    actions.change(bureau.sun, winner, address="最新地址")
    assert undo_merge(bureau.li, merged, "看错了") == ["address"]
    winner.refresh_from_db()
    assert (winner.name, winner.address) == ("甲厂", "最新地址")


def test_chains_lead_to_the_last_winner_and_are_undone_backwards(bureau: Bureau) -> None:
    a, b, c = (bureau.enter(name=name) for name in ("甲厂", "乙厂", "丙厂"))
    first = merge(bureau.li, b, a, take=[], reason="同一企业")
    second = merge(bureau.li, c, b, take=[], reason="同一企业")
    assert resolve(a.ref) == resolve(b.ref) == c
    with pytest.raises(Refused, match="LATER_MERGE"):
        undo_merge(bureau.li, first, "看错了")
    undo_merge(bureau.li, second, "看错了")
    assert resolve(a.ref) == b
    undo_merge(bureau.li, first, "看错了")
    assert Enterprise.objects.living().count() == 3
    with pytest.raises(Refused, match="MERGE_UNDONE"):
        undo_merge(bureau.li, first, "又一次")


def test_differences_are_only_what_differs(bureau: Bureau) -> None:
    a, b = bureau.enter(name="甲厂", address="同一处"), bureau.enter(name="乙厂", address="同一处")
    assert [name for name, _, _ in differences(a, b)] == ["name"]


def test_personal_facts_that_move_are_not_in_the_trail(bureau: Bureau) -> None:
    a = bureau.enter(name="甲厂", phone="13800001234")
    b = bureau.enter(name="乙厂", phone="13900005678")
    merged = merge(bureau.li, a, b, take=["phone"], reason="同一企业")
    undo_merge(bureau.li, merged, "看错了")
    trail = str([line.content() for line in AuditLine.objects.all()])
    assert "13800001234" not in trail
    assert "13900005678" not in trail


def test_an_entry_is_not_merged_with_itself_or_across_kinds_or_counties(bureau: Bureau) -> None:
    a = bureau.enter(name="甲厂")
    holder = bureau.enter("rightsholder")
    far = bureau.enter(name="丁厂", actor=bureau.zhou, unit=bureau.place.river)
    for other, code in ((a, "SAME_ENTRY"), (holder, "SAME_ENTRY"), (far, "NOT_ALLOWED")):
        with pytest.raises(Refused, match=code):
            merge(bureau.li, a, other, take=[], reason="同一企业")
    assert Enterprise.objects.living().count() == 2
