"""Acceptance checks on disk: private, replayed as they were left, never lost."""

import json
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.bank.shipped import shipped_folder
from rolecheck.errors import BadInputError
from rolecheck.session.acceptance import Reply
from rolecheck.session.walk import Back
from rolecheck.store.acceptances import (
    acceptance_record,
    move_record,
    new_acceptance_journal,
    replay_acceptance,
    save_acceptance,
)
from rolecheck.store.journal import Journal
from tests.store.nastiness import BYTES

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SPREAD = Reply("floor-contained", Answer.NO, "只连一台打印机")
SPREAD_RECORD = move_record(SPREAD)
PEAK = Reply("floor-recoverable", Answer.UNKNOWN)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(shipped_folder())


@pytest.fixture
def journal(tmp_path: Path, bank: Bank) -> Journal:
    return new_acceptance_journal(tmp_path, "理赔系统", bank, NOW)


def test_a_finished_check_is_private_and_a_second_one_does_not_replace_it(tmp_path: Path, bank: Bank) -> None:
    record = acceptance_record(bank, {"name": "甲"}, NOW)
    first, second = (save_acceptance(tmp_path / "acceptances", record, NOW) for _ in range(2))
    assert first != second
    kept = json.loads(first.read_text(encoding="utf-8"))
    assert (kept["schema"], kept["name"], kept["bank"]["digest"]) == ("rolecheck.acceptance/1", "甲", bank.digest)
    if sys.platform != "win32":
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
        assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700


def test_nothing_is_written_before_the_first_answer(journal: Journal) -> None:
    assert not journal.path.exists()


def test_moves_are_replayed_in_order(journal: Journal, bank: Bank) -> None:
    for move in (SPREAD, PEAK, Back.BACK):
        journal.append(move_record(move))
    begun = replay_acceptance(journal.path, bank)
    assert begun.session.name == "理赔系统"
    assert begun.session.replies == (SPREAD,)
    assert begun.session.shelf == (PEAK,)


@pytest.mark.parametrize(
    "torn", ['{"check": "floor-pe', '{"check": "floor-recoverable", "answer": "no", "note": "\\u591', "{"]
)
def test_a_line_torn_by_a_crash_costs_only_itself_and_the_next_one_is_whole(
    journal: Journal, bank: Bank, torn: str
) -> None:
    journal.append(move_record(SPREAD))
    journal.release()
    with journal.path.open("a", encoding="utf-8") as stream:
        stream.write(torn)
    begun = replay_acceptance(journal.path, bank)
    assert begun.session.replies == (SPREAD,)
    assert begun.journal.torn
    begun.journal.append(move_record(PEAK))
    assert torn in journal.path.read_text(encoding="utf-8")
    assert replay_acceptance(journal.path, bank).session.replies == (SPREAD, PEAK)


def test_a_whole_last_line_without_its_end_is_kept_and_the_next_one_stands_apart(journal: Journal, bank: Bank) -> None:
    journal.append(move_record(SPREAD))
    journal.release()
    journal.path.write_text(journal.path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    replay_acceptance(journal.path, bank).journal.append(move_record(PEAK))
    assert replay_acceptance(journal.path, bank).session.replies == (SPREAD, PEAK)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda text: text.replace("acceptance-journal/1", "journal/1"), "不是"),
        (lambda text: text.replace('"bank": "', '"bank": "x'), "另一版题库"),
        (lambda text: text.replace("floor-contained", "roof"), "哪个问题"),
        (lambda text: text.replace('"no"', '"never"'), "哪个问题"),
        (lambda text: text.replace('{"check"', '{check"', 1), "残缺"),
        (lambda text: text + text.splitlines()[1] + "\n", "残缺"),
        (lambda _: "", "不是"),
    ],
)
def test_what_cannot_be_replayed_is_told(journal: Journal, bank: Bank, change: Callable[[str], str], word: str) -> None:
    journal.append(move_record(SPREAD))
    journal.append(move_record(PEAK))
    journal.path.write_text(change(journal.path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(BadInputError, match=word):
        replay_acceptance(journal.path, bank)


@pytest.mark.parametrize(
    "move",
    [
        None,
        7,
        [],
        {"check": [], "answer": "no"},
        {"check": {}, "answer": "no"},
        {"check": "floor-contained", "answer": ["no"]},
        {"check": "\x1b[31m", "answer": "no"},
        {"check": "floor-contained"},
    ],
    ids=str,
)
def test_a_move_that_is_none_is_told(journal: Journal, bank: Bank, move: object) -> None:
    journal.append(SPREAD_RECORD if move is None else move)
    journal.append(move)

    with pytest.raises(BadInputError) as caught:
        replay_acceptance(journal.path, bank)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("content", BYTES.values(), ids=BYTES.keys())
def test_a_file_that_is_no_journal_is_told(tmp_path: Path, bank: Bank, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadInputError):
        replay_acceptance(path, bank)
