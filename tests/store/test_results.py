"""A result outlives the bank it was taken with: what is still asked counts, what is not is left out and said."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.errors import BadInputError, StoreError, UsageError
from rolecheck.session.session import Form, Response, Session
from rolecheck.store.inventory import find_result, result_paths
from rolecheck.store.results import kept_already, load_result, save_result
from tests.builders import shipped

BANK = shipped()
GOLDEN = Path(__file__).parents[1] / "golden"
TAKEN = datetime(2026, 11, 22, 9, 30, 5, tzinfo=UTC)
RESPONSES = tuple(Response(item.id, "B", "A", 2.5) for item in BANK.items[:3])
SESSION = Session(Form.STANDARD, 255, "project-manager", "王小明", "老李", RESPONSES)

Edit = Callable[..., Path]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return save_result(tmp_path, SESSION, BANK, {"schema": "rolecheck.score/1"}, TAKEN)


@pytest.fixture
def edit(saved: Path) -> Edit:
    """Return a function that changes fields of a saved result, or of its session, and returns its path."""

    def write(session: dict[str, Any] | None = None, **fields: object) -> Path:
        record = json.loads(saved.read_text(encoding="utf-8")) | fields
        record["session"] |= session or {}
        saved.write_text(json.dumps(record), encoding="utf-8")
        return saved

    return write


def test_a_result_loads_as_it_was_saved(saved: Path) -> None:
    result = load_result(saved, BANK)

    assert result.session == SESSION
    assert (result.taken, result.same_bank, result.dropped) == (TAKEN, True, 0)


def test_a_result_says_which_tool_and_bank_it_was_taken_with_and_holds_its_score(saved: Path) -> None:
    record = json.loads(saved.read_text(encoding="utf-8"))

    assert record["schema"] == "rolecheck.result/1"
    assert record["bank"] == {"version": BANK.version, "digest": BANK.digest}
    assert record["score"] == {"schema": "rolecheck.score/1"}
    assert record["tool"]


@settings(max_examples=40)
@given(data=st.data())
def test_any_session_survives_the_round_trip(tmp_path: Path, data: st.DataObject) -> None:
    items = data.draw(st.lists(st.sampled_from(BANK.items), unique=True, min_size=1, max_size=6))
    text = st.none() | st.text("王小明 Ab-9", min_size=1, max_size=20).map(str.strip).filter(bool)
    session = Session(
        form=data.draw(st.sampled_from(Form)),
        seed=data.draw(st.integers(-(2**40), 2**64)),
        title=data.draw(st.sampled_from([None, *(role.id for role in BANK.roles.roles)])),
        respondent=data.draw(text),
        subject=data.draw(text),
        responses=tuple(Response(item.id, item.letters[-1], data.draw(st.sampled_from([None, "A"]))) for item in items),
    )

    assert load_result(save_result(tmp_path, session, BANK, {}, TAKEN), BANK).session == session


def test_items_the_bank_no_longer_has_are_dropped_and_counted(edit: Edit) -> None:
    gone = {"item": "retired-item", "choice": "A", "seconds": None}
    other = {"item": RESPONSES[0].item, "choice": "H", "seconds": None}
    mine = {"item": RESPONSES[1].item, "choice": "C", "seconds": None}

    result = load_result(edit(session={"responses": [gone, other, mine]}), BANK)

    assert result.session.responses == (Response(RESPONSES[1].item, "C"),)
    assert result.dropped == 2


def test_a_title_the_bank_no_longer_has_is_dropped(edit: Edit) -> None:
    assert load_result(edit(session={"title": "scrum-master"}), BANK).session.title is None


def test_another_content_of_the_bank_is_noticed(saved: Path) -> None:
    assert not load_result(saved, replace(BANK, digest="0" * 12)).same_bank


@pytest.mark.parametrize("bank", [None, "x", [], {}])
def test_a_result_that_does_not_name_its_bank_is_of_another(edit: Edit, bank: object) -> None:
    assert not load_result(edit(bank=bank), BANK).same_bank


def test_a_result_of_another_bank_altogether_is_told_with_the_way_out(edit: Edit) -> None:
    strange = [{"item": "finish-leak", "choice": "A", "seconds": None}]

    with pytest.raises(BadInputError, match="--bank"):
        load_result(edit(session={"responses": strange}), BANK)


def test_a_newer_schema_asks_for_an_upgrade(edit: Edit) -> None:
    with pytest.raises(BadInputError, match="升级"):
        load_result(edit(schema="rolecheck.result/2"), BANK)


@pytest.mark.parametrize(
    "fields",
    [
        {"schema": "rolecheck.score/1"},
        {"schema": None},
        {"schema": 1},
        {"session": {"responses": []}},
        {"session": {"responses": [{"item": RESPONSES[0].item, "choice": "AA"}]}},
        {"session": {"responses": [{"item": RESPONSES[0].item, "choice": "A"}] * 2}},
        {"session": {"form": "short"}},
        {"session": {"seed": None}},
        {"session": {"respondent": 5}},
        {"taken": "yesterday"},
        {"taken": None},
    ],
    ids=str,
)
def test_a_result_with_a_broken_field_is_told(edit: Edit, fields: dict[str, Any]) -> None:
    path = edit(**fields)

    with pytest.raises(BadInputError):
        load_result(path, BANK)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"schema": "rolecheck.result/1"}', b"[" * 10**5]
)
def test_a_file_that_is_no_result_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)

    with pytest.raises(BadInputError):
        load_result(tmp_path / "a.json", BANK)


_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
_response_like = st.fixed_dictionaries(
    {"item": st.sampled_from([*BANK.by_id]) | _value, "choice": st.sampled_from(["A", "BD", "B1"]) | _value},
    optional={"seconds": _value},
)
_session_like = st.fixed_dictionaries(
    {
        "form": st.sampled_from([*Form]),
        "seed": st.integers() | _value,
        "responses": st.lists(_response_like, max_size=3),
    },
    optional={"title": _value, "respondent": _value, "subject": _value},
)
_result_like = st.fixed_dictionaries(
    {"schema": st.just("rolecheck.result/1"), "session": _session_like | _value},
    optional={"taken": st.just("2026-11-22T09:30:05") | _value, "bank": _value, "score": _value},
).map(lambda record: json.dumps(record).encode())


@given(content=st.binary(max_size=200) | _result_like)
def test_no_bytes_whatever_raise_anything_but_bad_input(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)

    with suppress(BadInputError):
        assert load_result(path, BANK).session.responses


def test_without_a_name_the_latest_is_found(tmp_path: Path) -> None:
    for day in (3, 21, 12):
        save_result(tmp_path, SESSION, BANK, {}, TAKEN.replace(day=day))

    assert find_result(tmp_path, None).name.startswith("20261121")


def test_a_result_is_found_by_its_path_its_name_or_its_name_without_the_ending(saved: Path) -> None:
    for name in (str(saved), saved.name, saved.stem):
        assert find_result(saved.parent, name).samefile(saved)


@pytest.mark.parametrize("name", ["none", "..", "", "x\0y"])
def test_a_name_nothing_is_called_by_is_a_usage_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        find_result(tmp_path, name)


def test_a_name_too_long_for_the_disk_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        find_result(tmp_path, "a" * 10_000)


def test_an_empty_or_missing_folder_says_how_to_get_a_result(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError, match="还没有结果") as raised:
            find_result(folder, None)
        assert "rolecheck quiz" in raised.value.hint


def test_two_results_of_one_second_are_both_kept(tmp_path: Path) -> None:
    one = save_result(tmp_path, SESSION, BANK, {}, TAKEN)
    other = save_result(tmp_path, replace(SESSION, respondent="别人"), BANK, {}, TAKEN)

    assert [load_result(path, BANK).session.respondent for path in (one, other)] == ["王小明", "别人"]


def test_a_disk_that_refuses_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")

    with pytest.raises(StoreError):
        save_result(tmp_path / "home", SESSION, BANK, {}, TAKEN)


def test_a_result_of_format_1_is_read_by_every_later_version() -> None:
    result = load_result(GOLDEN / "result-1.json", BANK)

    session = result.session
    assert (session.form, session.seed, session.title) == (Form.QUICK, 5, "project-manager")
    assert (session.respondent, session.subject) == ("王小明", "老李")
    assert [(each.letters, each.seconds) for each in session.responses] == [("B", 12.5), ("CA", None), ("D", 7)]
    assert result.taken == datetime(2026, 11, 22, 1, 30, 5, tzinfo=UTC)
    assert result.dropped == 0


def test_a_result_is_found_by_its_number_the_earliest_first(tmp_path: Path) -> None:
    paths = [save_result(tmp_path, SESSION, BANK, {}, TAKEN.replace(day=day)) for day in (3, 12, 21)]

    assert [find_result(tmp_path, number) for number in ("1", "2", "3")] == paths
    with pytest.raises(UsageError):
        find_result(tmp_path, "4")


@given(
    moments=st.lists(
        st.tuples(st.integers(0, 10**8), st.integers(-12 * 60, 14 * 60)),
        min_size=2,
        max_size=6,
        unique_by=lambda m: m[0],
    )
)
@settings(max_examples=25)
def test_results_stand_in_the_order_of_their_instants_whatever_the_clock_of_each_said(
    tmp_path_factory: pytest.TempPathFactory, moments: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    paths = {}
    for instant, offset in moments:
        zone = timezone(timedelta(minutes=offset))
        taken = datetime.fromtimestamp(1_700_000_000 + instant, zone)
        paths[instant] = save_result(folder, SESSION, BANK, {}, taken)

    assert result_paths(folder) == [paths[instant] for instant in sorted(paths)]
    assert find_result(folder, None) == paths[max(paths)]


def test_the_very_session_is_found_again_and_no_other(saved: Path) -> None:
    assert kept_already(saved.parent, SESSION) == saved
    assert kept_already(saved.parent, replace(SESSION, shelf=(Response(BANK.items[5].id, "A"),))) == saved
    assert kept_already(saved.parent, replace(SESSION, responses=RESPONSES[:2])) is None
    assert kept_already(saved.parent, replace(SESSION, seed=254)) is None
    assert kept_already(saved.parent / "none", SESSION) is None


def test_runs_that_keep_at_one_moment_under_one_name_keep_all(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        sessions = [replace(SESSION, respondent=str(number)) for number in range(24)]
        paths = list(pool.map(lambda each: save_result(tmp_path, each, BANK, {}, TAKEN), sessions))

    assert [load_result(path, BANK).session.respondent for path in paths] == [str(number) for number in range(24)]
    assert len(list(tmp_path.iterdir())) == 24
