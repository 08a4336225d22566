"""Records from JSON Lines: all or nothing, whatever wrote the file."""

from __future__ import annotations

import json
from pathlib import Path

from tests import factories
from tests.desktop.commands.command_line import json_lines
from tests.desktop.commands.in_a_folder import DB, Commanded, numbers_in


def test_every_problem_is_named_with_its_line_and_nothing_is_kept(command: Commanded, folder: Path) -> None:
    lines = (
        json_lines(
            [
                factories.hazard(),
                factories.hazard(found_on="2026.13.3", category="天灾"),
                factories.hazard(photo_before=["没有.jpg"]),
                factories.hazard(surprise="?"),
            ]
        )
        + b'\n{"found_on": \n[1]\n{"description": "\\ud800"}\n'
    )
    code, out, err = command("add", "hazard", *DB, "-", stdin=lines)
    assert (code, out) == (1, "")
    found = [
        (line.split("：")[0].removeprefix("第 ")[:1], line.rpartition("（")[2].rstrip("）"))
        for line in err.splitlines()
    ]
    assert found[:-1] == [
        ("2", "date_not_existing"), ("2", "choice_unknown"), ("3", "file_unreadable"), ("4", "field_unknown"),
        ("6", "json_line_unreadable"), ("7", "json_line_unreadable"), ("8", "json_line_unreadable"),
    ]  # fmt: skip
    assert err.splitlines()[-1] == "共 6 行有问题，全部没有登记。请修改后再试。"
    assert numbers_in(folder) == []


def test_line_separators_inside_a_text_do_not_count_as_lines(command: Commanded, folder: Path) -> None:
    record = factories.hazard(description="第一段\u2028第二段\x85第三段")
    code, out, err = command("add", "hazard", *DB, stdin=json_lines([record, factories.hazard(level="天大")]))
    assert (code, err.startswith("第 2 行：")) == (1, True)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(command: Commanded, folder: Path) -> None:
    lines = b"\xef\xbb\xbf" + json_lines([factories.hazard(), factories.hazard()]).replace(b"\n", b"\r\n")
    assert command("add", "hazard", *DB, stdin=lines) == (0, "YH-2026-0001\nYH-2026-0002\n", "")


def test_a_file_in_another_encoding_is_refused(command: Commanded, folder: Path) -> None:
    (folder / "gbk.jsonl").write_bytes(json.dumps(factories.hazard(), ensure_ascii=False).encode("gbk"))
    code, _, err = command("add", "hazard", *DB, "gbk.jsonl")
    assert (code, err) == (
        1,
        "读不了 gbk.jsonl（不是 UTF-8 文字）。请确认文件还在、没有被占用，再试一次。（file_unreadable）\n",
    )
