"""The lead's terminal: the code to scan on one screen, and letters that do what the page's buttons do."""

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import pexpect

from tests.host.processes import free_port
from tests.host.rooms import Phone

pytestmark = pytest.mark.terminal


def test_a_room_is_led_from_the_terminal(tmp_path: Path) -> None:
    home = {"ROLECHECK_HOME": str(tmp_path), "PYTHONUTF8": "1", "TERM": "xterm", "LANG": "C.UTF-8"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "rolecheck", "host", "--form", "quick", "--bind", "127.0.0.1", "--port", str(free_port())],
        env={**os.environ, **home},
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=120,
        cwd=str(tmp_path),
    )
    child.expect("加入 (http://[^\r\n]+)")
    screen, link = child.before or "", child.match.group(1)  # type: ignore[union-attr]
    code = [line for line in screen.splitlines() if "█" in line or "▀" in line]
    assert 10 < len(code) <= 19
    child.expect("主持 http")
    child.expect("q 停")
    child.expect("0 人在，0 人答完")

    phone = Phone(*link.rsplit("/", 1))
    phone.join("小周", shows_name=True)
    child.expect("1 人在，0 人答完")
    child.sendline("l")
    child.expect("门关着")
    child.sendline("t")
    child.expect("第 1 刻，共 5 刻 各自想")
    child.sendline("n")
    child.expect("还差 1 人；n 揭开；都选了就揭开")
    child.sendline("a")
    child.expect("只由你揭开")
    assert phone.open() is not None
    assert phone.form("/vote") is not None
    child.sendline("b")
    child.expect("各自想")
    child.sendline("?")
    child.expect("改到几点结束")
    child.sendline("w")
    child.expect("1  小周  跟着看")
    child.sendline("r 1")
    child.expect("0 人在")
    child.sendline("R 1")
    child.expect("1 人在")
    child.sendline("r 7")
    child.expect("写第几位")
    child.sendline("m 周三 AB 班")
    child.sendline("u 六点")
    child.expect("时间写成 18:00 这样")
    child.sendline("c 3")
    child.expect("第 1 刻，共 3 刻 各自想")
    child.sendline("e")
    child.expect("导出好了")
    assert "周三 AB 班" in phone.open().text
    child.sendline("q")
    child.expect("停了")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert (tmp_path / "rolecheck-room" / "answers.csv").exists()
    phone.client.close()
