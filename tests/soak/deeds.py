"""The deeds of the soak, by the same functions as the window: chosen at random, done in the ledger."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.errors import AppError
from db.integrity import find_damage
from db.spec.query import Query
from desktop.backups import back_up
from desktop.bulk_change import apply_bulk_change, plan_bulk_change
from desktop.exchange.outgoing import seal_package
from desktop.importing.plan import open_file
from desktop.importing.writing import try_out, write
from desktop.jobs import Token
from desktop.office import Office
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.importing.workbooks import HEADS, hazard_row
from tests.desktop.importing.workbooks import save as save_workbook
from tests.faults.ledgers import signing_key
from tests.soak.model import Deed, Model

_WEIGHTS = {
    "create": 22, "edit": 22, "step": 8, "delete": 8, "recover": 6, "undo": 12, "redo": 8, "bulk": 4, "import": 3,
    "photo": 4, "setting": 3, "backup": 3, "seal": 2,
}  # fmt: skip


def choose(model: Model, rng: random.Random) -> Deed:
    """The next deed: one that the model allows."""
    while True:
        kind = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        deed = _chosen(kind, model, rng)
        if deed is not None:
            return deed


def _chosen(kind: str, model: Model, rng: random.Random) -> Deed | None:
    if kind in ("create", "import"):
        count = 1 if kind == "create" else rng.randrange(1, 4)
        return {"kind": kind, "tokens": [f"T{model.next_token + number:06}" for number in range(count)]}
    if kind in ("undo", "redo"):
        steps = model.undoable if kind == "undo" else model.redoable
        return {"kind": kind, "batch": steps[-1][0]} if steps else None
    if kind in ("backup", "seal"):
        return {"kind": kind}
    if kind == "setting":
        return {"kind": kind, "value": rng.randrange(2, 30)}
    among = model.deleted() if kind == "recover" else model.living("registered" if kind == "step" else "")
    if not among:
        return None
    count = min(len(among), rng.randrange(2, 8) if kind == "bulk" else 1)
    deed = {"kind": kind, "tokens": rng.sample(among, count)}
    return deed | {"note": f"注{rng.randrange(10**9)}", "person": f"人{rng.randrange(10**6)}"}


def do(office: Office, deed: Deed, scratch: Path) -> str:
    """Do it; the batch by which it is taken back. Raises AppError when the ledger refuses."""
    batches: list[str] = []
    leave = office.subscribe(lambda changed: batches.append(changed.batch))
    try:
        _DOERS[deed["kind"]](office, deed, scratch)
    finally:
        leave()
    return next((each for each in reversed(batches) if each), "")


def _record(office: Office, token: str) -> str:
    for is_retired in (False, True):
        ids = office.ids("hazard", Query(search=token, is_retired=is_retired))
        if ids:
            return ids[0]
    raise AssertionError(f"{token} is not in the ledger")


def _create(office: Office, deed: Deed, scratch: Path) -> None:
    office.add("hazard", factories.planned_hazard(description=deed["tokens"][0]))


def _import(office: Office, deed: Deed, scratch: Path) -> None:
    rows = [hazard_row(number, text=token) for number, token in enumerate(deed["tokens"], 1)]
    plan = open_file(office, "hazard", save_workbook(scratch / "表.xlsx", ("表", [list(HEADS), *rows])))
    try_out(plan)
    for row in plan.rows:
        row.is_wanted = True
    assert write(plan).written == len(rows)


def _edit(office: Office, deed: Deed, scratch: Path) -> None:
    office.change("hazard", _record(office, deed["tokens"][0]), {"note": deed["note"]})


def _photo(office: Office, deed: Deed, scratch: Path) -> None:
    record = office.get("hazard", _record(office, deed["tokens"][0]))
    photo = office.attach(photo_file(scratch / "照片.jpg", shade=int(deed["note"][1:]) % 250))
    office.change("hazard", record["id"], {"photo_before": [*(record["photo_before"] or ()), photo]})


def _step(office: Office, deed: Deed, scratch: Path) -> None:
    office.act("hazard", _record(office, deed["tokens"][0]), "rectify", factories.rectification())


def _delete(office: Office, deed: Deed, scratch: Path) -> None:
    office.retire("hazard", [_record(office, token) for token in deed["tokens"]])


def _recover(office: Office, deed: Deed, scratch: Path) -> None:
    office.restore("hazard", [_record(office, token) for token in deed["tokens"]])


def _undo(office: Office, deed: Deed, scratch: Path) -> None:
    office.undo_operation(deed["batch"])


def _bulk(office: Office, deed: Deed, scratch: Path) -> None:
    ids = [_record(office, token) for token in deed["tokens"]]
    plan = plan_bulk_change(office, "hazard", ids, {"rect_person": deed["person"]}, Token())
    assert apply_bulk_change(office, plan, Token()) == len(ids)


def _setting(office: Office, deed: Deed, scratch: Path) -> None:
    office.keep_own_numbers({"backup_days": deed["value"]})


def _backup(office: Office, deed: Deed, scratch: Path) -> None:
    back_up(office)


def _seal(office: Office, deed: Deed, scratch: Path) -> None:
    try:
        seal_package(office, "2026-11", signing_key(office.database))
    except AppError as refusal:
        if refusal.message_id != "nothing_to_report":
            raise


_DOERS: dict[str, Callable[[Office, Deed, Path], None]] = {
    "create": _create, "import": _import, "edit": _edit, "photo": _photo, "step": _step, "delete": _delete,
    "recover": _recover, "undo": _undo, "redo": _undo, "bulk": _bulk, "setting": _setting, "backup": _backup,
    "seal": _seal,
}  # fmt: skip


def look(office: Office) -> dict[str, Any]:
    """What is in the ledger, as the model says it; with everything `main.py check` finds under `damage`."""
    found = {}
    for is_deleted in (False, True):
        for row in office.rows("hazard", office.ids("hazard", Query(is_retired=is_deleted))):
            found[row["description"]] = {
                "note": row["note"], "person": row["rect_person"], "status": row["status"],
                "photos": len(row["photo_before"] or ()), "deleted": is_deleted,
            }  # fmt: skip
    damage = [
        f"{each.message_id} {each.what}" for each in find_damage(office.store.reader(), office.attachments)
    ]
    return {"hazards": found, "settings": {"backup_days": office.own_number("backup_days")}, "damage": damage}
