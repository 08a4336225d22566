"""Attacks by keys and signatures: other keys, other algorithms, other namespaces; each with the answer the format's table asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.exchange.header import header_bytes
from desktop.exchange.roster import KeyStatus
from desktop.exchange.ssh_signature import RECEIPT_NAMESPACE, armoured
from tests.desktop.exchange.attack_kit import after_first, header, insider, package_id
from tests.desktop.exchange.forge import (
    ENTRY,
    HEADER,
    REVOKED,
    STRANGER_KEY,
    expectation,
    good_package,
    named_entries,
    refused,
    zipped,
)


def test_unknown_key(opened):
    with refused("E_UNKNOWN_SIGNER"):
        opened(
            good_package(header(sender=replace(HEADER.sender, key=STRANGER_KEY.fingerprint)), STRANGER_KEY)
        )


def test_unknown_key_claiming_a_known_fingerprint(opened):
    with refused("E_UNKNOWN_SIGNER"):
        opened(insider(key=STRANGER_KEY).package())


def _ssh_signature(package: bytes) -> bytes:
    import base64

    armour = next(one for name, one in named_entries(package) if name.endswith(".sig"))
    return base64.b64decode(b"".join(armour.split(b"\n")[1:-2]))


def test_hash_of_the_signature_downgraded(opened):
    blob = _ssh_signature(good_package()).replace(b"\x00\x00\x00\x06sha512", b"\x00\x00\x00\x06sha256")
    with refused("E_ALG"):
        opened(insider(signature=armoured(blob)).package())


def test_signature_of_an_rsa_key(opened):
    blob = _ssh_signature(good_package()).replace(b"ssh-ed25519", b"ssh-rsa-abc")
    with refused("E_ALG"):
        opened(insider(signature=armoured(blob)).package())


def test_md5_manifest_in_place_of_the_real_one(opened):
    entries = [
        (name.replace("/manifest-sha256", "/manifest-md5"), one)
        for name, one in named_entries(good_package())
    ]
    with refused("E_ZIP_PROFILE"):
        opened(zipped(entries))


@pytest.mark.parametrize("demanded", [("ed25519",), ("ed25519", "sm2")])
def test_sm2_signature_stripped(opened, demanded):
    package = insider(header=header(suites=("ed25519", "sm2"))).package()
    with refused("E_ALG_POLICY"):
        opened(package, expectation(entry=replace(ENTRY, suites=demanded)))


def test_suites_fewer_than_enrolled(opened):
    with refused("E_ALG_POLICY"):
        opened(good_package(), expectation(entry=replace(ENTRY, suites=("ed25519", "sm2"))))


def test_version_two(opened):
    newer = header_bytes(HEADER).replace(b'"version":1', b'"version":2')
    with refused("E_VERSION"):
        opened(insider(package_json=newer).package())


def test_receipt_signature_reused_as_a_package(opened):
    with refused("E_SIG_NAMESPACE"):
        opened(insider(namespace=RECEIPT_NAMESPACE).package())


def test_receipt_kind_signed_as_a_package(opened):
    package_json = header_bytes(header(kind="receipt"))
    with refused("E_FORMAT"):
        opened(insider(package_json=package_json).package())


def test_revoked_key(opened):
    with refused("E_KEY_REVOKED") as caught:
        opened(good_package(), expectation(entry=REVOKED))
    assert caught[0].signed is None


def test_revoked_key_leaves_a_receipted_package_valid(opened):
    with refused("E_REPLAY"):
        opened(good_package(), expectation(entry=REVOKED, chain=after_first()))


def test_revoked_key_without_our_receipt_list(opened):
    with refused("E_KEY_REVOKED"):
        opened(good_package(), replace(expectation(entry=REVOKED), chain_of=None))


def test_retired_key_counts_up_to_its_last_serial(opened):
    retired = replace(ENTRY, status=KeyStatus.RETIRED, last_serial=1)
    assert opened(good_package(), expectation(entry=retired)).serial == 1
    second = good_package(header(serial=2, prev=package_id(good_package())))
    with refused("E_KEY_RETIRED"):
        opened(second, expectation(entry=retired, chain=after_first()))
    with refused("E_KEY_RETIRED"):
        opened(good_package(), expectation(entry=replace(retired, last_serial=None)))
