"""What is done to tables of upper levels: take in, bind cells, fill, take out of use."""

from __future__ import annotations

from collections.abc import Iterable

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.sheet.column_match import letter
from jiyue.engine.sheet.filling import NO_SHEET, outline, place_of
from jiyue.foundation.action import Deed, action
from jiyue.foundation.files.content import stored
from jiyue.foundation.files.store import Received
from jiyue.foundation.files.store import place_of as file_place
from jiyue.foundation.units.models import Unit
from jiyue.indicators.actions import MEASURE_UNKNOWN
from jiyue.indicators.frameworks import known_measures
from jiyue.indicators.upper import picture
from jiyue.indicators.upper.models import MANAGE, Binding, BlankTable, BoundCell, Fill, FilledCell
from jiyue.indicators.upper.writing import hash_of, unit_fits, written

NOT_XLSX = define(
    "BLANK_NOT_XLSX",
    N_("{file} is no workbook of the kind .xlsx, and only such a one can be filled with its format kept."),
    N_("Open it in Excel or WPS, save it as .xlsx, and send that."),
)
RETIRED = define(
    "BLANK_RETIRED",
    N_("The table {value} is out of use."),
    N_("Take the table that is in use now, or add it again."),
)
HAS_FORMULA = define(
    "CELL_HAS_FORMULA",
    N_("The cell {value} holds a formula, which counts by itself."),
    N_("Bind the cells that the formula adds up."),
)
HAS_TEXT = define(
    "CELL_HAS_TEXT",
    N_("The cell {value} says “{text}”, which the figure would take away."),
    N_("Choose the empty cell beside or below it."),
)
NOTHING_BOUND = define(
    "BLANK_NOTHING_BOUND",
    N_("No cell of {value} is bound to a figure yet."),
    N_("Bind its cells first."),
)
FAR = define(
    "BLANK_FAR_UNIT",
    N_("{value} does not lie in {unit}, which this table is for."),
    N_("Choose {unit} or a unit below it."),
)


@action(MANAGE, N_("{who} added the table {thing} of an upper level"))
def add_table(deed: Deed, received: Received, *, title: str, unit: Unit, issuer: str = "") -> BlankTable:
    """Keep a workbook that is to be filled. Raises :class:`Refused`: no .xlsx, broken, too large."""
    deed.reaches(path=unit.path, where=unit.name)
    if received.found.kind != "xlsx":
        raise Refused(NOT_XLSX(field="file", file=received.name))
    picture.sheets(file_place(received.sha256))
    made: BlankTable = BlankTable.objects.create(
        title=title,
        issuer=issuer,
        unit=unit,
        file=stored(received),
        name=received.name,
        made_by_id=deed.actor.account,
    )
    deed.says(made, thing=title)
    deed.changed("sha256", None, received.sha256)
    return made


@action(MANAGE, N_("{who} took the table {thing} of an upper level out of use: {reason}"))
def retire(deed: Deed, table: BlankTable, reason: str) -> BlankTable:
    """The table is not filled any more; what was filled stays."""
    _hold(deed, table)
    table.retired, table.reason = True, deed.because(reason)
    table.save(update_fields=["retired", "reason"])
    return table


@action(MANAGE, N_("{who} bound the cell {cell} of {thing}"))
def bind(
    deed: Deed,
    table: BlankTable,
    *,
    sheet: str,
    cell: str,
    measure: str,
    unit: Unit | None = None,
    back: int = 0,
    as_unit: str = "",
    decimals: int | None = None,
) -> BoundCell:
    """Say which figure belongs into a cell; a binding that it had gives way. Raises :class:`Refused`."""
    _hold(deed, table)
    address = _free_cell(table, sheet, cell)
    line = known_measures().get(measure)
    if line is None:
        raise Refused(MEASURE_UNKNOWN(field="measure", value=measure))
    unit_fits(line, as_unit)
    if unit is not None:
        _lies_in(unit, table)
    binding = _open_version(deed, table)
    binding.cells.filter(sheet=sheet, cell=address).delete()
    as_unit = "" if as_unit == line.unit else as_unit
    made: BoundCell = BoundCell.objects.create(
        binding=binding,
        sheet=sheet,
        cell=address,
        measure=measure,
        unit=unit,
        back=back,
        as_unit=as_unit,
        decimals=decimals,
    )
    deed.says(table, thing=str(table), cell=f"{sheet}!{address}")
    deed.changed("measure", None, measure)
    return made


