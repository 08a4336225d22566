from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import records
from db.change_log import verify_chain
from db.clock import Clock, FixedClock
from db.errors import AppError, Cancelled, EnvironmentProblem
from db.lists import count_records
from db.migrations import SCHEMA_VERSION
from db.settings import keep_setting, setting
from db.spec.query import Query
from db.store import Changed, Store, Transaction, open_store
from tests import factories

NOBODY = 65534


def add_hazard(store: Store, **changes: Any) -> dict[str, Any]:
    typed = factories.hazard(**changes)
    return store.write(
        lambda tx: records.register(tx, "hazard", typed, factories.COMMITTEE_CODE),
        who="王芳",
        operation="新增隐患",
    )


def count(store: Store) -> int:
    return count_records(store.reader(), "hazard", Query(), "2026-11-23")


def problem_of(path: Path) -> EnvironmentProblem:
    with pytest.raises(EnvironmentProblem) as refused:
        open_store(path).close()
    return refused.value


def test_a_new_database_uses_the_write_ahead_log_and_full_syncs(store: Store) -> None:
    assert store.is_wal
    modes = store.write(
        lambda tx: [
            tx.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ],
        who="王芳",
        operation="检查",
    )
    assert modes == ["wal", 2, 1]


def test_a_write_is_there_for_every_reader(store: Store) -> None:
    add_hazard(store)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: count(store), range(4))) == [1, 1, 1, 1]


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(EnvironmentProblem, match="readonly"):
        store.reader().execute("DELETE FROM hazard")


def test_whatever_goes_wrong_undoes_the_whole_write(store: Store) -> None:
    def work(tx: Transaction) -> None:
        records.register(tx, "hazard", factories.hazard(), factories.COMMITTEE_CODE)
        raise AppError("record_not_found", what="YH")

    with pytest.raises(AppError, match="record_not_found"):
        store.write(work, who="王芳", operation="新增隐患")
    assert count(store) == 0
    assert add_hazard(store)["no"] == "YH-2026-0001"
    assert verify_chain(store.reader()) is None


