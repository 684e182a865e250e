"""The audit trail: one line a deed, chained by hashes, never changed."""

from __future__ import annotations

from typing import Any

from django.db import models

from jiyue.foundation.rows import Row


class AuditLine(Row):
    """One deed: who, when, by which way, the sentence with its parameters, the rows, what changed."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    account = models.BigIntegerField(null=True, db_index=True)
    who = models.CharField(max_length=80)
    roles = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=12)
    address = models.CharField(max_length=64, blank=True)
    sentence = models.CharField(max_length=300)
    params = models.JSONField(default=dict)
    refs = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    unit_path = models.CharField(max_length=160, blank=True, db_index=True)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    scope_unit = "unit_path"

    class Meta:
        ordering = ("-seq",)

    def content(self) -> dict[str, Any]:
        """What the hash is over: everything but the hash itself."""
        return {
            "seq": self.seq,
            "at": self.at.isoformat(),
            "action": self.action,
            "account": self.account,
            "who": self.who,
            "roles": self.roles,
            "via": self.via,
            "address": self.address,
            "sentence": self.sentence,
            "params": self.params,
            "refs": self.refs,
            "changes": self.changes,
            "unit_path": self.unit_path,
            "before": self.before,
        }


class AuditRef(models.Model):
    """A row that a line is about: how the page of that row finds its history."""

    line = models.ForeignKey(AuditLine, models.CASCADE, related_name="+")
    ref = models.CharField(max_length=120, db_index=True)


class AuditHead(models.Model):
    """The last line: writers queue here, so that the chain never forks."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
