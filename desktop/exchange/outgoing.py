"""A committee's packages: what would go, what is missing, sealing in one transaction, writing out as often as needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from db import packages
from db.attachments import Attachment, AttachmentFolder, find_attachment
from db.errors import AppError, EnvironmentProblem, InvalidRecord, Problem
from db.packages import SealedFile, SealedRow, StreetOffice
from db.settings import setting
from db.spec.field import Record, RecordType
from db.store import Transaction
from desktop import paths
from desktop.exchange.bag import BAGIT, TAG_FILES, TagFiles
from desktop.exchange.canonical_zip import Entry, container_size
from desktop.exchange.header import ED25519_ONLY, PackageHeader, Party
from desktop.exchange.payload_names import ATTACHMENT_INDEX, attachment_of
from desktop.exchange.public_keys import fingerprint, parse_public_key_line
from desktop.exchange.records import IndexedAttachment, index_records, record_lines
from desktop.exchange.schema import (
    PACKAGE_TYPES,
    SCHEMA_VERSION,
    TOMBSTONES,
    attachments_of,
    check_record,
    plain_file_name,
    wire_record,
    wire_tombstone,
)
from desktop.exchange.seal import (
    PayloadContent,
    SealedPackage,
    attachment_content,
    package_parts,
    records_content,
    seal,
)
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress, write_out
from desktop.office import Office
from desktop.tips.release import refuse_unreleased, tipster_check
from desktop.version import SOFTWARE

ALL_TABLES = tuple(each.table for each in PACKAGE_TYPES)


@dataclass(frozen=True)
class Outgoing:
    """What a package would carry: (type, record) of living and retired records, and their attachments."""

    records: tuple[tuple[RecordType, Record], ...]
    retired: tuple[tuple[RecordType, Record], ...]
    attachments: tuple[Attachment, ...]
    missing_files: tuple[str, ...]

    @property
    def attachment_bytes(self) -> int:
        """The size of all attachments together."""
        return sum(each.size for each in self.attachments)

    def count(self, table: str) -> int:
        """How many records of a type would go."""
        return sum(1 for record_type, _ in self.records if record_type.table == table)


def outgoing(office: Office, tables: Sequence[str] = ALL_TABLES) -> Outgoing:
    """What the next package would carry: every change of those types that no receipt has confirmed."""
    return _gather(office.store.reader(), office.attachments, tables)


def next_place(connection: sqlite3.Connection) -> tuple[int, int, str | None]:
    """The epoch and serial of the next package, and the id of the one before it.

    A receipt that knows more than this database (a restored backup) has left where to go on (format §8, §9).
    """
    epoch = int(setting(connection, "epoch", "1"))
    newest = packages.newest_sealed(connection, epoch)
    serial, head = (newest.serial, newest.id) if newest else (0, None)
    known_serial = int(setting(connection, "street_head_serial", "0"))
    if (
        known_serial and known_serial >= serial
    ):  # at the same serial the street may hold another package of ours
        serial, head = known_serial, setting(connection, "street_head_id")
    return epoch, serial + 1, head


def seal_package(
    office: Office, period: str, key: SigningKey, tables: Sequence[str] = ALL_TABLES
) -> SealedRow:
    """Seal the changes: serial, frozen records, manifests and signature in one transaction.

    `period` is YYYY-MM. Raises AppError `street_not_trusted`, `nothing_to_report`, `tipster_in_text`, EnvironmentProblem
    `attachment_missing`, InvalidRecord naming what the street would refuse.
    """
    street = packages.street_office(office.store.reader())
    if street is None:
        raise AppError("street_not_trusted")

    def work(tx: Transaction) -> SealedRow:
        going = _gather(tx.connection, office.attachments, tables)
        _refuse_malformed(going, office.committee["code"])
        refuse_unreleased(tipster_check(office, tx.connection), going.records)
        if not going.records and not going.retired:
            raise AppError("nothing_to_report")
        if going.missing_files:
            raise EnvironmentProblem("attachment_missing", name="、".join(going.missing_files))
        return _seal(tx, office, street, going, period, key)

    sealed: SealedRow = office.write(work, f"封包 {period}")
    return sealed


def packages_to_write(office: Office, period: str, key: SigningKey) -> list[SealedRow]:
    """What has to be written out so that the street learns everything, oldest first; sealed only when need be.

    First the packages that were sealed but never reached a folder or stick, because the chain has no gaps. Then the
    newest one again, as long as it is of that period, unanswered, and nothing changed since; else a new one.
    Raises what `seal_package` raises.
    """
    connection = office.store.reader()
    head = int(setting(connection, "street_head_serial", "0"))
    sealed = packages.sealed_packages(connection)
    unwritten = [each for each in reversed(sealed) if each.state == "sealed" and each.serial > head]
    if sealed and sealed[0].period == period and _says_everything(office, sealed[0]):
        return [*(each for each in unwritten if each.id != sealed[0].id), sealed[0]]
    return [*unwritten, seal_package(office, period, key)]


def _says_everything(office: Office, row: SealedRow) -> bool:
    carried = office.store.reader().execute(
        "SELECT record_id, rev FROM sealed_record WHERE package_id = ?", (row.id,)
    )
    going = outgoing(office)
    now = {(record["id"], record["rev"]) for _, record in (*going.records, *going.retired)}
    return row.state in ("sealed", "written") and bool(now) and now <= set(carried.fetchall())


def write_package(
    office: Office,
    package_id: str,
    folder: Path,
    progress: Progress = no_progress,
    should_stop: StopAsked = never_stop,
) -> Path:
    """Write a sealed package to a folder or stick, read it back, and give its path. Repeating gives the same bytes.

    Raises AppError `package_unknown`, EnvironmentProblem as `write_out` does; Cancelled.
    """
    connection = office.store.reader()
    row = packages.sealed_package(connection, package_id)
    if row is None:
        raise AppError("package_unknown", what=package_id[:12])
    if not folder.is_dir():
        raise EnvironmentProblem("target_not_a_folder", name=str(folder))
    target = folder / f"{row.base_name}.zip"
    contents = [_stored_content(office, each) for each in packages.sealed_files(connection, package_id)]
    write_out(target, package_parts(_stored_seal(row), contents), progress=progress, should_stop=should_stop)
    office.write(lambda tx: packages.mark_written(tx, package_id, str(folder)), "写出报送包")
    return target


def unlock(office: Office, passphrase: str) -> SigningKey:
    """The committee's signing key, unlocked; about 0.7 s. Raises AppError `passphrase_wrong`, `key_file_missing`."""
    from desktop.exchange.signing_key import load_key

    return load_key(paths.sign_key_file(office.database), passphrase)


