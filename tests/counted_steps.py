"""A regular expression gone through as Python's own engine does, trying and going back, with every step counted.

Python tells nobody how often it tried. This walks the parsed pattern (``re``'s own parser) over a text in the same
order and counts each look at a character, so that a test can see how the work grows without looking at a clock.
"""

import re
from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Nodes = Sequence[tuple[Any, Any]]


class Walk:
    """One pattern over one text; ``steps`` counts what was looked at."""

    def __init__(self, pattern: re.Pattern[Any], text: str | bytes) -> None:
        self.steps = 0
        self._tree = parser.parse(pattern.pattern, pattern.flags)
        self._flags = pattern.flags
        self._text = text.encode("utf-32-le", "surrogatepass") if isinstance(text, str) else text
        self._chars = [ord(char) for char in text] if isinstance(text, str) else list(text)

    def search(self) -> tuple[int, int] | None:
        return self._from(0)

    def everything(self) -> int:
        """Go through all matches, as ``findall`` and ``sub`` do; return how many there are."""
        found, start = 0, 0
        while start <= len(self._chars) and (span := self._from(start)) is not None:
            found, start = found + 1, span[1] + (span[0] == span[1])
        return found

    def match(self) -> tuple[int, int] | None:
        end = next(self._match(self._tree, 0, 0), None)
        return None if end is None else (0, end)

    def fullmatch(self) -> tuple[int, int] | None:
        whole = any(end == len(self._chars) for end in self._match(self._tree, 0, 0))
        return (0, len(self._chars)) if whole else None

    def _from(self, first: int) -> tuple[int, int] | None:
        for start in range(first, len(self._chars) + 1):
            self.steps += 1
            end = next(self._match(self._tree, 0, start), None)
            if end is not None:
                return start, end
        return None

    def _match(self, nodes: Nodes, place: int, at: int) -> Iterator[int]:
        """Yield where the nodes from this place on may end, in the order in which they are tried."""
        if place == len(nodes):
            yield at
            return
        for end in self._one(*nodes[place], at):
            yield from self._match(nodes, place + 1, end)

    def _one(self, kind: Any, about: Any, at: int) -> Iterator[int]:  # noqa: ANN401, C901, PLR0912
        if kind in _LEAVES:
            if self._is(kind, about, at):
                yield at + 1
        elif kind in {op.MAX_REPEAT, op.POSSESSIVE_REPEAT, op.MIN_REPEAT}:
            ends = self._repeated(kind, about[0], about[1], about[2], at)
            if kind is op.POSSESSIVE_REPEAT:
                yield from (end for end in [next(ends, None)] if end is not None)
            else:
                yield from ends
        elif kind is op.SUBPATTERN:
            yield from self._match(about[3], 0, at)
        elif kind is op.ATOMIC_GROUP:
            yield from (end for end in [next(self._match(about, 0, at), None)] if end is not None)
        elif kind is op.BRANCH:
            for branch in about[1]:
                yield from self._match(branch, 0, at)
        elif kind is op.AT:
            self.steps += 1
            if self._stands(about, at):
                yield at
        elif kind in {op.ASSERT, op.ASSERT_NOT}:
            direction, inside = about
            start = at if direction > 0 else at - inside.getwidth()[0]
            there = start >= 0 and next(self._match(inside, 0, start), None) is not None
            if there is (kind is op.ASSERT):
                yield at
        else:
            raise NotImplementedError(kind)

    def _repeated(self, kind: Any, least: int, most: int, inside: Nodes, at: int) -> Iterator[int]:  # noqa: ANN401
        lazy = kind is op.MIN_REPEAT
        if len(inside) == 1 and inside[0][0] in _LEAVES:
            yield from (self._few if lazy else self._many)(inside[0], least, most, at)
            return
        if lazy and least == 0:
            yield at
        if most > 0:
            for end in self._match(inside, 0, at):
                if end > at or least > 0:
                    yield from self._repeated(kind, max(least - 1, 0), most - 1, inside, end)
        if not lazy and least == 0:
            yield at

    def _many(self, leaf: tuple[Any, Any], least: int, most: int, at: int) -> Iterator[int]:
        end = at
        while end - at < most and self._is(*leaf, end):
            end += 1
        for back in range(end, at + least - 1, -1):
            self.steps += 1
            yield back

    def _few(self, leaf: tuple[Any, Any], least: int, most: int, at: int) -> Iterator[int]:
        end = at
        while True:
            if end - at >= least:
                yield end
            if end - at >= most or not self._is(*leaf, end):
                return
            end += 1

    def _is(self, kind: Any, about: Any, at: int) -> bool:  # noqa: ANN401
        self.steps += 1
        if at >= len(self._chars):
            return False
        char = self._chars[at]
        forms = {char}
        if self._flags & re.IGNORECASE:
            forms |= {ord(each) for form in (chr(char).lower(), chr(char).upper()) for each in form[:1]}
        if kind is op.ANY:
            return char != ord("\n") or bool(self._flags & re.DOTALL)
        if kind is op.IN:
            negated = about[0][0] is op.NEGATE
            return any(self._in(each, form) for each in about[negated:] for form in forms) is not negated
        return (about in forms) is (kind is op.LITERAL)

    def _in(self, each: tuple[Any, Any], char: int) -> bool:
        kind, about = each
        if kind is op.LITERAL:
            return bool(char == about)
        if kind is op.RANGE:
            return bool(about[0] <= char <= about[1])
        name = str(about)
        text = chr(char)
        ascii_only = bool(self._flags & re.ASCII) or (isinstance(self._text, bytes) and self._flags & re.UNICODE == 0)
        for part, inside in (("DIGIT", text.isdecimal()), ("SPACE", text.isspace()), ("WORD", _is_word(text))):
            if part in name:
                return (inside and not (ascii_only and char > 127)) is not ("NOT" in name)
        raise NotImplementedError(name)

    def _stands(self, about: Any, at: int) -> bool:  # noqa: ANN401
        size = len(self._chars)
        if about in {op.AT_BEGINNING, op.AT_BEGINNING_STRING}:
            return at == 0
        if about is op.AT_END:
            return at == size or (at == size - 1 and self._chars[at] == ord("\n"))
        if about is op.AT_END_STRING:
            return at == size
        before, behind = (0 <= place < size and _is_word(chr(self._chars[place])) for place in (at - 1, at))
        return (before != behind) is (about is op.AT_BOUNDARY)


