"""村居安全台账: without arguments or with a file the window, with other arguments the command line."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run the program; the exit code: 0 done, 1 refused, 2 wrong usage."""
    if getattr(sys, "frozen", False):
        from desktop.updates.launching import handed_on

        code = handed_on(arguments)
        if code is not None:
            return code
    if arguments == ["--self-test"]:
        from ui.self_test import run_self_test

        return run_self_test()
    file = file_among(arguments)
    if arguments and file is None:
        from desktop.commands import run_command

        return run_command(arguments)
    gc.disable()  # until the window is there: looking for garbage among what the start loads takes 25 ms
    from ui.start import run_window

    return run_window(file)


def file_among(arguments: list[str]) -> Path | None:
    """The file that a double click handed over: a single argument that looks like a path, as no command does."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return None
    return Path(arguments[0]) if any(sign in arguments[0] for sign in "./\\") else None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
