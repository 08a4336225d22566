"""The commands about records: init, list, show, set, attach, act, report, check."""

from __future__ import annotations

import errno
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.attachments import AttachmentFolder
from db.errors import AppError, EnvironmentProblem, InvalidRecord, Problem
from db.integrity import find_damage
from db.patience import replace_patiently
from db.report_states import LABELS
from db.spec import RECORD_TYPES, RISK
from db.spec.field import Kind, Record, RecordType
from db.spec.identity_number import masked_number
from db.spec.query import ATTENTION_WORDS, Query, Sort
from db.spec.text import one_line
from db.store import open_store
from desktop import paths
from desktop.commands import premises
from desktop.commands.acting import sign_in_as_told
from desktop.commands.printing import part_of_street, print_report
from desktop.commands.reading import assignments, attached, passphrase, with_files
from desktop.messages import message
from desktop.office import Office
from desktop.people.disclosing import hide_unseen, refuse_unseen, seen_value

if TYPE_CHECKING:
    pass


@contextmanager
def opened(database: Path) -> Iterator[Office]:
    """The ledger of a committee's database, with the one named by --as at it; closed again."""
    with closing(Office.open(database)) as office:
        sign_in_as_told(office)
        yield office


@contextmanager
def opened_to_print(database: Path) -> Iterator[Office]:
    """The same of a street's database too: its papers are made by the same commands."""
    from desktop.street.street_ledger import opened_ledger

    with closing(opened_ledger(database)) as office:
        sign_in_as_told(office)
        yield office


def init(given: Namespace) -> int:
    """Set up a committee's ledger; print its sheet text, what people compare, and its public key file.

    The committee is looked up among the real ones.
    """
    _refuse_unnamed(clerk=given.clerk, lead=given.lead)
    office = Office.create(
        given.db, committee=committee_values(given.committee, given.committee_name), clerk=given.clerk,
        lead=given.lead, passphrase=passphrase(given.passphrase_file),
    )  # fmt: skip
    print(f"已建立 {office.committee['name']}（{office.committee['code']}）的台账：{given.db}")
    _tell_sheet(office)
    office.close()
    return 0


def _tell_sheet(office: Office) -> None:
    from desktop.documents import committee_sheet_text
    from desktop.exchange.public_keys import digit_groups, fingerprint, public_key_line
    from desktop.exchange.signing_key import read_public_key

    public_key = read_public_key(paths.sign_key_file(office.database))
    public_file = paths.sign_key_file(office.database).with_name(f"{office.committee['code']}.pub")
    write_file(public_file, f"{public_key_line(public_key)} {office.committee['code']}\n".encode())
    print(committee_sheet_text(office))
    print(f"签名公钥\t{fingerprint(public_key)}\t{' '.join(digit_groups(public_key))}")
    print(public_file)


_PEOPLE = {"clerk": "填报人", "lead": "分管领导"}


def _refuse_unnamed(**people: str) -> None:
    """Every record bears the clerk's name, so there must be one."""
    missing = [name for name, typed in people.items() if not one_line(typed)]
    if missing:
        raise InvalidRecord([Problem(name, "required", {"label": _PEOPLE[name]}) for name in missing])


def committee_values(code: str, name: str | None = None) -> dict[str, Any]:
    """The fields of the committee with that code. Raises AppError `committee_unknown` unless a name is given."""
    from desktop.committees import shipped_committees

    found = shipped_committees().by_code(code)
    if found is None:
        if not name:
            raise AppError("committee_unknown", code=code)
        return {"code": code, "name": name, "code_system": "暂定代码"}
    regions = [*found.region_names, "", "", "", ""]
    return {"code": code, "name": name or found.name, "district_name": regions[2], "street_name": regions[3]}


def list_(given: Namespace) -> int:
    """Print the records of a type, by number."""
    record_type = RECORD_TYPES[given.type]
    with opened(given.db) as office:
        refuse_unseen(office, given.type)
        query = list_query(record_type, given.search, given.state)
        found = office.rows(given.type, office.ids(given.type, query))
        print_records(record_type, [hide_unseen(office, record_type, each) for each in found], given.json)
    return 0


def list_query(record_type: RecordType, search: str, state: str) -> Query:
    """What `--search` and `--state` ask for, by number. Raises AppError `state_unknown`."""
    sort = (Sort("no"),)
    if state in ("逾期", "overdue") and record_type.due_field:
        return Query(search=search, is_overdue=True, sort=sort)
    attention = next((key for key, word in ATTENTION_WORDS.items() if state in (key, word)), "")
    if attention and record_type.table == RISK.table:
        return Query(search=search, attention=attention, sort=sort)
    if not state:
        return Query(search=search, sort=sort)
    codes = tuple(each.code for each in record_type.statuses if state in (each.code, each.label))
    if not codes:
        known = "、".join(f"{each.code}（{each.label}）" for each in record_type.statuses)
        raise AppError("state_unknown", what=state, known=known)
    return Query(search=search, statuses=codes, sort=sort)


