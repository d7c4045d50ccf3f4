"""What a room's pages take from other commands: the team page as `rolecheck team` makes it, the length of a form."""

from pathlib import Path

from rolecheck.bank.items import Bank
from rolecheck.cli.team_inputs import measure_takes, read_team_inputs
from rolecheck.measure.reading_time import longest_reading
from rolecheck.output.html import html_text
from rolecheck.report.team import Sort
from rolecheck.report.team.members import Settings, gather
from rolecheck.report.team.report import team_page, team_report
from rolecheck.report.wording import minutes_words
from rolecheck.session.session import FORM_NAMES, Form


def team_html(folder: Path, bank: Bank) -> str:
    """Return the page `rolecheck team FOLDER --output page.html` writes."""
    inputs = read_team_inputs([str(folder)], bank)
    takes, source = measure_takes(((one, False) for one in inputs.handed), bank)
    report = team_report(gather(bank, takes, Settings()), source, Sort.LINE, None)
    return html_text(team_page(report))


def length_of(bank: Bank, form: Form) -> str:
    """Return how long a form takes at its longest, in a few words."""
    longest = longest_reading(bank, form)
    return f"{FORM_NAMES[form]}，最多 {longest.items} 题，{minutes_words(longest.minutes)}"
