"""Everything the page 报送 shows, read in one job away from the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.spec import RECORD_TYPES, REPORTED_TABLES
from desktop.jobs import Token
from desktop.office import Office

if TYPE_CHECKING:
    from desktop.exchange.own_packages import OwnPackage
    from desktop.exchange.preflight import Preflight


@dataclass(frozen=True)
class LastReceipt:
    """The receipt imported last: the serial of the package it answers, its status and when the street wrote it."""

    serial: int
    status: str
    received: str


@dataclass(frozen=True)
class Snapshot:
    """What would go now (of the chosen types, and of each type), what was sealed, and what came back."""

    preview: Preflight
    counts: dict[str, int]
    packages: tuple[OwnPackage, ...]
    last_receipt: LastReceipt | None

    @property
    def waiting(self) -> list[OwnPackage]:
        """The packages that the street has not answered, newest first."""
        return [each for each in self.packages if each.is_waiting]


def take_snapshot(office: Office, tables: tuple[str, ...], token: Token, is_whole: bool = False) -> Snapshot:
    """Read it all. Raises Cancelled."""
    from desktop.exchange.own_packages import newest_receipt, own_packages
    from desktop.exchange.preflight import preflight

    whole = preflight(office, REPORTED_TABLES, is_whole)
    token.check()
    chosen = whole if set(tables) == set(REPORTED_TABLES) else preflight(office, tables, is_whole)
    token.check()
    counts = dict.fromkeys(REPORTED_TABLES, 0) | {kind.table: number for kind, number in whole.counts}
    receipt = newest_receipt(office)
    sealed = tuple(own_packages(office))
    serials = {each.id: each.serial for each in sealed}
    last = (
        LastReceipt(serials.get(receipt.package_id, 0), receipt.status, receipt.received) if receipt else None
    )
    findings = tuple(
        sorted(chosen.findings, key=lambda each: (not each.is_blocking, _place(each.table), each.no))
    )
    return Snapshot(replace(chosen, findings=findings), counts, sealed, last)


def _place(table: str) -> int:
    return list(RECORD_TYPES).index(table) if table in RECORD_TYPES else -1
