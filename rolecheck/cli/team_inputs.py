"""What a team report is made from: result files, folders of them, answer sheets and result codes, in any mix."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Bank
from rolecheck.cli.workers import Helpers, crew, in_parts
from rolecheck.errors import BadInputError, Problem, why_refused
from rolecheck.exchange.result_code import looks_like_code, session_of
from rolecheck.exchange.sheet import read_sheet
from rolecheck.exchange.sheet_files import PARQUET, SHEETS
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.quality import total_seconds
from rolecheck.measure.scoring import Sheet, sheet_of
from rolecheck.report.score import MemberFigures, figures_of, read_figures
from rolecheck.report.team.members import Submission, first_choices, none_fitting
from rolecheck.report.team.report import Source
from rolecheck.session.session import Response
from rolecheck.store.results import load_result
from rolecheck.store.together import settle

RESULT = ".json"
RESULT_MARK, SHEET_MARK = b'"rolecheck.result/', b"respondent"
HEAD = 4096
"""Bytes in which a file in a folder says what it is."""

_GROUP = re.compile(r"[0-9A-Za-z]{1,4}")
"""A piece of a code, as it is read aloud."""

MOST_NAMED = 8
ALONE = Helpers()
TOGETHER = 256
"""Sets of responses measured in one piece."""

WORTH_SAYING = 300
"""Sets of responses whose measuring takes long enough to be told of."""


class AnswerSet(NamedTuple):
    """One set of responses as it was handed in.

    ``score`` are its figures if they are at hand, unchecked; ``seed`` tells where options stood on the screen, None
    where nobody knows.
    """

    respondent: str | None
    subject: str | None
    title: str | None
    taken: datetime | None
    place: int
    seconds: float | None
    responses: tuple[Response, ...]
    score: object
    same_bank: bool = True
    dropped: int = 0
    seed: int | None = None
    edited: bool = False


class Inputs(NamedTuple):
    """Everything handed in, and what of folders was not: how many files are nothing of ours, and what is unreadable."""

    answer_sets: tuple[AnswerSet, ...]
    passed_over: int
    left_out: tuple[Problem, ...] = ()


def read_team_inputs(words: Iterable[str], bank: Bank) -> Inputs:
    """Return what these words stand for, each file once; what is unreadable in a folder is left out.

    Raises:
        BadInputError: carries every problem of every file that is named.
    """
    problems: list[Problem] = []
    left_out: list[Problem] = []
    answer_sets: list[AnswerSet] = []
    passed_over = 0
    seen: set[Path] = set()
    for word in _codes_joined(words):
        try:
            if looks_like_code(word) and not Path(word).exists():
                answer_sets.append(_read_code(word, bank))
                continue
            files, others = _files_of(word)
        except BadInputError as error:
            problems += error.problems
            continue
        passed_over += others
        for path in files:
            if (real := path.resolve()) in seen:
                continue
            seen.add(real)
            try:
                answer_sets += _read_file(path, bank)
            except BadInputError as error:
                # One bad file among many must not keep a group from its page; one asked for by name must not be lost.
                where = problems if path == Path(word) else left_out
                where += error.problems
    if problems:
        raise BadInputError([*problems, *left_out])
    return Inputs(tuple(answer_sets), passed_over, tuple(left_out))


def _codes_joined(words: Iterable[str]) -> Iterator[str]:
    """Yield the words, a code that was typed in groups as one."""
    groups: list[str] = []
    for word in words:
        if _GROUP.fullmatch(word) and not Path(word).exists():
            groups.append(word)
            continue
        yield from _joined(groups)
        groups = []
        yield word
    yield from _joined(groups)


def _joined(groups: list[str]) -> list[str]:
    return ["".join(groups)] if len(groups) > 1 and looks_like_code("".join(groups)) else groups


def _read_code(word: str, bank: Bank) -> AnswerSet:
    session = session_of(bank, word)
    seconds = total_seconds(session.responses)
    return AnswerSet(None, session.subject, session.title, None, 0, seconds, session.responses, None)


def _files_of(word: str) -> tuple[list[Path], int]:
    """Return the files a word stands for, and how many others lie in a folder: a path, or a folder with ours in it."""
    path = Path(word)
    try:
        if path.is_dir():
            settle(path)
            files = [
                file for file in sorted(path.iterdir()) if file.suffix.lower() in {RESULT, *SHEETS} and file.is_file()
            ]
            ours = [file for file in files if _is_ours(file)]
            return ours, len(files) - len(ours)
        if path.is_file():
            return [path], 0
    except (OSError, ValueError) as error:
        why = why_refused(error) if isinstance(error, OSError) else "系统不认这个名字"
        raise BadInputError([Problem(harmless(word, 200), None, f"读不了：{why}。检查路径和权限。")]) from error
    remedy = "写结果文件、放结果的文件夹、答题表（CSV）的路径，或一串结果码。"
    raise BadInputError([Problem(harmless(word, 200) or "“”", None, f"没有这个文件或文件夹。{remedy}")])


def _is_ours(path: Path) -> bool:
    if path.suffix.lower() == PARQUET:
        # Nothing of its columns can be told from its beginning.
        return True
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        # Told with its reason when it is read.
        return True
    return (RESULT_MARK if path.suffix.lower() == RESULT else SHEET_MARK) in head


def _read_file(path: Path, bank: Bank) -> list[AnswerSet]:
    if path.suffix.lower() in SHEETS:
        rows = enumerate(read_sheet(path, bank), 1)
        return [
            AnswerSet(row.respondent, row.subject, row.title, None, place, row.seconds, row.responses, None)
            for place, row in rows
        ]
    result = load_result(path, bank)
    session = result.session
    sheet = sheet_of(session)
    return [
        AnswerSet(
            respondent=session.respondent,
            subject=session.subject,
            title=session.title,
            taken=result.taken,
            place=0,
            seconds=sheet.seconds,
            responses=session.responses,
            score=result.score,
            same_bank=result.same_bank,
            dropped=result.dropped,
            seed=sheet.seed,
            edited=result.changed,
        )
    ]


def measure_submissions(
    now: Sequence[AnswerSet],
    before: Sequence[AnswerSet],
    bank: Bank,
    helpers: Helpers = ALONE,
    *,
    anonymous: bool = False,
) -> tuple[list[Submission], Source]:
    """Return what each set shows, of this round and of an earlier one, measured where figures are not at hand."""
    answer_sets = (*now, *before)
    at_hand = [read_figures(bank, answer_set.score) for answer_set in answer_sets]
    missing = [answer_set for answer_set, known in zip(answer_sets, at_hand, strict=True) if known is None]
    if len(missing) >= WORTH_SAYING:
        sys.stderr.write(f"正在算 {len(missing)} 份作答……\n")
    measured = _measure(missing, bank, helpers)
    submissions = [
        _submission(bank, answer_set, known or next(measured), earlier=number >= len(now))
        for number, (answer_set, known) in enumerate(zip(answer_sets, at_hand, strict=True))
    ]
    kept = len(answer_sets) - len(missing)
    return submissions, Source(kept, len(missing), tuple(_remarks(answer_sets, anonymous=anonymous)))


def _measure(answer_sets: Sequence[AnswerSet], bank: Bank, helpers: Helpers) -> Iterator[MemberFigures]:
    """Yield what each shows, in their order; without any, nothing is prepared."""
    if not answer_sets:
        return
    with crew(bank, helpers) as workers:
        tasks = in_parts(answer_sets, TOGETHER, lambda part: partial(_figures, answer_sets=part))
        yield from chain.from_iterable(workers.carry_out(tasks))


def _figures(examiner: Examiner, answer_sets: Sequence[AnswerSet]) -> list[MemberFigures]:
    """Return what each of some sets of responses shows."""
    sheets = (Sheet(each.responses, each.title, each.seconds, each.seed) for each in answer_sets)
    return [figures_of(profile) for profile in examiner.measure_many(sheets)]


def _submission(bank: Bank, answer_set: AnswerSet, figures: MemberFigures, *, earlier: bool) -> Submission:
    return Submission(
        respondent=answer_set.respondent,
        subject=answer_set.subject,
        title=answer_set.title,
        taken=_seconds(answer_set.taken),
        day=None if answer_set.taken is None else f"{answer_set.taken:%Y-%m-%d}",
        place=answer_set.place,
        figures=figures,
        choices=first_choices(bank, answer_set.responses),
        earlier=earlier,
        none_fits=none_fitting(bank, answer_set.responses),
    )


def _whose(answer_sets: Sequence[AnswerSet], *, anonymous: bool) -> str:
    if anonymous:
        return ""
    names = [answer_set.respondent or "没写名字的一份" for answer_set in answer_sets]
    return f"：{'、'.join(names[:MOST_NAMED])}{f'等 {len(names)} 份' if len(names) > MOST_NAMED else ''}"


def _seconds(taken: datetime | None) -> float | None:
    try:
        return None if taken is None else taken.timestamp()
    except (OSError, OverflowError, ValueError):
        # A date no clock has shown.
        return None


def _remarks(answer_sets: Sequence[AnswerSet], *, anonymous: bool) -> Iterator[str]:
    before = [answer_set for answer_set in answer_sets if not answer_set.same_bank]
    if before:
        yield f"有 {len(before)} 份是题库改动之前答的，按现在的题库重新算过{_whose(before, anonymous=anonymous)}。"
    edited = [answer_set for answer_set in answer_sets if answer_set.edited]
    if edited:
        whose = _whose(edited, anonymous=anonymous)
        yield f"有 {len(edited)} 份存的数和作答对不上，文件被改过，没有用存的数，按作答重新算过{whose}。"
    dropped = sum(answer_set.dropped for answer_set in answer_sets)
    if dropped:
        yield f"共有 {dropped} 处作答的题现在的题库已经没有，没有算进来。"
