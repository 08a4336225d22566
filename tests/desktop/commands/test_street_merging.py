"""The street's merging on the command line: preview, returns, rollback, conflicts, many packages; real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from db.clock import Clock
from desktop.office import Office
from desktop.street.street_ledger import StreetLedger
from desktop.street.street_office import StreetDesk
from tests import factories
from tests.desktop.commands.command_line import PROJECT, Answer, passphrase_file, run
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, open_committee, open_street
from tests.fixtures_people import PASSWORD

REMARK = "照片看不清，请补拍"


@dataclass
class Desk:
    """A working folder with a street's database whose file nobody holds, and an enrolled committee."""

    folder: Path
    committee: Committee
    street: Street

    def run(self, *arguments: object) -> Answer:
        return run("street", *arguments, "--db", "街道/街道.db", cwd=self.folder)

    def signed(self, *arguments: object) -> Answer:
        return self.run(*arguments, "--to", "回执", "--passphrase-file", "口令.txt")

    def sends(self) -> Path:
        (self.folder / "U盘").mkdir(exist_ok=True)
        return self.committee.sends(self.folder / "U盘")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    passphrase_file(tmp_path, PASSPHRASE)
    street = open_street(tmp_path / "街道", Clock())
    committee = open_committee(tmp_path / "村居", Clock())
    street.enrols(committee)
    committee.adds(factories.hazard(), factories.hazard(description="飞线充电"))
    street.desk.close()
    return Desk(tmp_path, committee, street)


def test_a_script_looks_sends_one_back_takes_the_package_out_and_finds_it_again(desk: Desk) -> None:
    package = desk.sends()
    looked = desk.run("preview", package)
    assert looked.code == 0 and "新增 2 条" in looked.out and "隐患描述：飞线充电" in looked.out
    [plan] = desk.run("preview", package, "--json").records
    numbers = {each["no"] for each in plan["records"]}
    assert numbers == {"YH-2026-0001", "YH-2026-0002"}
    decisions = desk.folder / "决定.json"
    decisions.write_text(json.dumps({plan["package"]: {"YH-2026-0002": REMARK}}), "utf-8")
    first, sums = desk.signed("receive", package, "--decisions", decisions, "--json").records
    assert (first["merged"], first["returned"], first["status"]) == (1, 1, "partial")
    assert sums == {
        "given": 1, "files": 1, "stopped": False, "packages_refused": 0, "packages_known": 0, "expected": 2, "read": 2,
        "merged": 1, "returned": 1, "refused": 0,
    }  # fmt: skip
    taken_out = desk.signed("rollback", plan["package"][:12], "--reason", "收错了优盘")
    assert taken_out.lines[0] == "已撤回：移出台账 1 条，恢复原样 0 条。"
    assert "已撤回" in desk.run("packages").out
    again = desk.signed("receive", package)
    assert again.code == 0 and "已收过" in again.out


def test_a_record_is_sent_back_by_an_option_and_wrong_ones_are_told(desk: Desk) -> None:
    package = desk.sends()
    wrong = desk.signed("receive", package, "--return", "YH-2026-0009=没有")
    assert wrong.code == 1 and "record_not_in_package" in wrong.err
    many = desk.signed("receive", package, package, "--return", f"YH-2026-0001={REMARK}")
    assert many.code == 1 and "returns_of_many" in many.err
    unreadable = desk.signed("receive", package, "--decisions", package)
    assert unreadable.code == 1 and "decisions_unreadable" in unreadable.err
    right = desk.signed("receive", package, "--return", f"YH-2026-0001={REMARK}")
    assert right.code == 0 and "写入 1 条，退回 1 条，拒收 0 条" in right.out
    assert desk.run("conflicts").out == desk.run("forks", "--json").out == ""


