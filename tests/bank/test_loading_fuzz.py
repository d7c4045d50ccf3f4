"""Whatever a file holds, loading it ends in a bank or in a BadInputError."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank import yaml_nodes
from rolecheck.bank.loading import load_bank
from rolecheck.bank.problems import Problems
from rolecheck.bank.yaml_nodes import parse
from rolecheck.errors import BadInputError

NASTY = (
    "no", "~", "12:30", "2025-09-03", ".inf", "-.nan", "0x1F", "1e999", "=", "<<", "*", "&a", "*a", "!!str", "!",
    "!<x>", "[", "]", "{", "}", "{}", "[]", "? ", ": ", "- ", "--- ", "...", "%YAML 9.9", "|", ">-", '"', "'", "#",
    "\t", "\r", "\x00", "\x1b[2J", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffd", "\U0001f600",
    '"\\ud800"', '"\\UFFFFFFFF"', '"\\x00"', "a" * 2000, "{a}", "{a.b}", "{{", "9" * 5000, "none", "<<: {}",
    "&a [*a]", "key: draw", "facet: duty", "credit: 0.5", "id: finish-leak", "@", "`", "%", ",",
)  # fmt: skip

PATHOLOGICAL = {
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "dashes": "- " * 100_000,
    "question marks": "? " * 100_000,
    "steps": "".join(f"{' ' * level}a:\n" for level in range(1000)),
    "flow pairs": "{a: " * 100_000,
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(10_000)),
    "unknown keys": "format: 1\n" + "".join(f"key{n}: {n}\n" for n in range(20_000)),
    "one key again and again": "format: 1\n" * 20_000,
    "very many values": "a: [" + "x," * 500_000 + "]",
    "unknown references": "format: 1\nitems:\n" + "- {concepts: [a/b], framing: x}\n" * 8_000,
    "a long text": "a: " + "x" * 1_000_000,
    "a long quoted text": 'a: "' + "\\u00e9" * 170_000 + '"',
    "a long comment": "#" * 1_000_000,
    "blank lines": "\n" * 1_000_000,
    "tags": "a: " + "!!str " * 100_000,
    "a huge version": "%YAML 1." + "9" * 100_000 + "\n--- a",
    "impossible escape": 'a: "\\UFFFFFFFF"',
    "surrogate": 'a: "\\ud800"',
    "documents": "--- a\n" * 100_000,
}


def try_loading(folder: Path) -> BadInputError | None:
    try:
        load_bank(folder)
    except BadInputError as caught:
        error = caught
    else:
        return None
    assert error.problems
    assert all(problem.text.isprintable() for problem in error.problems)
    return error


@pytest.mark.parametrize("file", ["roles.yaml", "questions.yaml"])
@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_hostile_file_is_refused(
    tmp_path: Path, small_roles: str, small_questions: str, name: str, file: str
) -> None:
    (tmp_path / "roles.yaml").write_text(small_roles, encoding="utf-8")
    (tmp_path / "questions.yaml").write_text(small_questions, encoding="utf-8")
    (tmp_path / file).write_text(PATHOLOGICAL[name], encoding="utf-8")
    assert try_loading(tmp_path) is not None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["brackets", "braces", "dashes", "question marks", "aliases", "impossible escape"])
def test_the_parser_in_python_refuses_a_hostile_file_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "LOADER", yaml.SafeLoader)
    problems = Problems("x")
    parse(PATHOLOGICAL[name], problems)
    assert problems.found()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bank")


often = settings(max_examples=80)


@often
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_refused(place: Path, small_questions: str, data: bytes) -> None:
    (place / "questions.yaml").write_text(small_questions, encoding="utf-8")
    (place / "roles.yaml").write_bytes(data)
    assert try_loading(place) is not None


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[str, float, float, str]]:
    step = st.tuples(
        st.sampled_from(["delete", "double", "swap", "fragment", "value", "cut"]),
        st.floats(0, 1, exclude_max=True),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(NASTY),
    )
    return draw(st.lists(step, min_size=1, max_size=4))


def mutate(text: str, steps: list[tuple[str, float, float, str]]) -> str:
    """Return the text after these accidents; places are fractions of its length."""
    for kind, here, there, fragment in steps:
        lines = text.split("\n")
        row, other = int(here * len(lines)), int(there * len(lines))
        line = lines[row]
        column = int(there * (len(line) + 1))
        match kind:
            case "delete":
                del lines[row]
            case "double":
                lines.insert(other, line)
            case "swap":
                lines[row], lines[other] = lines[other], line
            case "fragment":
                lines[row] = line[:column] + fragment + line[column:]
            case "value":
                lines[row] = line.partition(": ")[0] + ": " + fragment
            case _:
                lines[row] = line[:column]
        text = "\n".join(lines)
    return text


@often
@given(steps=mutations(), in_roles=st.booleans())
def test_a_damaged_bank_loads_or_is_refused(
    place: Path, small_roles: str, small_questions: str, steps: list[tuple[str, float, float, str]], in_roles: bool
) -> None:
    roles = mutate(small_roles, steps) if in_roles else small_roles
    questions = small_questions if in_roles else mutate(small_questions, steps)
    (place / "roles.yaml").write_bytes(roles.encode())
    (place / "questions.yaml").write_bytes(questions.encode())
    try_loading(place)


@often
@given(steps=mutations())
def test_both_parsers_refuse_the_same_damaged_files_or_build_the_same_tree(
    small_questions: str, steps: list[tuple[str, float, float, str]]
) -> None:
    text = mutate(small_questions, steps)
    trees = []
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        problems = Problems("x")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_nodes, "LOADER", loader)
            trees.append((parse(text, problems), bool(problems.found())))
    (fast, fast_refused), (slow, slow_refused) = trees
    # The two disagree on a few oddities of YAML; where both accept, they must have read the same.
    if not fast_refused and not slow_refused:
        assert fast == slow
