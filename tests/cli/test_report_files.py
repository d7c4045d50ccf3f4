"""`rolecheck report` as files, card and code: the same figures everywhere, and nothing but text from names."""

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from rolecheck.typesetting import percent
from tests.builders import shipped
from tests.cli.banks import by_line, write_answers
from tests.cli.conftest import Rolecheck
from tests.cli.test_hostile_names import HARMFUL, NAMES

BANK = shipped()
SHORT = {line.short: line.id for line in BANK.roles.lines}
SVG = "{http://www.w3.org/2000/svg}"
SHARE = r"(<1 %|>99 %|\d+ %)"
RANGE = r"(\d+ – \d+)"
ENDINGS = (".html", ".md", ".json", ".svg")

Figures = dict[str, tuple[str, str]]
"""Share and interval of each line as they are written."""

hostile = pytest.mark.parametrize("name", [*NAMES.values(), "<script>alert(1)</script>", '"><img src=x>'])


class Page(HTMLParser):
    """A web page's tags, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style" and data.strip():
            self.texts.append(data.strip())


@pytest.fixture
def taken(rolecheck: Rolecheck, answers: Path) -> Rolecheck:
    """Return the command, with a result kept that has every part of a report."""
    ran = rolecheck("quiz", "--answers", answers, "--name", "王小明", "--seed", 7)
    assert ran.code == 0
    return rolecheck


def written(command: Rolecheck, folder: Path, ending: str, *arguments: str) -> str:
    path = folder / f"报告{ending}"
    ran = command("report", *arguments, "--output", path)
    assert (ran.code, ran.out) == (0, "")
    assert f"写好了：{path}" in ran.err
    return path.read_text(encoding="utf-8")


def in_terminal(text: str) -> Figures:
    rows = re.findall(rf"^ +(\S\S)  \S+ +(?:[█▏▎▍▌▋▊▉]+ +)?{SHARE} +{RANGE}$", text, re.MULTILINE)
    return {label: (share, ends) for label, share, ends in rows}


def in_markdown(text: str) -> Figures:
    rows = re.findall(rf"^\| \*\*(\S\S) · \S+\*\* \| \\?{SHARE} \| {RANGE} \|$", text, re.MULTILINE)
    return {label: (share, ends) for label, share, ends in rows}


def in_words(told: str) -> Figures:
    rows = re.findall(rf"(\S\S) \S+：{SHARE}（{RANGE}）", told)
    return {label: (share, ends) for label, share, ends in rows}


def in_data(score: dict[str, Any]) -> Figures:
    figures = {short: score["shares"][line] for short, line in SHORT.items()}
    return {
        label: (percent(share["mean"]), f"{share['low'] * 100:.0f} – {share['high'] * 100:.0f}")
        for label, share in figures.items()
    }


def svg(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - written by the tool a moment ago


def test_the_same_figures_stand_everywhere(taken: Rolecheck, tmp_path: Path) -> None:
    terminal, plain = taken("report").out, taken("report", "--plain").out
    html, markdown, data, picture = (written(taken, tmp_path, ending) for ending in ENDINGS)
    told_on_page = [text for text in Page(html).texts if in_words(text)]
    score = json.loads(data)
    expected = in_data(score)

    assert len(expected) == len(SHORT)
    assert in_terminal(terminal) == in_terminal(plain) == in_markdown(markdown) == expected
    assert in_words(told_on_page[0]) == expected
    told = svg(picture).findtext(f"{SVG}desc")
    assert told is not None
    assert in_words(told) == expected
    assert json.loads(taken("report", "--json").out) == score
    back = score["stand_back"]
    for text in (terminal, markdown.replace("\\", ""), " ".join(Page(html).texts)):
        assert f"把握 {percent(score['confidence'])}" in text
        assert f"{percent(back['mean'])}（{back['low'] * 100:.0f} – {back['high'] * 100:.0f}）" in text


def test_faces_evidence_and_stages_are_the_same_in_every_file(taken: Rolecheck, tmp_path: Path) -> None:
    terminal = taken("report").out
    html, markdown = (written(taken, tmp_path, ending) for ending in (".html", ".md"))
    told = " ".join(Page(html).texts)
    effects = re.findall(r"^ +([×÷]\d+\.\d)  (\S\S) “", terminal, re.MULTILINE)
    faces = re.findall(r"^ +\S+ +(\S\S \d+ %（\d+ – \d+），把握 >?\d+ %)$", terminal, re.MULTILINE)
    stages = re.search(r"在哪个阶段先选了哪条线\n((?: {3}.+\n)+)", terminal)

    assert effects
    assert len(faces) == 3
    assert stages
    for effect, stage in effects:
        assert f"{effect} {stage} “" in told
        assert f"**{effect}**：{stage} “" in markdown
    for face in faces:
        assert face in told
        assert face in markdown.replace("\\", "")
    for stage in "".join(stages[1].split()).rstrip("。").split("；"):
        assert re.sub(r"(\d)", r" \1", stage) in told


def test_a_web_page_can_be_read_aloud_and_fetches_nothing(taken: Rolecheck, tmp_path: Path) -> None:
    html = written(taken, tmp_path, ".html")
    page = Page(html)
    pictures = [attributes for tag, attributes in zip(page.tags, page.attributes, strict=True) if tag == "svg"]
    ids = [attributes["id"] for attributes in page.attributes if "id" in attributes]

    assert page.tags.count("h1") == 1
    assert "h2" in page.tags
    assert len(pictures) == 2
    assert len(set(ids)) == len(ids) == 2 * len(pictures)
    for attributes in pictures:
        assert attributes["role"] == "img"
        assert set((attributes["aria-labelledby"] or "").split()) <= set(ids)
    assert not any(word in html for word in ("http:", "https:", "<script", "<link", "<img", "@import", "url("))


def test_a_picture_stands_alone(taken: Rolecheck, tmp_path: Path) -> None:
    text = written(taken, tmp_path, ".svg")
    picture = svg(text)

    assert picture.tag == f"{SVG}svg"
    assert picture.findtext(f"{SVG}title")
    assert "没有经过人群验证" in text
    assert text.count("http") == text.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert "王小明" not in text


def test_a_quiz_writes_its_report_after_everything_is_kept(
    rolecheck: Rolecheck, answers: Path, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "这次.html"
    ran = rolecheck("quiz", "--answers", answers, "--output", path)

    assert ran.code == 0
    assert "交付线" in ran.out
    assert "交付线" in path.read_text(encoding="utf-8")
    ran = rolecheck("quiz", "--answers", answers, "--output", tmp_path / "没有" / "a.md")
    assert ran.code == 1
    assert len(list((home / "results").iterdir())) == 2


@pytest.mark.parametrize("command", [("quiz",), ("report",)])
def test_a_file_of_no_known_kind_is_refused_before_anything_else(rolecheck: Rolecheck, command: tuple[str]) -> None:
    ran = rolecheck(*command, "--output", "报告.docx")

    assert ran.code == 2
    assert all(ending in ran.err for ending in ENDINGS)


@pytest.mark.parametrize("options", [("--json", "--code"), ("--card", "--code"), ("--json", "--card")])
def test_one_thing_is_printed_at_a_time(taken: Rolecheck, options: tuple[str, str]) -> None:
    ran = taken("report", *options)

    assert (ran.code, ran.out) == (2, "")
    assert all(option in ran.err for option in options)


def test_a_code_gives_the_figures_of_the_file_it_was_made_of(taken: Rolecheck, tmp_path: Path) -> None:
    ran = taken("report", "--code")
    code = ran.out.strip()
    kept, again = (json.loads(taken("report", *name, "--json").out) for name in ((), (code,)))

    assert ran.out == code + "\n"
    assert re.fullmatch("[2-9A-HJKMNP-Z]{20,64}", code)
    assert again == kept | {"respondent": None}
    assert taken("report", code).out == taken("report").out.replace("：王小明\n", "\n", 1)
    assert in_markdown(written(taken, tmp_path, ".md", code)) == in_markdown(written(taken, tmp_path, ".md"))
    assert taken("report", code, "--code").out == ran.out
    assert taken("report", code, "--card").out == taken("report", "--card").out


def test_a_mistyped_code_is_a_bad_input_that_says_where(taken: Rolecheck) -> None:
    code = taken("report", "--code").out.strip()
    wrong = code[:10] + ("2" if code[10] != "2" else "3") + code[11:]
    ran = taken("report", wrong)

    assert (ran.code, ran.out) == (3, "")
    assert "第 11 个" in ran.err


def test_a_session_too_long_for_a_code_offers_its_file(rolecheck: Rolecheck, home: Path, tmp_path: Path) -> None:
    both = write_answers(tmp_path / "两个.yaml", BANK, lambda item: item.letters[:-3:-1])
    rolecheck("quiz", "--form", "full", "--answers", both)
    (path,) = (home / "results").iterdir()
    ran = rolecheck("report", "--code")

    assert (ran.code, ran.out) == (2, "")
    assert "64" in ran.err
    assert str(path) in ran.err
    assert rolecheck("report", path).code == 0


@pytest.mark.parametrize("line", ["delivery", "none"])
def test_a_card_is_three_lines_without_a_name(rolecheck: Rolecheck, tmp_path: Path, line: str) -> None:
    file = write_answers(tmp_path / "a.yaml", BANK, by_line(line), "项目经理")
    rolecheck("quiz", "--form", "quick", "--answers", file, "--name", "王小明", "--about", "老李")
    ran = rolecheck("report", "--card")

    assert len(ran.out.splitlines()) == 3
    assert not any(name in ran.out for name in ("王小明", "老李"))
    assert "显示" in ran.out
    assert "没有经过人群验证" in ran.out
    assert "你是" not in ran.out


def test_a_card_says_when_nothing_can_be_told(rolecheck: Rolecheck, tmp_path: Path) -> None:
    letters = iter("ABCDE" * 100)
    file = write_answers(tmp_path / "a.yaml", BANK, lambda item: next(x for x in letters if x in item.letters))
    rolecheck("quiz", "--form", "quick", "--answers", file)
    card, verdict = rolecheck("report", "--card").out, json.loads(rolecheck("report", "--json").out)["verdict"]

    assert {"unclear": "分不出", "between": "两条线之间"}.get(verdict, "") in card
    assert "%" in card


@pytest.fixture(scope="module")
def harmless() -> dict[str, str]:
    """Return what the files of a harmless name hold, filled by the first test that needs them."""
    return {}


@hostile
def test_names_are_only_text_in_files(
    rolecheck: Rolecheck, answers: Path, tmp_path: Path, name: str, harmless: dict[str, str]
) -> None:
    html, markdown = tmp_path / "a.html", tmp_path / "a.md"
    options = ("--form", "quick", "--answers", answers)
    if not harmless:
        rolecheck("quiz", *options, "--name", "项目", "--about", "项目", "--output", html)
        rolecheck("report", "--output", markdown)
        harmless |= {path.suffix: path.read_text(encoding="utf-8") for path in (html, markdown)}
    assert rolecheck("quiz", *options, "--name", name, "--about", name, "--output", html).code == 0
    rolecheck("report", "--output", markdown)
    page, text = (path.read_text(encoding="utf-8") for path in (html, markdown))
    blocks = [[token.type for token in MarkdownIt("commonmark").parse(each)] for each in (text, harmless[".md"])]

    assert (set(page) | set(text)) & HARMFUL == set()
    assert Page(page).tags == Page(harmless[".html"]).tags
    assert blocks[0] == blocks[1]
    assert len(page) < len(harmless[".html"]) + 2_000


def test_no_name_is_in_what_is_given_away(rolecheck: Rolecheck, answers: Path, tmp_path: Path) -> None:
    seen = []
    for who in ("项目", NAMES["escape sequence"]):
        rolecheck("quiz", "--form", "quick", "--answers", answers, "--name", who, "--about", who)
        seen.append([written(rolecheck, tmp_path, ".svg"), *(rolecheck("report", o).out for o in ("--card", "--code"))])

    assert seen[0] == seen[1]
