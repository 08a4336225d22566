"""年度归档: a year closed into a folder of its own: ledgers as PDF, a copy of the database, the photos of the year, and the
hashes of all of them, which `sha256sum -c` checks without this program. Any thread.

The folder gets its name only when all of it is there. Nothing is taken out of the ledger: what is open goes on.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.attachments import AttachmentFolder, find_attachment
from db.backup import contents_of_file, copy_database
from db.errors import AppError, EnvironmentProblem
from db.spec import RECORD_TYPES
from db.spec.field import Kind
from db.year_archives import (
    OpenItem,
    YearArchive,
    dated_types,
    keep_archive,
    open_items,
    records_of_year,
    year_archives,
    year_query,
    years_of_ledger,
)
from desktop import paths
from desktop.exchange.durable_files import replace_durably
from desktop.jobs import Token
from desktop.office import Office
from desktop.paths import make_folder
from desktop.people.permissions import Right
from desktop.version import SOFTWARE

if TYPE_CHECKING:
    from reports.print_context import PrintResult

__all__ = [
    "ArchiveCheck",
    "ArchiveOffice",
    "ArchivedLedger",
    "OpenItem",
    "YearArchive",
    "archive_place",
    "archives",
    "carried_over",
    "check_archive",
    "folder_of",
    "make_archive",
    "years_to_archive",
]

MANIFEST, ABOUT, DATABASE = "manifest-sha256.txt", "说明.txt", paths.DATABASE_NAME
_LEDGERS = "台账"
_BOUND = (
    "monthly_return",
    "drill",
    "inspection",
)  # whose papers go in bound together, beside the list of them
_KEPT_APART = ("tip",)  # tips stay in the database, whose envelopes are sealed (docs/adr/0007)
_FIRST_MONTH_OF_CLOSING = 12
_LOOKING = (Right.ROUTINE, Right.EXPORT, Right.SEE_TIPS)  # whole numbers are shown only where that is logged
_FULL = (errno.ENOSPC, errno.EDQUOT)


def archive_place(office: Office) -> Path:
    """The folder of archives beside the ledger."""
    return office.folder / "年度归档"


def years_to_archive(office: Office) -> list[int]:
    """The years with records that may be closed now, newest first: those that are over, in December also the present one."""
    today = office.clock.today()
    last = today.year if today.month >= _FIRST_MONTH_OF_CLOSING else today.year - 1
    return [year for year in years_of_ledger(office.store.reader()) if year <= last]


def carried_over(office: Office, year: int) -> list[OpenItem]:
    """What is still open of that year and before."""
    return open_items(office.store.reader(), year, office.today)


def archives(office: Office) -> list[YearArchive]:
    """The archives that were made, newest first."""
    return year_archives(office.store.reader())


def folder_of(office: Office, archive: YearArchive) -> Path:
    """Where an archive lies; one beside the ledger is found again when both were moved."""
    kept = Path(archive.folder)
    return kept if kept.is_absolute() else office.folder / kept


def make_archive(
    office: Office, year: int, token: Token | None = None, place: Path | None = None
) -> YearArchive:
    """Close a year into a new folder; an archive of the same year that is there stays as it is.

    Raises AppError `archive_year_running`, `archive_year_empty`, `tipster_in_text`; EnvironmentProblem `disk_full`,
    `archive_failed`, `database_damaged`; Cancelled. Then nothing of it is left. AppError `not_allowed` by role.
    """
    office.require(Right.ARCHIVE)
    token = token or Token()
    if year not in years_to_archive(office):
        raise AppError(
            "archive_year_running" if year >= office.clock.today().year else "archive_year_empty", year=year
        )
    target = _free_folder(place or archive_place(office), f"{year}年度归档-{office.committee['code']}")
    part = target.with_name(f"{target.name}.part")
    counts = records_of_year(office.store.reader(), year, office.today)
    with _faults_told(target):
        _clear(part)
        try:
            make_folder(part)
            _fill(office, year, counts, part, token)
            manifest = _write_manifest(part, token)
            files = _files_of(part)
            size = sum(each.stat().st_size for each in files)
            _close(files)
            replace_durably(part, target)
        except BaseException:
            _clear(part)
            raise
    own = target.relative_to(office.folder) if target.is_relative_to(office.folder) else target
    made = YearArchive("", year, str(own), "", "", sum(counts.values()), len(files), size, manifest)
    kept: YearArchive = office.write(lambda tx: keep_archive(tx, made), f"归档 {year} 年度", Right.ARCHIVE)
    return kept


def _fill(office: Office, year: int, counts: dict[str, int], folder: Path, token: Token) -> None:
    works = [*_papers(office, year, counts), ("数据库副本", lambda: _copy_database(office, folder))]
    for done, (words, work) in enumerate(works):
        token.check()
        token.report(done, len(works) + 2, words)
        made = work()
        if made is not None:
            _write(folder / _LEDGERS / f"{done + 1:02}-{words}.pdf", made.pdf)
    token.report(len(works), len(works) + 2, "照片和附件")
    _copy_attachments(office, year, folder, token)
    token.report(len(works) + 1, len(works) + 2, "核对")
    _write(folder / ABOUT, _about(office, year, counts, folder).encode("utf-8-sig"))


def _papers(
    office: Office, year: int, counts: dict[str, int]
) -> Iterator[tuple[str, Callable[[], PrintResult | None]]]:
    """Each document of the archive by its name, to be made one after the other."""
    from desktop.archive_papers import carried_over_sheet
    from desktop.batch_print import print_records
    from desktop.ledger_papers import has_own_form, list_key, print_form, usual_columns
    from desktop.tips.release import refuse_unreleased_ledger

    refuse_unreleased_ledger(office)
    for table in counts:
        if table in _KEPT_APART:
            continue
        label, query = RECORD_TYPES[table].label, year_query(year)
        key = table if has_own_form(table) else list_key(table, usual_columns(table))
        yield f"{label}台账", partial(print_form, office, key, query)
        if table in _BOUND:
            ids = office.ids(table, query)
            yield f"{label}合订", partial(print_records, office, table, ids)
    key = list_key("premises", usual_columns("premises"))
    yield "场所底册", partial(print_form, office, key)
    if open_items(office.store.reader(), year, office.today):
        yield "结转下年的未办结事项", partial(carried_over_sheet, office, year)


def _copy_database(office: Office, folder: Path) -> None:
    copy_database(office.database, folder / DATABASE)
    _flush(folder / DATABASE)


def _copy_attachments(office: Office, year: int, folder: Path, token: Token) -> None:
    """The photos and scans of the year's records; one that is missing beside the ledger is told by `check`."""
    target = AttachmentFolder(paths.attachment_folder(folder / DATABASE))
    for sha256 in _attachments_of(office, year):
        token.check()
        known = find_attachment(office.store.reader(), sha256)
        source = office.attachments.path(sha256, known.suffix) if known else None
        if known is None or source is None or not source.is_file():
            continue
        copy = target.path(sha256, known.suffix)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
        _flush(copy)


