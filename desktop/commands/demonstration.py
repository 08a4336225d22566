"""`demo DIR`: the whole job without a screen, from first start to imported receipt; prints each file it made."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import EnvironmentProblem
from db.report_states import REPORTED
from db.spec import HAZARD
from db.spec.query import Query
from desktop.office import Office
from desktop.paths import make_folder
from desktop.sample_ledger import SAMPLE_COMMITTEE, SAMPLE_PASSPHRASE, fill_with_sample

if TYPE_CHECKING:
    from desktop.street.street_office import StreetDesk
    from reports.print_context import PrintResult

STREET_CODE, STREET_NAME, STREET_PASSPHRASE = "310118001000", "夏阳街道办事处", "示例街道的口令 仅供试用"


def run(given: Namespace) -> int:
    """Do the whole job in a new or empty folder."""
    folder: Path = given.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EnvironmentProblem("folder_not_empty", name=str(folder))
    make_folder(folder)
    office = _committee(folder)
    try:
        _exchange(folder, office)
    finally:
        office.close()
    return 0


def _committee(folder: Path) -> Office:
    from desktop import documents
    from desktop.commands.records import committee_values

    database = folder / "村居" / "安全台账.db"
    committee = committee_values(SAMPLE_COMMITTEE["code"])
    office = Office.create(
        database, committee=committee, clerk="王芳", lead="陈建国", passphrase=SAMPLE_PASSPHRASE
    )
    records = fill_with_sample(office)
    print(f"{office.committee['name']}（{office.committee['code']}）：登记 {len(records)} 条记录")
    _made(database)
    _print(
        folder / "演练记录.pdf",
        documents.drill_log(office, office.find("drill", "YL-" + office.today[:4] + "-0001")["id"]),
    )
    _print(folder / "隐患台账.pdf", documents.hazard_ledger(office))
    _print(folder / "风险清单.pdf", documents.risk_inventory(office))
    _print(folder / "登记表.pdf", documents.enrolment_sheet(office))
    return office


def _exchange(folder: Path, office: Office) -> None:
    from desktop import documents
    from desktop.exchange.incoming_receipt import import_receipt
    from desktop.exchange.outgoing import seal_package, unlock, write_package
    from desktop.street.street_office import StreetDesk
    from desktop.trust import trust_office

    database = folder / "街道" / "街道.db"
    desk = StreetDesk.create(database, code=STREET_CODE, name=STREET_NAME, passphrase=STREET_PASSPHRASE)
    try:
        _made(database)
        trust_office(office, desk.keys().sheet_text)
        code, name = office.committee["code"], office.committee["name"]
        desk.enrol(documents.committee_sheet_text(office), code=code, name=name)
        _write(folder / "allowed_signers", desk.allowed_signers().encode())
        sealed = seal_package(office, office.today[:7], unlock(office, SAMPLE_PASSPHRASE))
        package = write_package(office, sealed.id, folder)
        _made(package)
        _print(folder / "交接单.pdf", documents.handover_slip(office, sealed))
        receipt = _receive(desk, package, folder)
    finally:
        desk.close()
    imported = import_receipt(office, receipt)
    states = {
        record["report_state"] for record in office.rows(HAZARD.table, office.ids(HAZARD.table, Query()))
    }
    print(
        f"回执：{imported.reported} 条记录标为已报送" + ("" if states == {REPORTED} else "（另有未报送的）")
    )


def _receive(desk: StreetDesk, package: Path, folder: Path) -> Path:
    from desktop import paths
    from desktop.exchange.signing_key import load_key
    from desktop.street.receiving import receive

    key = load_key(paths.sign_key_file(desk.store.path), STREET_PASSPHRASE)
    received = receive(desk, [package], folder, key)[0]
    if received.error:
        raise received.error
    assert received.receipt is not None
    print(
        f"街道：应有 {received.expected} 条，读到 {received.read} 条，写入 {received.written} 条，拒收 {received.refused} 条"
    )
    _made(received.receipt)
    return received.receipt


def _print(path: Path, result: PrintResult) -> None:
    _write(path, result.pdf)


def _write(path: Path, content: bytes) -> None:
    from desktop.commands.records import write_file

    write_file(path, content)
    _made(path)


def _made(path: Path) -> None:
    print(path)
