"""Reporting to the office above the street: who that is, our own sheet for it, and the package that goes there."""

from __future__ import annotations

from pathlib import Path

from db import packages
from db.value import Value
from desktop import paths
from desktop.jobs import Token
from desktop.street.street_ledger import StreetLedger


class Reported(Value):
    """A package that was sealed for the office above: its id, its month and its number."""

    package_id: str
    period: str
    serial: int


class UpwardStanding(Value):
    """The office above ("" when none is trusted yet), what was reported (the newest first), how many attachments were left out."""

    superior: str
    code: str
    reported: tuple[Reported, ...]
    lacking: int


class Sent(Value):
    """What was written: the files, and how many attachments are still to come."""

    paths: tuple[Path, ...]
    lacking: int


def standing(street: StreetLedger) -> UpwardStanding:
    """How it stands with reporting upwards."""
    from desktop.exchange.awaited import lacking

    reader = street.store.reader()
    superior, sealed = packages.street_office(reader), packages.sealed_packages(reader)
    left_out = sum(len(lacking(reader, each.id)) for each in sealed)
    reported = tuple(Reported(each.id, each.period, each.serial) for each in sealed)
    return UpwardStanding(
        superior.name if superior else "", superior.code if superior else "", reported, left_out
    )


def own_sheet(street: StreetLedger) -> str:
    """The text by which the office above enrols this street."""
    from desktop.exchange.enrolment import CommitteeSheet, committee_text
    from desktop.exchange.signing_key import read_public_key

    key = read_public_key(paths.sign_key_file(street.database))
    return committee_text(CommitteeSheet(str(street.committee["code"]), 1, key, street.clock.today()))


def report_up(
    street: StreetLedger, period: str, profile: str, folder: Path, token: Token, *, is_encrypted: bool
) -> Sent:
    """Seal what changed since the last receipt and write it into a folder; what is awaited is named in the package.

    Raises what sealing and writing raise, AppError `street_keys_locked`, `street_not_trusted`.
    """
    from desktop.exchange.awaited import lacking
    from desktop.exchange.outgoing import packages_to_write
    from desktop.exchange.writing_packages import write_volumes

    paths_written: list[Path] = []
    left_out = 0
    for sealed in packages_to_write(street, period, street.keyring.sign_key, None, profile):
        token.check()
        paths_written += write_volumes(street, sealed.id, folder, is_encrypted=is_encrypted)
        left_out += len(lacking(street.store.reader(), sealed.id))
    return Sent(tuple(paths_written), left_out)