def _attachments_of(office: Office, year: int) -> list[str]:
    found: dict[str, None] = {}
    for record_type in dated_types():
        fields = [each for each in record_type.fields if each.kind is Kind.ATTACHMENTS]
        if not fields or record_type.table in _KEPT_APART:
            continue
        ids = office.ids(record_type.table, year_query(year))
        for start in range(0, len(ids), 500):
            for record in office.rows(record_type.table, ids[start : start + 500]):
                found |= {each["sha256"]: None for one in fields for each in record.get(one.name) or ()}
    return list(found)


def _about(office: Office, year: int, counts: dict[str, int], folder: Path) -> str:
    contents = contents_of_file(folder / DATABASE)
    lines = [
        f"{office.committee['name']}（{office.committee['code']}）{year} 年度安全生产台账归档",
        f"归档时间：{office.clock.now():%Y-%m-%d %H:%M}　归档人：{office.clerk}　程序：{SOFTWARE}",
        "",
        "本年度记录："
        + "、".join(f"{RECORD_TYPES[table].label} {count} 条" for table, count in counts.items()),
        f"结转下年的未办结事项：{len(open_items(office.store.reader(), year, office.today))} 条",
        f"操作日志：{contents.seq} 条，最后一条的校验值 {contents.head}",
        "",
        f"{_LEDGERS}：各类台账和合订的文书（PDF，可长期保存）。",
        f"{DATABASE}：归档当时的整本数据库；本年度记录的照片和扫描件在旁边的文件夹里。",
        "举报内容和举报人身份不打印，只封存在数据库里。",
        f"{MANIFEST}：以上每个文件的 SHA-256。用 sha256sum -c {MANIFEST} 可以核对有没有改动；",
        "也可以在程序的“台账”→“年度归档…”里点“核对”。归档以后请不要改动这个文件夹里的任何文件。",
        "",
    ]
    return "\r\n".join(lines)


