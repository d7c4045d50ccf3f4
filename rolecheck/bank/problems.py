"""A place to put every problem of one file, so that all are told at once."""

from rolecheck.errors import Problem

MOST_PROBLEMS = 500
"""Nobody repairs more at a time, and a hostile file must not be able to ask for a million sentences."""


class Problems:
    """The problems found so far in one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._found: dict[Problem, None] = {}

    @property
    def full(self) -> bool:
        """Whether looking for more is of no use."""
        return len(self._found) >= MOST_PROBLEMS

    def add(self, line: int | None, text: str, column: int | None = None) -> None:
        """Note what is wrong in this line, and what to do; ``column`` counts its characters from 1."""
        if not self.full:
            self._found[Problem(self.source, line, text, column)] = None

    def found(self) -> tuple[Problem, ...]:
        """Return the problems by line; the last one says so if there may be more."""
        ordered = sorted(self._found, key=lambda problem: (problem.line or 0, problem.column or 0))
        if self.full:
            more = f"问题太多，只列出 {MOST_PROBLEMS} 个。请先改好这些，再查一次。"
            ordered.append(Problem(self.source, ordered[-1].line, more))
        return tuple(ordered)
