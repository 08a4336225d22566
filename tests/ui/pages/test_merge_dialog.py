"""Two entries side by side, before they are merged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.spec.field import Record
from desktop.form_values import copy_values
from desktop.office import Office
from tests import factories
from tests.ui.forms.keyboard import type_into
from ui.pages.merge_dialog import MergeDialog


@pytest.fixture
def shop(office: Office) -> Record:
    return office.add(
        "premises",
        factories.premises(name="阿强饭店", address="青松路8号", usc=None, phone=None, flags="九小场所"),
    )


@pytest.fixture
def other(office: Office) -> Record:
    """The same shop, entered again under another name at another door."""
    return office.add(
        "premises",
        factories.premises(name="强记餐饮", address="千步泾路1号", usc=None, phone=None, flags="瓶装液化气"),
    )


@pytest.fixture
def dialog(qtbot: QtBot, office: Office, shop: Record, other: Record) -> Iterator[MergeDialog]:
    made = MergeDialog(office, shop)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


def choose(dialog: MergeDialog, name: str) -> None:
    type_into(dialog.other.input_widget(), name)


def shown(dialog: MergeDialog) -> list[str]:
    return [each.text() for each in dialog.side_by_side.widget().findChildren(QLabel)]


def test_nothing_is_merged_before_the_other_one_is_chosen(dialog: MergeDialog) -> None:
    assert not dialog.merge_button.isEnabled()
    dialog.merge()
    assert dialog.saved is None
    choose(dialog, "阿强饭店")  # itself
    assert not dialog.merge_button.isEnabled()


def test_both_stand_side_by_side_where_they_differ(dialog: MergeDialog) -> None:
    choose(dialog, "强记餐饮")
    texts = shown(dialog)
    for expected in ("名称", "阿强饭店", "强记餐饮", "地址（门牌）", "标签", "两边都要"):
        assert expected in texts
    assert "主要负责人" not in texts  # both have the same
    assert sorted(dialog.choices) == ["address", "flags", "name"]


def test_the_clerk_says_which_stays_and_which_value_holds(
    dialog: MergeDialog, shop: Record, other: Record
) -> None:
    choose(dialog, "强记餐饮")
    dialog.stays_buttons[1].click()
    assert dialog.pair is not None and dialog.pair.kept["id"] == other["id"]
    dialog.choices["address"].button(1).click()
    dialog.merge_button.click()
    assert dialog.saved is not None
    assert (dialog.saved["id"], dialog.saved["name"], dialog.saved["address"]) == (
        other["id"], "强记餐饮", "青松路8号",
    )  # fmt: skip
    assert sorted(dialog.saved["flags"]) == ["bottled_gas", "nine_small"]
    assert dialog.saved["short_name"] == "阿强饭店"


def test_a_record_that_changed_meanwhile_is_told_and_nothing_is_merged(
    dialog: MergeDialog, office: Office, other: Record
) -> None:
    choose(dialog, "强记餐饮")
    office.change("premises", other["id"], {"note": "刚刚改过"})
    dialog.merge_button.click()
    assert dialog.saved is None and "改过" in dialog.bar.sentence.text()
    assert office.get("premises", other["id"])["retired_at"] is None


def test_two_equal_entries_say_so(dialog: MergeDialog, office: Office, shop: Record) -> None:
    office.add(
        "premises", {name: value for name, value in copy_values(office, "premises", shop["id"]).items()}
    )
    choose(dialog, "阿强饭店（CS-2026-0003）")
    assert "两家登记的内容没有不同。" in shown(dialog)
