"""Any line that is altered, removed or cut is named."""

import pytest
from django.db import DatabaseError, connection, transaction

from jiyue.foundation.access import ANYBODY, program
from jiyue.foundation.action import Deed, action
from jiyue.foundation.audit import anchors
from jiyue.foundation.audit.check import check_trail
from jiyue.foundation.audit.guards import put_up, take_down
from jiyue.foundation.audit.models import AuditHead, AuditLine
from jiyue.foundation.audit.trail import digest, line_hash, spoken

OWNER = program("所有者")


@action("units.manage", "{who} noted {what}")
def note(deed: Deed, what: str, phone: str = "") -> None:
    deed.reaches()
    deed.says("units/unit/1", what=what)
    if phone:
        deed.hides(phone=phone)


@action("units.manage", "{who} forgot to ask")
def careless(deed: Deed) -> None:
    deed.says(what="x")


@pytest.fixture
def lines(db, settings, tmp_path):
    settings.DATA = tmp_path
    for i in range(5):
        note(OWNER, f"第{i}件")
    return AuditLine.objects.order_by("seq")


def sql(statement: str, *params: object) -> None:
    """Change the table behind the program's back, as somebody with the database would."""
    take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
    put_up(connection)


def test_a_whole_trail_is_whole(lines) -> None:
    found = check_trail()
    assert (found.lines, found.problem) == (5, None)


@pytest.mark.parametrize("column", ["who", "sentence", "via", "hash", "before", "address", "unit_path"])
def test_an_altered_line_is_named(lines, column: str) -> None:
    sql(f"UPDATE audit_auditline SET {column} = 'x' WHERE seq = 3")
    problem = check_trail().problem
    assert problem is not None
    assert (problem.code, problem.value) == ("AUDIT_BROKEN", 3)


def test_an_altered_parameter_is_named(lines) -> None:
    sql("UPDATE audit_auditline SET params = %s WHERE seq = 2", '{"what": "别的"}')
    assert check_trail().problem.value == 2


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_removed_line_is_named(lines, seq: int) -> None:
    sql("DELETE FROM audit_auditref WHERE line_id = %s", seq)
    sql("DELETE FROM audit_auditline WHERE seq = %s", seq)
    problem = check_trail().problem
    assert (problem.code, problem.value) == ("AUDIT_REMOVED", seq)


def test_a_cut_tail_is_named(lines) -> None:
    sql("DELETE FROM audit_auditref WHERE line_id > 3")
    sql("DELETE FROM audit_auditline WHERE seq > 3")
    problem = check_trail().problem
    assert (problem.code, problem.value) == ("AUDIT_CUT", 3)


def test_a_cut_tail_shows_by_its_anchor_even_when_the_head_was_turned_back(lines) -> None:
    anchors.anchor_now()
    third = AuditLine.objects.get(seq=3)
    sql("DELETE FROM audit_auditref WHERE line_id > 3")
    sql("DELETE FROM audit_auditline WHERE seq > 3")
    AuditHead.objects.filter(pk=1).update(seq=3, hash=third.hash)
    problem = check_trail().problem
    assert (problem.code, problem.value) == ("AUDIT_CUT", 3)


def test_a_chain_written_anew_shows_by_its_anchor(lines) -> None:
    anchors.anchor_now()
    write_anew()
    problem = check_trail().problem
    assert (problem.code, problem.value) == ("AUDIT_REPLACED", 5)


def test_it_shows_even_when_the_same_line_was_anchored_again_afterwards(lines) -> None:
    anchors.anchor_now()
    write_anew()
    anchors.anchor_now()
    assert check_trail().problem.code == "AUDIT_REPLACED"


def test_an_anchor_that_a_power_cut_left_half_written_hides_no_other(lines) -> None:
    anchors.anchor_now()
    (file,) = anchors.anchor_folder().iterdir()
    with file.open("a") as half:
        half.write('{"at": "2025-01-')
    assert (check_trail().problem, check_trail().anchors) == (None, 1)
    write_anew()
    assert check_trail().problem.code == "AUDIT_REPLACED"


def write_anew() -> None:
    """Alter the last two lines and make the chain fit again."""
    before = AuditLine.objects.get(seq=4).before
    for seq in (4, 5):
        line = AuditLine.objects.get(seq=seq)
        line.who, line.before = "别人", before
        before = line_hash(line.content())
        sql(
            "UPDATE audit_auditline SET who = '别人', before = %s, hash = %s WHERE seq = %s",
            line.before,
            before,
            seq,
        )
    AuditHead.objects.filter(pk=1).update(hash=before)


@pytest.mark.parametrize("verb", ["UPDATE audit_auditline SET who = 'x'", "DELETE FROM audit_auditline"])
def test_the_database_refuses_changes(lines, verb: str) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as c:
        c.execute(verb)


def test_personal_values_stand_as_salted_digests(lines) -> None:
    note(OWNER, "联系", phone="13800001234")
    line = lines.last()
    assert line.params["phone"] == digest("13800001234")
    assert "13800001234" not in str(line.content())


def test_the_sentence_is_spoken_with_its_parameters(lines) -> None:
    assert spoken(lines.first()) == "所有者 noted 第0件"


def test_an_action_that_does_not_ask_for_its_scope_changes_nothing(lines) -> None:
    with pytest.raises(RuntimeError, match="without asking"):
        careless(OWNER)
    assert lines.count() == 5


def test_somebody_without_the_permission_is_refused(lines) -> None:
    from jiyue.engine.problems import Refused

    with pytest.raises(Refused) as refused:
        note(ANYBODY, "x")
    assert refused.value.problems[0].code == "NOT_ALLOWED"
    assert lines.count() == 5
