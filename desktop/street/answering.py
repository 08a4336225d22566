"""Receipts (format §9): signed in the merge's own transaction, written out as files as often as needed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db import street_receipts, street_register
from db.errors import AppError
from db.store import Transaction
from db.street_receipts import IssuedRow
from desktop.exchange.bag import BAGIT, TagFiles
from desktop.exchange.header import ED25519_ONLY, PackageHeader, Party, parse_header
from desktop.exchange.payload_names import RECEIPT_KIND
from desktop.exchange.public_keys import line_fingerprint
from desktop.exchange.receipt import RECEIPT_COUNTS, Receipt, receipt_content
from desktop.exchange.schema import SCHEMA_VERSION
from desktop.exchange.seal import SealedPackage, package_parts, records_content, seal
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.tag_steps import SignedTags
from desktop.exchange.write_out import write_out
from desktop.paths import make_folder
from desktop.people.permissions import Right
from desktop.street.later_volumes import missing_volumes
from desktop.street.street_office import StreetDesk
from desktop.version import SOFTWARE


@dataclass(frozen=True)
class Answer:
    """A signed receipt on its way to a committee."""

    row: IssuedRow


def issue(
    tx: Transaction,
    desk: StreetDesk,
    signed: SignedTags,
    key: SigningKey,
    status: str,
    *,
    error: str | None = None,
    said: Mapping[str, Any] | None = None,
) -> Answer:
    """Sign and keep the receipt for a package. A package refused again for the same reason gets the same receipt again.

    `said` are the fields of the receipt that tell what became of the records: the counts, what contradicts, what was
    withheld, what was sent back.
    """
    package_id = signed.header.main or signed.package_id
    known = street_receipts.issued_receipt(tx.connection, package_id, status)
    is_same = known is not None and error is not None and json.loads(known.line)["error"] == error
    if known and is_same and signer_of(known) == key.fingerprint:
        return Answer(known)
    receipt = replace(_receipt(tx, desk, signed, status, error, key), **(said or {}))
    header = _header(tx, desk, signed, key)
    return Answer(keep_receipt(tx, receipt, header, signed.signer.code, package_id, key))


def keep_receipt(
    tx: Transaction, receipt: Receipt, header: PackageHeader, code: str, package_id: str, key: SigningKey
) -> IssuedRow:
    """Sign a receipt and keep it under the committee's `code`, to be written out as often as needed."""
    content = receipt_content(receipt)
    sealed = seal(header, [content], key)
    row = IssuedRow(
        sealed.package_id, code, header.serial, package_id, receipt.status, sealed.bag_name,
        sealed.tags.package_json, sealed.tags.bag_info, sealed.tags.manifest, sealed.tags.tagmanifest,
        sealed.signature, b"".join(content.chunks()), tx.at,
    )  # fmt: skip
    street_receipts.keep_issued(tx, row)
    return row


def answered(tx: Transaction, package_id: str) -> dict[str, Any]:
    """What the newest receipt of a merged package said; a later volume's receipt says it again."""
    known = street_receipts.issued_receipt(tx.connection, package_id)
    return dict(json.loads(known.line)) if known else {"records": {}, "conflicts": []}


def reissue(desk: StreetDesk, package_id: str, key: SigningKey | None = None) -> Answer | None:
    """The newest receipt of a merged package. One that a former key signed counts no more at a committee that registered the
    new sheet: it is said again under the next number by `key`. Raises AppError `street_keys_locked` without it.
    """
    row = street_receipts.issued_receipt(desk.store.reader(), package_id)
    if row is None or signer_of(row) == line_fingerprint(desk.office.sign_key):
        return Answer(row) if row else None
    if key is None:
        raise AppError("street_keys_locked")
    work = lambda tx: Answer(issue_again(tx, desk, row, {}, key))  # noqa: E731
    answer: Answer = desk.write(work, "用新密钥重签回执", Right.PACK)
    return answer


def signer_of(row: IssuedRow) -> str:
    """The fingerprint of the key that signed a receipt."""
    return str(json.loads(row.header)["from"]["key"])


