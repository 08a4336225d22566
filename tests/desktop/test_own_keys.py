"""The committee's own key: who may change it, and the encrypted backups that follow its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import AppError
from desktop import paths
from desktop.backup_key import create_backup_key
from desktop.backup_places import backup_key_file, choose_second_place, second_place
from desktop.backups import back_up
from desktop.office import Office
from desktop.own_keys import Cause, begin_epoch, change_key, key_changes
from desktop.restoring import discard, look_into
from tests import factories
from tests.fixtures_ledger import PASSPHRASE

NEW = "换上去的新口令2026"


def test_who_only_fills_in_changes_no_key_and_nothing_is_left_of_the_attempt(
    seat: Callable[[str], Office],
) -> None:
    office = seat(factories.CLERK)
    key_file = paths.sign_key_file(office.database)
    before = key_file.read_bytes()
    for attempt in (lambda: change_key(office, Cause.LOST, NEW), lambda: begin_epoch(office, 1)):
        with pytest.raises(AppError, match="not_allowed"):
            attempt()
    assert key_file.read_bytes() == before and len(list(key_file.parent.iterdir())) == 1


def test_who_reviews_may_change_it(seat: Callable[[str], Office]) -> None:
    office = seat(factories.LEAD)
    change_key(office, Cause.LOST, NEW)
    assert [each.who for each in key_changes(office)] == [office.clerk]


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that leaves the computer."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    monkeypatch.setattr("desktop.backup_places.leaves_this_computer", lambda place: place == folder)
    return folder


def backed_up(office: Office, stick: Path) -> Path:
    place = second_place(office.database)
    assert place is not None
    office.add("hazard", factories.hazard())
    return back_up(office, place=place).file


def opens_with(office: Office, backup: Path, passphrase: str) -> bool:
    try:
        discard(look_into(backup, office.database, passphrase))
    except AppError as error:
        assert error.message_id == "passphrase_wrong"
        return False
    return True


def test_backups_open_with_the_new_passphrase_after_a_planned_change(office: Office, stick: Path) -> None:
    choose_second_place(office, stick, PASSPHRASE)
    before = backed_up(office, stick)
    change_key(office, Cause.ROTATION, NEW, PASSPHRASE)
    after = backed_up(office, stick)
    assert before.parent == after.parent
    assert [opens_with(office, each, NEW) for each in (before, after)] == [True, True]
    assert not opens_with(office, after, PASSPHRASE)


@pytest.mark.parametrize("cause", [Cause.LOST, Cause.STOLEN])
def test_after_a_passphrase_was_lost_backups_go_where_the_new_one_opens_them(
    office: Office, stick: Path, cause: Cause
) -> None:
    choose_second_place(office, stick, PASSPHRASE)
    before = backed_up(office, stick)
    change_key(office, cause, NEW)
    after = backed_up(office, stick)
    assert before.parent != after.parent and after.parent.parent == stick
    assert opens_with(office, after, NEW) and not opens_with(office, after, PASSPHRASE)
    assert opens_with(office, before, PASSPHRASE)  # remembered after all


def test_a_key_of_backups_that_was_left_behind_by_an_earlier_change_is_replaced(
    office: Office, stick: Path
) -> None:
    choose_second_place(office, stick, PASSPHRASE)
    create_backup_key(backup_key_file(office.database), "很久以前的另一个口令2025")
    change_key(office, Cause.ROTATION, NEW, PASSPHRASE)
    assert opens_with(office, backed_up(office, stick), NEW)


def test_a_ledger_without_encrypted_backups_gets_no_key_for_them(office: Office) -> None:
    change_key(office, Cause.LOST, NEW)
    assert not backup_key_file(office.database).exists()
