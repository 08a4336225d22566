"""Keys, looking at who told, comparing anew, and erasing."""

from __future__ import annotations

import os
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from db import tips
from db.clock import FixedClock
from db.errors import AppError, EnvironmentProblem, InvalidRecord
from db.integrity import find_damage
from desktop import paths
from desktop.office import Office
from desktop.tips.keys import (
    change_tips_passphrase,
    comparing_key,
    create_tips_key,
    has_tips_key,
    make_comparing_key,
)
from desktop.tips.opening import compare_anew, due_for_purge, open_identity, purge
from desktop.tips.registering import register_tip
from desktop.tips.release import tipster_check
from desktop.tips.reporter import Reporter
from tests import factories
from tests.db.spec.test_tip import CLOSING, replied, screened
from tests.fixtures_ledger import PASSPHRASE
from tests.fixtures_tips import TIPS_PASSPHRASE, TIPSTER, TIPSTER_NAME, TIPSTER_PHONE, files_naming

WHO, WHY = factories.LEAD, "核实需要回访"


def a_tip(office: Office) -> str:
    return str(register_tip(office, factories.tip(), TIPSTER)["id"])


def close(office: Office, tip_id: str) -> None:
    reward = ("reward", {"reward_result": "不涉及奖励"})
    for step in (screened(screening="不受理", screening_reason="重复举报"), replied(), CLOSING, reward):
        office.act("tip", tip_id, *step)


def test_the_key_is_made_once_with_a_passphrase_of_its_own(office: Office) -> None:
    assert not has_tips_key(office.database)
    with pytest.raises(AppError, match="tips_passphrase_is_the_other"):
        create_tips_key(office.database, PASSPHRASE)
    with pytest.raises(AppError, match="passphrase_too_short"):
        create_tips_key(office.database, "短口令")
    create_tips_key(office.database, TIPS_PASSPHRASE)
    assert has_tips_key(office.database)
    with pytest.raises(AppError, match="key_file_exists"):
        create_tips_key(office.database, TIPS_PASSPHRASE)


def test_another_person_may_get_a_passphrase_of_their_own(tips_office: Office) -> None:
    tip_id, new = a_tip(tips_office), "新任 领导 自己 定的 口令"
    with pytest.raises(AppError, match="tips_passphrase_is_the_other"):
        change_tips_passphrase(tips_office.database, TIPS_PASSPHRASE, PASSPHRASE)
    with pytest.raises(AppError, match="passphrase_wrong"):
        change_tips_passphrase(tips_office.database, "不是这个口令吧", new)
    change_tips_passphrase(tips_office.database, TIPS_PASSPHRASE, new)
    with pytest.raises(AppError, match="passphrase_wrong"):
        open_identity(tips_office, tip_id, who=WHO, reason=WHY, passphrase=TIPS_PASSPHRASE)
    assert open_identity(tips_office, tip_id, who=WHO, reason=WHY, passphrase=new) == TIPSTER


def test_the_comparing_key_lies_apart_from_the_ledger_and_for_its_user_only(
    office: Office, own_settings_folder: Path
) -> None:
    ledger = office.committee["id"]
    assert comparing_key(ledger) is None
    key = make_comparing_key(ledger)
    assert make_comparing_key(ledger) == key == comparing_key(ledger)
    (file,) = own_settings_folder.iterdir()
    assert office.folder not in file.parents
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"cut")
    assert comparing_key(ledger) is None


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs an account that may be refused"
)
def test_settings_that_cannot_be_written_are_told(office: Office, own_settings_folder: Path) -> None:
    own_settings_folder.mkdir(mode=0o500)
    with pytest.raises(EnvironmentProblem, match="folder_read_only"):
        make_comparing_key(office.committee["id"])


def test_opening_asks_who_why_and_the_passphrase_and_writes_it_down(tips_office: Office) -> None:
    tip_id = a_tip(tips_office)
    with pytest.raises(InvalidRecord) as caught:
        open_identity(tips_office, tip_id, who=" ", reason="看", passphrase=TIPS_PASSPHRASE)
    assert [each.field for each in caught.value.problems] == ["who", "reason"]
    with pytest.raises(AppError, match="passphrase_wrong"):
        open_identity(tips_office, tip_id, who=WHO, reason=WHY, passphrase="不是这个口令吧")
    with pytest.raises(InvalidRecord):
        open_identity(tips_office, tip_id, who=WHO, reason=f"回访{TIPSTER_NAME}", passphrase=TIPS_PASSPHRASE)
    assert tips_office.get("tip", tip_id)["openings"] is None
    opened = open_identity(tips_office, tip_id, who=WHO, reason=WHY, passphrase=TIPS_PASSPHRASE)
    assert opened == TIPSTER
    assert tips_office.get("tip", tip_id)["openings"] == [
        {"at": "2026-11-23 09:30", "who": WHO, "reason": WHY}
    ]
    entry = tips_office.history("tip", tip_id)[0]
    assert (entry.operation, entry.who) == ("查看举报人身份", factories.CLERK)