def _gather(connection: sqlite3.Connection, folder: AttachmentFolder, tables: Sequence[str]) -> Outgoing:
    types = [each for each in PACKAGE_TYPES if each.table in tables]
    living = [
        (each, r) for each in types for r in packages.unreported_records(connection, each, retired=False)
    ]
    retired = [
        (each, r) for each in types for r in packages.unreported_records(connection, each, retired=True)
    ]
    wanted = dict.fromkeys(sha for each, record in living for sha in attachments_of(each.table, record))
    found, missing = [], []
    for sha256 in wanted:
        attachment = find_attachment(connection, sha256)
        if attachment and folder.path(sha256, attachment.suffix).is_file():
            found.append(attachment)
        else:
            missing.append(attachment.name if attachment else sha256[:12])
    return Outgoing(tuple(living), tuple(retired), tuple(found), tuple(missing))


def _refuse_malformed(going: Outgoing, code: str) -> None:
    """A record the street would refuse must not cost the whole package its serial."""
    wires = [(each.table, wire_record(each, record)) for each, record in going.records]
    wires += [(TOMBSTONES, wire_tombstone(each, record)) for each, record in going.retired]
    problems = [
        Problem(
            each.field,
            each.message_id,
            {**each.params, "label": f"{wire.get('no')} {each.params.get('label', '')}"},
        )
        for kind, wire in wires
        for each in check_record(kind, wire, code)
    ]
    if problems:
        raise InvalidRecord(problems)


