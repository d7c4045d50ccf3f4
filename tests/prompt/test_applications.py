"""Reading page by page, and one key waited for."""

import io
from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from rolecheck.prompt import applications

LINES = [[("", f"第 {number} 行")] for number in range(1, 41)]


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Return what is written to a terminal of eleven rows."""
    sink = io.StringIO()
    output = Vt100_Output(sink, lambda: Size(rows=11, columns=40), term="xterm")
    monkeypatch.setattr(applications, "create_output", lambda: output)
    return sink


@pytest.mark.parametrize(
    ("typed", "seen", "unseen"),
    [
        ("q", "第 10 行", "第 11 行"),
        (" q", "第 19 行", "第 20 行"),
        ("  bq", "第 19 行", "第 20 行"),
        ("Gq", "第 40 行", "第 20 行"),
        ("jjq", "第 12 行", "第 13 行"),
        ("kq", "第 10 行", "第 11 行"),
    ],
)
def test_keys_move_through_the_text_and_q_leaves(
    keys: PipeInput, drawn: io.StringIO, typed: str, seen: str, unseen: str
) -> None:
    keys.send_text(typed)
    applications.read_paged(lambda _: LINES)

    assert seen in drawn.getvalue()
    assert unseen not in drawn.getvalue()


def test_ctrl_c_leaves_as_everywhere(keys: PipeInput, drawn: io.StringIO) -> None:
    keys.send_text("\x03")

    with pytest.raises(KeyboardInterrupt):
        applications.read_paged(lambda _: LINES)
    assert "q 离开" in drawn.getvalue()


def test_only_the_keys_named_are_heard(keys: PipeInput, drawn: io.StringIO) -> None:
    keys.send_text("xyz\x1b[D")

    assert applications.read_key("← 改", {"enter": "on", "left": "back"}) == "back"
    assert "← 改" in drawn.getvalue()
