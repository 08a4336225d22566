"""The real commands of the exchange, killed (SIGKILL) after any number of writes: nothing torn, nothing by halves, and the
same result once the command is repeated.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from db import imported_receipts, packages, street_register
from db.clock import FixedClock
from db.integrity import find_damage
from db.spec.query import Query
from desktop import paths
from desktop.exchange import signing_key
from desktop.exchange.checking import check_package
from desktop.exchange.outgoing import seal_package, write_package
from desktop.office import Office
from desktop.street.receiving import receive
from desktop.street.sending_down import send_down
from desktop.street.street_office import StreetDesk
from tests import factories
from tests.desktop.commands.command_line import PROJECT, passphrase_file, photo_file
from tests.desktop.street.exchange_kit import PASSPHRASE, open_committee, open_street
from tests.fixtures_ledger import START

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/io").is_file(), reason="counts writes as Linux tells them"
)
KILLS = 5
TASKS = [
    {
        "title": f"排查第 {each} 处电动自行车充电点",
        "owner": "王芳",
        "start": "2026-11-25",
        "due": "2026-12-20",
    }
    for each in range(4)
]


@dataclass(frozen=True)
class Place:
    """A street, a committee and what lies between them, all closed, in a folder that may be copied."""

    folder: Path

    @property
    def ledger(self) -> Path:
        return self.folder / "村居" / paths.DATABASE_NAME

    @property
    def street(self) -> Path:
        return self.folder / "街道" / "街道.db"

    @property
    def passphrase(self) -> Path:
        return self.folder / "口令.txt"

    def file(self, name: str) -> Path:
        """What lies in the folder of that name; AssertionError when it is not exactly one file."""
        [found] = [each for each in (self.folder / name).rglob("*") if each.is_file()]
        return found

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, str(PROJECT / "main.py"), *map(str, arguments)]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two packages of the committee, the first answered, the second not yet; four tasks sent down."""
    place = Place(tmp_path_factory.mktemp("killed"))
    clock, patch = FixedClock(START), pytest.MonkeyPatch()
    patch.setattr(signing_key, "BCRYPT_ROUNDS", 1)
    street, committee = (
        open_street(place.folder / "街道", clock),
        open_committee(place.folder / "村居", clock),
    )
    street.enrols(committee)
    office = committee.office
    for number in range(4):
        photo = office.attach(photo_file(place.folder / "photo.jpg", shade=40 * number))
        office.register_all("hazard", [factories.hazard(photo_before=[photo]) for _ in range(10)])
    for name in ("报送", "下发", "第二包", "空"):
        (place.folder / name).mkdir()
    first = write_package(office, seal_package(office, "2026-10", committee.key).id, place.folder / "报送")
    receive(street.desk, [first], place.folder / "回执", street.key)
    send_down(street.desk, [committee.code], {"task": TASKS}, "2026-11", place.folder / "下发", street.key)
    office.register_all("hazard", [factories.hazard() for _ in range(30)])
    passphrase_file(place.folder, PASSPHRASE)
    office.close()
    street.desk.close()
    patch.undo()
    return place


@pytest.fixture
def places(template: Place, tmp_path: Path) -> Iterator[Callable[[], Place]]:
    """Gives a fresh copy of the template each time."""

    def fresh() -> Place:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        return Place(shutil.copytree(template.folder, tmp_path / "copy"))

    yield fresh


def written(pid: int) -> int:
    """How many writes a process has made so far."""
    with open(f"/proc/{pid}/io") as source:
        return next(int(line.split()[1]) for line in source if line.startswith("syscw"))


