"""The merged packages of all committees, the newest first, as the page 撤回合并 lists them."""

from __future__ import annotations

from dataclasses import dataclass

from db import street_register
from desktop.street.received import packages_of
from desktop.street.street_ledger import StreetLedger, committee_names


@dataclass(frozen=True)
class MergedPackage:
    """A package with its committee's name; `status` is accepted, partial or rolled_back."""

    package_id: str
    code: str
    name: str
    period: str
    serial: int
    received_at: str
    status: str
    status_word: str
    contents: str


def merged_packages(street: StreetLedger) -> list[MergedPackage]:
    """Every merged package, the newest first."""
    names = committee_names(street)
    rows = {each.id: each for each in street_register.received_packages(street.store.reader())}
    found = [
        MergedPackage(
            each.package_id, code, names.get(code, code), each.period, each.serial, each.received_at,
            rows[each.package_id].status, each.status_word, each.contents,
        )
        for code in sorted({row.code for row in rows.values()})
        for each in packages_of(street, code)
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.received_at, reverse=True)
