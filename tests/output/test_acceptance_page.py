"""The page of an acceptance check as people see it; a changed file in a diff is a changed screen."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.output.acceptance import acceptance_page
from rolecheck.output.terminal import Page
from rolecheck.typesetting import width
from tests.conftest import Accepting


class TextFile(SingleFileSnapshotExtension):
    """A page is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def pages(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


RESULTS = {
    "ready": {"floor-peak": "是 上周按最忙那天的量压过两遍"},
    "conditional": {"room-owed-list": "否", "expectation-must-have": "是 月报导出", "goal-propped-up": "是"},
    "undecided": {"floor-peak": "说不准 压测机还没批下来", "expectation-silence": "是", "goal-propped-up": "是"},
    "not-now": {
        "floor-spread": "是 夜里重启会丢单",
        "goal-main-flow": "否",
        "expectation-signature": "是",
        "room-make-up": "否",
        "room-who-answers": "是 值班表贴出去了",
    },
}


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("result", RESULTS)
def test_acceptance_page(accepting: Accepting, pages: SnapshotAssertion, result: str, columns: int) -> None:
    report = accepting("理赔系统二期", **RESULTS[result])
    assert "\n".join(line.plain for line in acceptance_page(report, Page(columns))) == pages


@pytest.mark.parametrize("columns", [24, 40, 60, 80, 120])
@pytest.mark.parametrize("result", RESULTS)
def test_no_page_is_wider_than_the_terminal(accepting: Accepting, result: str, columns: int) -> None:
    report = accepting("很长的名字" * 20, **RESULTS[result])
    for line in acceptance_page(report, Page(columns)):
        assert width(line.plain) <= columns
