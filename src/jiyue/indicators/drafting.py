"""Versions of frameworks: drafted from a base, published by another person, then immutable; retired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from jiyue.engine.index import Framework, compile_framework, default_dictionary, load_framework
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.rows import NotThere
from jiyue.foundation.units.models import Unit
from jiyue.indicators.frameworks import compiled_of, framework_of, version_of
from jiyue.indicators.models import DRAFT, PUBLISHED, RETIRED, Confirmation, FrameworkVersion

NOT_A_DRAFT = define(
    "FRAMEWORK_NOT_A_DRAFT",
    N_("{value} is no draft; what is published never changes."),
    N_("Make a new version of it and change that."),
)
VERSION_TAKEN = define(
    "FRAMEWORK_VERSION_TAKEN",
    N_("There is a version {value} of this framework."),
    N_("Give the new one another number."),
)
NOT_PUBLISHED = define(
    "FRAMEWORK_NOT_IN_USE",
    N_("{value} is not published, so it cannot be taken out of use."),
    N_("Only published versions are taken out of use."),
)
NO_INDICATOR = define(
    "FRAMEWORK_NO_INDICATOR",
    N_("The framework has no indicator {value}."),
    N_("Choose one of its indicators."),
)
NO_PROOF = define(
    "CONFIRMATION_NO_PROOF",
    N_("{value} is withdrawn or still needs a second witness, so it confirms nothing."),
    N_("Take another piece of evidence, or let somebody witness it first."),
)
FIGURES = ("standard", "excellence", "ideal", "weights", "formula")
"""What of an indicator is confirmed by a document and page."""
EDITABLE = ("zh", "formula", "standard", "excellence", "ideal", "decimals", "owner", "source", "note")
"""Fields of an indicator that a draft changes by a form; everything else by a table."""


@action("frameworks.manage", N_("{who} drafted {thing} from {base}"))
def draft(
    deed: Deed, base: FrameworkVersion, *, unit: Unit, version: str, note: str = ""
) -> FrameworkVersion:
    """A new version with the content of ``base``, for ``unit`` and those below. Raises :class:`Refused`."""
    deed.reaches(path=unit.path, where=unit.name)
    if FrameworkVersion.objects.filter(code=base.code, version=version).exists():
        raise Refused(VERSION_TAKEN(field="version", value=version))
    content = replace(framework_of(base), version=version)
    made = version_of(content, title=base.title, unit=unit, base=base, note=note, state=DRAFT)
    made.entered_by_id = deed.actor.account
    made.save()
    deed.says(made, thing=str(made), base=str(base))
    return made


@action("frameworks.manage", N_("{who} changed the indicator {indicator} of {thing}"))
def edit(
    deed: Deed,
    /,
    version: FrameworkVersion,
    indicator: str,
    *,
    weights: Mapping[str, str] | None = None,
    **fields: str,
) -> FrameworkVersion:
    """Change fields of one indicator of a draft; an empty text takes a field away.

    A line or weight that changes is not verified any more. Lines and weights that do not fit together yet
    are kept; publication refuses them.
    """
    _hold(deed, version)
    content = framework_of(version).as_dict()
    found: dict[str, Any] | None = next((i for i in content["indicators"] if i["code"] == indicator), None)
    if found is None:
        raise Refused(NO_INDICATOR(field="indicator", value=indicator))
    said = {name: value.strip() for name, value in fields.items() if name in EDITABLE}
    before = dict(found)
    if said.get("source") == found.get("source_zh"):
        said.pop("source", None)
    elif said.get("source", found.get("source")) != found.get("source"):
        found.pop("source_zh", None)
    found.update({name: value for name, value in said.items() if value})
    for name in [name for name, value in said.items() if not value]:
        found.pop(name, None)
    if weights is not None:
        found["weights"] = {variant: text for variant, text in weights.items() if text.strip()}
        if not found["weights"]:
            found.pop("weights")
    if any(before.get(name) != found.get(name) for name in FIGURES):
        found["verified"] = False
    for name in {*before, *found}:
        deed.changed(name, _text(before.get(name)), _text(found.get(name)))
    deed.says(indicator=indicator)
    if not deed.changes:
        deed.nothing_happened()
    return _take(version, framework_from_dict(content, file=str(version)))


@action("frameworks.manage", N_("{who} replaced the content of {thing} by the table {file}"))
def replace_by(deed: Deed, version: FrameworkVersion, path: Path, name: str = "") -> FrameworkVersion:
    """Take the indicators of a draft from a file in one of the engine's formats: YAML, csv, workbook.

    Raises :class:`Refused` with everything that does not fit together in it.
    """
    _hold(deed, version)
    found = replace(load_framework(path), code=version.code, version=version.version)
    compile_framework(found, default_dictionary())
    deed.says(file=name or path.name)
    deed.changed("digest", version.digest, found.hash)
    return _take(version, found)


@action("frameworks.manage", N_("{who} published {thing}, hash {digest}"))
def publish(deed: Deed, version: FrameworkVersion) -> FrameworkVersion:
    """Let a draft be evaluated with. Whoever drafted it may not publish it (SAME_PERSON)."""
    _hold(deed, version)
    deed.not_by(version.entered_by_id)
    compiled_of(version)
    version.state, version.published_by_id = PUBLISHED, deed.actor.account
    version.published_at = timezone.now()
    version.save()
    deed.changed("state", DRAFT, PUBLISHED)
    deed.says(digest=version.digest[:16])
    return version


@action("frameworks.manage", N_("{who} took {thing} out of use: {reason}"))
def retire(deed: Deed, version: FrameworkVersion, reason: str) -> FrameworkVersion:
    """Let nobody evaluate with it any more; what was evaluated with it stays. A draft is given up by it."""
    _lock(deed, version)
    if version.state == RETIRED:
        raise Refused(NOT_PUBLISHED(value=str(version)))
    deed.changed("state", version.state, RETIRED)
    version.state, version.note = RETIRED, deed.because(reason)
    version.save()
    return version


@action("frameworks.manage", N_("{who} confirmed {indicator} {field} of {thing} by {evidence}, page {page}"))
def confirm(
    deed: Deed,
    version: FrameworkVersion,
    *,
    indicator: str,
    field: str,
    evidence: Evidence,
    page: int | None,
    unit: Unit,
    note: str = "",
) -> Confirmation:
    """Say by which document and page a bureau confirms a figure that the framework does not call verified.

    The framework itself stays as it is. Raises :class:`Refused`, and NotThere for evidence out of reach.
    """
    deed.reaches(path=unit.path, where=unit.name)
    if indicator not in framework_of(version).by_code or field not in FIGURES:
        raise Refused(NO_INDICATOR(field="indicator", value=f"{indicator} {field}"))
    if not Evidence.objects.reached(deed.actor, "evidence.read").filter(pk=evidence.pk).exists():
        raise NotThere(NO_PROOF(field="evidence", value=evidence.pk))
    if not Evidence.objects.counting().filter(pk=evidence.pk).exists():
        raise Refused(NO_PROOF(field="evidence", value=evidence.title))
    made = Confirmation.objects.create(
        framework=version,
        indicator=indicator,
        field=field,
        evidence=evidence,
        page=page,
        note=note,
        unit=unit,
        by_id=deed.actor.account,
    )
    said = {"field": field, "indicator": indicator, "evidence": evidence.title, "page": page or ""}
    deed.says(version, evidence, thing=str(version), **said)
    return made


def problems_of(version: FrameworkVersion) -> list[Problem]:
    """What keeps a draft from being published."""
    try:
        compiled_of(version)
    except Refused as refused:
        return list(refused.problems)
    return []


def _lock(deed: Deed, version: FrameworkVersion) -> None:
    version.refresh_from_db(from_queryset=FrameworkVersion.objects.select_for_update())
    deed.reaches(path=version.unit.path if version.unit else None)
    deed.says(version, thing=str(version))


def _hold(deed: Deed, version: FrameworkVersion) -> None:
    _lock(deed, version)
    if version.state != DRAFT:
        raise Refused(NOT_A_DRAFT(value=str(version)))


def _take(version: FrameworkVersion, content: Framework) -> FrameworkVersion:
    version.content, version.digest = content.as_dict(), content.hash
    version.kinds, version.title = list(content.kinds), content.zh or content.en or version.title
    version.save()
    return version


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        return "; ".join(f"{k or '-'} {v}" for k, v in sorted(value.items()))
    return None if value in (None, "") else str(value)
