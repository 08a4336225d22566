"""Nothing that names a tipster goes out, and personal data only when it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import AppError, Cancelled
from db.spec.query import Query
from desktop.form_templates.filling import Chosen, fill_form
from desktop.office import Office
from desktop.spreadsheets.exporting import Export, Format, export
from desktop.tips.registering import register_tip
from tests import factories
from tests.desktop.form_templates.forms import xlsx_form
from tests.desktop.spreadsheets.full_records import fill_every_type
from tests.desktop.spreadsheets.test_round_trip import sheet
from tests.fixtures_tips import TIPSTER, TIPSTER_NAME


@pytest.mark.parametrize("format_", list(Format))
def test_a_text_that_names_a_tipster_stops_the_export_and_leaves_no_file(
    tips_office: Office, tmp_path: Path, format_: Format
) -> None:
    register_tip(tips_office, factories.tip(), TIPSTER)
    tips_office.add("hazard", factories.hazard(description=f"{TIPSTER_NAME}反映：通道堆物"))
    path = tmp_path / f"表.{format_}"
    with pytest.raises(AppError, match="tipster_in_text"):
        export(tips_office, Export("hazard", Query(), "隐患台账", format=format_), path)
    with pytest.raises(AppError, match="tipster_in_text"):
        form = xlsx_form(tmp_path / "表样.xlsx", [("{{序号}}", "{{隐患描述}}")])
        ids = tuple(tips_office.ids("hazard", Query()))
        fill_form(tips_office, form, Chosen("hazard", ids), path)
    assert [each.name for each in tmp_path.glob("表.*")] == []
    export(tips_office, Export("tip", Query(), "举报", with_personal=True), tmp_path / "举报.xlsx")
    assert TIPSTER_NAME not in str(sheet(tmp_path / "举报.xlsx"))


def test_personal_data_is_masked_and_lists_of_people_stay_here(office: Office, tmp_path: Path) -> None:
    fill_every_type(office, 1)
    export(office, Export("special_work_certificate", Query(), "证书"), tmp_path / "证书.xlsx")
    head, row = sheet(tmp_path / "证书.xlsx")
    cells = dict(zip(head, row, strict=True))
    assert "*" in cells["姓名"] and "*" in cells["证号"]
    export(office, Export("training", Query(), "培训"), tmp_path / "培训.xlsx")
    head, row = sheet(tmp_path / "培训.xlsx")
    assert dict(zip(head, row, strict=True))["签到名单"] == "（个人信息，未导出）*"


def test_an_export_that_is_stopped_leaves_nothing(office: Office, tmp_path: Path) -> None:
    office.add("hazard", factories.hazard())

    class Stopping:
        def check(self) -> None:
            raise Cancelled

        def report(self, done: int, total: int, text: str = "") -> None:
            raise AssertionError

    with pytest.raises(Cancelled):
        export(office, Export("hazard", Query(), "隐患"), tmp_path / "表.xlsx", Stopping())
    assert list(tmp_path.glob("表*")) == []
