"""Every piece of work under the rules of Windows: no file is renamed, replaced or deleted that this process still has open, nor
one that is marked read-only. SQLite's own deletes are its own affair.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults import ledgers
from tests.faults.disk import NoDisk
from tests.faults.work import Work
from tests.faults.write_paths import WRITE_PATHS

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="what a process has open is read from /proc"
)
_OPEN = Path("/proc/self/fd")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledgers every piece of work starts from."""
    folder = tmp_path_factory.mktemp("窗") / "始"
    ledgers.make_ledgers(folder)
    return folder


@pytest.fixture
def as_on_windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The rules, and what broke them: work that passes over a refusal in silence is found too."""
    broken: list[str] = []
    replace, rename, unlink = os.replace, os.rename, os.unlink

    def refuse(act: str, path: Any, dir_fd: int | None = None, *, goes: bool) -> None:
        name = Path(_OPEN / str(dir_fd)).readlink() / path if dir_fd is not None else Path(path).absolute()
        held = [each for each in open_files() if each == name or name in each.parents]
        is_marked = goes and name.is_file() and not name.stat().st_mode & stat.S_IWUSR
        if held or is_marked:
            broken.append(f"{act} {name}: {'open' if held else 'read-only'}")
            raise PermissionError(errno.EACCES, "Access is denied", str(name))

    def checked_replace(source: Any, target: Any) -> None:
        refuse("replace", source, goes=False)
        refuse("replace", target, goes=True)
        replace(source, target)

    def checked_rename(source: Any, target: Any) -> None:
        refuse("rename", source, goes=False)
        rename(source, target)

    def checked_unlink(path: Any, *, dir_fd: int | None = None) -> None:
        refuse("delete", path, dir_fd, goes=True)
        unlink(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "replace", checked_replace)
    monkeypatch.setattr(os, "rename", checked_rename)
    monkeypatch.setattr(os, "unlink", checked_unlink)
    monkeypatch.setattr(os, "remove", checked_unlink)
    yield broken


def open_files() -> list[Path]:
    """The files that this process has open, or mapped into its memory."""
    found = []
    for each in _OPEN.iterdir():
        try:
            found.append(each.readlink())
        except OSError:  # the folder's own
            continue
    return [each for each in found if each.is_absolute() and each.is_file()]


@pytest.mark.parametrize("path", WRITE_PATHS)
def test_no_file_is_moved_or_deleted_while_it_is_open(
    path: str, template: Path, tmp_path: Path, as_on_windows: list[str]
) -> None:
    work = Work(shutil.copytree(template, tmp_path / "试"), lambda claim: None, NoDisk())
    WRITE_PATHS[path](work)
    work.close()
    assert as_on_windows == []


def test_a_database_that_is_open_is_seen(tmp_path: Path, as_on_windows: list[str]) -> None:
    (tmp_path / "新.db").touch()
    with closing(sqlite3.connect(tmp_path / "台账.db")) as connection:
        connection.execute("CREATE TABLE kept (a)")
        with pytest.raises(PermissionError):
            (tmp_path / "新.db").replace(tmp_path / "台账.db")
        with pytest.raises(PermissionError):
            tmp_path.rename(tmp_path.with_name("别处"))
    (tmp_path / "新.db").replace(tmp_path / "台账.db")
    assert len(as_on_windows) == 2
