"""The forms that come with the program: examples that can be used as they are, or copied and changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.errors import AppError

FOLDER = Path(__file__).resolve().parent / "shipped"


@dataclass(frozen=True)
class ShippedForm:
    """A form's file, and the record type it asks for."""

    file_name: str
    table: str

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return FOLDER / self.file_name


SHIPPED_FORMS = (
    ShippedForm("隐患排查整改清单.xlsx", "hazard"),
    ShippedForm("风险隐患月报附表.docx", "hazard"),
    ShippedForm("应急演练情况统计表.xlsx", "drill"),
)


def shipped_forms(table: str) -> tuple[ShippedForm, ...]:
    """The shipped forms for records of a type."""
    return tuple(each for each in SHIPPED_FORMS if each.table == table)


def form_path(typed: str) -> Path:
    """The file that is meant by a path or by the name of a shipped form. Raises AppError `form_unknown`."""
    path = Path(typed)
    if path.exists():
        return path
    found = next((each for each in SHIPPED_FORMS if typed in (each.file_name, each.path.stem)), None)
    if found is None:
        raise AppError("form_unknown", name=typed, known="、".join(each.file_name for each in SHIPPED_FORMS))
    return found.path