def print_records(record_type: RecordType, records: list[Record], as_json: bool) -> None:
    """Print records, as JSON Lines or as a table of number, state, due day and title."""
    for record in records:
        if as_json:
            print(as_json_line(record_type, record))
        else:
            due = record.get(record_type.due_field) if record_type.due_field else None
            title = str(record.get(record_type.title_field) or "").replace("\n", " ")
            print("\t".join((record["no"] or record["id"], _status(record_type, record), due or "—", title)))


def as_json_line(record_type: RecordType, record: Record) -> str:
    """A record as one line of JSON: stored values, and the words of its states beside them."""
    words = {"status_label": _status(record_type, record)}
    if "report_state" in record:
        words["report_state_label"] = LABELS[record["report_state"]]
    hidden = {
        each.name: masked_number(record[each.name])
        for each in record_type.fields
        if each.sensitive and isinstance(record.get(each.name), str)
    }
    return json.dumps(record | hidden | words, ensure_ascii=False)


def _status(record_type: RecordType, record: Record) -> str:
    return record_type.status(record["status"]).label if record["status"] else "—"


def show(given: Namespace) -> int:
    """Print one record."""
    record_type = RECORD_TYPES[given.type]
    with opened(given.db) as office:
        refuse_unseen(office, given.type)
        record = office.find(given.type, given.number)
        if given.json:
            print(as_json_line(record_type, hide_unseen(office, record_type, record)))
            return 0
        print(f"编号：{record['no'] or record['id']}")
        print(f"状态：{_status(record_type, record)}（{LABELS[record['report_state']]}）")
        if remark := record.get("returned_remark"):
            print(f"街道退回：{remark}")
        for field in record_type.fields:
            if record[field.name] is not None:
                print(f"{field.label}：{seen_value(office, field, record[field.name])}")
    return 0


def set_(given: Namespace) -> int:
    """Change fields of a record."""
    with opened(given.db) as office:
        record = office.find(given.type, given.number)
        typed = with_files(office, RECORD_TYPES[given.type], assignments(given.assignments), Path.cwd())
        changed = office.change(given.type, record["id"], typed)
        print(f"已修改 {changed['no'] or changed['id']}")
    return 0


def attach(given: Namespace) -> int:
    """Add photos to a record: to the field named, or to the first one for photos."""
    record_type = RECORD_TYPES[given.type]
    with opened(given.db) as office:
        record = office.find(given.type, given.number)
        name = given.field or next((f.name for f in record_type.fields if f.kind is Kind.ATTACHMENTS), "")
        field = record_type.by_name.get(name)
        if field is None or field.kind is not Kind.ATTACHMENTS:
            raise AppError("attachment_field_unknown", what=name or "照片")
        added = [attached(office, field, each) for each in given.photos]
        known = record[name] or []
        fresh = [each for each in added if each["sha256"] not in {old["sha256"] for old in known}]
        office.change(given.type, record["id"], {name: [*known, *fresh]})
        print(f"已给 {record['no']} 添加 {len(fresh)} 张到“{field.label}”")
    return 0


def act(given: Namespace) -> int:
    """Take a step of a record's course."""
    record_type = RECORD_TYPES[given.type]
    with opened(given.db) as office:
        record = office.find(given.type, given.number)
        typed = with_files(office, record_type, assignments(given.assignments), Path.cwd())
        if premises.is_own_act(given.type, given.action, typed):
            print(premises.act(office, record, given.action, typed))
            return 0
        taken = office.act(given.type, record["id"], _step_name(record_type, given.action), typed)
        print(f"{taken['no']} {_status(record_type, taken)}")
    return 0


def _step_name(record_type: RecordType, typed: str) -> str:
    return next((each.name for each in record_type.transitions if typed in (each.name, each.label)), typed)


def report(given: Namespace) -> int:
    """Print a document into a PDF file."""
    from desktop.commands.paper import hand_out

    with opened_to_print(given.db) as office:
        hand_out(office, print_report(part_of_street(office, given), given), given.output)
    return 0


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises EnvironmentProblem `disk_full`, `write_failed`."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        replace_patiently(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EnvironmentProblem("disk_full", name=path.name) from error
        raise EnvironmentProblem("write_failed", name=path.name, reason=error.strerror) from error
    except BaseException:  # Ctrl+C
        with suppress(OSError):
            part.unlink()
        raise


def check(given: Namespace) -> int:
    """Look for damage and for changes made outside the program; exit code 1 when there are any."""
    if not given.db.is_file():
        raise EnvironmentProblem("database_missing", name=str(given.db))
    store = open_store(given.db)  # of a committee or of a street
    try:
        findings = list(find_damage(store.reader(), AttachmentFolder(paths.attachment_folder(given.db))))
    finally:
        store.close()
    for finding in findings:
        print(
            f"{message(finding.message_id, {'what': finding.what})}（{finding.message_id}）", file=sys.stderr
        )
    if not findings:
        print("数据完好：数据文件、操作日志、记录和附件都核对无误。")
    return 1 if findings else 0
