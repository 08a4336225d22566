"""A ledger that is older than its newest backup: somebody deleted the -wal, or put an old file over it."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop.backups import back_up
from desktop.jobs import Token
from desktop.office import Office
from desktop.restoring import look_into, restore
from desktop.self_check import altered_files, gone_since_backup
from tests import factories


def test_a_deleted_wal_is_found_by_the_newest_backup(office: Office, tmp_path: Path) -> None:
    office.store.flush_log()
    database = office.database
    old = Path(shutil.copyfile(database, tmp_path / "旧.db"))
    office.register_all("hazard", [factories.hazard(), factories.hazard()])
    made = back_up(office)
    assert gone_since_backup(office) == []
    office.close()
    shutil.copyfile(old, database)  # what is left when the -wal goes before anything reached the database
    opened = Office.open(database)
    [told] = altered_files(opened, Token())
    assert (
        told.startswith("台账比 2026-11-23 09:30 的备份还旧")
        and "（至少 2 条）" in told
        and "恢复这份备份" in told
    )
    opened.close()
    restore(look_into(made.file, database), database)
    opened = Office.open(database)
    assert altered_files(opened, Token()) == []
    opened.close()


def test_going_back_on_purpose_is_no_loss(office: Office) -> None:
    first = back_up(office)
    office.add("hazard", factories.hazard())
    back_up(office)
    office.close()
    restore(look_into(first.file, office.database), office.database)
    opened = Office.open(office.database)
    assert gone_since_backup(opened) == []
    opened.close()
