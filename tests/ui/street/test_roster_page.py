"""名册: committees come onto it by their stamped sheets."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.documents import committee_sheet_text
from desktop.exchange.signing_key import create_key, load_key
from desktop.own_identity import change_identity
from desktop.own_keys import Cause, change_key
from desktop.street.roster_changes import REASONS
from desktop.street.roster_lines import roster_history
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes
from tests.fixtures_windows import Attend
from ui.street.code_dialog import CodeDialog
from ui.street.enrol_dialog import EnrolDialog
from ui.street.roster_page import RosterPage
from ui.street.street_window import StreetWindow


def page_of(qtbot: QtBot, window: StreetWindow) -> RosterPage:
    page = cast(RosterPage, window.show_page("roster"))
    qtbot.waitUntil(page.reading.is_settled, timeout=60_000)
    return page


def test_committee_is_enrolled_after_its_digits_were_compared(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow
) -> None:
    page = page_of(qtbot, window)
    assert page.stack.currentWidget() is page.empty
    page.ask_enrolment()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(committee.office))
    qtbot.waitUntil(lambda: bool(dialog.name.text()), timeout=60_000)
    assert not dialog.confirm_button.isEnabled()
    dialog.row.typed.setText("".join(dialog.row.key.digit_groups) if dialog.row.key else "")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: [each.code for each in page.lines] == [committee.code], timeout=60_000)
    assert "已登记" in window.bar.sentence.text()


def test_differing_digits_keep_a_committee_out(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow
) -> None:
    page = page_of(qtbot, window)
    page.ask_enrolment()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(committee.office))
    dialog.row.typed.setText("00000 11111")
    assert "不要登记" in dialog.verdict.text() and not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_sheet_of_a_street_is_told_apart(qtbot: QtBot, street: Street, window: StreetWindow) -> None:
    page = page_of(qtbot, window)
    page.ask_enrolment()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    assert "这是街道的登记码" in dialog.bar.sentence.text()
    dialog.reject()


def new_key(committee: Committee) -> None:
    """The committee makes another key in place of its own."""
    file = paths.sign_key_file(committee.office.database)
    file.unlink()
    create_key(file, PASSPHRASE)
    committee.key = load_key(file, PASSPHRASE)


def replace_by(
    qtbot: QtBot, window: StreetWindow, page: RosterPage, committee: Committee, reason: int
) -> None:
    """Replace the key of the only committee through the dialog."""
    page.table.select_rows([0], 0)
    page.acts.ask_replacement()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(committee.office))
    dialog.reason.setCurrentIndex(reason)
    dialog.note.setText("电话核实过")
    dialog.row.typed.setText("".join(dialog.row.key.digit_groups) if dialog.row.key else "")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: len(page.lines) == 2, timeout=60_000)


def test_lost_key_is_replaced_and_the_chain_goes_on(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    street.enrols(committee)
    street.receives(committee.sends(stick))
    page = page_of(qtbot, window)
    committee.adds()
    old_package = committee.sends(stick).rename(stick / "旧密钥.zip")
    new_key(committee)
    replace_by(qtbot, window, page, committee, [each.what for each in REASONS].index("lost"))
    assert [each.status_word for each in page.lines] == ["在用", "遗失停用"]
    assert codes(street.receives(old_package)) == ["E_KEY_RETIRED"]
    assert [each[2] for each in _history(window, committee)] == [
        "登记",
        "密钥遗失，更换（只认到第 1 号）",
        "登记",
    ]
    assert window.street.desk.allowed_signers().count("ssh-ed25519") == 1


def _history(window: StreetWindow, committee: Committee) -> list[tuple[str, str, str, str, str]]:
    from desktop.street.roster_lines import roster_history

    return roster_history(window.street, committee.code)


def test_planned_change_needs_the_notice_that_the_old_key_signed(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    street.enrols(committee)
    street.receives(committee.sends(stick))
    page = page_of(qtbot, window)
    _, notice = change_key(committee.office, Cause.ROTATION, "换上去的新口令2026", PASSPHRASE, stick)
    assert notice is not None
    page.table.select_rows([0], 0)
    page.acts.ask_replacement()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(committee.office))
    dialog.row.typed.setText("".join(dialog.row.key.digit_groups) if dialog.row.key else "")
    assert dialog.notice_line.isVisibleTo(dialog) and not dialog.confirm_button.isEnabled()
    assert "换钥通知" in dialog.verdict.text()
    dialog.take_notice(notice)
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: len(page.lines) == 2, timeout=60_000)
    assert [each.status_word for each in page.lines] == ["在用", "已更换"]


def test_leaked_key_is_refused_but_what_was_merged_stays(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    street.enrols(committee)
    first = committee.sends(stick)
    street.receives(first)
    page = page_of(qtbot, window)
    committee.adds()
    stolen = committee.sends(stick)
    new_key(committee)
    replace_by(qtbot, window, page, committee, [each.what for each in REASONS].index("leaked"))
    assert codes(street.receives(stolen, first)) == ["E_KEY_REVOKED", "E_REPLAY"]
    assert page.lines[1].status_word == "泄露作废"


def test_sheet_of_another_epoch_needs_the_reason_that_begins_one(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow
) -> None:
    street.enrols(committee)
    page = page_of(qtbot, window)
    new_key(committee)
    page.table.select_rows([0], 0)
    page.acts.ask_replacement()
    dialog = window.findChild(EnrolDialog)
    assert isinstance(dialog, EnrolDialog)
    dialog.text.setPlainText(committee_sheet_text(committee.office))
    dialog.reason.setCurrentIndex([each.what for each in REASONS].index("rebuilt"))
    dialog.row.typed.setText("".join(dialog.row.key.digit_groups) if dialog.row.key else "")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: "应当是第 2 期" in dialog.bar.sentence.text(), timeout=60_000)
    dialog.reject()


def test_suspended_committee_is_refused_until_it_is_resumed(
    qtbot: QtBot,
    street: Street,
    committee: Committee,
    window: StreetWindow,
    stick: Path,
    attend: Attend,
) -> None:
    street.enrols(committee)
    page = page_of(qtbot, window)
    page.table.select_rows([0], 0)

    def answer(dialog: QInputDialog) -> None:
        dialog.setTextValue("换届，等新登记表")
        dialog.accept()

    attend(QInputDialog, answer)
    page.acts.suspend.trigger()
    qtbot.waitUntil(lambda: [each.status_word for each in page.lines] == ["暂停收件"], timeout=60_000)
    package = committee.sends(stick)
    assert codes(street.receives(package)) == ["E_KEY_RETIRED"]
    page.table.select_rows([0], 0)
    page.acts.resume.trigger()
    qtbot.waitUntil(lambda: [each.status_word for each in page.lines] == ["在用"], timeout=60_000)
    assert codes(street.receives(package)) == [""]


def test_renamed_committee_keeps_its_history(
    qtbot: QtBot,
    street: Street,
    committee: Committee,
    window: StreetWindow,
    attend: Attend,
) -> None:
    street.enrols(committee)
    page = page_of(qtbot, window)
    page.table.select_rows([0], 0)

    def answer(dialog: QInputDialog) -> None:
        dialog.setTextValue("章浜䶮社区居委会")
        dialog.accept()

    attend(QInputDialog, answer)
    page.acts.rename.trigger()
    qtbot.waitUntil(lambda: [each.name for each in page.lines] == ["章浜䶮社区居委会"], timeout=60_000)
    assert _history(window, committee)[0][2] == "改名称"


def test_roster_goes_out_for_third_parties(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow, tmp_path: Path
) -> None:
    street.enrols(committee)
    page, file = page_of(qtbot, window), tmp_path / "allowed_signers"
    page.export_to(file)
    assert file.read_text(encoding="utf-8") == street.desk.allowed_signers()


def recoding(page: RosterPage, window: StreetWindow, text: str) -> CodeDialog:
    """The dialog of a new code of the only committee, its sheet read and compared."""
    page.table.select_rows([0], 0)
    page.acts.recode.trigger()
    dialog = window.findChild(CodeDialog)
    assert isinstance(dialog, CodeDialog)
    dialog.text.setPlainText(text)
    dialog.row.typed.setText("".join(dialog.row.key.digit_groups) if dialog.row.key else "")
    return dialog


def test_a_new_code_is_linked_with_the_old_one_and_the_roster_shows_both(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    street.enrols(committee)
    street.receives(committee.sends(stick))
    page, old, new = page_of(qtbot, window), committee.code, "310118001233"
    early = recoding(page, window, committee_sheet_text(committee.office))
    assert "没有变更" in early.verdict.text() and not early.confirm_button.isEnabled()
    early.reject()
    qtbot.waitUntil(lambda: window.findChild(CodeDialog) is None)
    change_identity(
        committee.office, code=new, name="章浜新苑社区居委会", changed_on="2026-11-20", reason="正式代码下发"
    )
    committee.adds()
    package = committee.sends(stick)
    assert codes(street.receives(package)) == ["E_IDENTITY"]
    dialog = recoding(page, window, committee_sheet_text(committee.office))
    assert f"原代码 {old} → 新代码 {new}" in dialog.found.text() and "密钥没有换" in dialog.found.text()
    dialog.name.setText("章浜新苑社区居委会")
    dialog.note.setText("青民〔2026〕8号")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: [each.present_code for each in page.lines] == [new], timeout=60_000)
    assert page.lines[0].code_words == f"{new}（原 {old}）" and page.lines[0].name == "章浜新苑社区居委会"
    assert codes(street.receives(package)) == [""]
    assert ("变更代码", f"{old} → {new}；章浜社区居委会 → 章浜新苑社区居委会；青民〔2026〕8号") in [
        (each[2], each[4]) for each in roster_history(window.street, old)
    ]


def test_a_sheet_with_another_key_asks_why_the_key_changed(
    qtbot: QtBot, street: Street, committee: Committee, window: StreetWindow
) -> None:
    street.enrols(committee)
    page = page_of(qtbot, window)
    change_identity(
        committee.office, code="310118001233", name="章浜社区居委会", changed_on="2026-11-20", reason="更名"
    )
    new_key(committee)
    dialog = recoding(page, window, committee_sheet_text(committee.office))
    assert "密钥也换了" in dialog.found.text()
    assert not dialog.confirm_button.isEnabled()  # a planned change has its notice
    dialog.reason.setCurrentIndex([each.what for each in REASONS].index("lost"))
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: len(page.lines) == 2, timeout=60_000)
    assert {each.present_code for each in page.lines} == {"310118001233"}