_LEAVES = frozenset({op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN})


def _is_word(text: str) -> bool:
    return text.isalnum() or text == "_"


def sample(pattern: re.Pattern[Any]) -> tuple[list[int], list[int]]:
    """Return one text the pattern's pieces would take, and characters that stand for each piece of it."""
    text: list[int] = []
    pieces: list[int] = []

    def take(nodes: Nodes) -> None:
        for kind, about in nodes:
            if kind in _LEAVES:
                text.append(_one_of(kind, about))
                pieces.append(text[-1])
            elif kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
                take(about[2])
            elif kind is op.SUBPATTERN:
                take(about[3])
            elif kind is op.ATOMIC_GROUP:
                take(about)
            elif kind is op.BRANCH:
                for branch in about[1]:
                    take(branch)
            elif kind is op.ASSERT:
                take(about[1])

    take(parser.parse(pattern.pattern, pattern.flags))
    return text, list(dict.fromkeys(pieces))


def _one_of(kind: Any, about: Any) -> int:  # noqa: ANN401
    if kind is op.ANY:
        return ord("x")
    if kind is op.LITERAL:
        return int(about)
    wanted = Walk(re.compile("x"), "")
    for char in (*b" 1aAx.", ord("中"), ord("\t"), *range(33, 127)):
        wanted._chars = [char]
        if wanted._is(kind, about, 0):
            return int(char)
    first = about[0] if kind is op.IN else (kind, about)
    return int(first[1][0] if first[0] is op.RANGE else first[1])
