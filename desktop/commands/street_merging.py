"""The street's commands about merging: preview, rollback, conflicts, settle, forks, and what `receive` decides and tells."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.code_links import home_of
from db.errors import AppError
from desktop import paths
from desktop.commands import street
from desktop.commands.exchange import tell_warnings
from desktop.commands.reading import passphrase
from desktop.history_words import change_words
from desktop.messages import sentence

if TYPE_CHECKING:
    from desktop.exchange.signing_key import SigningKey
    from desktop.street.contradictions import Contradiction
    from desktop.street.fork_branches import Branches
    from desktop.street.planning import MergePlan, PlannedRecord
    from desktop.street.receiving import Received

_SECONDS_BETWEEN, _LARGE = 0.5, 4 << 20


class Telling:
    """How far receiving is, on one line of standard error that is written over; on paper or in a file only every tenth."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = self._refused = 0
        self._told_at = 0.0

    def hear(self, received: Received) -> None:
        """One more file is done with."""
        self._done += 1
        self._refused += received.status == "rejected"
        is_screen, now = sys.stderr.isatty(), time.monotonic()
        is_due = now - self._told_at > _SECONDS_BETWEEN if is_screen else self._done % 10 == 0
        if self._total > 1 and (is_due or self._done == self._total):
            self._told_at = now
            line = f"已处理 {self._done}/{self._total} 个文件，拒收 {self._refused} 个"
            print(
                f"\r{line}" if is_screen else line, end="" if is_screen else "\n", file=sys.stderr, flush=True
            )

    def hear_bytes(self, done: int, total: int) -> None:
        """How far the file under way is checked; told of a large one on a screen only."""
        now = time.monotonic()
        if total >= _LARGE and sys.stderr.isatty() and now - self._told_at > _SECONDS_BETWEEN:
            self._told_at = now
            line = f"已处理 {self._done}/{self._total} 个文件，正在核对 {done >> 20}/{total >> 20} MB"
            print(f"\r{line}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """What is written next begins on a line of its own."""
        if self._told_at and sys.stderr.isatty():
            print(file=sys.stderr)


def decisions_of(given: Namespace) -> dict[str, dict[str, str]]:
    """What the command says is to be sent back, by package id ("": of the one package).

    Raises AppError `returns_of_many`, `decisions_unreadable`.
    """
    if given.decisions:
        return _read_decisions(given.decisions)
    if given.returns and len(given.packages) > 1:
        raise AppError("returns_of_many")
    return {"": dict(map(street.number_and_remark, given.returns))} if given.returns else {}


def _read_decisions(file: str) -> dict[str, dict[str, str]]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise AppError("decisions_unreadable", name=file) from error
    is_right = isinstance(found, dict) and all(
        isinstance(each, dict) and all(isinstance(remark, str) for remark in each.values())
        for each in found.values()
    )
    if not is_right:
        raise AppError("decisions_unreadable", name=file)
    return dict(found)


def as_json(received: Received) -> str:
    """One file of a call as a line of JSON."""
    error = received.error
    return _line(
        {
            "file": str(received.file), "package": received.package_id, "committee": received.sender_code,
            "name": received.sender_name, "period": received.period, "serial": received.serial,
            "volume": received.volume, "status": received.status, "error": error.message_id if error else None,
            "expected": received.expected, "read": received.read, "merged": received.written,
            "returned": received.returned, "refused": received.refused,
            "missing_volumes": list(received.missing_volumes),
            "receipt": str(received.receipt) if received.receipt else None,
            "warnings": [each.code for each in received.warnings],
        }
    )  # fmt: skip


def sums_of(results: Sequence[Received], given: int, is_stopped: bool) -> dict[str, Any]:
    """The sums of a call."""
    return {
        "given": given, "files": len(results), "stopped": is_stopped,
        "packages_refused": sum(each.status == "rejected" for each in results),
        "packages_known": sum(each.status == "replayed" for each in results),
        "expected": sum(each.expected for each in results), "read": sum(each.read for each in results),
        "merged": sum(each.written for each in results), "returned": sum(each.returned for each in results),
        "refused": sum(each.refused for each in results),
    }  # fmt: skip


def preview(given: Namespace) -> int:
    """Print what merging a package would do. Exit code 1 when it could not be merged now."""
    from desktop.street.planning import plan

    with street.opened_desk(given.db) as desk:
        secret = passphrase(given.passphrase_file) if given.passphrase_file else ""
        keys = street.decryption_keys(given.db, secret, (given.package,)) if secret else ()
        found = plan(desk, given.package, keys)
    if given.json:
        print(_line(_plan_as_json(found)))
    else:
        _tell_plan(found)
    if found.refusal:
        print(f"{sentence(found.refusal)}（{found.refusal.message_id}）", file=sys.stderr)
    tell_warnings(found.warnings, sys.stderr if given.json else None)
    return 1 if found.refusal else 0


def _plan_as_json(found: MergePlan) -> dict[str, Any]:
    return {
        "package": found.package_id, "committee": found.sender_code, "name": found.sender_name,
        "period": found.period, "serial": found.serial, "volume": found.volume, "counts": found.counts,
        "error": found.refusal.message_id if found.refusal else None,
        "records": [
            {
                "type": each.table, "id": each.record_id, "no": each.no, "title": each.title, "rev": each.rev,
                "outcome": each.outcome, "why": each.why, "remark": each.remark,
                "differences": _differences(each.differences),
            }
            for each in found.records
        ],
    }  # fmt: skip


def _differences(found: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"field": label, "before": before, "after": after} for label, before, after in found]


def _tell_plan(found: MergePlan) -> None:
    from desktop.street.planning import OUTCOMES

    volume = f" 第 {found.volume} 卷" if found.volume > 1 else ""
    print(
        f"{found.sender_name}（{found.sender_code}）第 {found.serial} 号{volume} {found.period}\n包编号 {found.package_id}"
    )
    counts = found.counts
    print("，".join(f"{word} {counts[outcome]} 条" for outcome, word in OUTCOMES.items()) + "。")
    for outcome, word in OUTCOMES.items():
        for each in found.records if outcome != "same" else ():
            if each.outcome == outcome:
                _tell_record(each, word)


def _tell_record(record: PlannedRecord, word: str) -> None:
    from db.spec import RECORD_TYPES

    label = RECORD_TYPES[record.table].label
    print("\t".join(filter(None, (word, label, record.no, record.title, record.why))))
    if record.remark:
        print(f"  退回意见：{record.remark}")
    for label, before, after in record.differences:
        print(f"  {' '.join(change_words(label, before, after).split())}")


def rollback(given: Namespace) -> int:
    """Take a merged package out of the ledgers and write the receipt that says so."""
    from desktop.exchange.signing_key import load_key
    from desktop.street.answering import write_receipts
    from desktop.street.rolling_back import roll_back

    with street.opened_desk(given.db) as desk:
        key = load_key(paths.sign_key_file(given.db), passphrase(given.passphrase_file))
        found, answer = roll_back(desk, street.package_id(desk, given.package), given.reason, key)
        [path] = write_receipts([answer], given.to).values()
    print(f"已撤回：移出台账 {found.taken_out} 条，恢复原样 {found.restored} 条。\n  回执 {path}")
    if found.displaced:
        print(f"有 {len(found.displaced)} 条后来的包又改过，两份都已保留，请用“street conflicts”查看。")
    return 0


def conflicts(given: Namespace) -> int:
    """Print the contradictions with both sides."""
    from desktop.street.contradictions import CHOICES, contradictions

    with street.opened_desk(given.db) as desk:
        home = home_of(desk.store.reader(), given.committee)
        found = contradictions(desk, home, is_open=not given.all)
    for each in found:
        if given.json:
            print(_line(_conflict_as_json(each)))
            continue
        side = each.side
        settled = CHOICES[side.choice] if side.choice else ""
        print("\t".join(filter(None, (side.id, each.committee_code, side.no, each.title, each.why, settled))))
        for label, ours, theirs in each.differences:
            print(f"  {label}：现有“{_flat(ours)}”，另一份“{_flat(theirs)}”")
    return 0


def _flat(text: str) -> str:
    return " ".join(text.split())


def _conflict_as_json(found: Contradiction) -> dict[str, Any]:
    side = found.side
    return {
        "conflict": side.id, "package": side.package_id, "committee": found.committee_code, "type": side.table,
        "id": side.record_id, "no": side.no, "rev": side.rev, "title": found.title, "reason": side.reason,
        "choice": side.choice,
        "differences": [{"field": label, "ours": ours, "theirs": theirs} for label, ours, theirs in found.differences],
    }  # fmt: skip


def settle_(given: Namespace) -> int:
    """Decide a contradiction; print what was decided."""
    from desktop.street.contradictions import CHOICES, settle

    with street.opened_desk(given.db) as desk:
        found = settle(desk, given.conflict, given.choice, given.field)
    print(f"{found.side.no or ''} {CHOICES[str(found.side.choice)]}。没有采用的一份仍然保留。")
    return 0


def forks_(given: Namespace) -> int:
    """Print both branches of every serial that came twice: where they part, what differs, what was decided."""
    from desktop.street.fork_branches import fork_branches
    from desktop.street.forks import forks

    with street.opened_desk(given.db) as desk:
        keys: Sequence[SigningKey] = ()
        if given.passphrase_file:
            files = [each.file for each in forks(desk)]
            keys = street.decryption_keys(given.db, passphrase(given.passphrase_file), files)
        found = fork_branches(desk, keys)
    for each in found:
        print(_line(_fork_as_json(each)) if given.json else _fork_lines(each))
    return 0


def settle_fork_(given: Namespace) -> int:
    """Keep what a person found out about a fork, or open it again."""
    from desktop.street.forks import forks, open_fork, settle_fork

    with street.opened_desk(given.db) as desk:
        start = "".join(given.package.split()).lower()
        ids = [each.other.id for each in forks(desk) if each.other.id.startswith(start)]
        if len(start) < 12 or len(ids) != 1:
            raise AppError("fork_unknown", what=given.package)
        if given.again:
            open_fork(desk, ids[0])
        else:
            settle_fork(desk, ids[0], given.cause, given.reason)
    print("已改为待核实。" if given.again else "已记为核实，两份包都留着。")
    return 0


def _fork_as_json(found: Branches) -> dict[str, Any]:
    merged, other = found.fork.merged, found.fork.other
    return {
        "committee": other.code, "epoch": other.epoch, "serial": other.serial,
        "merged": {"package": merged.id, "period": merged.period, "file": merged.file_name, "at": merged.received_at}
        if merged else None,
        "other": {"package": other.id, "period": other.period, "file": other.file_name, "at": other.came_at,
                  "kept": str(found.fork.file), "counts": json.loads(other.counts)},
        "parting": found.parting, "same": found.same,
        "records": [
            {"type": each.table, "id": each.record_id, "no": each.no, "title": each.title, "how": each.how,
             "differences": [{"field": label, "merged": ours, "other": theirs} for label, ours, theirs in each.differences]}
            for each in found.records
        ],
        "unreadable": found.trouble.message_id if found.trouble else None,
        "decision": {"who": found.decision.who, "at": found.decision.at, "note": found.decision.note}
        if found.decision else None,
    }  # fmt: skip


def _fork_lines(found: Branches) -> str:
    from db.spec import RECORD_TYPES
    from desktop.street.fork_branches import WORDS

    merged, other = found.fork.merged, found.fork.other
    ours = f"{merged.id[:12]} {merged.period} {merged.file_name}" if merged else "（跳过的号）"
    trouble = sentence(found.trouble) if found.trouble else ""
    decided = (
        f"已核实（{found.decision.who} {found.decision.at[:10]}）：{found.decision.note}"
        if found.decision
        else "待核实"
    )
    lines = [
        f"{other.code} {found.name} 第 {other.serial} 号有两份：{decided}",
        f"  已合并 {ours}",
        f"  没有合并 {other.id[:12]} {other.period} {other.file_name}，留存在 {found.fork.file}",
        f"  {trouble or found.parting}",
        *(
            f"  {WORDS[each.how]}：{RECORD_TYPES[each.table].label} {each.no} {_flat(each.title)}"
            for each in found.records
        ),
    ]
    return "\n".join(lines)


def twins_(given: Namespace) -> int:
    """Print the pairs of records that two committees may both have reported, or remember that two are not the same."""
    from desktop.street.twins import committee_names, keep_apart, twins

    with street.opened_desk(given.db) as desk:
        if given.not_same:
            keep_apart(desk, given.type or "premises", *given.not_same)
            print("已记住：不是同一处，以后不再提示。")
            return 0
        found, names = twins(desk, given.type), committee_names(desk)
    for each in found:
        if given.json:
            print(_line({"type": each.table, "weight": each.weight, "reasons": each.reasons,
                         "one": vars(each.one), "other": vars(each.other)}))  # fmt: skip
            continue
        print("、".join(each.reasons))
        for side in (each.one, each.other):
            name = names.get(side.committee_code, side.committee_code)
            print("\t".join((f"  {side.id}", name, side.no, _flat(side.title), _flat(side.place))))
    return 0


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
