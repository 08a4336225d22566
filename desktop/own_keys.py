"""The committee's own signing key through its life (format §10–§12): what it is, and changing it for one of four causes.

The old key file is never deleted: it stays beside the new one under its day. Any thread; a new key takes about 0.7 s.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from db import imported_receipts, packages
from db.change_log import log_change
from db.errors import AppError, EnvironmentProblem
from db.identity_changes import former_codes
from db.settings import keep_setting, setting
from db.spec import COMMITTEE
from db.store import Transaction
from desktop import paths
from desktop.backup_places import follow_passphrase
from desktop.exchange.durable_files import replace_durably
from desktop.exchange.limits import EPOCH_MAX
from desktop.exchange.public_keys import digit_groups, fingerprint
from desktop.exchange.roster import BorneCode, RosterEntry
from desktop.exchange.signing_key import SigningKey, create_key, load_key, read_public_key
from desktop.exchange.tag_steps import Recipient
from desktop.office import Office
from desktop.people.permissions import Right, refusal

_CHANGES, _EPOCH = "key_changes", "epoch"


class Cause(StrEnum):
    """Why a key was changed; its value stands in the street's command and in the ledger."""

    ROTATION = "rotation"
    LOST = "lost"
    STOLEN = "stolen"
    DATA_LOST = "data_lost"


CAUSE_WORDS = {
    Cause.ROTATION: "定期更换", Cause.LOST: "遗失", Cause.STOLEN: "泄露", Cause.DATA_LOST: "数据丢失，重新登记",
}  # fmt: skip


@dataclass(frozen=True)
class KeyChange:
    """One change: when, why, from which key to which (fingerprints), and the last serial that the old key signed."""

    at: str
    cause: str
    old: str
    new: str
    last_serial: int
    who: str


@dataclass(frozen=True)
class OwnKey:
    """The key in use as a person compares it, the epoch, the changes so far (newest first), and where the chain stands.

    `street_serial` is the last serial a receipt told of (0: none); `is_restored` says that a backup was restored since
    the newest receipt was imported, so that the street may know more than this ledger.
    """

    fingerprint: str
    digit_groups: tuple[str, ...]
    epoch: int
    changes: tuple[KeyChange, ...]
    sealed_serial: int
    street_serial: int
    next_serial: int
    is_restored: bool


def own_key(office: Office) -> OwnKey:
    """What there is to know of the own key. Raises AppError `key_file_missing`, EnvironmentProblem `key_file_damaged`."""
    from desktop.exchange.outgoing import next_place

    connection = office.store.reader()
    public_key = read_public_key(paths.sign_key_file(office.database))
    epoch, serial, _ = next_place(connection)
    newest = packages.newest_sealed(connection, epoch)
    return OwnKey(
        fingerprint(public_key), digit_groups(public_key), epoch, tuple(reversed(key_changes(office))),
        newest.serial if newest else 0, int(setting(connection, "street_head_serial", "0")), serial,
        is_restored_since_receipt(office),
    )  # fmt: skip


def key_changes(office: Office) -> list[KeyChange]:
    """The changes of the own key, oldest first."""
    return [KeyChange(**each) for each in json.loads(setting(office.store.reader(), _CHANGES, "[]"))]


def is_restored_since_receipt(office: Office) -> bool:
    """Whether a backup was restored after the newest receipt came in: its serials may have been given out already."""
    from desktop.restoring import RESTORED

    connection = office.store.reader()
    restored_at = packages.newest_operation(connection, RESTORED)
    receipts = imported_receipts.receipts(connection)
    return restored_at is not None and not any(each.imported_at > restored_at for each in receipts)


def own_public_keys(office: Office) -> list[bytes]:
    """The key in use and every one that ever signed a package here: receipts for those still count."""
    from desktop.exchange.ssh_signature import PACKAGE_NAMESPACE, verify_message

    found = [read_public_key(paths.sign_key_file(office.database))]
    seen = {fingerprint(found[0])}
    for row in packages.sealed_packages(office.store.reader()):
        signer = json.loads(row.header)["from"]["key"]
        if signer not in seen:
            seen.add(signer)
            found.append(verify_message(row.tagmanifest, row.signature, PACKAGE_NAMESPACE))
    return found


def own_entries(office: Office) -> list[RosterEntry]:
    """Ourselves as a receiver would have us on its roster: every key of ours under every code that was ours."""
    code = office.committee["code"]
    earlier = sorted(former_codes(office.store.reader()) - {code})
    borne = tuple(map(BorneCode, (*earlier, code))) if earlier else ()
    return [RosterEntry(code, None, each, borne=borne) for each in own_public_keys(office)]


def own_recipient(office: Office) -> Recipient:
    """Ourselves as those for whom a receipt or a package of the street may be."""
    return Recipient(office.committee["code"], own_fingerprints(office), former_codes(office.store.reader()))


def own_fingerprints(office: Office) -> frozenset[str]:
    """The fingerprints of `own_public_keys`."""
    return frozenset(map(fingerprint, own_public_keys(office)))


