"""A journal that another program deletes, replaces or changes while it is written is noticed, and nothing is lost."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rolecheck.cli.asking import OpenRun
from rolecheck.errors import StoreError
from rolecheck.session.session import Form, Response, Session
from rolecheck.store.journal import Journal, journals, new_journal
from rolecheck.store.walks import replay
from tests.builders import shipped

BANK = shipped()
ITEMS = [item.id for item in BANK.items[:4]]
WHEN = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Return a journal of two responses that is being written."""
    journal = new_journal(tmp_path / "sessions", Session(Form.QUICK, 7), BANK, WHEN)
    for item in ITEMS[:2]:
        journal.keep(Response(item, "A"))
    return journal


def deleted(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    other = path.with_name("older")
    other.write_text("an older copy\n")
    other.replace(path)


def with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def changed_in_place(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


WAYS = [deleted, replaced, with_its_folder, changed_in_place]


@pytest.mark.parametrize("take_away", WAYS)
def test_the_next_answer_notices_and_says_where_everything_is(
    journal: Journal, take_away: Callable[[Path], None]
) -> None:
    before = journal.path
    take_away(before)

    with pytest.raises(StoreError) as caught:
        journal.keep(Response(ITEMS[2], "B"))

    said = f"{caught.value}\n{OpenRun('rolecheck quiz', journal=journal).what_is_kept()}"
    assert before.name in said
    assert str(journal.path) in said
    assert "已经答的都存好了" not in said
    journal.release()
    again = replay(journal.path, BANK).session
    assert [response.item for response in again.responses] == ITEMS[:3]
    assert journal.path in journals(before.parent)[0]


@pytest.mark.parametrize("take_away", WAYS)
def test_leaving_notices_it_as_well(journal: Journal, take_away: Callable[[Path], None]) -> None:
    before = journal.path
    take_away(before)

    said = OpenRun("rolecheck quiz", journal=journal).what_is_kept()

    assert "已经答的都存好了" not in said
    assert str(journal.path) in said
    journal.release()
    assert len(replay(journal.path, BANK).session.responses) == 2


def test_what_another_program_put_there_stays_as_it_is(journal: Journal) -> None:
    before = journal.path
    replaced(before)
    with pytest.raises(StoreError):
        journal.keep(Response(ITEMS[2], "B"))
    journal.close()

    assert before.read_text() == "an older copy\n"


def test_where_nothing_can_be_written_any_more_it_is_not_said_to_be_kept(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted(journal.path)

    def full(*_: object) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StoreError, match="没有留住"):
        journal.keep(Response(ITEMS[2], "B"))
    said = OpenRun("rolecheck quiz", journal=journal).what_is_kept()

    assert "已经答的都存好了" not in said
    assert "没有留住" in said


def test_undisturbed_it_says_that_everything_is_kept(journal: Journal) -> None:
    assert "已经答的都存好了" in OpenRun("rolecheck quiz", journal=journal).what_is_kept()
