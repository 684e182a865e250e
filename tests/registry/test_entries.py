"""Entries are entered by one person and verified by another; their facts are checked."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.registry import actions
from jiyue.registry.models import Enterprise, FormerName, Parcel, RightsHolder
from registry.conftest import CODE, OTHER_CODE, Bureau


def refused(do: object, *args: object, **kwargs: object) -> list[str]:
    with pytest.raises(Refused) as found:
        do(*args, **kwargs)  # type: ignore[operator]
    return [p.code for p in found.value.problems]


def test_whoever_enters_does_not_verify(bureau: Bureau) -> None:
    entry = bureau.enter(credit_code=CODE)
    assert entry.state == "submitted"
    assert refused(actions.verify, bureau.li, entry) == ["SAME_PERSON"]
    actions.verify(bureau.sun, entry)
    assert Enterprise.objects.get().state == "verified"


def test_a_change_must_be_verified_again_by_another(bureau: Bureau) -> None:
    entry = bureau.enter()
    actions.verify(bureau.sun, entry)
    actions.change(bureau.sun, entry, address="盐都路 1 号")
    assert entry.state == "submitted"
    assert refused(actions.verify, bureau.sun, entry) == ["SAME_PERSON"]
    actions.verify(bureau.li, entry)


def test_a_change_of_nothing_leaves_no_trace(bureau: Bureau) -> None:
    entry = bureau.enter()
    actions.verify(bureau.sun, entry)
    lines = AuditLine.objects.count()
    actions.change(bureau.li, entry, name=entry.name)
    assert (entry.state, AuditLine.objects.count()) == ("verified", lines)


def test_codes_are_tidied_and_checked_all_at_once(bureau: Bureau) -> None:
    assert bureau.enter(credit_code=" ９１350100m000100y43").credit_code == CODE
    wrong = {"credit_code": "91350100M000100Y4A", "old_number": "12", "industry": "??"}
    assert refused(bureau.enter, **wrong) == ["CREDIT_CODE_CHECK", "OLD_NUMBER_FORM", "INDUSTRY_FORM"]


def test_a_licence_that_was_printed_with_a_wrong_character_is_accepted(bureau: Bureau) -> None:
    entry = bureau.enter(credit_code="91350211M0000XUF46", as_printed=True)
    assert entry.credit_code == "91350211M0000XUF46"
    assert refused(bureau.enter, credit_code="9135O211M0000XUF46", as_printed=True) == ["CREDIT_CODE_FORM"]


def test_the_same_code_is_not_entered_twice_in_one_reach(bureau: Bureau) -> None:
    bureau.enter(credit_code=CODE)
    assert refused(bureau.enter, credit_code=CODE, name="另一家") == ["ENTRY_ALREADY_THERE"]
    bureau.enter(credit_code=CODE, actor=bureau.zhou, unit=bureau.place.river)


def test_a_real_new_name_makes_the_old_one_a_former_name(bureau: Bureau) -> None:
    entry = bureau.enter(name="平川盐厂")
    actions.change(bureau.li, entry, name="平川盐场")
    assert not FormerName.objects.exists()
    actions.change(bureau.li, entry, name="平川盐化有限公司", renamed_on=date(2012, 5, 1))
    [former] = entry.former_names.all()
    assert (former.name, former.valid_to) == ("平川盐场", date(2012, 4, 30))


def test_personal_facts_are_sealed_in_the_database_and_in_the_trail(bureau: Bureau) -> None:
    number = "110101199003074514"
    holder = bureau.enter("rightsholder", kind="person", name="孙有田", id_number=number, phone="13800001234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone FROM registry_rightsholder")
        sealed = cursor.fetchone()
    assert number not in str(sealed)
    assert "1234" not in str(sealed)
    assert RightsHolder.objects.get().id_number == number
    actions.change(bureau.li, holder, phone="13900005678", name="孙有天")
    trail = str([line.content() for line in AuditLine.objects.all()])
    assert all(text not in trail for text in (number, "13900005678", "孙有田", "孙有天"))
    told = actions.reveal(bureau.sun, holder, "核对登记")
    assert told == {"id_number": number, "phone": "13900005678"}
    assert "核对登记" in spoken(AuditLine.objects.first())


def test_the_same_identity_number_is_found_without_being_read(bureau: Bureau) -> None:
    bureau.enter("rightsholder", kind="person", name="孙有田", id_number="11010119900307451x")
    twice = {"kind": "person", "name": "孙友田", "id_number": "11010119900307451X"}
    assert refused(bureau.enter, "rightsholder", **twice) == ["ENTRY_ALREADY_THERE"]


def test_areas_stay_exact_and_terms_end_after_they_begin(bureau: Bureau) -> None:
    parcel = bureau.enter("parcel", code="329921001002GB00123", area_m2=Decimal("33333.3333"))
    assert Parcel.objects.get(pk=parcel.pk).area_m2 == Decimal("33333.3333")
    wrong = {
        "code": "329921001002GB0012",
        "area_m2": Decimal(0),
        "registered_on": date(2020, 1, 2),
        "term_end": date(2020, 1, 1),
    }
    assert refused(bureau.enter, "parcel", **wrong) == [
        "PARCEL_CODE_FORM",
        "SPAN_ENDS_FIRST",
        "AREA_NOT_POSITIVE",
    ]


def test_what_is_withdrawn_counts_nowhere_until_it_is_brought_back(bureau: Bureau) -> None:
    entry = bureau.enter(credit_code=OTHER_CODE)
    actions.withdraw(bureau.li, entry, "重复录入")
    assert not Enterprise.objects.living().exists()
    assert refused(actions.change, bureau.li, entry, name="甲") == ["ENTRY_NOT_LIVING"]
    actions.bring_back(bureau.sun, entry, "没有重复")
    assert Enterprise.objects.living().get().state == "submitted"
    assert refused(actions.bring_back, bureau.sun, entry, "再次") == ["ENTRY_STILL_LIVING"]


def test_a_closed_enterprise_is_dissolved_and_stays(bureau: Bureau) -> None:
    entry = bureau.enter()
    actions.close(bureau.li, entry, date(2024, 6, 30), "注销登记")
    found = Enterprise.objects.living().get()
    assert (found.status, found.closed_on) == ("dissolved", date(2024, 6, 30))
    actions.bring_back(bureau.li, entry, "误登")
    assert Enterprise.objects.get().status == "operating"


def test_rows_of_an_open_import_are_seen_by_nobody(bureau: Bureau) -> None:
    entry = bureau.enter(credit_code=CODE)
    Enterprise.objects.filter(pk=entry.pk).update(staged=True, batch=7)
    assert not Enterprise.objects.reached(bureau.li, "registry.read").exists()
    assert not Enterprise.objects.published().exists()
    assert not Enterprise.objects.living().exists()
    bureau.enter(credit_code=CODE)


def test_nobody_enters_into_the_next_county(bureau: Bureau) -> None:
    assert refused(bureau.enter, actor=bureau.zhou) == ["NOT_ALLOWED"]
    entry = bureau.enter()
    assert refused(actions.change, bureau.zhou, entry, name="甲") == ["NOT_ALLOWED"]
    assert refused(actions.change, bureau.li, entry, unit=bureau.place.other_town) == ["NOT_ALLOWED"]
    assert not Enterprise.objects.reached(bureau.zhou, "registry.read").exists()


def test_an_enterprise_reads_its_own_entry_only(bureau: Bureau) -> None:
    place = bureau.place
    boss = place.actor("boss", "enterprise", place.town)
    mine = bureau.enter(name="甲厂")
    bureau.enter(name="乙厂")
    Enterprise.objects.filter(pk=mine.pk).update(organisation=boss.organisation)
    assert Enterprise.objects.reached(boss, "registry.read").get() == mine


def test_whoever_does_not_read_the_registry_reads_no_personal_facts(bureau: Bureau) -> None:
    holder = bureau.enter("rightsholder", kind="person", name="孙有田", id_number="110101199003074514")
    qian = bureau.place.actor("qian", "security_admin", bureau.place.city)
    assert refused(actions.reveal, qian, holder, "好奇") == ["NOT_ALLOWED"]
