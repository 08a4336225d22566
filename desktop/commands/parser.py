"""The parser of the whole command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.commands import demonstration
from desktop.commands.usage.common import Parser, command_of
from desktop.commands.usage.keeping import (
    add_archive,
    add_backups,
    add_help_bundle,
    add_programme,
    add_updates,
)
from desktop.commands.usage.ledger import add_exchange, add_paper, add_records
from desktop.commands.usage.street import add_street


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; each command's function is in `run`."""
    parser = Parser(prog="main.py", description="村居安全台账。不带参数时打开窗口。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    add_records(commands)
    add_paper(commands)
    add_exchange(commands)
    add_street(commands)
    add_programme(commands)
    add_backups(commands)
    add_help_bundle(commands)
    add_archive(commands)
    add_updates(commands)
    command = command_of(
        commands, "demo", "不用窗口，把全部流程走一遍，样例取自真实村居名录", demonstration.run
    )
    command.add_argument("folder", metavar="DIR", type=Path)
    return parser
