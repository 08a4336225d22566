from __future__ import annotations

from pathlib import Path
from typing import Any

from installer import freeze


def test_windows_is_told_name_and_number_of_the_program(tmp_path: Path) -> None:
    """The file is read by evaluating it with the classes of PyInstaller, which is on Windows alone."""

    def structure(*positional: Any, **named: Any) -> Any:
        return positional or named

    kinds = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "VarFileInfo", "VarStruct")
    names = {kind: structure for kind in kinds} | {"StringStruct": lambda name, text: (name, text)}
    file = freeze.write_version_resource(tmp_path / "build" / "version.txt", "1.20.3")
    told = eval(file.read_text(encoding="utf-8"), names)
    assert told["ffi"] == {"filevers": (1, 20, 3, 0), "prodvers": (1, 20, 3, 0)}
    [[(language, words)]], [(translation)] = told["kids"][0], told["kids"][1]
    assert language == "080404B0" and translation == [("Translation", [2052, 1200])]
    assert dict(words)["FileDescription"] == "村居安全台账" and dict(words)["FileVersion"] == "1.20.3"
