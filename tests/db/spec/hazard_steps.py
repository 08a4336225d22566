"""What tests of a hazard share: its evidence, and hazards that stand before a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.errors import InvalidRecord
from db.spec.field import Record
from desktop.office import Office
from tests import factories

SCAN = [factories.attachment(9, "部门意见")]
LOCATED = {"location": "地下室", "found_by": factories.CLERK}
BEFORE, AFTER = [factories.attachment(1)], [factories.attachment(2)]


def refused(
    act: Callable[..., Record], record: Record, step: str, typed: dict[str, Any]
) -> list[tuple[Any, str]]:
    with pytest.raises(InvalidRecord) as error:
        act(record, step, typed)
    return [(each.field, each.message_id) for each in error.value.problems]


def awaiting_recheck(office: Office, **changes: Any) -> Record:
    hazard = office.add("hazard", factories.planned_hazard(**changes))
    return office.act("hazard", hazard["id"], "rectify", factories.rectification())


def awaiting_department(office: Office) -> Record:
    hazard = awaiting_recheck(office, level="重大")
    return office.act("hazard", hazard["id"], "recheck", factories.passed_recheck())
