"""A committee gets its official code, then another: its ledger, its packages and the street's answers go on. Told on the
real command line, in real files; another committee that claims the code it had is refused.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import factories
from tests.desktop.commands.command_line import Answer, json_lines
from tests.e2e.by_commands import ByCommands

STREET, FIRST, SECOND, THIRD, OTHER = (
    "310118001000", "310118001903", "310118001033", "310118001233", "310118001001",
)  # fmt: skip


class Story(ByCommands):
    """What a change of code is about."""

    def adds(self, database: str, *descriptions: str) -> None:
        typed = [factories.hazard(description=each) for each in descriptions]
        self.does("add", "hazard", "--db", database, "-", stdin=json_lines(typed))

    def seals(self, database: str, code: int = 0) -> Path:
        answer = self.does("export", "--db", database, "--to", "U盘", "--period", "2026-11", "--passphrase-file",
                           "口令.txt", code=code)  # fmt: skip
        return self.folder / answer.lines[-2]

    def receives(self, package: Path, code: int = 0) -> dict[str, object]:
        answer = self.does("street", "receive", "--db", "街道.db", "--to", "回执", "--passphrase-file", "口令.txt",
                           "--json", package, code=code)  # fmt: skip
        return dict(answer.records[0])

    def imports(self, database: str, receipt: object) -> Answer:
        return self.does("receipt", "import", "--db", database, str(receipt))

    def hazards(self, code: str) -> list[str]:
        return [each["no"] for each in self.does("street", "list", "hazard", "--db", "街道.db", "--committee", code,
                                                 "--json").records]  # fmt: skip


@pytest.fixture
def story(tmp_path: Path) -> Story:
    told = Story(tmp_path, STREET)
    told.founds_street()
    key = told.founds("台账/台账.db", FIRST, "新苑居委会（筹）")
    told.enrols(key, FIRST, "新苑居委会（筹）")
    return told


def test_ledger_packages_receipts_and_returns_go_on_through_two_changes(story: Story) -> None:
    own = "台账/台账.db"
    story.adds(own, "楼道堆物", "灭火器过期")
    first = story.receives(story.seals(own))
    assert "已被街道接收，2 条" in story.imports(own, first["receipt"]).out

    changed = story.does("change-code", "--db", own, "--code", SECOND, "--name", "新苑社区居委会", "--reason",
                         "正式代码下发", "--note", "青民〔2026〕8号")  # fmt: skip
    assert "不能撤销" in changed.out and f"{FIRST} → {SECOND}" in changed.out
    sheet = changed.lines[-1]
    story.adds(own, "电动自行车进楼")
    package = story.seals(own)
    assert package.name.startswith(SECOND)
    assert story.receives(package, code=1)["error"] == "E_IDENTITY"
    linked = story.does(
        "street", "change-code", sheet, "--db", "街道.db", "--code", FIRST, "--name", "新苑社区居委会"
    )
    assert f"{SECOND}（原 {FIRST}）" in linked.out
    second = story.receives(package)
    assert story.hazards(FIRST) == story.hazards(SECOND) == ["YH-2026-0001", "YH-2026-0002", "YH-2026-0003"]

    # the street sends back a record of the first package, sealed under the old code
    story.imports(own, second["receipt"])
    returned = story.does("street", "check", str(first["package"]), "--db", "街道.db", "--to", "核验", "--passphrase-file",
                          "口令.txt", "--return", "YH-2026-0001=补照片")  # fmt: skip
    receipt = returned.out.rsplit("回执 ", 1)[1].strip()
    assert "退回 YH-2026-0001：补照片" in story.imports(own, receipt).out
    story.does("set", "hazard", "YH-2026-0001", "--db", own, "description=楼道堆物已清")

    sheet = story.does("change-code", "--db", own, "--code", THIRD, "--reason", "行政区划调整").lines[-1]
    story.does("street", "change-code", sheet, "--db", "街道.db", "--code", SECOND)
    third = story.receives(story.seals(own))
    assert (third["status"], third["merged"]) == ("accepted", 1)
    story.imports(own, third["receipt"])
    assert len(story.hazards(THIRD)) == 3
    board = story.does("street", "month", "--db", "街道.db", "--month", "2026-11", "--json").lines
    [line] = [each for each in map(json.loads, board) if each["standing"] != "未登记"]
    assert not {SECOND, THIRD} & {json.loads(each)["code"] for each in board}
    assert line["codes"] == f"{THIRD}（原 {FIRST}、{SECOND}）" and line["packages"] == [1, 2, 3]
    assert story.does("street", "roster", "--db", "街道.db").out.startswith(f"{THIRD},")
    history = story.does("change-code", "--db", own).lines
    assert [each.split("\t")[1] for each in history[1:]] == [f"{SECOND} → {THIRD}", f"{FIRST} → {SECOND}"]
    for database in (own, "街道.db"):
        if database == own:
            story.does("check", "--db", database)


def test_a_package_sealed_before_the_change_is_taken_in_after_it(story: Story) -> None:
    own = "台账/台账.db"
    story.adds(own, "楼道堆物")
    old = story.seals(own)
    sheet = story.does("change-code", "--db", own, "--code", SECOND, "--reason", "村改居").lines[-1]
    story.adds(own, "灭火器过期")
    new = story.seals(own)
    story.does("street", "change-code", sheet, "--db", "街道.db", "--code", FIRST)
    assert story.receives(new, code=1)["error"] == "E_GAP"
    assert story.receives(old)["warnings"] == ["W_FORMER_CODE"]
    assert story.receives(new)["status"] == "accepted"


def test_another_committee_gets_nowhere_with_a_code_that_somebody_had(story: Story) -> None:
    own = "台账/台账.db"
    sheet = story.does("change-code", "--db", own, "--code", SECOND, "--reason", "更名").lines[-1]
    story.does("street", "change-code", sheet, "--db", "街道.db", "--code", FIRST)
    key = story.founds("别人/台账.db", OTHER, "别的居委会")
    story.enrols(key, OTHER, "别的居委会")
    claim = story.does("change-code", "--db", "别人/台账.db", "--code", FIRST, "--reason", "更名").lines[-1]
    refused = story.does("street", "change-code", claim, "--db", "街道.db", "--code", OTHER, code=1)
    assert "不能再给别的单位" in refused.err
    story.adds("别人/台账.db", "冒名的隐患")
    assert story.receives(story.seals("别人/台账.db"), code=1)["error"] == "E_IDENTITY"
    refused = story.does(
        "street", "enrol", claim, "--db", "街道.db", "--code", FIRST, "--name", "别的居委会", code=1
    )
    assert refused.err and story.hazards(FIRST) == []


def test_what_cannot_be_is_said_and_changes_nothing(story: Story) -> None:
    for given, words in (
        (("--code", "123", "--reason", "更名"), "12 位数字"),
        (("--code", SECOND), "--reason"),
        (("--code", STREET, "--reason", "更名"), "街道"),
        (("--code", SECOND, "--reason", "更名", "--on", "2099-01-01"), "还没有到"),
        (("--name", "新苑居委会（筹）", "--reason", "更名"), "都没有改"),
    ):
        refused = story.does("change-code", "--db", "台账/台账.db", *given, code=1)
        assert words in refused.err, refused.err
    assert story.does("change-code", "--db", "台账/台账.db").lines == [f"新苑居委会（筹）（{FIRST}）"]
