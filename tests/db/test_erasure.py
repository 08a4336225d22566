"""Personal data of what was kept long enough: gone from the record, the log, the disk, with the log still provable."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from db.change_log import verify_chain
from db.errors import AppError
from db.integrity import find_damage
from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop.office import Office
from desktop.operations import list_operations
from desktop.retention import due_records, erasable_records, erase_personal, take_out
from tests import factories
from tests.e2e.acting import PHOTOS

NAME, PHONE = "欧阳䶮", "13916887788"


@pytest.fixture
def taken_out(office: Office) -> Office:
    """A ledger with a training of 2012 that left it, with a list of who came and photos, one of them used elsewhere too."""
    own = office.attach(PHOTOS / "orientation-portrait-6.jpg")
    shared = office.attach(PHOTOS / "orientation-landscape-3.jpg")
    training = office.add(
        "training",
        factories.training(
            date="2012-03-01", year_focus=None, passed="1", photos=[own, shared],
            attendance=[{"name": NAME, "phone": PHONE, "unit": "五金店"}],
        ),
    )  # fmt: skip
    office.change("training", training["id"], {"note": "后来补记"})
    office.add("hazard", factories.planned_hazard(photo_before=[shared]))
    take_out(office, due_records(office), "王芳", "陈建国")
    return office


def files_with(office: Office, text: str) -> list[str]:
    """The files of the ledger in whose bytes a text stands."""
    office.store.flush_log()
    paths = [office.database, *office.database.parent.glob(f"{office.database.name}-*")]
    return [each.name for each in paths if text.encode() in each.read_bytes()]


def test_names_telephones_and_pictures_are_gone_and_the_log_still_holds(taken_out: Office) -> None:
    office = taken_out
    [listed] = erasable_records(office)
    assert files_with(office, NAME) and files_with(office, PHONE)
    pictures = sorted(office.attachments.folder.rglob("*.jpg"))
    assert erase_personal(office, [listed], "王芳", "陈建国") == 1
    assert files_with(office, NAME) == files_with(office, PHONE) == []
    assert len(pictures) == 2 and len(list(office.attachments.folder.rglob("*.jpg"))) == 1
    [kept] = office.rows("training", [listed.record_id])
    assert kept["attendance"] is None and kept["photos"] is None
    assert kept["note"] == "后来补记" and kept["no"] == listed.no
    assert "个人信息已清除（经办 王芳、监销 陈建国" in kept["retired_reason"]
    assert verify_chain(office.store.reader()) is None
    assert list(find_damage(office.store.reader(), office.attachments)) == []
    assert erasable_records(office) == []
    words = office.history("training", listed.record_id)
    assert words[0].operation == "清除个人信息 1 条（王芳、陈建国）"
    assert all(NAME not in text for entry in words for field in entry.fields for text in field)


def test_a_blanked_row_cannot_be_changed_once_more(taken_out: Office, tmp_path: Path) -> None:
    office = taken_out
    [listed] = erasable_records(office)
    erase_personal(office, [listed], "王芳", "陈建国")
    first = office.store.reader().execute(
        "SELECT min(seq) FROM change WHERE record_id = ?", (listed.record_id,)
    ).fetchone()[0]  # fmt: skip
    copy = tmp_path / "copy.db"
    office.store.flush_log()
    shutil.copy(office.database, copy)
    connection = sqlite3.connect(copy)
    assert verify_chain(connection) is None
    connection.execute("UPDATE change SET after = replace(after, 'note', 'none') WHERE seq >= ?", (first,))
    broken = verify_chain(connection)
    assert broken is not None and broken.reason == "altered" and broken.seq >= first
    connection.close()


def test_it_is_for_good(taken_out: Office) -> None:
    office = taken_out
    listed = erasable_records(office)
    erase_personal(office, listed, "王芳", "陈建国")
    with pytest.raises(AppError, match="erased_not_restored"):
        office.restore("training", [listed[0].record_id])
    newest, before, *_ = list_operations(office)
    with pytest.raises(AppError, match="undo_not_erasing"):
        office.undo_operation(newest.batch)
    with pytest.raises(AppError, match="undo_moved_on"):
        office.undo_operation(before.batch)
    with pytest.raises(AppError, match="retention_nothing_due"):
        erase_personal(office, [], "王芳", "陈建国")


def test_only_what_a_list_took_out_is_erased_by_two_persons(office: Office) -> None:
    kept = office.add("training", factories.training(date="2012-03-01", year_focus=None))
    assert erasable_records(office) == []
    office.retire("training", [kept["id"]], "重复登记")
    assert erasable_records(office) == []
    office.restore("training", [kept["id"]])
    take_out(office, due_records(office), "王芳", "陈建国")
    listed = erasable_records(office)
    with pytest.raises(AppError, match="retention_two_people"):
        erase_personal(office, listed, "王芳", "王 芳")
    office.restore("training", [kept["id"]])
    with pytest.raises(AppError, match="retention_list_changed"):
        erase_personal(office, listed, "王芳", "陈建国")
    assert office.count("training", Query()) == 1


def test_no_field_is_called_as_the_mark_of_the_log() -> None:
    assert all("erased" not in each.names for each in RECORD_TYPES.values())
