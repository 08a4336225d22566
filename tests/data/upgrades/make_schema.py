"""Makes schema-N.db beside itself: a committee's ledger as the present schema keeps it, with a row in every table.

Run it at the release that brings a schema, never afterwards: `python tests/data/upgrades/make_schema.py`.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from db import records
from db.attachments import Attachment, add_attachment
from db.clock import FixedClock
from db.migrations import SCHEMA_VERSION
from db.settings import keep_setting
from db.store import Transaction, open_store
from db.tips import SealedIdentity, keep_identity, keep_marks
from tests import factories

TARGET = Path(__file__).with_name(f"schema-{SCHEMA_VERSION}.db")
AT, CODE = "2026-11-23T09:30:00+08:00", factories.COMMITTEE_CODE
OTHER_TABLES: dict[str, tuple[object, ...]] = {
    "street_office": ("310118001000", "夏阳街道办事处", 1, "key", "key", "sheet", AT, factories.CLERK),
    "sealed_package": (
        "01JDQPACKAGE00000000000001",
        1,
        1,
        "2026-11",
        AT,
        "310118001003-2026-11",
        1234,
        b"h",
        b"b",
        b"m",
        b"t",
        b"s",
        factories.CLERK,
        AT,
        "U盘",
        "written",
    ),
    "sealed_file": ("01JDQPACKAGE00000000000001", "data/hazards.jsonl", "a" * 64, 10, 1, b"{}"),
    "sealed_volume": ("01JDQPACKAGE00000000000001", 2, "d" * 64, "v02", 9, b"h", b"b", b"m", b"t", b"s"),
    "written_file": (1, "01JDQPACKAGE00000000000001", 1, "U盘", "a.zip.age", AT, AT, "e" * 64),
    "returned_record": (
        "01JDQRECORD000000000000001",
        "hazard",
        1,
        "补照片",
        "01JDQPACKAGE00000000000001",
        AT,
    ),
    "imported_receipt": (
        "01JDQRECEIPT00000000000001",
        1,
        "01JDQPACKAGE00000000000001",
        "accepted",
        "line",
        AT,
        AT,
        factories.CLERK,
    ),
    "printed_document": (
        "e" * 64,
        "hazard",
        "安全隐患排查治理台账",
        "{}",
        1,
        "2026-11-23",
        AT,
        factories.CLERK,
    ),
    "printed_page": ("e" * 64, 1, "K7M3-PX9Q", b"rows"),
    "roster_event": (1, "SHA256:print", CODE, AT, "街道", "lost", 7, "U盘丢失"),
    "year_archive": (
        "01JDQARCHIVE00000000000001",
        2025,
        "年度归档/2025年度归档",
        AT,
        factories.CLERK,
        120,
        14,
        1_000_000,
        "a" * 64,
    ),
    "office": ("310118001000", "夏阳街道办事处", 1, "key", "key"),
    "roster": (
        "SHA256:abc",
        CODE,
        "章浜社区居委会",
        "line",
        1,
        "ed25519",
        "current",
        "sheet",
        AT,
        factories.LEAD,
    ),
    "chain": (CODE, 1, 1, "b" * 64),
    "received_package": ("01JDQPACKAGE00000000000001", CODE, 1, 1, "2026-11", "a.zip", AT, "accepted", "{}"),
    "received_volume": ("01JDQPACKAGE00000000000001", 2, "d" * 64, "b.zip", AT),
    "awaited_attachment": ("01JDQPACKAGE00000000000001", "f" * 64, 3, 10, "image/jpeg", "现场.jpg"),
    "merge_batch": ("01JDQPACKAGE00000000000001", "01JDQBATCH0000000000000001"),
    "set_aside": (
        "01JDQASIDE0000000000000001",
        "01JDQPACKAGE00000000000001",
        "hazard",
        "01JDQRECORD000000000000002",
        "YH-2026-0009",
        1,
        "returned",
        "补照片",
        "{}",
        "d" * 64,
        AT,
        None,
        None,
        None,
        None,
    ),
    "forked_package": ("f" * 64, CODE, 1, 1, "2026-11", "b.zip", "f.zip", "{}", AT),
    "not_twins": ("premises", "01JDQRECORD000000000000003", "01JDQRECORD000000000000004", AT, factories.LEAD),
    "taken_down": ("a" * 64, 1, 1, 3, AT, factories.CLERK),
    "sent_down": ("b" * 64, CODE, 1, "v01", b"h", b"b", b"m", b"t", b"s", "{}", AT),
    "merged_revision": ("01JDQRECORD000000000000001", 1, "c" * 64, "01JDQPACKAGE00000000000001"),
    "issued_receipt": (
        "01JDQRECEIPT00000000000001",
        CODE,
        1,
        "01JDQPACKAGE00000000000001",
        "accepted",
        "a.hz.zip",
        b"h",
        b"b",
        b"m",
        b"t",
        b"s",
        b"l",
        AT,
    ),
    "identity_change": (
        1,
        "2026-11-20",
        "正式代码下发",
        "青民〔2026〕8号",
        "310118001903",
        CODE,
        "章浜社区居委会（筹）",
        "章浜社区居委会",
        1,
        AT,
        factories.CLERK,
    ),
    "code_link": (1, "310118001903", CODE, "章浜社区居委会", "sheet", "电话已核对", AT, "街道", 1, 2),
    "undone_operation": ("01JDQBATCH0000000000000001", "01JDQBATCH0000000000000002"),
}


def fill(transaction: Transaction) -> None:
    """Enters a committee's records with the courses they took."""
    committee = {**factories.COMMITTEE, "address": "青浦区夏阳街道章浜路1号"}
    records.register(transaction, "committee", committee, CODE)
    person = {"name": factories.MINORITY_NAME, "post": "safety_lead", "from_on": "2024-04-07"}
    records.register(transaction, "person", person, CODE)
    scan = [factories.attachment(1, "部门意见")]
    shop = records.register(transaction, "premises", factories.premises(note=factories.RARE_NAME), CODE)
    records.register(transaction, "risk", factories.risk(premises=shop["id"]), CODE)
    records.register(transaction, "drill", factories.drill(premises=shop["id"], photos=scan), CODE)
    hazard = records.register(transaction, "hazard", factories.planned_hazard(level="疑似重大"), CODE)
    for step, typed in (
        ("rectify", factories.rectification(photo_after=scan)),
        ("recheck", factories.passed_recheck()),
        ("sign_off", factories.department_signoff(scan)),
        ("close_out", factories.close_out()),
    ):
        records.take_step(transaction, "hazard", hazard["id"], step, typed)
    bare = records.register(transaction, "hazard", factories.suspected_major(), CODE)
    records.retire(transaction, "hazard", [bare["id"]], "登记重复")
    photo = Attachment("0" * 63 + "1", 4, 5, "image/jpeg", "jpg", "IMG_0001.jpg", None, "d" * 64)
    add_attachment(transaction.connection, photo, transaction.at, transaction.who)
    fill_schema_2(transaction, shop["id"], hazard["id"])
    for table, typed in (("own_code", factories.own_code()), ("criterion", factories.criterion())):
        records.register(transaction, table, typed, CODE)
    keep_setting(transaction, "clerk", factories.CLERK)
    lay_other_rows(transaction, hazard["id"])


