"""A session as one line of at most 64 letters and digits, to paste into a chat or to read aloud, and back.

First three letters that tell the bank, then everything that makes the figures as one great number, then the check
letters. Names stay out; of the time taken only whether it was too short; a second choice on a judgement item, which
earns nothing, is left out. The seed, from which the order of answering can be found again, is kept where it fits.

Letters that are mistaken for one another, 0 and O, 1, I and L, do not occur; the 31 that do are a prime number of them,
so letters are numbers of a field. Three check letters make three sums over the line zero: of the letters, and of the
letters times ``g^i`` and ``h^(i div 30) g^2i``, i being the place counted from the end and g a primitive root of the
field. No two places have proportional weights, and therefore (Hamming) any one or two wrong letters are caught for
certain, and so is any swap of two, neighbours or not; a single wrong letter is found, too. Of other mistakes one in
29,791 goes unseen.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem, UsageError
from rolecheck.exchange.session_digits import (
    SEEDS,
    UNKNOWN_SEED,
    DigitReader,
    Digits,
    read_session,
    to_base,
    write_session,
)
from rolecheck.session.session import Session

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
FIELD = len(ALPHABET)
ROOT = 3
"""A primitive root: its first 30 powers are all the numbers of the field but 0."""

CHECKS = 3
"""Letters at the end of a line that only check."""

Sums = tuple[int, int, int]

LONGEST = 64
"""Letters of a code; longer ones are cut by chat programs and lost while reading."""

BANK_LETTERS = 3
FORMATS = 2
"""0 is the one written here; a later version may use 1 for whatever it needs."""

SOURCE = "结果码"

_JOINTS = re.compile(r"[\s\-‐-―]+")
_NAME_OF_A_RESULT = re.compile(r"\d{8}-\d{6}")
_SHORTEST_GUESS, _LONGEST_GUESS = 12, 200


@dataclass(frozen=True, slots=True)
class Slip:
    """A place, counted from 1 at the beginning, where a line was probably changed; ``swapped`` with the next one."""

    place: int
    swapped: bool


def numbers(text: str) -> list[int]:
    """Return letters of the alphabet as numbers; ValueError for any other."""
    return [ALPHABET.index(letter) for letter in text]


def with_checks(letters: str) -> str:
    """Return the letters with their check letters behind them."""
    wanted = [-total for total in _sums([*numbers(letters), *[0] * CHECKS])]
    nodes = [_weights(place)[1] for place in range(CHECKS)]
    checks = (_solved(wanted, place, nodes) for place in reversed(range(CHECKS)))
    return letters + "".join(ALPHABET[check] for check in checks)


def is_sound(text: str) -> bool:
    """Tell whether the check letters agree with the others."""
    return not any(_sums(numbers(text)))


def slips(text: str) -> tuple[Slip, ...]:
    """Return every single change that would make an unsound line sound: a wrong letter, or two swapped neighbours."""
    line = numbers(text)
    sums = _sums(line)
    if not any(sums):
        return ()
    return (*_wrong(len(line), sums), *_swapped(line, sums))


def _wrong(length: int, sums: Sums) -> Iterator[Slip]:
    """Yield the place where a letter is off by what the plain sum is off."""
    for place in range(length):
        if sums[0] and sums == tuple(sums[0] * weight % FIELD for weight in _weights(length - 1 - place)):
            yield Slip(place + 1, swapped=False)


def _swapped(line: Sequence[int], sums: Sums) -> Iterator[Slip]:
    """Yield the places where swapping back takes away just what the sums are off."""
    for place in range(len(line) - 1):
        off = line[place] - line[place + 1]
        left, right = _weights(len(line) - 1 - place), _weights(len(line) - 2 - place)
        if all((total - off * (one - other)) % FIELD == 0 for total, one, other in zip(sums, left, right, strict=True)):
            yield Slip(place + 1, swapped=True)


def _sums(line: Sequence[int]) -> Sums:
    weighed = [(number, _weights(place)) for place, number in enumerate(reversed(line))]
    first, second, third = (sum(number * weights[row] for number, weights in weighed) % FIELD for row in range(3))
    return first, second, third


@cache
def _weights(place: int) -> Sums:
    """Return a place's three weights, the place counted from 0 at the end."""
    block = place // (FIELD - 1)
    return 1, pow(ROOT, place, FIELD), pow(ROOT, block + 2 * place, FIELD)


def _solved(wanted: Sequence[int], place: int, nodes: Sequence[int]) -> int:
    """Return the number that belongs at a check place: in the first block the weights are powers 0, 1, 2 of a node.

    So the equations are Vandermonde's, solved by Lagrange's polynomial of the node.
    """
    one, other = (node for node in nodes if node != nodes[place])
    above = wanted[2] - (one + other) * wanted[1] + one * other * wanted[0]
    below = (nodes[place] - one) * (nodes[place] - other)
    return above * pow(below, -1, FIELD) % FIELD


class CodeTooLongError(UsageError):
    """The session does not fit into a code; ``letters`` says how many it would take."""

    def __init__(self, session: Session, letters: int) -> None:
        self.letters = letters
        both = sum(response.second is not None for response in session.responses)
        super().__init__(
            f"答了 {len(session.responses)} 题，其中 {both} 题有其次，写成结果码要 {letters} 个字符，"
            f"超过了 {LONGEST} 个。快测和标准卷都写得下，全卷加了许多其次就写不下。"
        )


