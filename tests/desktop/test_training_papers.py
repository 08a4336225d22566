"""Papers about trainings, certificates and accidents, read back from the PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import documents, training_papers
from desktop.accidents import set_baseline
from desktop.office import Office
from tests import factories
from tests.reports.poppler import flat_text, fonts, needs_poppler, page_sizes, page_texts
from tests.ui.sample_ledger import photo

LONG = "䶮㐂𠮷" * 20


@pytest.fixture
def shop(office: Office) -> str:
    return str(office.add("premises", factories.premises(name=LONG))["id"])


@needs_poppler
def test_the_record_of_a_training_goes_from_its_particulars_to_signatures(
    office: Office, shop: str, tmp_path: Path
) -> None:
    listed = [{"name": f"王小{number}", "unit": "老张面馆"} for number in range(60)]
    picture = [office.attach(photo("现场", "#558b2f"), "现场.jpg")]
    typed = factories.training(shop, attendance=listed, headcount=None, photos=picture)
    result = training_papers.training_record(office, office.add("training", typed)["id"])
    text = flat_text(result, tmp_path)
    parts = [
        "一、基本情况",
        "二、内容",
        "三、到场情况",
        "签到名单",
        "四、效果",
        "五、照片和材料",
        "授课人（签字）",
        "盖章",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert LONG in text and "主要负责人到场" in text and "王小59" in text and "电话" not in text
    assert result.missing_characters == ()
    texts = page_texts(result, tmp_path)
    assert "序号" in texts[1] and f"第 {len(texts)} 页/共 {len(texts)} 页" in texts[-1]
    assert page_sizes(result, tmp_path) == {"595.276 x 841.89"}
    assert all(font["emb"] == "yes" for font in fonts(result, tmp_path))


@needs_poppler
def test_publicity_has_a_record_of_its_own_name(office: Office, tmp_path: Path) -> None:
    record = office.add("training", factories.publicity())
    text = flat_text(training_papers.training_record(office, record["id"]), tmp_path)
    assert "安全宣传活动记录" in text and "进社区、进家庭" in text and "300份" in text
    assert "授课人" not in text and "学时" not in text


@needs_poppler
@pytest.mark.parametrize(("expected", "pages", "last"), [(None, 1, "15"), ("43", 3, "45")])
def test_the_blank_sheet_has_a_line_for_everybody_who_is_expected(
    office: Office, expected: str | None, pages: int, last: str, tmp_path: Path
) -> None:
    record = office.add("training", factories.planned_training(expected=expected))
    result = training_papers.sign_in_sheet(office, record["id"])
    text = flat_text(result, tmp_path)
    assert result.pages == pages and "签名" in text and "不需要填写身份证号" in text
    assert f"\n{last}" in "\n".join(line.strip() for line in page_texts(result, tmp_path)[-1].split("\n"))


@needs_poppler
def test_lists_and_ledgers_are_summed_and_numbers_masked(office: Office, shop: str, tmp_path: Path) -> None:
    office.add("training", factories.training(shop))
    office.add("training", factories.planned_training())
    assert "共2条，已举办1次、24人次，其中：主要负责人培训1次" in flat_text(
        documents.training_ledger(office), tmp_path
    )
    cover = flat_text(training_papers.coverage_list(office, 2026), tmp_path)
    assert "已培训2026-09-18" in cover and "在营场所1个" in cover and LONG in cover
    office.add("special_work_certificate", factories.special_work_certificate(shop))
    office.add(
        "special_work_certificate", factories.special_work_certificate(person="马强", review_due="2026-01-01")
    )
    certificates = flat_text(documents.certificate_list(office), tmp_path)
    assert "T310118********1236" in certificates and "198001" not in certificates
    assert "在用2本，其中已过有效期或应复审日期1本" in certificates


@needs_poppler
def test_an_accident_its_ledger_and_the_comparison(office: Office, shop: str, tmp_path: Path) -> None:
    rows = [{"told_at": "2026-08-20 09:00", "dead": "1", "to": "夏阳街道", "text": "伤者不治"}]
    record = office.add("accident", factories.accident(shop, follow_ups=rows))
    text = flat_text(training_papers.accident_record(office, record["id"]), tmp_path)
    for shown in (
        "一、时间、地点和类别",
        "续报",
        "伤者不治",
        "夏阳街道城运中心",
        "推算等级",
        "一般事故",
        LONG,
    ):
        assert shown in text
    assert "共1起，死亡1人；其中生产安全事故1起" in flat_text(documents.accident_ledger(office), tmp_path)
    before = flat_text(training_papers.accident_comparison(office), tmp_path)
    assert "2023年的基数还没有填写" in before and record["no"] in before
    set_baseline(office, 0, 0, "街道通报")
    after = flat_text(training_papers.accident_comparison(office), tmp_path)
    assert "基数为零" in after and "来源：街道通报" in after and "不计算下降百分比" in after