def fill_schema_2(transaction: Transaction, premises: str, hazard: str) -> None:
    """Enters what schema 2 brought: a record of each new type."""
    for table, typed in (
        ("assessment_campaign", factories.assessment_campaign()),
        ("checklist", factories.checklist()),
        ("inspection", factories.inspection(premises=premises)),
        ("supervision_order", factories.supervision_order(hazard=hazard)),
        ("notice", factories.notice(hazard=hazard)),
        ("drill_plan", factories.drill_plan(premises=premises)),
        ("document", factories.document()),
        ("monthly_return", factories.monthly_return()),
        ("training", factories.training(premises=premises)),
        ("special_work_certificate", factories.special_work_certificate(premises=premises)),
        ("accident", factories.accident(premises=premises)),
        ("programme", factories.programme()),
        ("task", factories.task(programme=factories.programme()["name"])),
        ("period_review", factories.period_review()),
    ):
        records.register(transaction, table, typed, CODE)
    tip = records.register(transaction, "tip", factories.tip(), CODE)
    identity = SealedIdentity("x25519-hkdf-sha256-chacha20poly1305-v1", "SHA256:abc", b"sealed")
    keep_identity(transaction, tip["id"], identity)
    keep_marks(transaction, tip["id"], "0123456789abcdef", [b"mark"])


def lay_other_rows(transaction: Transaction, record_id: str) -> None:
    """Puts a row into each table that packages and receipts use."""
    rows = {**OTHER_TABLES, "sealed_record": ("01JDQPACKAGE00000000000001", "hazard", record_id, 5)}
    rows["reported_record"] = (record_id, "hazard", 5, "01JDQPACKAGE00000000000001")
    (person,) = transaction.execute("SELECT id FROM person").fetchone()
    rows["account"] = (person, "admin", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", 1, 0, None, None)
    for table, row in rows.items():
        transaction.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def main() -> None:
    """Writes the database anew."""
    part = TARGET.with_suffix(".part")
    part.unlink(missing_ok=True)
    store = open_store(part, FixedClock(datetime.fromisoformat(AT)))
    store.write(fill, who=factories.CLERK, operation="建立台账")
    store.close()
    with sqlite3.connect(part) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    os.replace(part, TARGET)


if __name__ == "__main__":
    main()
