from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.errors import AppError
from db.spec.query import Query
from desktop.messages import sentence
from desktop.office import Office
from desktop.people.permissions import PERMISSIONS, ROLE_WORDS, Right, Role
from desktop.spreadsheets.exporting import Export, export
from tests import factories
from tests.fixtures_people import ADMIN, READER

Seat = Callable[[str], Office]
NAMES = {
    Role.CLERK: factories.CLERK,
    Role.REVIEWER: factories.LEAD,
    Role.ADMIN: ADMIN,
    Role.READER: READER,
}
# Said again by hand: who may, in the order of the columns clerk, reviewer, administrator, reader.
MAY = {
    Right.ROUTINE: "1111", Right.EDIT: "1110", Right.REVIEW: "0110", Right.PACK: "1110", Right.EXPORT: "1110",
    Right.REVEAL: "1110", Right.EXPORT_PERSONAL: "0110", Right.SEE_TIPS: "1110", Right.TIPSTER: "0110",
    Right.SETTINGS: "0110", Right.TRUST: "0110", Right.RESTORE: "0010", Right.PURGE: "0010", Right.PEOPLE: "0010",
    Right.ARCHIVE: "0110", Right.UPDATE: "0010", Right.STREET_KEYS: "0010",
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("right", list(Right))
def test_each_role_may_what_the_table_says_and_nothing_else(seat: Seat, right: Right, role: Role) -> None:
    denied = seat(NAMES[role]).why_not(right)
    assert (denied is None) is (MAY[right][list(ROLE_WORDS).index(role)] == "1")
    if denied:
        told = sentence(denied)
        words = [ROLE_WORDS[each].partition("（")[0] for each in PERMISSIONS[right][1]]
        assert all(word in told for word in words) and PERMISSIONS[right][0] in told


@pytest.mark.parametrize(
    "write",
    [
        lambda office, record: office.add("hazard", factories.hazard()),
        lambda office, record: office.register_fixed(factories.hazard()),
        lambda office, record: office.change("hazard", record["id"], {"description": "改"}),
        lambda office, record: office.act("hazard", record["id"], "rectify", factories.rectification()),
        lambda office, record: office.retire("hazard", [record["id"]]),
        lambda office, record: office.restore("hazard", [record["id"]]),
        lambda office, record: office.appoint(clerk="甲", lead="乙"),
        lambda office, record: office.keep_own_numbers({"rectify_days": 9}),
    ],
)
def test_who_only_reads_writes_nothing_by_any_way(seat: Seat, write: Callable[[Office, Any], object]) -> None:
    record = seat(factories.CLERK).add("hazard", factories.planned_hazard())
    office = seat(READER)
    before = office.get("hazard", record["id"])
    with pytest.raises(AppError, match="not_allowed"):
        write(office, record)
    assert (office.get("hazard", record["id"]), office.lead) == (before, factories.LEAD)


def test_nobody_writes_before_signing_in(peopled_office: Office) -> None:
    with pytest.raises(AppError, match="sign_in_needed"):
        peopled_office.add("hazard", factories.hazard())


def test_a_ledger_that_asks_nobody_lets_everybody(office: Office) -> None:
    assert all(office.why_not(right) is None for right in Right)


def test_who_fills_in_cannot_close_and_is_told_so_at_the_step(seat: Seat) -> None:
    office = seat(factories.CLERK)
    record = office.add("hazard", factories.planned_hazard())
    office.act("hazard", record["id"], "rectify", factories.rectification())
    office.act("hazard", record["id"], "recheck", factories.passed_recheck())
    record = office.get("hazard", record["id"])
    (step,) = [each for each in office.possible_steps(record) if each.transition.name == "close_out"]
    assert step.why_not is not None and step.why_not.message_id == "not_allowed"
    with pytest.raises(AppError, match="not_allowed"):
        office.act("hazard", record["id"], "close_out", factories.close_out())


def test_who_fills_in_cannot_take_back_what_the_reviewer_closed(seat: Seat) -> None:
    office = seat(factories.CLERK)
    record = office.add("hazard", factories.planned_hazard())
    office.act("hazard", record["id"], "rectify", factories.rectification())
    office.act("hazard", record["id"], "recheck", factories.passed_recheck())
    batches: list[str] = []
    stop = seat(factories.LEAD).subscribe(lambda changed: batches.append(changed.batch))
    office.act("hazard", record["id"], "close_out", {})
    stop()
    seat(factories.CLERK)
    with pytest.raises(AppError, match="not_allowed"):
        office.undo_operation(batches[0])
    assert seat(factories.LEAD).undo_operation(batches[0]).count == 1


def test_personal_data_leaves_only_by_who_may_and_with_a_line_in_the_log(seat: Seat, tmp_path: Path) -> None:
    from desktop.operations import list_operations

    office = seat(factories.CLERK)
    office.add("premises", factories.premises())
    whole = Export("premises", Query(), "场所", with_personal=True)
    with pytest.raises(AppError, match="not_allowed"):
        export(office, whole, tmp_path / "全.xlsx")
    assert not (tmp_path / "全.xlsx").exists()
    assert export(office, Export("premises", Query(), "场所"), tmp_path / "隐.xlsx") == 1
    assert export(seat(factories.LEAD), whole, tmp_path / "全.xlsx") == 1
    newest = list_operations(office)[0]
    assert (newest.who, newest.name) == (factories.LEAD, "查看或导出个人信息：导出场所 1 条")
