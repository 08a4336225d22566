"""Every page of the main window and every dialog that it can open, made over the sample ledger, for tests that look at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop.office import Office
from desktop.street.roster_lines import RosterLine
from ui.main_window import MainWindow
from ui.pages.page_context import PageContext
from ui.street.street_window import StreetWindow

Make = Callable[[MainWindow], QWidget]
FORMS = [name for name in RECORD_TYPES if name not in ("committee", "checklist", "tip")]


def context_of(window: MainWindow) -> PageContext:
    return PageContext(window.office, window.settings, window.records, window.bar, window.runner)


def first(office: Office, table: str, *states: str) -> dict:
    """The first record of a table, or the first one in one of these states."""
    rows = office.rows(table, office.ids(table, Query()))
    return next(each for each in rows if not states or each.get("status") in states)


@contextmanager
def made(window: MainWindow, make: Make) -> Iterator[QWidget]:
    """A dialog that is shown, and gone afterwards."""
    dialog = make(window)
    dialog.show()
    settle()
    try:
        yield dialog
    finally:
        # Left without the question about what was typed.
        dialog.done(QDialog.DialogCode.Rejected) if isinstance(dialog, QDialog) else dialog.close()
        if shiboken6.isValid(dialog):
            dialog.deleteLater()
        settle()


def settle() -> None:
    """Let layouts, paint and what was read come to rest."""
    for _ in range(5):
        QApplication.processEvents()


def _form(table: str) -> Make:
    def make(window: MainWindow) -> QWidget:
        from ui.forms.record_dialog import RecordDialog

        return RecordDialog(window.office, RECORD_TYPES[table], parent=window)

    return make


def _step(table: str, name: str) -> Make:
    def make(window: MainWindow) -> QWidget:
        from ui.forms.closing_dialog import ClosingDialog
        from ui.forms.step_dialog import StepDialog

        transition = RECORD_TYPES[table].transition(name)
        assert transition is not None
        rows = window.office.rows(table, window.office.ids(table, Query()))
        record = next((each for each in rows if each.get("status") in transition.sources), rows[0])
        kind = ClosingDialog if table == "premises" and name == "close" else StepDialog
        return kind(window.office, RECORD_TYPES[table], record, transition, window)

    return make


def _of(module: str, name: str, *given: str) -> Make:
    """A dialog whose first arguments are those named of the window: office, runner, context, settings, parent."""

    def make(window: MainWindow) -> QWidget:
        import importlib

        offered = {
            "office": window.office, "runner": window.runner, "context": context_of(window), "parent": window,
            "settings": window.settings, "database": window.office.database, "today": window.office.clock.today(),
            "records": window.records,
        }  # fmt: skip
        dialog: QWidget = getattr(importlib.import_module(module), name)(*(offered[each] for each in given))
        return dialog

    return make


def _tip(window: MainWindow) -> QWidget:
    from ui.tips.tip_dialog import TipDialog

    return TipDialog(window.office, None, None, window)


def _fixed(window: MainWindow) -> QWidget:
    from ui.forms.fix_on_spot_dialog import FixOnSpotDialog

    return FixOnSpotDialog(window.office, parent=window)


def _assistant(window: MainWindow) -> QWidget:
    from ui.importing.assistant import ImportAssistant

    return ImportAssistant(window.office, window.runner, "hazard", window)


def _selection(name: str) -> Make:
    def make(window: MainWindow) -> QWidget:
        import importlib

        from ui.exporting.selection import Selection
        from ui.pages.ledger_page import LedgerPage

        page = window.show_page("hazard")
        assert isinstance(page, LedgerPage)
        from ui.exporting.opening import selection_of

        chosen: Selection = selection_of(page)
        module = importlib.import_module(
            f"ui.exporting.{'export' if name == 'ExportDialog' else 'fill'}_dialog"
        )
        dialog: QWidget = getattr(module, name)(page.context, chosen)
        return dialog

    return make


def _bulk(window: MainWindow) -> QWidget:
    from ui.lists.bulk_change_dialog import BulkChangeDialog

    ids = window.office.ids("hazard", Query())[:3]
    return BulkChangeDialog(window.office, window.runner, "hazard", ids, window)


def _merge(window: MainWindow) -> QWidget:
    from ui.pages.merge_dialog import MergeDialog

    return MergeDialog(window.office, first(window.office, "premises"), window)


def _failed(window: MainWindow) -> QWidget:
    from ui.failed_items_dialog import FailedItemsDialog

    return FailedItemsDialog(context_of(window), first(window.office, "inspection")["id"])


def _overdue(window: MainWindow) -> QWidget:
    from desktop.desk import overdue_records
    from ui.overdue_dialog import OverdueDialog

    return OverdueDialog(overdue_records(window.office), window.office.clock.today(), window)


def _owed(window: MainWindow) -> QWidget:
    from desktop.owed_returns import owed_months
    from ui.owed_returns_dialog import OwedReturnsDialog

    return OwedReturnsDialog(owed_months(window.office), window.office.clock.today(), window)


def _wizard(place: int) -> Make:
    def make(window: MainWindow) -> QWidget:
        from PySide6.QtWidgets import QStackedWidget

        from ui.wizard.first_start import FirstStartWizard

        wizard = FirstStartWizard(window)
        stack = wizard.findChild(QStackedWidget)
        assert stack is not None
        stack.setCurrentIndex(place)
        return wizard

    return make


def _preview(window: MainWindow) -> QWidget:
    from desktop import documents
    from ui.preview.preview_window import PreviewWindow

    printed = documents.hazard_ledger(window.office)
    return PreviewWindow(printed.pdf, "章浜社区居委会_隐患台账_2026年11月", window, (), window.settings)


def _print(window: MainWindow) -> QWidget:
    from ui.preview.print_choices import kept_choices
    from ui.preview.print_dialog import PrintDialog

    return PrintDialog(kept_choices(window.settings, "隐患台账"), 3, window)


def _manual(window: MainWindow) -> QWidget:
    from ui.manual.manual_window import ManualWindow

    return ManualWindow(window)


def _passphrase(window: MainWindow) -> QWidget:
    from ui.passphrase_dialog import PassphraseDialog

    return PassphraseDialog("报送密钥", "请输入报送密钥的口令。", window)


def _views(window: MainWindow) -> QWidget:
    from ui.lists.views_dialogs import ViewsDialog
    from ui.pages.hazards import HAZARDS

    return ViewsDialog(window.office, HAZARDS, window)


def _name(window: MainWindow) -> QWidget:
    from ui.lists.views_dialogs import NameDialog

    return NameDialog("保存视图", "本月逾期", window, True)


def _measure(window: MainWindow) -> QWidget:
    from ui.forms.failed_measure_dialog import ChooseMeasureDialog

    return ChooseMeasureDialog(first(window.office, "risk"), window)


def _viewer(window: MainWindow) -> QWidget:
    from ui.photos.photo_viewer import PhotoViewer

    rows = window.office.rows("hazard", window.office.ids("hazard", Query()))
    photos = next(each["photo_before"] for each in rows if each.get("photo_before"))
    return PhotoViewer(window.office, photos, 0, window)


def _draft(window: MainWindow) -> QWidget:
    from desktop.drafts import Draft, Origin
    from ui.drafts_dialog import DraftDialog

    origin = Origin("record", "hazard", "", "", "新增隐患")
    values = {"description": "二楼疏散通道堆放纸箱、泡沫等可燃物", "location": "城中东路312弄5号楼二楼楼梯间"}
    return DraftDialog(
        window.office, Draft(Path("a.json"), origin, "2026-11-23T09:12", "王芳", values), 2, window
    )


def _clearance(window: MainWindow) -> QWidget:
    from ui.risks.clearance_dialog import ClearanceDialog

    return ClearanceDialog(
        window.office, {"id": "x", "name": "评估", "no": "PG-2026-0001"}, [("a", "老张面馆")], window
    )


def _update(window: MainWindow) -> QWidget:
    from desktop.updates.checking import Offer
    from desktop.updates.manifest import Manifest, ProgramFile
    from ui.updates.update_dialog import UpdateDialog

    files = (ProgramFile("village-safety-ledger", 205 << 20, "0" * 64, True),)
    notes = "## 0.6.0\n\n- **更新**：插上 U 盘就能更新，不用管理员；新版本打不开会自动退回。"
    manifest = Manifest("0.6.0", "linux-x86_64", 5, "0.5.0", "2.36", "2027-01-08", notes, files, {}, b"")
    dialog = UpdateDialog(window, lambda: [])
    signer = "SHA256:tXJ2i1RT0b4bQ2sG1lM0v8QbBzXy4mC3kzq0pWm5u7E"
    dialog.view.show_offer(Offer(Path("更新.vslupdate"), manifest, signer, 4))
    return dialog


DIALOGS: dict[str, Make] = {
    **{f"form {table}": _form(table) for table in FORMS},
    "form tip": _tip,
    "form fixed": _fixed,
    **{
        f"step {name}": _step("hazard", name)
        for name in ("notify", "escalate", "assign", "rectify", "recheck", "sign_off", "close_out", "judge", "extend")
    },
    "step close premises": _step("premises", "close"),
    "import": _assistant, "export": _selection("ExportDialog"), "fill": _selection("FillDialog"),
    "bulk": _bulk, "merge": _merge, "failed items": _failed, "overdue": _overdue, "owed": _owed,
    **{f"wizard {place}": _wizard(place) for place in range(5)},
    "preview": _preview, "print": _print, "manual": _manual, "passphrase": _passphrase, "views": _views, "name": _name,
    "measure": _measure, "viewer": _viewer, "draft": _draft, "clearance": _clearance,
    "check print": _of("ui.print_check_dialog", "PrintCheckDialog", "office", "runner", "parent"),
    "own settings": _of("ui.own_settings_dialog", "OwnSettingsDialog", "office", "parent"),
    "criteria": _of("ui.criteria.window", "CriteriaWindow", "parent"),
    "unit": _of("ui.unit_dialog", "UnitDialog", "office", "parent"),
    "choices": _of("ui.choices.choices_dialog", "ChoicesDialog", "office", "parent"),
    "identity": _of("ui.keys.identity_dialog", "IdentityDialog", "office", "parent"),
    "reassign": _of("ui.reassign_dialog", "ReassignDialog", "office", "parent"),
    "accidents": _of("ui.accident_comparison_dialog", "ComparisonDialog", "context"),
    "training coverage": _of("ui.training_coverage_dialog", "CoverageDialog", "context"),
    "inspection coverage": _of("ui.coverage_dialog", "CoverageDialog", "context"),
    "blank sheet": _of("ui.blank_sheet_dialog", "BlankSheetDialog", "context"),
    "tips key": _of("ui.tips.tips_key_dialog", "TipsKeyDialog", "office", "parent"),
    "change tips key": _of("ui.tips.tips_key_dialog", "ChangePassphraseDialog", "office", "parent"),
    "compare tips": _of("ui.tips.compare_dialog", "CompareDialog", "office", "parent"),
    "safekeeping": _of("ui.tips.safekeeping_dialog", "SafekeepingDialog", "office", "parent"),
    "matrix": _of("ui.risks.matrix_window", "MatrixWindow", "context", "parent"),
    "campaign": _of("ui.risks.campaign_window", "CampaignWindow", "context", "parent"),
    "operations": _of("ui.operations_dialog", "OperationsDialog", "office", "runner", "parent"),
    "backup": _of("ui.backup_dialog", "BackupDialog", "database", "office", "runner", "parent"),
    "checklists": _of("ui.checklists_dialog", "ChecklistsDialog", "office", "parent"),
    "trust": _of("ui.submission.trust_dialog", "TrustDialog", "office", "runner", "parent"),
    "news": _of("ui.news_dialog", "NewsDialog", "parent"),
    "evidence": _of("ui.forms.evidence_picker", "EvidencePicker", "office", "parent"),
    "improvements": _of("ui.drill_improvements_dialog", "ImprovementsDialog", "context"),
    "rollup": _of("ui.rollup_dialog", "RollupDialog", "office", "parent"),
    "update": _of("ui.updates.update_dialog", "UpdateDialog", "parent"), "update offered": _update,
    "tasks": _of("ui.programme_dialog", "MakeTasksDialog", "office", "parent"),
}  # fmt: skip


def _down(kind: str) -> Make:
    """The form of a thing that a street sends down; the window is a street's."""

    def make(window: MainWindow) -> QWidget:
        from ui.street.down_item_dialog import DownItemDialog

        assert isinstance(window, StreetWindow)
        return DownItemDialog(window.street, kind, parent=window)

    return make


