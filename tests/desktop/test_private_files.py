"""Nobody else of the computer reads the files of a ledger."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.office import Office
from tests import factories
from tests.fixtures_ledger import PASSPHRASE

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="rights there are access lists of the profile"
)


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_ledger_is_its_users_alone_while_it_is_open_too(tmp_path: Path) -> None:
    database = tmp_path / "新建" / "安全台账.db"
    office = Office.create(
        database, committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD, passphrase=PASSPHRASE
    )  # fmt: skip
    office.add("hazard", factories.hazard())
    files = [each for each in database.parent.rglob("*") if each.is_file()]
    assert {each.name for each in files} >= {"安全台账.db", "安全台账.db-wal", "sign.key"}
    assert {mode(each) for each in files} == {0o600}
    assert mode(database.parent) == mode(database.with_suffix(".files")) == 0o700
    office.close()


def test_a_folder_that_was_there_already_keeps_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "我的文档"
    folder.mkdir(mode=0o755)
    Office.create(
        folder / "安全台账.db", committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase=PASSPHRASE,
    ).close()  # fmt: skip
    assert mode(folder) == 0o755 and mode(folder / "安全台账.db") == 0o600


def test_an_older_ledger_is_closed_to_strangers_when_it_is_opened(office: Office) -> None:
    database, companion = office.database, office.database.with_suffix(".files")
    office.close()
    database.chmod(0o664)
    companion.chmod(0o775)
    Office.open(database).close()
    assert (mode(database), mode(companion)) == (0o660, 0o770)


def test_a_ledger_that_was_restored_is_private_too(office: Office) -> None:
    from desktop.backups import back_up
    from desktop.restoring import look_into, restore

    backup, database = back_up(office).file, office.database
    office.close()
    restore(look_into(backup, database, ""), database)
    assert mode(database) == 0o600
