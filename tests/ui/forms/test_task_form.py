"""The form of a task: programme and clause, evidence, the committee's own plans."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from db.spec import TASK
from db.spec.query import Query
from desktop import programme
from desktop.office import Office
from tests import factories
from tests.e2e.acting import fill, save
from ui.forms.evidence_editor import EvidenceEditor
from ui.forms.record_dialog import RecordDialog


def test_the_plan_that_ships_comes_into_the_ledger_when_it_is_first_chosen(
    qtbot: QtBot, office: Office
) -> None:
    dialog = RecordDialog(office, TASK)
    qtbot.addWidget(dialog)
    assert office.count("programme", Query()) == 0
    fill(
        dialog, programme="夏阳街道安全生产治本攻坚三年行动方案（2024—2026年）", clause_title="任务4 属地责任"
    )
    fill(dialog, title="更新人员名单", owner="王芳", due="2026-12-15")
    save(dialog)
    assert dialog.saved is not None
    assert office.get("programme", dialog.saved["programme"])["key"] == "qingxiajie-2024-13"
    assert dialog.saved["clause"] == "T4"


def test_a_task_without_plan_is_refused_and_may_rest_on_the_own_plan(qtbot: QtBot, office: Office) -> None:
    office.add("document", factories.document(kind="本单位方案", title="章浜社区三年行动方案"))
    dialog = RecordDialog(office, TASK)
    qtbot.addWidget(dialog)
    fill(dialog, title="更新人员名单", owner="王芳", due="2026-12-15")
    assert not dialog.try_to_save()
    assert "请选择任务依据" in dialog.form.editor("programme").problem_text()
    fill(dialog, plan="章浜社区三年行动方案")
    save(dialog)


def test_evidence_is_linked_once_and_taken_off_again(qtbot: QtBot, office: Office) -> None:
    made = programme.make_year_tasks(office, "", 2026)
    row = programme.evidence_row("drill", office.add("drill", factories.drill()))
    office.change("task", made[0]["id"], {"evidence": [row]})
    dialog = RecordDialog(office, TASK, office.get("task", made[0]["id"]))
    qtbot.addWidget(dialog)
    editor = dialog.form.editor("evidence")
    assert isinstance(editor, EvidenceEditor)
    editor.add_rows([row])
    assert editor.value() == [row]
    (remove,) = editor.remove_buttons()
    remove.click()
    assert editor.value() == [] and dialog.is_changed()
    save(dialog)
    assert dialog.saved is not None and dialog.saved["evidence"] is None
