from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from db import migrations
from db.attachments import AttachmentFolder
from db.errors import EnvironmentProblem
from db.integrity import find_damage
from db.lists import record_ids, records_by_id
from db.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate, schema_version
from db.spec import RECORD_TYPES
from db.spec.query import Query
from db.store import Store, open_store
from tests import factories

UPGRADES = Path(__file__).resolve().parents[1] / "data" / "upgrades"
TODAY = "2026-11-23"


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """Every table and index by name, with its statement in one spelling."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows}


def tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return [name for (name,) in rows]


def contents(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    names = [name for name in tables(connection) if name != "_sqlite_migrations"]
    return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names}


@pytest.fixture(params=sorted(UPGRADES.glob("schema-*.db")), ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a database that an earlier release wrote."""
    return Path(shutil.copy(request.param, tmp_path / "旧台账.db"))


def test_there_is_a_database_of_every_released_schema() -> None:
    assert [path.stem for path in sorted(UPGRADES.glob("*.db"))] == [
        f"schema-{n}" for n in range(1, SCHEMA_VERSION + 1)
    ]


def test_every_table_of_an_old_database_has_rows(old: Path) -> None:
    connection = sqlite3.connect(old)
    empty = [
        name
        for name in tables(connection)
        if not connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()
    ]
    connection.close()
    assert empty == []


def test_an_old_database_gets_the_schema_of_a_fresh_one(old: Path, store: Store) -> None:
    upgraded = open_store(old)
    assert schema(upgraded.reader()) == schema(store.reader())
    assert schema_version(upgraded.reader()) == SCHEMA_VERSION
    upgraded.close()


def test_an_old_database_keeps_every_row(old: Path) -> None:
    connection = sqlite3.connect(old)
    before = contents(connection)
    connection.close()
    upgraded = open_store(old)
    after = contents(upgraded.reader())
    upgraded.close()
    assert {name: len(after[name]) for name in before} == {name: len(rows) for name, rows in before.items()}
    for name, rows in before.items():
        width = len(rows[0])
        assert [row[:width] for row in after[name]] == rows


def test_an_old_database_is_whole_and_its_records_read(old: Path, tmp_path: Path) -> None:
    upgraded = open_store(old)
    found = [each.message_id for each in find_damage(upgraded.reader(), AttachmentFolder(tmp_path))]
    assert found == ["check_attachment_missing"]  # the photo itself is not kept here
    hazards = records_by_id(
        upgraded.reader(), "hazard", record_ids(upgraded.reader(), "hazard", Query(), TODAY)
    )
    assert [(each["no"], each["status"], each["closed_by"]) for each in hazards] == [
        ("YH-2026-0001", "closed", factories.LEAD)
    ]
    searched = record_ids(upgraded.reader(), "premises", Query(search=factories.RARE_NAME), TODAY)
    assert len(searched) == 1
    upgraded.close()


def test_a_database_of_today_is_neither_changed_nor_backed_up(store: Store) -> None:
    again = open_store(store.path)
    assert again.backup is None
    again.close()
    assert list(store.path.parent.glob("*升级前*")) == []


def test_an_older_database_is_backed_up_before_it_is_brought_up_to_date(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    upgraded = open_store(store.path)
    assert upgraded.backup is not None and upgraded.backup.parent == store.path.parent
    assert f"升级前-v{SCHEMA_VERSION}" in upgraded.backup.name
    kept = sqlite3.connect(upgraded.backup)
    assert kept.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    kept.close()
    assert upgraded.reader().execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION + 1
    assert (
        upgraded.write(
            lambda tx: tx.execute("PRAGMA foreign_keys").fetchone()[0], who="王芳", operation="检查"
        )
        == 1
    )
    upgraded.close()


def test_an_upgrade_that_fails_its_checks_changes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    connection = sqlite3.connect(store.path, isolation_level=None)
    connection.execute("INSERT INTO sealed_record VALUES ('nowhere', 'hazard', 'x', 1)")
    connection.close()
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(EnvironmentProblem, match="database_damaged") as refused:
        open_store(store.path)
    assert refused.value.params["reason"] == "foreign_key_check"
    monkeypatch.undo()
    again = open_store(store.path)
    assert schema_version(again.reader()) == SCHEMA_VERSION
    again.close()


def test_a_fresh_database_is_marked_as_ours_and_strict() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    assert schema_version(connection) == 0
    assert migrate(connection, Path(":memory:")) is None
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    ours = [sql for name, sql in schema(connection).items() if name in tables(connection) and name[0] != "_"]
    assert len(ours) > len(RECORD_TYPES)
    assert all(" STRICT" in sql for sql in ours)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO setting VALUES ('clerk', x'00')")
    connection.close()
