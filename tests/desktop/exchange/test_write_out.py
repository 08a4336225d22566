"""Writing out: whole or not at all, whatever the stick does (format §14.2)."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections import namedtuple
from contextlib import nullcontext
from pathlib import Path

import pytest

from db.errors import Cancelled, EnvironmentProblem
from desktop.exchange import durable_files
from desktop.exchange import write_out as writing
from desktop.exchange.canonical_zip import Entry, Part, part_of_bytes
from desktop.exchange.write_out import write_out
from tests.desktop.exchange.forge import good_package, named_entries

ROOT = Path(__file__).resolve().parents[3]
NAME = "330106001001-e01-000001-v01.zip"
GOOD = good_package()


def parts() -> list[Part]:
    return [part_of_bytes(name, content) for name, content in named_entries(GOOD)]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(number: int):
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


def test_the_file_is_the_package_and_its_hash_comes_back(tmp_path):
    assert write_out(tmp_path / NAME, parts()) == hashlib.sha256(GOOD).hexdigest()
    assert (tmp_path / NAME).read_bytes() == GOOD
    assert names_in(tmp_path) == [NAME]


def test_writing_again_replaces_the_file_with_the_same_bytes(tmp_path):
    for _ in range(2):
        write_out(tmp_path / NAME, parts())
    assert (tmp_path / NAME).read_bytes() == GOOD


def test_progress_counts_writing_and_reading_back(tmp_path):
    seen: list[tuple[int, int]] = []
    write_out(tmp_path / NAME, parts(), progress=lambda *at: seen.append(at))
    assert seen[-1] == (2 * len(GOOD), 2 * len(GOOD))
    assert seen == sorted(seen)


def test_stale_parts_of_our_packages_are_cleared_and_nothing_else(tmp_path):
    stale = [
        f"{NAME}.part",
        "330106001001-e01-000002-v01.zip.age.part",
        "330106001001-e02-000009-v03.hz.zip.part",
    ]
    others = ["330106001002-e01-000001-v01.zip.part", "330106001001.part", "film.part"]
    for name in stale + others:
        (tmp_path / name).write_bytes(b"x")
    write_out(tmp_path / NAME, parts())
    assert names_in(tmp_path) == sorted([NAME, *others])


def test_a_name_of_the_clerks_choice_is_fine(tmp_path):
    (tmp_path / "五月.zip.part").write_bytes(b"stale")
    write_out(tmp_path / "五月.zip", parts())
    assert names_in(tmp_path) == ["五月.zip"]


def test_too_little_space_is_said_before_anything_is_written(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 0, len(GOOD) - 1))
    with pytest.raises(EnvironmentProblem, match="E_SPACE"):
        write_out(tmp_path / NAME, parts())
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "message_id"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EIO, "write_failed"),
        (errno.ENODEV, "write_failed"),
    ],
)
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_failing_stick_keeps_the_old_file_and_no_half_one(tmp_path, monkeypatch, number, message_id, call):
    (tmp_path / NAME).write_bytes(b"the older file")
    monkeypatch.setattr(os, call, failing(number))
    with pytest.raises(EnvironmentProblem, match=message_id):
        write_out(tmp_path / NAME, parts())
    assert names_in(tmp_path) == [NAME]
    assert (tmp_path / NAME).read_bytes() == b"the older file"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX resource limits")
def test_a_disk_that_is_really_full_leaves_nothing(tmp_path):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, hard))
    try:
        with pytest.raises(EnvironmentProblem, match="disk_full"):
            write_out(tmp_path / NAME, parts())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names_in(tmp_path) == []


def test_a_stick_that_vanishes_altogether_is_still_told_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(errno.ENODEV))
    monkeypatch.setattr(Path, "unlink", _unlink_only_before(Path.unlink))
    with pytest.raises(EnvironmentProblem, match="write_failed"):
        write_out(tmp_path / NAME, parts())


def _unlink_only_before(unlink):
    calls = 0

    def gone(path: Path, missing_ok: bool = False) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(errno.ENODEV, "No such device")
        unlink(path, missing_ok=missing_ok)

    return gone


def test_a_medium_that_returns_other_bytes_is_found_out(tmp_path, monkeypatch):
    def corrupt(path: Path):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        yield memoryview(content)

    monkeypatch.setattr(writing, "read_from_medium", corrupt)
    with pytest.raises(EnvironmentProblem, match="E_WRITE_VERIFY"):
        write_out(tmp_path / NAME, parts())
    assert names_in(tmp_path) == []


def test_a_system_without_cache_advice_still_reads_back(tmp_path, monkeypatch):
    monkeypatch.delattr(durable_files.os, "posix_fadvise", raising=False)
    assert write_out(tmp_path / NAME, parts()) == hashlib.sha256(GOOD).hexdigest()


@pytest.mark.parametrize(
    ("number", "is_fatal"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)]
)
def test_a_stick_whose_driver_cannot_flush_a_folder_is_good_enough(tmp_path, monkeypatch, number, is_fatal):
    fsync = os.fsync

    def flush_files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", flush_files_only)
    with pytest.raises(EnvironmentProblem) if is_fatal else nullcontext():
        write_out(tmp_path / NAME, parts())
    assert (tmp_path / NAME).read_bytes() == GOOD


def test_short_writes_are_continued(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, chunk: write(descriptor, chunk[:7]))
    write_out(tmp_path / NAME, parts())
    assert (tmp_path / NAME).read_bytes() == GOOD


@pytest.mark.parametrize("asked", [0, 1, 10, 25])
def test_cancelling_leaves_nothing(tmp_path, asked):
    answers = iter([False] * asked + [True])
    with pytest.raises(Cancelled):
        write_out(tmp_path / NAME, parts(), should_stop=lambda: next(answers))
    assert names_in(tmp_path) == []


def test_an_attachment_altered_while_writing_leaves_nothing(tmp_path):
    def altered():
        yield b"half"
        raise EnvironmentProblem("attachment_altered", name="楼道.jpg")

    with pytest.raises(EnvironmentProblem, match="attachment_altered"):
        write_out(tmp_path / NAME, [*parts(), Part(Entry("x", 9, 0), altered)])
    assert names_in(tmp_path) == []


def test_a_missing_folder_is_the_environments_fault(tmp_path):
    with pytest.raises(EnvironmentProblem, match="write_failed"):
        write_out(tmp_path / "gone" / NAME, parts())


def test_a_planted_link_is_replaced_and_not_followed(tmp_path):
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    (tmp_path / f"{NAME}.part").symlink_to(precious)
    write_out(tmp_path / NAME, parts())
    assert precious.read_bytes() == b"precious"


KILLED_WRITER = """
import os, signal, sys
from pathlib import Path
from desktop.exchange import durable_files
from desktop.exchange.write_out import write_out
from tests.desktop.exchange.test_write_out import parts

moment, target = int(sys.argv[1]), Path(sys.argv[2])
steps = 0

def step(*_):
    global steps
    steps += 1
    if steps == moment:
        os.kill(os.getpid(), signal.SIGKILL)

def around(name):
    call = getattr(os, name)
    def stepping(*args):
        step()
        result = call(*args)
        step()
        return result
    setattr(os, name, stepping)

for name in ("fsync", "replace", "write"):
    around(name)
write_out(target, parts(), progress=step)
print(steps)
"""


def _write_until(moment: int, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED_WRITER, str(moment), str(target)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
def test_a_writer_killed_at_any_moment_leaves_no_torn_file_under_the_final_name(tmp_path):
    steps = int(_write_until(0, tmp_path / NAME).stdout)
    older = b"the older file"
    outcomes = set()
    for moment in [*range(1, steps - 12, 5), *range(steps - 12, steps + 1)]:
        (tmp_path / NAME).write_bytes(older)
        killed = _write_until(moment, tmp_path / NAME)
        assert killed.returncode == -signal.SIGKILL
        outcomes.add((tmp_path / NAME).read_bytes())
    assert outcomes == {older, GOOD}
    write_out(tmp_path / NAME, parts())
    assert names_in(tmp_path) == [NAME]
