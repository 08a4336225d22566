"""What is being typed in a form, on the disk within seconds: a small file beside the ledger, outside its log. A form that
is saved or left takes its file away; what is there at the next start was cut short. Any thread.

Tips keep no drafts (docs/adr/0007), and neither do fields with a sensitive number.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from db import leftovers
from db.spec import RECORD_TYPES, TIP
from db.spec.field import Kind
from db.spec.kinds import show
from db.ulid import is_ulid, new_ulid
from desktop import paths
from desktop.exchange.durable_files import replace_durably
from desktop.office import Office

RECORD, STEP, FIXED = "record", "step", "fixed"  # which form: a record's, a step's, 即查即改


@dataclass(frozen=True)
class Origin:
    """Which form it was: of which table, of which record ("": a new one), and which step."""

    form: str
    table: str
    record_id: str = ""
    step: str = ""
    title: str = ""


@dataclass(frozen=True)
class Draft:
    """A form that was cut short: where it lies, when it was last kept, by whom, and what stood in it."""

    file: Path
    origin: Origin
    at: str
    who: str
    values: dict[str, Any] = field(default_factory=dict)


class DraftKeeper:
    """Keeps the draft of one open form; after `discard` nothing is written any more."""

    def __init__(self, office: Office, origin: Origin, file: Path | None = None) -> None:
        self.office, self.origin = office, origin
        self.file = file or draft_folder(office.database) / f"{new_ulid()}.json"
        self._lock = threading.Lock()
        self._is_over = False

    def keep(self, values: Mapping[str, Any]) -> None:
        """Put these values on the disk. A disk that takes nothing is no reason to disturb whoever types."""
        with self._lock:
            if self._is_over:
                return
            try:
                self._write(self._content(values))
            except OSError:
                return

    def discard(self) -> None:
        """The form was saved or left: the draft goes."""
        with self._lock:
            self._is_over = True
            leftovers.throw_away(self.file)

    def _content(self, values: Mapping[str, Any]) -> str:
        kept = {
            name: value
            for name, value in values.items()
            if not RECORD_TYPES[self.origin.table].field(name).sensitive
        }
        at = self.office.clock.now().isoformat()
        content = {"origin": asdict(self.origin), "at": at, "who": self.office.clerk, "values": kept}
        return json.dumps(content, ensure_ascii=False, default=str)

    def _write(self, content: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        part = self.file.with_suffix(".part")
        with part.open("w", encoding="utf-8") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        replace_durably(part, self.file)


def draft_folder(database: Path) -> Path:
    """Where the drafts of a ledger lie."""
    return paths.companion_folder(database) / "drafts"


def keeper_for(office: Office, origin: Origin | None) -> DraftKeeper | None:
    """The keeper of a form's draft; None for forms that keep none."""
    return DraftKeeper(office, origin) if origin and origin.table != TIP.table else None


def drafts_left(database: Path) -> list[Draft]:
    """The drafts of forms that were cut short, newest first; what cannot be read is passed over."""
    found = [_read(each) for each in draft_folder(database).glob("*.json")]
    return sorted((each for each in found if each), key=lambda each: each.at, reverse=True)


def throw_away(draft: Draft) -> None:
    """Delete a draft that nobody wants."""
    leftovers.throw_away(draft.file)


def draft_lines(office: Office, draft: Draft) -> list[tuple[str, str, str]]:
    """(field, label, text) of everything that stood in the form, in its order."""
    record_type = RECORD_TYPES[draft.origin.table]
    return [
        (name, record_type.field(name).label, _text(office, draft.origin.table, name, value))
        for name, value in draft.values.items()
    ]


def usable(draft: Draft, names: list[str]) -> dict[str, Any]:
    """The values of these fields as a form takes them: a reference that was only half typed is left out."""
    fields = RECORD_TYPES[draft.origin.table].by_name
    return {
        name: draft.values[name]
        for name in names
        if fields[name].kind is not Kind.REFERENCE or is_ulid(str(draft.values[name] or ""))
    }


def draft_time(draft: Draft) -> str:
    """When it was last kept, as 2026-11-23 09:30."""
    return datetime.fromisoformat(draft.at).strftime("%Y-%m-%d %H:%M")


def _text(office: Office, table: str, name: str, value: Any) -> str:
    try:
        return show(RECORD_TYPES[table].field(name), value, lambda *given: office.title(*given) or given[1])
    except (KeyError, ValueError, TypeError, AttributeError):  # half typed
        return str(value)


def _read(file: Path) -> Draft | None:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        draft = Draft(file, Origin(**kept["origin"]), str(kept["at"]), str(kept["who"]), dict(kept["values"]))
        record_type = RECORD_TYPES[draft.origin.table]
        is_known = draft.values.keys() <= record_type.by_name.keys()
        datetime.fromisoformat(draft.at)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return draft if is_known else None
