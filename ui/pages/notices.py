"""文书: the notices made about hazards, each with its number, printed again at any time; and how one is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.spec import NOTICE
from db.spec.code_tables import label_of
from db.spec.field import Record, Values
from desktop import notices
from ui.models.filters import Filters
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.numbered_texts import numbered_texts
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course

GROUP = "开具文书"


def notice_deeds() -> tuple[Deed, ...]:
    """开具文书 ▾ of a hazard: one deed for each kind of notice."""
    return tuple(_deed(kind) for kind in notices.KINDS)


def _deed(kind: str) -> Deed:
    return Deed(
        f"notice_{kind}", _kind_word(kind), _writer(kind), "按这条隐患拟好文字，可修改，保存后给编号并打印",
        is_offered=lambda record: notices.is_offered(record, kind), group=GROUP,
    )  # fmt: skip


def _writer(kind: str) -> Callable[[PageContext, Record], None]:
    def write(context: PageContext, hazard: Record) -> None:
        from ui.forms.record_dialog import RecordDialog

        values = notices.notice_values(context.office, hazard, kind)
        dialog = RecordDialog(context.office, NOTICE, initial=values, parent=context.bar.window())
        dialog.save_button().setText("保存并打印")
        dialog.save_button().setToolTip("保存、给编号，随后打印（Ctrl+S）")
        for button in (dialog.again_button(), dialog.copy_button()):
            button.hide()
        context.actions.show_dialog(NOTICE.table, dialog)
        if dialog.saved:
            print_notice(context, dialog.saved)

    return write


def print_notice(context: PageContext, notice: Record) -> None:
    """The notice in the preview."""

    def make() -> Any:
        from desktop import documents

        return documents.notice(context.office, notice["id"])

    context.actions.print_document(make, _kind_word(notice["kind"]), str(notice["no"]))


def _kind_word(kind: str) -> str:
    return label_of(NOTICE.field("kind").codes, kind)


def _course(record: Values) -> Course:
    return Course(("开具", "送达"), 2 if record.get("status") == "delivered" else 1)


def _open_hazard(context: PageContext, notice: Record) -> None:
    context.actions.open_list("hazard", Filters(), notice["hazard"])


NOTICES = LedgerKind(
    record_type=NOTICE,
    title="文书",
    search_hint="搜索编号、事由、送达单位",
    columns=(
        ("no", 112),
        ("kind", 148),
        ("subject", 240),
        ("to_unit", 140),
        ("issued_on", 100),
        ("status", 84),
        ("report_state", 72),
    ),
    stretched="subject",
    choice_filters=(("种类", "kind"),),
    due_filters=(("未送达", Filters(is_open=True)), ("已送达", Filters(is_open=False))),
    empty_heading="还没有文书",
    empty_sentence="告知单、上报单、复查意见单和延期申请，在隐患详情里点“开具文书”拟好，打印过的都列在这里，可以重印。",
    print_one_word="打印文书",
    course=_course,
    photo_fields=(("签收扫描件", "scan"),),
    own_texts=numbered_texts("hazard"),
    deeds=(Deed("hazard", "看这条隐患", _open_hazard),),
)
