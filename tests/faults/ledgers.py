"""What every trial starts from: a committee's ledger and a street's, with something to change, to send and to take in."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from db.clock import FixedClock
from desktop import paths
from desktop.backups import back_up
from desktop.documents import committee_sheet_text
from desktop.exchange.outgoing import seal_package, write_package
from desktop.exchange.signing_key import SigningKey, load_key
from desktop.office import Office
from desktop.retention import due_records, take_out
from desktop.street.receiving import receive
from desktop.street.sending_down import send_down
from desktop.street.street_office import StreetDesk
from desktop.trust import trust_office
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.importing.workbooks import HEADS, hazard_row, save

UPGRADES = Path(__file__).parents[1] / "data" / "upgrades"
PASSPHRASE = "夏阳街道的安全口令2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30))
STREET = {"code": "310118001000", "name": "夏阳街道办事处"}
TASK = {"title": "排查沿街商铺电动自行车充电", "owner": "王芳", "start": "2026-11-25", "due": "2026-12-20"}
OPEN, FINISHED, DELETED, UNDOABLE = (f"YH-2026-000{number}" for number in range(1, 5))


def committee_database(folder: Path) -> Path:
    """The committee's database in a folder of trials."""
    return folder / "台账" / paths.DATABASE_NAME


def street_database(folder: Path) -> Path:
    """The street's."""
    return folder / "街道" / "街道.db"


def older_database(folder: Path) -> Path:
    """A ledger of an older program."""
    return folder / "旧台账" / "旧.db"


def signing_key(database: Path) -> SigningKey:
    """Its signing key, unlocked."""
    return load_key(paths.sign_key_file(database), PASSPHRASE)


def make_ledgers(folder: Path) -> None:
    """Both ledgers, closed, with files beside them: a photo, a sheet, packages, a receipt and a package sent down."""
    for name in ("台账", "街道", "U盘", "备份盘", "文件", "旧台账"):
        (folder / name).mkdir(parents=True)
    shutil.copyfile(UPGRADES / "schema-3.db", older_database(folder))
    photo_file(folder / "文件" / "照片.jpg", shade=20)
    save(
        folder / "文件" / "台账.xlsx", ("表", [list(HEADS), *(hazard_row(number) for number in range(1, 6))])
    )
    office = Office.create(
        committee_database(folder), committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase=PASSPHRASE, clock=CLOCK,
    )  # fmt: skip
    _expire(office)
    desk = StreetDesk.create(street_database(folder), passphrase=PASSPHRASE, clock=CLOCK, **STREET)
    _fill(office, folder)
    _exchange(office, desk, folder)
    back_up(office)
    office.add("hazard", factories.hazard(location="备份之后"))
    office.close()
    desk.close()


def _expire(office: Office) -> None:
    """A training of long ago, taken out of the ledger, that still has the names of those who came."""
    came = [{"name": "欧阳䶮", "phone": "13916887788"}]
    typed = factories.training(date="2012-03-01", year_focus=None, passed="1", attendance=came)
    office.add("training", typed)
    take_out(office, due_records(office), "王芳", "陈建国")


def _fill(office: Office, folder: Path) -> None:
    photo = office.attach(photo_file(folder / "文件" / "旧照片.jpg", shade=200))
    office.register_all("hazard", [factories.planned_hazard(photo_before=[photo]) for _ in range(4)])
    office.act("hazard", office.find("hazard", FINISHED)["id"], "rectify", factories.rectification())
    office.retire("hazard", [office.find("hazard", DELETED)["id"]])
    office.add("drill", factories.drill())
    office.add("hazard", factories.hazard(found_on="2025-06-03", photo_before=[photo]))


def _exchange(office: Office, desk: StreetDesk, folder: Path) -> None:
    """Package 1 is merged and its receipt not yet imported; package 2 is sealed and waits."""
    key, street_key = signing_key(office.database), signing_key(desk.store.path)
    trust_office(office, desk.keys().sheet_text)
    own = office.committee
    desk.enrol(committee_sheet_text(office), code=own["code"], name=own["name"])
    first = write_package(office, seal_package(office, "2026-11", key).id, folder / "文件")
    receive(desk, [first], folder / "文件", street_key)
    office.change("hazard", office.find("hazard", OPEN)["id"], {"note": "第二包"})
    write_package(office, seal_package(office, "2026-11", key).id, folder / "文件")
    send_down(desk, [own["code"]], {"task": [TASK]}, "2026-11", folder / "文件", street_key)
    office.change("hazard", office.find("hazard", UNDOABLE)["id"], {"note": "要撤销的"})
