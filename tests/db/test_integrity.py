from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from db.change_log import GENESIS, BrokenLink, chain_head, history, log_change, verify_chain
from db.errors import Cancelled
from db.integrity import Finding, find_damage
from desktop.office import Office
from tests import factories


@pytest.fixture
def worked(office: Office) -> Office:
    """A ledger with a few writes in its log and one photo."""
    hazard = office.add("hazard", factories.planned_hazard())
    office.act("hazard", hazard["id"], "rectify", factories.rectification())
    office.attach(Path(__file__).parents[1] / "data" / "photos" / "orientation-portrait-6.jpg")
    office.add("premises", factories.premises())
    return office


def damage(office: Office) -> list[Finding]:
    return list(find_damage(office.store.reader(), office.attachments))


def tamper(office: Office, *statements: str) -> None:
    """Edits the tables as somebody with an SQLite tool would."""
    connection = sqlite3.connect(office.database)
    for statement in statements:
        assert connection.execute(statement).rowcount != 0
    connection.commit()
    connection.close()


def test_an_untouched_ledger_is_whole(worked: Office) -> None:
    assert damage(worked) == []


def test_the_log_begins_from_nothing_and_chains_every_write(office: Office) -> None:
    before = chain_head(office.store.reader())
    hazard = office.add("hazard", factories.hazard())
    assert chain_head(office.store.reader()) != before
    (entry,) = history(office.store.reader(), "hazard", hazard["id"])
    assert (entry.rev, entry.before, entry.who, entry.operation) == (1, None, "王芳", "新增隐患")
    assert entry.after["description"] == hazard["description"]


def test_an_empty_log_has_an_empty_head() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE change (seq, hash)")
        assert chain_head(connection) == GENESIS
    connection.close()


def test_a_change_logs_only_what_changed(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    office.change("hazard", hazard["id"], {"note": "补充", "location": hazard["location"]})
    entry = history(office.store.reader(), "hazard", hazard["id"])[-1]
    assert (entry.before, entry.after) == ({"note": None}, {"note": "补充"})


@pytest.mark.parametrize(
    ("statement", "link"),
    [
        ("UPDATE change SET who = '别人' WHERE seq = 4", BrokenLink(4, "altered")),
        ("UPDATE change SET after = replace(after, '二楼', '三楼') WHERE seq = 4", BrokenLink(4, "altered")),
        ("UPDATE change SET hash = upper(hash) WHERE seq = 4", BrokenLink(4, "altered")),
        ("UPDATE change SET at = '2020-01-01' WHERE seq = 1", BrokenLink(1, "altered")),
        ("DELETE FROM change WHERE seq = 4", BrokenLink(4, "removed")),
        ("DELETE FROM change WHERE seq = 1", BrokenLink(1, "removed")),
        (
            "UPDATE change SET seq = seq + 1 WHERE seq = (SELECT max(seq) FROM change)",
            BrokenLink(6, "removed"),
        ),
        (
            "INSERT INTO change SELECT seq + 100, batch, at, who, operation, table_name, record_id, rev,"
            " before,"
            " after,"
            " prev_hash, hash FROM change WHERE seq = 4",
            BrokenLink(7, "removed"),
        ),
        (
            "INSERT INTO change SELECT (SELECT max(seq) + 1 FROM change), batch, at, who, operation,"
            " table_name,"
            " record_id, rev,"
            " before, after, prev_hash, hash FROM change WHERE seq = 4",
            BrokenLink(7, "inserted"),
        ),
    ],
)
def test_a_log_edited_by_hand_is_found(worked: Office, statement: str, link: BrokenLink) -> None:
    tamper(worked, statement)
    assert verify_chain(worked.store.reader()) == link
    assert Finding(f"check_log_{link.reason}", str(link.seq)) in damage(worked)


@pytest.mark.parametrize(
    "assignment",
    [
        "description = '没有隐患'",
        "status = 'closed'",
        "level = NULL",
        "dept_signoff_unit = '城建中心'",
        "closed_on = '2026-11-20'",
        "photo_after = '[]'",
        "rev = rev + 1",
        "retired_at = '2026-11-23'",
        "committee_code = '310118001004'",
        "no = 'YH-2026-0009'",
    ],
)
def test_a_record_edited_by_hand_is_found(worked: Office, assignment: str) -> None:
    tamper(worked, f"UPDATE hazard SET {assignment}")
    assert [each.message_id for each in damage(worked)] == ["check_record_altered"]


def test_a_record_removed_or_added_by_hand_is_found(worked: Office) -> None:
    tamper(
        worked,
        "INSERT INTO person (id, status, search_text, rev, committee_code, created_at, created_by,"
        " updated_at,"
        " updated_by)"
        " VALUES ('x', '', '', 1, '', '', '', '', '')",
        "DELETE FROM hazard",
    )
    assert sorted(each.message_id for each in damage(worked)) == [
        "check_record_altered",
        "check_record_removed",
    ]


def test_the_newest_log_row_removed_leaves_a_record_that_does_not_fit(worked: Office) -> None:
    tamper(worked, "DELETE FROM change WHERE seq = (SELECT max(seq) FROM change)")
    assert [each.message_id for each in damage(worked)] == ["check_record_altered"]


def test_an_altered_or_missing_attachment_is_found(worked: Office) -> None:
    (photo,) = worked.attachments.folder.rglob("*.jpg")
    content = photo.read_bytes()
    photo.write_bytes(content[:-1] + b"x")
    assert damage(worked) == [Finding("check_attachment_altered", "orientation-portrait-6.jpg")]
    photo.unlink()
    assert damage(worked) == [Finding("check_attachment_missing", "orientation-portrait-6.jpg")]


@pytest.mark.parametrize("table", ["hazard", "change", "sqlite_schema"])
def test_a_torn_page_is_found_and_ends_the_check(worked: Office, table: str) -> None:
    worked.close()
    connection = sqlite3.connect(worked.database)
    found = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    connection.close()
    content = bytearray(worked.database.read_bytes())
    start = (found[0] - 1) * 4096 if found else 100  # the first page keeps its header
    content[start : start + 3000] = b"\xa5" * 3000
    worked.database.write_bytes(content)
    connection = sqlite3.connect(worked.database)
    assert {each.message_id for each in find_damage(connection, worked.attachments)} == {
        "check_database_damaged"
    }
    connection.close()


def test_a_log_row_that_is_no_json_any_more_is_named_and_stops_nothing(worked: Office) -> None:
    tamper(worked, "UPDATE change SET after = '{broken' WHERE seq = 2")
    assert "check_log_altered" in [each.message_id for each in damage(worked)]


def test_every_character_a_clerk_can_type_is_spelled_alike_by_both_who_hash(office: Office) -> None:
    strange = "".join(map(chr, range(1, 0x250))) + "䶮㐂𠮷\u2028\ufeff“”"
    office.write(
        lambda tx: log_change(tx, "hazard", "x", 1, {"note": strange}, {"note": strange[::-1]}), strange
    )
    (text,) = (
        office.store.reader()
        .execute("SELECT json_array(operation, before, after) FROM change ORDER BY seq DESC LIMIT 1")
        .fetchone()
    )
    row = (
        office.store.reader()
        .execute("SELECT operation, before, after FROM change ORDER BY seq DESC LIMIT 1")
        .fetchone()
    )
    assert text == json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    assert verify_chain(office.store.reader()) is None


def test_verifying_a_long_log_can_be_stopped(office: Office) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        verify_chain(office.store.reader(), stop)
