"""收件: sticks, files and what is told of each, through the street's real window."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from desktop.documents import committee_sheet_text
from desktop.exchange.incoming_receipt import import_receipt
from desktop.own_identity import change_identity
from desktop.street.code_change import change_code
from tests import factories
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street
from tests.fixtures_windows import Attend
from ui.passphrase_dialog import PassphraseDialog
from ui.street.receive_page import ReceivePage
from ui.street.street_window import StreetWindow


def page_of(window: StreetWindow) -> ReceivePage:
    return cast(ReceivePage, window.show_page("receive"))


def take(qtbot: QtBot, page: ReceivePage, *paths: Path) -> None:
    """Take in files or folders and wait until all of them are done."""
    page.take(paths)
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=60_000)


def words(page: ReceivePage) -> list[str]:
    return [row.mark.word for row in page.rows]


def test_whole_stick_goes_in_whatever_is_wrong_with_one_file(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    stick: Path,
) -> None:
    good, other = committee.sends(stick), neighbour.sends(stick)
    other.write_bytes(other.read_bytes()[:-40])
    (stick / "照片.jpg").write_bytes(b"\xff\xd8 no package")
    page = page_of(window)
    take(qtbot, page, stick)
    told = {row.file: row for row in page.rows}
    assert set(told) == {good, other}
    assert told[good].mark.word == "已合并"
    assert "E_" in told[other].result and told[other].mark.word == "未收"
    assert (
        "共 2 个文件" in page.words.text()
        and "应有 2 条，读到 1 条，写入 1 条，退回 0 条，拒收 1 条" in page.words.text()
    )


def test_receipts_lie_on_the_stick_by_committee_and_can_be_imported(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    stick: Path,
) -> None:
    for each in (committee, neighbour):
        each.sends(stick)
    page = page_of(window)
    take(qtbot, page, stick)
    assert page.ejectable.text().startswith("2 份回执已写好并读回核对")
    [receipt] = (stick / "回执" / committee.code).iterdir()
    import_receipt(committee.office, receipt)
    assert committee.states() == {"reported"}
    take(qtbot, page, stick)  # the receipts that lie there now are no packages
    assert words(page) == ["已收过", "已收过"]


def test_gap_is_named_and_accepted_only_by_a_person(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path, tmp_path: Path
) -> None:
    committee.sends(stick)
    committee.adds()
    lost = committee.sends(tmp_path)
    committee.adds()
    committee.sends(stick)
    lost.unlink()
    page = page_of(window)
    take(qtbot, page, stick)
    assert words(page) == ["已合并", "未收"]
    assert "第 2 号还没有收到" in page.rows[1].result and "（E_GAP）" in page.rows[1].result
    page.table.select_rows([1], 1)
    assert page.gap_button.isVisible()
    page.accept_selected_gap()
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=60_000)
    assert words(page) == ["已合并", "已合并"]


def test_packages_given_in_the_wrong_order_go_in_by_their_serials(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    first = committee.sends(stick).rename(stick / "乙.zip")
    committee.adds()
    second = committee.sends(stick).rename(stick / "甲.zip")
    page = page_of(window)
    take(qtbot, page, second, first)
    assert words(page) == ["已合并", "已合并"]


def test_stopped_intake_keeps_what_is_done_and_goes_on(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    stick: Path,
) -> None:
    for each in (committee, neighbour):
        each.sends(stick)
    page = page_of(window)
    page.take([stick])
    page.run.stop()
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=60_000)
    assert "未处理" in words(page)
    assert page.go_on_button.isVisible() and page.ejectable.text().startswith("还没有收完")
    page.go_on()
    qtbot.waitUntil(lambda: not page.run.is_running, timeout=60_000)
    assert words(page) == ["已合并", "已合并"] and not page.go_on_button.isVisible()


def test_dropped_files_are_taken_in(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    committee.sends(stick)
    page, mime = page_of(window), QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(stick))])
    page.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )  # fmt: skip
    qtbot.waitUntil(lambda: words(page) == ["已合并"], timeout=60_000)


def test_folder_without_packages_is_named(window: StreetWindow, stick: Path) -> None:
    page = page_of(window)
    page.take([stick])
    assert "没有找到报送包" in window.bar.sentence.text() and str(stick) in window.bar.sentence.text()


def test_passphrase_is_asked_once_and_a_wrong_one_can_be_mended(
    qtbot: QtBot,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    window: StreetWindow,
    stick: Path,
    attend: Attend,
) -> None:
    files = [committee.sends(stick), neighbour.sends(stick)]
    window.street.keyring.forget()
    page = page_of(window)

    def answer(typed: str) -> Callable[[PassphraseDialog], None]:
        def work(dialog: PassphraseDialog) -> None:
            dialog.line.line.setText(typed)
            dialog.go_button.click()

        return work

    attend(PassphraseDialog, answer("不对的口令一二三四"))
    page.take(files[:1])
    qtbot.waitUntil(window.bar.action_button.isVisible, timeout=60_000)
    attend(PassphraseDialog, answer(PASSPHRASE))
    window.bar.action_button.click()
    qtbot.waitUntil(lambda: words(page) == ["已合并"], timeout=60_000)
    take(qtbot, page, files[1])
    assert words(page) == ["已合并"]


@pytest.mark.parametrize("name", ["不是包.zip", "空.zip"])
def test_chosen_file_that_is_no_package_is_refused_in_words(
    qtbot: QtBot, enrolled: Street, window: StreetWindow, stick: Path, name: str
) -> None:
    file = stick / name
    file.write_bytes(b"" if name.startswith("空") else b"hello, this is no package at all" * 9)
    page = page_of(window)
    take(qtbot, page, file)
    assert words(page) == ["未收"] and "（E_" in page.rows[0].result


def test_gap_and_waiting_volume_stay_in_view_until_they_are_settled(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path, tmp_path: Path
) -> None:
    committee.sends(stick)
    committee.adds()
    second = committee.sends(tmp_path)
    committee.adds()
    committee.sends(stick)
    page = page_of(window)
    take(qtbot, page, stick)
    notes = page.notes.table.values_model
    qtbot.waitUntil(
        lambda: [each.words for each in notes.values] == ["第 2 包未收到，第 3 包已到"], timeout=60_000
    )
    take(qtbot, page, second, stick)
    qtbot.waitUntil(lambda: not notes.values and not page.notes.isVisible(), timeout=60_000)


def test_one_large_file_tells_how_many_bytes_are_checked(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path, tmp_path: Path
) -> None:
    from PIL import Image

    for number in range(4):
        photo = tmp_path / f"现场{number}.jpg"
        content = random.Random(number).randbytes(1600 * 1200 * 3)
        Image.frombytes("RGB", (1600, 1200), content).save(photo, "JPEG", quality=95)
        attached = committee.office.attach(photo)
        committee.adds(factories.hazard(description=f"第{number}处楼道堆物", photo_before=[attached]))
    committee.sends(stick)
    page = page_of(window)
    told: list[tuple[int, int, str]] = []
    page.run.progressed.connect(lambda done, total, text: told.append((done, total, text)))
    take(qtbot, page, stick)
    assert words(page) == ["已合并"]
    assert len({done for done, _, _ in told}) > 8
    assert any("已核对" in text and "MB" in text for _, _, text in told)


def test_packages_under_the_old_and_the_new_code_go_in_whatever_their_names_sort_by(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    home = committee.code
    committee.sends(stick)
    change_identity(
        committee.office, code="310118001002", name="章浜社区居委会", changed_on="2026-11-20", reason="更名"
    )
    committee.adds()
    committee.sends(stick)
    change_code(enrolled.desk, committee_sheet_text(committee.office), home)
    page = page_of(window)
    take(qtbot, page, stick)
    assert sorted(row.file.name[:12] for row in page.rows if row.mark.word == "已合并") == [
        "310118001002",
        home,
    ]
