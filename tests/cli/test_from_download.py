"""From what a tool gives to download to a page for everybody and the team's page: the two commands the docs show."""

import re
import shlex
from pathlib import Path
from random import Random

import pytest

from rolecheck.cli.report import LIST
from rolecheck.exchange.questionnaire import NAME, Questionnaire, column_name, questionnaire
from rolecheck.measure.forms import fixed_form
from rolecheck.session.session import Form
from tests.builders import shipped
from tests.cli.conftest import Rolecheck
from tests.exchange.forms.tools import TOOLS, Answered

NAMES = ("王小明", "李雷", "韩梅梅", "张伟", "刘洋", "陈静", "杨帆", "赵敏", "黄磊", "周洁", "吴迪", "徐丽")
DOWNLOADS = ("wjx by text", "wjx by number", "tencent", "google")
MONDAY = re.compile(r"^rolecheck ((?:form import|team|score) [^#\n]*)", re.MULTILINE)


@pytest.fixture(scope="module")
def exported() -> Questionnaire:
    """Return the form that `rolecheck form export` writes, whatever it is written for."""
    return questionnaire(shipped(), fixed_form(shipped(), Form.QUICK, 0), second=True)


@pytest.fixture(scope="module")
def answered(exported: Questionnaire) -> list[Answered]:
    dice = Random(12)
    asked = [question for question in exported.questions if question.about != NAME]
    return [Answered(name, {column_name(one): dice.choice(one.choices).value for one in asked}) for name in NAMES]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the empty folder everything is typed in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(command: str) -> list[str]:
    """Return what the docs show of this command for a lead's Monday, as words."""
    page = (Path(__file__).parents[2] / "docs" / "team.md").read_text(encoding="utf-8")
    monday = page[page.index("## 带队的人") :]
    (line,) = [line for line in MONDAY.findall(monday[: monday.index("\n## ")]) if line.startswith(command)]
    return shlex.split(line)


def titles(folder: Path) -> list[str]:
    """Return what the pages of a folder say they are, the list left out."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.name != LIST]
    return [page[page.index("<title>") + 7 : page.index("</title>")] for page in pages]


@pytest.mark.parametrize("tool", DOWNLOADS)
def test_two_commands_make_twelve_pages_and_the_teams_page_of_a_download(
    rolecheck: Rolecheck, here: Path, exported: Questionnaire, answered: list[Answered], tool: str
) -> None:
    (here / "下载的作答.csv").write_bytes(TOOLS[tool](exported, answered))

    first, second = rolecheck(*shown("form import")), rolecheck(*shown("team"))

    assert (first.code, second.code) == (0, 0)
    assert all(name in title for name, title in zip(NAMES, titles(here / "每人一页"), strict=True))
    assert f"写好了 {len(NAMES)} 个人的网页" in first.err
    team = (here / "团队.html").read_text(encoding="utf-8")
    assert all(name in team for name in NAMES)
    # Beside these there is the sheet, which the second command has read.
    assert {path.name for path in here.iterdir()} == {"下载的作答.csv", "答题表.csv", "每人一页", "团队.html"}


def test_scoring_the_sheet_writes_the_same_pages_but_for_the_day(
    rolecheck: Rolecheck, here: Path, exported: Questionnaire, answered: list[Answered]
) -> None:
    (here / "下载的作答.csv").write_bytes(TOOLS["google"](exported, answered))
    assert rolecheck(*shown("form import")).code == 0

    assert rolecheck("score", "答题表.csv", "--pages", "又一次").code == 0

    for page in (here / "又一次").iterdir():
        imported = (here / "每人一页" / page.name).read_text(encoding="utf-8").splitlines()
        told = page.read_text(encoding="utf-8").splitlines()
        assert [line for line in told if line not in imported] == []
        assert all("的作答" in line for line in imported if line not in told)


def test_what_does_not_fit_writes_nothing_and_ends_with_the_command_that_goes_on(
    rolecheck: Rolecheck, here: Path, exported: Questionnaire, answered: list[Answered]
) -> None:
    asked = next(question for question in exported.questions if question.choices)
    chosen = next(choice.text for choice in asked.choices if choice.value == answered[0].chosen[column_name(asked)])
    download = TOOLS["google"](exported, answered).decode()
    (here / "下载的作答.csv").write_text(download.replace(chosen, "说不好，看情况吧", 1), encoding="utf-8")

    ran = rolecheck(*shown("form import"))

    assert ran.code == 3
    assert not (here / "答题表.csv").exists()
    assert not (here / "每人一页").exists()
    *_, hint = ran.err.splitlines()
    assert hint == f"提示：运行 rolecheck {shlex.join(shown('form import'))} --skip".replace("'", "")
    assert rolecheck(*shlex.split(hint.partition("运行 rolecheck ")[2])).code == 0
    assert len(titles(here / "每人一页")) == len(NAMES)