def test_what_was_moved_to_another_tip_does_not_open(tips_office: Office) -> None:
    one, two = a_tip(tips_office), a_tip(tips_office)
    sealed = tips.sealed_identity(tips_office.store.reader(), one)
    assert sealed is not None
    tips_office.write(
        lambda tx: tx.execute("UPDATE tip_identity SET sealed = ? WHERE tip = ?", (sealed.sealed, two)), "-"
    )
    with pytest.raises(EnvironmentProblem, match="tip_identity_damaged"):
        open_identity(tips_office, two, who=WHO, reason=WHY, passphrase=TIPS_PASSPHRASE)


def test_another_computer_compares_again_once_the_passphrase_is_given(
    tips_office: Office, own_settings_folder: Path
) -> None:
    a_tip(tips_office)
    a_tip(tips_office)
    for each in own_settings_folder.iterdir():
        each.unlink()
    check = tipster_check(tips_office)
    assert check is not None and check.unmarked == 2 and not check.names_a_tipster(TIPSTER_NAME)
    with pytest.raises(AppError, match="passphrase_wrong"):
        compare_anew(tips_office, "不是这个口令吧")
    assert compare_anew(tips_office, TIPS_PASSPHRASE) == 2
    check = tipster_check(tips_office)
    assert check is not None and check.unmarked == 0 and check.names_a_tipster(TIPSTER_NAME)
    assert compare_anew(tips_office, TIPS_PASSPHRASE) == 0


def test_an_identity_goes_when_its_time_has_come(tips_office: Office, clock: FixedClock) -> None:
    tip_id = a_tip(tips_office)
    close(tips_office, tip_id)
    assert due_for_purge(tips_office) == []
    clock.moment += timedelta(days=30)
    assert [each["id"] for each in due_for_purge(tips_office)] == [tip_id]
    with pytest.raises(InvalidRecord):
        purge(tips_office, [tip_id], " ")
    (purged,) = purge(tips_office, [tip_id], "身份到期清除")
    assert purged["status"] == "purged" and due_for_purge(tips_office) == []
    with pytest.raises(AppError, match="tip_without_identity"):
        open_identity(tips_office, tip_id, who=WHO, reason=WHY, passphrase=TIPS_PASSPHRASE)
    assert tipster_check(tips_office) is None


def test_nothing_of_an_erased_identity_stays_in_any_file(tips_office: Office, tmp_path: Path) -> None:
    tip_id = a_tip(tips_office)
    connection = tips_office.store.reader()
    sealed = tips.sealed_identity(connection, tip_id)
    key = comparing_key(tips_office.committee["id"])
    assert sealed is not None and key is not None
    marks = tips.marks_under(connection, key.name)
    close(tips_office, tip_id)
    purge(tips_office, [tip_id], "身份到期清除")
    files = [each.read_bytes() for each in tips_office.folder.rglob("*") if each.is_file()]
    pieces = [sealed.sealed[at : at + 24] for at in range(0, len(sealed.sealed) - 24, 24)]
    assert not [each for content in files for each in (*pieces, *marks) if each in content]
    assert files_naming((TIPSTER_NAME, TIPSTER_PHONE), tmp_path) == []
    assert list(find_damage(tips_office.store.reader(), tips_office.attachments)) == []


def test_erasing_under_a_reader_is_done_and_says_what_is_left_to_do(tips_office: Office) -> None:
    tip_id = a_tip(tips_office)
    close(tips_office, tip_id)
    tips_office.store.write(lambda tx: tx.execute("PRAGMA busy_timeout = 50"), who="-", operation="-")
    reader = tips_office.store.reader()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM tip").fetchone()
    with pytest.raises(EnvironmentProblem, match="tip_purge_unsettled"):
        purge(tips_office, [tip_id], "身份到期清除")
    reader.execute("COMMIT")
    assert tips_office.get("tip", tip_id)["status"] == "purged"


def test_a_lost_key_file_leaves_the_ledger_working(tips_office: Office) -> None:
    tip_id = a_tip(tips_office)
    paths.tips_key_file(tips_office.database).unlink()
    assert tipster_check(tips_office) is not None
    with pytest.raises(AppError, match="key_file_missing"):
        open_identity(tips_office, tip_id, who=WHO, reason=WHY, passphrase=TIPS_PASSPHRASE)
    assert register_tip(tips_office, factories.tip(), Reporter())["no"] == "JB-2026-0002"
