"""Whatever bytes come in, what comes out is answers or a sentence, and never anything else."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.errors import BadInputError, UsageError
from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_file, usable
from rolecheck.exchange.forms.import_report import report_on
from rolecheck.exchange.forms.times import read_seconds, read_time
from tests.exchange.forms.small_bank import BANK

GOLDEN = Path(__file__).with_name("golden")
FILES = {path.name: path.read_bytes() for path in sorted(GOLDEN.iterdir())}

FIELDS = st.sampled_from(["name", "launch-night", "x"])
CELLS = st.sampled_from(["hw3c", "q_sign_off", "姓名", "hw3c-2", "B", "（A）", "（Z）", "1┋2", "A→", "〖", "(跳过)"])
SPANS = [("86秒", 86), ("86", 86), ("3分20秒", 200), ("1小时2分3秒", 3723), ("00:03:20", 200), ("1,200", 1200)]

fuzzed = settings(max_examples=60)


def read(path: Path, content: bytes, options: ReadOptions | None = None) -> None:
    """Read a file of this content; whatever it is, nothing but a refusal may come out."""
    path.write_bytes(content)
    refusal = ""
    try:
        filled = read_answer_file(path, BANK, options or ReadOptions())
    except (BadInputError, UsageError) as error:
        refusal = str(error)
    if refusal:
        assert refusal.replace("\n", "").isprintable()
        return
    report = report_on(BANK, filled)
    assert all(text.isprintable() for text in (*report.notes, *report.problems))
    assert all(column.header.isprintable() for column in report.columns)
    with suppress(BadInputError):
        for person in usable(filled):
            assert person.responses
            assert person.respondent.isprintable()
            assert all(set(response.letters) <= set(BANK.by_id[response.item].letters) for response in person.responses)


@fuzzed
@given(content=st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    read(tmp_path / "x", content)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"[{", b"{", b"\xef\xbb\xbf", b"hw3c,\xd0\xd5\xc3\xfb\n"])
@given(content=st.binary(max_size=120))
@settings(fuzzed, max_examples=25)
def test_any_bytes_behind_the_beginning_of_something(tmp_path: Path, start: bytes, content: bytes) -> None:
    read(tmp_path / "x", start + content)


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(fuzzed, max_examples=25)
def test_golden_files_with_bytes_changed_cut_out_and_put_in(tmp_path: Path, name: str, data: st.DataObject) -> None:
    content = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 12))
        content[place : place + length] = data.draw(st.binary(max_size=12))
    read(tmp_path / "x", bytes(content))


@fuzzed
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                CELLS,
                st.text(max_size=12),
            ),
            max_size=6,
        ),
        max_size=6,
    )
)
def test_any_table_of_almost_sensible_cells(tmp_path: Path, rows: list[list[str]]) -> None:
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    read(tmp_path / "x", text.encode("utf-8", "replace"))


@fuzzed
@given(mapped=st.lists(st.text(max_size=20), max_size=3))
def test_any_mapping(tmp_path: Path, mapped: list[str]) -> None:
    read(tmp_path / "x", FILES["paper.csv"], ReadOptions(mapped))


@fuzzed
@given(
    records=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["name", "launch-night", "x"]), inner, max_size=3)
        ),
    )
)
def test_any_json(tmp_path: Path, records: object) -> None:
    import json

    read(tmp_path / "x", json.dumps([records]).encode())


@given(st.text(max_size=40) | st.from_regex(r"[\d/:. -]{0,30}(上午|下午|PM|GMT[+-]\d{1,3})?", fullmatch=True))
@settings(fuzzed, max_examples=200)
def test_times_are_read_or_not(text: str) -> None:
    moment, seconds = read_time(text), read_seconds(text)

    assert moment is None or moment.tzinfo is not None
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(("text", "seconds"), [*SPANS, ("很久", None), ("", None)])
def test_a_duration_is_read_in_units_and_without(text: str, seconds: float | None) -> None:
    assert read_seconds(text) == seconds
