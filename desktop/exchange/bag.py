"""The BagIt tag files of a package and the manifest they rest on (format §3): written here, rebuilt for
comparison here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.exchange.header import PackageHeader
from desktop.exchange.limits import PACKAGE_BYTES, PAYLOAD_FILES
from desktop.exchange.payload_names import KEYNOTICE_KIND, RECEIPT_KIND, attachment_of, record_kind_of
from desktop.exchange.refusals import PackageRefused

BAGIT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SIGNED_TAG_FILES: Final = ("bagit.txt", "bag-info.txt", "package.json", "manifest-sha256.txt")
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "tagmanifest-sha256.txt.sig"
TAG_FILES: Final = (*SIGNED_TAG_FILES, TAG_MANIFEST, SIGNATURE)
BAG_NAME: Final = re.compile(r"[0-9]{12}-e[0-9]{2}-[0-9]{6}-v[0-9]{2}")

_SHA256: Final = re.compile(rb"[0-9a-f]{64}")
_OXUM: Final = re.compile(rb"Payload-Oxum: ([0-9]{1,10})\.[0-9]{1,5}\n\Z")


@dataclass(frozen=True, slots=True)
class PayloadFile:
    """A payload file of the bag: path below the top folder, size in bytes, SHA-256 as hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class TagFiles:
    """The exact bytes of the five unsigned-over tag files, in the order of the container."""

    bagit: bytes
    bag_info: bytes
    package_json: bytes
    manifest: bytes
    tagmanifest: bytes

    @property
    def package_id(self) -> str:
        """The name of this content for slips and receipts: SHA-256 hex of the tag manifest (format §4)."""
        return hashlib.sha256(self.tagmanifest).hexdigest()


def build_tag_files(header: PackageHeader, package_json: bytes, payload: Sequence[PayloadFile]) -> TagFiles:
    """Gives the tag files for `payload`, sorted by path; refuses E_NAME, E_MANIFEST, E_LIMIT like a verifier
    would.
    """
    bag_info = bag_info_bytes(header, sum(file.size for file in payload), len(payload))
    manifest = b"".join(_line(file.sha256, file.path) for file in payload)
    parse_manifest(manifest, header.kind)
    files = (BAGIT, bag_info, package_json, manifest)
    return TagFiles(*files, tagmanifest_bytes(files))


def bag_info_bytes(header: PackageHeader, octets: int, files: int) -> bytes:
    """Gives bag-info.txt, which says nothing that the header and the payload do not say."""
    lines = (
        f"Source-Organization: {header.sender.name}",
        f"External-Identifier: {header.bag_name}",
        f"Bagging-Date: {header.created[:10]}",
        f"Bag-Group-Identifier: {header.group_name}",
        f"Bag-Count: {header.volume} of {header.volumes}",
        f"Payload-Oxum: {octets}.{files}",
    )
    return "".join(line + "\n" for line in lines).encode("utf-8")


def stated_octets(bag_info: bytes, header: PackageHeader, files: int) -> int:
    """Gives the payload's size in bytes as bag-info.txt states it; refuses E_BAGIT, E_LIMIT (format §15
    step 10).
    """
    found = _OXUM.search(bag_info)
    octets = int(found[1]) if found else 0
    if bag_info != bag_info_bytes(header, octets, files):
        raise PackageRefused("E_BAGIT", entry="bag-info.txt")
    if octets > PACKAGE_BYTES:
        raise PackageRefused("E_LIMIT", entry="Payload-Oxum")
    return octets


def tagmanifest_bytes(contents: Iterable[bytes]) -> bytes:
    """Gives the tag manifest over the contents of the four files it lists."""
    pairs = zip(SIGNED_TAG_FILES, contents, strict=True)
    return b"".join(_line(hashlib.sha256(content).hexdigest(), name) for name, content in pairs)


def parse_manifest(manifest: bytes, package_kind: str) -> list[tuple[str, str]]:
    """Gives (path, sha256 hex) of every payload file in file order; refuses E_MANIFEST, E_NAME, E_LIMIT."""
    if manifest.count(b"\n") > PAYLOAD_FILES:
        raise PackageRefused("E_LIMIT", entry="manifest-sha256.txt")
    lines = manifest.split(b"\n")
    if lines.pop() or not lines:
        raise PackageRefused("E_MANIFEST", line=len(lines) + 1)
    files = [_manifest_entry(line, number, package_kind) for number, line in enumerate(lines, start=1)]
    for number, ((before, _), (path, _)) in enumerate(zip(files, files[1:], strict=False), start=2):
        if before >= path or _stem(before) == _stem(path):
            raise PackageRefused("E_MANIFEST", line=number)
    return files


def _manifest_entry(line: bytes, number: int, package_kind: str) -> tuple[str, str]:
    if not _SHA256.match(line) or line[64:66] != b"  ":
        raise PackageRefused("E_MANIFEST", line=number)
    sha256, path = line[:64].decode("ascii"), line[66:].decode("ascii", "backslashreplace")
    if not _is_allowed(path, package_kind):
        raise PackageRefused("E_NAME", entry=path)
    attachment = attachment_of(path)
    if attachment and attachment[0] != sha256:
        raise PackageRefused("E_MANIFEST", line=number)
    return path, sha256


def _is_allowed(path: str, package_kind: str) -> bool:
    if attachment_of(path):
        return package_kind in ("package", "attachments")
    kind = record_kind_of(path)
    if kind is None or package_kind == "attachments":
        return False
    own = {RECEIPT_KIND: "receipt", KEYNOTICE_KIND: "keynotice"}
    return own.get(kind, "package") == package_kind


def _stem(path: str) -> str:
    # One attachment under two extensions would be two files of one hash.
    return path.rpartition(".")[0]


def _line(sha256: str, name: str) -> bytes:
    return f"{sha256}  {name}\n".encode()