def issue_again(
    tx: Transaction, desk: StreetDesk, known: IssuedRow, said: Mapping[str, Any], key: SigningKey
) -> IssuedRow:
    """Sign a further receipt for a merged package: what its newest one (`known`) said, with these fields said anew."""
    line = json.loads(known.line)
    epoch, serial, head = street_register.chain_head(tx.connection, known.code) or (line["epoch"], 0, None)
    now = {
        "head": {"epoch": epoch, "serial": serial, "id": head}, "next_serial": serial + 1, "received": tx.at,
        "office_keys": _office_keys(desk, key),
    }  # fmt: skip
    newest = street_receipts.newest_receipt(tx.connection, known.code) or known
    header = replace(
        parse_header(known.header), sender=Party(desk.office.code, desk.office.name, key.fingerprint),
        serial=newest.serial + 1, prev=newest.id, created=tx.at, software=SOFTWARE,
    )  # fmt: skip
    return keep_receipt(tx, Receipt(**line | now | said), header, known.code, known.package_id, key)


def _office_keys(desk: StreetDesk, key: SigningKey) -> dict[str, str]:
    return {"sign": key.fingerprint, "decrypt": desk.office.decrypt_key}


def write_receipts(answers: Sequence[Answer], folder: Path, is_by_committee: bool = False) -> dict[str, Path]:
    """Write receipts to a folder; receipt id → path.

    Receipts of different committees bear the same name, because each committee has its own series (format §9): those
    of several committees go into a folder each, named by code, and so does one whose name is taken; `is_by_committee`
    gives even one alone the folder of its committee.
    """
    make_folder(folder)
    is_alone = len({each.row.code for each in answers}) == 1 and not is_by_committee
    return {each.row.id: _write(each.row, folder, is_alone) for each in answers}


def _write(row: IssuedRow, folder: Path, is_alone: bool) -> Path:
    name = f"{row.base_name}.hz.zip"
    sealed = SealedPackage(
        row.base_name, TagFiles(BAGIT, row.bag_info, row.header, row.manifest, row.tagmanifest), row.signature
    )
    parts = package_parts(sealed, [records_content(RECEIPT_KIND, row.line)])
    target = folder / name
    is_taken = target.exists() and row.signature not in target.read_bytes()
    if not is_alone or is_taken:
        target = folder / json.loads(row.header)["to"][0]["code"] / name  # as the committee knows itself
        make_folder(target.parent)
    write_out(target, parts)
    return target


def _header(tx: Transaction, desk: StreetDesk, signed: SignedTags, key: SigningKey) -> PackageHeader:
    office, to = desk.office, signed.header.sender
    newest = street_receipts.newest_receipt(tx.connection, signed.signer.code)
    return PackageHeader(
        kind="receipt", sender=Party(office.code, office.name, key.fingerprint), to=(to,), epoch=office.epoch,
        serial=newest.serial + 1 if newest else 1, prev=newest.id if newest else None, base=0, ack=None,
        volume=1, volumes=1, main=None, period=signed.header.period, created=tx.at, suites=ED25519_ONLY,
        schema=SCHEMA_VERSION, software=SOFTWARE, counts=RECEIPT_COUNTS,
    )  # fmt: skip


def _receipt(
    tx: Transaction,
    desk: StreetDesk,
    signed: SignedTags,
    status: str,
    error: str | None,
    key: SigningKey,
) -> Receipt:
    header = signed.header
    epoch, serial, head = street_register.chain_head(tx.connection, signed.signer.code) or (
        header.epoch,
        0,
        None,
    )
    return Receipt(
        package=header.main or signed.package_id, epoch=header.epoch, serial=header.serial, volumes=[header.volume], status=status, error=error,
        records={}, conflicts=[], missing_volumes=missing_volumes(tx, signed) if error is None else [],
        missing_serials=list(range(serial + 1, header.serial)) if error == "E_GAP" else [],
        head={"epoch": epoch, "serial": serial, "id": head}, next_serial=serial + 1,
        key_status=[{"key": header.sender.key, "status": signed.signer.status.value}],
        office_keys=_office_keys(desk, key), received=tx.at,
    )  # fmt: skip
