"""A committee's packages: what would go, what is missing, sealing in one transaction, writing out as often as needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db import imported_receipts, packages
from db.attachments import Attachment, AttachmentFolder, find_attachment
from db.errors import AppError, EnvironmentProblem, InvalidRecord, Problem
from db.identity_changes import former_codes
from db.packages import SealedFile, SealedRow, StreetOffice
from db.settings import keep_setting, setting
from db.spec.field import Record, RecordType
from db.store import Transaction
from desktop import paths
from desktop.exchange.awaited import Awaited, awaited_content, awaited_here, volumes_of_awaited
from desktop.exchange.header import ED25519_ONLY, PackageHeader, Party
from desktop.exchange.payload_names import ATTACHMENT_INDEX, WITHHELD
from desktop.exchange.profiles import INTERNAL, PUBLIC, statement
from desktop.exchange.public_keys import line_fingerprint
from desktop.exchange.records import IndexedAttachment, index_records, is_too_long, record_lines
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
    records_content,
    seal,
)
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.volumes import file_limit, seal_volumes, sealed_size, volume_of
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress
from desktop.exchange.writing_packages import write_volumes
from desktop.office import Office
from desktop.people.permissions import Right
from desktop.tips.release import refuse_unreleased, tipster_check
from desktop.version import SOFTWARE

ALL_TABLES = tuple(each.table for each in PACKAGE_TYPES)
_PROFILE = "profile."


@dataclass(frozen=True)
class Packing:
    """What of the ledger goes and how: which types, under which profile, only changes or the whole, in which volumes."""

    tables: Sequence[str] = ALL_TABLES
    profile: str = INTERNAL
    is_whole: bool = False
    volume_limit: int | None = None


@dataclass(frozen=True)
class Outgoing:
    """What a package would carry: (type, record) of living and retired records, and their attachments."""

    records: tuple[tuple[RecordType, Record], ...]
    retired: tuple[tuple[RecordType, Record], ...]
    attachments: tuple[Attachment, ...]
    missing: tuple[tuple[str, RecordType, Record], ...]  # name of a file that is gone, and whose it is
    awaited: tuple[Awaited, ...] = ()  # at a street: what a committee's later volume will bring

    @property
    def missing_files(self) -> tuple[str, ...]:
        """The names of the files that are gone."""
        return tuple(name for name, _, _ in self.missing)

    @property
    def attachment_bytes(self) -> int:
        """The size of all attachments together."""
        return sum(each.size for each in self.attachments)

    def count(self, table: str) -> int:
        """How many records of a type would go."""
        return sum(1 for record_type, _ in self.records if record_type.table == table)


def outgoing(
    office: Office, tables: Sequence[str] = ALL_TABLES, profile: str = INTERNAL, is_whole: bool = False
) -> Outgoing:
    """What the next package would carry: every change of those types that no receipt has confirmed, or everything."""
    return _gather(office.store.reader(), office.attachments, Packing(tables, profile, is_whole))


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
    office: Office,
    period: str,
    key: SigningKey,
    tables: Sequence[str] = ALL_TABLES,
    volume_limit: int | None = None,
    profile: str = INTERNAL,
    is_whole: bool = False,
) -> SealedRow:
    """Seal the changes: serial, frozen records, manifests and signature in one transaction.

    `period` is YYYY-MM; files larger than `volume_limit` bytes are split into volumes (format §7). A package for the
    public reports nothing: its records stay unreported. What a street awaits of its committees stands in volumes of its
    own, written out once it is here. Raises AppError `street_not_trusted`, `nothing_to_report`,
    `tipster_in_text`, EnvironmentProblem `attachment_missing`, InvalidRecord naming what the street would refuse,
    PackageRefused E_LIMIT for an attachment larger than a volume.
    """
    street = packages.street_office(office.store.reader())
    if street is None:
        raise AppError("street_not_trusted")
    packing = Packing(tables, profile, is_whole, volume_limit)

    def work(tx: Transaction) -> SealedRow:
        going = _gather(tx.connection, office.attachments, packing)
        _refuse_malformed(going, office.committee["code"], former_codes(tx.connection), profile)
        refuse_unreleased(tipster_check(office, tx.connection), going.records)
        if not going.records and not going.retired:
            raise AppError("nothing_to_report")
        if going.missing_files:
            raise EnvironmentProblem("attachment_missing", name="、".join(going.missing_files))
        return _seal(tx, office, street, going, period, key, packing)

    sealed: SealedRow = office.write(work, f"封包 {period}", Right.PACK)
    return sealed


def packages_to_write(
    office: Office,
    period: str,
    key: SigningKey,
    volume_limit: int | None = None,
    profile: str = INTERNAL,
    is_whole: bool = False,
) -> list[SealedRow]:
    """What has to be written out so that the street learns everything, oldest first; sealed only when need be.

    First the packages that were sealed but never reached a folder or stick, because the chain has no gaps. Then the
    newest one again, as long as it is of that period and profile, unanswered, of files within the limit, and nothing
    changed since; else a new one. The whole ledger, and what is for the public, is always sealed anew.
    Raises what `seal_package` raises.
    """
    connection = office.store.reader()
    head = int(setting(connection, "street_head_serial", "0"))
    sealed = packages.sealed_packages(connection)
    unwritten = [each for each in reversed(sealed) if each.state == "sealed" and each.serial > head]
    is_anew = is_whole or profile == PUBLIC or not sealed or profile_of(connection, sealed[0].id) != profile
    if not is_anew and sealed[0].period == period and _is_still_right(office, sealed[0], volume_limit):
        return [*(each for each in unwritten if each.id != sealed[0].id), sealed[0]]
    new = seal_package(office, period, key, volume_limit=volume_limit, profile=profile, is_whole=is_whole)
    return [*unwritten, new]


def profile_of(connection: sqlite3.Connection, package_id: str) -> str:
    """The profile under which a package was sealed."""
    return setting(connection, _PROFILE + package_id, INTERNAL)


def _is_still_right(office: Office, row: SealedRow, volume_limit: int | None) -> bool:
    sizes = (
        row.file_size,
        *(each.file_size for each in packages.sealed_volumes(office.store.reader(), row.id)),
    )
    fits = volume_limit is None or max(sizes) <= file_limit(volume_limit)
    return fits and _says_everything(office, row)


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
    *,
    is_encrypted: bool = False,
) -> Path:
    """Write a sealed package with all its volumes to a folder or stick, and give the path of the first.

    Raises what `write_volumes` raises.
    """
    written = write_volumes(
        office, package_id, folder, is_encrypted=is_encrypted, progress=progress, should_stop=should_stop
    )
    return written[0]


def unlock(office: Office, passphrase: str) -> SigningKey:
    """The committee's signing key, unlocked; about 0.7 s. Raises AppError `passphrase_wrong`, `key_file_missing`."""
    from desktop.exchange.signing_key import load_key

    return load_key(paths.sign_key_file(office.database), passphrase)


