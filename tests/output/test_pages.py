"""Whole pages as people see them; a changed file in a diff is a changed screen."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.bank.loading import load_bank
from rolecheck.bank.shipped import shipped_folder
from rolecheck.output.personal import personal_page
from rolecheck.output.role import relay_page, role_page
from rolecheck.output.terminal import Page
from rolecheck.report.role import relay, role_card
from rolecheck.session.form import Form
from rolecheck.typesetting import width
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


@pytest.mark.parametrize("columns", [80, 40])
def test_role_card(pages: SnapshotAssertion, columns: int) -> None:
    book = load_bank(shipped_folder()).roles
    card = role_card(book, book.role("delivery-manager"))
    assert "\n".join(line.plain for line in role_page(card, Page(columns))) == pages


@pytest.mark.parametrize("columns", [40, 60, 72, 80, 120])
def test_no_card_is_wider_than_the_terminal(columns: int) -> None:
    book = load_bank(shipped_folder()).roles
    for role in book.roles:
        for line in role_page(role_card(book, role), Page(columns)):
            assert width(line.plain) <= columns
    assert all(width(line.plain) <= columns for line in relay_page(relay(book), Page(columns)))


def test_relay(pages: SnapshotAssertion) -> None:
    assert "\n".join(line.plain for line in relay_page(relay(load_bank(shipped_folder()).roles), Page(80))) == pages
