"""Every way in which the program writes, by the same functions as the window: what is done, and what is then confirmed."""

from __future__ import annotations

from collections.abc import Callable

from db.clock import FixedClock
from desktop import paths
from desktop.archiving import MANIFEST, folder_of, make_archive
from desktop.backup_places import SecondPlace, place_at
from desktop.backups import back_up
from desktop.bulk_change import apply_bulk_change, plan_bulk_change
from desktop.commands.records import write_file
from desktop.drafts import RECORD, DraftKeeper, Origin
from desktop.exchange.incoming_down import read_down_package, take_in
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import seal_package, write_package
from desktop.form_templates.filling import Chosen, fill_form
from desktop.form_templates.shipped_forms import SHIPPED_FORMS
from desktop.importing.plan import open_file
from desktop.importing.writing import try_out, write
from desktop.jobs import Token
from desktop.ledger_papers import print_form
from desktop.list_views import keep_view
from desktop.office import Office
from desktop.operations import list_operations
from desktop.own_keys import Cause
from desktop.print_checks import remember_print
from desktop.restoring import discard, look_into, restore
from desktop.retention import erasable_records, erase_personal
from desktop.spreadsheets.exporting import Export, Format
from desktop.spreadsheets.exporting import export as write_sheet
from desktop.street.own_keys import make_new_keys
from desktop.street.receiving import receive
from desktop.street.sending_down import send_down
from desktop.street.street_ledger import StreetLedger
from tests import factories
from tests.faults import ledgers
from tests.faults.work import Work


def save(work: Work) -> None:
    work.claim_record(work.office.add("hazard", factories.hazard(location="新记录")))


def change(work: Work) -> None:
    work.claim_record(work.office.change("hazard", work.record(ledgers.OPEN), {"note": "改过"}))


def take_step(work: Work) -> None:
    if work.office.find("hazard", ledgers.OPEN)["status"] == "registered":
        step = factories.rectification()
        work.claim_record(work.office.act("hazard", work.record(ledgers.OPEN), "rectify", step))


def delete(work: Work) -> None:
    work.office.retire("hazard", [work.record(ledgers.OPEN)])
    work.claim_row("SELECT 1 FROM hazard WHERE no = ? AND retired_at IS NOT NULL", ledgers.OPEN)


def take_out_of_the_bin(work: Work) -> None:
    work.office.restore("hazard", [work.record(ledgers.DELETED)])
    work.claim_row("SELECT 1 FROM hazard WHERE no = ? AND retired_at IS NULL", ledgers.DELETED)


def change_many(work: Work) -> None:
    ids = [work.record(each) for each in (ledgers.OPEN, ledgers.FINISHED, ledgers.UNDOABLE)]
    plan = plan_bulk_change(work.office, "hazard", ids, {"rect_person": "李四"}, Token())
    apply_bulk_change(work.office, plan, Token())
    work.claim_row("SELECT 1 FROM hazard WHERE rect_person = '李四' GROUP BY rect_person HAVING count(*) = 3")


def import_sheet(work: Work) -> None:
    plan = open_file(work.office, "hazard", work.file("台账.xlsx"))
    try_out(plan)
    written = write(plan).written
    work.claim_row(
        "SELECT 1 FROM hazard WHERE description = '楼道堆放杂物' GROUP BY description HAVING count(*) >= ?",
        written,
    )


def add_photo(work: Work) -> None:
    photo = work.office.attach(work.file("照片.jpg"))
    work.claim_row("SELECT 1 FROM attachment WHERE sha256 = ?", photo["sha256"])
    work.claim_record(work.office.add("hazard", factories.hazard(photo_before=[photo])))


def undo(work: Work) -> None:
    newest = next(each for each in list_operations(work.office) if each.name == "修改隐患")
    undone = work.office.undo_operation(newest.batch)
    work.claim_row("SELECT 1 FROM undone_operation WHERE undone_by = ?", undone.batch)


def upgrade(work: Work) -> None:
    """An older ledger is opened: it is backed up beside itself and brought up to date."""
    Office.open(ledgers.older_database(work.folder), ledgers.CLOCK).close()


def found_ledger(work: Work) -> None:
    """First start: a new ledger with its key."""
    database = work.folder / "新台账" / paths.DATABASE_NAME
    Office.create(
        database, committee=factories.COMMITTEE, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase=ledgers.PASSPHRASE, clock=FixedClock(ledgers.CLOCK.now()),
    ).close()  # fmt: skip
    work.claim_file(paths.sign_key_file(database))


def seal(work: Work) -> None:
    key = ledgers.signing_key(work.office.database)
    row = seal_package(work.office, "2026-11", key)
    work.claim_row("SELECT 1 FROM sealed_package WHERE id = ?", row.id)


def write_to_stick(work: Work) -> None:
    [newest] = work.office.store.reader().execute(_NEWEST_PACKAGE).fetchone()
    work.claim_file(write_package(work.office, newest, work.folder / "U盘"))


def write_to_stick_encrypted(work: Work) -> None:
    [newest] = work.office.store.reader().execute(_NEWEST_PACKAGE).fetchone()
    written = write_package(work.office, newest, work.folder / "U盘", is_encrypted=True)
    work.claim_row("SELECT 1 FROM written_file WHERE file_name = ? AND sha256 IS NOT NULL", written.name)


