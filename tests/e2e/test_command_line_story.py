"""A committee's month and the street's answer, told on the real command line and read back from real files."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.desktop.commands.command_line import Answer, json_lines, passphrase_file, photo_file, run
from tests.reports.poppler import needs_poppler

RARE = factories.RARE_NAME
STREET_CODE = "310118001000"


class Story:
    """The folder everything happens in and the answer to each command, by a name of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, Answer] = {}

    def does(self, name: str, *arguments: object, stdin: bytes = b"") -> Answer:
        self.answers[name] = answer = run(*arguments, cwd=self.folder, stdin=stdin)
        return answer

    def __getitem__(self, name: str) -> Answer:
        return self.answers[name]

    @property
    def package(self) -> Path:
        return self.folder / "U盘" / "310118001003-e01-000001-v01.zip"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = Story(tmp_path_factory.mktemp("故事 一"))
    passphrase_file(told.folder)
    (told.folder / "U盘").mkdir()
    for number in (1, 2):
        photo_file(told.folder / f"现场 {number}.jpg", shade=60 * number)
    (told.folder / "批复.pdf").write_bytes("%PDF-1.4\n% 青夏城建〔2026〕17号\n".encode())
    _found_and_fill(told)
    _close_the_loop(told)
    _print(told)
    _report_to_the_street(told)
    yield told


def _found_and_fill(told: Story) -> None:
    told.does("init", "init", "--db", "台账.db", "--committee", "310118001003", "--clerk", RARE, "--lead", "陈建国",
              "--passphrase-file", "口令.txt")  # fmt: skip
    (told.folder / "场所.jsonl").write_bytes(b"\xef\xbb\xbf" + json_lines([factories.premises()]))
    told.does("premises", "add", "premises", "--db", "台账.db", "场所.jsonl")
    plain = factories.risk(likelihood=None, severity=None, premises="老张面馆")
    risks = [plain | {"inputs": {"L": 3, "S": 4}, "method": "LS"}, plain | {"L": "5", "S": "5"}]
    told.does("risk", "add", "risk", "--db", "台账.db", stdin=json_lines(risks))
    hazards = [
        factories.planned_hazard(
            found_on="2026.11.3", premises="CS-2026-0001", found_by=RARE, photo_before=["现场 1.jpg"]
        ),
        factories.suspected_major(found_on="2026-11-19"),
    ]
    told.does("hazard", "add", "hazard", "--db", "台账.db", "-", stdin=json_lines(hazards))
    told.does("drill", "add", "drill", "--db", "台账.db", "-", stdin=json_lines([factories.drill()]))


def _close_the_loop(told: Story) -> None:
    db = ("--db", "台账.db")
    told.does("attach", "attach", "hazard", "YH-2026-0001", *db, "现场 1.jpg", "现场 2.jpg")
    told.does("set", "set", "hazard", "YH-2026-0001", *db, "deadline=2026年11月20日", "note=网格员已到场")
    told.does("rectify", "act", "hazard", "YH-2026-0001", "rectify", *db, "rectified_on=2026-11-10", "rect_note=已清运",
              "photo_after=现场 2.jpg")  # fmt: skip
    told.does("own recheck", "act", "hazard", "YH-2026-0001", "recheck", *db, "recheck_on=2026.11.12",
              f"recheck_by={factories.RECTIFIER}", "recheck_result=合格")  # fmt: skip
    told.does("recheck", "act", "hazard", "YH-2026-0001", "复查", *db, "recheck_on=2026.11.12",
              f"recheck_by={factories.RECHECKER}", "recheck_result=合格")  # fmt: skip
    told.does(
        "close", "act", "hazard", "YH-2026-0001", "close_out", *db, "closed_on=2026-11-15", "closed_by=陈建国"
    )
    major = ("hazard", "YH-2026-0002")
    told.does("plan", "act", *major, "assign", *db, "measures=停用瓶装液化气", "rect_unit=老张面馆",
              f"rect_person={factories.RECTIFIER}", "deadline=2026-11-30", "starts_on=2026-11-19", "funds=0.8",
              "funds_source=经营者自筹", "emergency_plan=出现泄漏立即关阀撤离")  # fmt: skip
    told.does("major rectified", "act", *major, "rectify", *db, "rectified_on=2026-11-20", "rect_note=已停用")
    told.does("major rechecked", "act", *major, "recheck", *db, "recheck_on=2026-11-21",
              f"recheck_by={factories.RECHECKER}", "recheck_result=合格")  # fmt: skip
    told.does("major refused", "act", *major, "close_out", *db, "closed_on=2026-11-22", "closed_by=陈建国")
    told.does("signed off", "act", *major, "sign_off", *db, "dept_signoff_unit=城建中心", "dept_signoff_doc_no=17号",
              "dept_signoff_person=赵志刚", "dept_signoff_date=2026-11-21", "dept_signoff_scan=批复.pdf")  # fmt: skip
    told.does("major closed", "act", *major, "close_out", *db, "closed_on=2026-11-22", "closed_by=陈建国")


