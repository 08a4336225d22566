"""Verification of the payload: manifest, every file hashed and staged in one pass, the directory (format
§15 steps 10–12).
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, cast

from desktop.exchange.bag import parse_manifest, stated_octets
from desktop.exchange.canonical_zip import Entry
from desktop.exchange.durable_files import create_exclusively
from desktop.exchange.limits import PAYLOAD_FILE_BYTES
from desktop.exchange.payload_names import ATTACHMENT_INDEX, WITHHELD, attachment_of, record_kind_of
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.tag_steps import SignedTags
from desktop.exchange.zip_reader import ContainerReader

_OWN_FILES: Final = frozenset({ATTACHMENT_INDEX, "tombstones", "receipt", WITHHELD})


@dataclass
class StagedPayload:
    """What came out of the container: sizes by path, record files open for reading, and paths when staged on
    disk.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    record_files: dict[str, BinaryIO] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)

    def close(self) -> None:
        """Closes the record files; the unnamed ones of a check without staging vanish with that."""
        for source in self.record_files.values():
            source.close()


def checked_manifest(signed: SignedTags, kinds: frozenset[str] | None) -> list[tuple[str, str]]:
    """Gives (path, sha256) of the payload (step 10); refuses E_MANIFEST, E_NAME, E_LIMIT, E_BAGIT."""
    files = parse_manifest(signed.tags.manifest, signed.header.kind)
    for path, _ in files:
        kind = record_kind_of(path)
        if kinds is not None and kind is not None and kind not in kinds | _OWN_FILES:
            raise PackageRefused("E_NAME", entry=path)
    return files


def read_payload(
    reader: ContainerReader,
    signed: SignedTags,
    files: list[tuple[str, str]],
    staging: Path | None,
    staged: StagedPayload,
) -> None:
    """Fills `staged` with every payload file of the manifest (step 11).

    Refuses E_FILE_SET, E_PAYLOAD_HASH, E_ZIP_PROFILE, E_LIMIT, E_BAGIT, E_TRUNCATED. New files only: nothing
    that exists in `staging` is written over.
    """
    octets = stated_octets(signed.tags.bag_info, signed.header, len(files))
    for path, sha256 in files:
        header = reader.read_header()
        if header.name != f"{signed.header.bag_name}/{path}".encode("ascii"):
            raise PackageRefused("E_FILE_SET", entry=header.shown)
        entry = reader.admit(header, PAYLOAD_FILE_BYTES)
        _copy_out(reader, entry, path, sha256, staging, staged)
    if sum(staged.sizes.values()) != octets:
        raise PackageRefused("E_FILE_SET", entry="Payload-Oxum")


def _copy_out(
    reader: ContainerReader,
    entry: Entry,
    path: str,
    sha256: str,
    staging: Path | None,
    staged: StagedPayload,
) -> None:
    digest = hashlib.sha256()
    with _destination(path, staging, staged) as write:

        def hash_and_write(chunk: memoryview) -> None:
            digest.update(chunk)
            write(chunk)

        crc32 = reader.copy_content(entry, hash_and_write)
    if digest.hexdigest() != sha256:
        raise PackageRefused("E_PAYLOAD_HASH", entry=path)
    if crc32 != entry.crc32:
        raise PackageRefused("E_ZIP_PROFILE", entry=entry.name)
    staged.sizes[path] = entry.size


@contextmanager
def _destination(
    path: str, staging: Path | None, staged: StagedPayload
) -> Iterator[Callable[[memoryview], object]]:
    kind = record_kind_of(path)
    if staging is not None:
        target = staging_path(staging, path)
        with open(create_exclusively(target, 0o600), "wb", buffering=0) as copy:
            yield _whole_writer(copy)
        staged.paths[path] = target
        if kind is not None:
            staged.record_files[kind] = open(target, "rb")
    elif kind is not None:
        # Record files may be larger than memory allows, so a mere check keeps them in an unnamed file.
        spool = staged.record_files[kind] = cast(BinaryIO, tempfile.TemporaryFile())
        yield spool.write
        spool.seek(0)
    else:
        yield len


def staging_path(staging: Path, path: str) -> Path:
    """Gives where a payload file is staged: `att/` or `records/` below `staging`."""
    return staging / ("att" if attachment_of(path) else "records") / path.rpartition("/")[2]


def _whole_writer(copy: io.FileIO) -> Callable[[memoryview], object]:
    descriptor = copy.fileno()

    def write(chunk: memoryview) -> None:
        while chunk:
            chunk = chunk[os.write(descriptor, chunk) :]

    return write
