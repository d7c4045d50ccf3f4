"""Nobody's answers change in silence: they are as they were given, or the file is refused, or what differs is told."""

import os
from pathlib import Path

import pytest

from rolecheck.bank.characters import harmless, plain_name
from rolecheck.errors import BadInputError, UsageError
from rolecheck.exchange.forms.answer_file import ReadOptions, read_answer_file, usable
from rolecheck.exchange.forms.respondents import AnswerFile
from tests.exchange.forms.foreign import Foreign, foreign
from tests.exchange.forms.small_bank import BANK

RUNS = int(os.environ.get("ROLECHECK_FUZZ", "400"))
"""Files tried; each is its number's own, so that one found wanting can be looked at again."""

SHARE = 20


def silent(made: Foreign, filled: AnswerFile) -> list[str]:
    """Return every difference between what was answered and what was read that no note tells of."""
    found = []
    people = {person.row: person for person in filled.people}
    told = " ".join(filled.notes)
    if "“作答”没有读" in told:
        return []
    for row, (name, answers) in made.truth.items():
        if row not in people:
            if not _names_row(told, row):
                found.append(f"row {row} ({name}) is gone")
            continue
        person = people.pop(row)
        read = {response.item: response.letters for response in person.responses}
        for item in answers.keys() | read.keys():
            column = made.columns.get(item, "?")
            if read.get(item) != answers.get(item) and not (f"{column} 列" in told or _names_row(told, row)):
                found.append(f"row {row}, {item}: {answers.get(item)} became {read.get(item)}")
        renamed = plain_name(person.respondent) != plain_name(harmless(name))
        if renamed and not (_names_row(told, row) or "没有认出写名字的列" in told):
            found.append(f"row {row}: {name} became {person.respondent}")
    for row, person in people.items():
        columns = [made.columns.get(response.item, "?") for response in person.responses]
        if not all(f"{column} 列" in told for column in columns):
            found.append(f"row {row}: nobody answered what {person.respondent} answers")
    return found


def _names_row(told: str, row: int) -> bool:
    return any(f"{before}{row}{behind}" in told for before in ("第 ", "、") for behind in (" 行", "、", " ", "……"))


@pytest.mark.parametrize("share", range(SHARE))
def test_no_answer_changes_without_a_word(tmp_path: Path, share: int) -> None:
    path = tmp_path / "answers"
    read = 0
    for seed in range(share, RUNS, SHARE):
        made = foreign(seed)
        path.write_bytes(made.content)
        try:
            filled = read_answer_file(path, BANK, ReadOptions())
            usable(filled)
        except (BadInputError, UsageError):
            continue
        read += 1
        assert silent(made, filled) == [], (seed, made.story, filled.notes)
    assert read > 0
