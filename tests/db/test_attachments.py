from __future__ import annotations

import errno
import hashlib
import os
import zlib
from pathlib import Path

import pytest

from db.attachments import (
    Attachment,
    AttachmentFolder,
    add_attachment,
    all_attachments,
    file_crc32,
    find_attachment,
    find_by_source,
)
from db.errors import EnvironmentProblem
from db.store import Store

CONTENT = "整改前照片".encode() * 1000


@pytest.fixture
def folder(tmp_path: Path) -> AttachmentFolder:
    return AttachmentFolder(tmp_path / "attachments")


def files(folder: AttachmentFolder) -> list[Path]:
    return [each for each in folder.folder.rglob("*") if each.is_file()]


def test_a_content_is_kept_under_its_hash_once(folder: AttachmentFolder) -> None:
    sha256, size, crc32 = folder.keep(CONTENT, "pdf")
    assert folder.keep(CONTENT, "pdf") == (sha256, size, crc32)
    assert (sha256, size, crc32) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), zlib.crc32(CONTENT))
    assert files(folder) == [folder.path(sha256, "pdf")]
    assert folder.path(sha256, "pdf").read_bytes() == CONTENT
    assert file_crc32(folder.path(sha256, "pdf")) == crc32


@pytest.mark.parametrize("damaged", [b"", CONTENT[:-1], b"x" * len(CONTENT)])
def test_a_file_damaged_since_is_written_again(folder: AttachmentFolder, damaged: bytes) -> None:
    sha256, _, _ = folder.keep(CONTENT, "pdf")
    folder.path(sha256, "pdf").write_bytes(damaged)
    folder.keep(CONTENT, "pdf")
    assert folder.path(sha256, "pdf").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("number", "message_id"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EROFS, "folder_read_only")],
)
def test_a_file_that_cannot_be_written_leaves_nothing_torn(
    folder: AttachmentFolder, monkeypatch: pytest.MonkeyPatch, number: int, message_id: str
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(EnvironmentProblem, match=message_id):
        folder.keep(CONTENT, "pdf")
    assert files(folder) == []


def test_the_rows_of_attachments_are_found_by_either_hash(store: Store) -> None:
    first = Attachment("a" * 64, 3, 7, "image/jpeg", "jpg", "一.jpg", "2026-11-09T14:05:00", "c" * 64)
    second = Attachment("b" * 64, 3, 7, "application/pdf", "pdf", "二.pdf", None, None)
    renamed = Attachment("a" * 64, 3, 7, "image/jpeg", "jpg", "改名.jpg", None, None)
    for each in (second, first, renamed):
        store.write(
            lambda tx, each=each: add_attachment(tx.connection, each, tx.at, tx.who),  # type: ignore[misc]
            who="王芳",
            operation="保存照片",
        )
    reader = store.reader()
    assert all_attachments(reader) == [first, second]
    assert find_attachment(reader, "a" * 64) == first
    assert find_by_source(reader, "c" * 64) == first
    assert find_attachment(reader, "d" * 64) is find_by_source(reader, "d" * 64) is None
