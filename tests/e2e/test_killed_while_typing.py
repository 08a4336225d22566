"""The program is killed while a form is being filled; the next start offers what was typed, field by field."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from desktop.drafts import draft_folder, drafts_left
from desktop.office import Office
from tests.e2e.acting import fill, save
from tests.fixtures_windows import Attend
from ui.drafts_dialog import DraftDialog
from ui.forms.fix_on_spot_dialog import FixOnSpotDialog
from ui.forms.form_dialog import DRAFT_EVERY_MS, FormDialog
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow

WORKER = Path(__file__).with_name("typing_worker.py")
PATIENCE_S = 60.0  # of a busy computer; the promise of three seconds is that of DRAFT_EVERY_MS


def kill_while_typing(office: Office, which: str, *fields: str) -> None:
    """Type in another process and kill it as soon as a draft is on the disk."""
    office.close()
    settings = office.folder / "窗口.ini"
    command = [sys.executable, str(WORKER), str(office.database), str(settings), which, *fields]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        said = process.stdout.readline()
        assert said == b"typed\n", process.stderr.read().decode()
        end = time.monotonic() + PATIENCE_S
        kept = ""
        while fields[-1].split("=")[1] not in kept and time.monotonic() < end:
            process.poll()
            kept = "".join(each.read_text("utf-8") for each in draft_folder(office.database).glob("*.json"))
        process.kill()
        process.wait()
        assert fields[-1].split("=")[1] in kept, "no draft"


def started_again(qtbot: QtBot, office: Office) -> MainWindow:
    settings = QSettings(str(office.folder / "窗口.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Office.open(office.database), settings)
    window.show()
    qtbot.waitExposed(window)
    return window


def shut(window: MainWindow) -> None:
    window.close()
    window.office.close()
    window.deleteLater()


def test_a_draft_is_written_within_three_seconds_of_the_last_letter() -> None:
    assert DRAFT_EVERY_MS + 1000 <= 3000  # a second for the writing itself


def test_a_new_record_comes_back_and_is_saved(qtbot: QtBot, attend: Attend, filled_office: Office) -> None:
    kill_while_typing(filled_office, "new", "location=地下车库䶮区", "description=充电棚没有灭火器")
    window = started_again(qtbot, filled_office)

    def look(dialog: DraftDialog) -> None:
        table = dialog.table
        shown = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}
        assert shown["隐患描述"] == "充电棚没有灭火器"
        for row in range(table.rowCount()):
            if table.item(row, 0).text() == "隐患描述":
                table.item(row, 0).setCheckState(Qt.CheckState.Unchecked)
        attend(RecordDialog, fill_the_rest)
        dialog.go_button.click()

    def fill_the_rest(dialog: RecordDialog) -> None:
        assert dialog.form.value("location") == "地下车库䶮区"
        assert dialog.form.value("description") is None  # it was left out
        fill(dialog, description="充电棚没有灭火器，已告知", level="一般", category="消防")
        save(dialog)

    attend(DraftDialog, look)
    window.idle_work.offer_drafts()
    (hazard,) = window.office.rows("hazard", window.office.ids("hazard", Query(search="地下车库䶮区")))
    assert hazard["description"] == "充电棚没有灭火器，已告知"
    assert drafts_left(window.office.database) == []
    window.idle_work.offer_drafts()  # nothing is offered any more
    shut(window)


@pytest.mark.parametrize(
    ("which", "field", "form"),
    [
        ("edit", "note=改了一半的备注", RecordDialog),
        ("step", "rect_note=灭火器已经配齐", StepDialog),
        ("fixed", "location=电梯厅", FixOnSpotDialog),
    ],
)
def test_every_kind_of_form_comes_back(
    qtbot: QtBot, attend: Attend, filled_office: Office, which: str, field: str, form: type[FormDialog]
) -> None:
    kill_while_typing(filled_office, which, field)
    window = started_again(qtbot, filled_office)
    name, text = field.split("=")
    seen: list[Any] = []

    def leave(dialog: FormDialog) -> None:
        seen.append((type(dialog), dialog.form.value(name)))
        dialog.note_baseline()  # so that leaving asks nothing
        dialog.cancel_button().click()

    def go_on(dialog: DraftDialog) -> None:
        attend(form, leave)
        dialog.go_button.click()

    attend(DraftDialog, go_on)
    window.idle_work.offer_drafts()
    assert seen == [(form, text)]
    assert drafts_left(window.office.database) == []
    shut(window)


def test_a_draft_can_wait_and_be_thrown_away(qtbot: QtBot, attend: Attend, filled_office: Office) -> None:
    kill_while_typing(filled_office, "new", "location=三楼")
    window = started_again(qtbot, filled_office)
    attend(DraftDialog, lambda dialog: dialog.later_button.click())
    window.idle_work.offer_drafts()
    assert len(drafts_left(window.office.database)) == 1
    attend(DraftDialog, lambda dialog: dialog.drop_button.click())
    window.idle_work.offer_drafts()
    assert drafts_left(window.office.database) == []
    shut(window)