def _print(told: Story) -> None:
    for name in ("hazard-ledger", "risk-inventory", "enrolment"):
        told.does(name, "report", name, "--db", "台账.db", "-o", f"{name}.pdf")
    told.does(
        "drill-log",
        "report",
        "drill-log",
        "--db",
        "台账.db",
        "--number",
        "YL-2026-0001",
        "-o",
        "drill-log.pdf",
    )


def _report_to_the_street(told: Story) -> None:
    secret = ("--passphrase-file", "口令.txt")
    export = ("export", "--db", "台账.db", "--to", "U盘", "--period", "2026-11", *secret)
    told.does("untrusted", *export)
    told.does(
        "street init",
        "street",
        "init",
        "--db",
        "街道.db",
        "--code",
        STREET_CODE,
        "--name",
        "夏阳街道办事处",
        *secret,
    )
    sheet = told["street init"].lines[0]
    told.does("trust", "trust", "--db", "台账.db", sheet)
    told.does("export", *export)
    told.does("export again", *export)
    told.does(
        "before enrolment", "street", "receive", "--db", "街道.db", "--to", "回执", *secret, told.package
    )
    key = subprocess.run(
        ["ssh-keygen", "-y", "-P", "章浜社区的安全口令2026", "-f", "台账.files/keys/sign.key"],
        cwd=told.folder, capture_output=True, check=True,
    ).stdout if shutil.which("ssh-keygen") else b""  # fmt: skip
    (told.folder / "村居.pub").write_bytes(key)
    told.does("enrol", "street", "enrol", "--db", "街道.db", "--file", "村居.pub", "--code", "310118001003",
              "--name", "章浜社区居委会")  # fmt: skip
    told.does("roster", "street", "roster", "--db", "街道.db")
    (told.folder / "allowed_signers").write_text(told["roster"].out, encoding="utf-8")
    told.does("verify", "verify", told.package)
    told.does("verify known", "verify", told.package, "--roster", "allowed_signers")
    told.does("receive", "street", "receive", "--db", "街道.db", "--to", "回执", *secret, told.package)
    told.does("receive again", "street", "receive", "--db", "街道.db", "--to", "回执", *secret, told.package)
    told.does("street list", "street", "list", "hazard", "--db", "街道.db", "--json")
    told.does(
        "street list other", "street", "list", "hazard", "--db", "街道.db", "--committee", "310118001001"
    )
    receipt = next((told.folder / "回执").iterdir(), "回执")
    told.does("receipt", "receipt", "import", receipt, "--db", "台账.db")
    told.does("receipt again", "receipt", "import", receipt, "--db", "台账.db")
    told.does("nothing new", *export)
    for table in ("premises", "risk", "hazard", "drill"):
        told.does(f"list {table}", "list", table, "--db", "台账.db", "--json")
    told.does("list closed", "list", "hazard", "--db", "台账.db", "--state", "已销号", "--search", "通道")
    told.does("show", "show", "hazard", "yh-2026-0001", "--db", "台账.db", "--json")
    told.does("slip", "report", "handover-slip", "--db", "台账.db", "-o", "slip.pdf")
    told.does("check", "check", "--db", "台账.db")
    told.does("street check", "check", "--db", "街道.db")


pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


def test_every_command_that_should_succeed_does(story: Story) -> None:
    refused = {
        "own recheck",
        "major refused",
        "untrusted",
        "before enrolment",
        "receipt again",
        "nothing new",
    }
    codes = {name: answer.code for name, answer in story.answers.items()}
    assert codes == {name: 1 if name in refused else 0 for name in codes}, [
        (name, story[name].err) for name, code in codes.items() if (code == 0) == (name in refused)
    ]


def test_nothing_is_said_on_standard_error_when_all_is_well(story: Story) -> None:
    quiet = ("init", "hazard", "export", "verify", "receipt", "check", "list hazard", "hazard-ledger")
    assert {name: story[name].err for name in quiet} == dict.fromkeys(quiet, "")


