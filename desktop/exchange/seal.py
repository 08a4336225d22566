"""Sealing (封包): from a header and payload to signed tag files and the parts of the container (format
§14.1).

The same input gives the same bytes, so a sealed package can be written out again from what was kept.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from db.errors import EnvironmentProblem
from desktop.exchange.bag import SIGNATURE, TAG_FILES, PayloadFile, TagFiles, build_tag_files
from desktop.exchange.canonical_zip import Entry, Part, container_size, part_of_bytes
from desktop.exchange.header import ED25519_ONLY, PackageHeader, header_bytes
from desktop.exchange.limits import CHUNK_BYTES, PACKAGE_BYTES, PAYLOAD_FILE_BYTES, TAG_FILE_BYTES
from desktop.exchange.payload_names import attachment_path, records_path
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.ssh_signature import KEYNOTICE_NAMESPACE, PACKAGE_NAMESPACE, RECEIPT_NAMESPACE

NAMESPACE_OF_KIND: Final = {
    "package": PACKAGE_NAMESPACE,
    "attachments": PACKAGE_NAMESPACE,
    "receipt": RECEIPT_NAMESPACE,
    "keynotice": KEYNOTICE_NAMESPACE,
}


@dataclass(frozen=True)
class PayloadContent:
    """A payload file, its CRC-32, and where its bytes come from (may be asked for again)."""

    file: PayloadFile
    crc32: int
    chunks: Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class SealedPackage:
    """What must be kept for ever: the tag files and the signature over them."""

    bag_name: str
    tags: TagFiles
    signature: bytes

    @property
    def package_id(self) -> str:
        return self.tags.package_id


def records_content(kind: str, lines: bytes) -> PayloadContent:
    """Gives the payload file of one record kind from its JSON lines."""
    file = PayloadFile(records_path(kind), len(lines), hashlib.sha256(lines).hexdigest())
    return PayloadContent(file, zlib.crc32(lines), lambda: iter((lines,)))


def attachment_content(
    path: Path, *, sha256: str, size: int, crc32: int, extension: str, name: str
) -> PayloadContent:
    """Gives the payload file of a stored attachment; `name` is what the clerk calls it.

    While it is copied its content is compared with `sha256` and `crc32`, in the same pass:
    EnvironmentProblem `attachment_altered`, `attachment_missing`.
    """
    file = PayloadFile(attachment_path(sha256, extension), size, sha256)
    return PayloadContent(file, crc32, partial(_checked_chunks, path, file, crc32, name))


def seal(header: PackageHeader, payload: Iterable[PayloadContent], key: SigningKey) -> SealedPackage:
    """Gives the signed tag files; refuses E_FORMAT, E_NAME, E_MANIFEST, E_LIMIT, E_IDENTITY before anything
    is signed.
    """
    if header.sender.key != key.fingerprint:
        raise PackageRefused("E_IDENTITY", sender=header.sender.code, name=header.sender.name)
    if header.suites != ED25519_ONLY:
        raise PackageRefused("E_ALG_POLICY", found="+".join(header.suites))
    files = sorted((content.file for content in payload), key=lambda file: file.path)
    tags = build_tag_files(header, header_bytes(header), files)
    _refuse_oversize(header.bag_name, tags, files)
    signature = key.sign(tags.tagmanifest, NAMESPACE_OF_KIND[header.kind])
    return SealedPackage(header.bag_name, tags, signature)


def package_parts(sealed: SealedPackage, payload: Iterable[PayloadContent]) -> list[Part]:
    """Gives the parts of the container in the order of format §2."""
    tags = sealed.tags
    contents = (
        tags.bagit,
        tags.bag_info,
        tags.package_json,
        tags.manifest,
        tags.tagmanifest,
        sealed.signature,
    )
    parts = [
        part_of_bytes(f"{sealed.bag_name}/{name}", content)
        for name, content in zip(TAG_FILES, contents, strict=True)
    ]
    for content in sorted(payload, key=lambda content: content.file.path):
        entry = Entry(f"{sealed.bag_name}/{content.file.path}", content.file.size, content.crc32)
        parts.append(Part(entry, content.chunks))
    return parts


def _refuse_oversize(bag_name: str, tags: TagFiles, files: Sequence[PayloadFile]) -> None:
    for name, content in (("package.json", tags.package_json), ("manifest-sha256.txt", tags.manifest)):
        if len(content) > TAG_FILE_BYTES[name]:
            raise PackageRefused("E_LIMIT", entry=name)
    for file in files:
        if file.size > PAYLOAD_FILE_BYTES:
            raise PackageRefused("E_LIMIT", entry=file.path)
    tag_sizes = [*map(len, (tags.bagit, tags.bag_info, tags.package_json, tags.manifest, tags.tagmanifest))]
    sizes = dict(zip(TAG_FILES, [*tag_sizes, TAG_FILE_BYTES[SIGNATURE]], strict=True))
    sizes |= {file.path: file.size for file in files}
    if container_size(Entry(f"{bag_name}/{name}", size, 0) for name, size in sizes.items()) > PACKAGE_BYTES:
        raise PackageRefused("E_LIMIT", entry="zip")


def _checked_chunks(path: Path, file: PayloadFile, crc32: int, name: str) -> Iterator[bytes]:
    sha256 = hashlib.sha256()
    seen_bytes = seen_crc32 = 0
    try:
        with open(path, "rb", buffering=0) as source:
            while chunk := source.read(CHUNK_BYTES):
                sha256.update(chunk)
                seen_crc32 = zlib.crc32(chunk, seen_crc32)
                seen_bytes += len(chunk)
                if seen_bytes > file.size:
                    break
                yield chunk
    except FileNotFoundError as error:
        raise EnvironmentProblem("attachment_missing", name=name) from error
    if (seen_bytes, seen_crc32, sha256.hexdigest()) != (file.size, crc32, file.sha256):
        raise EnvironmentProblem("attachment_altered", name=name)
