"""A sheet of any length is scored with few rows held at once."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from rolecheck.bank.items import Facet
from rolecheck.cli import score
from rolecheck.exchange.sheet import SheetRow
from rolecheck.measure.posterior import TOGETHER
from rolecheck.report.score import batch_row, score_line
from rolecheck.session.session import Response
from tests.builders import shipped
from tests.cli.conftest import Rolecheck


@pytest.mark.parametrize("arguments", [("--json",), ()], ids=["json", "table"])
def test_rows_come_out_while_others_are_still_to_come(
    rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    item = shipped().of(Facet.RESPONSIBILITY)[0]
    held: list[int] = []
    read, printed = 0, 0

    def rows(_paths: Sequence[Path], _bank: object) -> Iterator[SheetRow]:
        nonlocal read
        for number in range(5 * TOGETHER):
            read += 1
            yield SheetRow(f"r{number}", None, None, None, (Response(item.id, "A"),))

    def made(function: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object) -> object:
            nonlocal printed
            printed += 1
            held.append(read - printed)
            return function(*given)

        return counted

    monkeypatch.setattr(score, "read_sheets", rows)
    monkeypatch.setattr(score, "score_line", made(score_line))
    monkeypatch.setattr(score, "batch_row", made(batch_row))
    ran = rolecheck("score", tmp_path / "s.csv", *arguments)
    assert ran.code == 0
    assert printed == 5 * TOGETHER
    assert max(held) <= TOGETHER
    names = [line.split()[0] if not arguments else line for line in ran.out.splitlines()]
    assert f"r{5 * TOGETHER - 1}" in names[-1]
