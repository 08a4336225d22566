"""Own choices of lists and own criteria: what ships, what the street sent, what is ours; adding, renaming, stopping, ordering.

What ships stays, and what the street sent is the street's to change. A stopped one is offered no longer, and records that
have it still read as before. Every write is one operation that can be undone. Any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from db import records
from db.choice_rows import added_rows, first_operations, free_code
from db.errors import AppError
from db.spec import CRITERION, OWN_CODE
from db.spec.code_tables import code_table
from db.spec.criterion_library import criteria
from db.spec.field import Record, RecordType
from db.spec.text import one_line, search_form
from db.store import Transaction
from db.value import Value
from desktop.history_words import HistoryEntry
from desktop.office import Office
from desktop.people.permissions import Right

DOWN_OPERATION = "接收下发包"  # how the name begins of the operation that takes in what the street sent
_USED, _AFTER_THE_STREETS = "used", 1001


class Origin(StrEnum):
    """Where an entry comes from; the value is its word."""

    SHIPPED = "随程序"
    STREET = "街道下发"
    OWN = "本单位"


class Entry(Value):
    """One entry of a list as the page shows it; `record` is None of what ships. `detail` is the code, or the document."""

    words: str
    detail: str
    origin: Origin
    is_used: bool
    record: Record | None

    @property
    def state(self) -> str:
        """在用 or 停用."""
        return "在用" if self.is_used else "停用"


def lists() -> list[tuple[str, str]]:
    """(name, label) of every list to which choices may be added."""
    return [(each.code, each.label) for each in code_table("own_code_list").codes]


def choices(office: Office, list_name: str) -> list[Entry]:
    """Every choice of a list: what ships, then what was added, in the order in which it is offered."""
    shipped = [
        Entry(each.label, each.code, Origin.SHIPPED, True, None) for each in code_table(list_name).shipped
    ]
    added = [
        each for each in _added(office, OWN_CODE, "word", "code") if (each.record or {})["list"] == list_name
    ]
    return shipped + added


def criteria_entries(office: Office) -> list[Entry]:
    """Every criterion: what was added first, as it is ours to change, then what ships."""
    shipped = [
        Entry(
            f"{each.clause}　{each.text}",
            f"{each.document.title}　{each.document.number}",
            Origin.SHIPPED,
            True,
            None,
        )
        for each in criteria()
        if each.document.mark != "street"
    ]
    return _added(office, CRITERION, "text", "title") + shipped


def why_not_add(office: Office) -> str:
    """Why nothing may be added; "" when it may."""
    from desktop.messages import sentence

    denied = office.why_not(Right.SETTINGS)
    return sentence(denied) if denied else ""


def why_not(office: Office, entry: Entry | None) -> str:
    """Why an entry is not ours to change; "" when it is."""
    if entry is None:
        return "请先选中一项"
    if denied := why_not_add(office):
        return denied
    return {
        Origin.SHIPPED: "随程序的不能改，也不能停用",
        Origin.STREET: "街道下发的由街道改名和停用",
        Origin.OWN: "",
    }[entry.origin]


def add_choice(office: Office, list_name: str, word: str) -> Record:
    """Add a choice of our own to a list, the last of ours. Raises InvalidRecord, AppError `choice_there_already`."""
    kept = _new_word(office, list_name, word, "")

    def work(tx: Transaction) -> Record:
        ours = _ours(tx, list_name)
        last = max((each["position"] or 0 for each in ours), default=0)
        code = free_code(tx.connection, list_name, kept)
        typed = {
            "list": list_name,
            "word": kept,
            "code": code,
            "position": str(max(last + 1, _first_place(office))),
        }
        return records.register(tx, OWN_CODE.table, typed, office.committee["code"])

    added: Record = office.write(work, "新增选项", Right.SETTINGS)
    return added


def rename_choice(office: Office, record: Record, word: str) -> Record:
    """Give a choice of our own another word; its code stays, so records that have it read with the new one.

    Raises InvalidRecord, AppError `choice_there_already`, `record_changed_meanwhile`.
    """
    kept = _new_word(office, record["list"], word, record["id"])
    work = lambda tx: records.change(tx, OWN_CODE.table, record["id"], {"word": kept}, record["rev"])  # noqa: E731
    renamed: Record = office.write(work, "选项改名", Right.SETTINGS)
    return renamed


def stop_or_use(office: Office, record_type: RecordType, record: Record) -> Record:
    """Stop one of our own that is in use, or use a stopped one again. Raises AppError `record_changed_meanwhile`."""
    step = "stop" if record["status"] == _USED else "use"
    words = f"{'停用' if step == 'stop' else '恢复使用'}{record_type.label}"
    work = lambda tx: records.take_step(tx, record_type.table, record["id"], step, {}, record["rev"])  # noqa: E731
    taken: Record = office.write(work, words, Right.SETTINGS)
    return taken


def move(office: Office, record: Record, by: int) -> None:
    """Move a choice of our own up (-1) or down (+1) among ours of its list."""

    def work(tx: Transaction) -> None:
        ours = _ours(tx, record["list"])
        at = next(place for place, each in enumerate(ours) if each["id"] == record["id"])
        to = min(max(at + by, 0), len(ours) - 1)
        ours.insert(to, ours.pop(at))
        for place, each in enumerate(ours, _first_place(office)):
            if each["position"] != place:
                records.change(tx, OWN_CODE.table, each["id"], {"position": str(place)})

    office.write(work, "调整选项次序", Right.SETTINGS)


def entry_history(office: Office, table: str, record_id: str) -> list[HistoryEntry]:
    """What was done to an entry, newest first, without what only the program reads: its code and its place."""
    labels = {OWN_CODE.field(name).label for name in ("code", "position")}
    return [
        HistoryEntry(
            each.at, each.who, each.operation, tuple(one for one in each.fields if one[0] not in labels)
        )
        for each in office.history(table, record_id)
    ]


def _added(office: Office, record_type: RecordType, words: str, detail: str) -> list[Entry]:
    connection = office.store.reader()
    begun = first_operations(connection, record_type.table)
    return [
        Entry(_words(each, words), each[detail] or "", _origin(begun, each), each["status"] == _USED, each)
        for each in added_rows(connection, record_type)
    ]


def _words(record: Record, name: str) -> str:
    clause = f"{record['clause']}　" if "clause" in record else ""
    return f"{clause}{record[name]}"


def _origin(begun: dict[str, str], record: Record) -> Origin:
    is_sent = begun.get(record["id"], "").startswith(DOWN_OPERATION)
    return Origin.STREET if is_sent else Origin.OWN


def _first_place(office: Office) -> int:
    """Where ours begin: at a committee after those of the street, which come with places of their own."""
    return 1 if office.is_street else _AFTER_THE_STREETS


def _ours(tx: Transaction, list_name: str) -> list[Record]:
    begun = first_operations(tx.connection, OWN_CODE.table)
    found: Sequence[Record] = added_rows(tx.connection, OWN_CODE)
    return [each for each in found if each["list"] == list_name and _origin(begun, each) is Origin.OWN]


def _new_word(office: Office, list_name: str, word: str, record_id: str) -> str:
    """The word as it is kept, which no other entry of the list has, a stopped one neither."""
    kept = one_line(word)
    for each in choices(office, list_name):
        is_other = each.record is None or each.record["id"] != record_id
        if is_other and kept and search_form(each.words) == search_form(kept):
            raise AppError(
                "choice_there_already",
                word=each.words,
                state="" if each.is_used else "（已停用，可以恢复使用）",
            )
    return kept
