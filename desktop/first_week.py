"""The first week with a ledger: what is worth doing first, each step ticked by what the ledger holds already. Any thread."""

from __future__ import annotations

from collections.abc import Callable

from db.packages import sealed_packages, street_office
from db.spec.query import Query
from db.value import Value
from desktop.backup_places import second_place
from desktop.office import Office


class Step(Value):
    """One step: its words, the page on which it is done ("": the dialog of backups), and whether it is done."""

    words: str
    page: str
    is_done: bool


def first_week(office: Office) -> list[Step]:
    """The steps in the order in which they are worth doing."""
    return [Step(words, page, is_done(office)) for words, page, is_done in _STEPS]


def _has(table: str) -> Callable[[Office], bool]:
    return lambda office: office.count(table, Query()) > 0


def _has_second_place(office: Office) -> bool:
    return second_place(office.database) is not None


def _knows_street(office: Office) -> bool:
    return street_office(office.store.reader()) is not None


def _has_reported(office: Office) -> bool:
    return bool(sealed_packages(office.store.reader()))


_STEPS: tuple[tuple[str, str, Callable[[Office], bool]], ...] = (
    ("选第二个备份位置", "", _has_second_place),
    ("登记或导入场所", "premises", _has("premises")),
    ("登记或导入隐患", "hazard", _has("hazard")),
    ("登记风险点", "risk", _has("risk")),
    ("按方案生成任务", "task", _has("task")),
    ("排演练计划", "drill_plan", _has("drill_plan")),
    ("登记街道登记表", "submission", _knows_street),
    ("生成第一个报送包", "submission", _has_reported),
)
