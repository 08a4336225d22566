"""A street changes its keys while a package is on its way and a receipt has not arrived yet: told on the real command line, in
real files, from the committee that knows nothing of it to the chain that goes on.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.desktop.commands.command_line import Answer, json_lines, run
from tests.e2e.by_commands import SECRET, ByCommands

STREET, COMMITTEE, OWN = "310118001000", "310118001003", "台账/台账.db"
NEW = "街道换上的新口令2026"


class Story(ByCommands):
    """A street and an enrolled committee, and what a change of the street's keys is about."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, STREET, "再写")
        (folder / "新口令.txt").write_text(NEW, encoding="utf-8")
        self.founds_street()
        self.enrols(self.founds(OWN, COMMITTEE, "章浜社区居委会"), COMMITTEE, "章浜社区居委会")

    new_secret = ("--new-passphrase-file", "新口令.txt")

    def reports(self, description: str) -> Path:
        """A record and a package with it that only the street can open."""
        self.does(
            "add", "hazard", "--db", OWN, "-", stdin=json_lines([factories.hazard(description=description)])
        )
        return self.seals("U盘")

    def seals(self, folder: str) -> Path:
        answer = self.does("export", "--db", OWN, "--to", folder, "--period", "2026-11", "--encrypt", *SECRET)
        [written] = [each for each in map(Path, answer.lines) if each.name.endswith(".age")]
        return self.folder / written

    def receives(self, package: Path, passphrases: str, code: int = 0) -> dict[str, object]:
        answer = self.does("street", "receive", "--db", "街道.db", "--to", "回执", "--passphrase-file", passphrases, "--json",
                           package, code=code)  # fmt: skip
        return dict(answer.records[0])

    def states(self) -> list[str]:
        return [each["report_state"] for each in self.does("list", "hazard", "--db", OWN, "--json").records]

    def imports(self, receipt: object, code: int = 0) -> Answer:
        return self.does("receipt", "import", "--db", OWN, str(receipt), code=code)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_a_forgotten_passphrase_costs_a_new_sheet_and_nothing_else(story: Story) -> None:
    first = story.receives(story.reports("楼道堆物"), "口令.txt")
    on_its_way = story.reports("灭火器过期")
    asked = story.does("street", "keys", "--db", "街道.db", "--new", *story.new_secret, code=1)
    assert "street_keys_cause" in asked.err
    changed = story.does("street", "keys", "--db", "街道.db", "--new", "--cause", "lost", *story.new_secret)
    assert changed.lines[0] != story.street_sheet and "发给 1 个村居" in changed.out
    assert changed.lines[-1].startswith(f"{COMMITTEE}\t章浜社区居委会")
    assert "passphrase_wrong" in story.does("street", "check", str(first["package"]), "--db", "街道.db", "--to", "回执",
                                            *SECRET, code=1).err  # fmt: skip

    # the street cannot open what is on its way, and says what to do
    assert story.receives(on_its_way, "新口令.txt", code=1)["error"] == "sealed_to_former_key"

    # the committee refuses what the new key signed, loses nothing, and is told what to do
    checked = story.does("street", "check", str(first["package"]), "--db", "街道.db", "--to", "核验", "--passphrase-file",
                         "新口令.txt")  # fmt: skip
    receipt = checked.out.rsplit("回执 ", 1)[1].strip()
    before = story.states()
    refused = story.imports(receipt, code=1)
    assert (
        "换街道登记表…" in refused.err and "新的盖章登记表" in refused.err and "什么也没有改动" in refused.err
    )
    assert story.states() == before

    # with the new sheet it is taken, the same package is written again, and the chain goes on
    story.does("trust", "--db", OWN, changed.lines[0])
    assert "已被街道接收" in story.imports(receipt).out
    again = story.seals("再写")
    assert again.name == on_its_way.name and again.read_bytes() != on_its_way.read_bytes()
    second = story.receives(again, "新口令.txt")
    assert second["status"] == "accepted"
    assert "已被街道接收" in story.imports(second["receipt"]).out
    third = story.receives(story.reports("电动自行车进楼"), "新口令.txt")
    story.imports(third["receipt"])
    assert set(story.states()) == {"reported"}
    told = story.does("street", "keys", "--db", "街道.db")
    assert told.lines[0] == changed.lines[0] and COMMITTEE not in told.out
    assert story.does("check", "--db", OWN).code == 0


def test_a_planned_change_opens_what_is_on_its_way_and_says_lost_receipts_again(story: Story) -> None:
    first = story.reports("楼道堆物")
    story.receives(first, "口令.txt")
    on_its_way = story.reports("灭火器过期")
    for each in (story.folder / "回执").rglob("*.zip"):
        each.unlink()  # the receipt of the first package never arrived
    sheet = story.does("street", "keys", "--db", "街道.db", "--new", "--cause", "rotation", *SECRET,
                       *story.new_secret).lines[0]  # fmt: skip
    story.does("trust", "--db", OWN, sheet)
    for package in (first, on_its_way):
        story.imports(story.receives(package, "新口令.txt")["receipt"])
    assert set(story.states()) == {"reported"}


def test_another_passphrase_leaves_sheet_and_committees_alone(story: Story) -> None:
    package = story.reports("楼道堆物")
    for given in (
        ("--passphrase",),
        ("--passphrase", *story.new_secret),
        ("--new", "--cause", "rotation", *story.new_secret),
    ):
        assert (
            "street_keys_passphrases" in story.does("street", "keys", "--db", "街道.db", *given, code=1).err
        )
    changed = story.does("street", "keys", "--db", "街道.db", "--passphrase", *SECRET, *story.new_secret)
    assert changed.lines[0] == story.street_sheet and "不用重新登记" in changed.out
    assert "passphrase_wrong" in run("street", "receive", "--db", "街道.db", "--to", "回执", *SECRET, package,
                                     cwd=story.folder).err  # fmt: skip
    story.imports(story.receives(package, "新口令.txt")["receipt"])
    assert story.states() == ["reported"]
