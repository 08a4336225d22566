"""What the pages 培训宣教, 证书 and 事故 say of their records by marks, steps and courses."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.form_values import copy_values
from tests import factories
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.pages.accidents import accident_course, accident_mark, supplement_mark
from ui.pages.certificates import certificate_mark
from ui.pages.ledger_page import LedgerPage
from ui.pages.trainings import training_course
from ui.theme.tokens import Tone

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due", "word", "tone"),
    [
        ("2026-11-22", "已过期1天", Tone.DANGER),
        ("2026-11-23", "今天到期", Tone.DANGER),
        ("2026-12-23", "将到期 30天", Tone.WAITING),
        ("2026-12-24", "将到期 31天", Tone.NEUTRAL),
        ("2027-01-22", "将到期 60天", Tone.NEUTRAL),
        ("2027-01-23", None, None),
        (None, None, None),
    ],
)
def test_a_certificate_is_marked_sixty_and_thirty_days_before_and_on_its_day(
    due: str | None, word: str | None, tone: Tone | None
) -> None:
    mark = certificate_mark({"due_on": due, "status": "in_use"}, TODAY, 60, 30)
    assert (mark.word, mark.tone) == (word, tone) if mark else (word, tone) == (None, None)
    assert certificate_mark({"due_on": due, "status": "withdrawn"}, TODAY, 60, 30) is None


def test_the_days_of_the_marks_are_the_committees_own(main_window: MainWindow) -> None:
    office = main_window.office
    office.add("special_work_certificate", factories.special_work_certificate(review_due="2027-02-20"))
    page = cast(LedgerPage, main_window.show_page("special_work_certificate"))
    column = [each.name for each in page.model.columns].index("due_on")
    assert page.model.columns[column].mark(page.model.record(0)) is None
    office.keep_own_numbers({"certificate_days": 90})
    mark = page.model.columns[column].mark(page.model.record(0))
    assert mark is not None and mark.word == "将到期 89天"


@pytest.mark.parametrize(
    ("record", "word"),
    [
        ({"status": "registered"}, "还没有首报"),
        ({"status": "reported", "is_report_late": True}, "首报超过1小时"),
        ({"status": "closed", "is_report_late": False, "level": "larger"}, "较大事故"),
        ({"status": "closed"}, None),
    ],
)
def test_an_accident_says_first_what_is_amiss(record: dict[str, Any], word: str | None) -> None:
    mark = accident_mark(record)
    assert (mark.word if mark else None) == word


@pytest.mark.parametrize(
    ("until", "status", "word"),
    [
        ("2026-11-23", "reported", "补报期还有0天"),
        ("2026-11-22", "reported", "补报期已过，可办结"),
        ("2026-11-22", "closed", None),
        (None, "registered", None),
    ],
)
def test_an_open_accident_says_how_long_it_is_supplemented(
    until: str | None, status: str, word: str | None
) -> None:
    mark = supplement_mark({"supplement_until": until, "status": status}, TODAY)
    assert (mark.word if mark else None) == word


def test_courses_stand_where_their_records_do() -> None:
    assert training_course({"status": "planned"}).words == ("计划", "举办", "归档")
    assert training_course({"status": "cancelled"}).words == ("计划", "已取消")
    assert accident_course({"status": "closed"}).done == 3


def test_the_step_of_publicity_asks_for_leaflets_and_not_for_hours(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    plan = main_window.office.add(
        "training", factories.publicity(headcount=None, leaflets=None, date="2026-11-09")
    )
    page = cast(LedgerPage, main_window.show_page("training"))
    page.go_to(plan["id"])

    def held(dialog: StepDialog) -> None:
        hidden = {name for name in dialog.form.names() if dialog.form.editor(name).isHidden()}
        assert hidden == {"hours", "trainer", "assessment", "passed"}
        fill(dialog, headcount="96", leaflets="150")
        save(dialog)

    attend(StepDialog, held)
    press(qtbot, page, "登记举办")
    done = main_window.office.find("training", plan["no"])
    assert (done["status"], done["headcount"], done["leaflets"]) == ("held", 96, 150)


def test_a_plan_is_called_off_with_a_reason(qtbot: QtBot, attend: Attend, main_window: MainWindow) -> None:
    plan = main_window.office.add("training", factories.planned_training())
    page = cast(LedgerPage, main_window.show_page("training"))
    page.go_to(plan["id"])

    def cancel(dialog: StepDialog) -> None:
        dialog.save_button().click()
        assert dialog.saved is None
        fill(dialog, cancel_reason="台风，改到明年")
        save(dialog)

    attend(StepDialog, cancel)
    press(qtbot, page.detail, "取消")
    assert main_window.office.find("training", plan["no"])["status"] == "cancelled"


def test_a_copy_takes_no_people_and_no_number_along(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    office.add("training", factories.training(attendance=[{"name": "马强"}], passed="1"))
    copied = copy_values(office, "training", office.find("training", "PX-2026-0001")["id"])
    assert copied["title"] and not copied.keys() & {"attendance", "headcount", "passed", "covered"}
    office.add("special_work_certificate", factories.special_work_certificate())
    page = cast(LedgerPage, main_window.show_page("special_work_certificate"))

    def look(dialog: RecordDialog) -> None:
        assert dialog.form.value("number") is None and dialog.form.value("person")
        dialog.reject()

    page.table.select_rows([0], 0)
    attend(RecordDialog, look)
    page.commands.copy_record.trigger()


def test_a_certificate_number_that_is_there_already_warns_and_can_be_saved(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    office = main_window.office
    first = office.add("special_work_certificate", factories.special_work_certificate())
    page = cast(LedgerPage, main_window.show_page("special_work_certificate"))

    def enter(dialog: RecordDialog) -> None:
        fill(
            dialog,
            person="李强",
            category="电工作业",
            number="Ｔ310118 198001011236",
            valid_from="2025-01-01",
        )
        dialog.save_button().click()
        assert dialog.saved is None
        assert dialog.bar.sentence.text().startswith(f"这个证号已经登记过：{first['no']} 电工作业。")
        press(qtbot, dialog, "是另一张证书，保存")
        assert dialog.saved is not None

    attend(RecordDialog, enter)
    press(qtbot, page, "新增特种作业证")
    assert office.count("special_work_certificate", Query()) == 2