def test_receiving_goes_on_after_a_bad_one_and_tells_how_far_it_is(desk: Desk) -> None:
    package = desk.sends()
    torn = desk.folder / "torn.zip"
    torn.write_bytes(b"PK\x03\x04")
    answer = desk.signed("receive", *[torn] * 12, package, "--json")
    assert answer.code == 1 and "已处理 10/13 个文件，拒收 10 个" in answer.err
    assert answer.records[-1]["packages_refused"] == 12 and answer.records[-1]["merged"] == 2


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C reaches a process of its own otherwise on Windows")
def test_receiving_is_stopped_by_ctrl_c_and_goes_on_where_it_was(desk: Desk) -> None:
    package = desk.sends()
    files = [package, *[desk.folder / f"没有{number}.zip" for number in range(20_000)]]
    command = [
        sys.executable, str(PROJECT / "main.py"), "street", "receive", "--db", "街道/街道.db", "--to", "回执",
        "--passphrase-file", "口令.txt", "--json", *map(str, files),
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=desk.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        running.stderr.readline()  # ten files are done with
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    sums = json.loads(out.splitlines()[-1])
    assert running.returncode == 1 and sums["stopped"] and sums["merged"] == 2
    assert "再运行一次同样的命令会接着收" in err
    [again] = [each for each in desk.signed("receive", package, "--json").records if "status" in each]
    assert again["status"] == "replayed" and Path(desk.folder / again["receipt"]).is_file()


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C reaches a process of its own otherwise on Windows")
def test_a_thousand_packages_are_stopped_and_taken_in_to_the_last(desk: Desk) -> None:
    stick = desk.folder / "U盘"
    stick.mkdir()
    packages = []
    for number in range(100, 120):
        committee = open_committee(
            desk.folder / str(number), Clock(), f"310118001{number}", f"第{number}居委会"
        )
        street = replace(desk.street, desk=StreetDesk.open(desk.folder / "街道" / "街道.db"))
        street.enrols(committee)
        street.desk.close()
        for _ in range(50):
            committee.adds(factories.hazard(description=f"第{len(packages)}处"))
            packages.append(committee.sends(desk.folder / "U盘"))
        committee.office.close()
    bad = stick / "310118001100-e01-000099-v01.zip"
    bad.write_bytes(packages[-1].read_bytes()[:-7])
    files = [*packages[:500], bad, *packages[500:]]
    command = [
        sys.executable, PROJECT / "main.py", "street", "receive", "--db", "街道/街道.db", "--to", "回执",
        "--passphrase-file", "口令.txt", "--json", *files,
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=desk.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None and running.stdout is not None
        for line in running.stderr:
            if "300" in line:
                running.send_signal(signal.SIGINT)
                break
        stopped = json.loads(running.stdout.read().splitlines()[-1])
    assert stopped["stopped"] and 300 <= stopped["files"] < 1000
    sums = desk.signed("receive", *files, "--json").records[-1]
    known = stopped["files"] - stopped["packages_refused"]
    assert (sums["files"], sums["packages_refused"], sums["packages_known"]) == (1001, 1, known)
    assert not sums["stopped"] and len(desk.run("list", "hazard", "--json").records) == 1000


def test_where_people_sign_in_a_command_says_as_whom(
    desk: Desk, people_at: Callable[[Office, dict[str, str]], None]
) -> None:
    ledger = StreetLedger.open(desk.street.desk.store.path)
    people_at(ledger, {"周洁": "clerk", "郑立": "reader", "吴敏": "admin"})
    ledger.close()
    package, password = desk.sends(), desk.folder / "密码.txt"
    password.write_text(PASSWORD, encoding="utf-8")
    asked = desk.signed("receive", package)
    assert asked.code == 1 and "sign_in_needed" in asked.err
    reader = desk.signed("receive", package, "--as", "郑立", "--password-file", password)
    assert reader.code == 1 and "收件员" in reader.err
    done = desk.signed("receive", package, "--as", "周洁", "--password-file", password)
    assert done.code == 0 and "已合并" in done.out


def test_a_fork_is_shown_with_what_differs_and_its_finding_is_kept(desk: Desk) -> None:
    backup = desk.folder / "备份"
    office = desk.committee.office
    office.close()
    shutil.copytree(office.folder, backup)
    desk.committee.office = Office.open(office.database)
    restored = Committee(Office.open(backup / office.database.name), desk.committee.key)
    restored.adds(factories.hazard(description="恢复备份后登记"))
    (desk.folder / "二").mkdir()
    desk.signed("receive", desk.sends())
    desk.signed("receive", restored.sends(desk.folder / "二"))
    told = desk.run("forks")
    assert "第 1 号有两份：待核实" in told.out and "只在没有合并的一份里：隐患" in told.out
    [fork] = desk.run("forks", "--json").records
    assert [each["how"] for each in fork["records"]] == ["only_other"] and fork["same"] == 2
    package = fork["other"]["package"][:16]
    kept = desk.run("settle-fork", package, "--cause", "restored", "--reason", "换过电脑，用旧备份恢复")
    assert kept.code == 0, kept.err
    [fork] = desk.run("forks", "--json").records
    assert fork["decision"]["note"] == "村居恢复过备份：换过电脑，用旧备份恢复"
    assert desk.run("settle-fork", package, "--again").code == 0
    assert desk.run("settle-fork", "0" * 12, "--again").code == 1
    restored.office.close()
