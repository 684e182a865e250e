"""Packages: a result kept with everything it came from, so that anybody can recompute it.

A package is a folder or a zip file: ``manifest.json``, documents as JSON, tables as parquet. Its hash is over
canonical content (RFC 8785; a table is its rows, each a canonical array of texts), not over file bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import rfc8785

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

SCHEMA = 1
MANIFEST = "manifest.json"
MAX_PART = 512_000_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")

NOT_A_PACKAGE = define(
    "NOT_A_PACKAGE",
    N_("{value} is not a package: {what}."),
    N_("Give the folder or zip file that an evaluation wrote; it holds manifest.json."),
)
NO_VERIFIER = define(
    "NO_VERIFIER",
    N_("Nothing here can recompute a package of kind {value}, schema {schema}."),
    N_("Install the version of the program that wrote it."),
)
TARGET_TAKEN = define(
    "TARGET_TAKEN",
    N_("{value} exists and is not a package, so it is not overwritten."),
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
        content: dict[str, Any] = {"kind": self.kind, "schema": self.schema, "parts": parts}
        return {**head, "parts": parts, "hash": _hash([rfc8785.dumps(content)])}


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
    parts = package.part_hashes()
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
    _refuse_foreign(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".zip":
        _write_zip(files, path)
    else:
        _write_folder(files, path)
    return str(manifest["hash"])


def _refuse_foreign(path: Path) -> None:
    if not path.exists():
        return
    if path.is_dir():
        ours = (path / MANIFEST).is_file() or not any(path.iterdir())
    else:
        ours = zipfile.is_zipfile(path) and MANIFEST in zipfile.ZipFile(path).namelist()
    if not ours:
        raise Refused(TARGET_TAKEN(field="out", value=str(path)))


def _write_zip(files: dict[str, bytes], path: Path) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".jiyue-")
    try:
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _write_folder(files: dict[str, bytes], path: Path) -> None:
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=".jiyue-"))
    try:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        os.chmod(temporary, 0o755)  # noqa: S103 - a folder that others may read
        if path.exists():
            old = Path(tempfile.mkdtemp(dir=path.parent, prefix=".jiyue-old-"))
            os.replace(path, old / "old")
            os.replace(temporary, path)
            shutil.rmtree(old)
        else:
            os.replace(temporary, path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _read(path: Path) -> tuple[Package, dict[str, Any]]:
    def wrong(what: str) -> Refused:
        return Refused(NOT_A_PACKAGE(field="path", value=str(path), what=what))

    fetch = _fetcher(path, wrong)
    manifest = _json(fetch(MANIFEST), MANIFEST, wrong)
    parts = manifest.get("parts") if isinstance(manifest, dict) else None
    if not isinstance(parts, dict) or not all(isinstance(n, str) and _NAME.fullmatch(n) for n in parts):
        raise wrong("the manifest lists no parts")
    documents: dict[str, Any] = {}
    tables: dict[str, pl.DataFrame] = {}
    for name in parts:
        data = fetch(f"{name}.json")
        if data is not None:
            documents[name] = _json(data, f"{name}.json", wrong)
            continue
        data = fetch(f"{name}.parquet")
        if data is None:
            raise wrong(f"the part {name} is not there")
        try:
            tables[name] = pl.read_parquet(io.BytesIO(data))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise wrong(f"{name}.parquet: {str(error).splitlines()[0]}") from None
    package = Package(
        str(manifest.get("kind")), str(manifest.get("engine")), documents, tables, manifest.get("schema", 0)
    )
    return package, manifest


def _fetcher(path: Path, wrong: Callable[[str], Refused]) -> Callable[[str], bytes | None]:
    if path.is_dir():

        def from_folder(name: str) -> bytes | None:
            file = path / name
            if not file.is_file():
                return None
            if file.stat().st_size > MAX_PART:
                raise wrong(f"{name} is too large")
            return file.read_bytes()

        return from_folder
    if not zipfile.is_zipfile(path):
        raise wrong("neither a folder nor a zip file" if path.exists() else "there is nothing of that name")

    def from_zip(name: str) -> bytes | None:
        with zipfile.ZipFile(path) as archive:
            if name not in archive.namelist():
                return None
            if archive.getinfo(name).file_size > MAX_PART:
                raise wrong(f"{name} is too large")
            try:
                return archive.read(name)
            except (zipfile.BadZipFile, OSError, EOFError) as error:
                raise wrong(f"{name}: {error}") from None

    return from_zip


def _json(data: bytes | None, name: str, wrong: Callable[[str], Refused]) -> Any:
    if data is None:
        raise wrong(f"{name} is not there")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise wrong(f"{name}: {error}") from None


def _pretty(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


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
