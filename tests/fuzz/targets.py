"""What the mutants are thrown at: a street's desk, a committee's receipts, and what a committee takes in from above."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from db import down_packages, imported_receipts, street_register
from db.clock import FixedClock
from db.errors import LedgerError
from db.integrity import find_damage
from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop import paths
from desktop.exchange.allowed_signers import parse_allowed_signers
from desktop.exchange.bag import TAG_FILES
from desktop.exchange.checking import check_package
from desktop.exchange.header import parse_header
from desktop.exchange.incoming_down import read_down_package, take_in
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.key_notice import read_notice
from desktop.exchange.outgoing import seal_package, write_package
from desktop.exchange.own_packages import own_packages
from desktop.exchange.refusals import GROUP_OF_CODE, PackageRefused
from desktop.exchange.signing_key import SigningKey, load_key
from desktop.messages import sentence
from desktop.office import Office
from desktop.street.planning import plan
from desktop.street.receiving import receive
from desktop.street.sending_down import send_down
from tests import factories
from tests.desktop.exchange.forge import COMMITTEE_KEY, ENTRY, named_entries
from tests.desktop.exchange.golden_packages import GOLDEN
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, open_committee, open_street
from tests.fuzz.insiders import Case

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30))
# What a committee's ledger says of a sound package whose content it cannot take.
_NOT_TAKEN = frozenset({
    "down_item_unusable", "down_taken_already", "file_unreadable", "package_encrypted", "sealed_to_former_key",
    "street_key_unknown",
})  # fmt: skip
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Target(Protocol):
    """A receiver of files: what it makes of a file as a word, and whether it is still whole."""

    name: str

    def case(self) -> Case:
        """A package that it would take now."""

    def take(self, file: Path) -> str:
        """The code of its refusal, or how it was taken. Anything but a told refusal comes out as it is."""

    def check(self) -> None:
        """AssertionError when its database is damaged or cannot be read."""

    def close(self) -> None:
        """Close its database; what its ledger adds to the lists is offered no longer."""


class Street_(Target):
    """The street's desk with one enrolled committee."""

    name = "报送包"

    def __init__(self, street: Street, committee: Committee, good: Path, decrypt_key: SigningKey) -> None:
        self.street, self.committee, self.decrypt_key = street, committee, decrypt_key
        self._good = taken_apart(good, committee.key, decrypt_key)
        self._roster = parse_allowed_signers(street.desk.allowed_signers())

    def case(self) -> Case:
        head = street_register.chain_head(self.street.desk.store.reader(), self.committee.code)
        return following(self._good, *(head[1:] if head else (0, None)))

    def take(self, file: Path) -> str:
        for roster in (
            self._roster,
            None,
        ):  # the command verify, which knows less and must stumble over nothing either
            with told():
                check_package(file, roster, [self.decrypt_key])
        with told():  # what a merge would do, shown before it is done
            repr(plan(self.street.desk, file, [self.decrypt_key]))
        [received, *_] = receive(
            self.street.desk, [file], self.street.receipts, self.street.key, decryption_keys=[self.decrypt_key]
        )  # fmt: skip
        for each in (paths.companion_folder(self.street.desk.store.path) / "waiting").glob("*"):
            each.unlink()
        return told_code(received.error) if received.error else received.status

    def check(self) -> None:
        desk = self.street.desk
        assert list(find_damage(desk.store.reader(), desk.attachments)) == []
        assert [each.name for each in self.street.receipts.rglob("*.part")] == []

    def close(self) -> None:
        self.street.desk.close()
        self.committee.office.close()


class Receipts(Target):
    """A committee with a sealed package that the street has answered."""

    name = "回执"

    def __init__(self, office: Office, good: Path, street_key: SigningKey) -> None:
        self.office, self._good = office, taken_apart(good, street_key)

    def case(self) -> Case:
        newest = next(iter(imported_receipts.receipts(self.office.store.reader())), None)
        return following(self._good, *((newest.serial, newest.id) if newest else (0, None)))

    def take(self, file: Path) -> str:
        with told() as codes:
            import_receipt(self.office, file)
        own_packages(self.office)
        return codes[0] if codes else "taken"

    def check(self) -> None:
        check_ledger(self.office)


class Down(Target):
    """A committee that the street sends something down to."""

    name = "下发包"

    def __init__(self, office: Office, good: Path, street_key: SigningKey) -> None:
        self.office, self._good = office, taken_apart(good, street_key)

    def case(self) -> Case:
        newest = next(iter(down_packages.taken_down(self.office.store.reader())), None)
        return following(self._good, *((newest.serial, newest.id) if newest else (0, None)))

    def take(self, file: Path) -> str:
        with told() as codes:
            package = read_down_package(self.office, file)
            assert all(each.title and isinstance(each.due, str) for each in package.items)
            take_in(self.office, package)
        return codes[0] if codes else "taken"

    def check(self) -> None:
        check_ledger(self.office)


