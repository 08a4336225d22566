"""Later volumes at the street (format §7): what is still awaited (待补), what a volume brings, what waits for its main."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from pathlib import Path

from db import street_volumes
from db.errors import EnvironmentProblem
from db.leftovers import throw_away
from db.patience import replace_patiently
from db.store import Transaction
from db.street_volumes import AwaitedRow, VolumeReceivedRow
from desktop import paths
from desktop.exchange.age_files import ENCRYPTED_SUFFIX, is_encrypted
from desktop.exchange.payload_names import ATTACHMENT_INDEX, MIME_OF_EXTENSION, records_path
from desktop.exchange.records import IndexedAttachment
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.tag_steps import SignedTags
from desktop.exchange.verify import VerifiedPackage
from desktop.street.street_office import StreetDesk


def await_volumes(tx: Transaction, package: VerifiedPackage) -> None:
    """Remember which attachments of a merged package later volumes will bring."""
    rows = [
        AwaitedRow(package.package_id, each.sha256, each.volume, each.size, each.mime, each.name)
        for each in package.index.values()
        if each.volume > 1
    ]
    street_volumes.await_attachments(tx, rows)


def awaited_index(desk: StreetDesk, package: VerifiedPackage) -> Mapping[str, IndexedAttachment]:
    """The index of what a volume has to bring, by sha256; refuses E_RECORD when it brings anything else.

    The index travels in volume 1, so the numbers are those that its signature covers.
    """
    header = package.header
    rows = street_volumes.awaited_attachments(desk.store.reader(), str(header.main))
    due = {each.sha256: each for each in rows if each.volume == header.volume}
    carried = {
        sha256: (path.stat().st_size, MIME_OF_EXTENSION[path.suffix.lstrip(".")])
        for sha256, path in package.attachments.items()
    }
    for sha256 in sorted(carried.keys() | due.keys()):
        row = due.get(sha256)
        if row is None or carried.get(sha256) != (row.size, row.mime):
            refusal = PackageRefused("E_RECORD", entry=records_path(ATTACHMENT_INDEX), line=sha256[:12])
            refusal.signed = package.signed
            raise refusal
    return {
        each.sha256: IndexedAttachment(each.sha256, each.size, each.mime, each.name, each.volume)
        for each in due.values()
    }


def keep_volume(tx: Transaction, package: VerifiedPackage, file: Path) -> None:
    """Remember that a volume came; its attachments are awaited no longer."""
    header = package.header
    row = VolumeReceivedRow(str(header.main), header.volume, package.package_id, file.name, tx.at)
    street_volumes.keep_volume(tx, row)


def missing_volumes(tx: Transaction, signed: SignedTags) -> list[int]:
    """The volumes of a merged package that have not come yet, as this transaction sees it."""
    main = signed.header.main or signed.package_id
    came = street_volumes.received_volumes(tx.connection, main)
    return [each for each in range(2, signed.header.volumes + 1) if each not in came]


def waiting_files(desk: StreetDesk) -> list[Path]:
    """The volumes that came before their main package and lie aside."""
    folder = _waiting_folder(desk)
    files = folder.iterdir() if folder.is_dir() else ()
    return sorted(each for each in files if each.suffix != ".part")


def set_aside(desk: StreetDesk, file: Path, signed: SignedTags) -> None:
    """Keep a copy of a volume whose main package has not come (E_WAIT_MAIN). EnvironmentProblem `disk_full`."""
    copy_aside(file, _waiting_folder(desk) / aside_name(file, signed.header.bag_name))


def aside_name(file: Path, stem: str) -> str:
    """The name under which a copy of a package is kept, plain or encrypted as it came."""
    return f"{stem}.zip{ENCRYPTED_SUFFIX if is_encrypted(file) else ''}"


def copy_aside(file: Path, target: Path) -> None:
    """Copy a file to where it is kept, whole or not at all. EnvironmentProblem `disk_full`, `folder_read_only`."""
    if file == target:
        return
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, part)
        replace_patiently(part, target)
    except OSError as error:
        throw_away(part)
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        message_id = "disk_full" if is_full else "folder_read_only"
        raise EnvironmentProblem(message_id, name=str(target.parent), reason=error.strerror) from error


def _waiting_folder(desk: StreetDesk) -> Path:
    return paths.companion_folder(desk.store.path) / "waiting"