def run_until(command: Sequence[str], writes: int | None) -> int:
    """Run a command, killed once it has made that many writes; the number of writes that were seen."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_screenless()
    ) as process:
        seen = 0
        while process.poll() is None:
            try:
                seen = max(seen, written(process.pid))
            except (OSError, StopIteration):
                break  # it is ending
            if writes is not None and seen >= writes:
                process.kill()
                break
            time.sleep(0.0002 if writes is not None else 0.005)
        process.communicate()
    return seen


def finish(command: Sequence[str], *harmless: str) -> str:
    """Run a command to its end; its output. What it refuses must be one of `harmless`."""
    done = subprocess.run(command, capture_output=True, text=True, env=_screenless(), check=False)
    assert done.returncode == 0 or any(code in done.stderr for code in harmless), done.stderr
    return done.stdout


def _screenless() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}


def moments(command: Sequence[str], kills: int) -> list[int]:
    """Numbers of writes after which to kill, spread over those that the undisturbed command makes."""
    total = run_until(command, None)
    assert total > 5
    return [1 + each * total // kills for each in range(kills)]


def check_ledger(place: Place) -> None:
    office = Office.open(place.ledger)
    assert list(find_damage(office.store.reader(), office.attachments)) == []
    office.close()


def check_street(place: Place) -> None:
    desk = StreetDesk.open(place.street)
    assert list(find_damage(desk.store.reader(), desk.attachments)) == []
    desk.close()


def export(place: Place, *more: str) -> list[str]:
    return place.command(
        "export", "--db", place.ledger, "--to", place.folder / "第二包", "--period", "2026-11", "--passphrase-file", place.passphrase,
        *more,
    )  # fmt: skip


def killed_exports(places: Callable[[], Place], kills: int, *more: str) -> None:
    for writes in moments(export(places(), *more), kills):
        place = places()
        run_until(export(place, *more), writes)
        check_ledger(place)
        for torn in (place.folder / "第二包").glob("*.zip*"):
            assert torn.suffix == ".part" or more or check_package(torn, None)
        finish(export(place, *more))
        package = place.file("第二包")
        office = Office.open(place.ledger)
        assert [each.serial for each in packages.sealed_packages(office.store.reader())] == [2, 1]
        office.close()
    if not more:
        finish(receiving(place, package, place.folder / "第二张回执"))
        assert place.file("第二张回执")
        check_street(place)


def receiving(place: Place, package: Path, receipts: Path) -> list[str]:
    return place.command(
        "street", "receive", "--db", place.street, "--to", receipts, "--passphrase-file", place.passphrase, package
    )  # fmt: skip


def killed_receiving(places: Callable[[], Place], kills: int) -> None:
    template = places()
    finish(export(template))
    shutil.copytree(template.folder, template.folder.with_name("with-package"), dirs_exist_ok=True)
    source = Place(template.folder.with_name("with-package"))

    def fresh() -> Place:
        shutil.rmtree(template.folder)
        return Place(shutil.copytree(source.folder, template.folder))

    def command(place: Place) -> list[str]:
        return receiving(place, place.file("第二包"), place.folder / "第二张回执")

    for writes in moments(command(fresh()), kills):
        place = fresh()
        run_until(command(place), writes)
        check_street(place)
        finish(command(place))
        assert place.file("第二张回执")
        desk = StreetDesk.open(place.street)
        reader = desk.store.reader()
        assert reader.execute("SELECT count(*) FROM hazard").fetchone()[0] == 70
        assert reader.execute("SELECT count(*) FROM issued_receipt").fetchone()[0] == 2
        assert (street_register.chain_head(reader, factories.COMMITTEE_CODE) or (0, 0))[1] == 2
        assert not any((paths.companion_folder(place.street) / "staging").glob("*"))
        desk.close()


def killed_receipt(places: Callable[[], Place], kills: int) -> None:
    def command(place: Place) -> list[str]:
        return place.command("receipt", "import", place.file("回执"), "--db", place.ledger)

    for writes in moments(command(places()), kills):
        place = places()
        run_until(command(place), writes)
        check_ledger(place)
        finish(command(place), "E_REPLAY")
        office = Office.open(place.ledger)
        rows = office.rows("hazard", office.ids("hazard", Query()))
        assert sum(each["report_state"] == "reported" for each in rows) == 40
        assert len(imported_receipts.receipts(office.store.reader())) == 1
        office.close()


def killed_down(places: Callable[[], Place], kills: int) -> None:
    def command(place: Place) -> list[str]:
        return place.command("down", place.file("下发"), "--db", place.ledger, "--take")

    for writes in moments(command(places()), kills):
        place = places()
        run_until(command(place), writes)
        check_ledger(place)
        office = Office.open(place.ledger)
        assert office.count("task", Query()) in (0, len(TASKS))
        office.close()
        finish(command(place), "E_REPLAY")
        office = Office.open(place.ledger)
        assert office.count("task", Query()) == len(TASKS)
        office.close()


STEPS: dict[str, Callable[[Callable[[], Place], int], None]] = {
    "export": killed_exports, "receive": killed_receiving, "receipt": killed_receipt, "down": killed_down,
    "export, encrypted": lambda places, kills: killed_exports(places, kills, "--encrypt"),
}  # fmt: skip


@pytest.mark.parametrize("step", [each for each in STEPS if "encrypted" not in each])
def test_a_command_killed_after_any_write_leaves_nothing_torn_and_is_simply_repeated(
    places: Callable[[], Place], step: str
) -> None:
    STEPS[step](places, KILLS)


@pytest.mark.long
@pytest.mark.parametrize("step", STEPS)
def test_forty_kills_of_each_command(places: Callable[[], Place], step: str) -> None:
    STEPS[step](places, 40)
