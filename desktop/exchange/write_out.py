"""Writing out (写出): a package reaches a stick whole and read back, or not at all (format §14.2). Runs on
a worker thread.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from db.errors import Cancelled, EnvironmentProblem
from desktop.exchange.age_files import encrypt_chunks, encrypted_size
from desktop.exchange.canonical_zip import Part, container_chunks, container_size
from desktop.exchange.durable_files import create_exclusively, read_from_medium, replace_durably
from desktop.exchange.limits import MIB

Progress = Callable[[int, int], None]
StopAsked = Callable[[], bool]

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_STALE_PART: Final = re.compile(r"[0-9]{12}-e[0-9]{2}-[0-9]{6}-v[0-9]{2}(\.hz)?\.zip(\.age)?\.part")
_CODE_CHARACTERS: Final = 12


def no_progress(done_bytes: int, total_bytes: int) -> None:
    """For callers without a progress bar."""


def never_stop() -> bool:
    """For callers that cannot be cancelled."""
    return False


def write_out(
    target: Path,
    parts: Sequence[Part],
    *,
    recipients: Sequence[bytes] = (),
    progress: Progress = no_progress,
    should_stop: StopAsked = never_stop,
) -> str:
    """Writes the container to `target` and gives the SHA-256 hex of the file that was read back from the
    medium.

    With `recipients` (raw Ed25519 keys) only its encrypted form ever reaches the medium (format §6).

    `progress` counts bytes written and read back. Whatever goes wrong, nothing half-written keeps the name
    `target`, an older file of that name stays, and the `.part` is gone. EnvironmentProblem `E_SPACE`,
    `disk_full`, `E_WRITE_VERIFY`, `write_failed`, `attachment_altered`, `attachment_missing`; Cancelled.
    """
    size = container_size(part.entry for part in parts)
    size = encrypted_size(size, len(recipients)) if recipients else size
    part_path = target.with_name(target.name + ".part")
    try:
        _remove_stale_parts(target)
        _refuse_lack_of_space(target.parent, size)
        meter = _Meter(2 * size, progress, should_stop)
        written = _write_part(part_path, container_chunks(parts), recipients, meter)
        _compare_with_medium(part_path, written, meter, target.name)
        replace_durably(part_path, target)
    except OSError as error:
        _discard(part_path)
        if error.errno in _FULL:
            raise EnvironmentProblem("disk_full", name=target.name) from error
        raise EnvironmentProblem("write_failed", name=target.name, reason=error.strerror) from error
    except BaseException:
        _discard(part_path)
        raise
    return written


class _Meter:
    """Counts bytes for the progress bar and asks between chunks whether to go on."""

    def __init__(self, total_bytes: int, progress: Progress, should_stop: StopAsked) -> None:
        self._done_bytes = 0
        self._total_bytes = total_bytes
        self._progress = progress
        self._should_stop = should_stop

    def advance(self, count: int) -> None:
        if self._should_stop():
            raise Cancelled
        self._done_bytes += count
        self._progress(self._done_bytes, self._total_bytes)


def _remove_stale_parts(target: Path) -> None:
    for path in target.parent.glob("*.part"):
        is_ours = path.name[:_CODE_CHARACTERS] == target.name[:_CODE_CHARACTERS]
        if is_ours and _STALE_PART.fullmatch(path.name):
            path.unlink(missing_ok=True)
    target.with_name(target.name + ".part").unlink(missing_ok=True)


def _refuse_lack_of_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise EnvironmentProblem("E_SPACE", needed_mib=size // MIB + 1, free_mib=free // MIB)


def _write_part(part_path: Path, chunks: Iterator[bytes], recipients: Sequence[bytes], meter: _Meter) -> str:
    sha256 = hashlib.sha256()
    descriptor = create_exclusively(part_path)
    with open(descriptor, "wb", buffering=0) as target:

        def keep(chunk: bytes) -> None:
            meter.advance(len(chunk))
            sha256.update(chunk)
            _write_whole(target.fileno(), chunk)

        if recipients:
            encrypt_chunks(chunks, keep, recipients)
        else:
            for chunk in chunks:
                keep(chunk)
        os.fsync(target.fileno())
    return sha256.hexdigest()


def _write_whole(descriptor: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(descriptor, left) :]


def _compare_with_medium(part_path: Path, written: str, meter: _Meter, name: str) -> None:
    sha256 = hashlib.sha256()
    for chunk in read_from_medium(part_path):
        meter.advance(len(chunk))
        sha256.update(chunk)
    if sha256.hexdigest() != written:
        raise EnvironmentProblem("E_WRITE_VERIFY", name=name)


def _discard(part_path: Path) -> None:
    try:
        part_path.unlink(missing_ok=True)
    except OSError:
        return  # the stick is gone; the next write-out removes the stale part
