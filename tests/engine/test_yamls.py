"""YAML from outside: bounded, without anchors, refused with the line and in words."""

import pytest

from jiyue.engine.messages import language
from jiyue.engine.problems import Refused
from jiyue.engine.yamls import MAX_BYTES, RULES_DIR, dump_yaml, parse_yaml, read_yaml


def refused(text):
    with pytest.raises(Refused) as caught:
        parse_yaml(text, file="x.yaml")
    problem = caught.value.problems[0]
    assert (problem.code, problem.file) == ("BAD_YAML", "x.yaml")
    return problem


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a: &x 1\nb: *x", 1),
        ("a: 1\nb: *x", 2),
        ("a: !!str 1", 1),
        ("a: 1\nb: 2\na: 3", 3),
        ("a: 1\nb: " + "9" * 5000, 2),
        ("a: 1\nb: 0x" + "f" * 5000, 2),
        ("a: 1\nb: 2024-13-45", 2),
        ('a: 1\nb: "\\ud800"', 2),
        ("a: 1\nb: \ud800", 2),
        ("a: 1\nb: \x01", 2),
        ('a: "\\U00110000"', 1),
        ('a: "\\UFFFFFFFF"', 1),
        ("? [a, {b: 1}]\n: 2", 1),
        ("a: 1\n---\nb: 2", 2),
        ("- a\nb: 1", 2),
        ("a:\n\t- b", 2),
        ("a: 'x", 1),
        ("%YAML 9.9\n---\na: 1", 1),
        ("[" * 31 + "]" * 31, 1),
        ("[" * 900_000, 1),
        ("? " * 1000, 1),
        ("x" * (MAX_BYTES + 1), 1),
    ],
)
def test_refused_with_its_line(text, row):
    assert refused(text).row == row


@pytest.mark.parametrize("text", ["a: b: c", "a: 1\na: 2", "a: [1, 2", "- a\nb: 1", "a: 'x", "a: *x"])
def test_the_message_is_in_words(text):
    with language("zh"):
        message = refused(text).message()
    assert not any(word in message for word in ("mapping values", "found", "expected", "token", "alias '"))


def test_a_bomb_of_many_values_is_refused():
    refused("[" + "1," * 400_000 + "1]")


def test_honest_texts_are_read():
    text = "a: " + "R&D " * 200
    assert parse_yaml(text) == {"a": text[3:].strip()}
    assert parse_yaml("[" * 29 + "]" * 29)


@pytest.mark.parametrize("file", sorted(RULES_DIR.rglob("*.yaml")), ids=lambda p: p.name)
def test_what_ships_is_read_and_written_back(file):
    data = parse_yaml(file.read_text("utf-8"))
    assert parse_yaml(dump_yaml(data)) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path, encoding):
    (tmp_path / "x.yaml").write_bytes("名称: 土地".encode(encoding))
    assert read_yaml(tmp_path / "x.yaml") == {"名称": "土地"}


@pytest.mark.parametrize("data", [b"a: \xff\xff\xff", "a: 1".encode("utf-16-le"), bytes(range(256))])
def test_what_is_no_text_is_refused_with_the_file(tmp_path, data):
    (tmp_path / "x.yaml").write_bytes(data)
    with pytest.raises(Refused) as caught:
        read_yaml(tmp_path / "x.yaml")
    assert caught.value.problems[0].file == "x.yaml"
