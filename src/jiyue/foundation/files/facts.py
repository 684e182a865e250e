"""What stands on the page of a piece of evidence, in words."""

from __future__ import annotations

from django.conf import settings

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.models import CLASSES, FORWARDED, GRADES, TAKEN, Evidence
from jiyue.foundation.ui import figures

FACTS = {
    "taken_at": N_("taken at {value} (clock of the camera)"),
    "place": N_("place {value} (latitude, longitude)"),
    "device": N_("taken with {value}"),
    "made_at": N_("file made at {value}"),
    "program": N_("made with {value}"),
}
KILO = 1024


def details(found: Evidence) -> list[tuple[str, str]]:
    """Facts as msgid and text."""
    file = found.file
    years = found.retain_years
    kept = translate(N_("permanent")) if years is None else translate(N_("{years} years"), {"years": years})
    until = "" if found.due_on is None else translate(N_(", until {day}"), {"day": figures.day(found.due_on)})
    rows = [
        (N_("Issued by"), found.issuer),
        (N_("Date of the paper"), figures.day(found.dated)),
        (N_("Period"), found.period),
        (N_("Unit"), found.unit.name),
        (N_("Owner"), found.organisation.name),
        (N_("File"), f"{translate(file.what.title)}，{size(file.size)}"),
        (N_("Number of pages"), figures.number(file.pages)),
        (N_("Grade"), translate(GRADES[found.grade])),
        (N_("Why this grade"), why(found)),
        (N_("Second witness"), witness(found)),
        (N_("Classification"), translate(CLASSES[found.classification])),
        (N_("Retention"), kept + until),
    ]
    if found.withdrawn_for:
        rows.insert(0, (N_("Withdrawn because"), found.withdrawn_for))
    return [(words, text or figures.DASH) for words, text in rows]


def size(number: int) -> str:
    if number < KILO * KILO:
        return f"{figures.number(-(-number // KILO))} KB"
    return f"{figures.number(number / KILO / KILO, 1)} MB"


def why(found: Evidence) -> str:
    """Which metadata the file carries, or that it carries none that was believed."""
    told = metadata(found)
    if found.grade == TAKEN:
        return "；".join([translate(N_("taken in the app")), *told])
    if found.grade == FORWARDED:
        own = translate(N_("it was forwarded, or says nothing of its making itself"))
        return "；".join([own, *told])
    return "；".join(told) or translate(N_("its pages carry the code of a printed sheet"))


def metadata(found: Evidence) -> list[str]:
    """What the file itself says; no place on the internet, which shows no coordinates."""
    said = []
    for name, words in FACTS.items():
        value = found.file.facts.get(name)
        if not value or (name == "place" and settings.PROFILE == "internet"):
            continue
        text = ", ".join(value) if isinstance(value, list) else str(value).replace("T", " ")
        said.append(translate(words, {"value": text}))
    return said


def witness(found: Evidence) -> str:
    if found.witness is None:
        return translate(N_("still needed")) if found.grade == FORWARDED else ""
    return f"{found.witness.name}，{figures.day(found.witnessed_at)}"
