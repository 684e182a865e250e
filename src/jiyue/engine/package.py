"""Packages: a result kept with everything it came from, so that anybody can recompute it.

A package is a folder or a zip file: ``manifest.json``, documents as JSON, tables as parquet. Its hash is over
canonical content (RFC 8785; a table is its rows, each a canonical array of texts), not over file bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import rfc8785

from jiyue.engine.messages import N_
from jiyue.engine.package_files import MANIFEST, not_a_package, open_files, read_manifest
from jiyue.engine.package_files import NOT_A_PACKAGE as NOT_A_PACKAGE
from jiyue.engine.problems import Refused, define

SCHEMA = 1
EXTRAS = frozenset({"report.html"})
"""Views that an earlier evaluation may have laid beside its package."""

NO_VERIFIER = define(
    "NO_VERIFIER",
    N_("Nothing here can recompute a package of kind {value}, schema {schema}."),
    N_("Install the version of the program that wrote it."),
)
TARGET_TAKEN = define(
    "TARGET_TAKEN",
    N_("{value} holds what is no part of such a package ({what}), so it is not overwritten."),
    N_("Choose another place, or remove it yourself."),
)


@dataclass
class Package:
    """``documents`` are plain data, ``tables`` frames of text columns; both by part name."""

    kind: str
    engine: str
    documents: dict[str, Any]
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    schema: int = SCHEMA

    def part_hashes(self) -> dict[str, str]:
        """SHA-256 of the canonical content of each part."""
        found = {name: _hash([rfc8785.dumps(data)]) for name, data in self.documents.items()}
        found.update({name: _table_hash(table) for name, table in self.tables.items()})
        return dict(sorted(found.items()))

    def manifest(self, parts: dict[str, str] | None = None) -> dict[str, Any]:
        """The manifest; ``parts`` are the part hashes where they are known already."""
        head = {"kind": self.kind, "schema": self.schema, "engine": self.engine}
        parts = self.part_hashes() if parts is None else parts
        return {**head, "parts": parts, "hash": _whole(self.kind, self.schema, parts)}


@dataclass(frozen=True)
class Difference:
    """A place where what is kept and what is recomputed differ."""

    path: str
    kept: object
    recomputed: object

    def as_dict(self) -> dict[str, Any]:
        return {"path": self.path, "kept": self.kept, "recomputed": self.recomputed}


@dataclass(frozen=True)
class Verification:
    kind: str
    hash: str
    engine: str
    differences: tuple[Difference, ...]

    @property
    def identical(self) -> bool:
        return not self.differences

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "identical": self.identical,
            "differences": [d.as_dict() for d in self.differences],
            "hash": self.hash,
            "engine": self.engine,
        }


Verifier = Callable[[Package], list[Difference]]
VERIFIERS: dict[tuple[str, int], Verifier] = {}


def verifier(kind: str, schema: int = SCHEMA) -> Callable[[Verifier], Verifier]:
    """Register the one function that recomputes packages of ``kind``."""

    def register(function: Verifier) -> Verifier:
        if VERIFIERS.setdefault((kind, schema), function) is not function:
            raise ValueError(f"two verifiers for {kind} schema {schema}")
        return function

    return register


def verify(path: Path) -> Verification:
    """Check every part of a package against its hash, then recompute the result and compare.

    Raises :class:`Refused` when it is no package or nothing can recompute it.
    """
    package, manifest = _read(path)
    try:
        parts = package.part_hashes()
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        raise not_a_package(path, N_("its parts cannot be hashed")) from None
    differences = [
        Difference(f"manifest/parts/{name}", manifest["parts"].get(name), found)
        for name, found in parts.items()
        if manifest["parts"].get(name) != found
    ]
    whole = package.manifest(parts)["hash"]
    if not differences and manifest.get("hash") != whole:
        differences.append(Difference("manifest/hash", manifest.get("hash"), whole))
    recompute = VERIFIERS.get((package.kind, package.schema))
    if recompute is None:
        raise Refused(NO_VERIFIER(field="kind", value=package.kind, schema=package.schema))
    try:
        differences.extend(recompute(package))
    except Refused:
        if not differences:
            raise
    return Verification(package.kind, whole, package.engine, tuple(differences))


def read_package(path: Path) -> Package:
    """The package at ``path``, its parts as they stand (:func:`verify` says whether they are as written)."""
    return _read(path)[0]


def read_parts(path: Path, names: Collection[str]) -> Package:
    """The package at ``path`` with no other parts than ``names``: the rest is not read."""
    return _read(path, names)[0]


def write_package(package: Package, path: Path, extras: dict[str, str] | None = None) -> str:
    """Write ``package`` as a folder, or as a zip file for a path ending in .zip; returns its hash.

    ``extras`` are readable views (name -> text) laid beside it, outside the hash. Nothing half-written: it is
    built beside the target and moved there whole; an earlier package is replaced, anything else is refused.
    """
    manifest = package.manifest()
    files: dict[str, bytes] = {MANIFEST: _pretty(manifest)}
    files.update({f"{name}.json": _pretty(data) for name, data in package.documents.items()})
    for name, table in package.tables.items():
        buffer = io.BytesIO()
        table.write_parquet(buffer)
        files[f"{name}.parquet"] = buffer.getvalue()
    files.update({name: text.encode() for name, text in (extras or {}).items()})
    path = Path(os.path.realpath(path))
    _refuse_foreign(path, package.kind, {*EXTRAS, *(extras or {})})
    made = [folder for folder in path.parents if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _place(files, path)
    except BaseException:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    return str(manifest["hash"])


def _refuse_foreign(path: Path, kind: str, extras: set[str]) -> None:
    """Let only an empty folder or a package of ``kind``, whole and alone, be replaced."""
    if not path.exists() or (path.is_dir() and not _is_zip(path) and not any(path.iterdir())):
        return
    what = path.name
    with suppress(Refused):
        files = open_files(path)
        manifest = read_manifest(files)
        known = {MANIFEST, *extras}
        known |= {f"{name}{ending}" for name in manifest["parts"] for ending in (".json", ".parquet")}
        names = {entry.name for entry in path.iterdir()} if path.is_dir() else set(files.sizes)
        strange = sorted((names - known) | (names - set(files.sizes)))
        same = path.is_dir() != _is_zip(path) and manifest["kind"] == kind
        if same and manifest["hash"] == _whole(kind, manifest["schema"], manifest["parts"]) and not strange:
            return
        what = ", ".join(strange[:5]) or MANIFEST
    raise Refused(TARGET_TAKEN(field="out", value=str(path), what=what))


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _place(files: dict[str, bytes], path: Path) -> None:
    """Build the package beside ``path`` and move it there; what stood there comes back if that fails."""
    work = Path(tempfile.mkdtemp(dir=path.parent, prefix=".jiyue-"))
    new, old = work / "new", work / "old"
    try:
        if _is_zip(path):
            with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
                for name in sorted(files):
                    archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
        else:
            new.mkdir()
            for name, data in files.items():
                (new / name).write_bytes(data)
        if path.is_dir():
            os.replace(path, old)
        os.replace(new, path)
    finally:
        if old.exists() and not path.exists():
            os.rename(old, path)
        shutil.rmtree(work, ignore_errors=True)


def _read(path: Path, only: Collection[str] | None = None) -> tuple[Package, dict[str, Any]]:
    files = open_files(path)
    manifest = read_manifest(files)
    documents, tables = {}, {}
    for name in manifest["parts"]:
        if only is not None and name not in only:
            continue
        if f"{name}.json" in files.sizes:
            documents[name] = files.json(f"{name}.json")
        else:
            tables[name] = files.table(f"{name}.parquet")
    package = Package(manifest["kind"], manifest["engine"], documents, tables, manifest["schema"])
    return package, manifest


def _pretty(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def _whole(kind: str, schema: int, parts: dict[str, Any]) -> str:
    return _hash([rfc8785.dumps({"kind": kind, "schema": schema, "parts": parts})])


def _hash(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _table_hash(table: pl.DataFrame) -> str:
    texts = table.select(pl.all().cast(pl.String))
    head = rfc8785.dumps(list(texts.columns))
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return _hash([head, *(b"\n" + encode(row).encode() for row in texts.iter_rows())])
