"""One trial: a copy of the ledgers, a fault at the n-th call of one piece of work, and what is found afterwards.

Everything with threads runs in a child; the parent only forks, so that a trial costs a tenth of a second.
"""

from __future__ import annotations

import os
import shutil
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.errors import LedgerError
from desktop.messages import sentence
from tests.children import in_child, load_what_is_used
from tests.faults import ledgers
from tests.faults.disk import FailingDisk, Fault
from tests.faults.work import Claim, Work, log_of, what_is_wrong
from tests.faults.write_paths import WRITE_PATHS

# What doing it once more may be answered with, when it was done although it was not confirmed.
_DONE_ALREADY = {
    "undo_done_already",
    "E_REPLAY",
    "nothing_to_report",
    "database_exists",
    "down_taken_already",
    "retention_nothing_due",
}


@dataclass
class Verdict:
    """What a trial came to: how the work ended, which call failed, and everything that is wrong afterwards."""

    path: str
    fault: Fault
    at: int
    ended: str = ""
    call: str = ""
    wrong: list[str] = field(default_factory=list)


class Template:
    """The ledgers all trials are copied from, and what stands in their logs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "始"
        self._scratch = folder / "试"
        in_child(lambda say: ledgers.make_ledgers(self.folder))
        committee = ledgers.committee_database(self.folder)
        backup = next((committee.with_suffix(".files") / "backups").glob("*.db"))
        self.logs = {
            committee.name: [log_of(committee), log_of(backup)],
            "街道.db": [log_of(ledgers.street_database(self.folder))],
        }

    def copy(self) -> Path:
        """A fresh copy; the one before it is gone."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        return shutil.copytree(self.folder, self._scratch)

    def logs_for(self, path: str) -> dict[str, list[list[str]]]:
        """What the log must begin with: after a restore also that of the backup will do."""
        return self.logs if path == "restore_backup" else {name: logs[:1] for name, logs in self.logs.items()}


def load_everything(template: Template, disk: FailingDisk) -> None:
    """Import in this process what the pieces of work import."""

    def work_all() -> None:
        for path in WRITE_PATHS.values():
            work = Work(template.copy(), lambda claim: None, disk)
            path(work)
            work.close()

    load_what_is_used(work_all)


def count_calls(template: Template, disk: FailingDisk, path: str, fault: Fault) -> int:
    """How many calls of a kind one piece of work makes, opening and closing included. It must end well without a fault."""
    folder = template.copy()

    def run(say: Callable[[Any], None]) -> None:
        work = Work(folder, lambda claim: None, disk)
        disk.arm(folder, fault)
        WRITE_PATHS[path](work)
        work.close()
        say(disk.disarm())

    said = in_child(run).said
    return int(said[-1])


def try_fault(template: Template, disk: FailingDisk, path: str, fault: Fault, at: int) -> Verdict:
    """Let the disk fail at the call of that number, then look at what is left and do the work once more."""
    folder = template.copy()
    verdict = Verdict(path, fault, at)
    child = in_child(lambda say: _disturbed(folder, disk, path, fault, at, say), must_end=False)
    claims = [each["claim"] for each in child.said if "claim" in each]
    for each in child.said:
        verdict.ended = each.get("ended", verdict.ended)
        verdict.call = each.get("call", verdict.call)
        verdict.wrong += each.get("wrong", [])
    if os.WIFSIGNALED(child.status):
        verdict.ended = "killed"
        if fault is not Fault.KILL or os.WTERMSIG(child.status) != signal.SIGKILL:
            verdict.wrong.append(f"ended by signal {os.WTERMSIG(child.status)}")
    found = in_child(lambda say: _looked_at(folder, disk, claims, template.logs_for(path), path, say)).said
    verdict.wrong += [each for answer in found for each in answer]
    return verdict


def _disturbed(
    folder: Path, disk: FailingDisk, path: str, fault: Fault, at: int, say: Callable[[Any], None]
) -> None:
    work = Work(folder, lambda claim: say({"claim": claim}), disk)
    disk.arm(folder, fault, at)
    ended, wrong = _attempt(work, path, close=True)
    disk.disarm()
    say({"ended": ended, "call": disk.failed_call(), "wrong": wrong})
    if ended != "done":  # the same window, the disk well again
        ended, wrong = _attempt(work, path, close=False)
        say({"wrong": [f"once more in the same window: {each}" for each in [*wrong, *_unless_done(ended)]]})
    work.close()


def _looked_at(
    folder: Path,
    disk: FailingDisk,
    claims: list[Claim],
    logs: dict[str, Any],
    path: str,
    say: Callable[[Any], None],
) -> None:
    try:
        say(what_is_wrong(folder, claims, logs))
        work = Work(folder, lambda claim: None, disk)
        ended, wrong = _attempt(work, path, close=True)
        say([f"once more: {each}" for each in [*wrong, *_unless_done(ended)]])
        say(what_is_wrong(folder, [], logs))
    except BaseException as error:
        say([f"cannot be opened: {error!r} {traceback.format_exc()}"])


def _attempt(work: Work, path: str, *, close: bool) -> tuple[str, list[str]]:
    """How it ended: `done`, or the message of the refusal; and what was wrong with the refusal."""
    try:
        WRITE_PATHS[path](work)
        if close:
            work.close()
    except LedgerError as error:
        told = sentence(error)
        return error.message_id, [] if told.endswith("。") else [f"no sentence: {told}"]
    except Exception as error:
        return "crashed", [f"{type(error).__name__}: {error}\n{traceback.format_exc()}"]
    return "done", []


def _unless_done(ended: str) -> list[str]:
    return [] if ended == "done" or ended in _DONE_ALREADY else [ended]
