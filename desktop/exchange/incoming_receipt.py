"""The street's answer: verifying a receipt and marking what it confirms as reported, in one transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from db import imported_receipts, packages
from db.errors import AppError
from db.imported_receipts import ReceiptRow
from db.packages import StreetOffice
from db.row_codec import canonical_json
from db.settings import keep_setting, setting
from db.store import Transaction
from desktop.exchange.chain import ChainState
from desktop.exchange.public_keys import parse_public_key_line
from desktop.exchange.receipt import Receipt, VerifiedReceipt, read_receipt
from desktop.exchange.refusals import PackageRefused, PackageWarning
from desktop.exchange.roster import RosterEntry
from desktop.office import Office
from desktop.own_keys import own_recipient
from desktop.people.permissions import Right

CONFIRMING = frozenset(("accepted", "partial"))


@dataclass(frozen=True)
class ImportedReceipt:
    """What a receipt did: its record, how many of our records it confirmed, and what a person should know."""

    receipt: Receipt
    period: str
    reported: int
    warnings: tuple[PackageWarning, ...]


def import_receipt(office: Office, path: Path) -> ImportedReceipt:
    """Take in a receipt of the trusted street; the records of the package it confirms become 已报送.

    Raises AppError `street_not_trusted`, `street_key_unknown`, PackageRefused (E_REPLAY for one that was imported before).
    """
    street = packages.street_office(office.store.reader())
    if street is None:
        raise AppError("street_not_trusted")
    verified = _with_every_returned(office, _verified(office, street, path))
    reported: int = office.write(lambda tx: _keep(tx, street, verified), "导入回执", Right.PACK)
    sealed = packages.sealed_package(office.store.reader(), verified.receipt.package)
    return ImportedReceipt(verified.receipt, sealed.period if sealed else "", reported, verified.warnings)


def _verified(office: Office, street: StreetOffice, path: Path) -> VerifiedReceipt:
    connection = office.store.reader()
    sealed = {(each.epoch, each.serial): each.id for each in packages.sealed_packages(connection)}
    try:
        return read_receipt(
            path,
            office=RosterEntry(street.code, None, parse_public_key_line(street.sign_key), street.epoch),
            recipient=own_recipient(office),
            chain=_receipt_chain(imported_receipts.receipts(connection), street.epoch),
            sealed=sealed,
        )
    except PackageRefused as refusal:
        raise unknown_street_key(office, refusal, "回执") from None


def unknown_street_key(office: Office, refusal: PackageRefused, what: str) -> AppError:
    """What to do when another key signed than that of the registered sheet: the office above may have changed its keys."""
    if refusal.code != "E_UNKNOWN_SIGNER":
        return refusal
    message = "superior_key_unknown" if office.is_street else "street_key_unknown"
    return AppError(message, what=what, **refusal.params)


def _with_every_returned(office: Office, verified: VerifiedReceipt) -> VerifiedReceipt:
    """A receipt that sends everything back in one word, as if it named every record of the package."""
    receipt = verified.receipt
    if receipt.all_returned is None:
        return verified
    returned = [
        {"id": record_id, "type": table, "no": no or "—", "rev": rev, "remark": receipt.all_returned}
        for record_id, table, no, rev in packages.carried_records(office.store.reader(), receipt.package)
        if record_id not in receipt.conflicts
    ]
    return replace(verified, receipt=replace(receipt, returned=returned))


def _receipt_chain(imported: list[ReceiptRow], epoch: int) -> ChainState:
    newest = imported[0] if imported else None
    ids = {each.serial: each.id for each in imported}
    missing = {serial: None for serial in range(1, newest.serial if newest else 1) if serial not in ids}
    return ChainState(epoch, newest.serial if newest else 0, newest.id if newest else None, ids, missing)


def _keep(tx: Transaction, street: StreetOffice, verified: VerifiedReceipt) -> int:
    receipt, header = verified.receipt, verified.header
    row = ReceiptRow(
        verified.package.package_id, header.serial, receipt.package, receipt.status,
        canonical_json(receipt.as_record()), receipt.received, tx.at, tx.who,
    )  # fmt: skip
    returned = [(each["id"], each["type"], each["rev"], each["remark"]) for each in receipt.returned or ()]
    reported = imported_receipts.keep_receipt(
        tx, row, is_confirmed=receipt.status in CONFIRMING,
        left_out=[*receipt.conflicts, *(record_id for record_id, *_ in returned)],
    )  # fmt: skip
    if receipt.checked is not None:
        imported_receipts.return_records(tx, receipt.package, returned, receipt.received)
    _follow_head(tx, verified)
    _follow_decrypt_key(tx, street, receipt)
    return reported


def _follow_head(tx: Transaction, verified: VerifiedReceipt) -> None:
    """Where the street's chain stands is kept, so that a restored backup goes on from there."""
    head = verified.receipt.head
    if head["id"] and str(head["epoch"]) == setting(tx.connection, "epoch", "1"):
        keep_setting(tx, "street_head_serial", str(head["serial"]))
        keep_setting(tx, "street_head_id", str(head["id"]))


def _follow_decrypt_key(tx: Transaction, street: StreetOffice, receipt: Receipt) -> None:
    """A new decryption key is believed, because the pinned signing key signed it (format §9, §12)."""
    line = receipt.office_keys["decrypt"]
    if line != street.decrypt_key:
        renewed = asdict(street) | {"decrypt_key": line}
        packages.keep_street_office(tx, StreetOffice(**renewed))