def _gather(connection: sqlite3.Connection, folder: AttachmentFolder, packing: Packing) -> Outgoing:
    types, is_whole = [each for each in PACKAGE_TYPES if each.table in packing.tables], packing.is_whole
    living = [
        (each, r)
        for each in types
        for r in packages.unreported_records(connection, each, retired=False, is_whole=is_whole)
    ]
    retired = [
        (each, r) for each in types for r in packages.unreported_records(connection, each, retired=True)
    ]
    carrying = [] if packing.profile == PUBLIC else living
    wanted: dict[str, tuple[RecordType, Record]] = {}
    for each, record in carrying:
        for sha256 in attachments_of(each.table, record):
            wanted.setdefault(sha256, (each, record))
    found, missing, waiting = [], [], awaited_here(connection)
    for sha256, whose in wanted.items():
        attachment = find_attachment(connection, sha256)
        if attachment and folder.path(sha256, attachment.suffix).is_file():
            found.append(attachment)
        elif sha256 not in waiting:
            missing.append((attachment.name if attachment else sha256[:12], *whose))
    awaited = tuple(waiting[sha256] for sha256 in wanted if sha256 in waiting)
    return Outgoing(tuple(living), tuple(retired), tuple(found), tuple(missing), awaited)


def _refuse_malformed(going: Outgoing, code: str, former: Collection[str], profile: str) -> None:
    """A record the street would refuse must not cost the whole package its serial."""
    wires = [(each.table, wire_record(each, record, profile)) for each, record in going.records]
    wires += [(TOMBSTONES, wire_tombstone(each, record)) for each, record in going.retired]
    problems = [
        Problem(
            each.field,
            each.message_id,
            {**each.params, "label": f"{wire.get('no')} {each.params.get('label', '')}"},
        )
        for kind, wire in wires
        for each in check_record(kind, wire, code, former)
    ]
    problems += [
        Problem("no", "record_too_long", {"no": wire.get("no") or "—"})
        for _, wire in wires
        if is_too_long(wire)
    ]
    if problems:
        raise InvalidRecord(problems)


