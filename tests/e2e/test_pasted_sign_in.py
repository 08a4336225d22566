"""A sign-in sheet pasted into a drill: names go in, identity numbers only when asked for and then masked."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from db.errors import InvalidRecord
from db.spec.query import Query
from desktop.exchange.schema import check_record, wire_record
from desktop.office import Office
from tests import factories
from tests.desktop.test_sign_in import SHEET
from tests.e2e.acting import fill, press, save
from tests.fixtures_windows import Attend
from ui.forms.editors.attendance import AttendanceEditor
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage

NUMBERS = ("31011819860214001X", "310118680214123")


def enter_drill(dialog: RecordDialog, *, keeps_identity: bool) -> AttendanceEditor:
    fill(
        dialog, topic="消防疏散演练", scenario="高层疏散", place="佳乐苑", organiser="章浜社区居委会", commander="陈建国",
        process="按方案疏散到集合点",
    )  # fmt: skip
    people = dialog.form.editor("attendance")
    assert isinstance(people, AttendanceEditor)
    QGuiApplication.clipboard().setText(SHEET)
    people.paste_button.click()
    assert "2 个身份证号" in people.problem_text() and "没有保存" in people.problem_text()
    people.keep_box.setChecked(keeps_identity)
    save(dialog)
    return people


@pytest.mark.parametrize("keeps_identity", [False, True])
def test_identity_numbers_of_a_pasted_sheet_are_dropped_or_masked(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, keeps_identity: bool
) -> None:
    page = cast(LedgerPage, main_window.show_page("drill"))
    attend(RecordDialog, lambda dialog: enter_drill(dialog, keeps_identity=keeps_identity))
    press(qtbot, page, "新增演练")
    office = main_window.office
    (record_id,) = office.ids("drill", Query(search="消防疏散演练"))
    drill = office.get("drill", record_id)
    assert [row["name"] for row in drill["attendance"]] == [
        "张伟明",
        "阿卜杜热合曼·买买提依明·吐尔逊江",
        "䶮㐂𠮷",
    ]
    assert drill["participants"] == 3
    kept = [row.get("identity") for row in drill["attendance"] if row.get("identity")]
    assert kept == (["310118********001X", "310118*****4123"] if keeps_identity else [])
    database = b"".join(each.read_bytes() for each in office.folder.glob("*.db*"))
    assert not any(number.encode() in database for number in NUMBERS)


def test_a_whole_identity_number_is_masked_however_it_comes(office: Office) -> None:
    people = [{"name": "张伟明", "identity": "31011819860214001x"}]
    drill = office.add("drill", factories.drill(attendance=people))
    assert drill["attendance"][0]["identity"] == "310118********001X"


def test_who_signed_in_never_leaves_in_a_package(office: Office) -> None:
    from db.spec import DRILL

    drill = office.add("drill", factories.drill(attendance=[{"name": "张伟明"}]))
    wire = wire_record(DRILL, drill)
    assert "attendance" not in wire
    assert check_record("drill", wire, factories.COMMITTEE_CODE) == []
    refused = check_record("drill", wire | {"attendance": [{"name": "张伟明"}]}, factories.COMMITTEE_CODE)
    assert [each.message_id for each in refused] == ["field_unknown"]


def test_children_are_not_listed_by_name(office: Office) -> None:
    school = office.add("premises", factories.premises(name="小太阳幼儿园", type="small_school"))
    with pytest.raises(InvalidRecord) as refused:
        office.add("drill", factories.drill(premises=school["id"], attendance=[{"name": "张小明"}]))
    assert ("attendance", "children_headcount_only") in [
        (each.field, each.message_id) for each in refused.value.problems
    ]
