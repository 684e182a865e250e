"""The sample city, entered as its people enter it: units and people through pages, figures as workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl

from app.county import (
    County,
    appoint,
    give_role,
    let_in,
    open_account,
    open_bureau,
    take_invitation,
)
from app.office import Office
from app.pointer import Pointer
from app.site import serving
from jiyue.demo.city.figures import City, Figure
from jiyue.engine.index import compile_framework, default_dictionary, load_framework
from jiyue.engine.numbers import decimal_text
from jiyue.indicators.needs import needed

YEAR = 2025
PROVINCE, CITY = ("990000", "演示省"), ("990100", "演示市")
OFFICE, BUREAU = "演示市创建活动领导小组办公室", "禾川县自然资源局"
ADMINISTRATORS = {"zhao": ("赵敏", "system_admin"), "qian": ("钱程", "security_admin")}
PEOPLE = {
    "lin": ("林知远", OFFICE, "数据岗", "市创建办", PROVINCE[0]),
    "kong": ("孔令仪", OFFICE, "审核岗", "市创建办", PROVINCE[0]),
    "wu": ("吴青", BUREAU, "县数据岗", "县区局", "990121"),
}


@contextmanager
def founded(browser: Any, office: Office) -> Iterator[County]:
    """The city with its units and people; no figure yet."""
    office.run("migrate")
    with serving(office) as site:
        city = County(site, browser, Pointer)
        where = ["--unit", PROVINCE[0], "--unit-name", PROVINCE[1], "--unit-kind", "province"]
        for username, (name, role) in ADMINISTRATORS.items():
            words = ["--name", name, "--role", role, "--organisation", "演示市大数据中心"]
            let_in(city, username, *words, *where)
        with city.at("zhao") as zhao:
            add_units(zhao)
            open_bureau(zhao, OFFICE, CITY[0], [p[2] for p in PEOPLE.values() if p[1] == OFFICE])
            open_bureau(zhao, BUREAU, "990121", ["县数据岗"])
        with city.at("qian") as qian:
            links = [open_account(qian, user, p[0], p[1]) for user, p in PEOPLE.items()]
            for user, (name, _, post, role, unit) in PEOPLE.items():
                give_role(qian, post, role, unit)
                appoint(qian, post, user, name)
        for link in links:
            with city.at() as person:
                take_invitation(person, link)
        yield city


def counties() -> list[dict[str, Any]]:
    return [unit for unit in City(YEAR).units if unit["kind"] == "county"]


def add_units(zhao: Any) -> None:
    """The city and its counties, marked as invented."""
    add_unit(zhao, "地级市", *CITY, PROVINCE[0])
    zhao.tick("演示单元")
    zhao.send("新增")
    types = {"mixed": "土地矿产兼有型", "land": "土地型", "mineral": "矿产型"}
    for one in counties():
        add_unit(zhao, "县（市、区）", one["code"], one["name"], CITY[0])
        zhao.choose("县域类型", types[one["type"]])
        zhao.send("新增")
        zhao.told(one["name"])


def add_unit(zhao: Any, kind: str, code: str, name: str, parent: str) -> None:
    zhao.open("/units/")
    zhao.follow("新增单元")
    zhao.choose("类型", kind)
    zhao.type("区划代码", code)
    zhao.type("名称", name)
    zhao.choose("隶属", parent)


def wanted() -> list[Figure]:
    """The figures that the fifty indicators of the counties ask for, and those of the year before."""
    keys = needed(compile_framework(load_framework("jintan-50"), default_dictionary()))
    measures = {measure for measure, lag in keys if lag == 0}
    years = {(measure, YEAR - lag) for measure, lag in keys} | {(m, YEAR - 1) for m in measures}
    codes = {PROVINCE[0], *(one["code"] for one in counties())}
    return [f for f in City(YEAR).figures() if f.unit in codes and (f.measure, f.year) in years]


def fill_in(template: bytes, path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """The template that the page gives out, with ``rows`` by the headings of its columns."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    heads = {str(c.value).rstrip("*"): c.column for c in sheet[2]}
    for number, row in enumerate(rows, start=3):
        for head, value in row.items():
            sheet.cell(number, heads[head], value)
    book.save(path)
    return path


def rows_of(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Figures as lines of the workbook of figures, with the measures by their names."""
    titles = {line.code: line.zh for line in default_dictionary()}
    return [
        {"行政区代码": f.unit, "年份": f.year, "统计量": titles[f.measure], "数值": number(f)}
        for f in figures
    ]


def number(figure: Figure) -> float:
    return float(decimal_text(figure.value))
