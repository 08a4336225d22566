"""What the clerk does with a cell of 到期一览: plan, register, look, print. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from db.errors import LedgerError
from desktop import drills
from desktop.duties import DUTY_WORDS, EVACUATION_DRILL, BoardRow, Cell
from ui.models.filters import Filters
from ui.pages.page_context import PageContext

PLAN, RECORD, CHECK, SEE_PLAN, SEE_DONE, SEE_PREMISES = (
    "plan", "record", "check", "see_plan", "see_done", "see_premises",
)  # fmt: skip


class DutyActs:
    """The deeds of the board, by their keys."""

    def __init__(self, context: PageContext) -> None:
        self.context, self.office = context, context.office

    def do(self, deed: str, duty: str, row: BoardRow | None) -> None:
        """Do it for the chosen premises; what goes wrong is told in the bar."""
        if row is None:
            return
        try:
            self._do(deed, duty, row)
        except LedgerError as error:
            self.context.bar.tell_fault(error)

    def print_board(self, duty: str, year: int, premises_ids: Sequence[str]) -> None:
        """The rows that are shown, in the preview."""

        def make() -> object:
            from desktop.drill_documents import duty_matrix

            return duty_matrix(self.office, duty, year, premises_ids)

        self.context.actions.print_document(make, f"{DUTY_WORDS[duty]}到期一览", f"{year}年")

    def _do(self, deed: str, duty: str, row: BoardRow) -> None:
        actions, standing = self.context.actions, row.standing
        premises = standing.premises_id
        if deed == PLAN:
            actions.new("drill_plan", drills.plan_for_premises(self.office, premises))
        elif deed == RECORD:
            actions.new("drill", drills.drill_for_premises(self.office, premises))
        elif deed == CHECK:
            actions.new("inspection", drills.self_check_of_premises(self.office, premises))
        elif deed == SEE_PLAN and standing.planned:
            actions.open_list("drill_plan", Filters(), standing.planned[0].plan_id)
        elif deed == SEE_DONE:
            table = "drill" if duty == EVACUATION_DRILL else "inspection"
            actions.open_list(table, Filters(premises=(premises, standing.name)))
        elif deed == SEE_PREMISES:
            actions.open_list("premises", Filters(), premises)


def deed_of(cell: Cell | None, duty: str) -> str:
    """What opening a cell does; "" for nothing. `None` is a cell beside the months."""
    if cell in (Cell.OVERDUE, Cell.DUE):
        return PLAN if duty == EVACUATION_DRILL else CHECK
    return {Cell.PLANNED: SEE_PLAN, Cell.DONE: SEE_DONE, None: SEE_PREMISES}.get(cell, "")
