"""Names come from strangers: they may not redraw the terminal, be read as markup or push everything else away."""

import json
from pathlib import Path

import pytest

from rolecheck.typesetting import width
from tests.builders import shipped
from tests.cli.banks import by_line, write_sheet
from tests.cli.conftest import Rolecheck

NAMES = {
    "escape sequence": "\x1b[31m红\x1b[0m\x1b]0;title\x07",
    "C1 control": "红\x9b31m",
    "markup": "[bold]粗[/bold][/]",
    "bidi": "\u202e倒\u2066着",
    "invisible": "王\u200b小\u200d明",
    "line breaks": "王\r\n小\u2028明\x0b",
    "long": "长" * 10_000,
    "private use": "\ue000王",
    "braces": "{line} {0.__class__}",
}
HARMFUL = {"\x1b", "\x07", "\x9b", "\x0b", "\r", *map(chr, range(0x200B, 0x2010)), *map(chr, range(0x2028, 0x202F))}
HARMFUL |= set(map(chr, range(0x2066, 0x206A)))

hostile = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())


def assert_harmless(text: str) -> None:
    assert set(text) & HARMFUL == set()
    assert [line for line in text.splitlines() if width(line) > 80] == []


@hostile
def test_in_a_report(rolecheck: Rolecheck, answers: Path, name: str) -> None:
    ran = rolecheck("quiz", "--form", "full", "--answers", answers, "--no-save", "--name", name, "--about", name)

    assert ran.code == 0
    assert_harmless(ran.out)


def test_markup_is_shown_as_it_is(rolecheck: Rolecheck, answers: Path) -> None:
    ran = rolecheck("quiz", "--answers", answers, "--no-save", "--name", NAMES["markup"], "--about", NAMES["markup"])

    assert ran.out.count(NAMES["markup"]) >= 2


@hostile
def test_in_a_question(rolecheck: Rolecheck, name: str) -> None:
    ran = rolecheck("quiz", "--plain", "--about", name, typed="")

    assert ran.code == 4
    assert set(ran.err) & HARMFUL == set()


@hostile
def test_in_a_score(rolecheck: Rolecheck, answers: Path, name: str) -> None:
    ran = rolecheck("quiz", "--form", "full", "--answers", answers, "--no-save", "--name", name, "--json")

    assert set(ran.out) & HARMFUL == set()
    assert len(json.loads(ran.out)["respondent"]) <= 61


@hostile
def test_in_a_sheet(rolecheck: Rolecheck, tmp_path: Path, name: str) -> None:
    cell = '"' + name.replace('"', '""') + '"'
    sheet = write_sheet(tmp_path / "s.csv", shipped(), {cell: by_line("delivery")})
    sheet.write_bytes(sheet.read_bytes())

    table, scores = rolecheck("score", sheet), rolecheck("score", sheet, "--json")

    assert (table.code, scores.code) == (0, 0)
    assert_harmless(table.out)
    assert set(scores.out) & HARMFUL == set()


@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(NAMES[kind], id=kind) for kind in ("markup", "private use", "braces")),
        *(
            pytest.param(NAMES[kind], id=kind)
            for kind in ("escape sequence", "C1 control", "bidi", "invisible", "line breaks", "long")
        ),
    ],
)
def test_in_a_result_somebody_sent(rolecheck: Rolecheck, answers: Path, home: Path, name: str) -> None:
    rolecheck("quiz", "--form", "full", "--answers", answers, "--name", "王小明", "--about", "老李")
    (path,) = (home / "results").iterdir()
    record = json.loads(path.read_text(encoding="utf-8"))
    record["session"] |= {"respondent": name, "subject": name}
    path.write_text(json.dumps(record), encoding="utf-8")

    page, score = rolecheck("report"), rolecheck("report", "--json")

    assert_harmless(page.out)
    assert page.out.count("\n") < 200
    assert set(score.out) & HARMFUL == set()


@hostile
def test_in_a_bank(rolecheck: Rolecheck, tmp_path: Path, name: str) -> None:
    for file in ("roles.yaml", "questions.yaml"):
        (tmp_path / file).write_text(f"format: 1\n{json.dumps(name)}: 1\n", encoding="utf-8")

    ran = rolecheck("roles", "--bank", tmp_path)

    assert ran.code == 3
    assert set(ran.err) & HARMFUL == set()


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("report"),
        "explain",
        "nonsense",
    ],
)
@pytest.mark.parametrize("name", [NAMES["escape sequence"], NAMES["bidi"]], ids=["escape sequence", "bidi"])
def test_on_the_command_line(rolecheck: Rolecheck, command: str, name: str) -> None:
    ran = rolecheck(name) if command == "nonsense" else rolecheck(command, name)

    assert ran.code == 2
    assert set(ran.err) & HARMFUL == set()
