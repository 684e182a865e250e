"""The room counts every measure that the dictionary gives it, and tells land classes by both surveys."""

from jiyue.engine.contracts import load_measures
from jiyue.engine.index.dictionary import default_dictionary
from jiyue.mechanisms.baseline.classes import classification_of, classifications, counted, crosswalk
from mechanisms.baseline.conftest import Bureau, count


def owned() -> set[str]:
    return {line.code for line in default_dictionary() if line.owner_room == "baseline"}


def test_every_measure_of_the_dictionary_has_its_count() -> None:
    offered = load_measures(["jiyue.mechanisms.baseline"], default_dictionary())
    assert {measure.code for measure in offered} == owned()


def test_empty_ledgers_leave_every_measure_missing(bureau: Bureau) -> None:
    assert [code for code in owned() if count(code, 2024, bureau.place.plain).values] == []


def test_every_year_has_one_classification() -> None:
    assert [c.code for year in (2009, 2018, 2019, 2030) if (c := classification_of(year))] == [
        *("second", "second", "third", "third")
    ]
    assert classification_of(2000) is None


def test_the_crosswalk_leaves_no_class_out() -> None:
    pairs = list(crosswalk())
    old, new = (classifications()[code].classes for code in ("second", "third"))
    assert [pair.second for pair in pairs] == list(old)
    assert {one for pair in pairs for one in pair.third} == set(new)


def test_a_measure_counts_in_the_new_survey_what_its_old_classes_became() -> None:
    """But for what became wetland: swamps and marshes left forest and grassland."""
    wetland = classifications()["third"].leaves(("00",))
    for line in counted().values():
        old, new = line.classes["second"], line.classes["third"]
        if old is None:
            continue
        became = {one.code for pair in crosswalk() if pair.second.code in old for one in pair.third}
        assert became - wetland == new, line.measure
