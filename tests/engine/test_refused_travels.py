"""A refusal says the same after it was sent to another process."""

import pickle

import pytest

from jiyue.engine.problems import Refused
from jiyue.engine.yamls import parse_yaml


def test_same_problems_in_both_languages() -> None:
    with pytest.raises(Refused) as caught:
        parse_yaml("a: 1\na: 2\n", file="rules.yaml")
    sent = pickle.loads(pickle.dumps(caught.value))
    assert sent.problems == caught.value.problems
    assert str(sent) == str(caught.value)
    for lang in ("zh", "en"):
        assert [p.as_dict(lang) for p in sent.problems] == [p.as_dict(lang) for p in caught.value.problems]
