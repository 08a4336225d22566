"""核对打印件: whether what a printed ledger page says is still what the ledger says. Any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from db.errors import AppError
from db.page_codes import ALPHABET, LENGTH, read_code
from db.printed import PrintedDocument, find_print, keep_print, query_of
from db.spec.field import Record, RecordType
from desktop.ledger_papers import form_of
from desktop.office import Office
from desktop.people.permissions import Right

if TYPE_CHECKING:
    from reports.print_context import PrintContext, PrintResult

_BLOCK = 200
_NAMED = 10  # rows of a page that are named one by one


class Standing(StrEnum):
    """What a check comes to."""

    CURRENT = "current"
    CHANGED = "changed"
    UNKNOWN = "unknown"  # nothing of this ledger was printed with such a code
    SUMMARY = "summary"  # printed here, but of sums that cannot be compared record by record


_VERDICTS = {
    Standing.CURRENT: "与现有记录一致。",
    Standing.CHANGED: "已有变动，纸上的内容不是现在的记录。",
    Standing.UNKNOWN: "没有用这个校验码打印过：不是本单位这份台账打印的，或者打印后没有在本机留底（例如恢复了更早的备份）。",
    Standing.SUMMARY: "是本单位打印的汇总表，由多项记录汇总而成，不能逐条核对。请重新打印一份对照。",
}


@dataclass(frozen=True)
class PrintCheck:
    """What was found: the verdict in one sentence, what is known of the print, and each difference."""

    standing: Standing
    code: str
    about: str = ""
    differences: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """The verdict as the clerk reads it."""
        return _VERDICTS[self.standing]


def remember_print(office: Office, printed: PrintResult) -> None:
    """Keep what was handed out on paper or as a file, so that it can be checked; documents without page codes are not."""
    document = printed.trace
    if document is not None:
        office.write(lambda tx: keep_print(tx, document), f"打印{document.title}", Right.ROUTINE)


def check_print(
    office: Office, typed: str, tell: Callable[[int, int], None] = lambda done, total: None
) -> PrintCheck:
    """Compare the print that bears this code with the ledger, every page of it; `tell` hears of rows done and may stop it.

    Raises AppError `page_code_unreadable` for what cannot be a code.
    """
    code = read_code(typed)
    if not code:
        raise AppError("page_code_unreadable", typed=typed.strip(), length=LENGTH, alphabet=ALPHABET)
    found = find_print(office.store.reader(), code)
    if found is None:
        return PrintCheck(Standing.UNKNOWN, code)
    document, number = found
    about = _about(document, number)
    try:
        record_type, _ = form_of(document.form)
    except KeyError:
        return PrintCheck(Standing.SUMMARY, code, about)
    tell(0, document.record_count)
    differences = (*_changed_rows(office, document, number, tell), *_moved(office, record_type, document))
    return PrintCheck(Standing.CHANGED if differences else Standing.CURRENT, code, about, differences)


def _about(document: PrintedDocument, number: int) -> str:
    return (
        f"《{document.title}》第 {number} 页，共 {len(document.pages)} 页、{document.record_count} 条；"
        f"{document.printed_on} 打印，最近一次由{document.who}在 {document.at[:16].replace('T', ' ')} 送出。"
    )


def _changed_rows(
    office: Office, document: PrintedDocument, number: int, tell: Callable[[int, int], None]
) -> Iterator[str]:
    """A sentence for each page with rows that read differently now: the page of the code first."""
    changed: dict[int, list[str]] = {}
    for done, (page, sentence) in enumerate(_compared(office, document), 1):
        if sentence:
            changed.setdefault(page, []).append(sentence)
        if done % _BLOCK == 0:
            tell(done, document.record_count)
    for page in sorted(changed, key=lambda each: (each != number, each)):
        named = changed[page]
        more = f"；另有 {len(named) - _NAMED} 条" if len(named) > _NAMED else ""
        yield f"第 {page} 页：{'；'.join(named[:_NAMED])}{more}"


def _compared(office: Office, document: PrintedDocument) -> Iterator[tuple[int, str]]:
    """The page of each row, and what became of it: "" when it still reads the same."""
    from reports.print_trace import trace_row

    record_type, shape = form_of(document.form)
    columns = shape([], _context_of(office, document)).columns
    rows = [(number, row) for number, page in enumerate(document.pages, 1) for row in page.rows]
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        found = office.rows(record_type.table, [row.record_id for _, row in block])
        records = {each["id"]: each for each in found}
        for number, row in block:
            record = records.get(row.record_id)
            if record is None:
                yield number, f"第 {row.ordinal} 行的{record_type.label}已不在台账里"
            elif record["retired_at"]:
                yield number, f"{_name(record_type, record)} 已于 {record['retired_at'][:10]} 删除"
            else:
                cells = [column.cell(row.ordinal, record) for column in columns]
                is_same = trace_row(row.ordinal, record, cells).digest == row.digest
                yield number, "" if is_same else _change(record_type, record)


def _change(record_type: RecordType, record: Record) -> str:
    last = f"{record['updated_at'][:16].replace('T', ' ')} {record['updated_by']}"
    return f"{_name(record_type, record)} 之后改过（最近一次修改：{last}）"


def _name(record_type: RecordType, record: Record) -> str:
    return f"{record_type.label} {record['no'] or record.get(record_type.title_field) or ''}".strip()


def _moved(office: Office, record_type: RecordType, document: PrintedDocument) -> Iterator[str]:
    """What the same list holds now and did not then, and the other way round; deleted records were named already."""
    query = query_of(document.query)
    if query.only is not None:
        return
    printed = {row.record_id for page in document.pages for row in page.rows}
    now = set(office.ids(record_type.table, query))
    if new := sorted(now - printed):
        yield f"打印之后，这份台账里多了 {len(new)} 条：{_numbers(office, record_type, new)}"
    gone = [each for each in office.rows(record_type.table, sorted(printed - now)) if not each["retired_at"]]
    if gone:
        names = _numbers(office, record_type, [each["id"] for each in gone])
        yield f"{len(gone)} 条不再符合打印时的筛选条件：{names}"


def _numbers(office: Office, record_type: RecordType, ids: Sequence[str]) -> str:
    shown = office.rows(record_type.table, ids[:_NAMED])
    names = "、".join(str(each["no"] or each.get(record_type.title_field) or "") for each in shown)
    return names + (" 等" if len(ids) > _NAMED else "")


def _context_of(office: Office, document: PrintedDocument) -> PrintContext:
    """As on the day of printing: what was overdue by then is judged by that day."""
    from desktop.documents import print_context

    return replace(
        print_context(office), printed_at=datetime.combine(date.fromisoformat(document.printed_on), time())
    )
