"""Work in a child of this process that may die at any moment, take too long or too much: POSIX only.

The parent must have started no thread; what it imported the child need not import again, so that one costs some
hundredths of a second.
"""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Say = Callable[[Any], None]


@dataclass(frozen=True)
class Child:
    """What a child said until it ended (JSON), its status, its seconds of work, and the most memory it had, in MB."""

    said: list[Any]
    status: int
    seconds: float
    megabytes: int


def in_child(run: Callable[[Say], None], *, must_end: bool = True, limit_s: int = 60) -> Child:
    """Run a function in a child, which is stopped after `limit_s`. RuntimeError when it must end well and does not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(limit_s)
        _work(run, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        lines = answers.read().split(b"\n")
    _, status, used = os.wait4(child, 0)
    if must_end and status:
        raise RuntimeError(f"the child ended with {status}")
    said = [json.loads(line) for line in lines[:-1]]
    return Child(said, status, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10)


def _work(run: Callable[[Say], None], writing: int) -> None:
    def say(what: Any) -> None:
        os.write(writing, json.dumps(what, ensure_ascii=False).encode() + b"\n")

    try:
        run(say)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
