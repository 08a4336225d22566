"""The program is killed in the middle of entry, again and again: nothing reported as saved may be gone."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from db.attachments import AttachmentFolder
from db.integrity import find_damage
from db.lists import records_by_id
from db.store import open_store

ROOT = Path(__file__).resolve().parents[2]
KILLS = 16
ENTRY = """
import sys
from pathlib import Path
from db import records
from db.attachments import Attachment, AttachmentFolder, add_attachment
from db.store import open_store
from tests import factories

path = Path(sys.argv[1])
store = open_store(path)
folder = AttachmentFolder(path.with_suffix(".files"))
write = lambda work: store.write(work, who="王芳", operation="新增隐患")
turn = 0
while True:
    turn += 1
    content = f"{sys.argv[2]} {turn}".encode() * 300
    kept = folder.keep(content, "pdf")
    row = Attachment(*kept, "application/pdf", "pdf", f"{turn}.pdf", None, None)
    write(lambda tx: add_attachment(tx.connection, row, tx.at, tx.who))
    photo = [{"sha256": kept[0], "name": "1.pdf"}]
    typed = factories.planned_hazard(photo_before=photo)
    hazard = write(lambda tx: records.register(tx, "hazard", typed, factories.COMMITTEE_CODE))
    print(hazard["id"], hazard["no"], 1, flush=True)
    step = factories.rectification()
    write(lambda tx: records.take_step(tx, "hazard", hazard["id"], "rectify", step))
    print(hazard["id"], hazard["no"], 2, flush=True)
"""


def killed_entry(path: Path, turn: int, rng: random.Random) -> list[list[str]]:
    """What a run of the program said was saved before it was killed."""
    command = [sys.executable, "-c", ENTRY, str(path), str(turn)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(rng.randrange(1, 12))]
        time.sleep(rng.random() * 0.02)  # not waiting for anything: the moment of death is random
        process.kill()
        said += process.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]


def test_whatever_was_saved_is_there_after_a_kill_at_any_moment(tmp_path: Path) -> None:
    path, rng = tmp_path / "安全台账.db", random.Random(20261123)
    said: list[list[str]] = []
    for turn in range(KILLS):
        said += killed_entry(path, turn, rng)
        store = open_store(path)
        assert list(find_damage(store.reader(), AttachmentFolder(path.with_suffix(".files")))) == []
        found = {
            each["id"]: each for each in records_by_id(store.reader(), "hazard", [id for id, _, _ in said])
        }
        store.close()
        assert all(found[id]["no"] == no and found[id]["rev"] >= int(rev) for id, no, rev in said)
    assert len({no for _, no, _ in said}) >= KILLS
    assert len(found) == len({no for _, no, _ in said})
