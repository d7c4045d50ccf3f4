"""`rolecheck accept` on a real terminal: going back, Ctrl-C, going on."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect", exc_type=ImportError)

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here"),
]


def test_left_goes_back_ctrl_c_keeps_and_the_next_run_goes_on(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "ROLECHECK_HOME": str(tmp_path),
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "TERM": "xterm",
        "ACCESSIBLE": "",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }

    def begin() -> Any:  # noqa: ANN401 - pexpect is missing where there are no pseudo-terminals
        arguments = ["-m", "rolecheck", "accept"]
        return pexpect.spawn(sys.executable, arguments, env=env, encoding="utf-8", dimensions=(24, 80), timeout=90)

    first = begin()
    first.expect("这次要交的是什么")
    first.sendline("理赔系统")
    first.expect("第 1 条")
    first.expect("你的回答")
    first.sendline("n 只连打印机")
    first.expect("第 2 条")
    first.expect("你的回答")
    first.send("\x1b[D")
    first.expect("上次答的是“否”（只连打印机）")
    first.expect("你的回答")
    first.sendline("")
    first.expect("第 2 条")
    first.expect("你的回答")
    first.send("u ab\x1b[Dc")  # with something typed, left moves the cursor
    first.send("\r")
    first.expect("第 3 条")
    first.expect("你的回答")
    first.sendintr()
    first.expect("都存好了")
    first.expect(pexpect.EOF)
    first.close()
    assert first.exitstatus == 130

    (journal,) = (tmp_path / "open-acceptances").glob("*.jsonl")
    assert '"note": "acb"' in journal.read_text(encoding="utf-8")

    second = begin()
    second.expect("答了 2 条")
    second.sendline("1")
    second.expect("第 3 条")
    second.expect("你的回答")
    second.sendline("q")
    second.expect(pexpect.EOF)
    second.close()
    assert second.exitstatus == 0
