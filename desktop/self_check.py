"""The check that runs by itself at the start: the chained change log and the attachments. Any thread."""

from __future__ import annotations

from db.integrity import find_tampering
from desktop.jobs import Token
from desktop.messages import message
from desktop.office import Office


def altered_files(office: Office, token: Token) -> list[str]:
    """A sentence for each row of the log and each attachment that was altered, removed or slipped in outside the program."""
    found = find_tampering(office.store.reader(), office.attachments, token.check)
    return [message(each.message_id, {"what": each.what}) for each in found]
