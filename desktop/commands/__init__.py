"""The command line: the same functions as the window, for scripts. No command needs a display."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Sequence

from db.errors import Cancelled, EnvironmentProblem, LedgerError
from desktop.commands.acting import acting_as
from desktop.commands.parser import build_parser
from desktop.commands.refusals import tell_refusal
from desktop.console import speak_utf8
from desktop.messages import sentence

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. A refusal is one Chinese sentence and its code on standard error."""
    speak_utf8()
    parsed = build_parser().parse_args(list(arguments))
    try:
        with acting_as(parsed):
            code = parsed.run(parsed)
        sys.stdout.flush()
    except LedgerError as error:
        tell_refusal(error)
        return REFUSED
    except sqlite3.DatabaseError as error:  # the file is torn where it was read
        tell_refusal(EnvironmentProblem("database_damaged", reason=str(error)))
        return REFUSED
    except (Cancelled, KeyboardInterrupt):
        print(sentence(Cancelled()), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader, head say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code or DONE
