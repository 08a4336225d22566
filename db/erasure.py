"""Erasing personal data and pictures of records that were kept long enough, from the record and from the chained log.

PIPL §47 asks for it once the time is over. The log keeps its rows and their hashes: what is blanked in a row is told by a
later row, which names the hash of the row as it stands now. So the chain still shows every other change, and a row that was
blanked cannot be changed once more without being noticed.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from db.attachments import Attachment, find_attachment
from db.change_log import ERASED, LoggedTexts, blank_row, log_change, logged_texts
from db.errors import AppError
from db.records import PERSONAL_GONE, load, replace
from db.row_codec import canonical_json
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, Record, RecordType
from db.spec.masking import is_personal
from db.store import Transaction

TAKEN_OUT = "保管期满移出"  # how the reason begins with which a record left the ledger
_HASH = re.compile("[0-9a-f]{64}")


def is_erased(record: Record) -> bool:
    """Whether a record's personal data were erased."""
    return PERSONAL_GONE in (record.get("retired_reason") or "")


def erasable(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(table, id) of every record that was taken out by a list of what had expired and still has its personal data."""
    for table in RECORD_TYPES:
        rows = connection.execute(
            f"SELECT id FROM {table} WHERE retired_at IS NOT NULL AND substr(retired_reason, 1, ?) = ?"
            " AND instr(retired_reason, ?) = 0 ORDER BY id",
            (len(TAKEN_OUT), TAKEN_OUT, PERSONAL_GONE),
        )
        yield from ((table, record_id) for (record_id,) in rows)


def erase(transaction: Transaction, table: str, record_id: str, by: str) -> set[str]:
    """Blank a record's personal data and pictures in the record and in its log; `by` names who did it.

    Gives the hashes of the pictures it let go of, for `let_go`. Raises AppError `record_not_found`, `erase_not_taken_out`.
    """
    record_type = RECORD_TYPES[table]
    before = load(transaction, record_type, record_id)
    if before is None:
        raise AppError("record_not_found", what=record_id)
    if not (before["retired_reason"] or "").startswith(TAKEN_OUT) or is_erased(before):
        raise AppError("erase_not_taken_out", no=before["no"] or "")
    log = logged_texts(transaction.connection, table, record_id)
    pictures = {each for values in _all_values(before, log) for each in _pictures(record_type, values)}
    blanked = {
        str(seq): blank_row(transaction, seq, *(_blank_text(record_type, each) for each in texts))
        for seq, texts in log
    }
    record = blank(record_type, before)
    record["retired_reason"] = f"{before['retired_reason']}；{PERSONAL_GONE}（{by}）"
    record |= {"rev": before["rev"] + 1, "updated_at": transaction.at, "updated_by": transaction.who}
    replace(transaction, record_type, record)
    changed = {name: record[name] for name in record_type.names if record[name] != before[name]}
    log_change(
        transaction, table, record_id, record["rev"],
        {"retired_reason": before["retired_reason"]},
        {**changed, "retired_reason": record["retired_reason"], ERASED: blanked},
    )  # fmt: skip
    return pictures


def blank(record_type: RecordType, values: Record) -> Record:
    """The values without personal data and pictures; of child rows only the personal parts go."""
    kept = dict(values)
    for field in record_type.fields:
        if kept.get(field.name) is not None:
            kept[field.name] = _blanked(field, kept[field.name])
    return kept


def _blanked(field: Field, value: Any) -> Any:
    if field.kind is Kind.ATTACHMENTS or field.personal or field.sensitive:
        return None
    if field.kind is Kind.ROWS and is_personal(field):
        personal = [each.name for each in field.rows if is_personal(each)]
        return [{name: part for name, part in row.items() if name not in personal} for row in value]
    return value


def _blank_text(record_type: RecordType, text: str | None) -> str | None:
    if text is None:
        return None
    return canonical_json(blank(record_type, json.loads(text)))


def _all_values(record: Record, log: LoggedTexts) -> Iterator[Record]:
    yield record
    for _, texts in log:
        yield from (json.loads(text) for text in texts if text is not None)


def _pictures(record_type: RecordType, values: Record) -> Iterator[str]:
    for field in record_type.fields:
        if field.kind is Kind.ATTACHMENTS:
            yield from (each["sha256"] for each in values.get(field.name) or ())


def let_go(transaction: Transaction, hashes: Iterable[str]) -> list[Attachment]:
    """Take out the rows of those attachments that no record and no row of the log names any more; they, so that the caller
    throws the files away once this is written.
    """
    free = set(hashes)
    for texts in transaction.connection.execute(
        "SELECT before, after FROM change WHERE instr(before, 'sha256') OR instr(after, 'sha256')"
    ):
        free.difference_update(*(_HASH.findall(text) for text in texts if text))
    gone = [found for each in sorted(free) if (found := find_attachment(transaction.connection, each))]
    transaction.connection.executemany(
        "DELETE FROM attachment WHERE sha256 = ?", [(each.sha256,) for each in gone]
    )
    return gone
