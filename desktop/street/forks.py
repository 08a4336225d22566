"""Forks (format §8 rule 3): two packages under one serial. The second is never merged, yet kept, to be shown beside the first.

It is the sign of a restored backup or of a copied key, and a person has to ask the committee.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import set_aside, street_register
from db.errors import AppError
from db.roster_events import FORK_OPENED, FORK_SETTLED, RosterEvent, keep_event
from db.row_codec import canonical_json
from db.set_aside import ForkRow
from db.spec.text import one_line
from db.store import Transaction
from db.street_register import ReceivedRow
from desktop import paths
from desktop.exchange.payload_names import record_counts
from desktop.exchange.tag_steps import SignedTags
from desktop.people.permissions import Right
from desktop.street.later_volumes import aside_name, copy_aside
from desktop.street.street_office import StreetDesk


@dataclass(frozen=True)
class Fork:
    """Both sides of a serial: the package that was merged (None: skipped), and the other one with its file."""

    merged: ReceivedRow | None
    other: ForkRow
    file: Path


def keep_fork(desk: StreetDesk, file: Path, signed: SignedTags) -> None:
    """Keep a copy of a package that bears a serial which another one has. EnvironmentProblem as `copy_aside`."""
    header = signed.header
    name = aside_name(file, signed.package_id)
    copy_aside(file, _folder(desk) / name)
    counts = canonical_json(record_counts(header.counts))

    def work(tx: Transaction) -> None:
        set_aside.keep_fork(
            tx,
            ForkRow(signed.package_id, signed.signer.code, header.epoch, header.serial, header.period, file.name,
                    name, counts, tx.at),
        )  # fmt: skip

    desk.write(work, f"留存 {header.bag_name} 的另一份", Right.PACK)


def forks(desk: StreetDesk) -> list[Fork]:
    """Every fork, by committee and serial."""
    reader = desk.store.reader()
    merged = {
        (each.code, each.epoch, each.serial): each for each in street_register.received_packages(reader)
    }
    return [
        Fork(merged.get((each.code, each.epoch, each.serial)), each, _folder(desk) / each.kept_as)
        for each in set_aside.forks(reader)
    ]


CAUSES = {
    "restored": "村居恢复过备份",
    "copied": "台账被拷贝成两份在用",
    "stolen": "密钥被别人使用",
    "other": "其他",
}
LONGEST_REASON = 200


def settle_fork(desk: StreetDesk, package_id: str, cause: str, reason: str) -> None:
    """Keep what a person found out about a fork: one of `CAUSES` and the story. Neither package changes by it.

    `package_id` is the package that was not merged. Raises AppError `fork_unknown`, `reason_needed`, `reason_too_long`.
    """
    kept = one_line(reason)
    if not kept:
        raise AppError("reason_needed")
    if len(kept) > LONGEST_REASON:
        raise AppError("reason_too_long", limit=LONGEST_REASON, length=len(kept))
    _decide(desk, package_id, FORK_SETTLED, f"{CAUSES[cause]}：{kept}", "核实同号的包")


def open_fork(desk: StreetDesk, package_id: str) -> None:
    """Let a decided fork be looked into again; what was decided stays in the history. Raises AppError `fork_unknown`."""
    _decide(desk, package_id, FORK_OPENED, "", "重新核实同号的包")


def _decide(desk: StreetDesk, package_id: str, what: str, note: str, operation: str) -> None:
    found = next((each for each in set_aside.forks(desk.store.reader()) if each.id == package_id), None)
    if found is None:
        raise AppError("fork_unknown", what=package_id[:12])

    def work(tx: Transaction) -> None:
        keep_event(tx, RosterEvent(package_id, found.code, tx.at, tx.who, what, None, note))
        tx.touch("forked_package", package_id)

    desk.write(work, operation, Right.EDIT)


def _folder(desk: StreetDesk) -> Path:
    return paths.companion_folder(desk.store.path) / "forks"
