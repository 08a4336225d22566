"""Papers by command, each by its name and number."""

from __future__ import annotations

import json
from pathlib import Path

from tests import factories
from tests.desktop.commands.command_line import json_lines
from tests.desktop.commands.in_a_folder import DB, Commanded, numbers_in


def test_an_inspection_and_its_blank_sheet_are_printed_by_number(folder: Path, command: Commanded) -> None:
    command("add", "premises", *DB, stdin=json_lines([factories.premises()]))
    command("add", "inspection", *DB, stdin=json_lines([factories.inspection("CS-2026-0001")]))
    number = numbers_in(folder, "inspection")[0]
    for report, which in (("inspection-record", number), ("inspection-record", ""), ("inspection-sheet", "老张面馆"), ("inspection-sheet", "")):  # fmt: skip
        code, out, err = command("report", report, *DB, "--number", which, "-o", "表.pdf")
        assert (code, out.strip(), err) == (0, "表.pdf", "")
        assert (folder / "表.pdf").read_bytes().startswith(b"%PDF-")
    code, _, err = command("report", "inspection-sheet", *DB, "--number", "没有这家", "-o", "无.pdf")
    assert (code, "没有找到“没有这家”" in err) == (1, True)


def test_a_record_of_no_inspection_is_refused_in_words(command: Commanded) -> None:
    code, _, err = command("report", "inspection-record", *DB, "-o", "无.pdf")
    assert (code, err.startswith("没有要打印的内容")) == (1, True)


def test_trainings_certificates_and_accidents_from_the_command_line(command: Commanded, folder: Path) -> None:
    for table, typed in (
        ("training", factories.training()),
        ("training", factories.planned_training()),
        ("special_work_certificate", factories.special_work_certificate()),
        ("accident", factories.accident()),
    ):
        assert command("add", table, *DB, stdin=json_lines([typed]))[0] == 0
    code, out, _ = command("list", "special_work_certificate", *DB, "--json")
    assert code == 0 and json.loads(out)["number"] == "T310118********1236"
    assert "T310118198001011236" not in command("show", "special_work_certificate", "张伟明", *DB)[1]
    for name, more in (
        ("training-record", ("--number", "PX-2026-0001")),
        ("training-record", ()),
        ("training-signin", ("--number", "PX-2026-0002")),
        ("training-coverage", ("--year", "2025")),
        ("training-ledger", ()),
        ("certificates", ()),
        ("accident-record", ("--number", "SG-2026-0001")),
        ("accident-ledger", ()),
        ("accident-comparison", ()),
    ):
        code, out, err = command("report", name, *DB, *more, "-o", "a.pdf")
        assert (code, out.strip(), err) == (0, "a.pdf", ""), name
        assert (folder / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert command("act", "training", "PX-2026-0002", "取消", *DB, "cancel_reason=台风")[0] == 0
    code, _, err = command("report", "training-signin", *DB, "-o", "b.pdf")
    assert code == 1 and "documents_missing" in err


def test_a_return_and_its_roll_ups_are_printed_from_the_command_line(
    command: Commanded, folder: Path
) -> None:
    assert command("add", "monthly_return", *DB, stdin=json_lines([factories.monthly_return()]))[0] == 0
    for name, more in (
        ("monthly-return", ()),
        ("return-rollup", ()),
        ("return-rollup", ("--number", "2026H1")),
        ("return-rollup", ("--year", "2026")),
    ):
        code, out, err = command("report", name, *DB, *more, "-o", "a.pdf")
        assert (code, out.strip(), err) == (0, "a.pdf", ""), name
        assert (folder / "a.pdf").read_bytes().startswith(b"%PDF-")
    for name, number, why in (
        ("return-rollup", "2026Q5", "rollup_period_unknown"),
        ("return-comparison", "YB-2026-0001", "return_is_first"),
        ("return-comparison", "", "documents_missing"),
    ):
        code, _, err = command("report", name, *DB, "--number", number, "-o", "b.pdf")
        assert code == 1 and why in err, name


def test_a_risk_is_assessed_by_checklist_reassessed_and_printed(command: Commanded, folder: Path) -> None:
    answers = [{"item": f"GAS-{place}", "answer": "否" if place == 3 else "是"} for place in range(1, 8)]
    typed = factories.risk(
        category="燃气",
        method="清单法",
        likelihood=None,
        severity=None,
        answers=answers,
        assessed_on="2020-01-02",
    )
    assert command("add", "risk", *DB, stdin=json_lines([typed])) == (0, "FX-2020-0001\n", "")
    code, out, _ = command("act", "risk", "FX-2020-0001", "复评", *DB, "method=ls", "L=5", "S=5")
    assert (code, out) == (0, "FX-2020-0001 已评估\n")
    _, out, _ = command("show", "risk", "FX-2020-0001", *DB, "--json")
    risk = json.loads(out)
    assert (risk["level_final"], risk["outcome"]) == ("red", "raised")
    assert risk["assessments"][0]["inputs"] == "“否”1 条：装有可燃气体报警器并能联动切断"
    measures = '[{"kind":"人防","text":"巡查","owner":"王芳","due":"2020-01-01"}]'
    assert (
        command("set", "risk", "FX-2020-0001", *DB, f"measures={measures}", "next_review=2020-06-01")[0] == 0
    )
    for state in ("应复评", "措施逾期"):
        assert command("list", "risk", *DB, "--state", state)[1].startswith("FX-2020-0001")
    for report in ("risk-card", "risk-distribution"):
        assert command("report", report, *DB, "--number", "FX-2020-0001", "-o", f"{report}.pdf")[0] == 0
        assert (folder / f"{report}.pdf").read_bytes().startswith(b"%PDF-")
