"""A disk that is really full: every piece of work is refused in words, and goes through once there is room again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from db.clock import FixedClock
from db.errors import EnvironmentProblem
from db.spec.query import Query
from desktop.backups import back_up
from desktop.messages import sentence
from desktop.office import Office
from desktop.spreadsheets.exporting import Export, export
from tests import factories
from tests.desktop.commands.command_line import json_lines, photo_file, run

MIB = 1 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes of its own; only root may mount one."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs root on Linux")
    folder = tmp_path / "小盘"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this system lets nobody mount")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def ledger(small_disk: Path, office_template: Path, clock: FixedClock) -> Iterator[Office]:
    """The committee's ledger on the small disk, with a few records."""
    shutil.copytree(office_template, small_disk / "台账")
    office = Office.open(small_disk / "台账" / "安全台账.db", clock)
    office.register_all("hazard", [factories.hazard() for _ in range(3)])
    yield office
    office.close()


def fill_up(folder: Path) -> Path:
    """A file that takes the last byte of the disk."""
    ballast = folder / "占位"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    return ballast


def pieces(office: Office, folder: Path, photo: Path) -> dict[str, Callable[[], object]]:
    return {
        "save": lambda: office.register_all(
            "hazard", [factories.hazard(description="很长的描述" * 300) for _ in range(40)]
        ),
        "photo": lambda: office.attach(photo),
        "backup": lambda: back_up(office),
        "sheet": lambda: export(office, Export("hazard", Query(), "隐患台账"), folder / "隐患台账.xlsx"),
    }


def test_what_a_full_disk_refuses_is_told_and_done_once_there_is_room(
    ledger: Office, small_disk: Path, tmp_path: Path
) -> None:
    ballast = fill_up(small_disk)
    photo = photo_file(tmp_path / "照片.jpg")
    works = pieces(ledger, small_disk, photo)
    for name, work in works.items():
        with pytest.raises(EnvironmentProblem) as refused:
            work()
        assert refused.value.message_id == "disk_full", name
        assert sentence(refused.value).startswith("磁盘满了，")
    assert ledger.count("hazard", Query()) == 3
    assert sorted(small_disk.glob("**/*.part")) == []
    ballast.unlink()
    for work in works.values():
        work()
    assert ledger.count("hazard", Query()) == 43


def test_a_ledger_on_a_full_disk_still_opens_and_is_whole(ledger: Office, small_disk: Path) -> None:
    ledger.close()
    ballast = fill_up(small_disk)
    database = ledger.database
    added = run(
        "add", "hazard", "--db", database, cwd=small_disk, stdin=json_lines([factories.hazard()] * 60)
    )
    assert added.code == 1 and "磁盘满了" in added.err
    ballast.unlink()
    assert run("check", "--db", database, cwd=small_disk).code == 0
    assert len(run("list", "hazard", "--db", database, cwd=small_disk).lines) >= 3
