"""核对打印件: a printed page is compared with the ledger as it is when the code is typed."""

from __future__ import annotations

import pytest

from db.errors import AppError, Cancelled
from db.spec.query import Query, Sort
from desktop import documents
from desktop.ledger_papers import list_key, print_form, usual_columns
from desktop.office import Office
from desktop.print_checks import Standing, check_print, remember_print
from reports.print_context import PrintResult
from tests import factories


@pytest.fixture
def printed(office: Office) -> PrintResult:
    for index in range(30):
        office.add("hazard", factories.hazard(location=f"{index}号楼"))
    result = documents.hazard_ledger(office)
    remember_print(office, result)
    return result


def code(result: PrintResult, page: int = 1) -> str:
    assert result.trace
    return result.trace.pages[page - 1].code


def test_an_unchanged_ledger_agrees_on_every_page(office: Office, printed: PrintResult) -> None:
    for page in range(1, printed.pages + 1):
        found = check_print(office, code(printed, page).lower().replace("-", " "))
        assert found.standing is Standing.CURRENT and found.differences == ()
        assert f"第 {page} 页，共 {printed.pages} 页、30 条" in found.about and "王芳" in found.about


def test_a_changed_record_is_named_with_its_page(office: Office, printed: PrintResult) -> None:
    record = office.find("hazard", "YH-2026-0030")
    office.change("hazard", record["id"], {"location": "31号楼"})
    found = check_print(office, code(printed))
    assert found.standing is Standing.CHANGED
    (difference,) = found.differences
    assert difference.startswith(
        f"第 {printed.pages} 页：隐患 YH-2026-0030 之后改过（最近一次修改：2026-11-23"
    )
    assert "王芳" in difference


def test_a_change_that_the_paper_does_not_show_leaves_it_current(
    office: Office, printed: PrintResult
) -> None:
    record = office.find("hazard", "YH-2026-0001")
    office.change("hazard", record["id"], {"external_id": "QP-1"})
    assert check_print(office, code(printed)).standing is Standing.CURRENT


def test_deleted_and_new_records_are_told(office: Office, printed: PrintResult) -> None:
    office.retire("hazard", [office.find("hazard", "YH-2026-0002")["id"]])
    office.add("hazard", factories.hazard())
    found = check_print(office, code(printed))
    assert found.differences == (
        "第 1 页：隐患 YH-2026-0002 已于 2026-11-23 删除",
        "打印之后，这份台账里多了 1 条：YH-2026-0031",
    )


def test_records_that_left_the_filter_are_told(office: Office) -> None:
    record = office.add("premises", factories.premises(name="老张面馆"))
    key = list_key("premises", ("no", "name"))
    result = print_form(office, key, Query(is_open=True, sort=(Sort("no"),)))
    remember_print(office, result)
    office.act("premises", record["id"], "close", {"closed_on": "2026-11-20", "status_note": "停"})
    found = check_print(office, code(result))
    assert found.differences == ("1 条不再符合打印时的筛选条件：CS-0001",) or (
        record["no"] in found.differences[0] and "不再符合" in found.differences[0]
    )


def test_a_print_of_chosen_records_does_not_miss_the_others(office: Office) -> None:
    first = office.add("hazard", factories.hazard())
    result = print_form(office, "hazard", Query(only=(first["id"],)))
    remember_print(office, result)
    office.add("hazard", factories.hazard())
    assert check_print(office, code(result)).standing is Standing.CURRENT


def test_a_renamed_place_changes_the_pages_that_name_it(office: Office) -> None:
    shop = office.add("premises", factories.premises(name="老张面馆"))
    office.add("inspection", factories.inspection(premises=shop["id"]))
    result = print_form(office, list_key("inspection", usual_columns("inspection") + ("premises",)))
    remember_print(office, result)
    office.change("premises", shop["id"], {"name": "小李面馆"})
    assert check_print(office, code(result)).standing is Standing.CHANGED


def test_a_code_that_was_never_printed_here_is_unknown(office: Office, printed: PrintResult) -> None:
    from db.page_codes import page_code

    assert check_print(office, page_code(b"12345678")).standing is Standing.UNKNOWN


def test_what_is_no_code_is_refused_in_words(office: Office) -> None:
    with pytest.raises(AppError, match="page_code_unreadable"):
        check_print(office, "O0O0-1111")


def test_a_summary_says_that_it_cannot_be_compared(office: Office) -> None:
    from reports.columns import ordinal_column
    from reports.ledger import Ledger, print_ledger

    result = print_ledger(Ledger("汇总", [ordinal_column()], [{}], ""), documents.print_context(office))
    remember_print(office, result)
    found = check_print(office, code(result))
    assert found.standing is Standing.SUMMARY and "《汇总》" in found.about


def test_documents_without_page_codes_are_not_kept(office: Office) -> None:
    office.add("drill", factories.drill())
    result = documents.drill_log(office, documents.newest_drill(office))
    remember_print(office, result)
    assert office.store.reader().execute("SELECT count(*) FROM printed_document").fetchone() == (0,)


def test_a_check_of_a_long_print_can_be_stopped(office: Office, printed: PrintResult) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check_print(office, code(printed), stop)
