"""村居安全台账: without arguments the window, with arguments the command line."""

from __future__ import annotations

import gc
import sys


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
    if arguments:
        from desktop.commands import run_command

        return run_command(arguments)
    gc.disable()  # until the window is there: looking for garbage among what the start loads takes 25 ms
    from ui.start import run_window

    return run_window()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
