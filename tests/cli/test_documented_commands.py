"""Every command the README and docs show can be typed as it stands: the parser knows its words and options."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from rolecheck.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(r"^rolecheck [^\n]*|(?<=`)rolecheck [^`\n]*(?=`)", re.MULTILINE)
NOT_TYPED = re.compile(r"--install-completion|…|\.\.\.|\[[a-z]+\]|这串码|/…")


def commands() -> list[str]:
    """Return every command line that a page shows, comments and pipes cut off."""
    found = [line for page in PAGES for line in SHOWN.findall(page.read_text(encoding="utf-8"))]
    lines = [re.split(r"\s+#\s|\s[|>]\s", line)[0].strip() for line in found]
    return sorted({line for line in lines if not NOT_TYPED.search(line)})


@pytest.mark.parametrize("line", commands())
def test_a_command_shown_on_a_page_is_one_the_tool_takes(line: str) -> None:
    command, (_, *words) = typer.main.get_command(app), shlex.split(line)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]  # type: ignore[attr-defined]

    # A name alone, in the middle of a sentence, is a name; words behind it are typed.
    if words:
        command.make_context("rolecheck", words)


def test_the_pages_show_commands() -> None:
    assert len(commands()) > 30
