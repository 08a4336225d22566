"""The update package as a file: a ZIP of `update.json`, its signature, and the program's files below `program/`.

Nothing of it is believed before the signature is checked; memory stays bounded whatever the file claims.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from db.errors import AppError, EnvironmentProblem
from desktop.exchange.public_keys import fingerprint
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.ssh_signature import verify_message
from desktop.updates.manifest import FILES, MIB, Manifest, ProgramFile, parsed_manifest

NAMESPACE: Final = "village-ledger-update-v1"
MANIFEST, SIGNATURE, PROGRAM = "update.json", "update.json.sig", "program/"
_MANIFEST_BYTES, _SIGNATURE_BYTES = 8 * MIB, 4096
_CHUNK = 1 << 20
_END = struct.Struct("<4s4H2LH")  # the record at the end of a ZIP (APPNOTE 4.3.16)
_ZIP64_BYTES = 20  # where a larger one would say that it is one
_DIRECTORY_BYTES = 16 * MIB
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class UpdatePackage:
    """An open package; `opened_package` makes and closes it."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._entries = {each.filename: each for each in archive.infolist()}
        if len(self._entries) != len(archive.infolist()):
            raise AppError("update_damaged", name=name)

    def signed_manifest(self, trusted: tuple[bytes, ...]) -> tuple[Manifest, bytes]:
        """What it says of itself and the key that signed it, once the signature is good and the key is trusted.

        Raises AppError `update_not_signed`, `update_wrong_signer` and those of `parsed_manifest`.
        """
        raw = self._small(MANIFEST, _MANIFEST_BYTES)
        try:
            signer = verify_message(raw, self._small(SIGNATURE, _SIGNATURE_BYTES), NAMESPACE)
        except PackageRefused as error:
            raise AppError("update_not_signed", name=self.name) from error
        if signer not in trusted:
            raise AppError("update_wrong_signer", fingerprint=fingerprint(signer))
        manifest = parsed_manifest(raw)
        self._refuse_other_entries(manifest)
        return manifest, signer

    def content(self, file: ProgramFile) -> Iterator[bytes]:
        """The bytes of a file in pieces, held against its size and hash at the end; AppError `update_damaged`."""
        digest, size = hashlib.sha256(), 0
        with _read_faults_told(self.name), self._archive.open(self._entries[PROGRAM + file.path]) as source:
            while piece := source.read(_CHUNK):
                size += len(piece)
                if size > file.size:
                    break
                digest.update(piece)
                yield piece
        if size != file.size or digest.hexdigest() != file.sha256:
            raise AppError("update_damaged", name=self.name)

    def _refuse_other_entries(self, manifest: Manifest) -> None:
        sizes = {PROGRAM + each.path: each.size for each in manifest.files}
        found = {
            name: each.file_size for name, each in self._entries.items() if name not in (MANIFEST, SIGNATURE)
        }
        if found != sizes:
            raise AppError("update_damaged", name=self.name)
        links = [name for name, each in self._entries.items() if stat.S_ISLNK(each.external_attr >> 16)]
        if links:
            raise AppError("update_unsafe", what=links[0])

    def _small(self, name: str, limit: int) -> bytes:
        entry = self._entries.get(name)
        if entry is None:
            raise AppError("update_not_a_package", name=self.name)
        with _read_faults_told(self.name), self._archive.open(entry) as source:
            content = source.read(limit + 1)
        if len(content) > limit:
            raise AppError("update_too_large")
        return content


@contextmanager
def opened_package(file: Path) -> Iterator[UpdatePackage]:
    """A package to read from.

    Raises AppError `update_not_a_package`, `update_damaged`; EnvironmentProblem `file_unreadable` (a pulled stick, too).
    """
    with ExitStack() as stack:
        with _read_faults_told(file.name):
            source = stack.enter_context(file.open("rb"))
            _refuse_foreign(source.read, source.seek, file.stat().st_size, file.name)
            archive = stack.enter_context(zipfile.ZipFile(source))
        if any(each.flag_bits & 1 or each.compress_type not in _METHODS for each in archive.infolist()):
            raise AppError("update_not_a_package", name=file.name)
        yield UpdatePackage(archive, file.name)


def _refuse_foreign(read: Callable[[int], bytes], seek: Callable[[int], int], size: int, name: str) -> None:
    """A ZIP that begins and ends as ours do, whose directory fits in memory; before anything else looks at it."""
    if size < _END.size or read(4) != b"PK\3\4":
        raise AppError("update_not_a_package", name=name)
    seek(size - _END.size)
    mark, disk, first, here, entries, length, start, comment = _END.unpack(read(_END.size))
    if mark != b"PK\5\6" or comment or start + length + _END.size != size:
        raise AppError("update_damaged", name=name)  # cut short or added to
    seek(max(size - _END.size - _ZIP64_BYTES, 0))
    is_zip64 = read(4) == b"PK\6\7"
    if is_zip64 or disk or first or here != entries or entries > FILES + 2 or length > _DIRECTORY_BYTES:
        raise AppError("update_too_large")
    seek(0)


@contextmanager
def _read_faults_told(name: str) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        struct.error,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        raise AppError("update_damaged", name=name) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentProblem("file_unreadable", name=name, reason=reason) from error
