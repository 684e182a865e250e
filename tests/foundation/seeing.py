"""What a browser sends back of a page that it was shown."""

import re
from typing import Any

SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


def seen_on(page: Any) -> dict[str, str]:
    """The hidden mark of what ``page`` (a response) shows."""
    (mark,) = SEEN.findall(page.content.decode())
    return {"seen": mark}


def step(page: Any, words: str) -> str:
    """The address of the button ``words`` on ``page``."""
    return next(to for said, to, _ in page.context["actions"] if said == words)
