"""Key files: what OpenSSH reads, what a passphrase must be, and what happens to a file that is not whole
(format §11).
"""

from __future__ import annotations

import base64
import errno
import os
import shutil
import stat
import subprocess
import unicodedata
from pathlib import Path

import pytest

from db.errors import AppError, EnvironmentProblem
from desktop.exchange import signing_key as keys
from desktop.exchange.public_keys import digit_groups, fingerprint, parse_public_key_line
from desktop.exchange.signing_key import change_passphrase, create_key, load_key, read_public_key, save_key
from tests.desktop.exchange.forge import COMMITTEE_KEY

PASSPHRASE = "一棵 老 槐树 café 旁边"
needs_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")


@pytest.fixture(scope="module")
def key_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "sign.key"
    save_key(path, COMMITTEE_KEY, PASSPHRASE)
    return path


def damaged(path: Path, change) -> Path:
    body = b"".join(path.read_bytes().split(b"\n")[1:-2])
    blob = base64.b64encode(change(base64.b64decode(body)))
    begin, end = path.read_bytes().split(b"\n")[0], path.read_bytes().split(b"\n")[-2]
    return begin + b"\n" + blob + b"\n" + end + b"\n"


def test_the_right_passphrase_unlocks_in_either_normal_form(key_file):
    assert (
        load_key(key_file, unicodedata.normalize("NFD", PASSPHRASE)).fingerprint == COMMITTEE_KEY.fingerprint
    )


def test_a_wrong_passphrase_is_the_clerks_to_mend(key_file):
    with pytest.raises(AppError, match="passphrase_wrong"):
        load_key(key_file, PASSPHRASE + "!")


def test_the_file_is_for_its_owner_only_and_says_100_rounds(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    blob = base64.b64decode(b"".join(key_file.read_bytes().split(b"\n")[1:-2]))
    options = blob[blob.index(b"bcrypt") + 6 :]
    assert int.from_bytes(options[4 + 4 + 16 : 4 + 4 + 16 + 4], "big") == 100


def test_the_public_half_is_readable_without_the_passphrase(key_file):
    assert read_public_key(key_file) == COMMITTEE_KEY.public_key


def test_the_private_half_does_not_show():
    assert "private" not in repr(COMMITTEE_KEY)


@needs_ssh_keygen
def test_ssh_keygen_opens_the_file_and_prints_the_same_fingerprint(key_file):
    command = ["ssh-keygen", "-y", "-P", PASSPHRASE, "-f", str(key_file)]
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert parse_public_key_line(line) == COMMITTEE_KEY.public_key
    public = key_file.with_name("committee.pub")
    public.write_text(line)
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(public)], check=True, capture_output=True, text=True
    ).stdout
    assert COMMITTEE_KEY.fingerprint in shown


@needs_ssh_keygen
def test_we_open_what_ssh_keygen_made(tmp_path):
    command = [
        "ssh-keygen",
        "-q",
        "-t",
        "ed25519",
        "-a",
        "4",
        "-N",
        "ten letters long",
        "-f",
        str(tmp_path / "sign.key"),
    ]
    subprocess.run(command, check=True)
    made = load_key(tmp_path / "sign.key", "ten letters long")
    assert made.public_key == parse_public_key_line((tmp_path / "sign.key.pub").read_text())


@needs_ssh_keygen
@pytest.mark.parametrize("options", [["-t", "rsa"], ["-t", "ed25519", "-N", ""], ["-t", "ecdsa"]])
def test_key_of_another_kind_or_without_passphrase_is_not_used(tmp_path, options):
    chosen = options if "-N" in options else [*options, "-N", "ten letters long", "-a", "4"]
    subprocess.run(["ssh-keygen", "-q", *chosen, "-f", str(tmp_path / "sign.key")], check=True)
    with pytest.raises(EnvironmentProblem, match="key_file_damaged"):
        load_key(tmp_path / "sign.key", "ten letters long")


