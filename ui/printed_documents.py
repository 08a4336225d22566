"""What a list prints as: the title of the file; what a record prints as stands in `desktop.record_papers`."""

from __future__ import annotations

from db.spec import RECORD_TYPES
from desktop.record_papers import DOCUMENTS

__all__ = ["DOCUMENTS", "ledger_title"]

_TITLES = {
    "hazard": "隐患台账",
    "risk": "风险清单",
    "document": "资料目录",
    "task": "任务清单",
    "training": "培训宣教台账",
    "special_work_certificate": "特种作业证清单",
    "accident": "事故台账",
}


def ledger_title(table: str) -> str:
    """What a printed list is called in the name of its file."""
    return _TITLES.get(table) or f"{RECORD_TYPES[table].label}一览表"
