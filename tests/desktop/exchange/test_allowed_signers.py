"""The roster file third parties use (format §10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.errors import AppError
from desktop.exchange.allowed_signers import allowed_signers_text, parse_allowed_signers
from desktop.exchange.roster import RosterEntry
from desktop.exchange.ssh_signature import RECEIPT_NAMESPACE
from desktop.exchange.verify import Expectation, verify
from tests.desktop.exchange.forge import (
    COMMITTEE_CODE,
    COMMITTEE_KEY,
    ENTRY,
    OFFICE_CODE,
    OFFICE_SIGN_KEY,
    good_package,
    refused,
    saved,
)

LINE = f'{COMMITTEE_CODE} namespaces="slp-package-v1" {COMMITTEE_KEY.public_line}\n'


def test_one_line_per_key_sorted_by_code():
    office = RosterEntry(OFFICE_CODE, "街道办", OFFICE_SIGN_KEY.public_key)
    text = allowed_signers_text([ENTRY, office, ENTRY])
    assert text == f'{OFFICE_CODE} namespaces="slp-package-v1" {OFFICE_SIGN_KEY.public_line}\n{LINE}'


def test_the_file_is_enough_to_check_a_package(tmp_path):
    roster = parse_allowed_signers(allowed_signers_text([ENTRY]))
    found = verify(saved(tmp_path, good_package()), Expectation(roster))
    assert (found.signer.code, found.signer.name, found.warnings) == (COMMITTEE_CODE, None, ())


def test_a_key_under_another_code_is_another_committee(tmp_path):
    roster = parse_allowed_signers(allowed_signers_text([replace(ENTRY, code="330106001002")]))
    with refused("E_IDENTITY"):
        verify(saved(tmp_path, good_package()), Expectation(roster))


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        f"# roster\n\n{LINE}",
        LINE.replace("\n", " 竞舟社区\r\n"),
        f"{COMMITTEE_CODE} {COMMITTEE_KEY.public_line}",
    ],
)
def test_comments_blank_lines_and_open_namespaces_are_read(text):
    assert parse_allowed_signers(text).find(COMMITTEE_KEY.fingerprint) is not None


def test_a_key_for_another_purpose_does_not_count():
    assert parse_allowed_signers(LINE, RECEIPT_NAMESPACE).find(COMMITTEE_KEY.fingerprint) is None


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("namespaces", 'valid-before="20260101",namespaces'),
        LINE.replace("namespaces", "cert-authority,namespaces"),
        LINE.replace(COMMITTEE_CODE, "*"),
        LINE.replace("ssh-ed25519", "ssh-rsa"),
        LINE.replace("AAAA", "AAAB"),
        "330106001001",
    ],
)
def test_a_line_that_says_more_than_we_can_read_ends_it(line):
    with pytest.raises(AppError, match="allowed_signers_line"):
        parse_allowed_signers(f"# first\n{line}")
