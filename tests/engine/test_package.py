"""A package keeps what it was given, says what was changed in it, and never stands half-written."""

import json
import zipfile

import polars as pl
import pytest

from jiyue.engine.package import Difference, Package, read_package, verifier, verify, write_package
from jiyue.engine.problems import Refused


@verifier("sum-of-column")
def recompute(package):
    total = sum(int(v) for v in package.tables["rows"]["value"])
    kept = package.documents["result"]["total"]
    return [] if total == kept else [Difference("result/total", kept, total)]


def package():
    table = pl.DataFrame({"unit": ["a", "乙"], "value": ["1", "2"]})
    return Package("sum-of-column", "test", {"result": {"total": 3}}, {"rows": table})


@pytest.mark.parametrize("name", ["kept", "kept.zip"])
def test_identical(tmp_path, name):
    path = tmp_path / name
    fingerprint = write_package(package(), path, {"view.html": "<p>"})
    found = verify(path)
    assert found.identical
    assert found.hash == fingerprint
    assert read_package(path).documents == {"result": {"total": 3}}


def test_the_hash_is_over_content_not_bytes(tmp_path):
    one = write_package(package(), tmp_path / "one")
    (tmp_path / "one/result.json").write_text('{"total":    3}')
    assert verify(tmp_path / "one").identical
    assert one == write_package(package(), tmp_path / "two.zip")


def test_a_changed_result_is_named_twice(tmp_path):
    write_package(package(), tmp_path / "kept")
    (tmp_path / "kept/result.json").write_text('{"total": 4}')
    paths = [d.path for d in verify(tmp_path / "kept").differences]
    assert paths == ["manifest/parts/result", "result/total"]


def test_a_result_changed_together_with_its_hash_is_found(tmp_path):
    forged = package()
    forged.documents["result"]["total"] = 4
    write_package(forged, tmp_path / "kept")
    assert [d.path for d in verify(tmp_path / "kept").differences] == ["result/total"]


def test_an_earlier_package_is_replaced_but_nothing_else(tmp_path):
    write_package(package(), tmp_path / "kept")
    write_package(package(), tmp_path / "kept")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"x")
    with pytest.raises(Refused) as caught:
        write_package(package(), tmp_path / "photos")
    assert caught.value.problems[0].code == "TARGET_TAKEN"
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["a.jpg"]


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    import jiyue.engine.package as module

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(module.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_package(package(), tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    ["nothing there", "not a zip", "no manifest", "broken manifest", "part missing", "hostile name"],
)
def test_what_is_no_package_is_said(tmp_path, damage):
    path = tmp_path / "x"
    if damage == "not a zip":
        path.write_bytes(b"PK\x03\x04broken")
    elif damage != "nothing there":
        write_package(package(), path)
        manifest = path / "manifest.json"
        if damage == "no manifest":
            manifest.unlink()
        elif damage == "broken manifest":
            manifest.write_text("{")
        elif damage == "part missing":
            (path / "rows.parquet").unlink()
        else:
            data = json.loads(manifest.read_text())
            data["parts"]["../../etc/passwd"] = "0"
            manifest.write_text(json.dumps(data))
    with pytest.raises(Refused) as caught:
        verify(path)
    assert caught.value.problems[0].code == "NOT_A_PACKAGE"


def test_unknown_kind(tmp_path):
    other = package()
    other.kind = "unheard-of"
    write_package(other, tmp_path / "kept.zip")
    with pytest.raises(Refused) as caught:
        verify(tmp_path / "kept.zip")
    assert caught.value.problems[0].code == "NO_VERIFIER"
    assert zipfile.ZipFile(tmp_path / "kept.zip").testzip() is None
