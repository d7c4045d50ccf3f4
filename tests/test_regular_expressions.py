"""Every regular expression looks at a text about once, however it was made: whoever sends one stalls nothing.

The steps are counted (``tests.counted_steps``), no clock is looked at: when a text doubles, what it takes may double.
"""

import ast
import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rolecheck
from tests.counted_steps import Walk, sample

LENGTH = 24
MOST_PIECES = 9
SEARCHING = {"search": "search", "findall": "everything", "finditer": "everything", "sub": "everything"}
WAYS = {**SEARCHING, "split": "everything", "match": "match", "fullmatch": "fullmatch"}
BOUNDED = {"rolecheck.cli.chinese"}
"""Modules that shorten a text to some hundred characters before their expressions see it."""


class Use(NamedTuple):
    """One expression, where it stands and the way it is used."""

    where: str
    pattern: str | bytes
    flags: int
    way: str


def uses() -> list[Use]:
    """Return every expression in the source with every way it is used; a compiled one nobody names may be searched."""
    found: dict[Use, None] = {}
    trees = {}
    for module in pkgutil.walk_packages(rolecheck.__path__, "rolecheck."):
        path = Path(str(importlib.util.find_spec(module.name).origin))  # type: ignore[union-attr]
        trees[module.name] = ast.parse(path.read_text(encoding="utf-8"))
    named = {name: {(ways.value.id, ways.attr) for ways in _methods(tree)} for name, tree in trees.items()}
    for name, tree in trees.items():
        if name in BOUNDED or not any(isinstance(node, ast.Name) and node.id == "re" for node in ast.walk(tree)):
            continue
        module_ = importlib.import_module(name)
        for label, value in vars(module_).items():
            if isinstance(value, re.Pattern):
                ways = [way for called, way in named[name] if called == label and way in WAYS] or ["search"]
                for way in ways:
                    found[Use(f"{name}.{label}", value.pattern, value.flags, WAYS[way])] = None
        for call in _inline(tree):
            pattern = call.args[0]
            if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str | bytes):
                found[Use(f"{name}:{call.lineno}", pattern.value, 0, WAYS[call.func.attr])] = None  # type: ignore[attr-defined]
    return sorted(found, key=lambda use: (use.where, use.way))


def _methods(tree: ast.AST) -> Iterator[Any]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node


def _inline(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in WAYS
        ):
            yield node


USES = uses()


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[list[int], list[int], list[int]]]:
    """Yield what comes first, what is repeated, and what comes last: pieces of the expression against itself."""
    whole, pieces = (some[:MOST_PIECES] for some in sample(pattern))
    units = [[piece] for piece in pieces] + [list(pair) for pair in itertools.pairwise(pieces)]
    units += [[first, second] for first in pieces[:3] for second in pieces[:3]] + [whole, whole[:-1], whole[1:]]
    for unit in (unit for unit in units if unit):
        for before in ([], whole[: len(whole) // 2 + 1]):
            for after in ([], [1]):
                yield before, unit, after


def steps(use: Use, text: list[int]) -> int:
    pattern = re.compile(use.pattern, use.flags)
    given: str | bytes = "".join(map(chr, text)) if isinstance(use.pattern, str) else bytes(text)
    walk = Walk(pattern, given)
    getattr(walk, use.way)()
    return walk.steps


@pytest.mark.slow
@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.where} {use.way}")
def test_twice_the_text_takes_about_twice_the_steps(use: Use) -> None:
    pattern = re.compile(use.pattern, use.flags)
    for before, unit, after in attacks(pattern):
        times = max(LENGTH // len(unit), 4)
        one, two, four = (steps(use, [*before, *unit * (times * factor), *after]) for factor in (1, 2, 4))
        assert four - two <= 2.4 * (two - one) + 40, (before, unit, after, one, two, four)


def test_an_expression_that_tries_again_and_again_is_found() -> None:
    quadratic = Use("", r"\s*x\s*$", re.UNICODE.value, "search")

    with pytest.raises(AssertionError):
        test_twice_the_text_takes_about_twice_the_steps(quadratic)


@settings(max_examples=60)
@given(data=st.data())
def test_the_counted_way_finds_what_the_engine_finds(data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(USES))
    pattern = re.compile(use.pattern, use.flags)
    whole, pieces = sample(pattern)
    chars = data.draw(st.lists(st.sampled_from([*whole, *pieces, ord("x"), ord(" ")]), max_size=30))
    text: Any = "".join(map(chr, chars)) if isinstance(use.pattern, str) else bytes(chars)
    walk = Walk(pattern, text)
    if use.way == "everything":
        assert walk.everything() == len(list(pattern.finditer(text)))
        return
    found = getattr(pattern, use.way)(text)
    assert getattr(walk, use.way)() == (None if found is None else found.span())
