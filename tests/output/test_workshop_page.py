"""What is left of a workshop: every number on the page was counted."""

import json
import re
from pathlib import Path

from rolecheck.output.html import html_text
from rolecheck.output.markdown import markdown_text
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.page import as_data
from rolecheck.report.workshop.report import guide_page, workshop_page, workshop_report
from rolecheck.session.workshop import Workshop
from tests.builders import shipped
from tests.workshops import a_room, workshop_bank

BANK = workshop_bank()
ROOT = Path(__file__).parents[2]


def test_the_guide_in_the_docs_is_the_one_the_tool_prints() -> None:
    kept = (ROOT / "docs" / "workshop.md").read_text(encoding="utf-8")

    assert kept == markdown_text(guide_page(shipped())), "rolecheck workshop --guide --output docs/workshop.md"


def test_every_number_of_the_web_page_is_in_the_data() -> None:
    report = workshop_report(BANK, a_room())
    page = html_text(workshop_page(report))
    data = json.dumps(as_data(report), ensure_ascii=False)
    told = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)
    shown = set(re.findall(r"[0-9]+", told)) | set(re.findall(r'<text[^>]*class="inside[^>]*>([0-9]+)', page))

    missing = {number for number in shown if not re.search(rf"(?<![0-9]){number}(?![0-9])", data)}
    assert missing == set()
    assert {"11", "40", "100"} <= shown


def test_every_option_that_had_hands_has_a_bar_and_no_other() -> None:
    page = html_text(workshop_page(workshop_report(BANK, a_room())))

    assert page.count('class="meter"') == sum(
        option.hands > 0 for moment in workshop_report(BANK, a_room()).moments for option in moment.options
    )


def test_a_workshop_in_which_everything_was_skipped_still_has_a_page() -> None:
    page = workshop_page(workshop_report(BANK, Workshop(("begin-hand-keep",), 1)))

    assert "<svg" not in html_text(page)
    assert "这次没看" in "\n".join(line.plain for line in page_lines(page, Screen(40)))
