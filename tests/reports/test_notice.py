from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.spec import NOTICE
from db.spec.code_tables import code_table
from db.spec.field import Record
from reports.notice import notice_sheet
from reports.print_context import PrintResult
from tests.factories import MINORITY_NAME, RARE_NAME
from tests.reports.poppler import flat_text, needs_poppler, page_sizes, page_texts
from tests.reports.sample_records import UNIT, context, hazard

BODY = "2026年11月3日，章浜社区居委会在城中东路312弄5号楼排查发现一处消防类安全隐患。\n隐患情况：楼道堆物。"


def notice(**changes: Any) -> Record:
    values = dict.fromkeys(NOTICE.by_name) | {
        "no": "WS-2026-0001", "kind": "inform", "subject": "楼道堆物", "issued_on": "2026-11-05",
        "to_unit": "老张面馆", "to_person": "张伟明", "body": BODY, "reply_by": "2026-11-08", "issued_by": "王芳",
    }  # fmt: skip
    return values | changes


def printed(**changes: Any) -> PrintResult:
    return notice_sheet(notice(**changes), hazard(1), context())


@needs_poppler
def test_a_reminder_has_number_unit_text_signatures_stamp_and_a_receipt(tmp_path: Path) -> None:
    result = printed()
    assert page_sizes(result, tmp_path) == {"595.276 x 841.89"}
    text = flat_text(result, tmp_path)
    for words in (
        "隐患告知（提醒）单", f"填报单位：{UNIT}", "编号：WS-2026-0001", "老张面馆（张伟明）：", "楼道堆物",
        "请在2026年11月8日前", "经办人（签字）", "（盖章）", "2026年11月5日", "回执", "签收人（签字）", "第1页/共1页",
    ):  # fmt: skip
        assert words in text, words


@needs_poppler
@pytest.mark.parametrize("kind", ["report", "recheck", "extension"])
def test_only_a_reminder_has_a_receipt(kind: str, tmp_path: Path) -> None:
    text = flat_text(printed(kind=kind, reply_by=None), tmp_path)
    found = code_table("notice_kind").get(kind)
    assert found is not None and found.label in text
    assert "回执" not in text


@needs_poppler
def test_no_notice_orders_anything(tmp_path: Path) -> None:
    for kind in ("inform", "report", "recheck", "extension"):
        text = flat_text(printed(kind=kind), tmp_path)
        assert not any(word in text for word in ("责令", "限期整改", "处罚", "停产", "判定为重大"))


@needs_poppler
def test_a_long_notice_goes_on_with_its_number_and_ends_with_the_signatures(tmp_path: Path) -> None:
    result = printed(body="\n".join(["整改建议：清理可燃物，开启安全出口。" * 6] * 25))
    pages = page_texts(result, tmp_path)
    assert len(pages) > 1 and "（续）" in pages[1] and "WS-2026-0001" in pages[1]
    assert "签收人" in pages[-1] and "经办人" in pages[-1]


def test_rare_and_long_names_are_printed() -> None:
    result = printed(to_person=RARE_NAME, to_unit=MINORITY_NAME * 3)
    assert result.missing_characters == () and result.pages == 1


def test_the_same_notice_prints_the_same_bytes() -> None:
    assert printed().pdf == printed().pdf