def test_each_registered_record_answers_with_its_number(story: Story) -> None:
    assert story["premises"].lines == ["CS-2026-0001"]
    assert story["risk"].lines == ["FX-2026-0001", "FX-2026-0002"]
    assert story["hazard"].lines == ["YH-2026-0001", "YH-2026-0002"]
    assert story["drill"].lines == ["YL-2026-0001"]


def test_both_ways_of_writing_the_inputs_of_a_risk_are_read(story: Story) -> None:
    first, second = story["list risk"].records
    assert (first["likelihood"], first["severity"], first["score"], first["level_final"]) == (
        "3",
        "4",
        "12",
        "yellow",
    )
    assert (second["score"], second["level_final"]) == ("25", "red")
    assert first["premises"] == story["list premises"].records[0]["id"]
    assert [row["kind"] for row in first["measures"]] == ["human", "technical"]


def test_what_people_write_is_kept_in_one_form(story: Story) -> None:
    record = story["show"].records[0]
    assert (record["found_on"], record["deadline"], record["closed_on"]) == (
        "2026-11-03",
        "2026-11-20",
        "2026-11-15",
    )
    assert (record["status"], record["status_label"]) == ("closed", "已销号")
    assert record["found_by"] == record["created_by"] == RARE
    assert [photo["name"] for photo in record["photo_before"]] == ["现场 1.jpg", "现场 2.jpg"]
    assert [photo["name"] for photo in record["photo_after"]] == ["现场 2.jpg"]


def test_the_same_photo_is_not_attached_twice(story: Story) -> None:
    assert "添加 1 张到“整改前照片”" in story["attach"].out


def test_who_rectified_cannot_recheck(story: Story) -> None:
    assert (
        story["own recheck"].err == "复查人不能是整改责任人本人。请换一位复查。（rechecked_by_rectifier）\n"
    )


def test_a_major_hazard_waits_for_the_department(story: Story) -> None:
    assert "YH-2026-0002 待部门审核" in story["major rechecked"].out
    assert "（department_signoff_missing）" in story["major refused"].err
    assert "负有监管职责的部门" in story["major refused"].err
    assert story["major closed"].out == "YH-2026-0002 已销号\n"


@needs_poppler
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hazard-ledger", ["YH-2026-0001", "已销号", "章浜社区"]), ("risk-inventory", ["FX-2026-0002", "红"]),
        ("drill-log", ["YL-2026-0001", "冬季高层住宅"]), ("enrolment", ["310118001003", "SHA256:"]),
        ("slip", ["310118001003-e01-000001-v01.zip", "夏阳街道办事处"]),
    ],
)  # fmt: skip
def test_each_document_is_a_pdf_that_says_what_it_should(story: Story, name: str, words: list[str]) -> None:
    command = ["pdftotext", "-raw", story.folder / f"{name}.pdf", "-"]
    text = "".join(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())
    assert [word for word in words if word not in text] == []


def test_packing_without_the_streets_sheet_is_refused(story: Story) -> None:
    assert "（street_not_trusted）" in story["untrusted"].err


def test_the_sheet_is_shown_for_comparison_with_the_paper_on_both_sides(story: Story) -> None:
    assert story["trust"].lines[1:] == story["street init"].lines[1:]
    assert [line.split("\t")[0] for line in story["trust"].lines[1:]] == ["签名公钥", "解密公钥"]
    assert all(line.split("\t")[1].startswith("SHA256:") for line in story["trust"].lines[1:])


def test_exporting_twice_writes_the_same_package_again(story: Story) -> None:
    assert story["export"].out == story["export again"].out
    assert [each.name for each in (story.folder / "U盘").iterdir()] == [story.package.name]


def test_a_stranger_gets_no_receipt_and_nothing_of_it_is_kept(story: Story) -> None:
    answer = story["before enrolment"]
    assert "（E_UNKNOWN_SIGNER）" in answer.err
    assert "回执 " not in answer.out
    assert len(list((story.folder / "回执").iterdir())) == 1


def test_verify_says_who_signed_and_whether_that_is_known(story: Story) -> None:
    assert "没有给名册" in story["verify"].out
    assert "没有给名册" not in story["verify known"].out
    signer = next(line for line in story["verify known"].lines if line.startswith("签名 "))
    assert "章浜社区居委会（310118001003） SHA256:" in signer
    assert story["verify"].lines[-1] == story["export"].lines[-1]


