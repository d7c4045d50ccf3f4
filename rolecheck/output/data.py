"""A report as plain data, for JSON."""

from typing import Any


def as_data(record: Any) -> Any:  # noqa: ANN401 - a report holds records, tuples, texts and numbers
    """Return a record as a dict by field, its parts likewise."""
    if hasattr(record, "_asdict"):
        return {name: as_data(value) for name, value in record._asdict().items()}
    if isinstance(record, tuple):
        return [as_data(part) for part in record]
    return record
