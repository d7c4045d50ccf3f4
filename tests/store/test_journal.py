"""A journal replayed is the session as it was, however it was left; what cannot be replayed is never deleted."""

import json
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, StoreError
from rolecheck.session.session import Back, Form, Response, Session
from rolecheck.session.step import ItemMove
from rolecheck.store.journal import Journal, journals, new_journal
from rolecheck.store.records import MOST_RESPONSES
from rolecheck.store.walks import OtherBankError, replay
from tests.builders import shipped

BANK = shipped()
STARTED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
GOLDEN = Path(__file__).parents[1] / "golden"
FRESH = Session(Form.STANDARD, 7, "project-manager", "王小明", None)


def response(number: int, letters: str = "B") -> Response:
    return Response(BANK.items[number].id, letters[0], letters[1:] or None, 3.5)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return new_journal(tmp_path / "sessions", FRESH, BANK, STARTED)


@pytest.fixture
def edit(journal: Journal) -> Callable[..., Path]:
    """Return a function that keeps two responses, then changes fields of the header or of the last line."""

    def write(header: dict[str, Any] | None = None, last: dict[str, Any] | None = None) -> Path:
        journal.keep(response(0))
        journal.keep(response(1))
        lines = [json.loads(line) for line in journal.path.read_text(encoding="utf-8").splitlines()]
        lines[0] |= header or {}
        lines[-1] |= last or {}
        journal.path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return journal.path

    return write


@st.composite
def moves(draw: st.DrawFn) -> list[ItemMove]:
    """Draw moves as a respondent makes them: an item is answered once, or again after going back."""
    session, made = FRESH, list[ItemMove]()
    for _ in range(draw(st.integers(1, 12))):
        goes_back = draw(st.booleans())
        if goes_back and session.responses:
            move: ItemMove = Back.BACK
        else:
            answered = {kept.item for kept in session.responses}
            item = draw(st.sampled_from([item for item in BANK.items if item.id not in answered]))
            letters = draw(st.permutations(item.letters))
            seconds = draw(st.none() | st.floats(0, 9999))
            move = Response(item.id, letters[0], draw(st.sampled_from([None, letters[1]])), seconds)
        made.append(move)
        session = session.move(move)
    return made


_text = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_circumstances = st.builds(
    Session,
    form=st.sampled_from(Form),
    seed=st.integers(-(2**40), 2**64),
    title=st.sampled_from([None, *(role.id for role in BANK.roles.roles)]),
    respondent=_text,
    subject=_text,
    until=st.none() | st.integers(1, MOST_RESPONSES),
)


def as_shown(name: str | None) -> str | None:
    """Return a name as it is read back: without what nobody can see."""
    return None if name is None else harmless(name, MOST_NAME) or None


def kept(folder: Path, session: Session, made: list[ItemMove]) -> Journal:
    """Return the journal of a session in which these moves were made, in place of one already there."""
    journal = new_journal(folder, session, BANK, STARTED)
    journal.close()
    for move in made:
        journal.keep(move)
    return journal


def test_nothing_is_on_disk_before_the_first_response(journal: Journal) -> None:
    assert not journal.path.parent.exists()


def test_each_response_is_on_disk_as_soon_as_it_is_kept(journal: Journal) -> None:
    for number in range(3):
        journal.keep(response(number))
        assert replay(journal.path, BANK).session.responses == tuple(response(each) for each in range(number + 1))


@settings(max_examples=60)
@given(made=moves())
def test_replaying_gives_the_session_back_with_the_shelf(tmp_path: Path, made: list[ItemMove]) -> None:
    session = FRESH
    for move in made:
        session = session.move(move)

    assert replay(kept(tmp_path, FRESH, made).path, BANK).session == session


@settings(max_examples=60)
@given(session=_circumstances)
def test_replaying_gives_any_circumstances_back(tmp_path: Path, session: Session) -> None:
    journal = kept(tmp_path, session, [response(0)])

    shown = replace(session, respondent=as_shown(session.respondent), subject=as_shown(session.subject))
    assert replay(journal.path, BANK).session == shown.answer(response(0))
    journal.close()


@pytest.mark.parametrize("name", ["王\u2028明", "王\x85明"])
def test_a_name_with_a_line_separator_is_replayed_too(tmp_path: Path, name: str) -> None:
    journal = kept(tmp_path, replace(FRESH, respondent=name), [response(0)])

    assert replay(journal.path, BANK).session.respondent == as_shown(name)


def test_a_last_line_torn_by_a_crash_is_left_out(journal: Journal) -> None:
    journal.keep(response(0))
    journal.keep(response(1))
    whole = journal.path.read_bytes()
    start = whole[:-1].rindex(b"\n") + 1

    for end in range(start, len(whole) - 1):
        journal.path.write_bytes(whole[:end])
        assert replay(journal.path, BANK).session.responses == (response(0),)


