"""How the keys of a bank's two files are declared: once, beside the field each one fills.

``name: Annotated[str, Key("角色的名称")]`` in a record is all there is to say of a key. Reading (``reading``), the JSON
Schema and the table of keys (``schema``) follow from it. What is written there follows from the field's type: a text
(str), a number (float), one of fixed words (a StrEnum), a group of keys (a record), a list of them (a tuple), or keys
the file chooses itself (a mapping). What may be None may be left out.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Annotated, Any, NamedTuple, get_args, get_origin


class BankFile(StrEnum):
    """One of a bank's two files."""

    ROLES = "roles"
    QUESTIONS = "questions"


class Case(NamedTuple):
    """The records in which ``key``, their own or one of what they stand in, has one of these values."""

    key: str
    among: tuple[str, ...]


class Belonging(NamedTuple):
    """Where a key belongs, what is told of it elsewhere, and the key to be written instead, if there is one."""

    case: Case
    elsewhere: str
    instead: str | None = None


class ReservedWords(NamedTuple):
    """Words that cannot be written although they have the form, and why; only in some records if there is a case."""

    words: tuple[str, ...]
    why: str
    case: Case | None = None


class Key(NamedTuple):
    """What the type does not say of a key.

    Attributes:
        help: what is written there, for editors and in the table of keys.
        optional: whether it may be left out; so may what can be None, but for what belongs in some records only.
        declares: the kind of ids this one becomes part of.
        uses: the kind of ids this one has to be among.
        besides: a word that may stand for such an id.
        reserved: words it cannot be.
        words: the only words it can be, where the type does not have them.
        numbers: the only numbers it can be.
        least: how many entries a list or a mapping has at least.
        most: how many it has at most.
        once: the remedy where two records of a list have the same; None where they may.
        alike: the form in which two of them are the same.
        belongs: where it belongs, if not everywhere.
        inherited: whether it is taken from what the record stands in where it is left out.
        by: the key by which a list of records becomes a mapping.
    """

    help: str
    optional: bool = False
    declares: str | None = None
    uses: str | None = None
    besides: str | None = None
    reserved: ReservedWords | None = None
    words: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    least: int = 1
    most: int | None = None
    once: str | None = None
    alike: Callable[[Any], str] = str
    belongs: Belonging | None = None
    inherited: bool = False
    by: str | None = None


Concepts = Annotated[tuple[str, ...], Key("讲到的概念，写成 文章/概念", uses="concepts", optional=True, least=0)]
"""The key of many records: what of the essays it speaks of."""


class Shape(StrEnum):
    """Whether there is one value, a list of them, or a mapping from keys the file chooses."""

    ONE = "one"
    LIST = "list"
    TABLE = "table"


class Declaration(NamedTuple):
    """A key with what its field's type says: the shape, the type of each value, and whether it has to be there."""

    key: Key
    shape: Shape
    type: Any
    required: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The only words it can be, if there are such."""
        return tuple(self.type) if issubclass(self.type, StrEnum) else self.key.words


@cache
def declarations(record: type) -> Mapping[str, Declaration]:
    """Return the keys of a record, in the order of its fields."""
    return {name: _declaration(annotated) for name, annotated in record.__annotations__.items()}


def _declaration(annotated: object) -> Declaration:
    type_, key = get_args(annotated)
    required = not key.optional and (NoneType not in get_args(type_) or key.belongs is not None)
    if NoneType in get_args(type_):
        (type_,) = set(get_args(type_)) - {NoneType}
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is None:
        return Declaration(key, Shape.ONE, type_, required)
    if origin is tuple:
        return Declaration(key, Shape.LIST, arguments[0], required)
    return Declaration(key, Shape.TABLE if key.by is None else Shape.LIST, arguments[1], required)
