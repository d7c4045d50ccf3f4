"""Every sentence a reader may see, with file and line: `python -m tools.sentences [word …]`.

Looks into the code (a text put together from pieces counts as one, what is filled in stands in braces), the prose in
``rolecheck/words``, the templates, and the banks in ``data``. Docstrings and comments are no sentences. Words given
narrow the list to what holds all of them.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u3400-\u9fff]")
TAGS = re.compile(r"{[#%].*?[#%]}|<[^>]*>")


class Sentence(NamedTuple):
    """A text and where it stands; the path is below the root."""

    path: str
    line: int
    text: str


def sentences(root: Path = ROOT) -> Iterator[Sentence]:
    """Yield every sentence, file by file."""
    readers = {".py": _in_code, ".yaml": _in_yaml, ".html": _in_template, ".jinja": _in_template, ".svg": _in_template}
    for file in sorted((*(root / "rolecheck").rglob("*"), *(root / "data").glob("*.yaml"))):
        if reader := readers.get(file.suffix):
            for line, text in reader(file.read_text(encoding="utf-8")):
                if CHINESE.search(text):
                    yield Sentence(file.relative_to(root).as_posix(), line, " ".join(text.split()))


def _in_code(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    pieces = {piece for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    comments = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_piece, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in pieces | comments:
            yield node.lineno, node.value


def _piece(node: ast.expr) -> str:
    if isinstance(node, ast.FormattedValue):
        return f"{{{ast.unparse(node.value)}}}"
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _in_yaml(source: str) -> Iterator[tuple[int, str]]:
    nodes = [yaml.compose(source, Loader=yaml.SafeLoader)]
    while nodes:
        node = nodes.pop(0)
        if isinstance(node, yaml.ScalarNode):
            yield node.start_mark.line + 1, node.value
        elif isinstance(node, yaml.SequenceNode):
            nodes = [*node.value, *nodes]
        elif isinstance(node, yaml.MappingNode):
            nodes = [*(part for pair in node.value for part in pair), *nodes]


def _in_template(source: str) -> Iterator[tuple[int, str]]:
    return ((number, TAGS.sub(" ", line)) for number, line in enumerate(source.splitlines(), 1))


def main(words: list[str]) -> None:
    """Print the sentences that hold all of these words."""
    for path, line, text in sentences():
        if all(word in text for word in words):
            print(f"{path}:{line}: {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
