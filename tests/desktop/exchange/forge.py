"""Makes good packages with fixed keys, and bad ones: edited bytes, edited containers, and lies that an
insider signs.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop.exchange.age_files import encrypt_chunks
from desktop.exchange.bag import BAGIT, SIGNATURE, TAG_MANIFEST, bag_info_bytes, tagmanifest_bytes
from desktop.exchange.canonical_zip import container_chunks, part_of_bytes
from desktop.exchange.chain import ChainState
from desktop.exchange.header import PackageHeader, Party, header_bytes
from desktop.exchange.records import IndexedAttachment, index_records, record_lines
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.roster import FixedRoster, KeyStatus, RosterEntry
from desktop.exchange.seal import NAMESPACE_OF_KIND, PayloadContent, package_parts, records_content, seal
from desktop.exchange.sentences import PACKAGE_SENTENCES
from desktop.exchange.signing_key import SigningKey, signing_key_from_seed
from desktop.exchange.tag_steps import Recipient
from desktop.exchange.verify import Expectation

COMMITTEE_CODE = "330106001001"
OFFICE_CODE = "330106001000"
COMMITTEE_NAME = "文新街道竞舟社区居民委员会"
OFFICE_NAME = "文新街道办事处"

COMMITTEE_KEY = signing_key_from_seed(bytes(range(32)))
OFFICE_SIGN_KEY = signing_key_from_seed(bytes(range(32, 64)))
OFFICE_DECRYPT_KEY = signing_key_from_seed(bytes(range(64, 96)))
STRANGER_KEY = signing_key_from_seed(bytes(range(96, 128)))

COMMITTEE = Party(COMMITTEE_CODE, COMMITTEE_NAME, COMMITTEE_KEY.fingerprint)
OFFICE = Party(OFFICE_CODE, OFFICE_NAME, OFFICE_DECRYPT_KEY.fingerprint)

PHOTO = b"\xff\xd8\xff\xe0 photo of a blocked stairway " + bytes(range(40))
PHOTO_SHA256 = hashlib.sha256(PHOTO).hexdigest()
HAZARDS = (
    {"id": "01J00000000000000000000001", "description": "楼道堆放杂物", "attachments": [PHOTO_SHA256]},
    {"id": "01J00000000000000000000002", "description": "灭火器过期", "attachments": []},
)
INDEX = (IndexedAttachment(PHOTO_SHA256, len(PHOTO), "image/jpeg", "楼道 1.jpg", 1),)
PHOTO_PATH = f"data/att/{PHOTO_SHA256}.jpg"
HAZARD_PATH = "data/records/hazard.jsonl"
INDEX_PATH = "data/records/attachments.jsonl"

HEADER = PackageHeader(
    kind="package",
    sender=COMMITTEE,
    to=(OFFICE,),
    epoch=1,
    serial=1,
    prev=None,
    base=0,
    ack=None,
    volume=1,
    volumes=1,
    main=None,
    period="2026-05",
    created="2026-05-27T09:30:00+08:00",
    suites=("ed25519",),
    schema=1,
    software="村居安全台账 1.0.0",
    counts={"attachments": 1, "hazard": 2},
)
ENTRY = RosterEntry(COMMITTEE_CODE, COMMITTEE_NAME, COMMITTEE_KEY.public_key, epoch=1)


def payload() -> dict[str, bytes]:
    """The payload of the small good package, by path."""
    return {
        PHOTO_PATH: PHOTO,
        HAZARD_PATH: record_lines(HAZARDS),
        INDEX_PATH: record_lines(index_records(INDEX)),
    }


def good_package(header: PackageHeader = HEADER, key: SigningKey = COMMITTEE_KEY) -> bytes:
    """A package made the way the program makes it."""
    contents = [content_at(path, content) for path, content in payload().items()]
    return b"".join(container_chunks(package_parts(seal(header, contents, key), contents)))


def encrypted(package: bytes, *to: SigningKey) -> bytes:
    """The package as an age file to the office's decryption key, or to the keys given."""
    written: list[bytes] = []
    keys = [each.public_key for each in to or (OFFICE_DECRYPT_KEY,)]
    encrypt_chunks([package], written.append, keys)
    return b"".join(written)


def content_at(path: str, content: bytes) -> PayloadContent:
    """A payload file of any path."""
    made = records_content("hazard", content)
    return replace(made, file=replace(made.file, path=path))


