"""SSHSIG signatures as `ssh-keygen -Y` makes and checks them, only Ed25519 over SHA-512 (format §5)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.exchange.public_keys import KEY_BYTES, KEY_TYPE, key_blob
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.ssh_wire import split_string, wire_string

PACKAGE_NAMESPACE: Final = "slp-package-v1"
RECEIPT_NAMESPACE: Final = "slp-receipt-v1"
KEYNOTICE_NAMESPACE: Final = "slp-keynotice-v1"

_MAGIC: Final = b"SSHSIG"
_VERSION: Final = (1).to_bytes(4, "big")
_HASH: Final = b"sha512"
_BEGIN: Final = b"-----BEGIN SSH SIGNATURE-----\n"
_END: Final = b"-----END SSH SIGNATURE-----\n"
_LINE_CHARACTERS: Final = 70
_SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True)
class SshSignature:
    """A well-formed signature of the one allowed algorithm; nothing is said yet about whether it is true."""

    public_key: bytes
    namespace: str
    signature: bytes


def sign_message(message: bytes, namespace: str, public_key: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """Gives the armoured signature over `message`; `sign` is the raw Ed25519 signing of the private half."""
    signature = sign(_signed_bytes(message, namespace.encode("ascii")))
    return armoured(_blob(public_key, namespace.encode("ascii"), signature))


def verify_message(message: bytes, armour: bytes, namespace: str) -> bytes:
    """Gives the raw public key that signed `message` for `namespace`.

    Refuses E_SIG_FORMAT, E_ALG, E_SIG_NAMESPACE, E_SIGNATURE (format §15 step 3).
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    found = parse_signature(armour)
    if found.namespace != namespace:
        raise PackageRefused("E_SIG_NAMESPACE", found=found.namespace)
    signed = _signed_bytes(message, namespace.encode("ascii"))
    try:
        Ed25519PublicKey.from_public_bytes(found.public_key).verify(found.signature, signed)
    except InvalidSignature as error:
        raise PackageRefused("E_SIGNATURE") from error
    return found.public_key


def parse_signature(armour: bytes) -> SshSignature:
    """Gives the parts of an armoured signature; refuses E_SIG_FORMAT for any other spelling, E_ALG for other
    algorithms.
    """
    try:
        key, namespace, hash_name, signature = _split_blob(_unarmoured(armour))
        key_type, _ = split_string(key)
        signature_type, signature_tail = split_string(signature)
    except ValueError as error:
        raise PackageRefused("E_SIG_FORMAT") from error
    for found, allowed in ((key_type, KEY_TYPE), (signature_type, KEY_TYPE), (hash_name, _HASH)):
        if found != allowed:
            raise PackageRefused("E_ALG", found=found.decode("ascii", "backslashreplace"))
    public_key = key[-KEY_BYTES:]
    raw_signature = signature_tail[4:]
    if key != key_blob(public_key) or signature_tail != wire_string(raw_signature):
        raise PackageRefused("E_SIG_FORMAT")
    if len(raw_signature) != _SIGNATURE_BYTES:
        raise PackageRefused("E_SIG_FORMAT")
    return SshSignature(public_key, namespace.decode("ascii", "backslashreplace"), raw_signature)


def armoured(blob: bytes) -> bytes:
    """Gives the text form of a signature blob: base64 in lines of 70 characters between the two marks."""
    text = base64.b64encode(blob)
    lines = (text[at : at + _LINE_CHARACTERS] + b"\n" for at in range(0, len(text), _LINE_CHARACTERS))
    return _BEGIN + b"".join(lines) + _END


def _unarmoured(armour: bytes) -> bytes:
    body = armour.removeprefix(_BEGIN).removesuffix(_END)
    try:
        blob = base64.b64decode(body.replace(b"\n", b""), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if armoured(blob) != armour:
        raise ValueError("not the one spelling of this signature")
    return blob


def _split_blob(blob: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    if not blob.startswith(_MAGIC + _VERSION):
        raise ValueError("not an SSHSIG of version 1")
    key, rest = split_string(blob.removeprefix(_MAGIC + _VERSION))
    namespace, rest = split_string(rest)
    reserved, rest = split_string(rest)
    hash_name, rest = split_string(rest)
    signature, rest = split_string(rest)
    if reserved or rest:
        raise ValueError("reserved field or bytes after the signature")
    return key, namespace, hash_name, signature


def _blob(public_key: bytes, namespace: bytes, signature: bytes) -> bytes:
    typed_signature = wire_string(KEY_TYPE) + wire_string(signature)
    fields = (key_blob(public_key), namespace, b"", _HASH, typed_signature)
    return _MAGIC + _VERSION + b"".join(map(wire_string, fields))


def _signed_bytes(message: bytes, namespace: bytes) -> bytes:
    fields = (namespace, b"", _HASH, hashlib.sha512(message).digest())
    return _MAGIC + b"".join(map(wire_string, fields))
