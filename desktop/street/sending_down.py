"""Sending down (下发): tasks, checklists, supervision orders and circulars to enrolled committees, signed, one file each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from db import down_packages, street_register
from db.code_links import home_of, present_codes
from db.down_packages import SentDownRow
from db.errors import AppError
from db.store import Transaction
from db.street_register import RosterRow
from desktop.exchange.bag import BAGIT, TagFiles
from desktop.exchange.down_format import check_line, down_line
from desktop.exchange.header import ED25519_ONLY, PackageHeader, Party
from desktop.exchange.records import is_too_long, record_lines
from desktop.exchange.roster import KeyStatus
from desktop.exchange.schema import SCHEMA_VERSION
from desktop.exchange.seal import SealedPackage, package_parts, records_content, seal
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.write_out import write_out
from desktop.paths import make_folder
from desktop.people.permissions import Right
from desktop.street.street_office import StreetDesk
from desktop.version import SOFTWARE


def send_down(
    desk: StreetDesk,
    codes: Sequence[str],
    items: Mapping[str, Sequence[Mapping[str, Any]]],
    period: str,
    folder: Path,
    key: SigningKey,
) -> list[Path]:
    """Sign one package for each committee and write it into a folder named by its code; the paths.

    `items` maps a record type to what a clerk would type. Raises AppError `nothing_to_send`, `committee_not_enrolled`,
    `down_line_unusable`, EnvironmentProblem as `write_out` does.
    """
    if not any(items.values()):
        raise AppError("nothing_to_send")
    for kind, lines in items.items():
        for number, values in enumerate(lines, start=1):
            line = down_line(kind, values)
            if problems := check_line(kind, line):
                raise AppError("down_line_unusable", line=number, name=problems[0].field)
            if is_too_long(line):
                raise AppError("record_too_long", no=f"第 {number} 行")
    active, homes = _active(desk), {code: home_of(desk.store.reader(), code) for code in codes}
    if unknown := [code for code in codes if homes[code] not in active]:
        raise AppError("committee_not_enrolled", code="、".join(unknown))
    payload = {
        kind: record_lines([down_line(kind, each) for each in lines])
        for kind, lines in sorted(items.items())
        if lines
    }

    def work(tx: Transaction) -> list[SentDownRow]:
        return [_seal(tx, desk, active[homes[code]], payload, period, key) for code in codes]

    rows: list[SentDownRow] = desk.write(work, "下发", Right.PACK)
    return [write_sent(row, folder) for row in rows]


def _active(desk: StreetDesk) -> dict[str, RosterRow]:
    rows = street_register.roster_rows(desk.store.reader())
    return {each.code: each for each in rows if each.status == KeyStatus.ACTIVE.value}


def _seal(
    tx: Transaction,
    desk: StreetDesk,
    to: RosterRow,
    payload: Mapping[str, bytes],
    period: str,
    key: SigningKey,
) -> SentDownRow:
    newest = down_packages.newest_sent_down(tx.connection, to.code)
    now = present_codes(tx.connection).get(to.code, to.code)
    header = PackageHeader(
        kind="package", sender=Party(desk.office.code, desk.office.name, key.fingerprint),
        to=(Party(now, to.name, to.fingerprint),), epoch=desk.office.epoch,
        serial=newest.serial + 1 if newest else 1, prev=newest.id if newest else None, base=0, ack=None, volume=1,
        volumes=1, main=None, period=period, created=tx.at, suites=ED25519_ONLY, schema=SCHEMA_VERSION,
        software=SOFTWARE,
        counts={"attachments": 0, **{kind: lines.count(b"\n") for kind, lines in payload.items()}},
    )  # fmt: skip
    sealed = seal(header, [records_content(kind, lines) for kind, lines in payload.items()], key)
    tags = sealed.tags
    row = SentDownRow(
        sealed.package_id, to.code, header.serial, sealed.bag_name, tags.package_json, tags.bag_info, tags.manifest,
        tags.tagmanifest, sealed.signature,
        json.dumps({kind: lines.decode() for kind, lines in payload.items()}, ensure_ascii=False), tx.at,
    )  # fmt: skip
    down_packages.keep_sent_down(tx, row)
    return row


def write_sent(row: SentDownRow, folder: Path) -> Path:
    """Write a package that is sent down into a folder named by its committee's code; the path. Raises as `write_out` does."""
    tags = TagFiles(BAGIT, row.bag_info, row.header, row.manifest, row.tagmanifest)
    contents = [records_content(kind, lines.encode()) for kind, lines in json.loads(row.payload).items()]
    target = folder / str(json.loads(row.header)["to"][0]["code"]) / f"{row.base_name}.zip"
    make_folder(target.parent)
    write_out(target, package_parts(SealedPackage(row.base_name, tags, row.signature), contents))
    return target