@pytest.mark.parametrize("cut", [1, 5])
def test_after_a_crash_one_can_go_on_and_nothing_more_is_lost(journal: Journal, cut: int) -> None:
    journal.keep(response(0))
    journal.keep(response(1))
    journal.release()
    journal.path.write_bytes(journal.path.read_bytes()[:-cut])

    resumed = replay(journal.path, BANK)
    session = resumed.session
    for number in (2, 3):
        session = session.answer(response(number))
        resumed.journal.keep(response(number))

    assert replay(journal.path, BANK).session == session


def test_a_line_broken_in_the_middle_is_no_journal(journal: Journal) -> None:
    for number in range(3):
        journal.keep(response(number))
    lines = journal.path.read_text(encoding="utf-8").splitlines()
    journal.path.write_text("\n".join([*lines[:2], lines[2][:9], lines[3], ""]), encoding="utf-8")

    with pytest.raises(BadInputError, match="残缺"):
        replay(journal.path, BANK)


def test_another_content_of_the_bank_is_told(journal: Journal) -> None:
    journal.keep(response(0))

    with pytest.raises(BadInputError, match="另一版题库"):
        replay(journal.path, replace(BANK, digest="0" * 12))


@pytest.mark.parametrize(
    "content", ["", "{}\n", "[]\n", "hello\n", '{"schema": "rolecheck.journal/9"}\n', "[" * 100_000]
)
def test_a_file_that_is_no_journal_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.jsonl").write_text(content, encoding="utf-8")

    with pytest.raises(BadInputError):
        replay(tmp_path / "a.jsonl", BANK)


@pytest.mark.parametrize(
    "last",
    [
        {"choice": "Z"},
        {"choice": "BB"},
        {"choice": "b"},
        {"choice": ""},
        {"choice": "ABC"},
        {"choice": 1},
        {"choice": None},
        {"item": "nobody"},
        {"item": BANK.items[0].id},
        {"item": ["x"]},
        {"seconds": -1},
        {"seconds": "3"},
        {"seconds": True},
    ],
    ids=str,
)
def test_a_response_the_bank_does_not_know_is_told(edit: Callable[..., Path], last: dict[str, Any]) -> None:
    path = edit(last=last)

    with pytest.raises(BadInputError):
        replay(path, BANK)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "nobody"},
        {"title": 3},
        {"form": "short"},
        {"seed": "7"},
        {"seed": True},
        {"seed": 1.5},
        {"respondent": ["x"]},
        {"responses": {}},
        {"responses": [1]},
    ],
    ids=str,
)
def test_circumstances_the_bank_does_not_know_are_told(edit: Callable[..., Path], change: dict[str, Any]) -> None:
    whole = {"form": "standard", "seed": 7, "title": None, "respondent": None, "subject": None, "responses": []}

    with pytest.raises(BadInputError):
        replay(edit(header={"session": whole | change}), BANK)


_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([BANK.items[0].id, "A", "BD", "back"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["item", "choice", "seconds", "session", "form", "seed"]), inner, max_size=4)
    ),
    max_leaves=8,
)
_journal_like = st.builds(
    lambda session, lines: "\n".join(
        json.dumps(line)
        for line in [{"schema": "rolecheck.journal/1", "bank": BANK.digest, "session": session}, *lines]
    ).encode(),
    st.just({"form": "quick", "seed": 1}) | _value,
    st.lists(_value | st.just("back"), max_size=4),
)


@given(content=st.binary(max_size=200) | _journal_like)
def test_no_bytes_whatever_raise_anything_but_bad_input(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)

    with suppress(BadInputError):
        assert replay(path, BANK).session.form in Form
    # Nothing is taken away but a torn end, nothing added but the end of a line.
    assert content.startswith(path.read_bytes().rstrip(b"\n"))


def test_a_journal_set_aside_is_kept_whole_and_not_offered_again(journal: Journal) -> None:
    journal.keep(response(0))
    content = journal.path.read_bytes()

    aside = journal.set_aside()

    assert aside.read_bytes() == content
    assert journals(journal.path.parent)[0] == []


def test_a_closed_journal_is_gone_and_closing_twice_is_no_harm(journal: Journal) -> None:
    journal.keep(response(0))

    journal.close()
    journal.close()

    assert not journal.path.exists()


def test_journals_are_listed_latest_first_and_a_missing_folder_has_none(tmp_path: Path) -> None:
    for seed, touched in ((1, 100), (2, 300), (3, 200)):
        path = kept(tmp_path, replace(FRESH, seed=seed), [response(0)]).path
        os.utime(path, (touched, touched))

    assert [replay(path, BANK).session.seed for path in journals(tmp_path)[0]] == [2, 3, 1]
    assert journals(tmp_path / "none") == ([], [])


