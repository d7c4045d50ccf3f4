"""Prose that needs no reckoning: a YAML file for each topic, so that whoever edits sentences finds them together.

A file is read when its first word is said. Names in braces are filled in by the function that says the sentence;
sentences that are put together from pieces stand with their function. ``python -m tools.sentences`` lists them all.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def texts(topic: str, part: str) -> Mapping[str, str]:
    """Return the texts of a part of a topic by their ids, in the order of the file."""
    return _read(topic, part)  # type: ignore[no-any-return]


def records(topic: str, part: str) -> Mapping[str, Mapping[str, str]]:
    """Return several texts for each id, in the order of the file."""
    return _read(topic, part)  # type: ignore[no-any-return]


def entries(topic: str, part: str) -> tuple[Mapping[str, str], ...]:
    """Return several texts for each entry of a list."""
    return tuple(_read(topic, part))


def _read(topic: str, part: str) -> Any:  # noqa: ANN401 - the three doors above say what is in it
    return _file(topic)[part]


@cache
def _file(topic: str) -> Mapping[str, Any]:
    # A help page says none of it, and PyYAML costs as much as the page.
    import yaml  # noqa: PLC0415

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (_FOLDER / f"{topic}.yaml").open(encoding="utf-8") as stream:
        return yaml.load(stream, loader)  # type: ignore[no-any-return]  # noqa: S506 # nosec B506 - either is a safe one
