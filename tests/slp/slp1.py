"""SLP-1 once more, written from the format document alone: nothing of the program is imported here.

It is small because it is strict about little: whoever wants every refusal reads `desktop.exchange`. What the two do
differently is a fault of the program.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
NAMESPACES = {
    "package": "slp-package-v1",
    "attachments": "slp-package-v1",
    "receipt": "slp-receipt-v1",
    "keynotice": "slp-keynotice-v1",
}
TAGS = ("bagit.txt", "bag-info.txt", "package.json", "manifest-sha256.txt")


@dataclass(frozen=True)
class Package:
    """What a package says: its id, package.json, JSON records by kind, other payload by path, and the signer's raw key."""

    id: str
    header: dict[str, Any]
    records: dict[str, list[dict[str, Any]]]
    attachments: dict[str, bytes]
    signer: bytes


# §4, §5, §10: keys and JSON


def raw_public(key: Any) -> bytes:
    """The 32 bytes of the public half."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def blob(public: bytes) -> bytes:
    """The SSH form of a key."""
    return _string(b"ssh-ed25519") + _string(public)


def fingerprint(public: bytes) -> str:
    """As `ssh-keygen -l` shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob(public)).digest()).decode().rstrip("=")


def digit_groups(public: bytes) -> list[str]:
    """Eight groups of five digits."""
    digits = str(int.from_bytes(hashlib.sha256(blob(public)).digest(), "big") % 10**40).zfill(40)
    return [digits[at : at + 5] for at in range(0, 40, 5)]


def sheet_text(code: str, epoch: int, public: bytes, day: str) -> str:
    """What the QR code of a committee's sheet says; `day` is YYYYMMDD."""
    text = f"SLP1E/{code}/{epoch:02d}/ED/{base64.b32encode(public).decode().rstrip('=')}/{day}"
    return f"{text}/{zlib.crc32(text.encode()):08X}"


def canonical(value: Any) -> bytes:
    """The one spelling of a JSON value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def sign(message: bytes, namespace: str, key: Any) -> bytes:
    """An armoured SSHSIG."""
    fields = _string(namespace.encode()) + _string(b"") + _string(b"sha512")
    signed = key.sign(b"SSHSIG" + fields + _string(hashlib.sha512(message).digest()))
    whole = b"SSHSIG" + struct.pack(">I", 1) + _string(blob(raw_public(key))) + fields
    body = base64.b64encode(whole + _string(_string(b"ssh-ed25519") + _string(signed))).decode()
    lines = [body[at : at + 70] for at in range(0, len(body), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


def signer_of(message: bytes, armour: bytes, namespace: str) -> bytes:
    """The raw key that signed; ValueError and InvalidSignature otherwise."""
    lines = armour.decode().splitlines()
    if lines[0] != "-----BEGIN SSH SIGNATURE-----" or lines[-1] != "-----END SSH SIGNATURE-----":
        raise ValueError("armour")
    whole = base64.b64decode("".join(lines[1:-1]), validate=True)
    if whole[:10] != b"SSHSIG" + struct.pack(">I", 1):
        raise ValueError("preamble")
    parts, at = [], 10
    while at < len(whole):
        (size,) = struct.unpack_from(">I", whole, at)
        parts.append(whole[at + 4 : at + 4 + size])
        at += 4 + size
    key, space, reserved, digest, signature = parts
    if (space.decode(), reserved, digest) != (namespace, b"", b"sha512") or key[:19] != blob(bytes(32))[:19]:
        raise ValueError("algorithm or namespace")
    signed = (
        b"SSHSIG"
        + _string(space)
        + _string(b"")
        + _string(digest)
        + _string(hashlib.sha512(message).digest())
    )
    Ed25519PublicKey.from_public_bytes(key[19:]).verify(signature[-64:], signed)
    return key[19:]


# §2, §3: bag and container


def write(header: Mapping[str, Any], payload: Mapping[str, bytes], key: Any) -> bytes:
    """The container of a package, receipt or notice; `header` is package.json, `payload` by path below the top folder."""
    files = sorted(payload.items())
    group = f"{header['from']['code']}-e{header['epoch']:02d}-{header['serial']:06d}"
    base = f"{group}-v{header['volume']:02d}"
    info = (
        f"Source-Organization: {header['from']['name']}\nExternal-Identifier: {base}\nBagging-Date: {header['created'][:10]}\n"
        f"Bag-Group-Identifier: {group}\nBag-Count: {header['volume']} of {header['volumes']}\n"
        f"Payload-Oxum: {sum(len(content) for _, content in files)}.{len(files)}\n"
    ).encode()
    tags = dict(zip(TAGS, (BAGIT, info, canonical(dict(header)), _manifest(files)), strict=True))
    tagmanifest = _manifest(tags.items())
    signature = sign(tagmanifest, NAMESPACES[header["kind"]], key)
    entries = [
        *tags.items(),
        ("tagmanifest-sha256.txt", tagmanifest),
        ("tagmanifest-sha256.txt.sig", signature),
        *files,
    ]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries:
            item = zipfile.ZipInfo(f"{base}/{name}", (1980, 1, 1, 0, 0, 0))
            item.create_system, item.external_attr = 3, 0o100644 << 16
            archive.writestr(item, content)
    return target.getvalue()


def read(container: bytes) -> Package:
    """What a container says, once signature, manifests and the set of files were found right; ValueError otherwise."""
    with zipfile.ZipFile(io.BytesIO(container)) as archive:
        entries = {item.filename.partition("/")[2]: archive.read(item) for item in archive.infolist()}
    header = json.loads(entries["package.json"])
    tagmanifest, signature = entries["tagmanifest-sha256.txt"], entries["tagmanifest-sha256.txt.sig"]
    signer = signer_of(tagmanifest, signature, NAMESPACES[header["kind"]])
    payload = {name: content for name, content in entries.items() if name.startswith("data/")}
    if tagmanifest != _manifest((name, entries[name]) for name in TAGS) or len(entries) != len(payload) + 6:
        raise ValueError("tag files")
    if entries["manifest-sha256.txt"] != _manifest(sorted(payload.items())):
        raise ValueError("payload")
    if (
        canonical(header) != entries["package.json"]
        or write(header, payload, _Given(signature, signer)) != container
    ):
        raise ValueError("not the canonical container")
    records = {
        name[len("data/records/") : -len(".jsonl")]: [json.loads(line) for line in content.splitlines()]
        for name, content in payload.items()
        if name.startswith("data/records/")
    }
    attachments = {name: content for name, content in payload.items() if name.startswith("data/att/")}
    return Package(hashlib.sha256(tagmanifest).hexdigest(), header, records, attachments, signer)


def record_lines(records: list[dict[str, Any]]) -> bytes:
    """The JSON Lines of one kind."""
    return b"".join(map(canonical, records))


def _manifest(files: Any) -> bytes:
    return b"".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode() for name, content in files)


class _Given:
    """Stands for a key that signed already: `write` with it gives the container back when all else is canonical."""

    def __init__(self, armour: bytes, public: bytes) -> None:
        whole = base64.b64decode(b"".join(armour.splitlines()[1:-1]))
        self._signature, self._public = whole[-64:], Ed25519PublicKey.from_public_bytes(public)

    def sign(self, message: bytes) -> bytes:
        return self._signature

    def public_key(self) -> Ed25519PublicKey:
        return self._public
