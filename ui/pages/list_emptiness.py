"""What a list says in its place when there is nothing in it, and what can be done then. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from desktop.importing.kinds import IMPORTABLE
from ui.pages.ledger_kind import LedgerKind
from ui.pages.record_acts import RecordActs
from ui.widgets.empty_state import EmptyState

_Act = tuple[str, Callable[[], None]]


def say_nothing_found(
    empty: EmptyState, kind: LedgerKind, acts: RecordActs, clear: Callable[[], None]
) -> None:
    """No record fits the filters."""
    empty.show_words(
        "没有符合条件的记录",
        "换个搜索词，或去掉上面的某个筛选条件。",
        [("清除全部筛选", clear), *_writing(kind, acts)],
    )


def say_nothing_there(empty: EmptyState, kind: LedgerKind, acts: RecordActs) -> None:
    """The ledger has no record yet: how it gets its first."""
    deeds = [each for each in kind.list_deeds if each.key == kind.empty_deed]
    first: list[_Act] = [(each.label, lambda: acts.do(deeds, deeds[0].key, {})) for each in deeds]
    if kind.table in IMPORTABLE and not kind.is_read_only:
        imports: list[_Act] = [("从表格导入", acts.import_table)]
    else:
        imports = []
    empty.show_words(kind.empty_heading, kind.empty_sentence, [*first, *_writing(kind, acts), *imports])


def _writing(kind: LedgerKind, acts: RecordActs) -> list[_Act]:
    return [] if kind.is_read_only else [(f"新增{kind.record_type.label}", acts.new)]
