"""Entries that may be the same are proposed with reasons; those that people kept apart are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyue.registry.duplicates import one_apart, proposals
from jiyue.registry.merging import keep_apart
from jiyue.registry.models import Enterprise, FormerName, RightsHolder
from jiyue.registry.names import name_key
from registry.conftest import CODE, OTHER_CODE, Bureau

words = st.text("甲乙丙", max_size=6)


def levenshtein(a: str, b: str) -> int:
    """The textbook table, as the yardstick."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
    return row[-1]


@given(words, words)
def test_one_apart_is_an_edit_distance_of_one(a: str, b: str) -> None:
    assert one_apart(a, b) == (levenshtein(a, b) == 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平川（东区）盐化有限公司", "平川(东区)盐化有限责任公司"),
        ("平川ＡＢＣ股份有限公司", "平川abc公司"),
        ("平川 盐化", "平川盐化"),
    ],
)
def test_width_brackets_and_company_forms_do_not_tell_names_apart(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_name_that_is_only_a_company_form_stays() -> None:
    assert name_key("有限公司") == "有限公司"


def found(model: type = Enterprise) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(p.first, p.second, p.reasons) for p in proposals(model.objects.living())]  # type: ignore[attr-defined]


def test_the_same_code_comes_first_and_reasons_add_up(bureau: Bureau) -> None:
    place = bureau.place
    a = bureau.enter(name="平川（盐化）有限公司", credit_code=CODE)
    b = bureau.enter(name="平川盐化公司", credit_code=CODE, actor=bureau.zhou, unit=place.other_town)
    c = bureau.enter(name="临河石材有限公司", actor=bureau.zhou, unit=place.other_town)
    d = bureau.enter(name="临河石才有限公司", actor=bureau.zhou, unit=place.other_town)
    assert found() == [(a.pk, b.pk, ("code", "name")), (c.pk, d.pk, ("sound", "near"))]


def test_names_that_sound_the_same_are_proposed_inside_a_unit(bureau: Bureau) -> None:
    a = bureau.enter(name="平川燕华机械")
    b = bureau.enter(name="平川盐化机械")
    bureau.enter(name="平川严华机械", actor=bureau.zhou, unit=bureau.place.other_town)
    assert found() == [(a.pk, b.pk, ("sound",))]


def test_near_names_with_different_codes_are_different_enterprises(bureau: Bureau) -> None:
    bureau.enter(name="平川第一机械厂", credit_code=CODE)
    bureau.enter(name="平川第二机械厂", credit_code=OTHER_CODE)
    assert found() == []


def test_a_former_name_leads_to_the_other_entry(bureau: Bureau) -> None:
    a = bureau.enter(name="平川盐化有限公司")
    FormerName.objects.create(enterprise=a, name="国营平川盐场")
    b = bureau.enter(name="国营平川盐场")
    assert found() == [(a.pk, b.pk, ("former",))]


def test_the_same_person_is_found_by_the_fingerprint(bureau: Bureau) -> None:
    facts = {"kind": "person", "id_number": "110101199003074514"}
    a = bureau.enter("rightsholder", name="孙有田", **facts)
    b = bureau.enter("rightsholder", name="孙友田", actor=bureau.zhou, unit=bureau.place.river, **facts)
    assert found(RightsHolder) == [(a.pk, b.pk, ("id",))]


def test_pairs_that_somebody_kept_apart_are_proposed_no_more(bureau: Bureau) -> None:
    a = bureau.enter(name="平川盐化有限公司")
    b = bureau.enter(name="平川盐化公司")
    assert [p[:2] for p in found()] == [(a.pk, b.pk)]
    keep_apart(bureau.li, b, a, "一家是分公司")
    assert found() == []
