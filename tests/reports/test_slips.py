from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from reports.enrolment_sheet import EnrolmentKey, EnrolmentSheet, enrolment_sheet
from reports.handover_slip import HandoverSlip, handover_slip
from reports.qr import qr_modules
from reports.staff_handover import Part, staff_handover
from tests.reports.poppler import flat_text, needs_poppler, page_sizes
from tests.reports.sample_records import UNIT, context

PACKAGE_ID = hashlib.sha256(b"package").hexdigest()
SLIP = HandoverSlip(
    from_name=UNIT, from_code="310118001003", to_name="夏阳街道办事处", to_code="310118001000",
    period="2026年11月", serial=17, epoch=1, package_id=PACKAGE_ID,
    file_name="SLP1_310118001003_01_000017.zip.age", file_size=158_234_112,
    sealed_at=datetime(2026, 11, 23, 14, 2), record_counts=(("隐患", 34), ("风险", 12)), attachment_count=46,
    signer_fingerprint="SHA256:gITDKakoUPbVOd03b0gW7idkUX2l4CNVFK9DMWRIDXo",
)  # fmt: skip


def key(purpose: str) -> EnrolmentKey:
    blob = hashlib.sha256(purpose.encode()).digest()
    digits = f"{int.from_bytes(hashlib.sha256(blob).digest(), 'big') % 10**40:040d}"
    groups = tuple(digits[start : start + 5] for start in range(0, 40, 5))
    line = f"ssh-ed25519 {base64.b64encode(blob).decode()} 310118001003"
    return EnrolmentKey(purpose, line, f"SHA256:{base64.b64encode(blob).decode().rstrip('=')}", groups)


KEY_TEXT = base64.b32encode(bytes(range(32))).decode().rstrip("=")
COMMITTEE = EnrolmentSheet(
    "committee", UNIT, "310118001003", 1, (key("签名密钥"),),
    f"SLP1E/310118001003/01/ED/{KEY_TEXT}/20261123/0A1B2C3D", date(2026, 11, 23),
)  # fmt: skip
OFFICE = EnrolmentSheet(
    "office", "上海市青浦区人民政府夏阳街道办事处", "310118001000", 1, (key("签名密钥"), key("加密密钥")),
    f"SLP1O/310118001000/01/ED/{KEY_TEXT}/{KEY_TEXT}/20261123/0A1B2C3D", date(2026, 11, 23),
)  # fmt: skip


@needs_poppler
def test_the_slip_says_on_one_page_what_is_handed_over(tmp_path: Path) -> None:
    result = handover_slip(SLIP, context())
    text = flat_text(result, tmp_path)
    assert result.pages == 1 and page_sizes(result, tmp_path) == {"595.276 x 841.89"}
    assert PACKAGE_ID in text and SLIP.file_name in text and SLIP.signer_fingerprint in text
    for shown in (
        "隐患34条，风险12条（共46条）",
        "第17号",
        "158,234,112字节",
        "移交人（签字）",
        "接收人（签字）",
        "完整性校验",
    ):
        assert shown in text
    assert "电子签章" not in text


@needs_poppler
def test_the_slip_says_what_did_not_go_and_keeps_a_long_name_whole(tmp_path: Path) -> None:
    long = f"䶮㐂𠮷{'长' * 56}尾"
    withheld = "场所：联系电话打码；演练：签到名单不带"
    result = handover_slip(replace(SLIP, from_name=long, withheld=withheld), context())
    text = flat_text(result, tmp_path)
    assert result.pages == 1 and not result.missing_characters
    assert f"没有给的栏目{withheld}" in text and text.count(long) == 2


@needs_poppler
def test_the_sheet_of_another_key_says_why(tmp_path: Path) -> None:
    result = enrolment_sheet(replace(COMMITTEE, reason="遗失（2026-11-23，旧密钥认到第 3 号）"), context())
    assert result.pages == 1
    assert "登记缘由遗失（2026-11-23，旧密钥认到第3号）" in flat_text(result, tmp_path)


