"""What a refused command says on standard error: a Chinese sentence and the code for each thing wrong."""

from __future__ import annotations

import sys

from db.errors import InvalidRecord, LedgerError
from desktop.messages import problem_sentence, sentence


def tell_refusal(error: LedgerError, place: str = "") -> None:
    """Print an error, each problem of a record on a line of its own; `place` says where, as 第 3 行：."""
    if isinstance(error, InvalidRecord):
        for problem in error.problems:
            print(f"{place}{problem_sentence(problem)}（{problem.message_id}）", file=sys.stderr)
    else:
        print(f"{place}{sentence(error)}（{error.message_id}）", file=sys.stderr)