def _first_line(window: MainWindow) -> RosterLine:
    from ui.street.roster_page import RosterPage

    page = window.show_page("roster")
    assert isinstance(page, RosterPage)
    return page.lines[0]


def _replacement(window: MainWindow) -> QWidget:
    from ui.street.enrol_dialog import EnrolDialog

    assert isinstance(window, StreetWindow)
    return EnrolDialog(window.street, window.runner, window, _first_line(window))


def _other_code(window: MainWindow) -> QWidget:
    from ui.street.code_dialog import CodeDialog

    assert isinstance(window, StreetWindow)
    return CodeDialog(window.street, window.runner, _first_line(window), window)


# Those of a street's window, over a street whose committees are enrolled.
STREET_DIALOGS: dict[str, Make] = {
    "upwards": _of("ui.street.upward_dialog", "UpwardDialog", "office", "records", "parent"),
    "platform": _of("ui.street.platform_dialog", "PlatformDialog", "office", "runner", "settings", "parent"),
    "choices": _of("ui.street.street_choices_dialog", "StreetChoicesDialog", "office", "runner", "settings", "parent"),
    "sheet": _of("ui.street.sheet_dialog", "StreetSheetDialog", "office", "records", "parent"),
    "keys": _of("ui.street.keys_dialog", "StreetKeysDialog", "office", "runner", "parent"),
    "superior": _of("ui.street.superior_dialog", "SuperiorDialog", "office", "runner", "parent"),
    "enrol": _of("ui.street.enrol_dialog", "EnrolDialog", "office", "runner", "parent"),
    "replace": _replacement,
    "change code": _other_code,
    "own settings": _of("ui.own_settings_dialog", "OwnSettingsDialog", "office", "parent"),
    "people": _of("ui.people.people_dialog", "PeopleDialog", "office", "runner", "parent"),
    "operations": _of("ui.operations_dialog", "OperationsDialog", "office", "runner", "parent"),
    "backup": _of("ui.backup_dialog", "BackupDialog", "database", "office", "runner", "parent"),
    **{f"down {kind}": _down(kind) for kind in ("task", "supervision_order", "document", "checklist")},
}  # fmt: skip
