"""Forks (format §8 rule 3): two packages under one serial. The second is never merged, yet kept, to be shown beside the first.

It is the sign of a restored backup or of a copied key, and a person has to ask the committee.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import set_aside, street_register
from db.row_codec import canonical_json
from db.set_aside import ForkRow
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
            ForkRow(signed.package_id, header.sender.code, header.epoch, header.serial, header.period, file.name,
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


def _folder(desk: StreetDesk) -> Path:
    return paths.companion_folder(desk.store.path) / "forks"
