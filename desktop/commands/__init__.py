"""The command line: the same functions as the window, for scripts. No command needs a display."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from db.errors import Cancelled, LedgerError
from desktop.commands.parser import build_parser
from desktop.messages import sentence

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. A refusal is one Chinese sentence and its code on standard error."""
    _speak_utf8()
    parsed = build_parser().parse_args(list(arguments))
    try:
        code = parsed.run(parsed)
    except LedgerError as error:
        print(f"{sentence(error)}（{error.message_id}）", file=sys.stderr)
        return REFUSED
    except Cancelled as error:
        print(sentence(error), file=sys.stderr)
        return REFUSED
    return code or DONE


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