def take_receipt_in(work: Work) -> None:
    receipt = import_receipt(work.office, work.found("*.hz.zip"))
    work.claim_row("SELECT 1 FROM imported_receipt WHERE package_id = ?", receipt.receipt.package)


def take_down_package_in(work: Work) -> None:
    package = read_down_package(work.office, next((work.folder / "文件").glob("*/*.zip")))
    for each in take_in(work.office, package):
        work.claim_record(each, "task")


def merge_at_street(work: Work) -> None:
    key = ledgers.signing_key(work.desk.store.path)
    [got] = receive(work.desk, [work.found("*-000002-v01.zip")], work.folder / "U盘", key)
    if got.error is not None:
        raise got.error
    work.claim_row("SELECT 1 FROM received_package WHERE serial = ?", got.serial, is_street=True)
    assert got.receipt is not None
    work.claim_file(got.receipt)


def send_to_committee(work: Work) -> None:
    key = ledgers.signing_key(work.desk.store.path)
    [path] = send_down(
        work.desk, [factories.COMMITTEE_CODE], {"task": [ledgers.TASK]}, "2026-11", work.folder / "U盘", key
    )
    work.claim_file(path)


def make_backup(work: Work) -> None:
    made = back_up(work.office, place=place_at(work.office, work.folder / "备份盘"))
    work.claim_file(made.file)
    work.claim_file(made.description)


def make_encrypted_backup(work: Work) -> None:
    recipient = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"
    place = SecondPlace(work.folder / "备份盘", work.folder / "备份盘" / "密", recipient)
    work.claim_file(back_up(work.office, place=place).file)


def restore_backup(work: Work) -> None:
    database = ledgers.committee_database(work.folder)
    work.close()
    [file] = sorted((paths.companion_folder(database) / "backups").glob("20261123-093000.db"))
    preview = look_into(file, database)
    try:
        restore(preview, database, factories.CLERK, ledgers.CLOCK.now())
    finally:
        discard(preview)


def close_year(work: Work) -> None:
    made = make_archive(work.office, 2025)
    work.claim_row("SELECT 1 FROM year_archive WHERE manifest_sha256 = ?", made.manifest_sha256)
    work.claim_file(folder_of(work.office, made) / MANIFEST)


def export_xlsx(work: Work) -> None:
    _export(work, Format.XLSX)


def export_csv(work: Work) -> None:
    _export(work, Format.CSV)


def fill_template(work: Work) -> None:
    target = work.folder / "U盘" / "表样.xlsx"
    fill_form(work.office, SHIPPED_FORMS[0].path, Chosen("hazard", (work.record(ledgers.OPEN),)), target)
    work.claim_file(target)


def print_pdf(work: Work) -> None:
    printed = print_form(work.office, "hazard")
    target = work.folder / "U盘" / "台账.pdf"
    write_file(target, printed.pdf)
    work.claim_file(target)
    remember_print(work.office, printed)


def erase_expired(work: Work) -> None:
    """What was taken out of the ledger loses its personal data, in the log too."""
    erase_personal(work.office, erasable_records(work.office), "王芳", "陈建国")
    work.claim_row("SELECT 1 FROM training WHERE retired_reason LIKE '%个人信息已清除%'")


def change_settings(work: Work) -> None:
    work.office.keep_own_numbers({"backup_days": 5})
    work.office.appoint(clerk="李敏", lead="陈建国")
    work.claim_row("SELECT 1 FROM setting WHERE key = 'clerk' AND value = '李敏'")


def keep_list_view(work: Work) -> None:
    name = f"视图{len(work.office.store.reader().execute('SELECT 1 FROM setting').fetchall())}"
    keep_view(work.office, "hazard", name, {"search": "充电"}, False)


def keep_draft(work: Work) -> None:
    """A disk that takes no draft disturbs nobody; one that was kept before stays whole."""
    keeper = DraftKeeper(work.office, Origin(RECORD, "hazard"))
    for text in ("写了", "写了一半"):
        keeper.keep({"description": text})


def change_street_keys(work: Work) -> None:
    street = StreetLedger(work.desk.store)
    made = make_new_keys(street, Cause.LOST, "街道换上的新口令2026")
    work.claim_row("SELECT 1 FROM office WHERE sign_key = ?", made.new_sign, is_street=True)


WRITE_PATHS: dict[str, Callable[[Work], None]] = {
    each.__name__: each
    for each in (
        save, change, take_step, delete, take_out_of_the_bin, change_many, import_sheet, add_photo, undo, upgrade,
        found_ledger, seal, write_to_stick, write_to_stick_encrypted, take_receipt_in, take_down_package_in,
        merge_at_street, send_to_committee, make_backup, make_encrypted_backup, restore_backup, close_year, erase_expired, export_xlsx, export_csv,
        fill_template, print_pdf, change_settings, keep_list_view, keep_draft,
        change_street_keys,
    )
}  # fmt: skip
_NEWEST_PACKAGE = "SELECT id FROM sealed_package ORDER BY serial DESC LIMIT 1"


def _export(work: Work, format_: Format) -> None:
    target = work.folder / "U盘" / f"隐患台账.{format_.value}"
    ids = (work.record(ledgers.OPEN), work.record(ledgers.FINISHED))
    from db.spec.query import Query

    write_sheet(work.office, Export("hazard", Query(), "隐患台账", ids=ids, format=format_), target)
    work.claim_file(target)