def test_a_fault_of_sqlite_itself_is_undone_and_passed_on(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.write(
            lambda tx: [keep(tx), tx.execute("INSERT INTO setting VALUES (NULL, NULL)")],
            who="王芳",
            operation="设置",
        )
    assert setting(store.reader(), "clerk", "没有") == "没有"


def keep(transaction: Transaction) -> None:
    keep_setting(transaction, "clerk", "王芳")


def test_an_error_keeps_the_error_it_came_from(store: Store) -> None:
    def work(tx: Transaction) -> None:
        try:
            tx.execute("SELECT no_such_column FROM hazard")
        except sqlite3.OperationalError as error:
            raise AppError("record_not_found", what="YH") from error

    with pytest.raises(AppError) as refused:
        store.write(work, who="王芳", operation="检查")
    assert isinstance(refused.value.__cause__, sqlite3.OperationalError)


def test_a_work_that_ends_its_own_transaction_leaves_the_writer_alive(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.execute("ROLLBACK")
        raise AppError("record_not_found", what="YH")

    with pytest.raises(AppError):
        store.write(work, who="王芳", operation="检查")
    assert add_hazard(store)["rev"] == 1


def test_listeners_hear_what_changed_until_they_leave(store: Store) -> None:
    heard: list[Changed] = []
    leave = store.subscribe(heard.append)
    hazard = add_hazard(store)
    store.write(keep, who="王芳", operation="设置")
    leave()
    add_hazard(store)
    assert [(each.tables, each.ids) for each in heard] == [(frozenset({"hazard"}), frozenset({hazard["id"]}))]


def test_a_listener_that_fails_costs_neither_the_write_nor_the_next_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", hooked.append)

    def stumble(changed: Changed) -> None:
        raise ValueError("window is gone")

    store.subscribe(stumble)
    assert add_hazard(store)["no"] == "YH-2026-0001"
    assert add_hazard(store)["no"] == "YH-2026-0002"
    assert [str(each.exc_value) for each in hooked] == ["window is gone", "window is gone"]


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_ever(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside a write"):
        store.write(lambda tx: add_hazard(store), who="王芳", operation="新增隐患")


def test_a_closed_store_takes_no_more_writes(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.db")
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.write(keep, who="王芳", operation="设置")


def test_closing_leaves_one_file_with_everything_in_it(tmp_path: Path) -> None:
    path = tmp_path / "安全台账.db"
    store = open_store(path)
    add_hazard(store)
    store.close()
    assert [each.name for each in tmp_path.iterdir()] == ["安全台账.db"]
    again = open_store(path)
    assert count(again) == 1
    again.close()


def test_two_stores_on_one_file_see_and_number_each_others_records(store: Store, clock: FixedClock) -> None:
    other = open_store(store.path, clock)
    numbers = [add_hazard(each)["no"] for each in (store, other, store, other)]
    assert numbers == [f"YH-2026-000{place}" for place in (1, 2, 3, 4)]
    assert count(store) == count(other) == 4
    assert verify_chain(store.reader()) is None
    other.close()


def test_two_stores_that_write_at_once_lose_nothing(store: Store, clock: FixedClock) -> None:
    other = open_store(store.path, clock)
    with ThreadPoolExecutor(2) as pool:
        added = pool.map(lambda each: [add_hazard(each)["no"] for _ in range(20)], (store, other))
        numbers = sorted(no for each in added for no in each)
    other.close()
    assert numbers == [f"YH-2026-{place:04d}" for place in range(1, 41)]
    assert verify_chain(store.reader()) is None


def test_the_time_comes_from_the_clock_in_chinas_zone(tmp_path: Path) -> None:
    now = Clock().now()
    assert (now.utcoffset() or 0) and now.isoformat().endswith("+08:00") and now.microsecond == 0
    store = open_store(tmp_path / "a.db")
    assert add_hazard(store)["created_at"].endswith("+08:00")
    store.close()


# What the machine may do to us.


def test_a_text_file_is_not_our_database(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    path.write_text("这是一个文本文件。" * 200, encoding="utf-8")
    problem = problem_of(path)
    assert (problem.message_id, problem.params["name"]) == ("not_our_database", "台账.db")


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "别的.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE note (text)")
    connection.close()
    before = path.read_bytes()
    problem = problem_of(path)
    assert (problem.message_id, problem.params["name"]) == ("not_our_database", "别的.db")
    assert path.read_bytes() == before


def test_a_newer_database_is_refused_and_left_as_it_is(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "新.db"
    store.write(lambda tx: None, who="王芳", operation="检查")
    with sqlite3.connect(path) as copy:
        store.reader().backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA user_version = 99")
    copy.close()
    before = path.read_bytes()
    problem = problem_of(path)
    assert (problem.message_id, problem.params) == ("newer_database", {"found": 99, "known": SCHEMA_VERSION})
    assert path.read_bytes() == before


def test_a_torn_database_is_damaged(store: Store, tmp_path: Path) -> None:
    for _ in range(5):
        add_hazard(store)
    store.close()
    content = bytearray(store.path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    torn = tmp_path / "torn.db"
    torn.write_bytes(content)
    assert problem_of(torn).message_id == "database_damaged"


def test_a_folder_that_does_not_exist_has_no_database(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "没有" / "台账.db").message_id == "file_unreadable"


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, and a process that may not do everything: root may write anywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        yield folder
        os.seteuid(0)
    else:
        yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_read_only_folder_takes_no_new_database(unprivileged: Path) -> None:
    unprivileged.chmod(0o555)
    assert problem_of(unprivileged / "台账.db").message_id == "file_unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_read_only_database_is_told_so(unprivileged: Path) -> None:
    path = unprivileged / "台账.db"
    store = open_store(path)
    add_hazard(store)
    store.close()
    path.chmod(0o444)
    unprivileged.chmod(0o555)
    assert problem_of(path).message_id == "folder_read_only"


def test_a_database_that_another_program_holds_is_locked(
    store: Store, quick: None, clock: FixedClock
) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = open_store(store.path, clock)
    with pytest.raises(EnvironmentProblem, match="database_locked"):
        add_hazard(impatient)
    other.execute("ROLLBACK")
    assert add_hazard(impatient)["no"] == "YH-2026-0001"
    impatient.close()
    other.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that do not wait five seconds for a lock."""

    class Impatient(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            return super().execute(statement.replace("busy_timeout = 5000", "busy_timeout = 20"), *values)

    replace_connect(monkeypatch, lambda connect, path, **more: connect(path, factory=Impatient, **more))


def replace_connect(monkeypatch: pytest.MonkeyPatch, instead: Callable[..., sqlite3.Connection]) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr("db.store.sqlite3.connect", lambda path, **more: instead(connect, path, **more))


@pytest.mark.skipif(sys.platform == "win32", reason="a VFS without shared memory is at hand on POSIX")
def test_a_drive_that_refuses_the_write_ahead_log_gets_a_rollback_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    with_lock_files = (
        "file:{}?vfs=unix-dotfile"  # keeps its locks in files and shares no memory, as network drives do
    )
    replace_connect(
        monkeypatch, lambda connect, path, **more: connect(with_lock_files.format(path), uri=True, **more)
    )
    store = open_store(tmp_path / "a.db", clock)
    assert not store.is_wal
    assert add_hazard(store)["no"] == "YH-2026-0001"
    assert count(store) == 1
    store.close()
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]


def test_a_full_disk_undoes_the_write_and_says_so(store: Store) -> None:
    def work(tx: Transaction) -> None:
        pages = tx.execute("PRAGMA page_count").fetchone()[0]
        tx.execute(f"PRAGMA max_page_count = {pages}")
        for _ in range(200):
            records.register(tx, "hazard", factories.hazard(), factories.COMMITTEE_CODE)

    with pytest.raises(EnvironmentProblem, match="disk_full"):
        store.write(work, who="王芳", operation="导入隐患")
    assert count(store) == 0


def test_an_sqlite_too_old_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    problem = problem_of(tmp_path / "a.db")
    assert (problem.message_id, problem.params["needed"]) == ("sqlite_too_old", "3.37.0")


def test_a_database_made_halfway_is_made_again(tmp_path: Path) -> None:
    script = (
        "import itertools, os, sys, pathlib; from db import migrations\n"
        "columns = itertools.count()\n"
        "migrations.column_type = lambda field: 'TEXT' if next(columns) < 30 else os._exit(9)\n"
        "from db.store import open_store; open_store(pathlib.Path(sys.argv[1]))"
    )
    path = tmp_path / "a.db"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", script, str(path)], cwd=root).returncode == 9
    store = open_store(path)
    assert add_hazard(store)["no"] == "YH-2026-0001"
    store.close()


def test_rows_that_cannot_be_read_are_told_in_words(store: Store) -> None:
    for _ in range(50):
        add_hazard(store)
    store.close()
    damage_last_page(store.path, "hazard")
    torn = open_store(store.path)
    rows = torn.reader().execute("SELECT id, description FROM hazard NOT INDEXED")
    assert rows.fetchone()
    for read in (rows.fetchall, lambda: list(torn.reader().execute("SELECT * FROM hazard"))):
        with pytest.raises(EnvironmentProblem, match="database_damaged"):
            read()
    with pytest.raises(EnvironmentProblem, match="database_damaged"):
        torn.reader().execute("SELECT max(description) FROM hazard").fetchone()
    torn.close()


def damage_last_page(path: Path, table: str) -> None:
    """Overwrite the last leaf of a table; its root names it in bytes 8 to 12 (SQLite's file format, 1.6)."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    start = (root - 1) * size
    leaf = int.from_bytes(content[start + 8 : start + 12], "big")
    content[(leaf - 1) * size : leaf * size] = b"\xff" * size
    path.write_bytes(content)


def test_a_thread_that_begins_to_read_a_vanished_database_makes_no_empty_one(store: Store) -> None:
    store.path.rename(store.path.with_suffix(".weg"))
    with ThreadPoolExecutor(1) as pool, pytest.raises(EnvironmentProblem, match="database_missing"):
        pool.submit(store.reader).result()
    assert not store.path.exists()
    store.path.with_suffix(".weg").rename(store.path)


def test_a_reading_that_another_thread_stops_is_cancelled(store: Store) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    is_stopped = threading.Event()

    def read() -> None:
        with store.stoppable(is_stopped.is_set):
            store.reader().execute(endless).fetchone()

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        is_stopped.set()
        with pytest.raises(Cancelled):
            reading.result()
    assert count(store) == 0


def test_a_thread_that_ends_leaves_its_connection_to_the_next(store: Store) -> None:
    """Qt's pool gives every job a new state of Python: a window that stays open for days asks a thousand times."""
    found = set()
    for _ in range(20):
        with ThreadPoolExecutor(1) as pool:
            found.add(id(pool.submit(store.reader).result()))
    assert len(found) == 1


def test_two_threads_that_read_at_once_have_a_connection_each(store: Store) -> None:
    both = threading.Barrier(2)

    def read() -> sqlite3.Connection:
        connection = store.reader()
        both.wait(timeout=60)
        return connection

    with ThreadPoolExecutor(2) as pool:
        first, second = (each.result() for each in [pool.submit(read), pool.submit(read)])
    assert first is not second


def test_caches_are_emptied_and_everything_is_still_read_and_written(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(count, store).result()
    store.give_back_memory()
    add_hazard(store)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(count, store).result() == 1
    store.close()
    store.give_back_memory()
