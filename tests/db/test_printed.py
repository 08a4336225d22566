from __future__ import annotations

from datetime import datetime

import pytest

from db.clock import FixedClock
from db.printed import PrintedDocument, PrintedPage, PrintedRow, find_print, keep_print, query_of, query_text
from db.spec.query import Query, Sort
from db.store import Store

PAGES = (
    PrintedPage("AAAA-AAAA", (PrintedRow(1, "id1", "d1"), PrintedRow(2, "id2", "d2"))),
    PrintedPage("BBBB-BBBB", (PrintedRow(2, "id2", "d2"), PrintedRow(3, "id3", "d3"))),
)
PRINT = PrintedDocument("hazard", "台账", "{}", "2026-11-23", PAGES)


def keep(store: Store, printed: PrintedDocument) -> None:
    store.write(lambda tx: keep_print(tx, printed), who="王芳", operation="打印台账")


def test_a_print_is_found_by_the_code_of_any_of_its_pages(store: Store) -> None:
    keep(store, PRINT)
    found = find_print(store.reader(), "BBBB-BBBB")
    assert found
    document, number = found
    assert (number, document.pages, document.who, document.record_count) == (2, PAGES, "王芳", 3)
    assert find_print(store.reader(), "CCCC-CCCC") is None


def test_the_same_pages_printed_again_are_kept_once_with_the_later_time(
    store: Store, clock: FixedClock
) -> None:
    keep(store, PRINT)
    clock.moment = datetime(2026, 11, 24, 8)
    keep(store, PRINT)
    assert store.reader().execute("SELECT count(*) FROM printed_page").fetchone() == (2,)
    found = find_print(store.reader(), "AAAA-AAAA")
    assert found and found[0].at.startswith("2026-11-24T08")


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(search="通道 燃气", statuses=("closed",), sort=(Sort("deadline", descending=True), Sort("no"))),
        Query(choices={"level": ("major", "general")}, references={"premises": "id"}, only=("a", "b")),
        Query(date_from="2026-11-01", date_to="2026-11-30", is_open=False, is_overdue=True, filled=("note",)),
    ],
)
def test_a_query_comes_back_as_it_was(query: Query) -> None:
    assert query_of(query_text(query)) == query


def test_what_a_later_version_asked_for_is_left_out_of_a_query() -> None:
    assert query_of('{"search": "灯", "of_later": 1, "sort": []}') == Query(search="灯", sort=())
