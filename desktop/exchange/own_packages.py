"""A committee's own sealed packages as its clerk sees them: how far each got, and whether a written file still holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from db import imported_receipts, packages, written_files
from db.errors import AppError, Cancelled, EnvironmentProblem
from db.imported_receipts import ReceiptRow
from db.packages import SealedRow
from desktop.exchange.age_files import is_encrypted
from desktop.exchange.durable_files import read_from_medium
from desktop.exchange.limits import KIB, MIB
from desktop.exchange.payload_names import ATTACHMENT_INDEX, record_counts
from desktop.exchange.preflight import Preflight
from desktop.exchange.records import RecordRules
from desktop.exchange.refusals import GROUP_OF_CODE
from desktop.exchange.roster import FixedRoster
from desktop.exchange.schema import attachments_of, check_attachments
from desktop.exchange.verify import Expectation, verify
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress
from desktop.office import Office
from desktop.own_keys import own_entries

CHECK_CODE_DIGITS = 12  # as the hand-over slip prints it
_TAG_BYTES, _RECORD_BYTES, _ENTRY_BYTES = 64 * KIB, 4 * KIB, KIB


@dataclass(frozen=True)
class OwnPackage:
    """A sealed package and its fate: sealed, written, unfinished (the last writing broke off), or the status of its newest
    receipt (accepted, partial, rejected, held); `error` is the code that the street refused it with, `conflicts` counts
    the records it left out, `missing_volumes` are those the street still waits for, `returned` counts the records it sent back. `file_size` is that of all volumes.
    """

    id: str
    epoch: int
    serial: int
    period: str
    sealed_at: str
    records: int
    attachments: int
    file_size: int
    file_name: str
    state: str
    written_to: str
    error: str = ""
    conflicts: int = 0
    volumes: int = 1
    missing_volumes: tuple[int, ...] = ()
    returned: int = 0

    @property
    def check_code(self) -> str:
        """The short code that the hand-over slip prints and two people read out: 12 hex digits in groups of four."""
        return check_code(self.id)

    @property
    def is_waiting(self) -> bool:
        """Whether the street has not answered yet."""
        return self.state in ("sealed", "written", "unfinished")

    @property
    def reason(self) -> str:
        """Why the street refused it, in the words of its group; "" when it did not."""
        group = GROUP_OF_CODE.get(self.error)
        return group.value if group else self.error


def check_code(package_id: str) -> str:
    """The first twelve hex digits of a package id, upper case, in groups of four."""
    digits = package_id[:CHECK_CODE_DIGITS].upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def own_packages(office: Office) -> list[OwnPackage]:
    """Every package sealed here, newest first."""
    connection = office.store.reader()
    answers: dict[str, ReceiptRow] = {}
    for receipt in imported_receipts.receipts(connection):
        answers.setdefault(receipt.package_id, receipt)
    sizes, unfinished = packages.volume_sizes(connection), written_files.unfinished_writings(connection)
    return [
        _own_package(row, answers.get(row.id), sizes.get(row.id, 0), row.id in unfinished)
        for row in packages.sealed_packages(connection)
    ]


def newest_receipt(office: Office) -> ReceiptRow | None:
    """The receipt imported last, or None."""
    return next(iter(imported_receipts.receipts(office.store.reader())), None)


def sealed_row(office: Office, package_id: str) -> SealedRow:
    """A sealed package as it is kept, for the hand-over slip. Raises AppError `package_unknown`."""
    row = packages.sealed_package(office.store.reader(), package_id)
    if row is None:
        raise AppError("package_unknown", what=package_id[:CHECK_CODE_DIGITS])
    return row


def needed_bytes(preview: Preflight) -> int:
    """About how large the file will be: attachments as they are, 4 KiB for each record and 1 KiB for each entry."""
    small = preview.total * _RECORD_BYTES + preview.attachments * _ENTRY_BYTES
    return _TAG_BYTES + small + preview.attachment_bytes


def refuse_lack_of_space(free_bytes: int, needed: int) -> None:
    """Raise EnvironmentProblem `E_SPACE` when a file of `needed` bytes does not fit."""
    if free_bytes < needed:
        raise EnvironmentProblem("E_SPACE", needed_mib=needed // MIB + 1, free_mib=free_bytes // MIB)


@dataclass(frozen=True)
class CheckedFile:
    """A written file that is whole: the package it belongs to (its first volume's id), and which volume it is."""

    package_id: str
    period: str
    serial: int
    volume: int


def check_written(
    office: Office, path: Path, progress: Progress = no_progress, should_stop: StopAsked = never_stop
) -> CheckedFile:
    """The file at `path`, every step checked with our own public key. `progress` counts the bytes read.

    An encrypted file, which only the street can open, is held against the hash of what was read back when it was
    written. Raises PackageRefused (E_UNKNOWN_SIGNER for another unit's package), EnvironmentProblem `file_unreadable`,
    `written_file_differs`; Cancelled.
    """
    if is_encrypted(path):
        return _checked_encrypted(office, path, progress, should_stop)
    ourselves = own_entries(office)
    expectation = Expectation(
        FixedRoster(ourselves), rules=RecordRules(check=check_attachments, attachments_of=attachments_of)
    )
    verified = verify(path, expectation, progress=progress, should_stop=should_stop)
    header = verified.header
    return CheckedFile(header.main or verified.package_id, header.period, header.serial, header.volume)


def _checked_encrypted(office: Office, path: Path, progress: Progress, should_stop: StopAsked) -> CheckedFile:
    sha256, size, done = hashlib.sha256(), path.stat().st_size, 0
    try:
        for chunk in read_from_medium(path):
            if should_stop():
                raise Cancelled
            sha256.update(chunk)
            done += len(chunk)
            progress(done, size)
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error
    connection = office.store.reader()
    written = written_files.written_file_of(connection, sha256.hexdigest())
    row = packages.sealed_package(connection, written.package_id) if written else None
    if written is None or row is None:
        raise EnvironmentProblem("written_file_differs", name=path.name)
    return CheckedFile(row.id, row.period, row.serial, written.volume)


def _own_package(
    row: SealedRow, answer: ReceiptRow | None, more_bytes: int, is_unfinished: bool
) -> OwnPackage:
    header = json.loads(row.header)
    counts = record_counts(header["counts"])
    attachments = int(header["counts"].get(ATTACHMENT_INDEX, 0))
    line = json.loads(answer.line) if answer else {}
    return OwnPackage(
        row.id, row.epoch, row.serial, row.period, row.created, sum(counts.values()), attachments,
        row.file_size + more_bytes, f"{row.base_name}.zip",
        answer.status if answer else "unfinished" if is_unfinished else row.state, row.written_to or "",
        line.get("error") or "", len(line.get("conflicts") or ()), header["volumes"],
        tuple(line.get("missing_volumes") or ()), len(line.get("returned") or ()),
    )  # fmt: skip
