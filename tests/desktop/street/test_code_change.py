"""A committee's new code: its own change, the link at the street, and everything that goes on under it (docs/adr/0020)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from db import street_receipts, street_register
from db.clock import FixedClock
from db.errors import AppError, InvalidRecord
from db.identity_changes import identity_changes
from db.integrity import find_damage
from db.spec.query import Query
from desktop import paths
from desktop.documents import committee_sheet_text, enrolment_sheet
from desktop.exchange.allowed_signers import parse_allowed_signers
from desktop.exchange.incoming_down import read_down_package, take_in
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.own_packages import check_written
from desktop.exchange.signing_key import load_key
from desktop.own_identity import change_identity
from desktop.own_keys import Cause, change_key
from desktop.street.answering import write_receipts
from desktop.street.checked_records import check_records
from desktop.street.code_change import change_code
from desktop.street.month_board import month_of_all
from desktop.street.planning import plan
from desktop.street.roster_changes import REASON_OF, replace_key
from desktop.street.roster_lines import roster_history, roster_lines
from desktop.street.sending_down import send_down
from desktop.street.street_ledger import StreetLedger
from tests import factories
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes, forged, open_committee
from tests.reports.poppler import flat_text, needs_poppler

OLD, NEW, NEWER = factories.COMMITTEE_CODE, "310118001033", "310118001233"
NEW_NAME = "章浜新苑社区居委会"


def changes(committee: Committee, code: str = NEW, name: str = "", reason: str = "正式代码下发") -> None:
    name = name or committee.office.committee["name"]
    change_identity(committee.office, code=code, name=name, changed_on=committee.office.today, reason=reason)


def links(street: Street, committee: Committee, known: str = OLD, name: str = "") -> None:
    change_code(street.desk, committee_sheet_text(committee.office), known, name=name)


def numbers(committee: Committee) -> list[str]:
    rows = committee.office.rows("hazard", committee.office.ids("hazard", Query()))
    return sorted(row["no"] for row in rows)


def at_street(street: Street, table: str = "hazard") -> list[tuple[str, str]]:
    rows = street.desk.store.reader().execute(f"SELECT no, committee_code FROM {table} ORDER BY no")
    return [(no, code) for no, code in rows]


def warned(street: Street, file: Path) -> Sequence[str]:
    [received] = street.receives(file)
    assert received.error is None, received.error
    return [each.code for each in received.warnings]


def test_numbers_go_on_and_records_keep_what_they_had(committee: Committee) -> None:
    changes(committee, name=NEW_NAME)
    committee.adds()
    assert numbers(committee) == ["YH-2026-0001", "YH-2026-0002"]
    rows = {
        each["no"]: each for each in committee.office.rows("hazard", committee.office.ids("hazard", Query()))
    }
    assert [rows[no]["committee_code"] for no in sorted(rows)] == [OLD, NEW]
    assert (committee.office.committee["code"], committee.office.committee["name"]) == (NEW, NEW_NAME)
    [change] = identity_changes(committee.office.store.reader())
    assert (change.old_code, change.new_code, change.new_name, change.who) == (
        OLD,
        NEW,
        NEW_NAME,
        factories.CLERK,
    )
    assert not list(find_damage(committee.office.store.reader(), committee.office.attachments))


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ({"code": "12345"}, "committee_code_invalid"),
        ({"code": "310118001000"}, "code_is_of_a_street"),
        ({"name": "村" * 81}, "text_too_long"),
        ({"name": " "}, "required"),
        ({"changed_on": "2027-01-01"}, "identity_in_future"),
        ({"changed_on": "上月"}, "date_unreadable"),
        ({"reason": "随便"}, "choice_unknown"),
        ({"note": "长" * 201}, "text_too_long"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    committee: Committee, typed: dict[str, str], message_id: str
) -> None:
    good = {"code": NEW, "name": NEW_NAME, "changed_on": "2026-11-20", "reason": "更名", "note": ""}
    with pytest.raises(InvalidRecord) as refused:
        change_identity(committee.office, **(good | typed))
    assert [each.message_id for each in refused.value.problems] == [message_id]
    assert committee.office.committee["code"] == OLD and not identity_changes(committee.office.store.reader())


def test_nothing_new_is_no_change_and_the_days_go_forward(committee: Committee) -> None:
    with pytest.raises(AppError, match="identity_unchanged"):
        changes(committee, OLD)
    changes(committee)
    with pytest.raises(InvalidRecord) as refused:
        change_identity(committee.office, code=NEWER, name="新村", changed_on="2026-11-01", reason="更名")
    assert refused.value.problems[0].message_id == "identity_before_last"


def test_it_is_not_taken_back_but_changed_once_more(committee: Committee) -> None:
    changes(committee)
    batch = (
        committee.office.store.reader()
        .execute("SELECT batch FROM change ORDER BY seq DESC LIMIT 1")
        .fetchone()[0]
    )
    with pytest.raises(AppError, match="undo_not_identity"):
        committee.office.undo_operation(batch)
    changes(committee, OLD, reason="以前写错，更正")
    committee.adds()
    assert numbers(committee) == ["YH-2026-0001", "YH-2026-0002"] and committee.code == OLD


def test_chain_records_receipts_and_returns_go_on_under_the_new_code(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receives(first := committee.sends(stick))
    record = committee.office.rows("hazard", committee.office.ids("hazard", Query()))[0]
    changes(committee, name=NEW_NAME)
    committee.adds()
    second = committee.sends(stick)
    assert NEW in second.name
    assert codes(street.receives(second)) == ["E_IDENTITY"]
    links(street, committee, name=NEW_NAME)
    assert warned(street, second) == []
    assert at_street(street) == [("YH-2026-0001", OLD), ("YH-2026-0002", OLD)]
    # a receipt for what was sealed before the change still counts, and so does what is sent back of it
    package = street_register.merged_ids(street.desk.store.reader(), OLD, 1)[1]
    answer = check_records(street.desk, package, {record["no"]: "补照片"}, street.key)
    [path] = write_receipts([answer], street.receipts / "核验").values()
    assert import_receipt(committee.office, path).receipt.returned
    assert committee.office.get("hazard", record["id"])["returned_remark"] == "补照片"
    committee.office.change("hazard", record["id"], {"description": "改好了"})
    assert warned(street, committee.sends(stick)) == []
    assert (street.has(record["id"]) or {})["description"] == "改好了"
    assert check_written(committee.office, first).serial == 1
    assert not list(find_damage(street.desk.store.reader(), street.desk.attachments))


def test_a_package_sealed_before_and_one_sealed_after_are_both_taken_in_their_turn(
    committee: Committee, street: Street, stick: Path
) -> None:
    old = committee.sends(stick)
    changes(committee)
    committee.adds()
    new = committee.sends(stick)
    links(street, committee)
    assert codes(street.receives(new)) == ["E_GAP"]
    assert warned(street, old) == ["W_FORMER_CODE"]
    assert warned(street, new) == []
    assert codes(street.receives(old)) == ["E_REPLAY"]
    looked = plan(street.desk, new)
    assert looked.refusal is not None and looked.refusal.code == "E_REPLAY"


def test_once_the_new_code_has_begun_nothing_further_counts_under_the_old_one(
    committee: Committee, street: Street, stick: Path
) -> None:
    before = committee.party
    changes(committee)
    links(street, committee)
    street.receives(committee.sends(stick))
    head = street_register.merged_ids(street.desk.store.reader(), OLD, 1)[1]
    late = forged(
        stick / "旧.zip",
        committee,
        street,
        {"hazard": [committee.wire()]},
        sender=before,
        serial=2,
        prev=head,
    )
    assert codes(street.receives(late)) == ["E_IDENTITY"]


def test_a_second_change_and_a_way_back_keep_one_history(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receives(committee.sends(stick))
    for known, code in ((OLD, NEW), (NEW, NEWER), (OLD, OLD)):
        changes(committee, code, reason="行政区划调整")
        links(street, committee, known)
        committee.adds()
        assert warned(street, committee.sends(stick)) == []
    assert {code for _, code in at_street(street)} == {OLD} and len(at_street(street)) == 4
    ledger = StreetLedger(street.desk.store)
    [line] = roster_lines(ledger)
    assert (line.code, line.present_code, line.serial) == (OLD, OLD, 4)
    assert line.code_words == f"{OLD}（原 {NEW}、{NEWER}）"
    assert [what for _, _, what, *_ in roster_history(ledger, OLD)].count("变更代码") == 3


def test_ledgers_board_roster_and_signers_show_both_codes(
    committee: Committee, street: Street, stick: Path
) -> None:
    committee.signs_return()
    street.receives(committee.sends(stick))
    changes(committee, name=NEW_NAME)
    links(street, committee, name=NEW_NAME)
    both = f"{NEW}（原 {OLD}）"
    ledger = StreetLedger(street.desk.store)
    assert ledger.title("roster", OLD) == f"{NEW_NAME}　{both}"
    [line] = month_of_all(ledger, "2026-11").lines
    assert (line.name, line.code_words, line.return_id != "") == (NEW_NAME, both, True)
    [on_roster] = roster_lines(ledger)
    assert on_roster.code_words == both and on_roster.fits(NEW) and on_roster.fits(OLD)
    text = street.desk.allowed_signers()
    assert text.startswith(f"{NEW},{OLD} ")
    entry = parse_allowed_signers(text).find(committee.key.fingerprint)
    assert entry is not None and (entry.present_code, entry.codes) == (NEW, {OLD, NEW})


def test_what_is_sent_down_goes_to_the_new_code_whichever_is_named(
    committee: Committee, street: Street, tmp_path: Path
) -> None:
    choice = {"own_code": [{"list": "premises_flag", "word": "露营营地"}]}
    [early] = send_down(street.desk, [OLD], choice, "2026-11", tmp_path / "早", street.key)
    changes(committee)
    assert read_down_package(committee.office, early).serial == 1
    links(street, committee)
    for code in (OLD, NEW):
        [path] = send_down(street.desk, [code], choice, "2026-11", tmp_path, street.key)
        assert path.parent.name == NEW
        take_in(committee.office, read_down_package(committee.office, path))


def test_nobody_else_gets_a_code_that_was_somebodys(
    committee: Committee, neighbour: Committee, street: Street, stick: Path, tmp_path: Path, clock: FixedClock
) -> None:
    changes(committee)
    links(street, committee)
    own = neighbour.code
    for taken in (OLD, NEW):
        changes(neighbour, taken)
        with pytest.raises(AppError, match="code_was_anothers"):
            links(street, neighbour, own)
        assert codes(street.receives(neighbour.sends(stick))) == ["E_IDENTITY"]
        stranger = open_committee(tmp_path / f"冒名{taken}", clock, taken, "冒名居委会")
        with pytest.raises(AppError, match=r"code_was_anothers|enrolled_with_another_key"):
            street.enrols(stranger)
        stranger.office.close()
    with pytest.raises(AppError, match="code_of_a_street"):
        change_identity_of_street(neighbour, street, own)
    assert at_street(street) == []


def change_identity_of_street(neighbour: Committee, street: Street, known: str) -> None:
    """A sheet that claims a code under which its key would speak for a whole street."""
    from desktop.exchange.enrolment import CommitteeSheet, committee_text, parse_sheet_text

    sheet = parse_sheet_text(committee_sheet_text(neighbour.office))
    assert isinstance(sheet, CommitteeSheet)
    change_code(street.desk, committee_text(replace(sheet, code="310118002000")), known)


def test_a_sheet_with_another_key_links_nothing_unless_the_key_was_replaced_too(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receives(committee.sends(stick))
    changes(committee)
    change_key(committee.office, Cause.LOST, PASSPHRASE)
    committee.key = load_key(paths.sign_key_file(committee.office.database), PASSPHRASE)
    text = committee_sheet_text(committee.office)
    with pytest.raises(AppError, match="code_key_differs"):
        change_code(street.desk, text, OLD)
    change_code(street.desk, text, OLD, reason=REASON_OF["lost"])
    committee.adds()
    assert warned(street, committee.sends(stick)) == []
    change_key(committee.office, Cause.LOST, PASSPHRASE)
    replace_key(street.desk, committee_sheet_text(committee.office), OLD, REASON_OF["lost"], "")
    assert [each.present_code for each in roster_lines(StreetLedger(street.desk.store))] == [NEW] * 3


def test_a_planned_change_of_keys_after_the_code_is_announced_under_either(
    committee: Committee, street: Street, stick: Path
) -> None:
    street.receives(committee.sends(stick))
    changes(committee)
    _, notice = change_key(committee.office, Cause.ROTATION, PASSPHRASE, PASSPHRASE, stick)
    text = committee_sheet_text(committee.office)
    change_code(street.desk, text, OLD, reason=REASON_OF["rotation"], notice=notice)
    assert [each.status for each in roster_lines(StreetLedger(street.desk.store))] == ["active", "retired"]


def test_the_same_key_is_not_enrolled_as_another_committee(committee: Committee, street: Street) -> None:
    changes(committee)
    with pytest.raises(AppError, match="key_is_of_another_code"):
        street.enrols(committee)
    links(street, committee)
    street.enrols(committee)
    with pytest.raises(AppError, match="code_not_changed"):
        links(street, committee)


def test_a_record_of_another_committees_former_code_is_refused(
    committee: Committee, neighbour: Committee, street: Street, stick: Path
) -> None:
    changes(committee)
    links(street, committee)
    claimed = neighbour.wire(committee_code=OLD)
    assert codes(street.receives(forged(stick / "x.zip", neighbour, street, {"hazard": [claimed]}))) == [
        "E_RECORD"
    ]


@needs_poppler
def test_the_sheet_says_what_was_before(committee: Committee, tmp_path: Path) -> None:
    name = committee.office.committee["name"]
    changes(committee, name=NEW_NAME, reason="村改居")
    text = flat_text(enrolment_sheet(committee.office), tmp_path)
    assert NEW in text and OLD in text and name in text and "村改居" in text


def test_a_package_taken_out_after_the_change_is_reported_again(
    committee: Committee, street: Street, stick: Path
) -> None:
    from desktop.street.rolling_back import roll_back

    [merged] = street.receives(committee.sends(stick))
    changes(committee)
    links(street, committee)
    _, answer = roll_back(street.desk, merged.package_id, "重报", street.key)
    [path] = write_receipts([answer], street.receipts / "撤回").values()
    import_receipt(committee.office, path)
    assert warned(street, committee.sends(stick)) == []
    assert at_street(street) == [("YH-2026-0001", OLD)]
    line = street_receipts.newest_receipt(street.desk.store.reader(), OLD)
    assert line is not None and json.loads(line.header)["to"][0]["code"] == NEW
