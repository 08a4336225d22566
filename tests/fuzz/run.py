"""Throws mutants at every receiver: `python tests/fuzz/run.py --seconds 60 [--seed N] [--keep FOLDER]`.

Ends with the numbers of refusals by code. An exception that nobody was to see, or a damaged database, ends it with exit
code 1; the file that did it is kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.exchange import signing_key
from tests.fuzz.insiders import mutant
from tests.fuzz.targets import Target, targets

CHECK_EVERY = 400


@contextmanager
def cheap_keys() -> Iterator[None]:
    """Key files that unlock at once."""
    rounds = signing_key.BCRYPT_ROUNDS
    signing_key.BCRYPT_ROUNDS = 1  # type: ignore[misc]
    try:
        yield
    finally:
        signing_key.BCRYPT_ROUNDS = rounds  # type: ignore[misc]


def throw(target: Target, number: int, seed: int, folder: Path) -> tuple[str, str]:
    """How mutant `number` of a seed was made, and what the target made of it; the file is gone unless it raised."""
    made_by, content = mutant(target.case(), Random(f"{seed}/{target.name}/{number}"))
    file = folder / f"{target.name}-{seed}-{number}.zip"
    file.write_bytes(content)
    try:
        code = target.take(file)
    except BaseException:
        print(f"{target.name} {number} ({made_by}): {file}", file=sys.stderr)
        raise
    file.unlink()
    return made_by, code


def fuzz(folder: Path, seconds: float, seed: int) -> Counter[str]:
    """Throw until the time is over; how often each target answered with each code."""
    answers: Counter[str] = Counter()
    open_targets = targets(folder / "ledgers")
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        for each in open_targets:
            _, code = throw(each, number, seed, folder)
            answers[f"{each.name} {code}"] += 1
        number += 1
        if number % CHECK_EVERY == 0:
            for each in open_targets:
                each.check()
    for each in open_targets:
        each.check()
    return answers


def main() -> int:
    """Run from the command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument(
        "--keep", type=Path, help="folder of the files and ledgers; a temporary one without it"
    )
    given = parser.parse_args()
    in_memory = (
        "/dev/shm" if Path("/dev/shm").is_dir() else None
    )  # many small transactions: the disk would be the brake
    folder = given.keep or Path(tempfile.mkdtemp(prefix="fuzz", dir=in_memory))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"seed {given.seed}, {folder}", flush=True)
    try:
        with cheap_keys():
            answers = fuzz(folder, given.seconds, given.seed)
    except Exception:
        traceback.print_exc()
        return 1
    for answer, count in sorted(answers.items()):
        print(f"{count:7} {answer}")
    print(f"{answers.total():7} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
