"""Mutants: packages whose signature is good and whose content is not, and good files that were damaged on their way."""

from __future__ import annotations

import hashlib
import io
import json
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from desktop.exchange.bag import BAGIT
from desktop.exchange.header import PackageHeader, header_bytes, parse_header
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.signing_key import SigningKey
from tests.desktop.exchange.forge import STRANGER_KEY, Insider, container_of, encrypted, named_entries
from tests.desktop.exchange.forge import zipped as forged_zip
from tests.fuzz import hostile

INDEX = "data/records/attachments.jsonl"


@dataclass(frozen=True)
class Case:
    """A good package, taken apart: its payload by path, its header, whose key signs it, and to whom it may be encrypted."""

    files: dict[str, bytes]
    header: PackageHeader
    key: SigningKey
    to: SigningKey | None = None

    def insider(self, **lies: Any) -> Insider:
        """Somebody who may sign this package with a lie in it."""
        given = {"files": dict(self.files), "header": self.header, "key": self.key}
        return Insider(**(given | lies))

    def records(self, rng: Random) -> str:
        """The path of one of the record files."""
        return rng.choice([each for each in self.files if each.endswith(".jsonl")])

    def ids(self) -> list[str]:
        """The ids of all its records."""
        lines = [
            line for path, content in self.files.items() if path != INDEX for line in content.splitlines()
        ]
        return [str(json.loads(each).get("id")) for each in lines if b'"id":"' in each]


Maker = Callable[[Case, Random], bytes]


def whole(case: Case, rng: Random) -> bytes:
    """Nothing is wrong with it."""
    return case.insider().package()


def record_value(case: Case, rng: Random) -> bytes:
    """One value of one record, or one line of one record file, is hostile; counts are made right."""
    path = case.records(rng)
    files = dict(case.files)
    for _ in range(rng.choice((1, 1, 1, 3))):
        files[path] = hostile.spoiled_lines(files[path], rng)
    return _counted(case, files).insider().package()


def crossed_records(case: Case, rng: Random) -> bytes:
    """Records that refer to each other in circles, or bear another's id."""
    ids = case.ids()
    path = case.records(rng)
    files = case.files | {path: hostile.crossed(case.files[path], ids, rng)} if ids else case.files
    return _counted(case, files).insider().package()


def header_value(case: Case, rng: Random) -> bytes:
    """One value of package.json is hostile; where that is still a header, everything else agrees with it."""
    fields = hostile.spoiled(json.loads(header_bytes(case.header)), rng)
    raw = _canonical(fields)
    try:
        return case.insider(package_json=raw, header=parse_header(raw)).package()
    except PackageRefused:
        return case.insider(package_json=raw).package()


def header_spelling(case: Case, rng: Random) -> bytes:
    """package.json in other bytes than the canonical ones."""
    good = header_bytes(case.header)
    other = (
        json.dumps(json.loads(good), ensure_ascii=True).encode(), good[:-1], good + b"\n", b"\xef\xbb\xbf" + good, b"", b"null\n",
        b"[" * 60_000 + b"\n", b'{"format":"slp",' + good[1:], hostile.flipped(good, rng), b'{"version":1e999}\n', good.upper(),
    )  # fmt: skip
    return case.insider(package_json=rng.choice(other)).package()


def counts(case: Case, rng: Random) -> bytes:
    """Counts that are not true, of kinds that are not there."""
    kind = rng.choice([*case.header.counts, "attachments", "tombstones", "withheld", "zzz"])
    number = rng.choice((0, 1, 2, 199_999, 200_000))
    return case.insider(header=replace(case.header, counts={**case.header.counts, kind: number})).package()


def payload_files(case: Case, rng: Random) -> bytes:
    """A payload file renamed, dropped, added, or with another's content."""
    files, path = dict(case.files), rng.choice(sorted(case.files))
    what = rng.randrange(5)
    if what == 0:
        files[rng.choice(hostile.PATHS)] = files.pop(path)
    elif what == 1:
        del files[path]
    elif what == 2:
        files[rng.choice(hostile.PATHS)] = rng.choice((b"", b"{}\n", b"x" * 99, files[path]))
    elif what == 3:
        files[path] = rng.choice(sorted(files.values()))
    else:
        files[path] = b""
    return _counted(case, files).insider().package()


def attachment(case: Case, rng: Random) -> bytes:
    """An attachment whose name, index or content do not belong together."""
    files = dict(case.files)
    photos = [each for each in files if each.startswith("data/att/")]
    if not photos:
        return payload_files(case, rng)
    photo = rng.choice(photos)
    content = rng.choice((b"", b"MZ" * 50, files[photo] + b"x"))
    if rng.random() < 0.5:
        files[photo] = content
    else:
        other = f"data/att/{hashlib.sha256(content).hexdigest()}.{rng.choice(('jpg', 'png', 'pdf', 'xlsx'))}"
        files[other] = content
    if INDEX in files and rng.random() < 0.5:
        files[INDEX] = hostile.spoiled_lines(files[INDEX], rng)
    return case.insider(files=files).package()