def test_a_full_disk_is_a_store_error_and_what_was_kept_stays(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    journal.keep(response(0))
    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(StoreError):
        journal.keep(response(1))
    monkeypatch.undo()

    assert response(0) in replay(journal.path, BANK).session.responses


def test_the_bank_is_not_needed_to_know_one_journal_from_another(tmp_path: Path) -> None:
    bank: Bank = BANK
    paths = {new_journal(tmp_path, replace(FRESH, seed=seed), bank, STARTED).path for seed in range(20)}

    assert len(paths) == 20


def test_a_torn_line_stays_in_the_file_and_is_told(journal: Journal) -> None:
    journal.keep(response(0))
    journal.keep(response(1))
    journal.release()
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-9])

    resumed = replay(journal.path, BANK)
    resumed.journal.keep(response(2))

    assert resumed.journal.torn
    assert journal.path.read_bytes().startswith(whole[:-9] + b'\n"torn"\n')
    again = replay(journal.path, BANK)
    assert again.session.responses == (response(0), response(2))
    assert not again.journal.torn


def test_a_journal_torn_again_and_again_keeps_every_whole_line(journal: Journal) -> None:
    journal.keep(response(0))
    journal.release()
    for number in range(1, 6):
        with journal.path.open("ab") as stream:
            stream.write(b'{"item": "')
        resumed = replay(journal.path, BANK)
        resumed.journal.keep(response(number))
        resumed.journal.release()

    assert replay(journal.path, BANK).session.responses == tuple(response(number) for number in range(6))


def test_a_whole_last_line_that_lacks_its_end_counts(journal: Journal) -> None:
    journal.keep(response(0))
    journal.release()
    journal.path.write_bytes(journal.path.read_bytes().rstrip(b"\n"))

    resumed = replay(journal.path, BANK)
    resumed.journal.keep(response(1))

    assert not resumed.journal.torn
    assert replay(journal.path, BANK).session.responses == (response(0), response(1))


def test_only_one_run_holds_a_journal(journal: Journal) -> None:
    journal.keep(response(0))
    other = replay(journal.path, BANK).journal

    assert not other.hold()
    with pytest.raises(StoreError, match="另一个窗口"):
        other.keep(response(1))

    journal.release()
    assert other.hold()
    assert not Journal(journal.path).hold()
    other.release()


def test_a_journal_finished_meanwhile_cannot_be_taken(journal: Journal) -> None:
    journal.keep(response(0))
    other = replay(journal.path, BANK).journal

    journal.close()

    assert not other.hold()


def test_two_sessions_begun_at_one_moment_with_one_seed_have_a_journal_each(tmp_path: Path) -> None:
    one, other = (new_journal(tmp_path, FRESH, BANK, STARTED) for _ in range(2))

    one.keep(response(0))
    other.keep(response(1))

    assert one.path != other.path
    assert [replay(each.path, BANK).session.responses for each in (one, other)] == [(response(0),), (response(1),)]


def test_a_journal_of_a_bank_elsewhere_is_of_another_bank_and_says_which(tmp_path: Path) -> None:
    other = replace(BANK, digest="0" * 12)
    mine = new_journal(tmp_path, FRESH, BANK, STARTED, "/my/bank")
    mine.keep(response(0))

    with pytest.raises(OtherBankError) as caught:
        replay(mine.path, other)
    assert caught.value.folder == "/my/bank"
    with pytest.raises(BadInputError, match="另一版题库"):
        replay(mine.path, other, "/my/bank")
    assert replay(mine.path, BANK).session.responses == (response(0),)


def test_setting_aside_never_writes_over_what_was_set_aside_before(tmp_path: Path) -> None:
    asides = []
    for number in range(3):
        path = tmp_path / "a.jsonl"
        path.write_text(str(number), encoding="utf-8")
        asides.append(Journal(path).set_aside())

    assert [aside.read_text(encoding="utf-8") for aside in asides] == ["0", "1", "2"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_journal_is_its_owners_alone(journal: Journal) -> None:
    journal.keep(response(0))

    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700


def test_a_first_response_the_disk_refuses_leaves_no_file(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(StoreError):
        journal.keep(response(0))
    assert journals(journal.path.parent)[0] == []


def test_a_journal_of_format_1_is_read_by_every_later_version() -> None:
    unfinished = replay(GOLDEN / "journal-1.jsonl", replace(BANK, digest="3c87e35378a5"))

    assert (unfinished.session.form, unfinished.session.seed) == (Form.QUICK, 5)
    assert unfinished.session.respondent == "王小明"
    assert [each.letters for each in unfinished.session.responses] == ["B", "CA", "D"]
    assert [each.seconds for each in unfinished.session.responses] == [12.5, None, 7]


def test_a_journal_that_may_be_read_and_not_written_is_refused_and_not_passed_over(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    journal.keep(response(0))
    journal.release()
    begun = replay(journal.path, BANK).journal
    monkeypatch.setattr(os, "open", refuse)

    assert begun.hold()
    with pytest.raises(StoreError, match="没有权限"):
        begun.keep(response(1))
