from __future__ import annotations

from desktop.undo_stack import Told, UndoStack


def test_undo_and_redo_walk_the_operations_of_the_session() -> None:
    stack = UndoStack()
    assert (stack.next_undo(), stack.next_redo()) == (None, None)
    stack.take("A", "新增隐患", "")
    stack.take("B", "修改隐患", "")
    stack.take("U", "撤销：修改隐患", "B")
    assert (stack.next_undo(), stack.next_redo()) == (Told("A", "新增隐患"), Told("U", "撤销：修改隐患"))
    stack.take("R", "重做：修改隐患", "U")
    assert (stack.next_undo(), stack.next_redo()) == (Told("R", "重做：修改隐患"), None)


def test_something_new_ends_what_could_be_made_again() -> None:
    stack = UndoStack()
    stack.take("A", "新增隐患", "")
    stack.take("U", "撤销：新增隐患", "A")
    stack.take("B", "新增风险", "")
    assert (stack.next_undo(), stack.next_redo()) == (Told("B", "新增风险"), None)


def test_an_older_operation_taken_back_from_the_history_can_be_made_again() -> None:
    stack = UndoStack()
    stack.take("U", "撤销：导入隐患", "earlier session")
    assert stack.next_redo() == Told("U", "撤销：导入隐患")
    stack.take("R", "重做：导入隐患", "U")
    assert (stack.next_undo(), stack.next_redo()) == (Told("R", "重做：导入隐患"), None)


def test_what_changed_no_record_and_what_the_program_did_by_itself_is_not_taken() -> None:
    stack = UndoStack()
    stack.take("", "", "")
    stack.take("A", "生成下一期任务", "")
    assert stack.next_undo() is None