def tag_files(case: Case, rng: Random) -> bytes:
    """One of the tag files spoiled and signed as it is, or the signature spoiled, or made for something else."""
    good = case.insider().entries()
    name = rng.choice(
        (
            "bagit.txt",
            "bag-info.txt",
            "manifest-sha256.txt",
            "tagmanifest-sha256.txt",
            "sig",
            "namespace",
            "key",
        )
    )
    if name == "sig":
        return case.insider(signature=hostile.flipped(good["tagmanifest-sha256.txt.sig"], rng)).package()
    if name == "namespace":
        spaces = ("slp-package-v1", "slp-receipt-v1", "slp-keynotice-v1", "file", "")
        return case.insider(namespace=rng.choice(spaces)).package()
    if name == "key":
        return case.insider(key=STRANGER_KEY).package()
    field = {"bagit.txt": "bagit", "bag-info.txt": "bag_info", "manifest-sha256.txt": "manifest"}.get(
        name, "tagmanifest"
    )
    spoil = (hostile.flipped(good[name], rng), b"", b"\x00" * 50, good[name] * 2, good[name] + b"\n", BAGIT)
    return case.insider(**{field: rng.choice(spoil)}).package()


def container(case: Case, rng: Random) -> bytes:
    """The entries in another order, twice, missing, under another folder, packed otherwise, or with things around them."""
    good = case.insider().package()
    entries = named_entries(good)
    what, at = rng.randrange(10), rng.randrange(len(entries))
    if what == 0:
        rng.shuffle(entries)
    elif what == 1:
        entries.insert(rng.randrange(len(entries)), entries[at])
    elif what == 2:
        del entries[at]
    elif what == 3:
        entries.append((rng.choice(("x", "../x", "/x", "C:\\x", "目录/x", entries[0][0].upper())), b"x"))
    elif what == 4:
        return container_of(
            dict(case.insider().entries()),
            rng.choice(("x", "..", case.header.bag_name + "x", "x/" + case.header.bag_name)),
        )
    elif what == 5:
        return _zipped(entries, zipfile.ZIP_DEFLATED)
    elif what == 6:
        return _zipped(entries, mode=rng.choice((0o120777, 0o040755, 0, 0o104755)))
    elif what == 7:
        return _commented(entries, rng)
    elif what == 8:
        return rng.choice((b"MZ", b"PK\x03\x04", b"\x00")) + good
    else:
        return good + rng.choice((b"\x00", good, b"PK\x05\x06" + b"\x00" * 18))
    return _zipped(entries)


def damage(case: Case, rng: Random) -> bytes:
    """A good file that lost, gained or changed bytes."""
    good = case.insider().package()
    return good[: rng.randrange(len(good))] if rng.random() < 0.3 else hostile.flipped(good, rng)


def locked_damage(case: Case, rng: Random) -> bytes:
    """A good encrypted file that was damaged, or whose header says something else."""
    if case.to is None:
        return damage(case, rng)
    good = encrypted(case.insider().package(), case.to)
    header, _, body = good.partition(b"\n---")
    stanzas = (
        b"\n-> scrypt bm90IGEgc2FsdCBub3QgYQ 62\n" + b"x" * 43, b"\n-> ssh-ed25519 AAAA\n", b"\n-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43,
        b"\n-> grease", b"\n->", b"\n-> ssh-rsa AAAA\n" + b"A" * 64, b"\n" * 100, b"\n-> a b c\n" + b"A" * 20_000,
    )  # fmt: skip
    what = rng.randrange(5)
    if what == 0:
        return good[: rng.randrange(len(good))]
    if what == 1:
        return hostile.flipped(good[:400], rng) + good[400:]
    if what == 2:
        return header + rng.choice(stanzas) + b"\n---" + body
    if what == 3:
        return good + rng.choice((b"\x00", good))
    return hostile.flipped(good, rng)


MAKERS: tuple[Maker, ...] = (
    whole, record_value, record_value, record_value, record_value, crossed_records, header_value, header_value, header_spelling,
    counts, payload_files, attachment, tag_files, container, damage, locked_damage,
)  # fmt: skip


def mutant(case: Case, rng: Random) -> tuple[str, bytes]:
    """One mutant: how it was made, and its file, in one of four encrypted."""
    make = rng.choice(MAKERS)
    made = make(case, rng)
    if case.to is not None and make is not locked_damage and rng.random() < 0.25:
        return f"{make.__name__}, encrypted", encrypted(made, case.to)
    return make.__name__, made


def _counted(case: Case, files: dict[str, bytes]) -> Case:
    kinds = {path[13:-6]: content.count(b"\n") for path, content in files.items() if path.endswith(".jsonl")}
    kinds = {kind: min(number, 200_000) for kind, number in kinds.items() if kind != "attachments"}
    header = replace(case.header, counts={**kinds, "attachments": case.header.counts.get("attachments", 0)})
    try:
        header_bytes(header)
    except PackageRefused:
        header = case.header
    return replace(case, files=files, header=header)


def _canonical(fields: dict[str, Any]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _zipped(
    entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED, mode: int = 0o100644
) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that come twice, which is what is wanted here
        return forged_zip(entries, method, mode)


def _commented(entries: list[tuple[str, bytes]], rng: Random) -> bytes:
    target = io.BytesIO(_zipped(entries))
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = rng.choice((b"x", b"PK\x05\x06" * 9))
    return target.getvalue()
