"""A street and its committees in one folder, told by commands: every one is another process."""

from __future__ import annotations

from pathlib import Path

from tests import factories
from tests.desktop.commands.command_line import Answer, passphrase_file, run

SECRET = ("--passphrase-file", "口令.txt")


class ByCommands:
    """The folder with its passphrase, and what founding and enrolling take. A story adds what it is about."""

    def __init__(self, folder: Path, street: str, *folders: str) -> None:
        self.folder, self.street_code, self.street_sheet = folder, street, ""
        passphrase_file(folder)
        for each in ("U盘", "回执", *folders):
            (folder / each).mkdir()

    def does(self, *arguments: object, code: int = 0, stdin: bytes = b"") -> Answer:
        """What a command answered; it must end with that code."""
        answer = run(*arguments, cwd=self.folder, stdin=stdin)
        assert answer.code == code, answer.out + answer.err
        return answer

    def founds_street(self) -> None:
        """The street, whose sheet committees trust from then on."""
        made = self.does(
            "street",
            "init",
            "--db",
            "街道.db",
            "--code",
            self.street_code,
            "--name",
            "夏阳街道办事处",
            *SECRET,
        )
        self.street_sheet = made.lines[0]

    def founds(self, database: str, code: str, name: str) -> str:
        """A committee's ledger that trusts the street; the text of its key."""
        self.does("init", "--db", database, "--committee", code, "--committee-name", name, "--clerk", factories.CLERK,
                  "--lead", factories.LEAD, *SECRET)  # fmt: skip
        self.does("trust", "--db", database, self.street_sheet)
        return next(self.folder.rglob(f"{code}.pub")).read_text(encoding="utf-8")

    def enrols(self, key: str, code: str, name: str) -> None:
        """The committee at the street, by the text of its key without the comment."""
        (self.folder / "key.txt").write_text(key.rsplit(" ", 1)[0], encoding="utf-8")
        self.does("street", "enrol", "--db", "街道.db", "--file", "key.txt", "--code", code, "--name", name)
