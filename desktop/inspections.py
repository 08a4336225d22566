"""What a finished inspection leads to: hazards for its failed items, linked both ways in one transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from db import records
from db.errors import AppError
from db.spec import HAZARD, INSPECTION, PREMISES
from db.spec.field import Record, Values
from db.spec.inspection import FAILED, unhandled_items
from db.spec.text import plain_digits
from db.store import Transaction
from desktop.checklists import blank_items, checklists, edition, fitting
from desktop.form_values import new_values
from desktop.office import Office

_SOURCES = {"self_check": "self_report", "joint": "inspection", "unannounced": "inspection", "guidance": "inspection"}  # fmt: skip
_ITEM_NUMBERS = re.compile(r"第([\d、,，和及 ]+)项")
OPERATION = "检查不合格项转为隐患"


def subject_of(lists: Sequence[Values]) -> str:
    """What an inspection by these checklists is about: 通用消防、用电安全检查."""
    return "、".join(str(each["name"]).removesuffix("检查表") for each in lists) + "检查" if lists else ""


def round_values(office: Office, premises_id: str) -> dict[str, Any]:
    """What the form of a new inspection of these premises starts with: the fitting checklists and their items."""
    lists = fitting(checklists(office), office.get(PREMISES.table, premises_id))
    return {
        **new_values(office, INSPECTION.table),
        "premises": premises_id,
        "subject": subject_of(lists),
        "checklist": "、".join(map(edition, lists)) or None,
        "items": blank_items(lists),
    }


def photos_of_item(inspection: Values, number: int) -> list[Record]:
    """The photos of an inspection whose caption names the item of that number (from 1): 第3项, 第3、5项."""
    found = []
    for photo in inspection.get("photos") or []:
        named = _ITEM_NUMBERS.findall(plain_digits(photo.get("caption") or ""))
        if str(number) in re.findall(r"\d+", " ".join(named)):
            found.append(photo)
    return found


def hazard_values(office: Office, inspection: Values, place: int) -> dict[str, Any]:
    """What is known of the hazard behind a failed item (place from 0): text, place, category, photos, who and when.

    The deadline follows the committee's own number of days (本单位设定); measures are left to whoever is in charge.
    """
    row = inspection["items"][place]
    premises = office.get(PREMISES.table, inspection["premises"])
    days = timedelta(days=office.own_number("rectify_days"))
    return {
        "inspection": inspection["id"],
        "premises": premises["id"],
        "location": row.get("location") or premises["address"],
        "description": described(row),
        "category": row.get("category") or "OTH",
        "level": "general",
        "basis": row.get("basis"),
        "source": _SOURCES.get(inspection["kind"], "patrol"),
        "found_on": inspection["date"],
        "found_by": inspection["led_by"],
        "photo_before": photos_of_item(inspection, place + 1),
        "rect_unit": premises["name"],
        "rect_person": premises["main_person"],
        "deadline": (date.fromisoformat(inspection["date"]) + days).isoformat(),
    }


def described(row: Values) -> str:
    """A failed item as a hazard's description: what was seen, and the item it was held against."""
    return f"{row['note']}（检查项目：{row['item']}）" if row.get("note") else f"检查不合格：{row['item']}"


def register_item(office: Office, inspection_id: str, place: int, item: str, typed: Values) -> Record:
    """Register the hazard of one failed item with what was typed and link both; the hazard.

    Raises InvalidRecord, AppError `item_is_not_failed`, `item_has_hazard`.
    """
    code = office.committee["code"]
    hazard: Record = office.write(
        lambda tx: _register(tx, code, inspection_id, place, item, typed), OPERATION
    )
    return hazard


def register_failed(office: Office, inspection_id: str) -> list[Record]:
    """Register a hazard for every failed item that has none, with what is known, in one transaction; the hazards.

    Raises AppError `no_failed_items_left`, InvalidRecord.
    """
    inspection = office.get(INSPECTION.table, inspection_id)
    known = [
        (place, row["item"], hazard_values(office, inspection, place))
        for place, row in unhandled_items(inspection)
    ]
    if not known:
        raise AppError("no_failed_items_left", no=inspection["no"])
    code = office.committee["code"]

    def work(tx: Transaction) -> list[Record]:
        return [_register(tx, code, inspection_id, *each) for each in known]

    registered: list[Record] = office.write(work, OPERATION)
    return registered


def _register(
    tx: Transaction, code: str, inspection_id: str, place: int, item: str, typed: Mapping[str, Any]
) -> Record:
    inspection = records.load(tx, INSPECTION, inspection_id) or {}
    rows = [dict(row) for row in inspection.get("items") or []]
    row = rows[place] if place < len(rows) else {}
    if row.get("item") != item or row.get("result") != FAILED:
        raise AppError("item_is_not_failed", number=place + 1)
    if row.get("hazard"):
        known = records.load(tx, HAZARD, row["hazard"]) or {}
        raise AppError("item_has_hazard", number=place + 1, no=known.get("no") or "")
    hazard = records.register(tx, HAZARD.table, {**typed, "inspection": inspection_id}, code)
    row["hazard"] = hazard["id"]
    records.change(tx, INSPECTION.table, inspection_id, {"items": rows})
    return hazard
