"""What the usage of every command is made of: a parser that speaks Chinese, and the arguments that many commands share."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from db.spec import RECORD_TYPES

Run = Callable[[argparse.Namespace], int | None]
TYPES = [each.table for each in RECORD_TYPES.values() if each.table != "committee"]

# What argparse says in English, by Python 3.11 to 3.13; anything else stays as it is.
_ENGLISH = (
    (r"the following arguments are required: (.+)", r"还缺 \1。"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可用的有：\3。"),
    (r"argument (.+?): expected one argument", r"\1 后面要跟一个值。"),
    (r"argument (.+?): expected at least one argument", r"\1 至少要有一个。"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 与 \2 只能给一个。"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 不带值，多了 \2。"),
    (r"one of the arguments (.+) is required", r"\1 要给一个。"),
    (r"unrecognized arguments: (.+)", r"认不出 \1。"),
)


def _in_chinese(english: str) -> str:
    for pattern, chinese in _ENGLISH:
        if re.fullmatch(pattern, english):
            return re.sub(pattern, chinese, english)
    return english


class Parser(argparse.ArgumentParser):
    """An argument parser that explains itself in Chinese; wrong usage ends with exit code 2."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, allow_abbrev=False)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does, but an optional FILE may also stand behind the options: `add hazard --db F FILE`."""
        if args is not None and self._subparsers is None:
            args = self._options_first(args)
        return super().parse_known_args(args, namespace)

    def _options_first(self, given: Sequence[str]) -> list[str]:
        options: list[str] = []
        others: list[str] = []
        left = iter(given)
        for word in left:
            if word == "--":
                others += [word, *left]
            elif word.startswith("-") and word != "-":
                action = self._option_string_actions.get(word)
                value = [] if action is None or action.nargs == 0 else list(islice(left, 1))
                # One whose value is missing stays last, to be refused rather than take the next word.
                (options if value or action is None or action.nargs == 0 else others).extend([word, *value])
            else:
                others.append(word)
        return options + others

    def error(self, message: str) -> NoReturn:
        print(f"用法不对：{_in_chinese(message)}\n{self.format_usage()}", file=sys.stderr, end="")
        raise SystemExit(2)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "用法：")

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "用法：").replace("positional arguments:", "参数：")
        return text.replace("options:", "选项：").replace("show this help message and exit", "显示这段说明")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def command_of(commands: Commands, name: str, help_: str, run: Run) -> Parser:
    """Another command, done by `run`."""
    command = commands.add_parser(name, help=help_, description=help_)
    command.set_defaults(run=run)
    return command


def database(command: argparse.ArgumentParser) -> None:
    """Which ledger, and as whom."""
    command.add_argument("--db", metavar="F", type=Path, required=True, help="数据文件")
    acting(command)


def acting(command: argparse.ArgumentParser) -> None:
    """As whom, where people sign in."""
    command.add_argument("--as", metavar="NAME", default="", dest="acting", help="开启登录后：以谁的身份")
    command.add_argument("--password-file", metavar="F", type=Path, help="这个人的密码文件")


def type_and_number(command: argparse.ArgumentParser) -> None:
    """Which record."""
    command.add_argument("type", metavar="TYPE", choices=TYPES, help="、".join(TYPES))
    command.add_argument("number", metavar="NUMBER", help="编号，如 YH-2026-0001")
    database(command)


def selection(command: argparse.ArgumentParser) -> None:
    """Which records of a list, and whether with personal data."""
    command.add_argument("--search", metavar="T", default="")
    command.add_argument("--state", metavar="S", default="", help="状态的代码或名称，或 逾期")
    command.add_argument("--personal", action="store_true", help="包含个人信息（默认隐去）")


def text_or_file(command: argparse.ArgumentParser) -> None:
    """A sheet's text, or the file it stands in."""
    group = command.add_mutually_exclusive_group(required=True)
    group.add_argument("sheet", metavar="SHEET-TEXT", nargs="?", help="登记表二维码里的文字")
    group.add_argument("--file", metavar="F", type=Path)
