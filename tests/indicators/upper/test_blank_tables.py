"""A blank table is bound once and filled each year with verified figures; the record stays as it was."""

from io import BytesIO

import openpyxl
import pytest

from indicators.office import Office
from indicators.upper.blanks import added, bound, form, received
from jiyue.engine.problems import Refused
from jiyue.indicators import actions as values
from jiyue.indicators.upper import actions
from jiyue.indicators.upper.models import BlankTable, Fill
from jiyue.indicators.upper.writing import workbook


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in caught.value.problems]


def verified(office: Office, figure: str, **facts: object) -> None:
    values.verify(office.sun, office.declared(figure, **facts))


def cells(made: Fill) -> dict[str, str]:
    return dict(made.cells.values_list("cell", "written"))


def opened(made: Fill) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(BytesIO(workbook(made)))["表一"]


def test_verified_figures_go_into_their_cells_in_the_unit_of_the_table(office: Office) -> None:
    table = added(office)
    bound(office, table)
    verified(office, "120.5000")
    verified(office, "119.3333", period="2024")
    office.declared("88", measure="cultivated_land")  # nobody has verified it
    made = actions.fill(office.sun, table, unit=office.place.plain, year=2025)
    assert cells(made) == {"B4": "1807.5", "C4": "1790.0", "B5": ""}
    assert (made.filled, made.missing) == (2, 1)
    sheet = opened(made)
    assert (sheet["B4"].value, sheet["C4"].value, sheet["B5"].value) == (1807.5, 1790, None)
    assert (sheet["A1"].value, sheet["B8"].value) == ("年度报表", "=SUM(B4:B5)")


def test_a_merged_range_is_bound_at_its_corner(office: Office) -> None:
    table = added(office)
    assert actions.bind(office.li, table, sheet="表一", cell="b6", measure="land_area").cell == "B5"


def test_a_cell_that_is_not_free_is_refused(office: Office) -> None:
    table = added(office)
    for cell, code in (("B8", "CELL_HAS_FORMULA"), ("A4", "CELL_HAS_TEXT"), ("C1", "CELL_HAS_TEXT")):
        with pytest.raises(Refused) as caught:
            actions.bind(office.li, table, sheet="表一", cell=cell, measure="land_area")
        assert codes(caught) == [code]


def test_a_unit_of_another_kind_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        actions.bind(
            office.li, added(office), sheet="表一", cell="B4", measure="land_area", as_unit="10k_yuan"
        )
    assert codes(caught) == ["CELL_UNIT_UNFIT"]


def test_the_record_stays_and_says_what_changed_since(office: Office) -> None:
    table = added(office)
    bound(office, table)
    verified(office, "120.50")
    made = actions.fill(office.sun, table, unit=office.place.plain, year=2025)
    before, digest = workbook(made), made.data_hash
    assert not Fill.objects.judged().get(pk=made.pk).changed
    verified(office, "121")
    verified(office, "7", measure="cultivated_land")
    assert Fill.objects.judged().get(pk=made.pk).changed
    assert set(made.cells.now().changed().values_list("cell", "figure_now")) == {("B4", "121"), ("B5", "7")}
    assert workbook(made) == before
    again = actions.fill(office.sun, table, unit=office.place.plain, year=2025)
    assert again.data_hash != digest
    assert not Fill.objects.judged().get(pk=again.pk).changed


def test_the_first_fill_closes_the_version_of_the_binding(office: Office) -> None:
    table = added(office)
    bound(office, table)
    made = actions.fill(office.li, table, unit=office.place.plain, year=2025)
    actions.unbind(office.li, table.latest.cells.get(cell="C4"))
    assert (made.binding.number, table.latest.number) == (1, 2)
    assert made.binding.cells.count() == 3
    assert set(table.latest.cells.values_list("cell", flat=True)) == {"B4", "B5"}
    actions.bind(office.li, table, sheet="表一", cell="C4", measure="land_area")
    assert table.latest.number == 2


def test_counties_fill_the_table_of_their_city_for_themselves_alone(office: Office) -> None:
    table = added(office, office.place.city)
    bound(office, table)
    verified(office, "3")
    assert BlankTable.objects.reached(office.li, "upper.read").get() == table
    assert actions.fill(office.li, table, unit=office.place.plain, year=2025).filled == 1
    with pytest.raises(Refused):
        actions.fill(office.li, table, unit=office.place.river, year=2025)
    with pytest.raises(Refused):
        actions.bind(office.li, table, sheet="表一", cell="C5", measure="land_area")


def test_a_figure_of_a_foreign_unit_is_not_reached_through_a_table(office: Office) -> None:
    table = added(office, office.place.city)
    actions.bind(office.qi, table, sheet="表一", cell="B4", measure="land_area", unit=office.place.river)
    with pytest.raises(Refused) as caught:
        actions.fill(office.li, table, unit=office.place.plain, year=2025)
    assert codes(caught) == ["NOT_ALLOWED"]


def test_only_a_whole_xlsx_is_taken(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        actions.add_table(office.li, received("报表.csv", b"a,b\n1,2\n"), title="表", unit=office.place.plain)
    assert codes(caught) == ["BLANK_NOT_XLSX"]
    with pytest.raises(Refused):
        received("报表.xlsx", form()[:900])
    assert not BlankTable.objects.exists()


def test_a_table_without_bound_cells_or_out_of_use_is_not_filled(office: Office) -> None:
    table = added(office)
    with pytest.raises(Refused) as caught:
        actions.fill(office.li, table, unit=office.place.plain, year=2025)
    assert codes(caught) == ["BLANK_NOTHING_BOUND"]
    bound(office, table)
    actions.retire(office.li, table, "换了新表")
    with pytest.raises(Refused) as caught:
        actions.fill(office.li, table, unit=office.place.plain, year=2025)
    assert codes(caught) == ["BLANK_RETIRED"]
