"""Attachments: files named by their SHA-256 beside the database, and their rows."""

from __future__ import annotations

import errno
import os
import sqlite3
import zlib
from pathlib import Path

from db.errors import EnvironmentProblem
from db.leftovers import throw_away
from db.ulid import new_ulid
from db.value import Value

MIME_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_CHUNK = 1 << 20


class Attachment(Value):
    """A stored file: its content's hash, size in bytes, CRC-32, type, first name and when the photo was taken."""

    sha256: str
    size: int
    crc32: int
    mime: str
    suffix: str
    name: str
    taken_at: str | None
    source_sha256: str | None


class AttachmentFolder:
    """The folder of attachments: `<folder>/<first two digits>/<sha256>.<suffix>`. Any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str, suffix: str) -> Path:
        """Where the file of that hash is kept."""
        return self.folder / sha256[:2] / f"{sha256}.{suffix}"

    def keep(self, content: bytes, suffix: str) -> tuple[str, int, int]:
        """Keep a content; its SHA-256, size and CRC-32. The same content is kept once; a torn file never stays.

        Raises EnvironmentProblem `disk_full`, `folder_read_only`.
        """
        import hashlib

        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256, suffix)
        if not _holds(target, sha256):  # a file damaged since is written again
            self._write(target, content)
        return sha256, len(content), zlib.crc32(content)

    def _write(self, target: Path, content: bytes) -> None:
        part = target.with_name(f"{target.name}.{new_ulid()}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
            _settle_folder(target.parent)
        except OSError as error:
            throw_away(part)
            message_id = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "folder_read_only"
            raise EnvironmentProblem(message_id, name=str(self.folder), reason=str(error)) from error

    def is_unaltered(self, attachment: Attachment) -> bool:
        """Whether the file still has the content it was stored with. FileNotFoundError when it is missing."""
        return _sha256_of(self.path(attachment.sha256, attachment.suffix)) == attachment.sha256


def _sha256_of(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds(path: Path, sha256: str) -> bool:
    try:
        return _sha256_of(path) == sha256
    except OSError:  # not there, or on a bad spot of the disk: then it is written again
        return False


def _settle_folder(folder: Path) -> None:
    """Put the new name on the disk too; a power cut would otherwise leave a record without its file."""
    if os.name == "posix":  # Windows writes names through and opens no folders
        for each in (folder, folder.parent):
            descriptor = os.open(each, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)


def file_crc32(path: Path) -> int:
    """The CRC-32 of a file, as the container of a package needs it."""
    crc32 = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            crc32 = zlib.crc32(chunk, crc32)
    return crc32


_COLUMNS = "sha256, size, crc32, mime, suffix, name, taken_at, source_sha256"


def add_attachment(connection: sqlite3.Connection, attachment: Attachment, at: str, who: str) -> None:
    """Keep the row of an attachment; a content that is known already keeps its first row."""
    each = attachment
    connection.execute(
        "INSERT INTO attachment VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
        (each.sha256, each.size, each.crc32, each.mime, each.suffix, each.name, each.taken_at, each.source_sha256, at, who),
    )  # fmt: skip


def find_attachment(connection: sqlite3.Connection, sha256: str) -> Attachment | None:
    """The attachment with that hash, or None."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM attachment WHERE sha256 = ?", (sha256,)).fetchone()
    return Attachment(*row) if row else None


def find_by_source(connection: sqlite3.Connection, source_sha256: str) -> Attachment | None:
    """The attachment made from a file with that hash (the same photo chosen again), or None."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM attachment WHERE source_sha256 = ? LIMIT 1", (source_sha256,)
    ).fetchone()
    return Attachment(*row) if row else None


def all_attachments(connection: sqlite3.Connection) -> list[Attachment]:
    """Every attachment known, by hash."""
    return [
        Attachment(*row) for row in connection.execute(f"SELECT {_COLUMNS} FROM attachment ORDER BY sha256")
    ]
