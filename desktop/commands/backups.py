"""The commands backup and restore."""

from __future__ import annotations

from argparse import Namespace

from db.errors import EnvironmentProblem
from desktop.backup_places import place_at
from desktop.backups import back_up
from desktop.commands.reading import passphrase
from desktop.commands.records import opened
from desktop.people.permissions import Right
from desktop.restore_words import preview_lines
from desktop.restoring import discard, look_into, restore


def backup(given: Namespace) -> int:
    """Make a backup and print its file."""
    with opened(given.db) as office:
        place = None
        if given.to is not None:
            place = place_at(office, given.to, _passphrase(given))
        print(back_up(office, place=place).file)
    return 0


def restore_(given: Namespace) -> int:
    """Say what a backup holds and what would change, then restore it; where the present ledger went comes last."""
    preview = look_into(given.file, given.db, _passphrase(given))
    try:
        print("\n".join(preview_lines(preview)))
        if given.look:
            return 0
        _refuse_unasked(given)
        aside = restore(preview, given.db)
    finally:
        discard(preview)
    print(f"已恢复到 {given.db}")
    if aside is not None:
        print(f"恢复前的数据另存为 {aside}")
    print("如果报送过，请先导入街道最近的一份回执，再接着报送。")
    return 0


def _refuse_unasked(given: Namespace) -> None:
    """Where the present ledger asks people to sign in, one who may restore must; a damaged one cannot ask."""
    try:
        with opened(given.db) as office:
            office.require(Right.RESTORE)
    except EnvironmentProblem:
        return


def _passphrase(given: Namespace) -> str:
    return passphrase(given.passphrase_file) if given.passphrase_file else ""
