"""The committee's own plan: it is approved by somebody on a day, with its scan, or not yet."""

from __future__ import annotations

from typing import Any

import pytest

from db.errors import InvalidRecord
from desktop.office import Office
from tests import factories

PLAN = {"kind": "本单位方案", "title": "章浜社区三年行动方案", "version": "第一版"}
APPROVED = {"approved_by": "陈建国", "approved_on": "2024-05-20"}


def test_a_plan_may_wait_for_its_approval_and_then_keeps_who_when_and_the_scan(office: Office) -> None:
    plan = office.add("document", factories.document(**PLAN))
    approved = office.change("document", plan["id"], APPROVED | {"files": [factories.attachment(1)]})
    assert (approved["version"], approved["approved_by"], approved["approved_on"]) == (
        "第一版",
        "陈建国",
        "2024-05-20",
    )


@pytest.mark.parametrize(
    ("changes", "message_id"),
    [
        (APPROVED, "approved_plan_scan_missing"),
        ({"approved_on": "2024-05-20"}, "required"),
        ({"approved_by": "陈建国", "files": [factories.attachment(1)]}, "required"),
    ],
)
def test_a_half_approved_plan_is_refused(office: Office, changes: dict[str, Any], message_id: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.add("document", factories.document(**(PLAN | changes)))
    assert [each.message_id for each in refused.value.problems] == [message_id]
