"""Whole pages as people see them; a changed file in a diff is a changed screen."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.output.personal import personal_page
from rolecheck.output.terminal import Page
from rolecheck.session.form import Form
from tests.conftest import Reporting


class TextFile(SingleFileSnapshotExtension):
    """A page is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def pages(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


PEOPLE: dict[str, dict[str, Any]] = {
    "named-otherwise-titled": {"responsibility": ["delivery"], "duty": ["project"], "kpi": ["project"], "second": 1.0},
    "between": {"responsibility": ["delivery", "operations"], "faith": 0.6, "seed": 0, "second": 1.0},
    "steps-back": {"responsibility": ["none"], "faith": 0.95, "second": 0.3},
    "quick": {"responsibility": ["product"], "form": Form.QUICK},
}


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("person", PEOPLE)
def test_personal_report(reporting: Reporting, pages: SnapshotAssertion, person: str, columns: int) -> None:
    _, report = reporting(title="project-manager", **PEOPLE[person])
    assert "\n".join(line.plain for line in personal_page(report, Page(columns))) == pages


def test_plain_report_draws_nothing(reporting: Reporting) -> None:
    _, report = reporting(["delivery"])
    text = "\n".join(line.plain for line in personal_page(report, Page(80, plain=True)))
    assert not set(text) & set("█▏▎▍▌▋▊▉")
    assert "46 %" in text or " %" in text
