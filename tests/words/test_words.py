"""Prose as data: an editor finds every sentence, every part is said somewhere, and nothing is read unsaid."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rolecheck.measure.quality import Flag
from rolecheck.words import entries, records, texts
from tools.sentences import ROOT, Sentence, sentences

EVERY = tuple(sentences())


def found(text: str) -> list[Sentence]:
    return [sentence for sentence in EVERY if text in sentence.text]


def line_of(sentence: Sentence) -> str:
    return (ROOT / sentence.path).read_text(encoding="utf-8").splitlines()[sentence.line - 1]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("先别夸齐心。问两句", "rolecheck/words/workshop.yaml"),
        ("歇一下。责任的 {rest.answered} 题答完了。", "rolecheck/report/"),
        ("收卷的人留着，别和问卷一起发", "rolecheck/exchange/"),
    ],
)
def test_a_sentence_is_found_where_it_stands_in_data_and_in_code(text: str, path: str) -> None:
    (sentence,) = found(text)

    assert sentence.path.startswith(path)
    assert text[:4] in line_of(sentence)


def test_a_text_in_several_pieces_is_one_sentence_and_a_docstring_none() -> None:
    (sentence,) = found("没有经过人群验证，不用于招聘、考核和定薪，也不给任何人排名次。")

    assert "先让各人看自己的那一份" in sentence.text
    assert found("Write a line as 交付线") == []


def test_items_and_templates_are_among_the_sentences() -> None:
    paths = {sentence.path for sentence in EVERY}

    assert {"data/questions.yaml", "data/roles.yaml"} <= paths
    assert any(path.startswith("rolecheck/output/templates/") for path in paths)


def test_every_file_of_prose_is_read_by_the_code_that_says_it_part_by_part() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "rolecheck").rglob("*.py"))
    for file in (ROOT / "rolecheck" / "words").glob("*.yaml"):
        parts = re.findall(r"^([a-z_]+):", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        lists = {"before", "clock", "otherwise", "remote", "after"} if file.stem == "workshop" else set()
        unread = [part for part in parts if part not in lists and f'("{file.stem}", "{part}")' not in code]
        assert unread == [], file.name


def test_texts_keep_the_order_of_their_file_and_are_known_by_what_they_are_about() -> None:
    assert set(texts("personal", "flags")) == set(Flag)
    assert list(texts("workshop", "parts")) == ["before", "clock", "otherwise", "remote", "after"]
    assert entries("workshop", "clock")[0]["when"].startswith("0 到 5 分")
    assert records("lab", "populations")["prior"]["name"] == "模型的人"


def test_nothing_is_read_before_a_word_is_said(tmp_path: Path) -> None:
    program = (
        "import sys, rolecheck.report.acceptance, rolecheck.report.personal.report, rolecheck.report.lab.report;"
        "sys.argv[1:] = ['explain', '交付经理']; from rolecheck.cli.main import run; code = run();"
        "import rolecheck.words; print(code, rolecheck.words._file.cache_info().misses)"
    )
    environment = {**os.environ, "ROLECHECK_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True, timeout=120)

    assert ran.stdout.decode().splitlines()[-1] == "0 0"
