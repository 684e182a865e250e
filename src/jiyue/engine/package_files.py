"""The files of a package as they lie in a folder or a zip file, read with distrust."""

from __future__ import annotations

import io
import json
import math
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.guard import parsing

MANIFEST = "manifest.json"
MAX_JSON = 256_000_000
MAX_UNPACKED = 512_000_000
MAX_ITEMS = 10_000_000
"""Values of a document: some 30 000 units with ten indicators each take a third of it."""
MAX_CELLS = 40_000_000
MAX_DEPTH = 50
MAX_INTEGER = 2**53 - 1
"""The largest integer that canonical JSON (RFC 8785) holds exactly."""

NOT_A_PACKAGE = define(
    "NOT_A_PACKAGE",
    N_("{value} is not a package: {what}."),
    N_("Give the folder or zip file that an evaluation wrote; it holds manifest.json."),
)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError)


def not_a_package(where: Path | str, what: str, **params: object) -> Refused:
    """The refusal of ``where``; ``what`` is a msgid with the names of ``params``."""
    return Refused(NOT_A_PACKAGE(field="path", value=str(where), what=Word(what, params)))


@dataclass(frozen=True)
class Files:
    """The files of the package at ``path``, with their sizes."""

    path: Path
    sizes: dict[str, int]

    def bytes_of(self, name: str, limit: int) -> bytes:
        """The content of one file; refused when absent, damaged or larger than ``limit``."""
        if name not in self.sizes:
            raise not_a_package(self.path, N_("{part} is not there"), part=name)
        if self.path.is_dir():
            with (self.path / name).open("rb") as file:
                data = file.read(limit + 1)
        else:
            try:
                with zipfile.ZipFile(self.path) as archive, archive.open(name) as file:
                    data = file.read(limit + 1)
            except _DAMAGED:
                raise not_a_package(self.path, N_("{part} is damaged"), part=name) from None
        if len(data) > limit:
            raise not_a_package(self.path, N_("{part} is too large"), part=name)
        return data

    def json(self, name: str) -> Any:
        """One document; refused when it is not JSON that can be hashed (RFC 8785)."""
        data = self.bytes_of(name, MAX_JSON)
        if sum(map(data.count, (b",", b"[", b"{"))) > MAX_ITEMS:
            raise not_a_package(self.path, N_("{part} is too large"), part=name)
        try:
            text = data.decode("utf-8-sig")
            found = json.loads(text, parse_int=_integer, parse_float=_float, parse_constant=_float)
            if _SURROGATE.search(text):
                json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise not_a_package(self.path, N_("{part} is not valid JSON"), part=name) from None
        if _depth(found) > MAX_DEPTH:
            raise not_a_package(self.path, N_("{part} is nested too deeply"), part=name)
        return found

    def table(self, name: str) -> pl.DataFrame:
        """One table; refused unless all its columns are text."""
        data = self.bytes_of(name, MAX_UNPACKED)
        try:
            with parsing(name, "parquet"):
                lazy = pl.scan_parquet(io.BytesIO(data))
                kinds = lazy.collect_schema().dtypes()
                cells = lazy.select(pl.len()).collect().item() * len(kinds)
                table = lazy.collect() if cells <= MAX_CELLS else pl.DataFrame()
        except Refused:
            raise not_a_package(self.path, N_("{part} is damaged"), part=name) from None
        if any(kind != pl.String for kind in kinds):
            raise not_a_package(self.path, N_("{part} holds something else than text"), part=name)
        size = sum(table.select(pl.all().str.len_bytes().sum()).row(0)) if table.width else 0
        if cells > MAX_CELLS or size > MAX_UNPACKED:
            raise not_a_package(self.path, N_("{part} is too large"), part=name)
        return table


def open_files(path: Path) -> Files:
    """The files at ``path``: a folder, or a regular file that is a zip; refused otherwise."""
    if path.is_dir():
        return Files(path, {p.name: p.stat().st_size for p in path.iterdir() if p.is_file()})
    if not path.exists():
        raise not_a_package(path, N_("there is nothing of that name"))
    if not path.is_file():
        raise not_a_package(path, N_("it is neither a folder nor a zip file"))
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
            total = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile:
        raise not_a_package(path, N_("it is neither a folder nor a zip file")) from None
    except _DAMAGED:
        raise not_a_package(path, N_("the zip file is damaged")) from None
    if total > MAX_UNPACKED:
        raise not_a_package(path, N_("{part} is too large"), part=path.name)
    return Files(path, sizes)


def read_manifest(files: Files) -> dict[str, Any]:
    """The manifest with fields of the right types: kind, schema, engine, hash, and parts by name."""
    found = files.json(MANIFEST)
    if not isinstance(found, dict):
        raise not_a_package(files.path, N_("the manifest lists no parts"))
    for name in ("kind", "engine", "hash"):
        if not isinstance(found.get(name), str):
            raise not_a_package(files.path, N_("the field {name} of the manifest is no text"), name=name)
    if type(found.get("schema")) is not int:
        raise not_a_package(files.path, N_("the field schema of the manifest is no whole number"))
    parts = found.get("parts")
    if not isinstance(parts, dict) or not all(map(_NAME.fullmatch, parts)):
        raise not_a_package(files.path, N_("the manifest lists no parts"))
    return found


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > MAX_INTEGER:
        raise ValueError(text)
    return number


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _depth(data: Any) -> int:
    depth, level = 0, [data] if isinstance(data, dict | list) else []
    while level and depth <= MAX_DEPTH:
        depth += 1
        inner = (c for n in level for c in (n.values() if isinstance(n, dict) else n))
        level = [c for c in inner if isinstance(c, dict | list)]
    return depth
