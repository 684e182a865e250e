"""`jiyue deadline` and `jiyue workday`: the shapes that programs read, and every refusal."""

import pytest

from cli.calls import jiyue


def test_working_days_across_spring_festival():
    call = jiyue("deadline", "2026-02-10", "--span", "10d", "--kind", "working", "--json")
    assert (call.code, call.err) == (0, "")
    assert call.json == {
        "start": "2026-02-10",
        "due": "2026-03-02",
        "status": "firm",
        "counted": 10,
        "skipped": [
            {"from": "2026-02-15", "to": "2026-02-23", "why": "Spring Festival"},
            {"from": "2026-03-01", "to": "2026-03-01", "why": "weekend"},
        ],
        "warnings": [],
    }


@pytest.mark.parametrize(
    ("arguments", "due", "counted"),
    [
        (["2026-06-10", "--span", "90d"], "2026-09-08", 90),
        (["2026-09-20", "--span", "15d", "--roll"], "2026-10-08", 15),
        (["2010-12-10", "--span", "3y"], "2013-12-10", 3),
        (["2026-01-31", "--span", "1m", "--kind", "calendar"], "2026-02-28", 1),
        (["2026-02-10T17:30", "--span", "48h"], "2026-02-12T17:30", 48),
        (["2026-01-31", "--span", "1m", "--kind", "working"], "2026-02-28", 1),
        (["2024-04-10", "--span", "1d", "--kind", "working", "--region", "450107"], "2024-04-15", 1),
    ],
)
def test_spans(arguments, due, counted):
    found = jiyue("deadline", *arguments, "--json").json
    assert (found["start"], found["due"], found["counted"]) == (arguments[0], due, counted)


def test_beyond_the_tables():
    call = jiyue("deadline", "2026-12-28", "--span", "5d", "--kind", "working", "--json")
    assert (call.json["due"], call.json["status"]) == ("2027-01-05", "provisional")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_of_its_own_makes_it_firm(tmp_path, encoding):
    own = tmp_path / "2027.yaml"
    text = """
tables:
  - year: 2027
    notice: 国办发明电〔2026〕0号, invented for a test
    source: invented for a test
    verified: false
    off:
      - {holiday: new_year, from: 2027-01-01, to: 2027-01-03}
      - {holiday: spring_festival, from: 2027-02-05, to: 2027-02-12}
      - {holiday: qingming, from: 2027-04-03, to: 2027-04-05}
      - {holiday: labour_day, from: 2027-05-01, to: 2027-05-05}
      - {holiday: dragon_boat, from: 2027-06-09, to: 2027-06-09}
      - {holiday: mid_autumn, from: 2027-09-15, to: 2027-09-15}
      - {holiday: national_day, from: 2027-10-01, to: 2027-10-07}
    work: [2027-01-09]
"""
    own.write_text(text, encoding)
    arguments = ["2026-12-28", "--span", "9d", "--kind", "working", "--json"]
    assert jiyue("deadline", *arguments).json["due"] == "2027-01-11"
    found = jiyue("deadline", *arguments, "--table", own).json
    assert (found["due"], found["status"]) == ("2027-01-09", "firm")
    assert jiyue("workday", "2026-12-28", "2027-01-09", "--table", own, "--json").json["workdays"] == 9


def test_a_table_that_is_not_there_or_cannot_be_used(tmp_path):
    arguments = ["deadline", "2026-12-28", "--span", "9d", "--json", "--table"]
    assert jiyue(*arguments, tmp_path / "no.yaml").json["errors"][0]["code"] == "NO_SUCH_FILE"
    (tmp_path / "bad.yaml").write_text("tables: [{year: 2027}]")
    error = jiyue(*arguments, tmp_path / "bad.yaml").json["errors"][0]
    assert (error["code"], error["file"]) == ("CALENDAR_TABLE_BAD", "bad.yaml")


def test_a_time_limit_of_the_rules():
    found = jiyue("deadline", "2026-09-20", "--clock", "penalty.pay_fine", "--json").json
    assert (found["due"], found["clock"]["article"], found["clock"]["verified"]) == ("2026-10-08", "67", True)
    assert found["warnings"] == []
    loose = jiyue("deadline", "2026-03-02", "--clock", "market.listing", "--json").json
    assert [w["code"] for w in loose["warnings"]] == ["UNVERIFIED_FIGURE"]


@pytest.mark.parametrize(("lang", "words"), [("zh", ["春节", "确定"]), ("en", ["Spring Festival", "firm"])])
def test_readable(lang, words):
    call = jiyue("deadline", "2026-02-10", "--span", "10d", "--kind", "working", lang=lang)
    assert call.code == 0
    assert [word for word in ["2026-03-02", *words] if word not in call.out] == []


