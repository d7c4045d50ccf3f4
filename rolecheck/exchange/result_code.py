"""A session as one line of at most 64 letters and digits, to paste into a chat or to read aloud, and back.

First three letters that tell the bank, then everything that makes the figures as one great number, then the check
letters. Names stay out; of the time taken only whether it was too short; a second choice on a judgement item, which
earns nothing, is left out. The seed, from which the order of answering can be found again, is kept where it fits.
"""

import re
import unicodedata
from hashlib import blake2b

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem, UsageError
from rolecheck.exchange.check_letters import ALPHABET, CHECKS, FIELD, Slip, is_sound, numbers, slips, with_checks
from rolecheck.exchange.digits import DigitReader, Digits, to_base
from rolecheck.exchange.session_digits import SEEDS, UNKNOWN_SEED, read_session, write_session
from rolecheck.session.session import Session

LONGEST = 64
"""Letters of a code; longer ones are cut by chat programs and lost while reading."""

BANK_LETTERS = 3
FORMATS = 2
"""0 is the one written here; a later version may use 1 for whatever it needs."""

SOURCE = "结果码"

_JOINTS = re.compile(r"[\s\-‐-―]+")
_NAME_OF_A_RESULT = re.compile(r"\d{8}-\d{6}")
_SHORTEST_GUESS, _LONGEST_GUESS = 12, 200


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
    told = "\n".join((*items, *(f"{role.id}/{role.line}" for role in bank.roles.roles)))
    number = int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big") % FIELD**BANK_LETTERS
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
    places = "；".join(_told(slip, code) for slip in slips(code))
    return f"抄错了：{places}。请照原来的那串改好。" if places else _GARBLED


def _told(slip: Slip, code: str) -> str:
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
