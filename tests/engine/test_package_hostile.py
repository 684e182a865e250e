"""A damaged or hostile package is refused in words, or its differences are named; nothing else happens."""

import io
import json
import os
import zipfile
from contextlib import suppress

import polars as pl
import pytest

from engine.package_case import package
from jiyue.engine import package_files
from jiyue.engine.package import read_package, verify, write_package
from jiyue.engine.problems import Refused


@pytest.fixture
def kept(tmp_path):
    write_package(package(), tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def zipped(tmp_path):
    write_package(package(), tmp_path / "kept.zip")
    return tmp_path / "kept.zip"


def refused(path, words=""):
    for read in (verify, read_package):
        with pytest.raises(Refused) as caught:
            read(path)
        problem = caught.value.problems[0]
        assert problem.code == "NOT_A_PACKAGE"
        assert words in problem.message("en")
        assert problem.remedy("en")


@pytest.mark.parametrize("name", ["kind", "schema", "engine", "hash", "parts"])
@pytest.mark.parametrize("value", [[], {}, None, 1.5, True])
def test_ill_typed_manifest(kept, name, value):
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest[name] = value
    (kept / "manifest.json").write_text(json.dumps(manifest))
    if (name, value) == ("parts", {}):
        read_package(kept)
    else:
        refused(kept)


def test_ill_typed_part_hash_is_a_difference(kept):
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["parts"]["result"] = [1]
    (kept / "manifest.json").write_text(json.dumps(manifest))
    assert [d.path for d in verify(kept).differences] == ["manifest/parts/result"]


@pytest.mark.parametrize(
    "figure",
    ["NaN", "Infinity", "1e999", "9007199254740993", "9" * 5000, '"\\ud800"', '"\\udc00x"', "[" * 60],
)
@pytest.mark.parametrize("part", ["result", "manifest"])
def test_what_json_cannot_hold(kept, part, figure):
    text = '{"total": ' + figure + "]" * figure.count("[") + "}"
    (kept / f"{part}.json").write_text(text)
    refused(kept, part)


def test_pairs_of_surrogates_are_text(kept):
    (kept / "result.json").write_text('{"total": 2, "note": "\\ud83d\\ude00"}')
    assert [d.path for d in verify(kept).differences] == ["manifest/parts/result"]


def test_deep_json(kept):
    (kept / "result.json").write_text("[" * 100_000 + "]" * 100_000)
    refused(kept, "result.json")


def test_json_bomb(kept, monkeypatch):
    monkeypatch.setattr(package_files, "MAX_ITEMS", 1000)
    (kept / "result.json").write_text("[" + "[],[]," * 400 + "0]")
    refused(kept, "too large")


def test_large_file(kept, monkeypatch):
    monkeypatch.setattr(package_files, "MAX_JSON", 10_000)
    (kept / "result.json").write_text('"' + "x" * 10_000 + '"')
    refused(kept, "too large")


def table(kept, frame):
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    (kept / "rows.parquet").write_bytes(buffer.getvalue())


def test_lists_in_a_table(kept):
    table(kept, pl.DataFrame({"unit": [["a"]], "value": ["1"]}))
    refused(kept, "rows.parquet")


def test_numbers_in_a_table(kept):
    table(kept, pl.DataFrame({"unit": ["a"], "value": [1]}))
    refused(kept, "rows.parquet")


def test_too_many_cells(kept, monkeypatch):
    monkeypatch.setattr(package_files, "MAX_CELLS", 100)
    table(kept, pl.DataFrame({"unit": ["a"] * 200, "value": ["1"] * 200}))
    refused(kept, "too large")


def test_one_long_text_repeated(kept, monkeypatch):
    monkeypatch.setattr(package_files, "MAX_UNPACKED", 100_000)
    table(kept, pl.DataFrame({"unit": ["a" * 1000] * 200, "value": ["1"] * 200}))
    refused(kept, "too large")


def test_bytes_that_are_no_text(kept):
    frame = pl.DataFrame({"unit": ["QQQQ"], "value": ["1"]})
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="uncompressed", statistics=False)
    (kept / "rows.parquet").write_bytes(buffer.getvalue().replace(b"QQQQ", b"\xff\xfe\xff\xfe"))
    refused(kept, "rows.parquet")


@pytest.mark.parametrize("at", range(0, 600, 23))
def test_damaged_parquet(kept, at):
    data = bytearray((kept / "rows.parquet").read_bytes())
    data[at % len(data)] ^= 0xFF
    (kept / "rows.parquet").write_bytes(data)
    with suppress(Refused):  # NOT_A_PACKAGE, or the damage is a difference
        verify(kept)


@pytest.mark.parametrize("field", ["encrypted", "method", "directory", "content"])
def test_damaged_zip(zipped, field):
    data = bytearray(zipped.read_bytes())
    directory = data.index(b"PK\x01\x02")
    if field == "directory":
        data[directory + 1] = 0
    for mark, flag, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        at = data.find(mark)
        while at >= 0:
            if field == "encrypted":
                data[at + flag] |= 1
            elif field == "method":
                data[at + method] = 77
            elif field == "content" and mark == b"PK\x03\x04":
                data[at + 50 : at + 54] = b"\xff" * 4
            at = data.find(mark, at + 4)
    zipped.write_bytes(data)
    refused(zipped)


def test_zip_that_unpacks_too_large(zipped, monkeypatch):
    monkeypatch.setattr(package_files, "MAX_UNPACKED", 1000)
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("zeros", b"\0" * 100_000)
    refused(zipped, "too large")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_devices(path, tmp_path):
    (tmp_path / "link").symlink_to(path)
    refused(tmp_path / "link", "neither a folder nor a zip file")


def test_pipes(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "neither a folder nor a zip file")
