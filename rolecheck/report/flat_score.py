"""The score line as one flat row, for tables: nested names joined by a point, lists by a semicolon."""

from collections.abc import Iterator, Mapping
from typing import Any

Plain = str | float | int | None


def flat_score(line: Mapping[str, Any]) -> dict[str, Plain]:
    """Return one respondent's figures as a row; every respondent of a bank has the same columns.

    What a score line may leave out (``upstream``, ``judgement.credit``) has its columns, empty.
    """
    whole = dict(line)
    whole["upstream"] = dict.fromkeys(("mean", "low", "high", "p_heavier")) | (line["upstream"] or {})
    return dict(_flat("", whole))


def _flat(before: str, value: Any) -> Iterator[tuple[str, Plain]]:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{before}.{name}" if before else name, inner)
    elif isinstance(value, list):
        yield before, ";".join(map(str, value))
    else:
        yield before, value
