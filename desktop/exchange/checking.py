"""Checking a package without being its recipient: who signed it, what is inside, and whether it holds."""

from __future__ import annotations

from pathlib import Path

from db.errors import EnvironmentProblem
from desktop.exchange.allowed_signers import parse_allowed_signers
from desktop.exchange.header import parse_header
from desktop.exchange.records import RecordRules
from desktop.exchange.roster import FixedRoster, Roster, RosterEntry
from desktop.exchange.schema import attachments_of
from desktop.exchange.ssh_signature import PACKAGE_NAMESPACE, verify_message
from desktop.exchange.tag_steps import read_tag_entries
from desktop.exchange.verify import Expectation, VerifiedPackage
from desktop.exchange.verify import verify as verify_package
from desktop.exchange.zip_reader import ContainerReader


def parse_roster(text: str) -> Roster:
    """The roster in an allowed_signers file. Raises AppError `allowed_signers_line`."""
    return parse_allowed_signers(text)


def check_package(path: Path, roster: Roster | None) -> VerifiedPackage:
    """The package at `path`, every step checked but recipient and chain. Raises PackageRefused.

    Without a roster the signer is taken at its own word: content and signature are checked, the identity is not.
    """
    return verify_package(
        path,
        Expectation(
            roster or _own_word(path),
            rules=RecordRules(attachments_of=attachments_of),
            namespace=PACKAGE_NAMESPACE,
        ),
    )


def _own_word(path: Path) -> Roster:
    try:
        with path.open("rb", buffering=0) as source:
            entries = read_tag_entries(ContainerReader(source, lambda offset: None))
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error
    public_key = verify_message(entries.tags.tagmanifest, entries.signature, PACKAGE_NAMESPACE)
    sender = parse_header(entries.tags.package_json).sender
    return FixedRoster([RosterEntry(sender.code, None, public_key)])
