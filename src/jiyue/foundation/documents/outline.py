"""Headings: counted when a document is laid out, recognised in a text that was written elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiyue.engine.yamls import load_rules
from jiyue.foundation.documents.paper import Block, Heading, Level, Paragraph
from jiyue.foundation.documents.style import FILE, numeral, word

LEVELS: tuple[Level, ...] = (1, 2, 3, 4)
LONGEST_HEADING = 40
"""A numbered line that is longer is a paragraph: its first sentence is the heading, if any is."""


def numbered(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with its label: the number of a heading, else empty."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if not isinstance(block, Heading):
            yield block, ""
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (4 - block.level)
        yield block, label(block.level, counts[block.level - 1])


def label(level: Level, n: int) -> str:
    return word(f"level{level}", n=numeral(n) if level < 3 else n)


def read_text(text: str) -> tuple[Block, ...]:
    """Paragraphs and headings of a plain text, one a line; headings are counted anew."""
    return tuple(_read(line) for raw in text.splitlines() if (line := raw.strip()))


def _read(line: str) -> Block:
    patterns = load_rules(FILE)["headings"]
    for level in LEVELS:
        found = re.match(patterns[f"level{level}"], line)
        if not found:
            continue
        rest = line[found.end() :].strip()
        head, stop, then = rest.partition(word("stop"))
        if len(rest) <= LONGEST_HEADING and not stop:
            return Heading(level, rest)
        if len(head) <= LONGEST_HEADING:
            return Heading(level, head + stop, then.lstrip())
        return Heading(level, "", rest)
    return Paragraph(line)


def as_text(blocks: Sequence[Block]) -> str | None:
    """The text that :func:`read_text` reads; None where there is more than text."""
    lines = []
    for block, number in numbered(blocks):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Heading):
            lines.append(number + block.text + block.then)
        else:
            return None
    return "\n".join(lines)