def _seal(
    tx: Transaction, office: Office, street: StreetOffice, going: Outgoing, period: str, key: SigningKey,
    packing: Packing,
) -> SealedRow:  # fmt: skip
    record_bytes = sum(len(lines) for _, lines in _record_files(going, {}, packing.profile))
    volumes = volume_of(going.attachments, record_bytes, packing.volume_limit)
    volumes |= volumes_of_awaited(going.awaited, max(volumes.values(), default=1) + 1)
    record_files = list(_record_files(going, volumes, packing.profile))
    counts = {kind: lines.count(b"\n") for kind, lines in record_files if kind != ATTACHMENT_INDEX}
    header = _header(tx, office, street, key.fingerprint, period)
    header = replace(
        header, volumes=max(volumes.values(), default=1),
        counts={**counts, ATTACHMENT_INDEX: len(going.attachments) + len(going.awaited)},
    )  # fmt: skip
    frozen = {records_content(kind, lines): lines for kind, lines in record_files}
    attached: dict[int, list[PayloadContent]] = {1: []}
    for each in going.attachments:
        attached.setdefault(volumes[each.sha256], []).append(_attachment(office, each))
    for awaited in going.awaited:
        attached.setdefault(volumes[awaited.sha256], []).append(awaited_content(awaited))
    first = attached.pop(1)
    sealed = seal(header, [*frozen, *first], key)
    files = [_file(each, frozen.get(each)) for each in (*frozen, *first)]
    row = _row(sealed, header, sealed_size(sealed, [*frozen, *first]), tx)
    reported = () if packing.profile == PUBLIC else (*going.records, *going.retired)
    carried = [(each.table, r["id"], r["rev"]) for each, r in reported]
    keep_setting(tx, _PROFILE + row.id, packing.profile)
    packages.keep_sealed(tx, row, files, carried)
    packages.keep_volumes(tx, seal_volumes(sealed, header, attached, key))
    return row


def _header(tx: Transaction, office: Office, street: StreetOffice, signer: str, period: str) -> PackageHeader:
    """The header of the next package, its counts and volumes still to be said."""
    epoch, serial, prev = next_place(tx.connection)
    return PackageHeader(
        kind="package", sender=Party(office.committee["code"], office.committee["name"], signer),
        to=(Party(street.code, street.name, line_fingerprint(street.decrypt_key)),),
        epoch=epoch, serial=serial, prev=prev, base=packages.confirmed_serial(tx.connection, epoch),
        ack=_last_receipt(tx), volume=1, volumes=1, main=None, period=period, created=tx.at, suites=ED25519_ONLY,
        schema=SCHEMA_VERSION, software=SOFTWARE, counts={},
    )  # fmt: skip


def _record_files(going: Outgoing, volumes: Mapping[str, int], profile: str) -> Iterator[tuple[str, bytes]]:
    for each in PACKAGE_TYPES:
        records = [
            wire_record(each, record, profile) for record_type, record in going.records if record_type is each
        ]
        if records:
            yield each.table, record_lines(records)
    if going.retired:
        yield TOMBSTONES, record_lines([wire_tombstone(*pair) for pair in going.retired])
    if withheld := statement(profile, going.records):
        yield WITHHELD, record_lines(withheld)
    if going.attachments or going.awaited:
        named: list[Attachment | Awaited] = [*going.attachments, *going.awaited]
        index = [
            IndexedAttachment(a.sha256, a.size, a.mime, plain_file_name(a.name), volumes.get(a.sha256, 1))
            for a in named
        ]
        yield ATTACHMENT_INDEX, record_lines(index_records(index))


def _attachment(office: Office, each: Attachment) -> PayloadContent:
    path = office.attachments.path(each.sha256, each.suffix)
    return attachment_content(
        path, sha256=each.sha256, size=each.size, crc32=each.crc32, extension=each.suffix, name=each.name
    )


def _file(content: PayloadContent, lines: bytes | None) -> SealedFile:
    return SealedFile(content.file.path, content.file.sha256, content.file.size, content.crc32, lines)


def _row(sealed: SealedPackage, header: PackageHeader, file_size: int, tx: Transaction) -> SealedRow:
    tags = sealed.tags
    return SealedRow(
        sealed.package_id, header.epoch, header.serial, header.period, header.created, sealed.bag_name, file_size,
        tags.package_json, tags.bag_info, tags.manifest, tags.tagmanifest, sealed.signature, tx.who, None, None,
        "sealed",
    )  # fmt: skip


def _last_receipt(tx: Transaction) -> str | None:
    newest = imported_receipts.receipts(tx.connection)[:1]
    return newest[0].id if newest else None
