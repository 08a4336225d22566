from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def strict_run(pytester: pytest.Pytester) -> pytest.Pytester:
    """A run of its own under our conftest and our markers."""
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(conftest)
    pytester.makeini(
        "[pytest]\nqt_api=pyside6\nqt_log_level_fail=WARNING\nmarkers=expects_log_warnings: it warns\n"
    )
    return pytester


def test_a_logged_warning_fails_the_test(strict_run: pytest.Pytester) -> None:
    strict_run.makepyfile("import logging\ndef test_it(): logging.getLogger('x').warning('disk nearly full')")
    result = strict_run.runpytest_subprocess()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*x: disk nearly full*"])


def test_a_marked_test_may_log_a_warning(strict_run: pytest.Pytester) -> None:
    strict_run.makepyfile(
        "import logging, pytest\n"
        "@pytest.mark.expects_log_warnings\n"
        "def test_it(): logging.getLogger('x').warning('disk nearly full')"
    )
    strict_run.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_qt_warning_fails_the_test(strict_run: pytest.Pytester) -> None:
    strict_run.makepyfile(
        "def test_it(qtbot):\n    from PySide6.QtCore import qWarning\n    qWarning('torn layout')"
    )
    strict_run.runpytest_subprocess().assert_outcomes(failed=1)


def test_a_window_left_behind_fails_its_own_test_only(strict_run: pytest.Pytester) -> None:
    strict_run.makepyfile(
        "kept = []\n"
        "def test_leaves(qapp):\n"
        "    from PySide6.QtWidgets import QLabel\n"
        "    kept.append(QLabel('left')); kept[0].setWindowTitle('left')\n"
        "def test_next(qapp): pass"
    )
    result = strict_run.runpytest_subprocess()
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*windows left behind: QLabel('left')*"])


def test_a_window_given_to_qtbot_is_not_left_behind(strict_run: pytest.Pytester) -> None:
    strict_run.makepyfile(
        "def test_it(qtbot):\n"
        "    from PySide6.QtWidgets import QWidget\n"
        "    window = QWidget(); qtbot.addWidget(window); window.show()"
    )
    strict_run.runpytest_subprocess().assert_outcomes(passed=1)
