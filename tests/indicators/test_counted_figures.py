"""What a room counts goes before what was declared; its rows are frozen; it outlives new codes."""

from datetime import date

import pytest

from foundation.people_known import Place
from indicators.parcels import LAND, parcel
from jiyue.engine.index import Compiled, compile_framework, default_dictionary, evaluate, pack
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.package import verify, write_package
from jiyue.foundation.access import program
from jiyue.foundation.units import actions as units
from jiyue.foundation.units.models import Unit
from jiyue.indicators import evaluating
from jiyue.indicators.counting import with_needs
from jiyue.indicators.gather import Asked, Gathered, gather
from jiyue.indicators.models import Evaluation, FrameworkVersion, Value


def framework(formula: str = "land_area") -> Compiled:
    indicator = {"code": "X", "formula": formula, "decimals": 4, "standard": "1", "excellence": "2"}
    data = {
        "framework": "land",
        "version": "1",
        "kinds": ["county"],
        "indicators": [{**indicator, "weights": {"": "100"}, "unit": "ha"}],
    }
    return compile_framework(framework_from_dict(data), default_dictionary())


def gathered(unit: Unit, compiled: Compiled, purpose: str = "self", year: int = 2025) -> Gathered:
    return gather(Asked(unit, year, date(year, 12, 31), purpose), compiled, [LAND])


def figure(found: Gathered, code: str, year: int = 2025) -> str:
    at = found.panel.index()[code]
    value = found.panel.column("land_area", year)[at]
    return "missing" if value is None else str(float(value))


def declared(unit: Unit, text: str, period: str = "2025", **facts: object) -> Value:
    usual = {"source": "declared", "state": "verified", "measure": "land_area", **facts}
    return Value.objects.create(unit=unit, period=period, figure=text, **usual)


def test_the_counted_figure_goes_before_the_declared_one_and_an_override_before_both(place: Place) -> None:
    declared(place.plain, "9")
    declared(place.river, "8")
    parcel(place.plain, 25_000)
    found = gathered(place.city, framework())
    assert (figure(found, "329921"), figure(found, "329922")) == ("2.5", "8.0")
    assert found.origin.rows["adds"].to_list() == ["2.5"]
    declared(place.plain, "7", source="override")
    again = gathered(place.city, framework())
    assert figure(again, "329921") == "7.0"
    assert again.origin.rows.height == 0
    assert again.marks["329921"]["land_area", 2025] == ("override",)


def test_the_package_proves_each_counted_figure_from_its_rows(place: Place, tmp_path) -> None:
    parcel(place.plain, 25_000)
    parcel(place.plain, 5_000, 2)
    compiled = framework()
    found = gathered(place.city, compiled)
    result = evaluate(compiled, found.panel, year=2025)
    path = tmp_path / "kept.zip"
    write_package(pack(result, found.panel, compiled, found.origin), path)
    assert verify(path).identical
    wrong = pack(result, found.panel, compiled, found.origin)
    wrong.tables["rows"] = wrong.tables["rows"].head(1)
    write_package(wrong, path)
    assert not verify(path).identical


def test_earlier_years_count_what_stood_on_the_same_day_of_theirs(place: Place) -> None:
    parcel(place.plain, 20_000, 1, "2024-06-01")
    parcel(place.plain, 10_000, 2, "2025-06-01")
    found = gathered(place.city, framework("land_area - prev(land_area)"))
    assert (figure(found, "329921", 2024), figure(found, "329921", 2025)) == ("2.0", "3.0")


def test_a_recoded_unit_keeps_its_series(place: Place) -> None:
    declared(place.plain, "9", "2024")
    units.recode_unit(program("tests"), place.plain, "329981", date(2025, 1, 1), "平川市")
    declared(place.plain, "10")
    found = gathered(place.city, framework("land_area - prev(land_area)"))
    assert (figure(found, "329981", 2024), figure(found, "329981")) == ("9.0", "10.0")
    assert "329921" not in found.units


def test_a_unit_that_is_gone_by_then_takes_no_part(place: Place) -> None:
    declared(place.plain, "9")
    declared(place.river, "8")
    Unit.objects.filter(pk=place.river.pk).update(valid_to=date(2025, 6, 30))
    assert "329922" not in gathered(place.city, framework()).units
    declared(place.river, "8", "2024")
    assert "329922" in gathered(place.city, framework(), year=2024).units


def test_an_ancestor_is_not_summed_from_the_part_of_it_that_is_evaluated(place: Place) -> None:
    declared(place.plain, "9")
    compiled = framework("land_area / ref(land_area, prefecture) * land_area")
    alone = evaluate(compiled, gathered(place.plain, compiled).panel, year=2025)
    assert alone.results[0].total is None
    declared(place.river, "9")
    whole = evaluate(compiled, gathered(place.city, compiled).panel, year=2025)
    assert [str(float(r.indicators["X"].value)) for r in whole.results] == ["4.5", "4.5"]


def test_only_a_trial_sees_what_nobody_verified(place: Place) -> None:
    declared(place.plain, "9", state="submitted")
    declared(place.river, "8")
    assert figure(gathered(place.city, framework()), "329921") == "missing"
    trial = gathered(place.city, framework(), "trial")
    assert figure(trial, "329921") == "9.0"
    assert trial.marks["329921"]["land_area", 2025] == ("not_verified",)


def test_what_was_counted_becomes_values_which_later_counts_supersede(place: Place) -> None:
    made = Evaluation.objects.create(
        title="t",
        framework=FrameworkVersion.objects.first(),
        unit=place.city,
        year=2025,
        as_of=date(2025, 12, 31),
        purpose="self",
    )
    first = parcel(place.plain, 25_000)

    def store() -> int:
        return evaluating.store_counted(program("tests"), made, gathered(place.city, framework()).tallies)

    assert (store(), store()) == (1, 0)
    parcel(place.plain, 5_000, 2)
    assert store() == 1
    assert [v.figure for v in Value.objects.current()] == ["3"]
    assert Value.objects.count() == 2
    first.state = "withdrawn"
    first.save()
    type(first).objects.update(state="withdrawn")
    assert store() == 1
    assert not Value.objects.current().exists()


@pytest.mark.parametrize("needs", [(), ("villages",)])
def test_what_a_count_needs_is_gathered_for_its_years(needs: tuple[str, ...]) -> None:
    from dataclasses import replace

    found = with_needs([("land_area", 2025)], [replace(LAND, needs=needs)])
    assert found == {("land_area", 2025), *((code, 2025) for code in needs)}
