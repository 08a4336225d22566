"""One good file of every kind the program reads, in a folder; and the ledgers that would take them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from desktop import paths
from desktop.backup_places import local_place
from desktop.documents import committee_sheet_text
from desktop.drafts import RECORD, DraftKeeper, Origin
from desktop.form_templates.shipped_forms import SHIPPED_FORMS
from desktop.office import Office
from tests.faults import ledgers
from tests.faults.ledgers import committee_database, make_ledgers, street_database

DATA = Path(__file__).parents[1] / "data"
PROGRAMMES = Path(__file__).parents[2] / "db" / "programmes"


def make_good_files(folder: Path) -> dict[str, Path]:
    """The ledgers in `folder`/台账 and …/街道, and by kind a good file of it in `folder`/好."""
    make_ledgers(folder)
    office = Office.open(committee_database(folder), ledgers.CLOCK)
    DraftKeeper(office, Origin(RECORD, "hazard")).keep({"description": "写了一半"})
    sheet = committee_sheet_text(office)
    office.close()
    good = folder / "好"
    good.mkdir()
    files = folder / "文件"
    backup = next(local_place(committee_database(folder)).glob("*.db"))
    draft = next((paths.companion_folder(committee_database(folder)) / "drafts").glob("*.json"))
    found = {
        "xlsx": DATA / "spreadsheets" / "隐患排查整改台账-2024.xlsx",
        "xls": DATA / "spreadsheets" / "应急演练登记表.xls",
        "csv": DATA / "spreadsheets" / "九小场所底册.csv",
        "jpg": DATA / "photos" / "orientation-portrait-6.jpg",
        "package": next(files.glob("*-000002-v01.zip")),
        "receipt": next(files.glob("*.hz.zip")),
        "down": next(files.glob("*/*.zip")),
        "backup": backup,
        "form-xlsx": SHIPPED_FORMS[0].path,
        "form-docx": SHIPPED_FORMS[1].path,
        "draft": draft,
        "programme": next(iter(sorted(PROGRAMMES.glob("*.json")))),
        "backup-note": backup.with_suffix(".json"),
    }
    kept = {kind: Path(shutil.copyfile(file, good / f"{kind}{file.suffix}")) for kind, file in found.items()}
    kept["png"] = _picture(good / "png.png")
    kept["sheet-text"] = good / "sheet-text.txt"
    kept["sheet-text"].write_text(sheet, encoding="utf-8")
    kept["mapping"] = good / "mapping.json"
    kept["mapping"].write_text(json.dumps({"columns": {"隐患位置": "location"}}), encoding="utf-8")
    assert street_database(folder).exists()
    return kept


def _picture(path: Path) -> Path:
    from PIL import Image

    Image.radial_gradient("L").resize((400, 300)).convert("RGB").save(path)
    return path
