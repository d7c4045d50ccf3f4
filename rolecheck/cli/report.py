"""`rolecheck report`, the last page of `rolecheck quiz`, and a page for every person of a sheet."""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_bank
from rolecheck.cli.requests import ReportRequest
from rolecheck.cli.saving import check_output, save_page, save_text
from rolecheck.cli.screen import bank_folder, show_json, show_paged, told_when
from rolecheck.cli.workers import progress
from rolecheck.errors import BadInputError, Problem, UsageError
from rolecheck.exchange.result_code import CodeTooLongError, in_groups, looks_like_code, result_code, session_of
from rolecheck.exchange.sheet_files import SHEETS
from rolecheck.measure.administration import in_asked_order
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.scoring import Profile, sheet_of
from rolecheck.report.page import Page
from rolecheck.report.personal.pages import personal_page, shares, shares_part
from rolecheck.report.personal.report import personal_report, share_card
from rolecheck.report.score import handing_out_page, score_line
from rolecheck.session.session import Session
from rolecheck.store.files import ensure_folder
from rolecheck.store.inventory import find_result
from rolecheck.store.journal import journals
from rolecheck.store.places import refuse_output, results_folder, sessions_folder, write_named
from rolecheck.store.results import load_result
from rolecheck.typesetting import quoted

ENDINGS = (".html", ".md", ".json", ".svg")
"""What a personal report can be written as."""

LIST = "00-名单（只给带队的人）.html"
NAMELESS = "没写名字"
MOST_NAME = 30
"""Characters of a name in the name of a file."""

_AWKWARD = re.compile(r"[^\w（）()·]+|_+")
"""What some system, shell or mail program stumbles over in the name of a file."""


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result to show; where it came in a code, neither when it was taken nor a file it lies in is known."""

    session: Session
    taken: datetime | None = None
    path: Path | None = None


def as_one(words: Sequence[str] | None) -> str | None:
    """Return what was typed as one name: a code read aloud in groups is one, and so is a name with a blank in it."""
    if not words:
        return None
    return "".join(words) if len(words) > 1 and looks_like_code("".join(words)) else " ".join(words)


def run_report(request: ReportRequest) -> None:
    """Print a kept result again, measured anew from its responses, or write it to a file."""
    result = as_one(request.result)
    named = None if result is None or looks_like_code(result) else Path(result)
    check_output(request.output, ENDINGS, inputs=(named, request.bank))
    if named is not None and named.suffix.lower() in SHEETS and named.is_file():
        score = {"report": ["score"], "--output": [], str(request.output): []}
        raise BadInputError(
            [Problem(str(named), None, "这是答题表，里面是很多人的；这里看的是一份结果。")], retype=score
        )
    wanted = [name for name in ("json", "code", "card") if getattr(request, name)]
    if len(wanted) > 1:
        options = "、".join(f"--{name}" for name in wanted)
        raise UsageError(
            f"{options} 各要打印一样东西，一次只能写一个。", retype={f"--{name}": [] for name in wanted[1:]}
        )
    bank = load_bank(bank_folder(request.bank))
    examiner = Examiner(bank)
    shown = _shown(examiner, result)
    if request.code:
        _print_code(bank, shown)
    elif request.card:
        nameless = replace(shown.session, respondent=None, subject=None)
        card = share_card(personal_report(examiner, nameless, measured(examiner, nameless)))
        sys.stdout.write("".join(f"{line}\n" for line in card.lines))
    elif request.json or request.output is None:
        if shown.taken is not None and not request.json:
            sys.stderr.write(f"{_when(shown.taken)}\n")
        profile = measured(examiner, shown.session)
        show_result(examiner, shown.session, profile, json=request.json, plain=request.plain)
    if request.output is not None:
        write_result(examiner, shown.session, request.output, shown.taken)


def _shown(examiner: Examiner, name: str | None) -> ShownResult:
    if name is not None and looks_like_code(name):
        session = session_of(examiner.bank, name)
        ordered = in_asked_order(examiner, session)
        if ordered is None:
            sys.stderr.write("结果码里没有答题的先后，下面的“第几题”按题库里的先后数。\n")
        return ShownResult(ordered or session)
    path = _found(name)
    result = load_result(path, examiner.bank)
    if not result.same_bank:
        sys.stderr.write("题库在这次作答之后改过，下面按现在的题库重新算过。\n")
    if result.dropped:
        sys.stderr.write(f"有 {result.dropped} 题现在的题库已经没有，没有算进来。\n")
    return ShownResult(result.session, result.taken, path)


def _found(name: str | None) -> Path:
    """Return the result meant; where there is none, but something begun, say that."""
    try:
        return find_result(results_folder(), name)
    except UsageError as error:
        begun = [] if name is not None else journals(sessions_folder())[0]
        if not begun:
            raise
        left = datetime.fromtimestamp(begun[0].stat().st_mtime).astimezone()
        raise UsageError(f"还没有结果，有一次没答完（{left:%m-%d %H:%M}）。", "接着答，运行 rolecheck quiz") from error


def _print_code(bank: Bank, shown: ShownResult) -> None:
    try:
        code = result_code(bank, shown.session)
    except CodeTooLongError as error:
        raise UsageError(f"{error}请改发结果文件，rolecheck report 一样能看：{quoted(shown.path)}") from error
    sys.stdout.write(code + "\n")
    sys.stderr.write(f"念的时候分成几段：{in_groups(code)}\n里面是全部作答，没有名字；给谁看，谁就看得到结果。\n")


def _when(taken: datetime) -> str:
    return f"{told_when(taken, datetime.now().astimezone())} 的作答"


def measured(examiner: Examiner, session: Session) -> Profile:
    """Return what a session shows."""
    return next(examiner.measure_many([sheet_of(session)]))


def session_score(bank: Bank, session: Session, profile: Profile) -> dict[str, object]:
    """Return a session's score line."""
    return score_line(bank, profile, session.respondent, session.title, len(session.responses))


