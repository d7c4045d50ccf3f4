"""Answers files: YAML with a title and, by item id, the bank letters chosen.

title: 项目经理
answers:
  acceptance-silent-customer: BD     # first choice B, second D
  rollout-half-of-them: 0            # no option fits
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rolecheck.bank.characters import harmless
from rolecheck.bank.files import read_yaml
from rolecheck.bank.items import NONE_FITS, Bank
from rolecheck.bank.lookup import find_role
from rolecheck.bank.problems import Problems, suggest
from rolecheck.bank.reading import Fields
from rolecheck.bank.values import Value
from rolecheck.bank.yaml_nodes import ScalarNode
from rolecheck.errors import AmbiguousNameError, BadInputError, UnknownNameError
from rolecheck.exchange.sheet import expected_letters, parse_choice
from rolecheck.session.session import Response


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What one respondent wrote down: the id of the title's role, and responses by item id."""

    source: str
    title: str | None
    responses: Mapping[str, Response]


def read_answers(path: Path, bank: Bank) -> AnswersFile:
    """Return an answers file's content; BadInputError with every problem in it."""
    problems = Problems(str(path))
    content = read_yaml(path, problems, "answers:", lambda top: _content(top, bank))
    if content is None or problems.found():
        raise BadInputError(problems.found())
    title, responses = content
    return AnswersFile(str(path), title, responses)


def _content(top: Fields, bank: Bank) -> tuple[str | None, Mapping[str, Response]]:
    title = _title(top.get("title"), bank)
    values = top.table("answers") or ()
    responses = (_response(value, bank) for value in values)
    return title, {response.item: response for response in responses if response is not None}


def _title(value: Value | None, bank: Bank) -> str | None:
    name = "" if value is None else value.text()
    if value is None or not name:
        return None
    try:
        return find_role(bank.roles, name).id
    except (UnknownNameError, AmbiguousNameError) as error:
        value.complain(str(error))
        return None


def _response(value: Value, bank: Bank) -> Response | None:
    item = bank.by_id.get(value.key.text) if isinstance(value.key, ScalarNode) else None
    if item is None:
        value.complain(f"不是题库里的题。{suggest(value.label, list(bank.by_id))}")
        return None
    # Whoever chose nothing writes a bare 0, which YAML takes for a number.
    is_bare = isinstance(value.node, ScalarNode) and value.node.text == NONE_FITS
    text = NONE_FITS if is_bare else value.text()
    response = parse_choice(item, text) if text else None
    if text and response is None:
        value.complain(f"“{harmless(text)}”读不懂，{expected_letters(item)}。")
    return response
