"""The commands update check, install and back."""

from __future__ import annotations

from argparse import Namespace

from db.accounts import file_asks_sign_in
from desktop import paths
from desktop.commands.acting import sign_in_as_told
from desktop.people.permissions import Right
from desktop.updates.checking import check_update
from desktop.updates.going_back import go_back_to, way_back
from desktop.updates.installing import install_update
from desktop.updates.words import facts, steps


def check(given: Namespace) -> int:
    """Look at a package and print what it is; nothing is written."""
    offer = check_update(given.file, allow_older=given.allow_older)
    print("\n".join(f"{word}：{text}" for word, text in facts(offer)))
    if offer.manifest.notes.strip():
        print(offer.manifest.notes.strip())
    return 0


def install(given: Namespace) -> int:
    """Install it beside the present version; the next start of the window tries it."""
    _require_right()
    offer = check_update(given.file, allow_older=given.allow_older)
    install_update(offer)
    print(f"{offer.manifest.version} 已装好，自检通过。关闭程序再打开就换上。")
    print("\n".join(steps(offer)[2:4]))
    return 0


def back(given: Namespace) -> int:
    """Let the version before run again."""
    _require_right()
    way = way_back()
    go_back_to(way)
    print(
        f"已退回 {way.version}，{'没有启动过的 ' if way.is_withdrawn else ''}{way.left} 不再使用。请关闭程序再打开。"
    )
    return 0


def _require_right() -> None:
    """Where the ledger of this computer asks people to sign in, one who may update must."""
    database = paths.remembered_database()
    if database is None or not file_asks_sign_in(database):
        return
    from desktop.street.street_ledger import opened_ledger

    office = opened_ledger(database)
    try:
        sign_in_as_told(office)
        office.require(Right.UPDATE)
    finally:
        office.close()
