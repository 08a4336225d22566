"""Sealing to a public key: whoever registers a tip can close the envelope, only the passphrase opens it.

The key pair is an OpenSSH Ed25519 key used as X25519, the way age uses such keys: the key file, its passphrase and its
rules are then those of the signing key (format §11), and one tool changes both.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from db.errors import EnvironmentProblem
from db.tips import SealedIdentity
from desktop.exchange.public_keys import fingerprint
from desktop.exchange.signing_key import SigningKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

ALGORITHM = "x25519-hkdf-sha256-chacha20poly1305-v1"
_EPHEMERAL_BYTES, _TAG_BYTES = 32, 16
_PRIME = 2**255 - 19
_PURPOSE = b"slp-tip-identity-v1\0"
_NONCE = bytes(12)  # each key seals one message only


def seal(public_key: bytes, tip_id: str, content: bytes) -> SealedIdentity:
    """The content sealed to an Ed25519 public key and bound to one tip; a fresh key pair for every envelope.

    EnvironmentProblem `key_file_damaged` for a key nobody can hold.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    try:
        shared = once.exchange(X25519PublicKey.from_public_bytes(_as_x25519(public_key)))
    except ValueError as error:
        raise EnvironmentProblem("key_file_damaged", name="tips.key") from error
    ephemeral = once.public_key().public_bytes_raw()
    key = fingerprint(public_key)
    sealed = _cipher(shared, ephemeral, public_key).encrypt(_NONCE, content, _bound_to(tip_id, key))
    return SealedIdentity(ALGORITHM, key, ephemeral + sealed)


def unseal(key: SigningKey, tip_id: str, identity: SealedIdentity) -> bytes:
    """What was sealed. EnvironmentProblem `tip_identity_other_key`, `tip_identity_damaged`: altered, cut, another tip's."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    if identity.key != key.fingerprint:
        raise EnvironmentProblem("tip_identity_other_key")
    ephemeral, sealed = identity.sealed[:_EPHEMERAL_BYTES], identity.sealed[_EPHEMERAL_BYTES:]
    if identity.algorithm != ALGORITHM or len(sealed) < _TAG_BYTES:
        raise EnvironmentProblem("tip_identity_damaged")
    try:
        shared = _private_half(key).exchange(X25519PublicKey.from_public_bytes(ephemeral))
        cipher = _cipher(shared, ephemeral, key.public_key)
        return cipher.decrypt(_NONCE, sealed, _bound_to(tip_id, identity.key))
    except (InvalidTag, ValueError) as error:
        raise EnvironmentProblem("tip_identity_damaged") from error


def _cipher(shared: bytes, ephemeral: bytes, public_key: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = _PURPOSE + ephemeral + public_key
    return ChaCha20Poly1305(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(shared))


def _bound_to(tip_id: str, key: str) -> bytes:
    return "\0".join((ALGORITHM, key, tip_id)).encode()


def _private_half(key: SigningKey) -> X25519PrivateKey:
    """RFC 8032 §5.1.5: the scalar of an Ed25519 key is the first half of its seed's SHA-512."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    seed = key.private_key.private_bytes_raw()
    return X25519PrivateKey.from_private_bytes(hashlib.sha512(seed).digest()[:32])


def _as_x25519(public_key: bytes) -> bytes:
    """RFC 7748 §4.1: the same point in the other coordinates, u = (1 + y) / (1 - y). ValueError when there is none."""
    y = int.from_bytes(public_key, "little") & (2**255 - 1)
    return ((1 + y) * pow(1 - y, -1, _PRIME) % _PRIME).to_bytes(32, "little")