@action(MANAGE, N_("{who} freed the cell {cell} of {thing}"))
def unbind(deed: Deed, bound: BoundCell) -> None:
    """Let a cell stay as the table has it."""
    table = bound.binding.table
    _hold(deed, table)
    deed.says(table, thing=str(table), cell=f"{bound.sheet}!{bound.cell}")
    deed.changed("measure", bound.measure, None)
    _open_version(deed, table).cells.filter(sheet=bound.sheet, cell=bound.cell).delete()


@action(MANAGE, N_("{who} filled {thing} with {count} figures, {missing} are missing"))
def fill(deed: Deed, table: BlankTable, *, unit: Unit, year: int) -> Fill:
    """Take the verified figures that count today; cells without one stay empty. Kept as a record."""
    table.refresh_from_db()
    deed.reaches(path=unit.path, where=unit.name)
    if table.retired:
        raise Refused(RETIRED(value=str(table)))
    _lies_in(unit, table)
    binding = Binding.objects.select_for_update().filter(table=table).order_by("-number").first()
    bound = list(binding.cells.select_related("unit")) if binding else []
    if not bound:
        raise Refused(NOTHING_BOUND(value=str(table)))
    for one in bound:
        if one.unit is not None:
            deed.reaches(path=one.unit.path, where=one.unit.name)
    made = Fill(binding=binding, unit=unit, year=year, filled=0, missing=0, made_by_id=deed.actor.account)
    made.organisation_id = deed.actor.organisation
    made.save()
    cells = _taken(made, bound)
    made.filled = sum(1 for c in cells if c.written)
    made.missing = len(cells) - made.filled
    made.data_hash = hash_of(table, unit.code, year, cells)
    made.save()
    deed.says(made, table, thing=str(made), count=made.filled, missing=made.missing)
    deed.changed("data_hash", None, made.data_hash)
    return made


def _taken(made: Fill, bound: Iterable[BoundCell]) -> list[FilledCell]:
    """The cells of a new fill with the values that count now."""
    lines = known_measures()
    FilledCell.objects.bulk_create(
        FilledCell(
            fill=made,
            sheet=one.sheet,
            cell=one.cell,
            measure=one.measure,
            unit=one.unit or made.unit,
            period=f"{made.year - one.back:04}",
            as_unit=one.as_unit,
        )
        for one in bound
    )
    asked = {(one.sheet, one.cell): one for one in bound}
    cells = list(made.cells.now().select_related("unit"))
    for cell in cells:
        if cell.now is not None:
            line, one = lines.get(cell.measure), asked[cell.sheet, cell.cell]
            cell.value_id, cell.figure = cell.now, cell.figure_now
            cell.written = written(cell.figure, (line and line.unit) or "1", one.as_unit, one.decimals)
    FilledCell.objects.bulk_update(cells, ["value", "figure", "written"])
    return cells


def _hold(deed: Deed, table: BlankTable) -> None:
    table.refresh_from_db(from_queryset=BlankTable.objects.select_for_update())
    deed.reaches(path=table.unit.path, where=table.unit.name)
    if table.retired:
        raise Refused(RETIRED(value=str(table)))
    deed.says(table, thing=str(table))


def _lies_in(unit: Unit, table: BlankTable) -> None:
    if not unit.path.startswith(table.unit.path):
        raise Refused(FAR(field="unit", value=unit.name, unit=table.unit.name))


def _open_version(deed: Deed, table: BlankTable) -> Binding:
    """The version that may be changed: the latest, or a copy of it once that was filled."""
    latest = table.latest
    if latest is not None and not latest.closed:
        return latest
    number = latest.number + 1 if latest else 1
    made: Binding = Binding.objects.create(table=table, number=number, made_by_id=deed.actor.account)
    for one in latest.cells.all() if latest else ():
        one.pk, one.binding = None, made
        one._state.adding = True
        one.save()
    return made


def _free_cell(table: BlankTable, sheet: str, cell: str) -> str:
    """The address that holds the value, once it is known to be free for one."""
    row, column = place_of(cell)
    grids = {grid.name: grid for grid in picture.sheets(table.file.place)}
    if sheet not in grids:
        raise Refused(NO_SHEET(field="sheet", value=sheet, sheets=", ".join(grids)))
    framed = outline(table.file.place, sheet)
    row, column = picture.corner(framed, row, column)
    address, problems = f"{letter(column - 1)}{row}", list[Problem]()
    text = picture.text_at(grids[sheet], row, column)
    if (row, column) in framed.formulas:
        problems.append(HAS_FORMULA(field="cell", value=address))
    elif any(sign.isalpha() for sign in text):
        problems.append(HAS_TEXT(field="cell", value=address, text=text[:40]))
    if problems:
        raise Refused(problems)
    return address
