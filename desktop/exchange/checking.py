"""Checking a package without being its recipient: who signed it, what is inside, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db.errors import AppError, EnvironmentProblem
from desktop.exchange.age_files import is_encrypted
from desktop.exchange.allowed_signers import parse_allowed_signers
from desktop.exchange.header import parse_header
from desktop.exchange.records import RecordRules
from desktop.exchange.roster import FixedRoster, Roster, RosterEntry
from desktop.exchange.schema import attachments_of, check_attachments
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.ssh_signature import PACKAGE_NAMESPACE, verify_message
from desktop.exchange.tag_steps import read_tag_entries
from desktop.exchange.verify import Expectation, VerifiedPackage, plain_source
from desktop.exchange.verify import verify as verify_package
from desktop.exchange.zip_reader import ContainerReader


def parse_roster(text: str) -> Roster:
    """The roster in an allowed_signers file. Raises AppError `allowed_signers_line`."""
    return parse_allowed_signers(text)


def check_package(
    path: Path, roster: Roster | None, decryption_keys: Sequence[SigningKey] = ()
) -> VerifiedPackage:
    """The package at `path`, every step checked but recipient and chain.

    Without a roster the signer is taken at its own word: content and signature are checked, the identity is not.
    Raises PackageRefused, AppError `package_encrypted` for an encrypted one when there is no key to open it.
    """
    if not decryption_keys and is_encrypted(path):
        raise AppError("package_encrypted", name=path.name)
    return verify_package(
        path,
        Expectation(
            roster or _own_word(path, decryption_keys),
            rules=RecordRules(check=check_attachments, attachments_of=attachments_of),
            namespace=PACKAGE_NAMESPACE,
            decryption_keys=tuple(decryption_keys),
        ),
    )


def _own_word(path: Path, keys: Sequence[SigningKey]) -> Roster:
    try:
        with path.open("rb", buffering=0) as source, plain_source(source, keys) as plain:
            entries = read_tag_entries(ContainerReader(plain, lambda offset: None))
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error
    public_key = verify_message(entries.tags.tagmanifest, entries.signature, PACKAGE_NAMESPACE)
    sender = parse_header(entries.tags.package_json).sender
    return FixedRoster([RosterEntry(sender.code, None, public_key)])
