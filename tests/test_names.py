"""One word for a thing: the glossary's words stand in the code, and no class shares its name with another."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "rolecheck").rglob("*.py"))]
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def glossary() -> list[str]:
    """Return the words of the first column of CONTRIBUTING's table."""
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## 用词\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("|")][2:]
    return [word.strip() for row in rows for word in row.split(",")]


def names() -> Iterator[str]:
    """Yield every name that the code defines."""
    for node in (node for tree in TREES for node in ast.walk(tree)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case _:
                pass


# Each name in small letters, its words between spaces.
SPELT = {f" {' '.join(PART.findall(name))} ".lower() for name in names()}


@pytest.mark.parametrize("word", glossary())
def test_a_word_of_the_glossary_is_one_of_the_code(word: str) -> None:
    assert any(f" {' '.join(PART.findall(word))} " in name for name in SPELT)


def test_a_word_the_code_does_not_know_is_noticed() -> None:
    assert len(glossary()) > 20
    assert not any(" unheard " in name for name in SPELT)


def test_no_class_has_the_name_of_another() -> None:
    classes = Counter(node.name for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.ClassDef))

    assert [name for name, times in classes.items() if times > 1] == []
