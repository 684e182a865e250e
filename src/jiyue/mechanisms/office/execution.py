"""How far rules are carried out: the proofs that they demand, those given, and those that are late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from jiyue.foundation.duties.figures import days_after
from jiyue.foundation.ledger import VERIFIED
from jiyue.foundation.periods import Period
from jiyue.mechanisms.office.models.bodies import Proof, Rule


@dataclass(frozen=True)
class Execution:
    """The periods of a year for which a rule's proof is due; given is what was handed in and verified."""

    due: tuple[Period, ...]
    given: frozenset[Period]
    late: tuple[Period, ...]
    """Due periods for which nothing was handed in at all."""

    @property
    def rate(self) -> Fraction | None:
        """Proofs given / proofs due; None while none is due."""
        return Fraction(len(self.given), len(self.due)) if self.due else None


def due_on(period: Period) -> date:
    """By when the proof of a period is due."""
    return period.last + timedelta(days=days_after(period.kind))


def execution_of(rules: Iterable[Rule], year: int, on: date) -> Mapping[int, Execution]:
    """For each rule that demands a proof, how it stood with the periods of ``year`` due by ``on``."""
    asking = [rule for rule in rules if rule.proof and rule.frequency and rule.issued_on]
    handed: dict[int, dict[str, bool]] = {}
    proofs = Proof.objects.living().filter(rule__in=[rule.pk for rule in asking])
    for rule_id, period, state in proofs.values_list("rule", "period", "state"):
        handed.setdefault(rule_id, {})[period] = state == VERIFIED
    return {rule.pk: _execution(rule, year, on, handed.get(rule.pk, {})) for rule in asking}


def _execution(rule: Rule, year: int, on: date, handed: Mapping[str, bool]) -> Execution:
    start = rule.in_force_on or rule.issued_on
    due = tuple(
        period
        for period in Period.of_year(year, rule.frequency)
        if due_on(period) <= on
        and start <= period.last
        and (rule.repealed_on is None or period.last < rule.repealed_on)
    )
    given = frozenset(period for period in due if handed.get(str(period)))
    return Execution(due, given, tuple(period for period in due if str(period) not in handed))
