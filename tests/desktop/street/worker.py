"""What the kill tests kill: a process that seals, writes out or receives until it is stopped. Says `ready` first.

`python worker.py seal DATABASE FOLDER` · `write …` · `receive DATABASE FOLDER PACKAGE…`. Its clock stands still,
so that what it repeats must come out the same.
"""

from __future__ import annotations

import sys
from datetime import datetime
from itertools import count
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from db.clock import FixedClock
from db.packages import sealed_packages
from db.spec.query import Query
from desktop import paths
from desktop.exchange.outgoing import seal_package, write_package
from desktop.exchange.signing_key import SigningKey, load_key
from desktop.office import Office
from desktop.street.receiving import receive
from desktop.street.street_office import StreetDesk
from tests.desktop.street.exchange_kit import PASSPHRASE

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30))


def seal(office: Office, folder: Path, key: SigningKey) -> None:
    """Change a record and seal, again and again."""
    [record_id] = office.ids("hazard", Query())[:1]
    for number in count():
        office.change("hazard", record_id, {"note": f"{number} {office.get('hazard', record_id)['rev']}"})
        seal_package(office, "2026-11", key)


def write(office: Office, folder: Path, key: SigningKey) -> None:
    """Write the newest package out, again and again."""
    package_id = sealed_packages(office.store.reader())[0].id
    while True:
        write_package(office, package_id, folder)


def main(step: str, database: Path, folder: Path, packages: list[Path]) -> None:
    key = load_key(paths.sign_key_file(database), PASSPHRASE)
    if step == "receive":
        desk = StreetDesk.open(database, CLOCK)
        print("ready", flush=True)
        while True:
            receive(desk, packages, folder, key)
    office = Office.open(database, CLOCK)
    print("ready", flush=True)
    {"seal": seal, "write": write}[step](office, folder, key)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [Path(each) for each in sys.argv[4:]])
