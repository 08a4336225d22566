"""backup and restore by command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories
from tests.desktop.commands.command_line import passphrase_file, run

DB = ("--db", f"台账/{DATABASE_NAME}")


@pytest.fixture
def folder(office_template: Path, tmp_path: Path) -> Path:
    """A working folder with a ledger of one hazard."""
    folder = shutil.copytree(office_template, tmp_path / "台账")
    office = Office.open(folder / DATABASE_NAME)
    office.add("hazard", factories.hazard())
    office.close()
    return tmp_path


def test_a_backup_is_made_looked_into_and_restored(folder: Path) -> None:
    (folder / "OneDrive").mkdir()  # a folder that leaves the computer
    refused = run("backup", *DB, "--to", "OneDrive", cwd=folder)
    assert refused.code == 1 and "passphrase_missing" in refused.err
    words = ("--passphrase-file", passphrase_file(folder))
    made = run("backup", *DB, "--to", "OneDrive", *words, cwd=folder)
    assert made.code == 0 and made.lines[0].endswith(".db.age"), made.err
    file = made.lines[0]
    run("set", "hazard", "YH-2026-0001", *DB, "note=后来补的", cwd=folder)
    asked = run("restore", file, *DB, cwd=folder)
    assert asked.code == 1 and "backup_passphrase_needed" in asked.err
    looked = run("restore", file, *DB, *words, "--look", cwd=folder)
    assert looked.code == 0 and "恢复后不再有备份之后的 1 次操作：" in looked.lines
    assert "后来补的" in run("show", "hazard", "YH-2026-0001", *DB, cwd=folder).out
    restored = run("restore", file, *DB, *words, cwd=folder)
    assert restored.code == 0 and any("恢复前的数据另存为" in each for each in restored.lines)
    assert "后来补的" not in run("show", "hazard", "YH-2026-0001", *DB, cwd=folder).out
    assert run("check", *DB, cwd=folder).code == 0


def test_without_a_place_the_backup_stays_beside_the_ledger(folder: Path) -> None:
    made = run("backup", *DB, cwd=folder)
    assert made.code == 0 and made.lines[0].endswith(".db")
    inside = run("backup", *DB, "--to", "台账/里面", cwd=folder)
    assert inside.code == 1 and "backup_in_data_folder" in inside.err
    missing = run("restore", "没有.db", *DB, cwd=folder)
    assert missing.code == 1 and "file_unreadable" in missing.err
