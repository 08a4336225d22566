"""Our own faults: a report without personal data on the disk, and whoever shows it is told. Any thread."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from desktop.paths import settings_folder
from desktop.version import SOFTWARE

_KEPT_REPORTS = 20


def report_folder() -> Path:
    """Where crash reports are kept."""
    return settings_folder() / "问题报告"


def crash_report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What went wrong and where: kind and places in the source, never the message or values, which may name people."""
    places = [
        f"  {Path(each.filename).name}:{each.lineno} {each.name}" for each in traceback.extract_tb(trace)
    ]
    system = f"{platform.system()} {platform.release()} Python {platform.python_version()}"
    return "\n".join((SOFTWARE, system, kind.__name__, *places)) + "\n"


def keep_report(report: str, now: datetime) -> Path | None:
    """Write a report and drop the oldest ones; its path, or None when the disk takes nothing more."""
    folder = report_folder()
    path = folder / f"{now:%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(report, encoding="utf-8")
        for old in sorted(folder.glob("*.txt"))[:-_KEPT_REPORTS]:
            old.unlink()
    except OSError:
        return None
    return path


def catch_crashes(show: Callable[[str, Path | None], None]) -> None:
    """From now on every fault that nobody caught is kept as a report and handed to `show`."""

    def handle(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        report = crash_report(kind, trace)
        show(report, keep_report(report, datetime.now()))

    sys.excepthook = handle
    threading.excepthook = lambda caught: handle(caught.exc_type, caught.exc_value, caught.exc_traceback)