def test_creating_makes_a_new_key_each_time_and_never_replaces_one(tmp_path):
    made = create_key(tmp_path / "sign.key", "0123456789")
    assert load_key(tmp_path / "sign.key", "0123456789").public_key == made.public_key
    with pytest.raises(AppError, match="key_file_exists"):
        create_key(tmp_path / "sign.key", "0123456789")
    assert [path.name for path in tmp_path.iterdir()] == ["sign.key"]


def test_changing_the_passphrase_keeps_the_key(tmp_path, key_file):
    path = Path(shutil.copy(key_file, tmp_path / "sign.key"))
    change_passphrase(path, PASSPHRASE, "新的 口令 有 五个 词")
    assert load_key(path, "新的 口令 有 五个 词").public_key == COMMITTEE_KEY.public_key


@pytest.mark.parametrize(
    "weak", ["", "123456789", "老 槐树 旁 边", " " * 20, "123456789 ", "a b c d e", "cafe\u0301 5678"]
)
def test_a_short_passphrase_is_not_accepted(tmp_path, weak):
    with pytest.raises(AppError, match="passphrase_too_short"):
        create_key(tmp_path / "sign.key", weak)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_unreadable_file_is_said_so(tmp_path):
    with pytest.raises(AppError, match="key_file_missing"):
        load_key(tmp_path / "sign.key", PASSPHRASE)
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        load_key(tmp_path, PASSPHRASE)


@pytest.mark.parametrize(
    "change",
    [
        lambda blob: blob[:-1],
        lambda blob: blob + b"\0",
        lambda blob: blob[:60],
        lambda blob: b"x" + blob,
        lambda blob: blob.replace(b"ssh-ed25519", b"ssh-ed25518"),
    ],
)
def test_a_damaged_file_is_told_from_a_wrong_passphrase(tmp_path, key_file, change):
    path = tmp_path / "sign.key"
    path.write_bytes(damaged(key_file, change))
    with pytest.raises(EnvironmentProblem, match="key_file_damaged"):
        load_key(path, PASSPHRASE)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a key", b"-----BEGIN OPENSSH PRIVATE KEY-----\n*\n-----END OPENSSH PRIVATE KEY-----"],
)
def test_a_file_of_something_else_is_damaged(tmp_path, content):
    (tmp_path / "sign.key").write_bytes(content)
    with pytest.raises(EnvironmentProblem, match="key_file_damaged"):
        read_public_key(tmp_path / "sign.key")


def test_a_public_part_exchanged_for_another_does_not_unlock(tmp_path, key_file):
    other = os.urandom(32)

    def exchange(blob: bytes) -> bytes:
        return blob.replace(COMMITTEE_KEY.public_key, other)

    path = tmp_path / "sign.key"
    path.write_bytes(damaged(key_file, exchange))
    with pytest.raises(AppError, match="passphrase_wrong"):
        load_key(path, PASSPHRASE)


def test_a_failing_disk_keeps_the_old_file_and_no_half_one(tmp_path, key_file, monkeypatch):
    path = Path(shutil.copy(key_file, tmp_path / "sign.key"))

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keys.os, "fsync", fail)
    with pytest.raises(EnvironmentProblem, match="write_failed"):
        save_key(path, COMMITTEE_KEY, PASSPHRASE)
    assert path.read_bytes() == key_file.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["sign.key"]


@pytest.mark.parametrize(
    "line", ["", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ssh-ed25519 ****", "ssh-ed25519 公钥"]
)
def test_a_line_that_is_no_public_key(line):
    with pytest.raises(AppError, match="public_key_unreadable"):
        parse_public_key_line(line)


def test_digit_groups_are_the_hash_of_the_blob_in_decimal():
    import hashlib

    blob = base64.b64decode(COMMITTEE_KEY.public_line.split()[1])
    number = int(hashlib.sha256(blob).hexdigest(), 16) % 10**40
    assert int("".join(digit_groups(COMMITTEE_KEY.public_key))) == number
    assert [len(group) for group in digit_groups(COMMITTEE_KEY.public_key)] == [5] * 8
    assert fingerprint(COMMITTEE_KEY.public_key) == COMMITTEE_KEY.fingerprint
