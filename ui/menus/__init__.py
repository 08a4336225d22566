"""The menus of a main window, each with what it opens; 编辑 is filled by ui.undo_actions, 系统 is ui.people.system_menu."""
