"""Thousands of deeds in a ledger at random, with kills and restored backups in between, held against a plain model.

    python tests/soak/run.py                     10,000 deeds, a new seed
    python tests/soak/run.py --deeds 300 --seed 7

Each sitting is a process that works until it ends or is killed; then the ledger is looked at as a whole. POSIX.
Exit code 1 at the first difference, with the seed that shows it again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.children import Child, Say, in_child  # noqa: E402
from tests.soak.model import Model, applied  # noqa: E402


class Difference(Exception):
    """The ledger is not what the model says."""


def main() -> int:
    """Do them all; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deeds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        soak = Soak(Path(folder), given.seed)
        try:
            soak.work(given.deeds)
        except Difference as difference:
            print(f"seed {given.seed}, after {sum(soak.done.values())} deeds: {difference}")
            return 1
        finally:
            counts = "  ".join(f"{kind} {count}" for kind, count in sorted(soak.done.items()))
            print(f"seed {given.seed}: {counts}; {soak.kills} kills; refused: {dict(soak.refusals)}")
    print(f"{sum(soak.done.values())} deeds, no difference")
    return 0


class Soak:
    """One ledger, its model, and the models at the time of its backups."""

    def __init__(self, folder: Path, seed: int) -> None:
        from desktop.exchange import signing_key
        from tests.faults.ledgers import committee_database

        signing_key.BCRYPT_ROUNDS = 1
        self.rng, self.folder = random.Random(seed), folder
        self.database = committee_database(folder)
        self.done: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.kills = 0
        self.backups: list[tuple[str, Model]] = []
        self.model = Model(settings={"backup_days": 0})
        in_child(lambda say: _found(folder))
        self.model.settings = self._looked()["settings"]

    def work(self, deeds: int) -> None:
        """Sit down again and again until so many deeds are done. Raises Difference."""
        while sum(self.done.values()) < deeds:
            before = self.model.copy()
            child = self._sitting(self.rng.randrange(1, 60), self.rng.random() < 0.5)
            unsure = self._follow(child)
            self._compare(before, unsure)
            if self.backups and self.rng.random() < 0.1:
                self._restore()

    def _sitting(self, count: int, is_killed: bool) -> Child:
        seed, after_s = self.rng.randrange(2**32), self.rng.random() * 0.8 if is_killed else 0.0
        child = in_child(lambda say: _sit(self, count, seed, after_s, say), must_end=False, limit_s=300)
        self.kills += bool(child.status)
        if child.status and not is_killed:
            raise Difference(f"a sitting ended with {child.status}: {child.said[-1:]}")
        return child

    def _follow(self, child: Child) -> Any:
        """Bring the model to what was confirmed; the deed that was begun and never answered, if there is one."""
        begun = None
        for said in child.said:
            if "begun" in said:
                begun = said["begun"]
            elif "refused" in said:
                self.refusals[f"{begun['kind']} {said['refused']}"] += 1
                begun = None
            else:
                applied(self.model, begun, said["done"])
                self.done[begun["kind"]] += 1
                if begun["kind"] == "backup":
                    self.backups.append((said["file"], self.model.copy()))
                begun = None
        return begun

    def _compare(self, before: Model, unsure: Any) -> None:
        found = self._looked()
        if found.pop("damage"):
            raise Difference("the ledger is damaged")
        if found == self.model.seen():
            if unsure is not None:
                self.model.forget_steps()
            return
        if unsure is not None:  # killed in the middle of a deed: it may have been done, but whole
            applied(self.model, unsure, "")
            self.model.forget_steps()
            if found == self.model.seen():
                self.done[unsure["kind"]] += 1
                return
        raise Difference(_differences(self.model.seen(), found))

    def _looked(self) -> dict[str, Any]:
        return dict(in_child(lambda say: _look(self.database, say)).said[0])

    def _restore(self) -> None:
        file, then = self.rng.choice(self.backups)
        if not Path(file).exists():  # thinned out
            self.backups.remove((file, then))
            return
        in_child(lambda say: _bring_back(Path(file), self.database))
        token = self.model.next_token
        self.model = then.copy()
        self.model.forget_steps()
        self.model.next_token = token
        self.done["restore"] += 1
        self._compare(self.model, None)


def _differences(wanted: dict[str, Any], found: dict[str, Any]) -> str:
    lines = [f"settings {wanted['settings']} {found['settings']}"]
    for token in sorted(wanted["hazards"].keys() | found["hazards"].keys()):
        one, other = wanted["hazards"].get(token), found["hazards"].get(token)
        if one != other:
            lines.append(f"{token}: must be {one}, is {other}")
    return "\n".join(lines[:12])


def _found(folder: Path) -> None:
    from desktop.office import Office
    from desktop.street.street_office import StreetDesk
    from desktop.trust import trust_office
    from tests import factories
    from tests.faults import ledgers

    office = Office.create(
        ledgers.committee_database(folder), committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase=ledgers.PASSPHRASE,
    )  # fmt: skip
    desk = StreetDesk.create(ledgers.street_database(folder), passphrase=ledgers.PASSPHRASE, **ledgers.STREET)
    trust_office(office, desk.keys().sheet_text)
    desk.close()
    office.close()


def _sit(soak: Soak, count: int, seed: int, after_s: float, say: Say) -> None:
    from db.errors import AppError
    from desktop.backups import list_backups
    from desktop.office import Office
    from tests.soak.deeds import choose, do

    office, rng, model = Office.open(soak.database), random.Random(seed), soak.model.copy()
    if after_s:
        threading.Thread(target=lambda: (time.sleep(after_s), os._exit(9)), daemon=True).start()
    for _ in range(count):
        deed = choose(model, rng)
        say({"begun": deed})
        try:
            batch = do(office, deed, soak.folder)
        except AppError as refusal:
            say({"refused": refusal.message_id})
            model.forget_steps()
            continue
        file = (
            list_backups(soak.database.with_suffix(".files") / "backups")[0].file
            if deed["kind"] == "backup"
            else ""
        )
        say({"done": batch, "file": str(file)})
        applied(model, json.loads(json.dumps(deed)), batch)
    office.close()


def _look(database: Path, say: Say) -> None:
    from desktop.office import Office
    from tests.soak.deeds import look

    office = Office.open(database)
    say(look(office))
    office.close()


def _bring_back(file: Path, database: Path) -> None:
    from desktop.restoring import discard, look_into, restore

    preview = look_into(file, database)
    restore(preview, database)
    discard(preview)


if __name__ == "__main__":
    raise SystemExit(main())
