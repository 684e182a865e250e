"""The workbooks of the registry: enterprises and parcels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from jiyue.engine.identity import (
    credit_code_problem,
    industry_problem,
    old_number_problem,
    parcel_code_problem,
    tidy,
)
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.foundation.imports.kinds import Context, Fact, SheetKind, columns_of, problem_at
from jiyue.registry.checks import SPAN_ENDS_FIRST
from jiyue.registry.models import Enterprise, Parcel, RightsHolder
from jiyue.registry.names import name_key

NO_HOLDER = define(
    "REGISTRY_NO_HOLDER",
    N_("“{value}” is no rights holder of the registry, or there are several of that name."),
    N_("Enter the rights holder first, or leave the cell empty."),
)
ALONG = ("state", "entered_by_id", "verified_by_id")
KEPT = ("merged_into_id", "closed_on")
ENTERPRISE_COLUMNS, ENTERPRISE_CODES = columns_of("enterprises.yaml")
PARCEL_COLUMNS, PARCEL_CODES = columns_of("parcels.yaml")
EXACT = Decimal("0.0001")
"""Parcels keep their area to a ten-thousandth of a square metre; half goes to even (GB/T 8170)."""
CHECKS = {
    "credit_code": credit_code_problem,
    "old_number": old_number_problem,
    "industry": industry_problem,
    "code": parcel_code_problem,
}


def _words(codes: Mapping[str, str]) -> dict[str, str]:
    return {code: word for word, code in codes.items()}


def _tidied(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Codes in the form in which they are compared."""
    texts = [
        pl.Series(name, [None if v is None else tidy(v) for v in frame[name].to_list()], dtype=pl.String)
        for name in names
    ]
    return frame.with_columns(texts)


def _check_codes(kind: SheetKind, frame: pl.DataFrame, *names: str) -> Iterator[Problem]:
    for name in names:
        wrong = {
            value: problem
            for value in frame[name].drop_nulls().unique().to_list()
            if (problem := CHECKS[name](value)) is not None
        }
        if not wrong:
            continue
        for row in frame.filter(pl.col(name).is_in(list(wrong))).iter_rows(named=True):
            found = wrong[row[name]]
            yield problem_at(found.kind, row, kind.column(name), **found.params)


def _prepare_enterprises(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    return _tidied(frame, "credit_code", "old_number", "industry", "unit")


def _check_enterprises(frame: pl.DataFrame, context: Context) -> Iterator[Problem]:
    yield from _check_codes(ENTERPRISES, frame, "credit_code", "old_number", "industry")


def _enterprise(row: Mapping[str, Any], context: Context) -> Enterprise:
    status = row["status"]
    return Enterprise(
        unit_id=row["_unit"],
        owner_id=context.organisation,
        entered_by_id=context.account,
        credit_code=row["credit_code"],
        name=row["name"],
        old_number=row["old_number"] or "",
        industry=row["industry"] or "",
        status=ENTERPRISE_CODES["status"][status] if status else "operating",
        address=row["address"] or "",
        contact=row["contact"] or "",
        phone=row["phone"] or "",
    ).prepare()


ENTERPRISES = SheetKind(
    code="registry.enterprises",
    title=N_("Enterprises"),
    model=Enterprise,
    permission="registry.change",
    columns=ENTERPRISE_COLUMNS,
    key="credit_code",
    label="name",
    facts=(
        Fact("credit_code", "credit_code"),
        Fact("name", "name"),
        Fact("unit", "unit_id", shown="unit__code"),
        Fact("old_number", "old_number"),
        Fact("industry", "industry"),
        Fact("status", "status", words=_words(ENTERPRISE_CODES["status"])),
        Fact("address", "address"),
        Fact("contact", "contact", personal=True),
        Fact("phone", "phone", personal=True),
    ),
    make=_enterprise,
    living=lambda: Enterprise.objects.living(),
    along=("name_key", "pinyin", *ALONG),
    kept=KEPT,
    prepare=_prepare_enterprises,
    check=_check_enterprises,
)


def _prepare_parcels(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Look up the rights holders whom the workbook names."""
    frame = _tidied(frame, "code", "unit")
    keys = {name: name_key(name) for name in frame["holder"].drop_nulls().unique().to_list()}
    found: dict[str, list[int]] = {}
    living = RightsHolder.objects.reached(context.actor, "registry.read").living()
    named = living.filter(name_key__in=set(keys.values()))
    for key, holder in named.values_list("name_key", "pk"):
        found.setdefault(key, []).append(holder)
    one = {name: found[key][0] for name, key in keys.items() if len(found.get(key, ())) == 1}
    holders = [one.get(name) for name in frame["holder"].to_list()]
    return frame.with_columns(pl.Series("_holder", holders, dtype=pl.Int64))


def _check_parcels(frame: pl.DataFrame, context: Context) -> Iterator[Problem]:
    yield from _check_codes(PARCELS, frame, "code")
    for row in frame.filter(pl.col("holder").is_not_null() & pl.col("_holder").is_null()).iter_rows(
        named=True
    ):
        yield problem_at(NO_HOLDER, row, PARCELS.column("holder"))
    for row in frame.filter(pl.col("term_end") < pl.col("registered_on")).iter_rows(named=True):
        value, first = row["term_end"].isoformat(), row["registered_on"].isoformat()
        yield problem_at(SPAN_ENDS_FIRST, row, PARCELS.column("term_end"), value=value, first=first)


def _parcel(row: Mapping[str, Any], context: Context) -> Parcel:
    right = row["right"]
    return Parcel(
        unit_id=row["_unit"],
        owner_id=context.organisation,
        entered_by_id=context.account,
        code=row["code"],
        area_m2=None if row["area_m2"] is None else row["area_m2"].quantize(EXACT),
        use=row["use"] or "",
        right=PARCEL_CODES["right"][right] if right else "",
        holder_id=row["_holder"],
        address=row["address"] or "",
        registered_on=row["registered_on"],
        term_end=row["term_end"],
    ).prepare()


PARCELS = SheetKind(
    code="registry.parcels",
    title=N_("Cadastral parcels"),
    model=Parcel,
    permission="registry.change",
    columns=PARCEL_COLUMNS,
    key="code",
    label="code",
    facts=(
        Fact("code", "code"),
        Fact("unit", "unit_id", shown="unit__code"),
        Fact("area_m2", "area_m2", watched=True),
        Fact("use", "use"),
        Fact("right", "right", words=_words(PARCEL_CODES["right"])),
        Fact("holder", "holder_id", shown="holder__name"),
        Fact("address", "address"),
        Fact("registered_on", "registered_on"),
        Fact("term_end", "term_end"),
    ),
    make=_parcel,
    living=lambda: Parcel.objects.living(),
    along=ALONG,
    kept=KEPT,
    prepare=_prepare_parcels,
    check=_check_parcels,
)
SHEETS = [ENTERPRISES, PARCELS]
