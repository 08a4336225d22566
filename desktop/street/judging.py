"""What a package is held against at this desk: its roster, its keys, what came before, and the rules of its records."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from db import street_register, street_volumes
from db.errors import AppError, Problem
from db.spec.field import Values
from desktop.exchange.age_files import recipient_tag, recipient_tags
from desktop.exchange.chain import ChainState
from desktop.exchange.public_keys import fingerprint
from desktop.exchange.records import RecordRules
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.roster import FixedRoster, RosterEntry
from desktop.exchange.schema import KINDS, SCHEMA_VERSION, attachments_of
from desktop.exchange.tag_steps import Recipient, SignedTags
from desktop.exchange.verify import Expectation
from desktop.street.key_files import former_decrypt_keys
from desktop.street.merging import check_incoming
from desktop.street.street_office import StreetDesk


def refuse_newer_schema(signed: SignedTags) -> None:
    """Refuses E_VERSION for a package of a program whose records this one does not know."""
    if signed.header.schema > SCHEMA_VERSION:
        refusal = PackageRefused("E_VERSION", found=signed.header.software)
        refusal.signed = signed
        raise refusal


def sharpened(refusal: PackageRefused) -> PackageRefused:
    """What we do not know in a package of a newer program is no fault of the package."""
    if refusal.signed and refusal.code in ("E_NAME", "E_RECORD"):
        try:
            refuse_newer_schema(refusal.signed)
        except PackageRefused as newer:
            return newer
    return refusal


def explained(refusal: PackageRefused, desk: StreetDesk, file: Path) -> AppError:
    """The same, but for a file that is encrypted to a key of ours that is not at hand any more: it can be written again."""
    if refusal.code == "E_WRONG_RECIPIENT":
        former = frozenset(map(recipient_tag, former_decrypt_keys(desk.store)))
        if former & recipient_tags(file):
            return AppError("sealed_to_former_key")
    return sharpened(refusal)


class _Checks:
    """The checks of one file that need the database; the signer, known from step 4, is remembered for step 13."""

    def __init__(self, desk: StreetDesk) -> None:
        self.desk = desk
        self.sender_code, self.other_codes = "", frozenset[str]()

    def chain_of(self, signer: RosterEntry) -> ChainState:
        self.no_chain(signer)
        return chain_state(self.desk.store.reader(), signer)

    def no_chain(self, signer: RosterEntry) -> None:
        self.sender_code, self.other_codes = signer.code, signer.codes

    def check(self, kind: str, record: Values) -> Sequence[Problem]:
        reader = self.desk.store.reader()
        return check_incoming(reader, kind, record, self.sender_code, self.other_codes)


def expectation_of(desk: StreetDesk, accept_gap: bool = False, *, is_in_order: bool = True) -> Expectation:
    """What a package is held against at this desk; `is_in_order` False leaves its place in the chain out, for a look."""
    checks = _Checks(desk)
    return Expectation(
        roster=FixedRoster(desk.roster()),
        recipient=Recipient(desk.office.code, _addressees(desk)),
        chain_of=checks.chain_of if is_in_order else checks.no_chain,
        accept_gap=accept_gap,
        rules=RecordRules(kinds=KINDS, check=checks.check, attachments_of=attachments_of),
    )


def _addressees(desk: StreetDesk) -> frozenset[str]:
    """Our decryption keys, with those of before: a package names for good the one that counted when it was sealed."""
    return frozenset(map(fingerprint, (desk.keys().decrypt_key, *former_decrypt_keys(desk.store))))


def chain_state(connection: sqlite3.Connection, signer: RosterEntry) -> ChainState:
    """What we remember of a committee's packages (format §8). A serial that was skipped may come in any content.

    A key of an epoch that is closed meets the chain of the present one, so that its packages are E_EPOCH_OLD.
    """
    head = street_register.chain_head(connection, signer.code)
    epoch = max(signer.epoch or 1, head[0] if head else 0)
    if head is None or head[0] != epoch:
        return ChainState(epoch)
    ids = street_register.merged_ids(connection, signer.code, epoch)
    skipped = {serial: None for serial in range(1, head[1]) if serial not in ids}
    volumes = street_volumes.merged_volumes(connection, signer.code, epoch)
    return ChainState(epoch, head[1], head[2], ids, skipped, volumes)
