"""Files that cannot be read or written: exit 1 with an error in words, never a traceback, nothing left."""

import os
import subprocess
import sys

import pytest

from cli.calls import jiyue
from jiyue.engine.problems import Kind

HEAD = "unit,kind,parent,year,measure,value\n"
GOOD = HEAD + "t1,town,,2025,industrial_land,10\nt1,town,,2025,industrial_tax,5\n"


@pytest.fixture
def data(tmp_path):
    (tmp_path / "data.csv").write_text(GOOD, "utf-8")
    return tmp_path / "data.csv"


def refused(*arguments):
    call = jiyue(*arguments, "--json")
    assert call.code == 1
    error = call.json["errors"][0]
    assert error["message"]
    assert error["remedy"]
    return error["code"]


@pytest.mark.parametrize("out", ["data.csv/kept", "data.csv/a/kept.zip", "x" * 300, "/proc/none/kept"])
def test_out_into_an_impossible_place(data, out):
    code = refused("index", data, "--framework", "town-contest", "--out", data.parent / out)
    assert code == "FILE_TROUBLE"
    assert [p.name for p in data.parent.iterdir()] == ["data.csv"]


def test_out_onto_a_folder_named_like_a_zip(data):
    (data.parent / "x.zip").mkdir()
    code = refused("index", data, "--framework", "town-contest", "--out", data.parent / "x.zip")
    assert code == "TARGET_TAKEN"


@pytest.mark.parametrize("out", ["none/f.yaml", "none/f.xlsx", "folder", "data.csv/f.yaml", "x" * 300])
def test_export_into_an_impossible_place(data, out):
    (data.parent / "folder").mkdir()
    assert refused("framework", "export", "town-contest", "--out", data.parent / out) == "FILE_TROUBLE"
    assert sorted(p.name for p in data.parent.iterdir()) == ["data.csv", "folder"]


@pytest.mark.parametrize("out", ["none/f.csv", "folder", "data.csv/f.csv", "x" * 300])
def test_cells_into_an_impossible_place(data, out):
    (data.parent / "folder").mkdir()
    assert refused("sheet", data, "--csv", data.parent / out) == "FILE_TROUBLE"
    assert sorted(p.name for p in data.parent.iterdir()) == ["data.csv", "folder"]


@pytest.mark.parametrize("name", ["x" * 300, "a\udcff", "data.csv/x"])
def test_odd_names(data, name):
    for arguments in (
        ("index", name, "--framework", "town-contest"),
        ("index", data, "--framework", "town-contest", "--recipe", name),
        ("framework", "check", name),
        ("sheet", name),
        ("verify", name),
        ("explain", name, "t1"),
    ):
        refused(*arguments)


def test_the_message_names_the_folder_and_the_reason(data):
    out = data.parent / "none/f.yaml"
    call = jiyue("framework", "export", "town-contest", "--out", out)
    assert call.code == 1
    assert f"{data.parent / 'none'} cannot be read or written: there is no such file or folder." in call.err


def test_unreadable_file(data, monkeypatch):
    (data.parent / "f.yaml").write_text("a: 1")

    def fail(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", fail)
    assert refused("framework", "check", data.parent / "f.yaml") == "FILE_TROUBLE"


@pytest.mark.parametrize("content", [b"code: \xff\xff\xff", "code: a".encode("utf-16-le"), bytes(range(256))])
def test_yaml_that_is_no_text(data, content):
    file = data.parent / "f.yaml"
    file.write_bytes(content)
    for arguments in (
        ("framework", "check", file),
        ("index", data, "--framework", "town-contest", "--recipe", file),
    ):
        call = jiyue(*arguments, "--json")
        assert call.code == 1
        assert call.json["errors"][0]["file"] == "f.yaml"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_framework_in_another_encoding(data, encoding):
    file = data.parent / "f.yaml"
    jiyue("framework", "export", "town-contest", "--out", file)
    file.write_bytes(file.read_text("utf-8").encode(encoding))
    assert jiyue("framework", "check", file).code == 0


def test_standard_output_that_is_not_utf8():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    main = "from jiyue.cli import main; main()"
    for more in ([], ["--json"]):
        command = [sys.executable, "-c", main, "--lang", "zh", "framework", "show", "hdi", *more]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.isascii()


ODD = Kind("ODD", "The value is {value}.", "Mend it.")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "a\ud800b"])
def test_a_problem_is_always_writable(value):
    plain = ODD(field="x\udc00", value=value).as_dict("en")
    assert isinstance(plain["value"], str)
    assert "".join(map(str, plain.values())).encode("utf-8")