@needs_poppler
def test_the_list_for_the_next_clerk_has_its_parts_and_lines_for_three(tmp_path: Path) -> None:
    hazards = Part("未销号的隐患", (("编号", 2), ("隐患", 5)), [("YH-2026-0001", "䶮㐂𠮷" * 20)] * 60)
    result = staff_handover(
        [hazards, Part("未完成的任务", (("任务", 1),), [], "没有未完成的任务。")], context()
    )
    text = flat_text(result, tmp_path)
    assert result.pages > 1 and not result.missing_characters
    for shown in (
        "一、未销号的隐患",
        "二、未完成的任务",
        "没有未完成的任务。",
        "移交人（签字）",
        "接收人（签字）",
        "监交人（签字）",
    ):
        assert shown in text


def test_the_check_code_is_the_start_of_the_package_id_for_reading_out() -> None:
    assert SLIP.check_code == " ".join(PACKAGE_ID[start : start + 4].upper() for start in (0, 4, 8))


@needs_poppler
@pytest.mark.parametrize("sheet", [COMMITTEE, OFFICE], ids=["committee", "office"])
def test_the_enrolment_sheet_has_everything_to_compare_on_one_page(
    sheet: EnrolmentSheet, tmp_path: Path
) -> None:
    result = enrolment_sheet(sheet, context())
    text = flat_text(result, tmp_path)
    assert result.pages == 1
    assert sheet.sheet_text in text
    for each in sheet.keys:
        assert each.public_key_line.replace(" ", "") in text and each.fingerprint in text
        assert "".join(each.digit_groups) in text
    for shown in ("逐组核对", "完整性校验（防篡改签名）", "负责人（签字）", "盖章"):
        assert shown in text
    assert "电子签章" not in text


def test_sheets_give_the_same_bytes_again_and_other_bytes_for_another_epoch() -> None:
    assert enrolment_sheet(COMMITTEE, context()).pdf == enrolment_sheet(COMMITTEE, context()).pdf
    assert (
        enrolment_sheet(COMMITTEE, context()).pdf
        != enrolment_sheet(replace(COMMITTEE, epoch=2), context()).pdf
    )


@needs_poppler
def test_a_long_unit_name_and_many_kinds_of_record_stay_on_one_page(tmp_path: Path) -> None:
    slip = replace(
        SLIP, from_name="某" * 80, record_counts=tuple((f"记录类别{index}", 9999) for index in range(12))
    )
    result = handover_slip(slip, context())
    assert result.pages == 1 and "某" * 80 in flat_text(result, tmp_path)


def test_qr_codes_have_the_versions_the_package_format_names() -> None:
    assert len(qr_modules(COMMITTEE.sheet_text)) == 41  # version 6-Q
    assert len(qr_modules(OFFICE.sheet_text)) == 49  # version 8-Q


def test_chinese_words_are_coded_as_utf_8_and_not_as_shift_jis() -> None:
    import segno

    chosen = segno.make("夏阳街道", mode="byte", encoding="utf-8", error="m", micro=False, boost_error=False)
    assert qr_modules("夏阳街道") == [[bool(module) for module in line] for line in chosen.matrix]
    assert segno.make("夏阳街道", error="m", micro=False, boost_error=False).mode != "byte"


def test_the_printed_qr_code_is_drawn_module_by_module() -> None:
    import pypdfium2
    from PIL import Image

    page = pypdfium2.PdfDocument(BytesIO(enrolment_sheet(COMMITTEE, context()).pdf))[0]
    image: Image.Image = page.render(scale=6).to_pil().convert("L")
    modules = qr_modules(COMMITTEE.sheet_text)
    left, top, unit = _find_code(image, len(modules))
    seen = [
        [
            image.getpixel((round(left + (column + 0.5) * unit), round(top + (row + 0.5) * unit))) < 128
            for column in range(41)
        ]
        for row in range(41)
    ]
    assert seen == modules


def _find_code(image: object, size: int) -> tuple[float, float, float]:
    """The left and top edge of the code and its module size in pixels, from where the sheet puts it."""
    from reports.enrolment_sheet import MARGIN, QR_SIDE
    from reports.paper import MM

    unit = QR_SIDE * 6 / (size + 8)
    left = (MARGIN - 2 * MM) * 6 + 4 * unit
    column = [image.getpixel((round(left + unit / 2), y)) for y in range(image.height)]  # type: ignore[attr-defined]
    run = next(
        y for y in range(len(column)) if all(value < 128 for value in column[y : y + round(6.5 * unit)])
    )
    return left, run, unit
