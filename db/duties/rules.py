"""Which rules bind which premises, and the strictest of them. The rules are data: `rules.json` beside this module."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from db.spec.code_tables import code_table

EVACUATION_DRILL, SELF_CHECK = "evacuation_drill", "self_check"
DUTIES = (EVACUATION_DRILL, SELF_CHECK)
ROLLING = "rolling"  # counted from the last time; else by the calendar
_OWN_FIELDS = {EVACUATION_DRILL: "drill_rule", SELF_CHECK: "self_check_rule"}
_RULES_FILE = Path(__file__).resolve().parent / "rules.json"


@dataclass(frozen=True)
class Rule:
    """One rule: how often whom it binds. `mark` says how far its text was checked: verified, secondary or practice."""

    key: str
    duty: str
    period: str
    who: str
    source: str
    clause: str
    mark: str
    counted: str = "calendar"
    types: frozenset[str] = field(default_factory=frozenset)
    flags: frozenset[str] = field(default_factory=frozenset)
    except_types: frozenset[str] | None = None  # given: it binds every other type

    @cached_property
    def months(self) -> int:
        """The period in months; 0 when nothing is asked."""
        found = code_table("duty_period").get(self.period)
        return int(found.extra["months"]) if found else 0

    def binds(self, premises_type: str, flags: Iterable[str]) -> bool:
        """Whether premises of that type with these flags fall under the rule."""
        if self.except_types is not None:
            return premises_type not in self.except_types
        return premises_type in self.types or not self.flags.isdisjoint(flags)


@dataclass(frozen=True)
class CommitteeRule:
    """What the committee itself owes: no number of drills, only those asked for (突发事件应对法 §42)."""

    who: str
    source: str
    clause: str
    mark: str
    text: str


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules that ship, in the order in which equals are named."""
    return tuple(_rule(row) for row in _document()["rules"])


@cache
def committee_rule() -> CommitteeRule:
    """The rule for the committee's own drills."""
    return CommitteeRule(**_document()["committee"])


def rules_for(duty: str, premises_type: str, flags: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of a duty that bind such premises, the strictest first.

    The shorter period is stricter; of equals the one counted from the last time, then the one named first.
    """
    return _rules_for(duty, premises_type, frozenset(flags))


@lru_cache(maxsize=10_000)
def _rules_for(duty: str, premises_type: str, flags: frozenset[str]) -> tuple[Rule, ...]:
    bound = (each for each in all_rules() if each.duty == duty and each.binds(premises_type, flags))
    return tuple(sorted(bound, key=lambda each: (each.months, each.counted != ROLLING)))


def own_rule(duty: str, period: str | None, reason: str | None) -> Rule | None:
    """The rule that the committee set for one premises, with its reason; None when it set none."""
    if not period:
        return None
    counted = ROLLING if period == "half_yearly" and duty == EVACUATION_DRILL else "calendar"
    return Rule(
        "own", duty, period, "本单位对这一场所单独规定", "单独规定", reason or "", "practice", counted
    )


def own_field(duty: str) -> str:
    """The field of premises that holds the own rule of a duty."""
    return _OWN_FIELDS[duty]


def _rule(row: dict[str, Any]) -> Rule:
    sets = {
        name: frozenset(row[name]) for name in ("types", "flags", "except_types") if row.get(name) is not None
    }
    return Rule(**row | sets)


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_RULES_FILE.read_text(encoding="utf-8"))
    return document
