"""What is kept apart from a tip, linking, figures, and erasing so that no byte is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import tips
from db.errors import AppError
from db.integrity import find_damage
from desktop.office import Office
from tests import factories
from tests.db.spec.test_tip import CLOSING, replied, screened, tip_at, verified

SEALED = tips.SealedIdentity("alg", "SHA256:key", bytes(range(1, 256)) * 5)
MARKS = [b"first-mark-16byt", b"other-mark-16byt"]


def keep(office: Office, tip_id: str) -> None:
    def work(tx: tips.Transaction) -> None:
        tips.keep_identity(tx, tip_id, SEALED)
        tips.keep_marks(tx, tip_id, "comparing", MARKS)

    office.write(work, "登记")


def closed_tip(office: Office, *steps: tuple[str, dict[str, str]]) -> str:
    tip = tip_at(
        office, screened(screening="不受理", screening_reason="重复举报"), replied(), CLOSING, *steps
    )
    keep(office, tip["id"])
    return str(tip["id"])


def database_bytes(office: Office) -> bytes:
    files = [office.database.with_name(office.database.name + each) for each in ("", "-wal", "-shm")]
    return b"".join(each.read_bytes() for each in files if each.exists())


def test_the_change_log_knows_of_no_envelope(office: Office) -> None:
    tip = tip_at(office)
    before = len(office.history("tip", tip["id"]))
    keep(office, tip["id"])
    connection = office.store.reader()
    assert tips.sealed_identity(connection, tip["id"]) == SEALED
    assert tips.sealed_identities(connection) == [(tip["id"], SEALED)]
    assert tips.marks_under(connection, "comparing") == set(MARKS)
    assert tips.unmarked_tips(connection, "comparing") == []
    assert tips.unmarked_tips(connection, "another") == [tip["id"]]
    assert len(office.history("tip", tip["id"])) == before


def test_opening_is_written_down_without_what_was_read(office: Office) -> None:
    tip = tip_at(office)
    office.write(
        lambda tx: tips.note_opening(tx, tip["id"], factories.LEAD, "答复需要回访"), "查看举报人身份"
    )
    (opening,) = office.get("tip", tip["id"])["openings"]
    assert opening == {"at": "2026-11-23 09:30", "who": factories.LEAD, "reason": "答复需要回访"}
    assert office.history("tip", tip["id"])[0].operation == "查看举报人身份"
    assert list(find_damage(office.store.reader(), office.attachments)) == []


def test_a_hazard_is_linked_once_and_only_to_a_confirmed_tip(office: Office) -> None:
    tip, hazard = tip_at(office), office.add("hazard", factories.hazard(source="群众举报"))
    link = lambda: office.write(lambda tx: tips.link_hazard(tx, tip["id"], hazard["id"]), "关联")  # noqa: E731
    with pytest.raises(AppError, match="tip_not_confirmed"):
        link()
    for step in (screened(), verified()):
        office.act("tip", tip["id"], *step)
    assert link()["hazard"] == hazard["id"]
    with pytest.raises(AppError, match="tip_has_hazard"):
        link()


def test_the_envelope_stays_until_the_tip_is_closed_and_its_reward_settled(office: Office) -> None:
    tip_id = closed_tip(office)
    with pytest.raises(AppError, match="tip_purge_too_early"):
        office.write(lambda tx: tips.purge_identity(tx, tip_id, "到期清除"), "清除")
    office.act("tip", tip_id, "reward", {"reward_result": "不涉及奖励"})
    purged = office.write(lambda tx: tips.purge_identity(tx, tip_id, "到期清除"), "清除")
    assert (purged["status"], purged["purged_on"], purged["purge_reason"]) == (
        "purged",
        "2026-11-23",
        "到期清除",
    )
    with pytest.raises(AppError, match="tip_already_purged"):
        office.write(lambda tx: tips.purge_identity(tx, tip_id, "到期清除"), "清除")


def test_what_is_gone_or_in_the_bin_is_left_alone(office: Office) -> None:
    tip_id = closed_tip(office)
    office.retire("tip", [tip_id])
    for which, told in ((tip_id, "record_retired"), ("01JDQNOTHING00000000000001", "record_not_found")):
        with pytest.raises(AppError, match=told):
            office.write(lambda tx, which=which: tips.purge_identity(tx, which, "到期清除"), "清除")


def test_nothing_of_an_erased_envelope_stays_in_database_free_pages_or_log(office: Office) -> None:
    tip_id = closed_tip(office, ("reward", {"reward_result": "不涉及奖励"}))
    assert SEALED.sealed[:64] in database_bytes(office)
    office.write(lambda tx: tips.purge_identity(tx, tip_id, "到期清除"), "清除")
    assert office.store.flush_log()
    left = database_bytes(office)
    assert SEALED.sealed[:32] not in left and SEALED.sealed[-32:] not in left
    assert not any(each in left for each in MARKS)
    assert tips.sealed_identity(office.store.reader(), tip_id) is None
    assert list(find_damage(office.store.reader(), office.attachments)) == []


def test_the_log_cannot_be_emptied_under_a_reader(office: Office, tmp_path: Path) -> None:
    tip_id = closed_tip(office, ("reward", {"reward_result": "不涉及奖励"}))
    reader = office.store.reader()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM tip").fetchone()
    office.store.write(lambda tx: tx.execute("PRAGMA busy_timeout = 50"), who="-", operation="-")
    office.write(lambda tx: tips.purge_identity(tx, tip_id, "到期清除"), "清除")
    assert not office.store.flush_log()
    reader.execute("COMMIT")
    assert office.store.flush_log()


def test_due_for_erasing_counts_from_the_later_of_closing_and_reward(office: Office) -> None:
    paid = {"reward_result": "已发放", "reward_yuan": "200", "rewarded_on": "2026-11-25"}
    tip_id = closed_tip(office, ("reward", paid))
    connection = office.store.reader()
    assert tips.tips_to_purge(connection, "2026-11-24") == []
    assert [each["id"] for each in tips.tips_to_purge(connection, "2026-11-25")] == [tip_id]


def test_figures_are_counted_by_the_month_of_receipt(office: Office) -> None:
    closed_tip(
        office, ("reward", {"reward_result": "已发放", "reward_yuan": "200.5", "rewarded_on": "2026-11-25"})
    )
    tip_at(office, screened(), verified(), received_at="2026-11-02 08:00")
    office.retire("tip", [tip_at(office)["id"]])
    months = tips.figures_of_year(office.store.reader(), 2026)
    assert months[10] == tips.MonthFigures("2026-11", 2, 1, 1, 1, 1, "200.50")
    assert months[9] == tips.MonthFigures("2026-10", 0, 0, 0, 0, 0, "0") and len(months) == 12


def test_without_a_log_beside_the_database_there_is_nothing_to_empty(office: Office) -> None:
    office.store.write(lambda tx: None, who="-", operation="-")
    office.store.is_wal = False  # as on a network drive or a stick
    assert office.store.flush_log()
