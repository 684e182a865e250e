"""What other rooms ask before they go on: is an objection still open?"""

from __future__ import annotations

from jiyue.foundation.disclosure.models import Objection, ObjectionRows


def open_objections(ref: str) -> ObjectionRows:
    """Objections against notices about the row ``ref`` that nobody has answered or declined yet."""
    found: ObjectionRows = Objection.objects.still_open().filter(notice__about=ref)
    return found
