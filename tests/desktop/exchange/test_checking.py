"""Checking a package without being its recipient."""

from __future__ import annotations

import pytest

from db.errors import AppError, EnvironmentProblem
from desktop.exchange.allowed_signers import allowed_signers_text
from desktop.exchange.checking import check_package, parse_roster
from tests.desktop.exchange.forge import (
    COMMITTEE_CODE,
    COMMITTEE_KEY,
    ENTRY,
    STRANGER_KEY,
    Insider,
    good_package,
    payload,
    refused,
    saved,
)


def test_without_a_roster_the_signer_is_taken_at_its_word(tmp_path):
    package = check_package(saved(tmp_path, good_package()), None)
    assert (package.header.sender.code, package.signer.fingerprint) == (
        COMMITTEE_CODE,
        COMMITTEE_KEY.fingerprint,
    )
    assert package.verdict is None


def test_with_a_roster_the_signer_must_be_in_it(tmp_path):
    path = saved(tmp_path, good_package())
    assert check_package(path, parse_roster(allowed_signers_text([ENTRY]))).signer.code == COMMITTEE_CODE
    stranger = f'{COMMITTEE_CODE} namespaces="slp-package-v1" {STRANGER_KEY.public_line}\n'
    with refused("E_UNKNOWN_SIGNER"):
        check_package(path, parse_roster(stranger))


def test_a_key_that_claims_anothers_fingerprint_is_caught_without_a_roster(tmp_path):
    path = saved(tmp_path, Insider(payload(), key=STRANGER_KEY).package())
    with refused("E_IDENTITY"):
        check_package(path, None)


@pytest.mark.parametrize("place", [0, 100, 1500, -1])
def test_a_flipped_byte_is_noticed_without_a_roster(tmp_path, place):
    content = bytearray(good_package())
    content[place] ^= 1
    with pytest.raises(AppError):
        check_package(saved(tmp_path, bytes(content)), None)


@pytest.mark.parametrize("content", [b"", b"P", b"not a package", b"PK\3\4", b"age-encryption.org/v1\n"])
def test_another_file_is_refused_without_a_roster(tmp_path, content):
    with pytest.raises(AppError):
        check_package(saved(tmp_path, content), None)


def test_a_missing_file_is_the_machines_fault(tmp_path):
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        check_package(tmp_path / "没有.zip", None)


def test_a_roster_that_cannot_be_read_is_not_used():
    with pytest.raises(AppError, match="allowed_signers_line"):
        parse_roster("310118001003 ssh-rsa AAAA\n")
