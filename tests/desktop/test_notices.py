from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.spec import NOTICE
from db.spec.field import Record
from desktop import documents
from desktop.notices import KINDS, evidence_from_notices, is_offered, notice_values
from desktop.office import Office
from tests import factories

FORBIDDEN = ("责令", "限期整改", "处罚", "停产", "判定为重大")


@pytest.fixture
def hazard(office: Office) -> Record:
    office.add("premises", factories.premises())
    added = office.add("hazard", factories.planned_hazard(premises="老张面馆", category="燃气"))
    office.act("hazard", added["id"], "notify", factories.notification())
    office.act("hazard", added["id"], "rectify", factories.rectification())
    return office.act("hazard", added["id"], "recheck", factories.failed_recheck())


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_is_worded_from_the_record_and_orders_nothing(
    office: Office, hazard: Record, kind: str
) -> None:
    values = notice_values(office, hazard, kind)
    assert hazard["no"] in values["body"] and "二楼疏散通道堆放纸箱" in values["body"]
    assert not any(word in values["body"] for word in FORBIDDEN)
    kept = office.add("notice", {name: value for name, value in values.items() if value is not None})
    assert kept["no"] == "WS-2026-0001" and len(kept["body"]) < (NOTICE.field("body").max_length or 0)
    assert documents.notice(office, kept["id"]).pdf.startswith(b"%PDF-")


def test_who_gets_it_follows_from_its_kind(office: Office, hazard: Record) -> None:
    told = {kind: notice_values(office, hazard, kind) for kind in KINDS}
    assert (told["inform"]["to_unit"], told["inform"]["to_person"]) == (
        "佳乐苑物业服务中心",
        factories.RECTIFIER,
    )
    assert told["report"]["to_unit"] == told["extension"]["to_unit"] == "夏阳街道城建中心"
    assert told["inform"]["reply_by"] == "2026-11-26" and told["report"]["reply_by"] is None


def test_it_says_what_was_done_and_what_was_found_at_the_recheck(office: Office, hazard: Record) -> None:
    assert "已于2026年11月4日以当面告知方式告知张伟明" in notice_values(office, hazard, "report")["body"]
    recheck = notice_values(office, hazard, "recheck")["body"]
    assert "复查不合格" in recheck and "通道仍有堆物" in recheck and "2026年11月25日" in recheck
    assert "原定整改期限为2026年11月25日" in notice_values(office, hazard, "extension")["body"]


def test_a_passed_recheck_reads_so(office: Office) -> None:
    added = office.add("hazard", factories.planned_hazard())
    office.act("hazard", added["id"], "rectify", factories.rectification())
    passed = office.act("hazard", added["id"], "recheck", factories.passed_recheck(recheck_note="现场无堆物"))
    body = notice_values(office, passed, "recheck")["body"]
    assert "复查合格" in body and "纸箱已清运" in body and "现场无堆物" in body


def test_a_bare_suspicion_can_be_reported_on_paper(office: Office) -> None:
    bare = office.add("hazard", factories.suspected_major())
    values = notice_values(office, bare, "report")
    assert "疑似重大（待部门判定）" in values["body"] and "是否属于重大隐患" in values["body"]
    assert "尚未告知责任单位" in values["body"]
    assert notice_values(office, bare, "inform")["to_unit"] is None


def test_a_step_starts_with_what_the_newest_notice_says(office: Office, hazard: Record) -> None:
    assert evidence_from_notices(office, hazard, "notify") == {}
    assert evidence_from_notices(office, hazard, "recheck") == {}
    for kind in ("inform", "report"):
        values = notice_values(office, hazard, kind)
        office.add("notice", {name: value for name, value in values.items() if value is not None})
    assert evidence_from_notices(office, hazard, "notify") == {
        "notified_to": factories.RECTIFIER, "notify_mode": "written", "notify_note": "隐患告知（提醒）单 WS-2026-0001",
    }  # fmt: skip
    assert evidence_from_notices(office, hazard, "escalate") == {
        "escalated_to": "夏阳街道城建中心", "escalated_doc_no": "WS-2026-0002",
    }  # fmt: skip
    told = office.find("notice", "WS-2026-0001")
    office.act("notice", told["id"], "deliver", {"delivered_to": "林素珍", "delivered_on": "2026-11-22"})
    delivered = evidence_from_notices(office, hazard, "notify")
    assert (delivered["notified_to"], delivered["notified_on"]) == ("林素珍", "2026-11-22")


def test_a_kind_is_offered_when_it_makes_sense(office: Office, hazard: Record) -> None:
    def offered(record: dict[str, Any]) -> list[str]:
        return [kind for kind in KINDS if is_offered(record, kind)]

    assert offered(office.add("hazard", factories.suspected_major())) == ["inform", "report"]
    assert offered(hazard) == ["inform", "report", "recheck", "extension"]
    voided = office.act("hazard", hazard["id"], "void", factories.voiding())
    assert offered(voided) == ["recheck"]


def test_a_notice_is_printed_on_the_command_line(office: Office, hazard: Record, tmp_path: Path) -> None:
    from desktop.commands import run_command

    values = notice_values(office, hazard, "inform")
    office.add("notice", values)
    office.close()
    target = tmp_path / "告知单.pdf"
    given = ["report", "notice", "--db", str(office.database), "--number", "WS-2026-0001", "-o", str(target)]
    assert run_command(given) == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert run_command([*given[:4], "-o", str(target)]) == 0  # the newest