def result_code(bank: Bank, session: Session) -> str:
    """Return the session's code; CodeTooLongError if it takes more than ``LONGEST`` letters."""
    code = _code(bank, session, with_seed=0 <= session.seed < SEEDS)
    if len(code) > LONGEST:
        code = _code(bank, session, with_seed=False)
    if len(code) > LONGEST:
        raise CodeTooLongError(session, len(code))
    return code


def session_of(bank: Bank, text: str) -> Session:
    """Return the session a code holds, its responses in bank order.

    Blanks, hyphens, small letters and wide ones do not matter.

    Raises:
        BadInputError: it is no code, a mistyped one, or one of another bank or a later version.
    """
    code = _plain(text)
    _complain(_spelling(code) or _soundness(code) or _other_bank(bank, code))
    reader = DigitReader(_number(code[BANK_LETTERS:-CHECKS]))
    if reader.take(FORMATS):
        _complain("是更新版本的 rolecheck 写的，请先升级。")
    try:
        session = read_session(bank, reader)
    except (IndexError, ValueError) as error:
        raise _bad(_GARBLED) from error
    # What nothing is written as is no code, even if its check letters happen to agree.
    if reader.left or not session.responses or code != _code(bank, session, with_seed=session.seed != UNKNOWN_SEED):
        _complain(_GARBLED)
    return session


def looks_like_code(text: str) -> bool:
    """Tell whether a text is rather meant as a code than as the name of a result."""
    if not len(text) <= 2 * _LONGEST_GUESS or _NAME_OF_A_RESULT.match(text):
        return False
    plain = _plain(text)
    is_word = text.islower() and not any(char.isdecimal() for char in plain)
    return _SHORTEST_GUESS <= len(plain) <= _LONGEST_GUESS and plain.isascii() and plain.isalnum() and not is_word


def in_groups(code: str, size: int = 4) -> str:
    """Return the code in groups, as it is read aloud."""
    return " ".join(code[place : place + size] for place in range(0, len(code), size))


def bank_letters(bank: Bank) -> str:
    """Return the letters a bank's codes begin with.

    They follow from what a code counts on, the items, what their options stand for, and the roles; not from a text: a
    comma set right makes no code worthless.
    """
    items = (
        f"{item.facet}/{item.id}:{','.join(f'{option.key}/{option.credit}/{option.trap}' for option in item.options)}"
        for item in bank.items
    )
    counted = "\n".join((*items, *(f"{role.id}/{role.line}" for role in bank.roles.roles)))
    number = int.from_bytes(blake2b(counted.encode(), digest_size=8).digest(), "big") % FIELD**BANK_LETTERS
    return to_base(number, ALPHABET).rjust(BANK_LETTERS, ALPHABET[0])


def _code(bank: Bank, session: Session, *, with_seed: bool) -> str:
    digits = Digits()
    digits.put(0, FORMATS)
    write_session(bank, session, digits, with_seed=with_seed)
    return with_checks(bank_letters(bank) + to_base(digits.number, ALPHABET))


_GARBLED = "抄错了不止一处，或者少了、多了字符。请对方把整串重新复制一遍。"


def _spelling(code: str) -> str | None:
    """Say what is wrong with a code's letters, or None."""
    strange = [f"第 {place} 个“{harmless(char)}”" for place, char in enumerate(code, 1) if char not in ALPHABET]
    if strange:
        return f"有结果码里不会出现的字符：{'、'.join(strange[:8])}。码里没有 0、O、1、I、L，请照原来的那串改好。"
    if not BANK_LETTERS + CHECKS < len(code) <= LONGEST:
        return f"有 {len(code)} 个字符，结果码是 {BANK_LETTERS + CHECKS + 1} 到 {LONGEST} 个。请把整串重新复制一遍。"
    return None


def _soundness(code: str) -> str | None:
    if is_sound(code):
        return None
    places = "；".join(_slip_text(slip, code) for slip in slips(code))
    return f"抄错了：{places}。请照原来的那串改好。" if places else _GARBLED


def _slip_text(slip: Slip, code: str) -> str:
    place = slip.place
    if slip.swapped:
        return f"多半是第 {place}、{place + 1} 个“{code[place - 1 : place + 1]}”颠倒了"
    return f"多半是第 {place} 个“{code[place - 1]}”"


def _other_bank(bank: Bank, code: str) -> str | None:
    if code[:BANK_LETTERS] == bank_letters(bank):
        return None
    return "是用另一个题库作答的（或者题库在那以后增删过题）。用 --bank 指出那个题库，或请对方发结果文件。"


def _plain(text: str) -> str:
    return _JOINTS.sub("", unicodedata.normalize("NFKC", text)).upper()


def _number(letters: str) -> int:
    total = 0
    for digit in numbers(letters):
        total = total * FIELD + digit
    return total


def _complain(problem: str | None) -> None:
    if problem is not None:
        raise _bad(problem)


def _bad(problem: str) -> BadInputError:
    return BadInputError([Problem(SOURCE, None, problem)])
