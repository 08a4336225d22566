"""下发包: sent by the street, looked at by the committee, taken in whole as one operation, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.errors import AppError
from db.spec import PREMISES
from db.spec.code_tables import code_table, label_of
from db.spec.criterion_library import find_criteria
from db.spec.query import Query
from desktop.exchange.down_format import check_line
from desktop.exchange.incoming_down import read_down_package, take_in
from desktop.street.sending_down import send_down
from tests import factories
from tests.desktop.exchange.forge import refused
from tests.desktop.street.exchange_kit import Committee, Street, codes
from ui.forms.editors.choice import choices_of_field

TASK = {"title": "排查沿街商铺电动自行车充电", "owner": "王芳", "start": "2026-11-25", "due": "2026-12-20"}
CIRCULAR = {"title": "关于11月隐患整改情况的通报", "kind": "收文", "dated": "2026-11-24"}
CHECKLIST = {"name": "冬季燃气检查表", "items": [{"item": "软管是否老化"}]}


def sent(street: Street, committee: Committee, folder: Path, **items: list[dict[str, Any]]) -> Path:
    [path] = send_down(street.desk, [committee.code], items, "2026-11", folder, street.key)
    return path


def test_what_was_sent_down_is_shown_first_and_taken_in_as_one_operation(
    committee: Committee, street: Street, stick: Path
) -> None:
    order = {
        "hazard": "YH-2026-0001", "action": "督促函", "issuer": "夏阳街道", "issued_on": "2026-11-24",
        "to_unit": "章浜社区居委会", "to_person": "王芳", "requirement": "请核实并反馈整改进展", "deadline": "2026-12-10",
    }  # fmt: skip
    path = sent(
        street, committee, stick, task=[TASK], document=[CIRCULAR], checklist=[CHECKLIST], supervision_order=[order]
    )  # fmt: skip
    package = read_down_package(committee.office, path)
    assert (package.serial, package.period, package.street) == (1, "2026-11", "夏阳街道办事处")
    assert [(each.record_type.table, each.title, each.due) for each in package.items] == [
        ("task", TASK["title"], "2026-12-20"), ("checklist", CHECKLIST["name"], ""),
        ("supervision_order", order["requirement"], "2026-12-10"), ("document", CIRCULAR["title"], ""),
    ]  # fmt: skip
    before = operations(committee)
    taken = take_in(committee.office, package)
    assert len(taken) == 4
    assert operations(committee) - before == {"接收下发包 第1号"}
    assert committee.office.count("task", Query(search="充电")) == 1


def operations(committee: Committee) -> set[str]:
    rows = committee.office.store.reader().execute("SELECT DISTINCT operation FROM change").fetchall()
    return {row[0] for row in rows}


def test_the_same_package_is_not_taken_in_twice(committee: Committee, street: Street, stick: Path) -> None:
    path = sent(street, committee, stick, task=[TASK])
    package = read_down_package(committee.office, path)
    take_in(committee.office, package)
    with refused("E_REPLAY"):
        read_down_package(committee.office, path)
    with pytest.raises(AppError, match="down_taken_already"):
        take_in(committee.office, package)
    assert committee.office.count("task", Query(search="充电")) == 1


def test_one_that_never_came_is_no_reason_to_refuse_the_next(
    committee: Committee, street: Street, stick: Path
) -> None:
    sent(street, committee, stick, task=[TASK])
    second = read_down_package(committee.office, sent(street, committee, stick, document=[CIRCULAR]))
    assert second.serial == 2
    take_in(committee.office, second)


def test_an_item_our_ledger_cannot_take_leaves_everything_out(
    committee: Committee, street: Street, stick: Path
) -> None:
    path = sent(street, committee, stick, task=[TASK, TASK | {"due": "2026-13-40"}])
    package = read_down_package(committee.office, path)
    with pytest.raises(AppError, match="down_item_unusable"):
        take_in(committee.office, package)
    assert committee.office.count("task", Query(search="充电")) == 0
    assert read_down_package(committee.office, path).id == package.id


def test_each_committee_gets_a_file_of_its_own(
    committee: Committee, neighbour: Committee, street: Street, stick: Path
) -> None:
    paths = send_down(
        street.desk, [committee.code, neighbour.code], {"task": [TASK]}, "2026-11", stick, street.key
    )
    assert [each.parent.name for each in paths] == [committee.code, neighbour.code]
    with refused("E_NOT_FOR_US"):
        read_down_package(committee.office, paths[1])


def test_what_a_committee_signs_is_nothing_sent_down_and_the_other_way_round(
    committee: Committee, street: Street, stick: Path
) -> None:
    with pytest.raises(AppError, match="street_key_unknown"):
        read_down_package(committee.office, committee.sends(stick))
    assert codes(street.receives(sent(street, committee, stick, task=[TASK]))) == ["E_UNKNOWN_SIGNER"]


def test_an_altered_file_is_refused(committee: Committee, street: Street, stick: Path) -> None:
    path = sent(street, committee, stick, task=[TASK])
    content = path.read_bytes().replace("排查沿街".encode(), "拆除沿街".encode())
    path.write_bytes(content)
    with refused("E_PAYLOAD_HASH"):
        read_down_package(committee.office, path)


@pytest.mark.parametrize(
    ("items", "message_id"),
    [
        ({}, "nothing_to_send"),
        ({"hazard": [factories.hazard()]}, "down_line_unusable"),
        ({"task": [{"title": "x", "rumour": 1}]}, "down_line_unusable"),
    ],
)
def test_what_cannot_be_sent_down_is_refused(
    committee: Committee, street: Street, stick: Path, items: dict[str, Any], message_id: str
) -> None:
    with pytest.raises(AppError, match=message_id):
        send_down(street.desk, [committee.code], items, "2026-11", stick, street.key)


def test_a_committee_nobody_enrolled_gets_nothing(street: Street, stick: Path) -> None:
    with pytest.raises(AppError, match="committee_not_enrolled"):
        send_down(street.desk, ["310118001099"], {"task": [TASK]}, "2026-11", stick, street.key)
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [{}, {"values": {}}, {"values": []}, {"values": {"title": 1.5}}, {"values": {"title": "长" * 8001}},
     {"values": {"title": "x"}, "id": "y"}],
)  # fmt: skip
def test_a_malformed_line_is_refused(line: dict[str, Any]) -> None:
    assert check_line("task", line)


def test_a_choice_the_street_adds_is_offered_at_once_and_gone_again_once_undone(
    committee: Committee, street: Street, stick: Path
) -> None:
    typed = {
        "own_code": [factories.own_code()], "criterion": [factories.criterion()],
        "checklist": [CHECKLIST | {"flags": ["密室逃脱、剧本娱乐"]}],
    }  # fmt: skip
    package = read_down_package(committee.office, sent(street, committee, stick, **typed))
    assert [each.title for each in package.items][:2] == [
        "场所标签：密室逃脱、剧本娱乐",
        factories.criterion()["text"],
    ]
    assert code_table("premises_flag").get("escape_room") is None
    taken = take_in(committee.office, package)
    assert "密室逃脱、剧本娱乐" in [each.label for each in choices_of_field(PREMISES.field("flags"))]
    shop = committee.office.add("premises", factories.premises(flags="密室逃脱、剧本娱乐"))
    assert shop["flags"] == ["escape_room"]
    assert [each.clause for each in find_criteria("换电柜")] == ["第3条"]
    committee.office.act("own_code", taken[0]["id"], "stop", {})
    assert "密室逃脱、剧本娱乐" not in [each.label for each in choices_of_field(PREMISES.field("flags"))]
    assert label_of(("premises_flag",), "escape_room") == "密室逃脱、剧本娱乐"
    committee.office.act("own_code", taken[0]["id"], "use", {})


def test_what_was_taken_in_is_taken_back_as_one_operation(
    committee: Committee, street: Street, stick: Path
) -> None:
    typed = {"own_code": [factories.own_code()], "criterion": [factories.criterion()], "task": [TASK]}
    take_in(committee.office, read_down_package(committee.office, sent(street, committee, stick, **typed)))
    [batch] = (
        committee.office.store.reader()
        .execute("SELECT DISTINCT batch FROM change WHERE operation LIKE '接收下发包%'")
        .fetchone()
    )
    committee.office.undo_operation(batch)
    assert "密室逃脱、剧本娱乐" not in [each.label for each in choices_of_field(PREMISES.field("flags"))]
    assert find_criteria("换电柜") == [] or find_criteria("换电柜")[0].document.mark != "street"
    assert committee.office.count("task", Query(search="充电")) == 0


@pytest.mark.parametrize(
    "typed",
    [factories.own_code(code="Bad'Code"), factories.own_code(word="电梯"), factories.own_code(code="lift")],
)
def test_a_choice_that_is_malformed_or_there_already_is_not_taken_in(
    committee: Committee, street: Street, stick: Path, typed: dict[str, Any]
) -> None:
    with pytest.raises(AppError, match="down_item_unusable"):
        take_in(
            committee.office,
            read_down_package(committee.office, sent(street, committee, stick, own_code=[typed])),
        )
