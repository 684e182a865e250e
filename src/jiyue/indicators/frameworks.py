"""Versions of frameworks: those that ship appear by themselves; how one is read and compiled."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import transaction

from jiyue.engine.index import (
    Compiled,
    Dictionary,
    Framework,
    compile_framework,
    default_dictionary,
    known_frameworks,
    load_framework,
)
from jiyue.engine.index.dictionary import Measure
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.indicators.models import PUBLISHED, FrameworkVersion

_compiled: dict[str, Compiled] = {}
KEPT_COMPILED = 32
SHORT = 8
"""Digits of the hash that tell a version that ships apart from an earlier one of the same number."""


@lru_cache(maxsize=1)
def _shipped() -> tuple[Framework, ...]:
    return tuple(load_framework(name) for name in known_frameworks())


def load_shipped(**_: Any) -> int:
    """Let the frameworks of the program appear as published versions; how many are new.

    Safe to run again: a version is never changed. One that a later program ships with other content under
    the same number gets digits of its hash behind it.
    """
    known = set(FrameworkVersion.objects.values_list("digest", flat=True))
    new = [framework for framework in _shipped() if framework.hash not in known]
    with transaction.atomic():
        for framework in new:
            taken = FrameworkVersion.objects.filter(code=framework.code, version=framework.version).exists()
            version = f"{framework.version}+{framework.hash[:SHORT]}" if taken else framework.version
            version_of(framework, version=version, state=PUBLISHED).save()
    return len(new)


def version_of(framework: Framework, **facts: Any) -> FrameworkVersion:
    """A version with the content of ``framework``, not saved."""
    return FrameworkVersion(
        **{
            "code": framework.code,
            "version": framework.version,
            "title": framework.zh or framework.en or framework.code,
            "kinds": list(framework.kinds),
            "content": framework.as_dict(),
            "digest": framework.hash,
            **facts,
        }
    )


def framework_of(version: FrameworkVersion) -> Framework:
    """The framework that a version holds."""
    return framework_from_dict(version.content, file=str(version))


def compiled_of(version: FrameworkVersion) -> Compiled:
    """The framework of a version with its formulas read. Raises :class:`Refused` where they do not fit."""
    found = _compiled.get(version.digest)
    if found is None:
        found = compile_framework(framework_of(version), default_dictionary())
        if len(_compiled) >= KEPT_COMPILED:
            _compiled.clear()
        _compiled[version.digest] = found
    return found


def known_measures() -> Dictionary:
    """The dictionary with what frameworks define themselves."""
    own = {}
    contents = FrameworkVersion.objects.filter(content__has_key="measures")
    for measures in contents.values_list("content__measures", flat=True):
        for data in measures:
            kinds = tuple(data.get("unit_kinds", ()))
            own[data["code"]] = Measure(**{**data, "unit_kinds": kinds})
    standard = default_dictionary()
    return standard.extended(m for code, m in own.items() if code not in standard)