def change_key(
    office: Office, cause: Cause, passphrase: str, old_passphrase: str = "", folder: Path | None = None
) -> tuple[KeyChange, Path | None]:
    """Make a new key under `passphrase` and put it in the place of the old; the change, and the notice's file.

    A planned change is signed by the old key, unlocked by `old_passphrase`, and its notice written to `folder`.
    Raises AppError `not_allowed`, `passphrase_wrong`, `passphrase_too_short`, `key_file_missing`, `street_not_trusted`;
    EnvironmentProblem as `write_out`. Whatever it raises, the old key is still in its place; except EnvironmentProblem
    `write_failed` of the key of backups, which follows once the new one is in its place.
    """
    if denied := refusal(office, Right.TRUST):
        raise denied
    old = _old_key(office, cause, old_passphrase)
    key_file = paths.sign_key_file(office.database)
    new_file = key_file.with_name(f"{key_file.name}.new")
    new_file.unlink(missing_ok=True)  # of a change that broke off
    new = create_key(new_file, passphrase)
    try:
        change = _change(office, cause, new)
        notice = _notice(office, change, old, new, folder) if old and folder else None
        _set_aside(key_file, office.clock.now())
        office.write(
            lambda tx: _keep(tx, office, change), f"更换签名密钥（{CAUSE_WORDS[cause]}）", Right.TRUST
        )
        replace_durably(new_file, key_file)
    except OSError as error:
        new_file.unlink(missing_ok=True)
        raise EnvironmentProblem("write_failed", name=key_file.name, reason=error.strerror) from error
    except BaseException:
        new_file.unlink(missing_ok=True)
        raise
    follow_passphrase(office, old_passphrase if old else "", passphrase)
    return change, notice


def begin_epoch(office: Office, former_epoch: int) -> int:
    """Start the next epoch after a loss of all data; `former_epoch` stands on the last sheet. Gives the new epoch.

    Raises AppError `epoch_unusable` when it is none, or when packages were sealed in this ledger already.
    """
    epoch = former_epoch + 1
    if not 1 <= former_epoch < EPOCH_MAX:
        raise AppError("epoch_unusable", typed=former_epoch)
    if packages.sealed_packages(office.store.reader()):
        raise AppError("epoch_has_packages")

    def work(tx: Transaction) -> None:
        keep_setting(tx, _EPOCH, str(epoch))
        for name in ("street_head_serial", "street_head_id"):
            keep_setting(tx, name, "" if name.endswith("id") else "0")
        _note(tx, office)

    office.write(work, f"启用第 {epoch} 轮（{CAUSE_WORDS[Cause.DATA_LOST]}）", Right.TRUST)
    return epoch


def _old_key(office: Office, cause: Cause, passphrase: str) -> SigningKey | None:
    if cause is not Cause.ROTATION:
        return None
    return load_key(paths.sign_key_file(office.database), passphrase)


def _change(office: Office, cause: Cause, new: SigningKey) -> KeyChange:
    connection = office.store.reader()
    newest = next(iter(packages.sealed_packages(connection)), None)
    street_serial = int(setting(connection, "street_head_serial", "0"))
    return KeyChange(
        office.clock.now().isoformat(), cause.value, next(_known_key(office), ""), new.fingerprint,
        max(newest.serial if newest else 0, street_serial), office.clerk,
    )  # fmt: skip


def _known_key(office: Office) -> Iterator[str]:
    """The fingerprint of the key that is replaced: of its file, or of the newest package when the file is gone."""
    key_file = paths.sign_key_file(office.database)
    if key_file.is_file():
        yield fingerprint(read_public_key(key_file))
    for row in packages.sealed_packages(office.store.reader())[:1]:
        yield str(json.loads(row.header)["from"]["key"])


def _notice(office: Office, change: KeyChange, old: SigningKey, new: SigningKey, folder: Path) -> Path:
    from desktop.exchange.header import ED25519_ONLY, PackageHeader, Party
    from desktop.exchange.key_notice import NOTICE_COUNTS, KeyNotice, write_notice
    from desktop.exchange.public_keys import line_fingerprint
    from desktop.exchange.schema import SCHEMA_VERSION
    from desktop.version import SOFTWARE

    connection = office.store.reader()
    street = packages.street_office(connection)
    if street is None:
        raise AppError("street_not_trusted")
    serial = max(change.last_serial, 1)
    to = Party(street.code, street.name, line_fingerprint(street.decrypt_key))
    header = PackageHeader(
        kind="keynotice", sender=Party(office.committee["code"], office.committee["name"], old.fingerprint), to=(to,),
        epoch=int(setting(connection, _EPOCH, "1")), serial=serial, prev=_id_before(office, serial), base=0, ack=None,
        volume=1, volumes=1, main=None, period=change.at[:7], created=change.at, suites=ED25519_ONLY,
        schema=SCHEMA_VERSION, software=SOFTWARE, counts=NOTICE_COUNTS,
    )  # fmt: skip
    return write_notice(folder, header, KeyNotice(change.old, new.public_line, change.last_serial), old)


def _id_before(office: Office, serial: int) -> str | None:
    if serial == 1:
        return None
    rows = packages.sealed_packages(office.store.reader())
    known = next((each.id for each in rows if each.serial == serial - 1), None)
    return known or setting(office.store.reader(), "street_head_id") or "0" * 64


def _set_aside(key_file: Path, now: datetime) -> None:
    """A copy of the old key under its day: what was sealed with it can still be told to be ours."""
    if not key_file.is_file():
        return
    aside = key_file.with_name(f"{key_file.stem}-旧-{now:%Y%m%d-%H%M%S}{key_file.suffix}")
    shutil.copyfile(key_file, aside)
    os.chmod(aside, 0o600)


def _keep(tx: Transaction, office: Office, change: KeyChange) -> None:
    changes = [*json.loads(setting(tx.connection, _CHANGES, "[]")), vars(change)]
    keep_setting(tx, _CHANGES, json.dumps(changes, ensure_ascii=False))
    tx.touch("sealed_package", "")
    _note(tx, office)


def _note(tx: Transaction, office: Office) -> None:
    """The change log names the operation; nothing of the committee's record changes."""
    committee = office.committee
    log_change(tx, COMMITTEE.table, committee["id"], committee["rev"], {}, {})
