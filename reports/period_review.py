"""A quarterly supervision or half-year assessment on A4 portrait: the frozen figures, and what was written about them."""

from __future__ import annotations

from db.spec import PERIOD_REVIEW, Record
from db.spec.code_tables import label_of
from reports.print_context import PrintContext, PrintResult
from reports.record_document import RecordDocument, print_record

_SECTIONS = {"督导评估": "基本情况", "本期数据": "本期数据", "评估": "评估意见"}
_OMITTED = frozenset(("title", "scan"))
_IF_FILLED = frozenset(("note", "scope", "assessed_by", "assessed_on"))
_SIGNERS = ("带队人（签字）", "评估人（签字）", "负责人（签字）")


def period_review(record: Record, context: PrintContext) -> PrintResult:
    """One review as PDF."""
    kind = label_of(("review_kind",), record["kind"])
    document = RecordDocument(f"{kind}记录", PERIOD_REVIEW, _SECTIONS, _SIGNERS, _OMITTED, _IF_FILLED)
    return print_record(document, record, context)
