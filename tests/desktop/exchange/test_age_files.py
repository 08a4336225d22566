"""Encryption to the office's key: what opens it, what damage is called, and that plain bytes never reach the stick."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import AppError, Cancelled, EnvironmentProblem
from desktop.exchange import write_out as writing
from desktop.exchange.age_files import (
    AGE_MAGIC,
    decrypted,
    encrypt_chunks,
    encrypted_size,
    is_encrypted,
    recipient_tag,
)
from desktop.exchange.canonical_zip import Part, part_of_bytes
from desktop.exchange.checking import check_package
from desktop.exchange.limits import AGE_HEADER_BYTES
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.signing_key import save_key
from desktop.exchange.tag_steps import Recipient
from desktop.exchange.verify import verify
from desktop.exchange.write_out import write_out
from tests.desktop.exchange.forge import (
    HEADER,
    OFFICE_CODE,
    OFFICE_DECRYPT_KEY,
    OFFICE_SIGN_KEY,
    PHOTO,
    PHOTO_SHA256,
    STRANGER_KEY,
    encrypted,
    expectation,
    good_package,
    named_entries,
    refused,
    saved,
)

GOLDEN = Path(__file__).parents[2] / "data" / "golden" / "330106001001-e01-000001-v01.zip"
GOOD = good_package()
LOCKED = encrypted(GOOD)
HEADER_END = LOCKED.index(b"\n", LOCKED.index(b"\n--- ") + 1) + 1
NAME = "330106001001-e01-000001-v01.zip.age"
PASSPHRASE = "夏阳街道的安全口令2026"


def parts() -> list[Part]:
    return [part_of_bytes(name, content) for name, content in named_entries(GOOD)]


def require(tool: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"not installed: {tool}")


def test_the_office_opens_what_was_encrypted_to_its_key(tmp_path):
    staging = tmp_path / "staging"
    staging.mkdir()
    package = verify(saved(tmp_path, LOCKED), expectation(), staging=staging)
    assert package.header == HEADER
    assert package.attachments[PHOTO_SHA256].read_bytes() == PHOTO


def test_no_decryption_outlives_the_verification(tmp_path):
    before = threading.active_count()
    verify(saved(tmp_path, LOCKED), expectation())
    with refused("E_DECRYPT_BODY"):
        verify(saved(tmp_path, LOCKED + b"x"), expectation())
    with pytest.raises(Cancelled):
        verify(saved(tmp_path, encrypted(GOOD * 2000)), expectation(), should_stop=lambda: True)
    assert threading.active_count() == before


def test_an_age_file_for_another_office(tmp_path):
    with refused("E_WRONG_RECIPIENT"):
        verify(saved(tmp_path, encrypted(GOOD, STRANGER_KEY)), expectation())


def test_an_age_file_without_our_decryption_key_at_hand(tmp_path):
    with refused("E_WRONG_RECIPIENT"):
        verify(saved(tmp_path, LOCKED), replace(expectation(), decryption_keys=()))


def test_a_key_that_was_replaced_still_opens_what_was_on_its_way(tmp_path):
    keys = (STRANGER_KEY, OFFICE_DECRYPT_KEY)
    assert verify(saved(tmp_path, LOCKED), replace(expectation(), decryption_keys=keys)).header == HEADER


def test_one_of_two_recipients_is_enough(tmp_path):
    package = saved(tmp_path, encrypted(GOOD, STRANGER_KEY, OFFICE_DECRYPT_KEY))
    assert verify(package, expectation()).header == HEADER


def test_a_package_for_us_encrypted_again_to_another_office(tmp_path):
    stolen = saved(tmp_path, encrypted(GOOD, STRANGER_KEY))
    other = expectation(recipient=Recipient("330106002000", frozenset({STRANGER_KEY.fingerprint})))
    with refused("E_NOT_FOR_US"):
        verify(stolen, replace(other, decryption_keys=(STRANGER_KEY,)))


def test_the_signing_key_of_the_office_is_no_decryption_key(tmp_path):
    with refused("E_WRONG_RECIPIENT"):
        verify(
            saved(tmp_path, LOCKED),
            replace(
                expectation(recipient=Recipient(OFFICE_CODE, frozenset({OFFICE_SIGN_KEY.fingerprint}))),
                decryption_keys=(OFFICE_SIGN_KEY,),
            ),
        )


@pytest.mark.parametrize(
    ("place", "code"),
    [
        pytest.param(LOCKED.index(b"ssh-ed25519 ") + 12, "E_WRONG_RECIPIENT", id="recipient's tag"),
        pytest.param(LOCKED.index(b"ssh-ed25519 ") + 25, "E_DECRYPT_HEADER", id="recipient's share"),
        pytest.param(HEADER_END - 10, "E_DECRYPT_HEADER", id="header MAC"),
        pytest.param(HEADER_END + 3, "E_DECRYPT_BODY", id="nonce"),
        pytest.param(HEADER_END + 40, "E_DECRYPT_BODY", id="body"),
        pytest.param(len(LOCKED) - 1, "E_DECRYPT_BODY", id="last byte"),
    ],
)
def test_a_flip_in_each_part_of_an_age_file(tmp_path, place, code):
    flipped = bytearray(LOCKED)
    flipped[place] = ord("B") if flipped[place] == ord("A") else ord("A")
    with refused(code):
        verify(saved(tmp_path, bytes(flipped)), expectation())


def test_every_single_flipped_byte_of_an_age_file_is_refused(tmp_path):
    allowed = {"E_FORMAT", "E_WRONG_RECIPIENT", "E_DECRYPT_HEADER", "E_DECRYPT_BODY", "E_LIMIT"}
    path = tmp_path / "p.zip.age"
    for place in range(len(LOCKED)):
        flipped = bytearray(LOCKED)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        with pytest.raises(PackageRefused) as raised:
            verify(path, expectation())
        assert raised.value.code in allowed, place


def test_every_truncation_of_an_age_file_is_refused(tmp_path):
    path = tmp_path / "p.zip.age"
    for length in range(len(LOCKED)):
        path.write_bytes(LOCKED[:length])
        with pytest.raises(PackageRefused) as raised:
            verify(path, expectation())
        if length < len(AGE_MAGIC):
            assert raised.value.code == "E_TRUNCATED"
        else:
            assert raised.value.code in ("E_DECRYPT_HEADER", "E_DECRYPT_BODY"), length


@pytest.mark.parametrize("more", [b"x", LOCKED])
def test_bytes_appended_to_an_age_file(tmp_path, more):
    with refused("E_DECRYPT_BODY"):
        verify(saved(tmp_path, LOCKED + more), expectation())


def test_bytes_appended_before_encrypting(tmp_path):
    with refused("E_TRAILING"):
        verify(saved(tmp_path, encrypted(GOOD + b"x")), expectation())


@pytest.mark.parametrize(
    "header",
    [AGE_MAGIC + b"-> grease\n" * 64, AGE_MAGIC + b"-> " + b"g" * AGE_HEADER_BYTES + b"\n"],
    ids=["lines", "bytes"],
)
def test_an_endless_header_is_not_read_to_its_end(tmp_path, header):
    with refused("E_LIMIT"):
        verify(saved(tmp_path, header + b"--- x\n"), expectation())


def test_an_age_file_within_an_age_file_is_no_package(tmp_path):
    with refused("E_ZIP_PROFILE"):
        verify(saved(tmp_path, encrypted(LOCKED)), expectation())


def test_only_the_encrypted_form_reaches_the_medium(tmp_path, monkeypatch):
    seen = bytearray()
    write = os.write
    monkeypatch.setattr(writing.os, "write", lambda to, chunk: seen.extend(chunk) or write(to, chunk))
    write_out(tmp_path / NAME, parts(), recipients=[OFFICE_DECRYPT_KEY.public_key])
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert seen.startswith(AGE_MAGIC) and seen == (tmp_path / NAME).read_bytes()
    assert PHOTO not in seen and b"package.json" not in seen
    assert len(seen) <= encrypted_size(len(GOOD))


def test_what_fails_while_encrypting_is_told_as_it_was(tmp_path):
    def torn() -> object:
        yield b"x"
        raise EnvironmentProblem("attachment_altered", name="楼道.jpg")

    def full(chunk: bytes) -> None:
        raise OSError(28, "full")

    with pytest.raises(EnvironmentProblem, match="attachment_altered"):
        encrypt_chunks(torn(), len, [OFFICE_DECRYPT_KEY.public_key])
    with pytest.raises(OSError, match="full"):
        encrypt_chunks([b"x"], full, [OFFICE_DECRYPT_KEY.public_key])


def test_a_full_stick_and_a_clerk_who_stops_leave_no_half_of_an_encrypted_file(tmp_path, monkeypatch):
    with pytest.raises(Cancelled):
        write_out(
            tmp_path / NAME, parts(), recipients=[OFFICE_DECRYPT_KEY.public_key], should_stop=lambda: True
        )

    def full(*_: object) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(writing.os, "write", full)
    with pytest.raises(EnvironmentProblem, match="disk_full"):
        write_out(tmp_path / NAME, parts(), recipients=[OFFICE_DECRYPT_KEY.public_key])
    assert list(tmp_path.iterdir()) == []


def test_an_encrypted_file_is_known_by_its_first_bytes_whatever_its_name(tmp_path):
    assert is_encrypted(saved(tmp_path, LOCKED, "微信图片.zip"))
    assert not is_encrypted(saved(tmp_path, GOOD, "p.zip.age"))
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        is_encrypted(tmp_path / "没有.age")


def test_a_third_party_needs_the_key_to_look_inside(tmp_path):
    package = saved(tmp_path, LOCKED)
    with pytest.raises(AppError, match="package_encrypted"):
        check_package(package, None)
    assert check_package(package, None, [OFFICE_DECRYPT_KEY]).header == HEADER


def test_age_opens_what_we_wrote_with_the_offices_key_file(tmp_path):
    require("age")
    key = tmp_path / "decrypt.key"
    save_unprotected(key)
    write_out(tmp_path / NAME, parts(), recipients=[OFFICE_DECRYPT_KEY.public_key])
    opened = subprocess.run(
        ["age", "-d", "-i", str(key), str(tmp_path / NAME)], capture_output=True, check=True
    )
    assert opened.stdout == GOOD


def test_we_open_what_age_wrote(tmp_path):
    require("age")
    made = subprocess.run(
        ["age", "-r", OFFICE_DECRYPT_KEY.public_line], input=GOOD, capture_output=True, check=True
    )
    assert verify(saved(tmp_path, made.stdout), expectation()).header == HEADER
    assert recipient_tag(OFFICE_DECRYPT_KEY.public_key) in made.stdout[:200]


def test_ssh_keygen_reads_the_protected_key_file_that_decrypts(tmp_path):
    require("ssh-keygen")
    key = tmp_path / "decrypt.key"
    save_key(key, OFFICE_DECRYPT_KEY, PASSPHRASE)
    shown = subprocess.run(
        ["ssh-keygen", "-y", "-P", PASSPHRASE, "-f", str(key)], capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith(OFFICE_DECRYPT_KEY.public_line)


def save_unprotected(path: Path) -> None:
    """The key as `ssh-keygen -p` leaves it without a passphrase, which age asks for on a terminal only."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = OFFICE_DECRYPT_KEY.private_key
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)


def test_the_golden_encrypted_package_opens_to_the_golden_package(tmp_path):
    plain, locked = GOLDEN, GOLDEN.with_name(GOLDEN.name + ".age")
    assert is_encrypted(locked)
    assert verify(locked, expectation()).package_id == verify(plain, expectation()).package_id
    with open(locked, "rb", buffering=0) as source, decrypted(source, [OFFICE_DECRYPT_KEY]) as opened:
        content = bytearray(len(plain.read_bytes()) + 1)
        filled = 0
        while count := opened.readinto(memoryview(content)[filled:]):
            filled += count
    assert bytes(content[:filled]) == plain.read_bytes()
