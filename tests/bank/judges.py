"""Sheets of judges and readers who find nothing wrong with a bank, as files, for tests that plant one thing wrong."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from rolecheck.bank.checks.blind import text_digest
from rolecheck.bank.checks.read_through import STEM
from rolecheck.bank.items import Bank, Facet
from rolecheck.exchange.judging import JUDGED, READ, READING

WHO = "评审是语言模型，不是人"
ABOUT = f'date: "2026-11-28"\njudges: {WHO}\nwording: [请把每个选项归到一条线]\n'


def write_sheets(folder: Path, bank: Bank) -> None:
    """Write three judges and three readers of every item of the bank into a folder."""
    for place, columns, rows in (
        (folder, JUDGED, [list(_judged(bank, judge)) for judge in range(3)]),
        (folder / READING, READ, [list(_read(bank)) for _ in range(3)]),
    ):
        place.mkdir(parents=True)
        (place / "about.yaml").write_text(ABOUT, encoding="utf-8")
        for number, sheet in enumerate(rows, 1):
            _write(place / f"judge-{number}.csv", list(columns), sheet)


def _judged(bank: Bank, judge: int) -> Iterable[Sequence[str]]:
    """Yield the rows of a judge who keys every option right, and likes and shuns each place of an item in turn."""
    for number, item in enumerate(item for item in bank.items if item.facet is not Facet.JUDGEMENT):
        asked = item.facet is Facet.RESPONSIBILITY
        for place, letter in enumerate(item.letters):
            option = item.option(letter)
            desirable, reluctant = (
                str(int(asked and place == (number + judge + shift) % len(item.letters))) for shift in (0, 2)
            )
            yield item.id, letter, option.key or "", desirable, reluctant, "0", text_digest(option.text)


def _read(bank: Bank) -> Iterable[Sequence[str]]:
    for item in bank.items:
        stem = text_digest(item.stem + bank.framings[item.framing].ask)
        yield item.id, STEM, "5", "5", "0", "0", "", "", stem
        for letter in item.letters:
            option = item.option(letter)
            yield item.id, letter, "5", "5", "0", "0", option.key or "", "", text_digest(option.text)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
