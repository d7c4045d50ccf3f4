"""Acceptance checks and workshops on disk: private, replayed as they were left, never lost."""

import json
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.errors import BadInputError
from rolecheck.session.acceptance import Reply
from rolecheck.session.session import Back
from rolecheck.session.workshop import Go, Hands, RoomMove, Scene, Workshop
from rolecheck.store.journal import Journal
from rolecheck.store.results import acceptance_record, save_acceptance
from rolecheck.store.walks import (
    new_acceptance_journal,
    new_workshop_journal,
    replay_acceptance,
    replay_workshop,
    reply_record,
    room_move_record,
)
from tests.store.nastiness import BYTES
from tests.workshops import workshop_bank

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SPREAD = Reply("floor-contained", Answer.NO, "只连一台打印机")
SPREAD_RECORD = reply_record(SPREAD)
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
        journal.append(reply_record(move))
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
    journal.append(reply_record(SPREAD))
    journal.release()
    with journal.path.open("a", encoding="utf-8") as stream:
        stream.write(torn)
    begun = replay_acceptance(journal.path, bank)
    assert begun.session.replies == (SPREAD,)
    assert begun.journal.torn
    begun.journal.append(reply_record(PEAK))
    assert torn in journal.path.read_text(encoding="utf-8")
    assert replay_acceptance(journal.path, bank).session.replies == (SPREAD, PEAK)


def test_a_whole_last_line_without_its_end_is_kept_and_the_next_one_stands_apart(journal: Journal, bank: Bank) -> None:
    journal.append(reply_record(SPREAD))
    journal.release()
    journal.path.write_text(journal.path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    replay_acceptance(journal.path, bank).journal.append(reply_record(PEAK))
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
    journal.append(reply_record(SPREAD))
    journal.append(reply_record(PEAK))
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


BANK = workshop_bank()
GOLDEN = Path(__file__).parents[1] / "golden" / "workshop-journal-1.jsonl"
MOMENTS = ("begin-build-hand", "end-hand-keep")
STEPS: dict[str, RoomMove] = {"on": Go.ON, "skip": Go.SKIP, "back": Back.BACK}


def written(folder: Path, workshop: Workshop, moves: list[RoomMove]) -> Path:
    journal = new_workshop_journal(folder, workshop, BANK, NOW)
    for move in moves:
        journal.append(room_move_record(move))
    journal.release()
    return journal.path


def test_a_journal_of_the_first_version_goes_on_for_ever() -> None:
    workshop = replay_workshop(GOLDEN, BANK).workshop

    assert workshop == Workshop(
        moments=("begin-build-hand", "middle-hand-keep", "end-hand-keep"),
        seed=12,
        place=2,
        scene=Scene.HANDS,
        hands=(Hands("begin-build-hand", (4, 5, 2)),),
    )


@pytest.mark.parametrize("content", BYTES.values(), ids=BYTES.keys())
def test_whatever_lies_where_a_journal_should_be_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadInputError) as caught:
        replay_workshop(path, BANK)

    assert str(caught.value).startswith(f"{path}: ")
    assert path.read_bytes() == content


@given(st.lists(st.sampled_from(["on", "skip", "back"]), min_size=1, max_size=25), st.integers(0, 2**32))
def test_a_workshop_left_anywhere_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], seed: int
) -> None:
    workshop, moves = Workshop(MOMENTS, seed), list[RoomMove]()
    beginning = workshop
    for name in names:
        if workshop.ended:
            break
        move = STEPS[name]
        if workshop.scene is Scene.HANDS and move is Go.ON:
            move = Hands(workshop.moments[workshop.place], (4, 0, 7), seed % 3)
        if workshop.scene is Scene.RELAY and move is Go.SKIP:
            move = Go.ON
        workshop = workshop.move(move)
        moves.append(move)

    found = replay_workshop(written(tmp_path_factory.mktemp("open"), beginning, moves), BANK)

    assert found.workshop == workshop


@pytest.mark.parametrize(
    ("header", "move"),
    [
        ({"moments": []}, "on"),
        ({"moments": ["nothing-like-it"]}, "on"),
        ({"moments": [MOMENTS[0], MOMENTS[0]]}, "on"),
        ({"moments": 7}, "on"),
        ({"seed": "x"}, "on"),
        ({"seed": True}, "on"),
        ({}, "off"),
        ({}, {"item": MOMENTS[0]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, -3]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, 10**9]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, True]}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, 3], "none_fits": -1}),
        ({}, {"item": MOMENTS[0], "hands": [1, 2, 3], "none_fits": "2"}),
        ({}, {"item": MOMENTS[1], "hands": [1, 2, 3]}),
        ({}, {"item": {}, "hands": [1, 2, 3]}),
        ({}, ["on"]),
        ({}, None),
    ],
    ids=str,
)
def test_what_is_no_workshop_is_told(tmp_path: Path, header: dict[str, object], move: object) -> None:
    path = written(tmp_path, Workshop(MOMENTS, 1), [Go.ON])
    first, second = path.read_text(encoding="utf-8").splitlines()
    lines = [json.dumps({**json.loads(first), **header}), second, json.dumps(move)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    with pytest.raises(BadInputError) as caught:
        replay_workshop(path, BANK)

    assert "接不上" in str(caught.value)