def _write_manifest(folder: Path, token: Token) -> str:
    """Hash every file; the SHA-256 of the list itself."""
    lines = []
    for file in _files_of(folder):
        token.check()
        lines.append(f"{_sha256(file)}  {file.relative_to(folder).as_posix()}\n")
    content = "".join(lines).encode()
    _write(folder / MANIFEST, content)
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class ArchiveCheck:
    """What checking an archive found: files that were altered, are missing, or were put in."""

    files: int
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = field(default=())

    @property
    def is_whole(self) -> bool:
        """Whether every file is as it was archived."""
        return not (self.altered or self.missing or self.added)


def check_archive(folder: Path, manifest_sha256: str = "", token: Token | None = None) -> ArchiveCheck:
    """Compare every file of an archive with the list of hashes, and the list with what the ledger remembers of it.

    Raises EnvironmentProblem `archive_missing`, `archive_altered` when the list itself is another one.
    """
    token, listed = token or Token(), _manifest_of(folder, manifest_sha256)
    altered, missing = [], []
    for done, (name, told) in enumerate(listed.items()):
        token.check()
        token.report(done, len(listed), name)
        try:
            if _sha256(folder / name) != told:
                altered.append(name)
        except OSError:
            missing.append(name)
    there = {each.relative_to(folder).as_posix() for each in _files_of(folder)} - {MANIFEST}
    return ArchiveCheck(len(listed), tuple(altered), tuple(missing), tuple(sorted(there - listed.keys())))


def _manifest_of(folder: Path, manifest_sha256: str) -> dict[str, str]:
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise EnvironmentProblem("archive_missing", name=str(folder)) from error
    if manifest_sha256 and hashlib.sha256(content).hexdigest() != manifest_sha256:
        raise EnvironmentProblem("archive_altered", name=MANIFEST)
    lines = [line.split("  ", 1) for line in content.decode("utf-8", "replace").splitlines()]
    return {name: told for told, name in (each for each in lines if len(each) == 2)}


class ArchiveOffice(Office):
    """The office of an archive: whoever is at the desk may look, print and export, and that is all."""

    def why_not(self, right: Right) -> AppError | None:
        """Why something may not be done here; changing anything never may."""
        return super().why_not(right) if right in _LOOKING else AppError("archive_read_only")


class ArchivedLedger:
    """An archive that is looked at: a copy of its database that takes no writes, with the photos of the archive."""

    def __init__(self, folder: Path, manifest_sha256: str = "") -> None:
        listed = _manifest_of(folder, manifest_sha256)
        self._scratch = Path(tempfile.mkdtemp(prefix="village-ledger-"))
        try:
            self.settings_file = self._scratch / "窗口.ini"
            self.office = self._open(folder, listed.get(DATABASE, ""))
        except BaseException:
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise

    def _open(self, folder: Path, told: str) -> Office:
        """Never the file itself: SQLite would leave its marks in it, and a later schema would change it."""
        copy = self._scratch / DATABASE
        try:
            shutil.copyfile(folder / DATABASE, copy)
            is_whole = _sha256(copy) == told
        except OSError as error:
            raise EnvironmentProblem("archive_missing", name=str(folder)) from error
        if not is_whole:
            raise EnvironmentProblem("archive_altered", name=DATABASE)
        copy.chmod(0o600)
        office = ArchiveOffice.open(copy)
        office.attachments = AttachmentFolder(paths.attachment_folder(folder / DATABASE))
        office.store.refusal = EnvironmentProblem("archive_read_only")
        return office

    def seat_like(self, office: Office) -> None:
        """Whoever is at the desk there is the one who looks here, with the same rights."""
        self.office.asks_sign_in, self.office.signed_in = office.asks_sign_in, office.signed_in

    def close(self) -> None:
        """Close it and throw the copy away."""
        self.office.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _files_of(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _free_folder(place: Path, name: str) -> Path:
    names = (f"{name}{f'-第{turn}次' if turn > 1 else ''}" for turn in range(1, 1000))
    return next(place / each for each in names if not (place / each).exists())


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    _flush(file)


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _close(files: list[Path]) -> None:
    """Against a careless hand; what was altered all the same is found by its hash."""
    for each in files:
        with suppress(OSError):  # FAT and network disks know no such marks
            each.chmod(0o444)


def _clear(part: Path) -> None:
    """Throw away what was half made; Windows deletes no file that bears the mark of `_close`."""
    for each in part.rglob("*"):
        with suppress(OSError):
            each.chmod(0o700 if each.is_dir() else 0o600)
    shutil.rmtree(part, ignore_errors=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextmanager
def _faults_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message_id = "disk_full" if error.errno in _FULL else "archive_failed"
        raise EnvironmentProblem(message_id, name=str(folder), reason=error.strerror or str(error)) from error
