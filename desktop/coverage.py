"""How far the inspections of a period reach: a line for each type of premises or each grid, and one for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from db.coverage import Covered, covered_premises
from db.spec import PREMISES
from db.spec.code_tables import code_table, label_of
from desktop.office import Office

NO_GRID = "没有写网格"


@dataclass(frozen=True)
class CoverageLine:
    """Premises that belong together; every number comes with the ids behind it."""

    label: str
    premises: tuple[str, ...]
    inspected: tuple[str, ...]
    inspections: tuple[str, ...]
    failed_items: int
    self_checked: tuple[str, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The premises that were not inspected."""
        inspected = set(self.inspected)
        return tuple(each for each in self.premises if each not in inspected)

    @property
    def share(self) -> str:
        """The share that was inspected, in whole percent rounded down: 100% only when all were."""
        return f"{len(self.inspected) * 100 // len(self.premises)}%" if self.premises else "—"


@dataclass(frozen=True)
class Coverage:
    """The lines by type (in the order of the code table), those by grid, and the line of all premises."""

    by_type: tuple[CoverageLine, ...]
    by_grid: tuple[CoverageLine, ...]
    total: CoverageLine


def coverage(office: Office, date_from: str, date_to: str) -> Coverage:
    """How far the inspections between two days (ISO, included) reached. A self-check is no inspection and is counted
    apart.
    """
    found = covered_premises(office.store.reader(), date_from, date_to)
    codes = PREMISES.field("type").codes
    order = {code.code: place for table in codes for place, code in enumerate(code_table(table).codes)}
    by_type = sorted(
        _grouped(found, lambda each: each.type).items(), key=lambda each: order.get(each[0], 999)
    )
    by_grid = sorted(
        _grouped(found, lambda each: each.grid or "").items(), key=lambda each: (not each[0], each[0])
    )
    return Coverage(
        tuple(_line(label_of(codes, code), those) for code, those in by_type),
        tuple(_line(grid or NO_GRID, those) for grid, those in by_grid),
        _line("合计", found),
    )


def _grouped(found: Iterable[Covered], key: Callable[[Covered], str]) -> dict[str, list[Covered]]:
    groups: dict[str, list[Covered]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    return groups


def _line(label: str, those: list[Covered]) -> CoverageLine:
    return CoverageLine(
        label,
        tuple(each.id for each in those),
        tuple(each.id for each in those if each.inspections),
        tuple(inspection for each in those for inspection in each.inspections),
        sum(each.failed_items for each in those),
        tuple(each.id for each in those if each.self_checks),
    )
