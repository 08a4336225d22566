from __future__ import annotations

from datetime import timedelta

import pytest

from db.clock import FixedClock
from desktop.office import Office
from tests import factories
from ui.models.hazard_marks import hazard_flags, hazard_marks, is_supervision_due


def marks(office: Office, number: str) -> list[str]:
    return [each.word for each in hazard_marks(office, office.find("hazard", number))]


@pytest.fixture
def hazard(office: Office) -> str:
    return str(office.add("hazard", factories.planned_hazard())["no"])


def later(clock: FixedClock, **span: float) -> None:
    clock.moment += timedelta(**span)


def test_a_suspicion_is_to_be_reported_within_the_committees_hours(office: Office, clock: FixedClock) -> None:
    bare = office.add("hazard", factories.suspected_major())
    assert marks(office, bare["no"]) == ["24小时内上报"]
    later(clock, hours=25)
    assert marks(office, bare["no"]) == ["超过24小时未上报"]
    office.act("hazard", bare["id"], "escalate", factories.escalation())
    assert marks(office, bare["no"]) == []


def test_supervision_is_proposed_when_a_hazard_is_long_overdue(
    office: Office, clock: FixedClock, hazard: str
) -> None:
    assert "建议提请督办" not in marks(office, hazard)
    later(clock, days=2)  # a week after 2026-11-18
    assert "建议提请督办" in marks(office, hazard) and is_supervision_due(
        office, office.find("hazard", hazard)
    )
    office.add("supervision_order", factories.supervision_order(hazard=hazard))
    found = office.find("hazard", hazard)
    assert "督办中 1 份" in marks(office, hazard) and not is_supervision_due(office, found)
    assert hazard_flags(found) == ["督办"]


def test_informing_and_rechecking_are_called_for_by_the_committees_days(
    office: Office, clock: FixedClock, hazard: str
) -> None:
    later(clock, days=2)
    assert "该告知责任单位了" in marks(office, hazard)
    record = office.find("hazard", hazard)
    office.act("hazard", record["id"], "rectify", factories.rectification(rectified_on="2026-11-20"))
    assert "该复查了" in marks(office, hazard)
    office.act("hazard", record["id"], "recheck", factories.passed_recheck(recheck_on="2026-11-24"))
    assert "该复查了" not in marks(office, hazard)


def test_what_happened_to_a_hazard_is_marked(office: Office, hazard: str) -> None:
    record = office.find("hazard", hazard)
    office.act("hazard", record["id"], "extend", factories.extension())
    office.act("hazard", record["id"], "rectify", factories.rectification())
    office.act("hazard", record["id"], "escalate", factories.escalation())
    again = office.add("hazard", factories.hazard(repeat_of=hazard))
    assert {"已上报", "延期 1 次", "以后又发生 1 次"} <= set(marks(office, hazard))
    assert "重复发生" in marks(office, again["no"])
    office.act("hazard", record["id"], "recheck", factories.passed_recheck())
    closed = office.act("hazard", record["id"], "close_out", factories.close_out())
    office.act("hazard", closed["id"], "reopen", factories.reopening())
    assert "重新打开 1 次" in marks(office, hazard)
    assert hazard_flags(office.find("hazard", hazard)) == ["延期", "重开1次"]


def test_a_closed_hazard_asks_for_nothing(office: Office, clock: FixedClock, hazard: str) -> None:
    office.act("hazard", office.find("hazard", hazard)["id"], "void", factories.voiding())
    later(clock, days=60)
    assert marks(office, hazard) == []
