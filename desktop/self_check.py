"""The check that runs by itself at the start: the chained change log, the attachments, and the newest backup. Any thread."""

from __future__ import annotations

from db.backup import changes_gone_since
from db.identity_changes import former_codes
from db.integrity import find_tampering
from desktop.backup_places import local_place
from desktop.backups import list_backups
from desktop.jobs import Token
from desktop.messages import message
from desktop.office import Office
from desktop.restoring import RESTORED


def altered_files(office: Office, token: Token) -> list[str]:
    """A sentence for each row of the log and each attachment that was altered, removed or slipped in outside the program;
    before them one when the whole ledger is older than its newest backup.
    """
    found = find_tampering(office.store.reader(), office.attachments, token.check)
    told = [message(each.message_id, {"what": each.what}) for each in found]
    return [*gone_since_backup(office), *told]


def gone_since_backup(office: Office) -> list[str]:
    """A sentence when the newest backup beside the ledger knows of changes that the ledger does not have: a -wal that
    somebody deleted takes the newest changes with it, and leaves a database in which nothing is torn.
    """
    newest = next(iter(list_backups(local_place(office.database))), None)
    ours = {office.committee["code"], *former_codes(office.store.reader())}
    if newest is None or ours.isdisjoint((newest.contents.code, *newest.contents.former_codes)):
        return []
    gone = changes_gone_since(office.store.reader(), newest.contents, RESTORED)
    if gone is None:
        return []
    count = f"（至少 {gone} 条）" if gone else ""
    return [message("ledger_older_than_backup", {"at": f"{newest.made_at:%Y-%m-%d %H:%M}", "count": count})]
