"""A paper is plain data: it comes back as it was, and its fingerprint is over what it says."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from foundation.documents.papers import notice
from jiyue.foundation.documents.paper import (
    Attachment,
    Chart,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Table,
    canonical,
    fingerprint,
    short,
)

WORDS = st.text(max_size=12)
BLOCKS = st.one_of(
    st.builds(Paragraph, WORDS),
    st.builds(Heading, st.sampled_from((1, 2, 3, 4)), WORDS, WORDS),
    st.builds(
        Table, st.tuples(WORDS, WORDS), st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple), WORDS
    ),
    st.builds(
        Chart,
        st.sampled_from(("bar", "line")),
        WORDS,
        st.tuples(WORDS),
        st.tuples(st.tuples(WORDS, st.tuples(st.none() | WORDS))),
    ),
    st.builds(Picture, WORDS, st.binary(max_size=20)),
)
LISTS = st.lists(BLOCKS, max_size=4).map(tuple)
PAPERS = st.builds(
    Paper,
    title=WORDS,
    blocks=LISTS,
    attachments=st.lists(st.builds(Attachment, WORDS, LISTS), max_size=2).map(tuple),
    on=st.none() | st.dates(),
    present=st.lists(WORDS, max_size=3).map(tuple),
    fingerprint=st.booleans(),
)


@given(PAPERS)
def test_a_paper_comes_back_from_its_data(paper: Paper) -> None:
    assert Paper.of(paper.as_dict()) == paper


def test_the_fingerprint_depends_on_what_is_said_and_on_the_facts() -> None:
    paper, facts = notice(), {"score": "89.09"}
    found = fingerprint(canonical(paper, facts))
    assert found == fingerprint(canonical(Paper.of(paper.as_dict()), dict(facts)))
    assert found != fingerprint(canonical(replace(paper, on=date(2025, 8, 5)), facts))
    assert found != fingerprint(canonical(paper, {"score": "89.10"}))


def test_the_order_of_facts_does_not_matter() -> None:
    paper = notice()
    assert canonical(paper, {"a": 1, "b": 2}) == canonical(paper, {"b": 2, "a": 1})


def test_the_short_form_is_in_fours() -> None:
    assert short("7c1ea904" * 8) == "7c1e a904 7c1e a904"