def _seal(
    tx: Transaction, office: Office, street: StreetOffice, going: Outgoing, period: str, key: SigningKey
) -> SealedRow:
    epoch, serial, prev = next_place(tx.connection)
    record_files = list(_record_files(going))
    counts = {kind: lines.count(b"\n") for kind, lines in record_files if kind != ATTACHMENT_INDEX}
    header = PackageHeader(
        kind="package", sender=Party(office.committee["code"], office.committee["name"], key.fingerprint),
        to=(Party(street.code, street.name, fingerprint(parse_public_key_line(street.decrypt_key))),),
        epoch=epoch, serial=serial, prev=prev, base=packages.confirmed_serial(tx.connection, epoch),
        ack=_last_receipt(tx), volume=1, volumes=1, main=None, period=period, created=tx.at, suites=ED25519_ONLY,
        schema=SCHEMA_VERSION, software=SOFTWARE, counts={**counts, ATTACHMENT_INDEX: len(going.attachments)},
    )  # fmt: skip
    frozen = {records_content(kind, lines): lines for kind, lines in record_files}
    attached = [_attachment(office, each) for each in going.attachments]
    sealed = seal(header, [*frozen, *attached], key)
    files = [_file(each, frozen.get(each)) for each in (*frozen, *attached)]
    row = _row(sealed, header, files, tx)
    carried = [(each.table, r["id"], r["rev"]) for each, r in (*going.records, *going.retired)]
    packages.keep_sealed(tx, row, files, carried)
    return row


def _record_files(going: Outgoing) -> Iterator[tuple[str, bytes]]:
    for each in PACKAGE_TYPES:
        records = [wire_record(each, record) for record_type, record in going.records if record_type is each]
        if records:
            yield each.table, record_lines(records)
    if going.retired:
        yield TOMBSTONES, record_lines([wire_tombstone(*pair) for pair in going.retired])
    if going.attachments:
        index = [
            IndexedAttachment(a.sha256, a.size, a.mime, plain_file_name(a.name), 1) for a in going.attachments
        ]
        yield ATTACHMENT_INDEX, record_lines(index_records(index))


def _attachment(office: Office, each: Attachment) -> PayloadContent:
    path = office.attachments.path(each.sha256, each.suffix)
    return attachment_content(
        path, sha256=each.sha256, size=each.size, crc32=each.crc32, extension=each.suffix, name=each.name
    )


def _file(content: PayloadContent, lines: bytes | None) -> SealedFile:
    return SealedFile(content.file.path, content.file.sha256, content.file.size, content.crc32, lines)


def _row(
    sealed: SealedPackage, header: PackageHeader, files: Sequence[SealedFile], tx: Transaction
) -> SealedRow:
    tags = sealed.tags
    tag_contents = (
        tags.bagit,
        tags.bag_info,
        tags.package_json,
        tags.manifest,
        tags.tagmanifest,
        sealed.signature,
    )
    entries = [
        Entry(f"{sealed.bag_name}/{name}", len(each), 0)
        for name, each in zip(TAG_FILES, tag_contents, strict=True)
    ]
    entries += [Entry(f"{sealed.bag_name}/{each.path}", each.size, each.crc32) for each in files]
    return SealedRow(
        sealed.package_id, header.epoch, header.serial, header.period, header.created, sealed.bag_name,
        container_size(entries), tags.package_json, tags.bag_info, tags.manifest, tags.tagmanifest, sealed.signature,
        tx.who, None, None, "sealed",
    )  # fmt: skip


def _stored_seal(row: SealedRow) -> SealedPackage:
    tags = TagFiles(BAGIT, row.bag_info, row.header, row.manifest, row.tagmanifest)
    return SealedPackage(row.base_name, tags, row.signature)


def _stored_content(office: Office, file: SealedFile) -> PayloadContent:
    if file.content is not None:
        return records_content(Path(file.path).stem, file.content)
    named = attachment_of(file.path)
    assert named is not None
    known = find_attachment(office.store.reader(), named[0])
    return attachment_content(
        office.attachments.path(*named), sha256=file.sha256, size=file.size, crc32=file.crc32, extension=named[1],
        name=known.name if known else named[0][:12],
    )  # fmt: skip


def _last_receipt(tx: Transaction) -> str | None:
    newest = packages.receipts(tx.connection)[:1]
    return newest[0].id if newest else None
