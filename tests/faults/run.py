"""Tries every way of writing with the disk failing at its calls in turn, and says how many faults were tried.

    python tests/faults/run.py            a thinned set: the calls spread over each piece of work
    python tests/faults/run.py --few      one fault of each kind that the piece of work can meet, for the normal tests
    python tests/faults/run.py --all      every call
    python tests/faults/run.py --only save --fault kill --at 7

Exit code 1 when anything is wrong afterwards. Linux with a C compiler.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.faults.disk import FailingDisk, Fault, compiler, run_with_failing_disk  # noqa: E402

FEW = {Fault.FULL: 2, Fault.BROKEN: 3, Fault.PULLED: 2, Fault.KILL: 3}


def main() -> int:
    """Try, and print what came of it; the exit code."""
    given = _arguments()
    if compiler() is None:
        print("no C compiler: nothing was tried", file=sys.stderr)
        return 2
    run_with_failing_disk()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        return _try_all(given, Path(folder))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every call, not a thinned set")
    parser.add_argument("--few", action="store_true", help="one call of each kind")
    parser.add_argument("--only", default="", help="one way of writing")
    parser.add_argument("--fault", default="", choices=["", *(each.name.lower() for each in Fault)])
    parser.add_argument("--at", type=int, default=0)
    return parser.parse_args()


def _try_all(given: argparse.Namespace, folder: Path) -> int:
    from desktop.exchange import signing_key
    from tests.faults.trial import Template, load_everything, try_fault

    signing_key.BCRYPT_ROUNDS = 1  # keys that unlock at once; what they protect is tested with the format
    started, disk = time.monotonic(), FailingDisk()
    template = Template(folder)
    load_everything(template, disk)
    tried: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    wrong = 0
    for path, fault, at in _faults(given, template, disk):
        verdict = try_fault(template, disk, path, fault, at)
        tried[path] += 1
        ends[f"{fault.name.lower()} {verdict.ended}"] += 1
        if verdict.wrong:
            wrong += 1
            print(f"WRONG {path} {fault.name.lower()} {at} ({verdict.call}, {verdict.ended}):")
            print("\n".join(f"    {each}" for each in verdict.wrong), flush=True)
    for name, count in sorted(tried.items()):
        print(f"{name:28}{count:6}")
    print("  ".join(f"{name}: {count}" for name, count in sorted(ends.items())))
    print(f"{sum(tried.values())} faults tried, {wrong} wrong, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


def _faults(
    given: argparse.Namespace, template: object, disk: FailingDisk
) -> Iterator[tuple[str, Fault, int]]:
    from tests.faults.trial import count_calls
    from tests.faults.write_paths import WRITE_PATHS

    for path in WRITE_PATHS:
        for fault in Fault:
            if given.only not in ("", path) or given.fault not in ("", fault.name.lower()):
                continue
            calls = count_calls(template, disk, path, fault)  # type: ignore[arg-type]
            for at in _chosen(given, fault, calls):
                yield path, fault, at


def _chosen(given: argparse.Namespace, fault: Fault, calls: int) -> list[int]:
    if given.at:
        return [given.at]
    wanted = calls if given.all else 1 if given.few else FEW[fault]
    if calls <= wanted:
        return list(range(1, calls + 1))
    # Spread over the work, at another place of it for every kind of fault.
    shift = (int(fault) + 0.5) / (len(Fault) + 1)
    return sorted({1 + int((number + shift) * calls / wanted) for number in range(wanted)})


if __name__ == "__main__":
    raise SystemExit(main())
