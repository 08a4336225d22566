"""Before sealing: what goes, to whom, and what is still missing in it. Each finding opens its record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db import packages
from db.owed_months import owed_months
from db.packages import StreetOffice
from db.report_states import RETURNED, report_states, return_remarks
from db.spec import DRILL, HAZARD, INSPECTION, MONTHLY_RETURN, RISK
from db.spec.field import Kind, Record, RecordType
from db.spec.hazard import is_major
from db.spec.inspection import unhandled_items
from db.spec.return_months import month_words
from db.typed_values import missing_fields
from desktop.exchange.outgoing import ALL_TABLES, Outgoing, next_place, outgoing
from desktop.exchange.records import is_too_long
from desktop.exchange.schema import wire_record
from desktop.office import Office
from desktop.tips.release import release_findings, tipster_check

_MANY_ROWS = 20
RESTORED_CASE = "restored"  # what a finding without a table opens: that case of 密钥与交接


@dataclass(frozen=True)
class Finding:
    """Something missing or doubtful in a record that would go; `is_blocking` when it cannot be sealed so."""

    table: str
    record_id: str
    no: str
    message_id: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_blocking: bool = False


@dataclass(frozen=True)
class Preflight:
    """What sealing now would make: (label, number) for each type, sizes in bytes, and the findings."""

    street: StreetOffice | None
    epoch: int
    serial: int
    confirmed_serial: int
    counts: tuple[tuple[RecordType, int], ...]
    retired: int
    attachments: int
    attachment_bytes: int
    findings: tuple[Finding, ...]

    @property
    def total(self) -> int:
        """How many records would go, retired ones included."""
        return sum(number for _, number in self.counts) + self.retired

    @property
    def is_sealable(self) -> bool:
        """Whether anything would go, to a known street, with nothing in the way."""
        return (
            self.street is not None and self.total > 0 and not any(each.is_blocking for each in self.findings)
        )


def preflight(office: Office, tables: Sequence[str] = ALL_TABLES, is_whole: bool = False) -> Preflight:
    """What a package of those types would carry now, changes or the whole ledger, and what is missing in it."""
    going = outgoing(office, tables, is_whole=is_whole)
    connection = office.store.reader()
    epoch, serial, _ = next_place(connection)
    kinds = dict.fromkeys(record_type for record_type, _ in going.records)
    return Preflight(
        packages.street_office(connection), epoch, serial, packages.confirmed_serial(connection, epoch),
        tuple((each, going.count(each.table)) for each in kinds), len(going.retired), len(going.attachments),
        going.attachment_bytes, (*_restored(office), *_unsigned_returns(office, tables), *_returned(office, going), *_findings(going, office.today, office.own_number("drill_photos")), *_tipsters(office, going)),
    )  # fmt: skip


def _findings(going: Outgoing, today: str, drill_photos: int) -> Iterator[Finding]:
    for name, whose, lacking in going.missing:
        what: dict[str, object] = {"what": name}
        yield Finding(
            whose.table,
            lacking["id"],
            lacking["no"] or "",
            "check_attachment_missing",
            what,
            is_blocking=True,
        )
    for record_type, record in going.records:
        if _has_many_rows(record_type, record) and is_too_long(wire_record(record_type, record)):
            params: dict[str, object] = {"no": record["no"] or "—"}
            yield Finding(
                record_type.table,
                record["id"],
                record["no"] or "",
                "record_too_long",
                params,
                is_blocking=True,
            )
        for message_id, params in _doubts(record_type, record, today, drill_photos):
            yield Finding(record_type.table, record["id"], record["no"] or "", message_id, params)


def _has_many_rows(record_type: RecordType, record: Record) -> bool:
    """Whether it is worth weighing: without child rows no record comes near the limit of a line."""
    return (
        sum(len(record[each.name] or ()) for each in record_type.fields if each.kind is Kind.ROWS)
        > _MANY_ROWS
    )


def _restored(office: Office) -> Iterator[Finding]:
    """A restored backup whose serials may have been given out already: what to do stands under 密钥与交接."""
    from desktop.own_keys import is_restored_since_receipt

    if is_restored_since_receipt(office):
        yield Finding("", RESTORED_CASE, "", "preflight_restored")


def _unsigned_returns(office: Office, tables: Sequence[str]) -> Iterator[Finding]:
    """Monthly returns that were begun and not signed: their figures are open, and only signed ones go."""
    if MONTHLY_RETURN.table not in tables:
        return
    for each in owed_months(office.store.reader(), office.clock.today()):
        if each.return_id and each.status not in MONTHLY_RETURN.sealed_statuses:
            number = office.get(MONTHLY_RETURN.table, each.return_id)["no"] or ""
            yield Finding(
                MONTHLY_RETURN.table,
                each.return_id,
                number,
                "preflight_return_unsigned",
                {"month": month_words(each.month)},
            )


def _returned(office: Office, going: Outgoing) -> Iterator[Finding]:
    """Records that the street sent back and that would go again as they were."""
    connection, records = office.store.reader(), [record for _, record in going.records]
    states = report_states(connection, records)
    remarks = return_remarks(connection, [each["id"] for each in records if states[each["id"]] == RETURNED])
    for record_type, record in going.records:
        if remark := remarks.get(record["id"]):
            yield Finding(record_type.table, record["id"], record["no"] or "", "preflight_returned", {"remark": remark})  # fmt: skip


def _tipsters(office: Office, going: Outgoing) -> Iterator[Finding]:
    """What the release check says of the free text that would go (domain part F, 举报保密)."""
    check = tipster_check(office)
    if check and check.unmarked:
        yield Finding("tip", "", "", "tips_not_comparable", {"count": check.unmarked}, is_blocking=True)
    for each in release_findings(check, going.records):
        message_id = "preflight_tipster" if each.is_certain else "preflight_phone_in_text"
        yield Finding(each.record_type.table, each.record_id, each.no, message_id, {"label": each.label}, each.is_certain)  # fmt: skip


def _doubts(
    record_type: RecordType, record: Record, today: str, drill_photos: int
) -> Iterator[tuple[str, dict[str, object]]]:
    for problem in missing_fields(record_type, record):
        yield problem.message_id, dict(problem.params)
    if record_type is HAZARD:
        yield from _hazard_doubts(record, today)
    elif record_type is INSPECTION:
        left = () if record["unhandled_reason"] else unhandled_items(record)
        if left:
            yield "preflight_failed_items_left", {"count": len(left)}
    elif record_type is DRILL and len(record["photos"] or ()) < drill_photos:
        yield (
            "preflight_few_drill_photos",
            {"count": len(record["photos"] or ()), "advised": drill_photos},
        )
    elif (
        record_type is RISK
        and record["status"] in RISK.open_statuses
        and (record["next_review"] or today) < today
    ):
        yield "preflight_review_overdue", {"due": record["next_review"]}


def _hazard_doubts(record: Record, today: str) -> Iterator[tuple[str, dict[str, object]]]:
    if not record["photo_before"]:
        yield "preflight_no_photo_before", {}
    if record["status"] in HAZARD.open_statuses and record["deadline"] and record["deadline"] < today:
        yield "preflight_overdue", {"due": record["deadline"]}
    if is_major(record) and not record["location"]:
        yield "preflight_major_without_place", {}
