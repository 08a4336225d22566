"""Writing sealed packages out: every volume, plain or encrypted, each read back; what was begun is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db import packages, written_files
from db.attachments import find_attachment
from db.errors import AppError, Cancelled, EnvironmentProblem
from db.packages import SealedFile, SealedRow, VolumeRow
from desktop.exchange.age_files import ENCRYPTED_SUFFIX, encrypted_size
from desktop.exchange.awaited import awaited_here, is_here
from desktop.exchange.bag import BAGIT, TagFiles, parse_manifest
from desktop.exchange.canonical_zip import Part
from desktop.exchange.payload_names import attachment_of
from desktop.exchange.public_keys import parse_public_key_line
from desktop.exchange.seal import (
    PayloadContent,
    SealedPackage,
    attachment_content,
    package_parts,
    records_content,
)
from desktop.exchange.volumes import stored_volume
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress, write_out
from desktop.office import Office


@dataclass(frozen=True)
class OutgoingFile:
    """One file of a package: its volume, its name without `.age`, its plain size, and where its bytes come from."""

    volume: int
    name: str
    size: int
    parts: Callable[[], list[Part]]


def files_of(office: Office, package_id: str) -> list[OutgoingFile]:
    """The files of a sealed package that can be written, in the order of its volumes: all but those a street awaits.

    Raises AppError `package_unknown`.
    """
    connection = office.store.reader()
    row = packages.sealed_package(connection, package_id)
    if row is None:
        raise AppError("package_unknown", what=package_id[:12])
    waiting = awaited_here(connection)
    return [
        OutgoingFile(1, f"{row.base_name}.zip", row.file_size, lambda: _first_parts(office, row)),
        *(
            _volume_file(office, each)
            for each in packages.sealed_volumes(connection, package_id)
            if is_here(each, waiting)
        ),
    ]


def size_on_medium(files: Sequence[OutgoingFile], *, is_encrypted: bool) -> int:
    """The bytes that the files take where they are written."""
    return sum(encrypted_size(each.size) if is_encrypted else each.size for each in files)


def write_volumes(
    office: Office,
    package_id: str,
    folder: Path,
    *,
    is_encrypted: bool = False,
    progress: Progress = no_progress,
    should_stop: StopAsked = never_stop,
) -> list[Path]:
    """Write every volume of a sealed package to a folder or stick, read each back, and give their paths.

    Plain files repeat byte for byte; encrypted ones are for the trusted street's present key and differ each time.
    Raises AppError `package_unknown`, `street_not_trusted`, EnvironmentProblem as `write_out` does; Cancelled.
    """
    files = files_of(office, package_id)
    if not folder.is_dir():
        raise EnvironmentProblem("target_not_a_folder", name=str(folder))
    recipients = _street_key(office) if is_encrypted else ()
    meter = _Meter(size_on_medium(files, is_encrypted=is_encrypted), progress)
    written = []
    try:
        for each in files:
            written.append(
                _write_one(office, package_id, folder, each, recipients, meter.of_file(), should_stop)
            )
    except Cancelled:
        office.write(lambda tx: written_files.forget_writing(tx, package_id), "停止写出")
        raise
    office.write(lambda tx: packages.mark_written(tx, package_id, str(folder)), "写出报送包")
    return written


def write_rest(office: Office, folder: Path, *, is_encrypted: bool = False) -> list[Path]:
    """Write those volumes of packages already written out that could not be written then, and give their paths.

    Raises as `write_volumes` does.
    """
    if not folder.is_dir():
        raise EnvironmentProblem("target_not_a_folder", name=str(folder))
    connection, written = office.store.reader(), []
    recipients = _street_key(office) if is_encrypted else ()
    for row in reversed(packages.sealed_packages(connection)):
        done = written_files.written_volumes(connection, row.id)
        for each in files_of(office, row.id) if done else ():
            if each.volume not in done:
                written.append(_write_one(office, row.id, folder, each, recipients, no_progress, never_stop))
    return written


def _street_key(office: Office) -> tuple[bytes, ...]:
    street = packages.street_office(office.store.reader())
    if street is None:
        raise AppError("street_not_trusted")
    return (parse_public_key_line(street.decrypt_key),)


class _Meter:
    """Counts the files of a package as one: written and read back."""

    def __init__(self, size: int, progress: Progress) -> None:
        self._total, self._before, self._progress = 2 * size, 0, progress

    def of_file(self) -> Progress:
        """What the next file reports to."""
        before = self._before

        def tell(done: int, total: int) -> None:
            self._before = before + done
            self._progress(min(self._before, self._total), self._total)

        return tell


def _write_one(
    office: Office,
    package_id: str,
    folder: Path,
    file: OutgoingFile,
    recipients: Sequence[bytes],
    progress: Progress,
    should_stop: StopAsked,
) -> Path:
    name = file.name + (ENCRYPTED_SUFFIX if recipients else "")
    begun: int = office.write(
        lambda tx: written_files.begin_writing(tx, package_id, file.volume, str(folder), name), "开始写出"
    )
    target = folder / name
    sha256 = write_out(
        target, file.parts(), recipients=recipients, progress=progress, should_stop=should_stop
    )
    office.write(lambda tx: written_files.finish_writing(tx, begun, sha256), "写出核对无误")
    return target


def _first_parts(office: Office, row: SealedRow) -> list[Part]:
    files = packages.sealed_files(office.store.reader(), row.id)
    return package_parts(_stored_seal(row), [_stored_content(office, each) for each in files])


def _volume_file(office: Office, row: VolumeRow) -> OutgoingFile:
    def parts() -> list[Part]:
        named = [path for path, _ in parse_manifest(row.manifest, "attachments")]
        return package_parts(stored_volume(row), [_attachment_content(office, path) for path in named])

    return OutgoingFile(row.volume, f"{row.base_name}.zip", row.file_size, parts)


def _stored_seal(row: SealedRow) -> SealedPackage:
    tags = TagFiles(BAGIT, row.bag_info, row.header, row.manifest, row.tagmanifest)
    return SealedPackage(row.base_name, tags, row.signature)


def _stored_content(office: Office, file: SealedFile) -> PayloadContent:
    if file.content is not None:
        return records_content(Path(file.path).stem, file.content)
    named = attachment_of(file.path)
    assert named is not None
    known = find_attachment(office.store.reader(), named[0])
    return attachment_content(
        office.attachments.path(*named), sha256=file.sha256, size=file.size, crc32=file.crc32, extension=named[1],
        name=known.name if known else named[0][:12],
    )  # fmt: skip


def _attachment_content(office: Office, path: str) -> PayloadContent:
    named = attachment_of(path)
    assert named is not None
    known = find_attachment(office.store.reader(), named[0])
    if known is None:
        raise EnvironmentProblem("attachment_missing", name=named[0][:12])
    return attachment_content(
        office.attachments.path(*named), sha256=known.sha256, size=known.size, crc32=known.crc32,
        extension=named[1], name=known.name,
    )  # fmt: skip