class Notices(Target):
    """A street that is told of a committee's new key."""

    name = "换钥通知"

    def __init__(self, good: Path) -> None:
        self._good = taken_apart(good, COMMITTEE_KEY)

    def case(self) -> Case:
        return self._good

    def take(self, file: Path) -> str:
        with told() as codes:
            read_notice(file, ENTRY)
        return codes[0] if codes else "taken"

    def check(self) -> None:
        """It keeps nothing."""


def check_ledger(office: Office) -> None:
    """Every record can be read and listed, and the log agrees with it."""
    assert list(find_damage(office.store.reader(), office.attachments)) == []
    for table in RECORD_TYPES:
        office.rows(table, office.ids(table, Query(), 500))


@contextmanager
def told() -> Iterator[list[str]]:
    """Collects the code of a refusal; anything else comes out."""
    codes: list[str] = []
    try:
        yield codes
    except LedgerError as error:
        codes.append(told_code(error))


def told_code(error: LedgerError) -> str:
    """The code of an error that is one of the format's or one of those known here, and has a Chinese sentence."""
    words = sentence(error)
    assert _CHINESE.search(words), words
    if isinstance(error, PackageRefused):
        assert error.code in GROUP_OF_CODE and error.group.value
    else:
        assert error.message_id in _NOT_TAKEN, error.message_id
    return error.message_id


def taken_apart(file: Path, key: SigningKey, to: SigningKey | None = None) -> Case:
    """A good package as a case; `key` signs its mutants."""
    entries = {name.partition("/")[2]: content for name, content in named_entries(file.read_bytes())}
    files = {name: content for name, content in entries.items() if name not in TAG_FILES}
    return Case(files, parse_header(entries["package.json"]), key, to)


def following(case: Case, serial: int, head: str | None) -> Case:
    """The case as the next package after the one with that serial and id."""
    return replace(case, header=replace(case.header, serial=serial + 1, prev=head, base=0))


def targets(folder: Path) -> list[Target]:
    """A street, a committee with records of every kind, and what each received from the other last."""
    folder.mkdir(parents=True, exist_ok=True)
    street, committee = open_street(folder / "街道", CLOCK), open_committee(folder / "村居", CLOCK)
    street.enrols(committee)
    decrypt_key = load_key(paths.decrypt_key_file(street.desk.store.path), PASSPHRASE)
    _fill(committee.office, folder)
    office, stick = committee.office, folder / "U盘"
    stick.mkdir()
    sealed = seal_package(office, "2026-11", committee.key, profile="street")
    package = write_package(office, sealed.id, stick)
    down = send_down(street.desk, [committee.code], _sent_down(office), "2026-11", stick, street.key)[0]
    [answered] = receive(street.desk, [package], street.receipts, street.key)
    assert answered.receipt is not None
    good_receipt = folder / "good.hz.zip"
    good_receipt.write_bytes(answered.receipt.read_bytes())
    return [
        Street_(street, committee, package, decrypt_key), Receipts(office, good_receipt, street.key),
        Down(office, down, street.key), Notices(GOLDEN / "330106001001-e01-000001-v01.key.zip"),
    ]  # fmt: skip


def _fill(office: Office, folder: Path) -> None:
    from PIL import Image

    photo_file = folder / "photo.jpg"
    Image.new("RGB", (64, 48), (90, 120, 60)).save(photo_file, "JPEG")
    photo = office.attach(photo_file)
    place = office.add("premises", factories.premises())["id"]
    office.add("risk", factories.risk(premises=place))
    hazard = office.add("hazard", factories.hazard(premises=place, photo_before=[photo]))["id"]
    office.add("hazard", factories.hazard())
    gone = office.add("hazard", factories.hazard(description="登记错了"))["id"]
    for table, typed in (
        ("assessment_campaign", factories.assessment_campaign()), ("inspection", factories.inspection(place)),
        ("supervision_order", factories.supervision_order(hazard)), ("notice", factories.notice(hazard)),
        ("drill_plan", factories.drill_plan(place)), ("drill", factories.drill()), ("training", factories.training(place)),
        ("special_work_certificate", factories.special_work_certificate(place)), ("accident", factories.accident(place)),
        ("document", factories.document()), ("programme", factories.programme()), ("period_review", factories.period_review()),
    ):  # fmt: skip
        office.add(table, typed)
    office.retire("hazard", [gone], "重复")


def _sent_down(office: Office) -> dict[str, list[dict[str, object]]]:
    order = factories.supervision_order("YH-2026-0001")
    return {
        "task": [{"title": "排查沿街商铺电动自行车充电", "owner": "王芳", "start": "2026-11-25", "due": "2026-12-20"}],
        "checklist": [factories.checklist()], "supervision_order": [json.loads(json.dumps(order))],
        "document": [factories.document()], "own_code": [factories.own_code()], "criterion": [factories.criterion()],
    }  # fmt: skip
