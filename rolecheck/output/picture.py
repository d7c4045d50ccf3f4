"""What a picture shows, apart from how it is drawn: the figures, and the words that stand beside them.

Drawn by ``rolecheck.output.drawing``; told in one sentence a row to whoever cannot see it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of one, the ends of its interval, and how the two are written; quiet where it stands apart.

    What was counted, and not estimated, has no interval.
    """

    label: str
    name: str
    mean: float
    low: float | None
    high: float | None
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares under one another, each with its interval if it has one."""

    rows: tuple[Bar, ...]

    def told(self) -> str:
        """Return the picture in words."""
        return "；".join(f"{row.label} {row.name}：{row.text}" for row in self.rows) + "。"


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts in rows and columns, the larger the bigger; the columns in ``quiet`` stand apart."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    quiet: frozenset[str] = frozenset()

    def told(self) -> str:
        """Return the picture in words; what was counted never goes unsaid."""
        rows = []
        for name, counts in self.rows:
            counted = [f"{column} {count}" for column, count in zip(self.columns, counts, strict=True) if count]
            rows.append(f"{name}：{'，'.join(counted)}")
        return "；".join(rows) + "。"


@dataclass(frozen=True, slots=True)
class Leaning:
    """How much one thing speaks for a claim, in logarithms: below zero it speaks against it."""

    label: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Leanings:
    """What speaks for a claim, to the right, and against it, to the left."""

    rows: tuple[Leaning, ...]

    def told(self) -> str:
        """Return the picture in words."""
        return "；".join(f"{row.label}：{row.text}" for row in self.rows) + "。"


Picture = Bars | Counts | Leanings
