"""`street keys`: the street's own keys, another passphrase, and both keys made anew."""

from __future__ import annotations

from argparse import Namespace

from db.errors import AppError
from desktop.commands.reading import passphrase
from desktop.commands.street import opened_street


def keys(given: Namespace) -> int:
    """Do what is asked, then print the sheet text, both fingerprints with their digits, and who is to register it again."""
    from desktop.own_keys import Cause
    from desktop.street.own_keys import change_passphrase, make_new_keys, standing
    from desktop.trust import read_street_sheet

    if given.new is not (given.cause is not None):
        raise AppError("street_keys_cause")
    if (given.passphrase or given.new) and given.new_passphrase_file is None:
        raise AppError("street_keys_passphrases")
    if given.passphrase_file is None and (given.passphrase or given.cause == Cause.ROTATION):
        raise AppError("street_keys_passphrases")
    with opened_street(given.db) as street:
        old = passphrase(given.passphrase_file) if given.passphrase_file else ""
        if given.passphrase:
            change_passphrase(street, old, passphrase(given.new_passphrase_file))
        if given.new:
            make_new_keys(street, Cause(given.cause), passphrase(given.new_passphrase_file), old)
        text, found = street.desk.keys().sheet_text, standing(street)
    print(text)
    for key in read_street_sheet(text).keys:
        print(f"{key.purpose}\t{key.fingerprint}\t{' '.join(key.digit_groups)}")
    if given.passphrase:
        print("口令已更换，密钥不变，村居不用重新登记。")
    if given.new:
        print(f"新密钥已启用。请把盖章的新登记表发给 {len(found.enrolled)} 个村居，由它们重新登记。")
    for each in found.behind:
        print(f"{each.present_code}\t{each.name}\t还没有报来写给现在密钥的包")
    return 0
