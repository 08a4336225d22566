"""Kept views of a list: a name for filters, order and columns. They belong to the ledger: whoever sits at the desk has them,
and a backup takes them along (docs/adr/0008). Any thread."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from db.errors import AppError
from db.settings import keep_setting, setting
from db.spec import RECORD_TYPES
from db.spec.text import one_line
from desktop.office import Office
from desktop.people.permissions import Right

LONGEST_NAME = 30
_KEY = "view."


@dataclass(frozen=True)
class KeptView:
    """A named state of a list; the default one is shown when the list is first opened."""

    name: str
    state: Mapping[str, Any]
    is_default: bool = False


def kept_views(office: Office, table: str) -> list[KeptView]:
    """The views of a list in the order they were kept; none when what is kept cannot be read."""
    try:
        kept = json.loads(setting(office.store.reader(), _KEY + table) or "[]")
        return [KeptView(each["name"], each["state"], bool(each.get("is_default"))) for each in kept]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def keep_view(office: Office, table: str, name: str, state: Mapping[str, Any], is_default: bool) -> KeptView:
    """Keep a new view. Raises AppError `view_name_missing`, `view_name_too_long`, `view_name_taken`."""
    views = kept_views(office, table)
    view = KeptView(_checked(name, views), dict(state), is_default)
    others = [replace(each, is_default=False) for each in views] if is_default else views
    _write(office, table, [*others, view], f"保存视图“{view.name}”")
    return view


def update_view(office: Office, table: str, name: str, state: Mapping[str, Any]) -> None:
    """Keep another state under a view's name."""
    views = [
        replace(each, state=dict(state)) if each.name == name else each for each in kept_views(office, table)
    ]
    _write(office, table, views, f"更新视图“{name}”")


def rename_view(office: Office, table: str, name: str, new_name: str) -> None:
    """Give a view another name. Raises AppError as `keep_view` does."""
    views = kept_views(office, table)
    checked = _checked(new_name, [each for each in views if each.name != name])
    renamed = [replace(each, name=checked) if each.name == name else each for each in views]
    _write(office, table, renamed, f"视图“{name}”改名为“{checked}”")


def delete_view(office: Office, table: str, name: str) -> None:
    """Forget a view; the records it showed stay as they are."""
    _write(
        office, table, [each for each in kept_views(office, table) if each.name != name], f"删除视图“{name}”"
    )


def make_default(office: Office, table: str, name: str) -> None:
    """Let the list open with that view; with none where the name is ""."""
    views = [replace(each, is_default=each.name == name) for each in kept_views(office, table)]
    _write(office, table, views, f"默认视图“{name}”" if name else "取消默认视图")


def _checked(name: str, others: Sequence[KeptView]) -> str:
    clean = one_line(name)
    if not clean:
        raise AppError("view_name_missing")
    if len(clean) > LONGEST_NAME:
        raise AppError("view_name_too_long", limit=LONGEST_NAME, length=len(clean))
    if clean in [each.name for each in others]:
        raise AppError("view_name_taken", name=clean)
    return clean


def _write(office: Office, table: str, views: Sequence[KeptView], operation: str) -> None:
    text = json.dumps([asdict(each) for each in views], ensure_ascii=False)
    office.write(
        lambda tx: keep_setting(tx, _KEY + RECORD_TYPES[table].table, text), operation, Right.ROUTINE
    )