@dataclass
class Insider:
    """Somebody with an enrolled key and no scruples: every layer may be given as it should not be.

    What is left None is computed from the layer below, so that only the lie is wrong.
    """

    files: dict[str, bytes]
    header: PackageHeader = HEADER
    key: SigningKey = COMMITTEE_KEY
    namespace: str | None = None
    bagit: bytes = BAGIT
    package_json: bytes | None = None
    bag_info: bytes | None = None
    manifest: bytes | None = None
    tagmanifest: bytes | None = None
    signature: bytes | None = None
    bag_name: str | None = None

    def entries(self) -> dict[str, bytes]:
        """Names without the top folder and contents, in file order."""
        ordered = sorted(self.files.items(), key=lambda item: item[0].encode("utf-8"))
        size = sum(len(content) for _, content in ordered)
        package_json = self.package_json if self.package_json is not None else header_bytes(self.header)
        bag_info = (
            self.bag_info if self.bag_info is not None else bag_info_bytes(self.header, size, len(ordered))
        )
        lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in ordered)
        manifest = self.manifest if self.manifest is not None else "".join(lines).encode("utf-8")
        tags = (self.bagit, bag_info, package_json, manifest)
        tagmanifest = self.tagmanifest if self.tagmanifest is not None else tagmanifest_bytes(tags)
        namespace = self.namespace or NAMESPACE_OF_KIND[self.header.kind]
        signature = self.signature if self.signature is not None else self.key.sign(tagmanifest, namespace)
        names = ("bagit.txt", "bag-info.txt", "package.json", "manifest-sha256.txt")
        return dict(zip(names, tags, strict=True)) | {
            TAG_MANIFEST: tagmanifest,
            SIGNATURE: signature,
            **dict(ordered),
        }

    def package(self) -> bytes:
        """The container, canonical where names allow it."""
        return container_of(self.entries(), self.bag_name or self.header.bag_name)


def container_of(entries: Mapping[str, bytes], bag_name: str = HEADER.bag_name) -> bytes:
    """A canonical container of any entries; the standard library's writer takes over for names beyond
    ASCII.
    """
    if all(name.isascii() for name in entries):
        parts = [part_of_bytes(f"{bag_name}/{name}", content) for name, content in entries.items()]
        return b"".join(container_chunks(parts))
    return zipped([(f"{bag_name}/{name}", content) for name, content in entries.items()])


def zipped(named: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED, mode: int = 0o100644) -> bytes:
    """A ZIP by the standard library; the last entry gets `method` and `mode`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, (name, content) in enumerate(named, start=1):
            item = zipfile.ZipInfo(name)
            item.create_system = 3
            item.external_attr = (mode if number == len(named) else 0o100644) << 16
            item.compress_type = method if number == len(named) else zipfile.ZIP_STORED
            archive.writestr(item, content)
    return target.getvalue()


def named_entries(package: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of a container in file order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(item.filename, archive.read(item)) for item in archive.infolist()]


def with_content(package: bytes, ending: str, content: bytes) -> bytes:
    """The container with the content of one entry exchanged and everything about the ZIP made right again."""
    entries = [(name, content if name.endswith(ending) else old) for name, old in named_entries(package)]
    return b"".join(container_chunks(part_of_bytes(name, one) for name, one in entries))


def expectation(
    *,
    entry: RosterEntry = ENTRY,
    chain: ChainState | None = None,
    recipient: Recipient | None = None,
    accept_gap: bool = False,
) -> Expectation:
    """What the office holds a package of the committee against."""
    return Expectation(
        roster=FixedRoster([entry]),
        recipient=recipient or Recipient(OFFICE_CODE, frozenset({OFFICE_DECRYPT_KEY.fingerprint})),
        chain_of=lambda _: chain or ChainState(epoch=1),
        accept_gap=accept_gap,
        decryption_keys=(OFFICE_DECRYPT_KEY,),
    )


@contextmanager
def refused(*codes: str) -> Iterator[list[PackageRefused]]:
    """Expects a refusal with one of the codes, and a sentence for it that its parameters fill."""
    caught: list[PackageRefused] = []
    with pytest.raises(PackageRefused) as raised:
        yield caught
    assert raised.value.code in codes
    assert PACKAGE_SENTENCES[raised.value.code].format(**raised.value.params)
    assert raised.value.group.value
    caught.append(raised.value)


def saved(folder: Path, package: bytes, name: str = "arrived.zip") -> Path:
    """The package as a file."""
    path = folder / name
    path.write_bytes(package)
    return path


REVOKED = replace(ENTRY, status=KeyStatus.REVOKED)