def test_a_time_limit_readable():
    call = jiyue("deadline", "2026-03-02", "--clock", "market.listing")
    assert "2026-03-12" in call.out
    assert "not verified" in call.out
    assert "market.listing" in call.err


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        (["soon", "--span", "3d"], "MOMENT_BAD", "start"),
        (["2026-02-10", "--span", "3w"], "SPAN_BAD", "span"),
        (["2026-02-10", "--span", "0d"], "SPAN_BAD", "span"),
        (["2026-02-10", "--span", "3d", "--kind", "bank"], "SPAN_KIND", "kind"),
        (["2026-02-10", "--span", "48h"], "HOUR_MISSING", "start"),
        (["2026-02-10T08:00", "--span", "48h", "--roll"], "HOURS_DO_NOT_ROLL", "roll"),
        (["9999-12-31", "--span", "1d"], "DATE_OUT_OF_RANGE", "span"),
        (["9999-12-31", "--span", "9999999d", "--kind", "working"], "DATE_OUT_OF_RANGE", "span"),
        (["2026-02-10", "--span", "3d", "--region", "Guangxi"], "REGION_BAD", "region"),
        (["2026-02-10", "--span", "3d", "--clock", "penalty.serve"], "SPAN_OR_CLOCK", "span"),
        (["2026-02-10", "--clock", "penalty.serve", "--kind", "working"], "SPAN_OR_CLOCK", "span"),
        (["2026-02-10", "--clock", "penalty.forgive"], "RULE_MISSING", "rule"),
        (["2001-02-10", "--clock", "penalty.serve"], "RULE_EXPIRED", "rule"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_refused(arguments, code, field, lang):
    call = jiyue("deadline", *arguments, "--json", lang=lang)
    assert call.code == 1
    error = call.json["errors"][0]
    assert (error["code"], error["field"]) == (code, field)
    assert error["message"]
    assert error["remedy"]


def test_workday():
    call = jiyue("workday", "2026-02-14", "2026-03-02", "--json")
    assert (call.code, call.err) == (0, "")
    assert call.json == {
        "from": {"date": "2026-02-14", "workday": True, "why": "working weekend"},
        "to": {"date": "2026-03-02", "workday": True, "why": "working day"},
        "workdays": 6,
        "days": 16,
        "status": "firm",
        "skipped": [
            {"from": "2026-02-15", "to": "2026-02-23", "why": "Spring Festival"},
            {"from": "2026-03-01", "to": "2026-03-01", "why": "weekend"},
        ],
        "warnings": [],
    }


def test_workday_agrees_with_the_deadline():
    due = jiyue("deadline", "2026-03-02", "--span", "60d", "--kind", "working", "--json").json["due"]
    assert jiyue("workday", "2026-03-02", due, "--json").json["workdays"] == 60


def test_workday_of_one_day_is_none():
    found = jiyue("workday", "2026-02-16", "2026-02-16", "--json").json
    assert (found["workdays"], found["to"]) == (
        0,
        {"date": "2026-02-16", "workday": False, "why": "Spring Festival"},
    )


def test_workday_by_region_and_readable():
    assert jiyue("workday", "2024-04-10", "2024-04-12", "--region", "450107", "--json").json["workdays"] == 0
    call = jiyue("workday", "2024-04-10", "2024-04-12", lang="zh")
    assert "2 天中有 2 个工作日" in call.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["2026-03-02", "2026-02-10"], "DATES_REVERSED"),
        (["2026-03-02", "then"], "MOMENT_BAD"),
        (["2026-03-02", "2026-03-03", "--region", "0"], "REGION_BAD"),
    ],
)
def test_workday_refused(arguments, code):
    call = jiyue("workday", *arguments, "--json")
    assert (call.code, call.json["errors"][0]["code"]) == (1, code)


def test_rules_list_and_show_time_limits():
    listed = jiyue("rules", "list", "--json").json["clocks"]
    assert all(c["source"] for c in listed)
    versions = jiyue("rules", "show", "case.file", "--json").json["versions"]
    assert {v["jurisdiction"]: (v["count"], v["unit"]) for v in versions} == {
        "CN": (10, "working"),
        "410000": (7, "calendar"),
    }
    assert "penalty.pay_fine" in jiyue("rules", "list").out


def test_neither_a_span_nor_a_time_limit_is_a_wrong_call():
    call = jiyue("deadline", "2026-02-10", "--json")
    assert (call.code, call.out) == (2, "")
    assert "--clock" in call.err


def test_everything_that_is_wrong_is_said_at_once():
    wrong = ["--span", "3w", "--kind", "bank", "--region", "Guangxi"]
    errors = jiyue("deadline", "soon", *wrong, "--json").json["errors"]
    assert [e["code"] for e in errors] == ["MOMENT_BAD", "SPAN_BAD", "SPAN_KIND", "REGION_BAD"]
    errors = jiyue("workday", "soon", "later", "--region", "0", "--json").json["errors"]
    assert [(e["code"], e["field"]) for e in errors] == [
        ("MOMENT_BAD", "from"), ("MOMENT_BAD", "to"), ("REGION_BAD", "region")
    ]  # fmt: skip


def test_a_table_that_nobody_verified_is_named():
    """The days off of Guangxi in 2023 come from a report on the notice; those of the country were read."""
    arguments = ["2023-04-20", "--span", "1d", "--kind", "working", "--region", "450107"]
    found = jiyue("deadline", *arguments, "--json").json
    assert found["status"] == "firm"
    assert [(w["code"], w["value"]) for w in found["warnings"]] == [("CALENDAR_TABLE_UNVERIFIED", 2023)]
    assert "xwmpso.com" in jiyue("deadline", *arguments).err
    between = ["workday", "2023-04-20", "2023-04-25", "--region", "450107"]
    assert [w["value"] for w in jiyue(*between, "--json").json["warnings"]] == [2023]
    assert "xwmpso.com" in jiyue(*between).err
    assert jiyue("workday", "2023-04-20", "2023-04-25", "--json").json["warnings"] == []
    clock = jiyue("deadline", "2023-04-20", "--clock", "penalty.serve", "--region", "450107", "--json").json
    assert [w["code"] for w in clock["warnings"]] == ["CALENDAR_TABLE_UNVERIFIED"]
