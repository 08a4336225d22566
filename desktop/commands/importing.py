"""The command import: an old spreadsheet into the ledger, with every count and every refusal told."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from db.errors import AppError
from desktop.commands.edited_sheets import import_own_sheet
from desktop.commands.records import opened
from desktop.importing.layout import read_layout
from desktop.importing.plan import Action, Import, Outcome, PlannedRow
from desktop.importing.questions import Question
from desktop.importing.writing import take_in, told_assumptions, try_out
from desktop.spreadsheets.own_sheet import own_sheet
from reports.sheet_reading.book import read_book


def import_(given: Namespace) -> int:
    """Import a spreadsheet. Rows that cannot be taken are told and left out; exit code 1 when there are any."""
    with opened(given.db) as office:
        book = read_book(given.file)
        own = own_sheet(book)
        if own is not None:
            return import_own_sheet(office, own, given)
        work = Import(office, given.type, book)
        if given.mapping:
            work.use_layout(read_layout(given.mapping, given.type))
        if not work.rows:
            raise AppError("import_no_rows", name=given.file.name, label=work.record_type.label)
        if given.dry_run:
            try_out(work)
        outcome = _planned(work) if given.dry_run else take_in(work)
        (_tell_json if given.json else _tell)(work, outcome, given.dry_run)
    return 1 if outcome.refused else 0


def _planned(work: Import) -> Outcome:
    """What writing would come to."""
    chosen = work.chosen_rows()
    updates = sum(bool(each.record_id) for each in chosen)
    refused = work.count(Action.REFUSED)
    outcome = Outcome(
        len(work.rows) + len(work.skipped), len(work.rows), len(chosen) - updates, updates, refused
    )
    outcome.left_out = len(work.rows) - len(chosen) - refused
    return outcome


def _tell(work: Import, outcome: Outcome, is_dry: bool) -> None:
    for refusal in _refusals(work):
        print(
            f"{refusal['sheet']} 第 {refusal['row']} 行 {refusal['column']}：{refusal['reason']}",
            file=sys.stderr,
        )
    for row in _left_out(work):
        print(f"{row['sheet']} 第 {row['row']} 行：{row['reason']}，没有再登记。", file=sys.stderr)
    for words in (*told_assumptions(work), *outcome.remarks):
        print(f"按建议登记：{words}" if words not in outcome.remarks else words, file=sys.stderr)
    if work.hidden_count:
        print(f"表里有 {work.hidden_count} 行是隐藏的，也一起读入了。", file=sys.stderr)
    for number in outcome.numbers:
        print(number)
    done = "可登记" if is_dry else "登记"
    print(
        f"应读 {outcome.expected} 行，读入 {outcome.read} 条，{done} {outcome.written} 条，"
        f"更新 {outcome.updated} 条，重复不登记 {outcome.left_out} 条，读不懂 {outcome.refused} 条"
        + ("（试导入，没有写入）" if is_dry else ""),
        file=sys.stderr,
    )


def _tell_json(work: Import, outcome: Outcome, is_dry: bool) -> None:
    document = {
        "type": work.table,
        "file": work.book.name,
        "dry_run": is_dry,
        "expected": outcome.expected,
        "read": outcome.read,
        "written": outcome.written,
        "updated": outcome.updated,
        "left_out": outcome.left_out,
        "refused": outcome.refused,
        "numbers": outcome.numbers,
        "refusals": _refusals(work),
        "repeated": _left_out(work),
        "skipped": [
            {"sheet": s.sheet, "row": s.number, "reason": s.reason, "text": s.text} for s in work.skipped
        ],
        "hidden_rows": work.hidden_count,
        "sheets": [each.sheet for each in work.chosen],
        "questions": [_question(each) for each in work.questions()],
        "remarks": outcome.remarks,
        "mapping": work.layout.as_json(),
    }
    print(json.dumps(document, ensure_ascii=False, indent=1))


def _question(question: Question) -> dict[str, Any]:
    return {
        "field": question.field.name, "label": question.field.label, "why": question.why.value, "text": question.text,
        "reason": question.reason, "proposal": question.proposal, "assumed": question.is_assumed, "rows": question.count,
    }  # fmt: skip


def _refusals(work: Import) -> list[dict[str, Any]]:
    """Each problem with its sheet, row, column (the head as it stands) and reason."""
    return [
        {"sheet": row.source.sheet, "row": row.source.number, "column": _column(row, problem.name),
         "field": problem.name, "value": problem.text, "reason": problem.reason}
        for row in work.rows
        if row.action is Action.REFUSED
        for problem in row.problems
    ]  # fmt: skip


def _column(row: PlannedRow, name: str) -> str:
    heads = [head for _, head, target in row.converter.columns if target.partition(".")[0] == name and name]
    field = row.converter.record_type.by_name.get(name)
    return heads[0] if heads else field.label if field else "—"


def _left_out(work: Import) -> list[dict[str, Any]]:
    return [
        {"sheet": row.source.sheet, "row": row.source.number, "same_as": row.twin,
         "reason": f"与{row.twin}{'相同' if row.action is Action.UNCHANGED else '的地点、日期、内容相同'}"}
        for row in work.rows
        if row.action in (Action.UNCHANGED, Action.LIKELY_TWICE) and not row.is_chosen
    ]  # fmt: skip
