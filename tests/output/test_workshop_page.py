"""What is left of a workshop, as people see it; a changed file in a diff is a changed page."""

import json
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.output.data import as_data
from rolecheck.output.html import render_html
from rolecheck.output.markdown import render_markdown
from rolecheck.output.terminal import Page
from rolecheck.output.workshop import guide_page, moments_page, workshop_page
from rolecheck.output.workshop_document import guide_document, workshop_document
from rolecheck.report.workshop import workshop_report
from rolecheck.report.workshop_guide import GUIDE
from rolecheck.report.workshop_list import listed
from rolecheck.session.workshop import Workshop
from rolecheck.typesetting import width
from tests.workshops import a_room, workshop_bank

BANK = workshop_bank()
ROOT = Path(__file__).parents[2]


class TextFile(SingleFileSnapshotExtension):
    """A page is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def pages(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.mark.parametrize("columns", [80, 40])
def test_workshop(pages: SnapshotAssertion, columns: int) -> None:
    page = workshop_page(workshop_report(BANK, a_room()), Page(columns))

    assert "\n".join(line.plain for line in page) == pages


def test_workshop_as_markdown(pages: SnapshotAssertion) -> None:
    assert render_markdown(workshop_document(workshop_report(BANK, a_room()), "2026-11-24 10:45")) == pages


@pytest.mark.parametrize("columns", [80, 40])
def test_guide(pages: SnapshotAssertion, columns: int) -> None:
    assert "\n".join(line.plain for line in guide_page(GUIDE, Page(columns))) == pages


def test_the_guide_in_the_docs_is_the_one_the_tool_prints() -> None:
    kept = (ROOT / "docs" / "workshop.md").read_text(encoding="utf-8")

    assert kept == render_markdown(guide_document(GUIDE)), "rolecheck workshop --guide --output docs/workshop.md"


@pytest.mark.parametrize("columns", [24, 40, 60, 80, 120])
def test_no_page_is_wider_than_the_terminal(columns: int) -> None:
    page = Page(columns)
    moments = listed(BANK, BANK.items)
    lines = [
        *workshop_page(workshop_report(BANK, a_room()), page),
        *guide_page(GUIDE, page),
        *moments_page(moments, page),
    ]

    assert max(width(line.plain) for line in lines) <= columns


def test_read_aloud_there_are_no_bars() -> None:
    lines = workshop_page(workshop_report(BANK, a_room()), Page(80, plain=True))

    assert not re.search("[█▏▎▍▌▋▊▉]", "\n".join(line.plain for line in lines))


def test_every_number_of_the_web_page_is_in_the_data() -> None:
    report = workshop_report(BANK, a_room())
    page = render_html(workshop_document(report))
    data = json.dumps(as_data(report), ensure_ascii=False)
    told = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<ol>|<[^>]+>", " ", page, flags=re.DOTALL)
    shown = set(re.findall(r"[0-9]+", told)) | set(
        re.findall(r'<text[^>]*class="(?:inside|words figures)[^>]*>([0-9]+)', page)
    )

    # The rows left empty for what the room takes upon itself are numbered.
    missing = {number for number in shown - {"1", "2", "3"} if not re.search(rf"(?<![0-9]){number}(?![0-9])", data)}
    assert missing == set()
    assert {"11", "40", "100"} <= shown


def test_a_web_page_has_a_bar_for_every_option_that_had_hands_and_none_for_a_moment_without() -> None:
    page = render_html(workshop_document(workshop_report(BANK, a_room())))

    assert page.count("<svg") == 3  # the relay and the two moments with hands
    assert page.count('class="interval"') == 0


def test_a_workshop_in_which_everything_was_skipped_still_has_a_page() -> None:
    report = workshop_report(BANK, Workshop(("begin-hand-keep",), 1))

    assert "<svg" not in render_html(workshop_document(report))
    assert "这次没看" in "\n".join(line.plain for line in workshop_page(report, Page(40)))
