"""One committee's open ledger: its store, its attachments, and who is at the desk.

Reading uses a connection of the calling thread; writing waits for the store's writer thread. Every write is one
transaction with an operation named in the clerk's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from db import change_log, lists, records, typed_values
from db.accounts import asks_sign_in
from db.added_choices import forget_added_choices, use_added_choices
from db.attachments import Attachment, AttachmentFolder, add_attachment, find_attachment, find_by_source
from db.clock import Clock
from db.errors import AppError, EnvironmentProblem, Problem
from db.facts import facts_of, list_facts
from db.report_states import report_states, return_remarks
from db.settings import keep_own_numbers, keep_setting, own_number, own_numbers, setting
from db.spec import COMMITTEE, HAZARD, PERSON, RECORD_TYPES, TIP
from db.spec.field import Record, Transition, Values
from db.spec.query import Query
from db.store import Changed, Store, Transaction, closed_on_failure, open_existing_store, open_store
from db.value import Value
from desktop import paths
from desktop.history_words import HistoryEntry, in_words
from desktop.people import permissions
from desktop.people.four_eyes import in_own_name, refuse_same_person
from desktop.people.permissions import Right
from desktop.private_files import shut_out_strangers

if TYPE_CHECKING:
    from db import undo
    from desktop.people.signing_in import SignedIn


class Step(Value):
    """A step a record may take next; `why_not` says what is missing for it."""

    transition: Transition
    why_not: Problem | None


class Office:
    """The open ledger of one committee. Any thread."""

    is_street = False
    origin = ""  # what a paper says of where its records come from, at a street

    def __init__(self, store: Store) -> None:
        self.store = store
        self.database = store.path
        self.folder = store.path.parent
        self.clock: Clock = store.clock
        self.attachments = AttachmentFolder(paths.attachment_folder(store.path))
        self.committee: Record = self._committee()
        self.clerk = setting(store.reader(), "clerk")
        self.lead = setting(store.reader(), "lead")
        self.asks_sign_in = asks_sign_in(store.reader())
        self.signed_in: SignedIn | None = None
        use_added_choices(store)

    @classmethod
    def open(cls, database: Path, clock: Clock | None = None) -> Self:
        """The ledger in an existing database. Raises EnvironmentProblem `database_missing`, `not_a_committee`."""
        store = open_existing_store(database, clock)
        with closed_on_failure(store):
            shut_out_strangers(database)
            return cls(store)

    @classmethod
    def create(
        cls,
        database: Path,
        *,
        committee: Values,
        clerk: str,
        lead: str,
        passphrase: str,
        clock: Clock | None = None,
    ) -> Office:
        """A new ledger with its signing key beside it.

        Raises EnvironmentProblem `database_exists`, AppError `passphrase_too_short`, InvalidRecord for the committee.
        """
        from desktop.founding import found_ledger

        found_ledger(
            database, committee=committee, clerk=clerk, lead=lead, passphrase=passphrase, clock=clock
        )
        return cls(open_store(database, clock))

    def close(self) -> None:
        """Close the database."""
        forget_added_choices(self.store)
        self.store.close()

    def seat(self, signed_in: SignedIn) -> None:
        """Let somebody who signed in be the one at the desk: what is written from now on bears their name."""
        self.signed_in = signed_in
        self.clerk = signed_in.name

    def unseat(self) -> None:
        """The ledger asks nobody any more: what is written from now on bears the name of the appointed clerk again."""
        self.signed_in = None
        self.clerk = setting(self.store.reader(), "clerk")

    def why_not(self, right: Right) -> AppError | None:
        """Why the one at the desk may not do something (the sentence names who may); None when they may."""
        return permissions.refusal(self, right)

    def require(self, right: Right) -> None:
        """Raises AppError `not_allowed`, `sign_in_needed`."""
        if error := self.why_not(right):
            raise error

    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call a function after each write, on the writing thread. Gives the function that ends it."""
        return self.store.subscribe(listener)

    # reading

    @property
    def today(self) -> str:
        """Today as ISO text."""
        return self.clock.today().isoformat()

    def ids(self, table: str, query: Query, limit: int | None = None) -> list[str]:
        """The ids of the records a list shows, in its order; with a limit only the first of them."""
        return lists.record_ids(self.store.reader(), table, query, self.today, limit)

    def ids_among(self, table: str, query: Query, ids: Sequence[str]) -> set[str]:
        """Which of these records a list shows."""
        return lists.ids_among(self.store.reader(), table, query, self.today, ids)

    def stoppable(self, should_stop: Callable[[], bool]) -> AbstractContextManager[None]:
        """What this thread reads inside raises Cancelled soon after the function says so."""
        return self.store.stoppable(should_stop)

    def count(self, table: str, query: Query) -> int:
        """How many records a query finds."""
        return lists.count_records(self.store.reader(), table, query, self.today)

    def column_values(
        self, table: str, query: Query, name: str, limit: int = 2000
    ) -> list[tuple[str | None, int]]:
        """The values that a column has among the records of a query, with their counts; None: nothing entered."""
        return lists.values_of_column(self.store.reader(), table, query, self.today, name, limit)

    def rows(self, table: str, ids: Sequence[str]) -> list[Record]:
        """The records with those ids, in that order, each with its `report_state` and what `db.facts` derives for lists."""
        found = lists.records_by_id(self.store.reader(), table, ids)
        states = report_states(self.store.reader(), found)
        derived = list_facts(self.store.reader(), table, ids, self.today)
        remarks = return_remarks(self.store.reader(), ids)
        return [
            record
            | derived.get(record["id"], {})
            | {"report_state": states[record["id"]]}
            | ({"returned_remark": remarks[record["id"]]} if record["id"] in remarks else {})
            for record in found
        ]

    def get(self, table: str, record_id: str) -> Record:
        """The record with that id. Raises AppError `record_not_found`."""
        found = self.rows(table, [record_id])
        if not found:
            raise AppError("record_not_found", what=record_id)
        return found[0]

    def find(self, table: str, text: str) -> Record:
        """The record meant by a number, an id or a unique name. Raises AppError `record_not_found`."""
        record_id = typed_values.find_reference(self.store.reader(), table, text)
        if record_id is None:
            raise AppError("record_not_found", what=text)
        return self.get(table, record_id)

    def title(self, table: str, record_id: str) -> str:
        """What a reference to that record reads as."""
        return lists.titles_by_id(self.store.reader(), table, [record_id]).get(record_id, "")

    def titles(self, table: str, record_ids: Iterable[str]) -> dict[str, str]:
        """The titles of several records at once."""
        return lists.titles_by_id(self.store.reader(), table, record_ids)

    def choices_of(self, table: str) -> list[tuple[str, str]]:
        """(id, title) of every record of a type that may be referred to."""
        ids = self.ids(table, Query())
        titles = self.titles(table, ids)
        return [(each, titles[each]) for each in ids]

    def possible_steps(self, record: Values, table: str = HAZARD.table) -> list[Step]:
        """The steps whose start is the record's status, each with what still stands in its way; what should happen next
        comes first."""
        known = RECORD_TYPES[table].transitions
        steps = [each for each in known if record["status"] in each.sources and each.is_offered(record)]
        steps.sort(key=lambda each: not each.is_urgent(record))
        now = self.clock.now().isoformat()
        seen = {**record, **facts_of(self.store.reader(), RECORD_TYPES[table], record, now)}
        return [Step(each, self._denied(table, each.name) or each.guard(seen)) for each in steps]

    def _denied(self, table: str, step: str) -> Problem | None:
        error = self.why_not(permissions.right_of_step(table, step))
        return Problem(None, error.message_id, error.params) if error else None

    def history(self, table: str, record_id: str) -> list[HistoryEntry]:
        """Everything that was ever written of a record, newest first."""
        entries = change_log.history(self.store.reader(), table, record_id)
        return [in_words(each, self.title) for each in reversed(entries)]

    def attachment_path(self, sha256: str) -> Path:
        """The file of an attachment. Raises AppError `attachment_unknown`."""
        found = find_attachment(self.store.reader(), sha256)
        if not found:
            raise AppError("attachment_unknown", what=sha256[:12])
        return self.attachments.path(sha256, found.suffix)

    # writing

    def write(self, work: Callable[[Transaction], Any], operation: str, right: Right = Right.EDIT) -> Any:
        """Run a function in one transaction under the clerk's name, who must have the right to it.

        Raises AppError `not_allowed`, `sign_in_needed`.
        """
        self.require(right)
        return self.store.write(work, who=self.clerk, operation=operation)

    def add(self, table: str, typed: Values) -> Record:
        """Register a record. Raises InvalidRecord with every problem."""
        return self.register_all(table, [typed])[0]

    def register_all(self, table: str, typed: Sequence[Values]) -> list[Record]:
        """Register several records in one transaction: all or nothing."""
        code, label = self.committee["code"], RECORD_TYPES[table].label
        work = lambda tx: [records.register(tx, table, each, code) for each in typed]  # noqa: E731
        registered: list[Record] = self.write(work, f"新增{label}", permissions.right_of_writing(table))
        return registered

    def register_fixed(self, typed: Values) -> Record:
        """即查即改: register a hazard and close it on the spot, in one transaction. 一般 only."""
        step = HAZARD.transition("fix_on_spot")
        assert step is not None
        own = {name: value for name, value in typed.items() if not _is_evidence(name)}
        evidence = {name: value for name, value in typed.items() if name in step.asks}

        def work(tx: Transaction) -> Record:
            record = records.register(tx, HAZARD.table, own, self.committee["code"])
            return records.take_step(tx, HAZARD.table, record["id"], step.name, evidence)

        fixed: Record = self.write(work, "即查即改")
        return fixed

    def change(self, table: str, record_id: str, typed: Values, seen_rev: int | None = None) -> Record:
        """Change a record's own fields. Raises InvalidRecord, AppError `record_changed_meanwhile`."""
        self._refuse_tipsters(table, typed)
        label = RECORD_TYPES[table].label
        work = lambda tx: records.change(tx, table, record_id, typed, seen_rev)  # noqa: E731
        changed: Record = self.write(work, f"修改{label}", permissions.right_of_writing(table))
        return changed

    def act(
        self, table: str, record_id: str, action: str, typed: Values, seen_rev: int | None = None
    ) -> Record:
        """Take a step of a record's course. Raises InvalidRecord, AppError."""
        self._refuse_tipsters(table, typed)
        step = RECORD_TYPES[table].transition(action)
        right = permissions.right_of_step(table, action)
        self.require(right)
        signed_in = self.signed_in
        if signed_in:
            typed = in_own_name(signed_in, table, action, typed)

        def work(tx: Transaction) -> Record:
            if signed_in:
                refuse_same_person(tx, signed_in, table, record_id, action)
            return records.take_step(tx, table, record_id, action, typed, seen_rev)

        taken: Record = self.write(work, step.label if step else action, right)
        return taken

    def retire(self, table: str, record_ids: Sequence[str], reason: str = "") -> int:
        """Put records into the recycle bin; how many."""
        work = lambda tx: records.retire(tx, table, record_ids, reason)  # noqa: E731
        return int(self.write(work, f"删除{RECORD_TYPES[table].label}", permissions.right_of_writing(table)))

    def restore(self, table: str, record_ids: Sequence[str]) -> int:
        """Take records out of the recycle bin; how many."""
        work = lambda tx: records.restore(tx, table, record_ids)  # noqa: E731
        return int(self.write(work, f"恢复{RECORD_TYPES[table].label}", permissions.right_of_writing(table)))

    def undo_operation(self, batch: str) -> undo.Undone:
        """Take back an operation by its batch (`Transaction.batch`); taking back an undoing does it again.

        Raises AppError `undo_moved_on`, `undo_done_already` and the other reasons of `db.undo`.
        """
        from db import undo
        from db.choice_rows import TABLES, tables_of_batch
        from db.operations import name_of

        reader = self.store.reader()
        right = permissions.right_of_undoing(name_of(reader, batch) or "")
        tables = tables_of_batch(reader, batch)
        if tables and tables <= TABLES:
            right = Right.SETTINGS
        undone: undo.Undone = self.write(lambda tx: undo.undo_operation(tx, batch), "撤销", right)
        return undone

    def appoint(self, *, clerk: str, lead: str) -> None:
        """Say who fills in and who leads from now on; what was written before keeps its names."""

        def work(tx: Transaction) -> None:
            keep_setting(tx, "clerk", clerk)
            keep_setting(tx, "lead", lead)
            tx.touch(PERSON.table, "")

        self.write(work, "更换填报人或分管领导", Right.SETTINGS)
        self.lead = lead
        if self.signed_in is None:
            self.clerk = clerk

    def own_number(self, key: str) -> int:
        """本单位设定: what the committee set for a key of `db.spec.own_settings`, or the default that ships."""
        return own_number(self.store.reader(), key)

    def own_numbers(self) -> dict[str, int]:
        """Every own setting by its key."""
        return own_numbers(self.store.reader())

    def keep_own_numbers(self, numbers: Mapping[str, int]) -> None:
        """Change own settings. Raises InvalidRecord for one outside its bounds."""
        self.write(lambda tx: keep_own_numbers(tx, numbers), "修改本单位设定", Right.SETTINGS)

    def change_committee(self, typed: Values) -> Record:
        """Change the committee's own telephone or address. Raises InvalidRecord."""
        self.committee = self.change(COMMITTEE.table, self.committee["id"], typed)
        return self.committee

    def read_committee(self) -> Record:
        """Read the committee's own record again, after its code or name changed."""
        self.committee = self._committee()
        return self.committee

    def attach(self, source: Path | bytes, name: str = "") -> dict[str, Any]:
        """Keep a photo or scan; the attachment to put into a record's field.

        A photo is turned upright and made small (long side 1600 px) and loses its GPS. The same file chosen again
        gives the same attachment. Raises AppError `photo_unreadable` and its kin, EnvironmentProblem `disk_full`.
        """
        from desktop import photos

        content, name = photos.read(source, name)
        prepared = photos.prepare(content, name)
        known = find_by_source(self.store.reader(), prepared.source_sha256)
        if known and self._is_whole(known):
            return {"sha256": known.sha256, "name": name, "caption": "", "taken_at": known.taken_at}
        sha256, size, _ = self.attachments.keep(prepared.content, prepared.suffix)
        row = photos.as_attachment(prepared, sha256, size, name)
        self.write(lambda tx: add_attachment(tx.connection, row, tx.at, tx.who), "保存照片")
        return {"sha256": sha256, "name": name, "caption": "", "taken_at": prepared.taken_at}

    def _refuse_tipsters(self, table: str, typed: Values) -> None:
        if table == TIP.table:
            from desktop.tips.registering import refuse_tipsters

            refuse_tipsters(self, typed)

    def _is_whole(self, known: Attachment) -> bool:
        try:
            return self.attachments.is_unaltered(known)
        except OSError:
            return False

    def _committee(self) -> Record:
        ids = lists.record_ids(self.store.reader(), COMMITTEE.table, Query(), "")
        if not ids:
            raise EnvironmentProblem("not_a_committee", name=str(self.store.path))
        return lists.records_by_id(self.store.reader(), COMMITTEE.table, ids[:1])[0]


def _is_evidence(name: str) -> bool:
    field = HAZARD.by_name.get(name)
    return field is not None and (field.by_action or field.computed)
