"""What was decided about a layout: columns, answers and values for what it lacks; kept for the next file of its kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.errors import AppError, EnvironmentProblem
from db.settings import keep_setting, setting
from db.spec import RECORD_TYPES
from db.spec.field import Kind
from db.spec.header_words import COMPUTED, NO, NOTE, SERIAL, STATUS
from db.store import Transaction
from desktop.importing.heads import IGNORED, guess_columns
from desktop.importing.sheets import Column
from desktop.office import Office

ROW_TARGETS = {"measures": ("human", "technical", "engineering", "managerial"), "issues": ("measure",)}


@dataclass
class Layout:
    """`columns`: the target of each head ("" keeps the value in the note). `answers`: by field, what a text means.
    `constants`: by field, what rows get that have no such column.
    """

    columns: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    is_remembered: bool = False

    def answer(self, name: str, text: str) -> str | None:
        """What was answered for a text of a field; None when nobody was asked yet."""
        return self.answers.get(name, {}).get(text)

    def as_json(self) -> dict[str, Any]:
        """As it is written into a mapping file."""
        return {"columns": self.columns, "answers": self.answers, "constants": self.constants}


def proposed_layout(office: Office, table: str, columns: Sequence[Column]) -> Layout:
    """What was decided for these heads the last time; else what the heads and their values look like."""
    kept = setting(office.store.reader(), _key(table, columns))
    if kept:
        layout = _from(json.loads(kept), table)
        layout.is_remembered = True
        return layout
    targets = guess_columns([(each.head, each.samples) for each in columns], table)
    return Layout({each.head: target for each, target in zip(columns, targets, strict=True)})


def read_layout(file: Path, table: str) -> Layout:
    """A mapping file. Raises AppError `mapping_unreadable`, `mapping_target_unknown`, EnvironmentProblem."""
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=file.name, reason=error.strerror) from error
    except (ValueError, RecursionError) as error:
        raise AppError("mapping_unreadable", name=file.name) from error
    document = document.get("mapping", document) if isinstance(document, dict) else None
    if not isinstance(document, dict) or not all(isinstance(each, dict) for each in document.values()):
        raise AppError("mapping_unreadable", name=file.name)
    return _from(document, table)


def _from(document: Mapping[str, Any], table: str) -> Layout:
    columns = {
        str(head): _target(table, str(target or "")) for head, target in document.get("columns", {}).items()
    }
    answers = {
        name: {str(text): str(answer) for text, answer in each.items()}
        for name, each in document.get("answers", {}).items()
        if isinstance(each, Mapping)
    }
    constants = {_target(table, name): str(value) for name, value in document.get("constants", {}).items()}
    return Layout(columns, answers, constants)


def _target(table: str, typed: str) -> str:
    """A target by its name or by the field's Chinese word. Raises AppError `mapping_target_unknown`."""
    if typed in targets(table):
        return typed
    named = next((each.name for each in RECORD_TYPES[table].fields if each.label == typed), None)
    if named is None:
        raise AppError("mapping_target_unknown", what=typed)
    return named


def targets(table: str) -> dict[str, str]:
    """Every target a column may have, with its Chinese word, in the order of the form."""
    record_type = RECORD_TYPES[table]
    found = {"": "放进备注", IGNORED: "不导入"}
    if record_type.number_prefix:
        found[NO] = "编号"
    for each in record_type.fields:
        if each.computed or each.name == NOTE:
            continue
        kinds = ROW_TARGETS.get(each.name, ()) if each.kind is Kind.ROWS else ()
        found[each.name] = each.label
        found |= {f"{each.name}.{kind}": f"{each.label}（{_ROW_WORDS[kind]}）" for kind in kinds}
    if NOTE in record_type.by_name:
        found[NOTE] = record_type.field(NOTE).label
    return found | {STATUS: "状态（原话放进备注）", SERIAL: "序号（不导入）", COMPUTED: "自动计算（不导入）"}


_ROW_WORDS = {
    "human": "人防",
    "technical": "技防",
    "engineering": "工程防",
    "managerial": "管理防",
    "measure": "改进措施",
}


def remember(transaction: Transaction, table: str, columns: Sequence[Column], layout: Layout) -> None:
    """Keep what was decided for these heads; days, and what was said of one file's old records, are asked again."""
    record_type = RECORD_TYPES[table]
    lasting = {
        name: value
        for name, value in layout.constants.items()
        if (found := record_type.by_name.get(name)) and found.kind is not Kind.DATE and not found.by_action
    }
    dated = [each.name for each in record_type.fields if each.kind in (Kind.DATE, Kind.DATE_TIME)]
    answers = {name: each for name, each in layout.answers.items() if name not in dated}
    text = json.dumps(Layout(layout.columns, answers, lasting).as_json(), ensure_ascii=False)
    keep_setting(transaction, _key(table, columns), text)


def _key(table: str, columns: Sequence[Column]) -> str:
    heads = "\n".join(each.head for each in columns)
    return f"import.{table}.{hashlib.sha256(heads.encode()).hexdigest()[:16]}"
