"""The pictures of the street's window, over three months of the sample street."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QSettings
from PySide6.QtGui import QPixmap

from db.clock import FixedClock
from desktop.documents import committee_sheet_text
from desktop.jobs import Token
from desktop.own_choices import add_choice
from desktop.street.down_items import keep_items, read_item
from desktop.street.sent_down import send_items
from desktop.street.street_ledger import StreetLedger
from desktop.street.street_office import StreetDesk
from desktop.street.upwards import own_sheet, report_up
from desktop.trust import trust_office
from installer.pictures.of_committee import shown
from installer.pictures.sample_street import DISTRICT, MONTHS, PASSPHRASE, TODAY, SampleStreet
from installer.pictures.showing import SIZE, seen, settle
from ui.street.enrol_dialog import EnrolDialog
from ui.street.platform_dialog import PlatformDialog
from ui.street.preview_page import PreviewPage
from ui.street.receive_page import ReceivePage
from ui.street.sending_page import SendingPage
from ui.street.street_choices_dialog import StreetChoicesDialog
from ui.street.street_window import PREVIEW, StreetWindow
from ui.street.upward_dialog import UpwardDialog
from ui.submission.drives import Drive

_WIDER = 80  # the board then has each of its rows of buttons in one line
_TASKS = tuple(
    {
        "title": title, "clause": "T18", "clause_title": "任务18 工程治理", "year": "2026", "target": target,
        "owner": "陈建国", "start": "2026-11-30", "due": due,
    }
    for title, target, due in (
        ("元旦前消防安全专项检查", "场所检查全覆盖", "2026-12-25"),
        ("岁末年初燃气安全入户宣传", "瓶装液化气用户全部上门", "2026-12-15"),
    )
)  # fmt: skip


def pictures(folder: Path) -> Iterator[tuple[str, QPixmap]]:
    """Name and picture of each page and dialog."""
    sample = SampleStreet(folder)
    sample.live()
    sheet = committee_sheet_text(sample.committees[0])
    sample.close()
    street = StreetLedger.open(sample.database, FixedClock(TODAY))
    street.keyring.unlock(PASSPHRASE)
    window = StreetWindow(street, QSettings(str(folder / "街道.ini"), QSettings.Format.IniFormat))
    window.resize(SIZE[0] + _WIDER, SIZE[1])
    window.show()
    with chdir(folder):  # so that paths are short and the same each time
        yield from _pages(window, sample)
        yield from _dialogs(window, sample, sheet)
    window.close()
    street.close()


def _pages(window: StreetWindow, sample: SampleStreet) -> Iterator[tuple[str, QPixmap]]:
    yield "street_preview", _looking(window)
    yield "street_receive", _taking_in(window, sample)
    for key, row in (("roster", 4), ("month_board", -1), ("merged", 1), ("forks", 0), ("twins", 0)):
        page = cast(Any, window.show_page(key))
        settle(window.runner)
        if row >= 0 and hasattr(page, "table"):
            page.table.select_rows([row], row)
        settle(window.runner)
        yield f"street_{key}", seen(window)
    yield "street_send_down", _sending(window, sample)
    page = cast(Any, window.show_page("hazard"))
    settle(window.runner)
    page.table.selectRow(1)
    settle(window.runner)
    yield "street_hazard", seen(window)


def _looking(window: StreetWindow) -> QPixmap:
    """合并预览 at a record that was changed since it was last reported."""
    page = cast(PreviewPage, window.show_page(PREVIEW))
    page.look_at(next(Path("U盘").glob("*.zip")))
    settle(window.runner)
    rows = page.sides.list.values_model.values
    place = next((place for place, each in enumerate(rows) if each.outcome == "changed"), 0)
    page.sides.list.select_rows([place], place)
    settle(window.runner)
    return seen(window)


def _taking_in(window: StreetWindow, sample: SampleStreet) -> QPixmap:
    """收件 of a stick with a good package, one that came before, and one that is damaged."""
    shutil.copy(sorted(Path("来过的").glob("*.zip"))[5], "U盘")
    page = cast(ReceivePage, window.show_page("receive"))
    page.take([Path("U盘")])
    settle(window.runner)
    place = next(place for place, each in enumerate(page.rows) if each.received and each.received.error)
    page.table.select_rows([place], place)
    settle(window.runner)
    return seen(window)


def _sending(window: StreetWindow, sample: SampleStreet) -> QPixmap:
    street = window.street
    items = [read_item(street, "task", each) for each in _TASKS]
    codes = [each.committee["code"] for each in sample.committees]
    Path("下发").mkdir()
    send_items(street, items[:1], codes, MONTHS[-1], Path("下发"), Token())
    keep_items(street, items)
    page = cast(SendingPage, window.show_page("send_down"))
    settle(window.runner)
    page.committees.tick_all(True)
    settle(window.runner)
    return seen(window)


def _dialogs(window: StreetWindow, sample: SampleStreet, sheet: str) -> Iterator[tuple[str, QPixmap]]:
    street = window.street
    stick = Drive(Path("U盘"), "U 盘 夏阳街道", 2**33, True)
    add_choice(street, "premises_type", "密室逃脱、剧本娱乐")
    add_choice(street, "premises_type", "电动自行车集中充电棚")
    yield "street_choices", shown(StreetChoicesDialog(street, window.runner, window.settings, window), window)
    enrolling = EnrolDialog(street, window.runner, window)
    enrolling.text.setPlainText(sheet)
    settle(window.runner)
    for cell in enrolling.row.cells[:3]:
        cell.click()
    yield "street_enrol", shown(enrolling, window)
    district = StreetDesk.create(
        Path("区") / "区.db", passphrase=PASSPHRASE, clock=FixedClock(TODAY), **DISTRICT
    )
    trust_office(street, district.keys().sheet_text, DISTRICT["name"])
    district.enrol(own_sheet(street), code=street.committee["code"], name=street.committee["name"])
    district.close()
    Path("上报").mkdir()
    report_up(street, MONTHS[1], "street", Path("上报"), Token(), is_encrypted=False)
    for name, dialog in (
        ("street_upwards", UpwardDialog(street, window.records, window)),
        ("street_platform", PlatformDialog(street, window.runner, window.settings, window)),
    ):
        dialog.target.sticks = lambda: [stick]
        dialog.target.look()
        yield name, shown(dialog, window)
