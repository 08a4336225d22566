"""Installing an update: unpacked beside what is there, tried by its own self-test, and only then pointed at. Any thread.

Cut short anywhere it leaves the version that ran: what is half unpacked bears another name and is cleared by the next one.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.errors import AppError, EnvironmentProblem
from db.migrations import SCHEMA_VERSION
from db.patience import replace_patiently
from desktop.exchange.durable_files import create_exclusively
from desktop.jobs import Token
from desktop.updates import launching, places
from desktop.updates.checking import Offer, refuse_without_room
from desktop.updates.container import UpdatePackage, opened_package
from desktop.updates.manifest import Manifest
from desktop.updates.pointer import WAITING, Pointer, read_pointer, write_pointer
from desktop.updates.publisher import trusted_keys
from desktop.version import VERSION

SELF_TEST_S = 600  # an old office computer with a slow disk and a virus scanner takes one or two minutes
_PART, _OLD = ".part", ".old"
_FULL = (errno.ENOSPC, errno.EDQUOT)


def install_update(offer: Offer, token: Token | None = None) -> None:
    """Unpack, try, and let the next start try it for good.

    Raises AppError `update_damaged` (the file changed since it was looked at), `update_no_room`, `update_self_test_failed`,
    `update_cannot_run`; EnvironmentProblem `update_cannot_write`, `disk_full`, `file_unreadable`; Cancelled. Then the version
    that ran stays, and nothing of the update does.
    """
    token = token or Token()
    refuse_without_room(offer.manifest)
    folder = places.version_folder(offer.manifest.version)
    part = folder.with_name(folder.name + _PART)
    try:
        with _write_faults_told(folder):
            _clear(part)
            _unpack(offer, part, token)
            token.report(0, 0, "自检")
            run_self_test(part, token)
            _put_in_place(part, folder)
            write_pointer(_pointing_at(offer.manifest.version))
    finally:
        _clear(part)


def sweep(pointer: Pointer) -> None:
    """Delete the versions that are neither the present nor the one before it, and what was cut short."""
    kept = {pointer.current, pointer.previous, places.own_choice(), ""}
    with suppress(OSError):
        for each in places.versions_folder().iterdir():
            if each.is_dir() and each.name not in kept:
                _clear(each)


def run_self_test(folder: Path, token: Token) -> None:
    """Let a program try itself from its new place.

    Raises AppError `update_self_test_failed`, `update_cannot_run`; Cancelled.
    """
    with tempfile.TemporaryDirectory(prefix="village-ledger-", ignore_cleanup_errors=True) as scratch:
        told = Path(scratch, "self-test.txt")
        environment = {
            **launching.environment(launching.CHOSEN), "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8",
            "VILLAGE_LEDGER_SETTINGS": str(Path(scratch, "settings")),
        }  # fmt: skip
        try:
            with told.open("wb") as output:
                child = subprocess.Popen(
                    [str(_speaking_program(folder)), "--self-test"], env=environment, stdin=subprocess.DEVNULL,
                    stdout=output, stderr=subprocess.STDOUT, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )  # fmt: skip
        except OSError as error:
            raise AppError("update_cannot_run", reason=error.strerror or str(error)) from error
        code = _ended(child, token)
        if code:
            raise AppError("update_self_test_failed", what=_failed_part(told, code))


def _ended(child: subprocess.Popen[bytes], token: Token) -> int:
    deadline = time.monotonic() + SELF_TEST_S
    try:
        while True:
            token.check()
            with suppress(subprocess.TimeoutExpired):
                return child.wait(0.2)
            if time.monotonic() > deadline:
                raise AppError("update_self_test_failed", what=f"{SELF_TEST_S // 60} 分钟没有做完")
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def _failed_part(told: Path, code: int) -> str:
    """The parts that did not pass, as the self-test names them; what ended it where it named none."""
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines()
    parts = [line.removeprefix("没有通过").strip() for line in lines if line.startswith("没有通过")]
    return "、".join(parts) or f"新版本没有运行起来，退出码 {code}"


def _speaking_program(folder: Path) -> Path:
    """The program that can print: on Windows one of its own."""
    console = folder / "ledger-console.exe"
    return console if sys.platform == "win32" and console.is_file() else places.program_in(folder)


def _unpack(offer: Offer, part: Path, token: Token) -> None:
    """Every file again against what was signed: the stick may have been changed since it was looked at."""
    with opened_package(offer.file) as package:
        manifest, _ = package.signed_manifest(trusted_keys())
        if manifest.raw != offer.manifest.raw:
            raise AppError("update_damaged", name=offer.file.name)
        part.mkdir(parents=True)
        _write_files(package, manifest, part, token)
    for name, target in manifest.links.items():
        (part / name).parent.mkdir(parents=True, exist_ok=True)
        os.symlink(target, part / name)
    _write(part / places.MANIFEST, iter([manifest.raw]), 0o644)


def _write_files(package: UpdatePackage, manifest: Manifest, part: Path, token: Token) -> None:
    done = 0
    for file in manifest.files:
        target = part / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, _counted(package.content(file), token), 0o755 if file.is_executable else 0o644)
        done += file.size
        token.report(done // 1024, max(manifest.size // 1024, 1), "解开")


def _counted(pieces: Iterator[bytes], token: Token) -> Iterator[bytes]:
    for piece in pieces:
        token.check()
        yield piece


def _write(target: Path, pieces: Iterator[bytes], mode: int) -> None:
    with open(create_exclusively(target, mode), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(part: Path, folder: Path) -> None:
    """Give the unpacked version its name; one of the same number, left from before, gives way."""
    if folder.exists():
        old = folder.with_name(folder.name + _OLD)
        _clear(old)
        replace_patiently(folder, old)
        replace_patiently(part, folder)
        _clear(old)
    else:
        replace_patiently(part, folder)


def _pointing_at(version: str) -> Pointer:
    if own := places.own_choice():
        kept = read_pointer()
        return Pointer(version, own, WAITING, kept.installed, kept.installed_program, kept.installed_schema)
    program = places.program_in(places.own_folder())
    return Pointer(version, "", WAITING, VERSION, str(program), SCHEMA_VERSION)


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _write_faults_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place, reason = str(folder.parent), error.strerror or str(error)
        if error.errno in _FULL:
            raise EnvironmentProblem("disk_full", name=place) from error
        raise EnvironmentProblem("update_cannot_write", place=place, reason=reason) from error
