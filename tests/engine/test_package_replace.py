"""Writing a package replaces an earlier one whole, and nothing that is somebody else's."""

import json
import os
import zipfile

import pytest

from engine.package_case import package
from jiyue.engine.package import Package, verify, write_package
from jiyue.engine.problems import Refused


def refused(path, what=None):
    with pytest.raises(Refused) as caught:
        write_package(what or package(), path)
    assert caught.value.problems[0].code == "TARGET_TAKEN"
    return caught.value.problems[0]


def test_a_strangers_manifest_is_no_package(tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web/manifest.json").write_text('{"name": "a web page"}')
    (tmp_path / "web/index.html").write_text("<p>")
    refused(tmp_path / "web")
    assert sorted(p.name for p in (tmp_path / "web").iterdir()) == ["index.html", "manifest.json"]


def test_a_letter_beside_a_package_is_kept(tmp_path):
    write_package(package(), tmp_path / "kept")
    (tmp_path / "kept/letter.txt").write_text("mine")
    assert "letter.txt" in refused(tmp_path / "kept").message("en")
    assert (tmp_path / "kept/letter.txt").read_text() == "mine"


def test_a_folder_beside_the_parts_is_kept(tmp_path):
    write_package(package(), tmp_path / "kept")
    (tmp_path / "kept/report.html").mkdir()
    refused(tmp_path / "kept")


def test_a_letter_in_a_zip_is_kept(tmp_path):
    write_package(package(), tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip", "a") as archive:
        archive.writestr("letter.txt", "mine")
    refused(tmp_path / "kept.zip")
    assert zipfile.ZipFile(tmp_path / "kept.zip").read("letter.txt") == b"mine"


def test_a_package_of_another_kind_is_kept(tmp_path):
    write_package(package(), tmp_path / "kept")
    refused(tmp_path / "kept", Package("other", "test", {}))


def test_a_forged_manifest_is_no_package(tmp_path):
    write_package(package(), tmp_path / "kept")
    manifest = json.loads((tmp_path / "kept/manifest.json").read_text())
    manifest["parts"]["letter"] = "0" * 64
    (tmp_path / "kept/manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "kept/letter.json").write_text("{}")
    refused(tmp_path / "kept")


def test_a_folder_named_like_a_zip_is_refused(tmp_path):
    (tmp_path / "x.zip").mkdir()
    refused(tmp_path / "x.zip")


@pytest.mark.parametrize("name", ["kept", "kept.zip"])
def test_an_earlier_report_is_replaced(tmp_path, name):
    write_package(package(), tmp_path / name, {"report.html": "<p>"})
    write_package(package(), tmp_path / name)
    assert verify(tmp_path / name).identical
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["kept", "kept.zip"])
def test_a_failed_replacement_brings_the_earlier_one_back(tmp_path, monkeypatch, name):
    write_package(package(), tmp_path / name)
    replace = os.replace

    def fail(source, target):
        if os.fspath(target) == str(tmp_path / name):
            raise OSError("disk full")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_package(package(), tmp_path / name)
    assert verify(tmp_path / name).identical
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_failure_removes_the_folders_it_made(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_package(package(), tmp_path / "a/b/kept")
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_package(package(), tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert verify(tmp_path / "real").identical
