"""SSHSIG as ssh-keygen understands it, and nothing wider (format §5)."""

from __future__ import annotations

import base64
import shutil
import subprocess

import pytest

from desktop.exchange.public_keys import key_blob
from desktop.exchange.ssh_signature import PACKAGE_NAMESPACE, armoured, parse_signature, verify_message
from desktop.exchange.ssh_wire import wire_string
from tests.desktop.exchange.forge import COMMITTEE_KEY, refused

MESSAGE = b"the exact bytes of a tag manifest\n"
ARMOUR = COMMITTEE_KEY.sign(MESSAGE, PACKAGE_NAMESPACE)
needs_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")


def blob_of(
    key: bytes | None = None,
    namespace: bytes = b"slp-package-v1",
    reserved: bytes = b"",
    hash_name: bytes = b"sha512",
    signature: bytes = wire_string(b"ssh-ed25519") + wire_string(bytes(64)),
) -> bytes:
    key = key_blob(COMMITTEE_KEY.public_key) if key is None else key
    fields = (key, namespace, reserved, hash_name, signature)
    return b"SSHSIG\0\0\0\1" + b"".join(map(wire_string, fields))


def test_own_signature_verifies_and_names_its_key():
    assert verify_message(MESSAGE, ARMOUR, PACKAGE_NAMESPACE) == COMMITTEE_KEY.public_key


@pytest.mark.parametrize(
    "armour",
    [
        b"",
        ARMOUR[:-1],
        ARMOUR + b"\n",
        ARMOUR.replace(b"\n", b"\r\n"),
        b"\n" + ARMOUR,
        ARMOUR.replace(b"=", b""),
        ARMOUR[:40] + b"*" + ARMOUR[41:],
        ARMOUR[:60] + b"\n" + ARMOUR[60:],
        ARMOUR.replace(b"SSH SIGNATURE", b"PGP SIGNATURE"),
        armoured(base64.b64decode(b"".join(ARMOUR.split(b"\n")[1:-2])) + b"\0"),
        armoured(blob_of(reserved=b"x")),
        armoured(blob_of().replace(b"SSHSIG\0\0\0\1", b"SSHSIG\0\0\0\2")),
        armoured(blob_of()[:-1]),
        armoured(blob_of(key=b"")),
        armoured(blob_of(key=key_blob(bytes(33)))),
        armoured(blob_of(signature=wire_string(b"ssh-ed25519") + wire_string(bytes(63)))),
        armoured(blob_of(signature=wire_string(b"ssh-ed25519") + bytes(64))),
        armoured(blob_of(signature=b"")),
    ],
)
def test_any_other_spelling_is_refused(armour):
    with refused("E_SIG_FORMAT"):
        parse_signature(armour)


@pytest.mark.parametrize(
    "blob",
    [
        blob_of(hash_name=b"sha256"),
        blob_of(key=wire_string(b"ssh-rsa") + wire_string(b"\3")),
        blob_of(key=wire_string(b"sk-ssh-ed25519@openssh.com") + wire_string(bytes(32))),
        blob_of(signature=wire_string(b"rsa-sha2-512") + wire_string(bytes(64))),
    ],
)
def test_any_other_algorithm_is_refused(blob):
    with refused("E_ALG"):
        parse_signature(armoured(blob))


def test_other_namespace_other_message_and_empty_signature_are_refused():
    with refused("E_SIG_NAMESPACE"):
        verify_message(MESSAGE, ARMOUR, "slp-receipt-v1")
    with refused("E_SIGNATURE"):
        verify_message(MESSAGE + b"x", ARMOUR, PACKAGE_NAMESPACE)
    with refused("E_SIGNATURE"):
        verify_message(MESSAGE, armoured(blob_of()), PACKAGE_NAMESPACE)


def test_key_that_is_no_point_of_the_curve_is_refused():
    with refused("E_SIGNATURE"):
        verify_message(MESSAGE, armoured(blob_of(key=key_blob(b"\2" + bytes(31)))), PACKAGE_NAMESPACE)


@needs_ssh_keygen
def test_ssh_keygen_accepts_ours(tmp_path):
    (tmp_path / "allowed").write_text(f"330106001001 {COMMITTEE_KEY.public_line}\n")
    (tmp_path / "message.sig").write_bytes(ARMOUR)
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "330106001001"]
    command += ["-n", PACKAGE_NAMESPACE, "-s", "message.sig"]
    subprocess.run(command, cwd=tmp_path, input=MESSAGE, check=True, capture_output=True)


@needs_ssh_keygen
def test_we_accept_what_ssh_keygen_signs(tmp_path):
    run = {"cwd": tmp_path, "check": True, "capture_output": True}
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key"], **run)
    (tmp_path / "message").write_bytes(MESSAGE)
    subprocess.run(["ssh-keygen", "-Y", "sign", "-f", "key", "-n", PACKAGE_NAMESPACE, "message"], **run)
    signer = verify_message(MESSAGE, (tmp_path / "message.sig").read_bytes(), PACKAGE_NAMESPACE)
    public_line = (tmp_path / "key.pub").read_text().split()
    assert base64.b64decode(public_line[1]) == key_blob(signer)


@needs_ssh_keygen
def test_ssh_keygens_sha256_signature_is_refused_though_openssh_takes_it(tmp_path):
    run = {"cwd": tmp_path, "check": True, "capture_output": True}
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key"], **run)
    (tmp_path / "message").write_bytes(MESSAGE)
    command = [
        "ssh-keygen",
        "-Y",
        "sign",
        "-O",
        "hashalg=sha256",
        "-f",
        "key",
        "-n",
        PACKAGE_NAMESPACE,
        "message",
    ]
    subprocess.run(command, **run)
    with refused("E_ALG"):
        verify_message(MESSAGE, (tmp_path / "message.sig").read_bytes(), PACKAGE_NAMESPACE)
