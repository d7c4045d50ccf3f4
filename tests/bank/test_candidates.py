"""Items written for the bank and not in it yet keep fitting it."""

from pathlib import Path

from rolecheck.bank.folders import QUESTIONS, ROLES
from rolecheck.bank.loading import load_bank
from rolecheck.bank.shipped import shipped_folder

CANDIDATES = "candidates.yaml"


def test_candidates_load_as_soon_as_they_are_put_among_the_items(tmp_path: Path) -> None:
    folder = shipped_folder()
    questions = (folder / QUESTIONS).read_text(encoding="utf-8")
    _, candidates = (folder / CANDIDATES).read_text(encoding="utf-8").split("\nitems:\n")
    joined = questions.replace("\nitems:\n", f"\nitems:\n{candidates}\n", 1)
    (tmp_path / QUESTIONS).write_text(joined, encoding="utf-8")
    (tmp_path / ROLES).write_bytes((folder / ROLES).read_bytes())
    assert len(load_bank(tmp_path).items) == len(load_bank(folder).items) + candidates.count("\n    facet: ")