def show_result(examiner: Examiner, session: Session, profile: Profile, *, json: bool, plain: bool) -> None:
    """Print a result on stdout, as its score line or as a report."""
    if json:
        show_json(session_score(examiner.bank, session, profile))
        return
    show_paged(personal_page(personal_report(examiner, session, profile)), plain=plain)


def result_page(examiner: Examiner, session: Session, profile: Profile, taken: datetime | None) -> Page:
    """Return a result as a file shows it: the whole of it."""
    return personal_page(personal_report(examiner, session, profile), "" if taken is None else _when(taken), whole=True)


def write_result(examiner: Examiner, session: Session, path: Path, taken: datetime | None) -> None:
    """Write a result into a file of the kind its name ends in, and say where it is."""
    profile = measured(examiner, session)
    ending = path.suffix.lower()
    if ending == ".json":
        score = session_score(examiner.bank, session, profile)
        save_text(json.dumps(score, ensure_ascii=False) + "\n", path)
        return
    if ending == ".svg":
        report = personal_report(examiner, session, profile)
        if not report.shares:
            raise UsageError(
                f"{report.conclusion.statement}，没有占比可画。把 --output 换成 .html 或 .md。",
                retype={str(path): [str(path.with_suffix(".html"))]},
            )
        from rolecheck.output.html import svg_text

        (part,) = shares_part(report, whole=True)
        save_text(svg_text(shares(report), part.heading, part.note, report.disclaimer), path)
        return
    save_page(result_page(examiner, session, profile, taken), path)


class PersonResult(NamedTuple):
    """One person's answers, what they show, and when they were given, if that is known."""

    session: Session
    profile: Profile
    taken: datetime | None = None


def check_folder(folder: Path | None, inputs: Iterable[Path | None] = ()) -> None:
    """Raise UsageError unless pages can be written into a folder of this name, new or empty, or none is wanted."""
    if folder is None:
        return
    refuse_output(folder / LIST, [path for path in inputs if path is not None])
    try:
        is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except (OSError, ValueError):
        is_free = False
    if not is_free:
        raise UsageError(
            f"{quoted(folder)} 里已经有东西，没有写。--pages 后面写一个新文件夹的名字。",
            retype={str(folder): [str(free_name(folder))]},
        )


def free_name(folder: Path) -> Path:
    """Return the name of a folder beside this one that is not there yet."""
    others = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return next(other for other in others if not other.exists())


def write_pages(examiner: Examiner, people: Iterable[PersonResult], folder: Path, *, plain: bool = False) -> None:
    """Write a page for each person and the list of them, and say where they are."""
    from rolecheck.output.html import html_text

    ensure_folder(folder)
    listed: list[tuple[str, str]] = []
    with progress("写网页", "页", plain=plain) as track:
        for number, handed in enumerate(track(people, None), 1):
            name = handed.session.respondent or NAMELESS
            file = f"{number:02}-{file_name(name)}.html"
            write_named(folder / file, html_text(result_page(examiner, *handed)))
            listed.append((name, file))
    write_named(folder / LIST, html_text(handing_out_page(listed)))
    sys.stderr.write(f"写好了 {len(listed)} 个人的网页，在 {quoted(folder)}；名单是 {LIST}，只给带队的人。\n")


def file_name(name: str) -> str:
    """Return a person's name as every system takes it for a piece of a file's name."""
    plain = _AWKWARD.sub("-", unicodedata.normalize("NFKC", harmless(name, MOST_NAME))).strip("-.")
    return plain or NAMELESS
