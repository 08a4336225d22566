"""Hands every reader spoiled files, each in a process of its own, and prints how they were answered.

    python tests/badfiles/run.py              all of them
    python tests/badfiles/run.py --few        every thirteenth, for the normal tests
    python tests/badfiles/run.py --only xlsx --keep DIR     one kind, the files kept

Exit code 1 when one ends without a Chinese sentence, takes more than 300 MB or 10 s, or changes a ledger. POSIX.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import traceback
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

MOST_MB, MOST_S = 300, 10
VICTIMS = {
    "xlsx": "xl/worksheets/sheet1.xml", "form-xlsx": "xl/worksheets/sheet1.xml", "form-docx": "word/document.xml",
    "package": "", "receipt": "", "down": "",
}  # fmt: skip


@dataclass
class Tally:
    """How the files of one kind were answered, and the most that one of them took."""

    refused: int = 0
    read: int = 0
    megabytes: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Try them, print the table; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return _try_all(given, Path(folder))


def _try_all(given: argparse.Namespace, folder: Path) -> int:
    from desktop.exchange import signing_key
    from tests.badfiles.good import make_good_files
    from tests.children import in_child

    signing_key.BCRYPT_ROUNDS = 1
    start = folder / "始"

    def prepare(say: object) -> None:
        say({kind: str(path) for kind, path in make_good_files(start).items()})  # type: ignore[operator]

    [good] = in_child(prepare).said
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number, (kind, what, content) in enumerate(
        _spoiled({k: Path(v) for k, v in good.items()}, given.only)
    ):
        if given.few and number % 13:
            continue
        file = folder / f"{number:03}{Path(good[kind]).suffix}"
        file.write_bytes(content)
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, given.keep / f"{kind}-{number:03}-{what.replace('/', '_')}{file.suffix}")
        _try_one(tallies[kind], kind, what, file, shutil.copytree(start, folder / "试", dirs_exist_ok=False))
        file.unlink()
        shutil.rmtree(folder / "试")
    return _tell(tallies)


def _spoiled(good: dict[str, Path], only: str) -> Iterator[tuple[str, str, bytes]]:
    from tests.badfiles import spoiling

    for seed, (kind, path) in enumerate(sorted(good.items())):
        if only not in ("", kind):
            continue
        content = path.read_bytes()
        ways = [spoiling.spoil_anything(content, seed)]
        if kind in VICTIMS:
            ways.append(spoiling.spoil_archive(content, VICTIMS[kind] or _largest(content)))
        ways += {
            "png": [spoiling.spoil_picture(content)], "jpg": [spoiling.spoil_picture(good["png"].read_bytes())],
            "xlsx": [spoiling.spoil_sheet(content)], "csv": [spoiling.spoil_table(content)],
            "backup": [spoiling.spoil_database(content)],
        }.get(kind, [])  # fmt: skip
        if path.suffix == ".json":
            ways.append(spoiling.spoil_json(content))
        for way in ways:
            yield from ((kind, what, spoiled) for what, spoiled in way)


def _largest(content: bytes) -> str:
    import io
    import zipfile

    return max(zipfile.ZipFile(io.BytesIO(content)).infolist(), key=lambda each: each.file_size).filename


def _try_one(tally: Tally, kind: str, what: str, file: Path, folder: Path) -> None:
    from tests.badfiles.readers import READERS
    from tests.children import Say, in_child
    from tests.faults.disk import NoDisk
    from tests.faults.work import Work, what_is_wrong

    def read(say: Say) -> None:
        work = Work(folder, lambda claim: None, NoDisk())
        say(_answer(lambda: READERS[kind](work, file)))
        work.close()

    child = in_child(read, must_end=False, limit_s=3 * MOST_S)
    answer = child.said[0] if child.said else f"ended with {child.status}"
    tally.megabytes = max(tally.megabytes, child.megabytes)
    tally.seconds = max(tally.seconds, child.seconds)
    tally.read += answer == "read"
    tally.refused += answer.endswith("。")
    if child.megabytes > MOST_MB or child.seconds > MOST_S:
        tally.wrong.append(f"{what}: {child.megabytes} MB, {child.seconds:.1f} s")
    if not (answer == "read" or answer.endswith("。")) or child.status:
        tally.wrong.append(f"{what}: {answer}")
    if kind in ("backup", "package", "receipt", "down"):
        found = in_child(lambda say: say(what_is_wrong(folder, [], {}))).said[0]
        tally.wrong += [f"{what}: afterwards {each}" for each in found]


def _answer(read: object) -> str:
    from db.errors import LedgerError
    from desktop.messages import sentence

    try:
        read()  # type: ignore[operator]
    except LedgerError as error:
        return sentence(error)
    except BaseException as error:
        return f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
    return "read"


def _tell(tallies: dict[str, Tally]) -> int:
    print(f"{'kind':14}{'files':>6}{'refused':>9}{'read':>6}{'MB':>6}{'s':>7}{'wrong':>7}")
    for kind, each in tallies.items():
        files = each.refused + each.read
        print(
            f"{kind:14}{files:>6}{each.refused:>9}{each.read:>6}{each.megabytes:>6}{each.seconds:>7.1f}{len(each.wrong):>7}"
        )
    for kind, each in tallies.items():
        print("".join(f"WRONG {kind} {line}\n" for line in each.wrong), end="")
    total = sum(each.refused + each.read for each in tallies.values())
    wrong = sum(len(each.wrong) for each in tallies.values())
    print(f"{total} files tried, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
