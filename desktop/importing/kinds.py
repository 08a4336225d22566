"""Which types of record come in from spreadsheets."""

from __future__ import annotations

from db.spec import COMMITTEE, RECORD_TYPES

# Tips keep their tipsters apart; returns, reviews, campaigns and programmes are made from other records or have a file of
# their own.
_NEVER = frozenset(
    (COMMITTEE.table, "tip", "monthly_return", "period_review", "assessment_campaign", "programme")
)
BY_COMMAND = tuple(each.table for each in RECORD_TYPES.values() if each.table not in _NEVER)
# Those that have a list of their own which people kept in spreadsheets before.
IMPORTABLE = (
    "premises", "risk", "inspection", "hazard", "drill_plan", "drill", "training", "special_work_certificate",
    "accident", "task", "document",
)  # fmt: skip