def test_the_street_counts_what_it_was_sent(story: Story) -> None:
    assert "应有 6 条，读到 6 条，写入 6 条，拒收 0 条" in story["receive"].out
    assert "已收过" in story["receive again"].out
    assert story["receive again"].out.count("回执 ") == 1


def test_the_street_has_every_record_as_the_committee_has_it(story: Story) -> None:
    own = story["list hazard"].records
    for record in own:
        del record["report_state"], record["report_state_label"]
    assert story["street list"].records == own
    assert story["street list other"].out == ""


def test_the_receipt_marks_every_record_as_reported(story: Story) -> None:
    assert "6 条记录标为已报送" in story["receipt"].out
    states = {
        record["report_state_label"]
        for table in ("premises", "risk", "hazard", "drill")
        for record in story[f"list {table}"].records
    }
    assert states == {"已报送"}
    assert "（nothing_to_report）" in story["nothing new"].err


def test_a_receipt_counts_once(story: Story) -> None:
    assert "（E_REPLAY）" in story["receipt again"].err


def test_search_and_state_narrow_a_list(story: Story) -> None:
    assert story["list closed"].out.startswith("YH-2026-0001\t已销号\t2026-11-20\t")
    assert len(story["list closed"].lines) == 1


def test_no_half_written_file_is_left_anywhere(story: Story) -> None:
    assert list(story.folder.rglob("*.part")) == []


def test_public_tools_accept_the_package(story: Story, tmp_path: Path) -> None:
    with zipfile.ZipFile(story.package) as archive:
        archive.extractall(tmp_path)
    bag = tmp_path / "310118001003-e01-000001-v01"
    verify = ["ssh-keygen", "-Y", "verify", "-f", story.folder / "allowed_signers", "-I", "310118001003",
              "-n", "slp-package-v1", "-s", "tagmanifest-sha256.txt.sig"]  # fmt: skip
    message = (bag / "tagmanifest-sha256.txt").read_bytes()
    subprocess.run(verify, cwd=bag, input=message, capture_output=True, check=True)
    for tool, command in (
        ("sha256sum", ["sha256sum", "--strict", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"]),
        ("unzip", ["unzip", "-tq", story.package]),
    ):
        if shutil.which(tool):
            subprocess.run(command, cwd=bag, capture_output=True, check=True)
    digest = subprocess.run(
        ["sha256sum", "tagmanifest-sha256.txt"], cwd=bag, capture_output=True, text=True, check=True
    )
    assert story["export"].lines[-1] == f"包编号 {digest.stdout.split()[0]}"


def test_bagit_py_accepts_the_package(story: Story, tmp_path: Path) -> None:
    pytest.importorskip("bagit")
    shutil.unpack_archive(story.package, tmp_path)
    command = [sys.executable, "-m", "bagit", "--validate", tmp_path / story.package.stem]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def copied(story: Story, tmp_path: Path) -> Path:
    shutil.copy(story.folder / "台账.db", tmp_path)
    shutil.copytree(story.folder / "台账.files", tmp_path / "台账.files")
    return tmp_path


def test_a_flipped_byte_of_a_photo_is_named(copied: Path) -> None:
    photo = next((copied / "台账.files" / "attachments").rglob("*.jpg"))
    content = bytearray(photo.read_bytes())
    content[len(content) // 2] ^= 1
    photo.write_bytes(content)
    answer = run("check", "--db", "台账.db", cwd=copied)
    assert answer.code == 1
    assert answer.err.startswith("附件“现场 ") and answer.err.endswith("（check_attachment_altered）\n")


@pytest.mark.parametrize(
    ("statement", "finding", "code"),
    [
        ("UPDATE hazard SET closed_by = '别人' WHERE no = 'YH-2026-0002'",
         "记录 YH-2026-0002 在程序之外被改动过。", "check_record_altered"),
        ("DELETE FROM change WHERE seq = 3", "操作日志缺少第 3 条。", "check_log_removed"),
        ("UPDATE change SET who = '别人' WHERE seq = 4", "操作日志第 4 条被改动过。", "check_log_altered"),
    ],
)  # fmt: skip
def test_a_change_outside_the_program_is_named(copied: Path, statement: str, finding: str, code: str) -> None:
    connection = sqlite3.connect(copied / "台账.db")
    with connection:
        connection.execute(statement)
    connection.close()
    answer = run("check", "--db", "台账.db", cwd=copied)
    assert (answer.code, answer.out) == (1, "")
    [line] = [each for each in answer.err.splitlines() if each.startswith(finding)]
    assert "恢复备份" in line and line.endswith(f"（{code}）")
