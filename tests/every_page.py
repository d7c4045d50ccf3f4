"""Every page the tool has, made once: of small banks and findings made by hand where the shipped bank would do harm."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.checks import Subject
from rolecheck.bank.checks.blind import JudgeSheet, Judging, OptionJudgement, text_digest
from rolecheck.bank.checks.checking import check_bank
from rolecheck.bank.items import Bank
from rolecheck.bank.loading import load_placed_bank
from rolecheck.bank.lookup import find_roles
from rolecheck.exchange.forms.import_report import PersonRead, column_read, import_page, import_report
from rolecheck.measure.acceptance import decide
from rolecheck.report.acceptance import acceptance_page, decision_page
from rolecheck.report.bank.balance import bank_stats, stats_page
from rolecheck.report.bank.checked import check_page, check_report
from rolecheck.report.history import ONCE, History, HistoryRow, Movement, history_page
from rolecheck.report.lab.report import LabReport, lab_page, lab_report, measurement_page
from rolecheck.report.page import Page, Row, Table, TableCell
from rolecheck.report.personal.pages import answer_page, personal_page
from rolecheck.report.role import comparison_page, relay_page, role_page
from rolecheck.report.team.report import team_page
from rolecheck.report.workshop.report import guide_page, listed_page, workshop_page, workshop_report
from rolecheck.session.acceptance import SHOWN, AcceptanceSession, Reply, split_answer
from tests.bank.conftest import QUESTIONS, write_roles
from tests.builders import shipped
from tests.persons import NAMED, PERSONS
from tests.report.lab_findings import hand_made
from tests.teams import report_of, team
from tests.workshops import a_room, workshop_bank

WHO = "评审是三位同事"

ACCEPTED = {
    "ready": {"floor-peak": "是 上周按最忙那天的量压过两遍"},
    "conditional": {"room-owed-list": "否", "expectation-nothing-missing": "否 月报导出", "goal-on-their-own": "否"},
    "undecided": {"floor-peak": "说不准 压测机还没批下来", "expectation-spoke-up": "否", "goal-on-their-own": "否"},
    "not-now": {
        "floor-contained": "否 夜里重启会丢单",
        "goal-main-flow": "否",
        "expectation-beyond-signature": "否",
        "room-make-up": "否",
        "room-who-answers": "是 值班表贴出去了",
    },
}
"""Results about to be handed over: all answers are good but these; a note may follow one."""

MOVEMENT = Movement(
    ("第 9 份（2026-05-03 21:14，快测）：分不出", "第 10 份（2026-08-19 12:40，标准卷）：交付或运营，把握 91 %"),
    "两次都点到线，才说线变没变。",
    Table(
        "movement",
        "占比怎么动的",
        "不到 95 % 就说看不出",
        (("before", "前次"), ("after", "后次"), ("difference", "变化"), ("moved", "升降")),
        (
            Row(
                "a",
                "交付",
                (
                    TableCell(0.2, "20 %"),
                    TableCell(0.5, "50 %"),
                    TableCell(0.3, "+30"),
                    TableCell(0.97, "升了，约 97 %"),
                ),
            ),
            Row(
                "b",
                "推进",
                (TableCell(0.1, "10 %"), TableCell(0.08, "8 %"), TableCell(-0.02, "-2"), TableCell(0.4, "看不出")),
            ),
        ),
    ),
    Row(
        "stand_back",
        "退后",
        (TableCell(0.1, "10 %"), TableCell(0.1, "10 %"), TableCell(0, "0"), TableCell(0.5, "看不出")),
    ),
    ("两次的卷型不一样，题少的那次范围更宽。",),
)
ROWS = (
    HistoryRow("9", "2026-05-03 21:14", "快测", "分不出", "", "", ""),
    HistoryRow("10", "2026-08-19 12:40", "标准卷", "交付或运营", "91 %", "名片项目经理，不符", ""),
    HistoryRow("11", "2026-11-22 09:30", "全卷", "交付", ">99 %", "名片项目经理，不符", "王小明答，说的是老李"),
)


def accepted_page(answers: Mapping[str, str], *, name: str | None = None, brief: bool = False) -> Page:
    """Return a page of a result for which all answers are good but some; a note may follow one."""
    bank = shipped()
    acceptance = bank.acceptance
    assert acceptance is not None
    typed = {check.id: SHOWN[Answer.YES] for check in acceptance.checks} | dict(answers)
    replies = []
    for check, line in typed.items():
        answer, note = split_answer(line)
        assert answer is not None
        replies.append(Reply(check, answer, note))
    session, decision = AcceptanceSession(name, tuple(replies)), decide(acceptance, replies)
    return decision_page(session, decision) if brief else acceptance_page(bank, acceptance, session, decision)


def judged(bank: Bank) -> Judging:
    """Return one judge who reads every option right, and thinks every A what a boss likes to hear."""
    judgements = {
        (item.id, letter): OptionJudgement(option.key or "", letter == "A", letter == "B", text_digest(option.text))
        for item in bank.items
        for letter, option in zip(item.letters, item.options, strict=True)
    }
    return Judging("2026-11-22", WHO, (JudgeSheet("ming", judgements),))


def lab_found() -> LabReport:
    """Return what a lab might have found; what the bank is called changes with every word of it."""
    return lab_report(shipped(), hand_made())._replace(bank="题库 2026（000000000000）")


def imported_page(*problems: str) -> Page:
    """Return the page of a file of answers."""
    return import_page(
        import_report(
            source="作答.csv",
            layout="认作：问卷星，CSV（GBK）",
            columns=[
                column_read("A", "序号", "不用"),
                column_read("G", "1、怎么称呼你？可以不填", "名字"),
                column_read("AA", "3、上线前一天晚上，客户说再等等。明天还切不切？你先做：〔hw3c〕", "launch-night"),
                column_read("AB", "4、上面这题，其次像你的是哪一个？〔hw3c-2〕", "launch-night 其次"),
            ],
            people=[PersonRead(2, "王五", "项目经理", 5, 5, 4), PersonRead(3, "第3行", "", 1, 5, 0)],
            notes=["“张伟”答了 2 次，用最后交的第 10 行，第 4 行没有算进来。是不同的人就加 --keep-all。"],
            problems=problems,
        )
    )


@contextmanager
def small_bank(folder: Path) -> Iterator[None]:
    """Work beside a small bank's files, so that its places are named as someone there would name them."""
    (folder / "roles.yaml").write_text(write_roles(), encoding="utf-8")
    (folder / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def pages_of_banks(folder: Path) -> Iterator[tuple[str, Page]]:
    """Yield the pages of `rolecheck bank` on a small bank."""
    with small_bank(folder):
        bank, places = load_placed_bank(Path())
        report = check_report(bank, check_bank(Subject(bank, places), judged(bank)), judged(bank))
        yield "bank-check", check_page(report)
        yield "bank-stats", stats_page(bank_stats(Subject(bank, places), judged(bank)))


def every_page(folder: Path) -> dict[str, Page]:
    """Return every page by name."""
    book = shipped().roles
    pages = {f"accept-{name}": accepted_page(answers, name="理赔系统二期") for name, answers in ACCEPTED.items()}
    brief = {f"decided-{name}": accepted_page(answers, brief=True) for name, answers in ACCEPTED.items()}
    return {
        **pages,
        **brief,
        "role": role_page(book, book.role("delivery-manager")),
        "roles-two": comparison_page(book, find_roles(book, ["项目经理", "项目推进"])),
        "roles-all": comparison_page(book, book.roles),
        "relay": relay_page(book),
        "history": history_page(History(ROWS, None, ONCE)),
        "history-compared": history_page(History(ROWS[:2], MOVEMENT, "")),
        "import": imported_page(),
        "import-bad": imported_page("作答.csv:4:9: I 列“3、……”：“我不知道”和这题的哪一项都不像。"),
        "lab": lab_page(lab_found()),
        "measurement": measurement_page(lab_found(), "2026-01-02"),
        "workshop": workshop_page(workshop_report(workshop_bank(), a_room()), "2026-11-24 10:45"),
        "workshop-guide": guide_page(workshop_bank()),
        "workshop-moments": listed_page(workshop_bank(), workshop_bank().items[:3]),
        **dict(pages_of_banks(folder)),
        **{f"personal-{name}": personal_page(report) for name, report in PERSONS.items()},
        "personal-whole": personal_page(NAMED, "2026-11-24 10:45 的作答", whole=True),
        **{f"answer-{name}": answer_page(report) for name, report in PERSONS.items()},
        "team": team_page(report_of(team(), pair=("王小明", "李雷"))),
        "team-unnamed": team_page(report_of(team(), anonymous=True)),
        "team-small": team_page(report_of(team()[:3], anonymous=True)),
    }


NAMES = (
    *(f"{page}-{name}" for page in ("accept", "decided") for name in ACCEPTED),
    *("role", "roles-two", "roles-all", "relay", "history", "history-compared", "import", "import-bad"),
    *("lab", "measurement", "workshop", "workshop-guide", "workshop-moments", "bank-check", "bank-stats"),
    *("team", "team-unnamed", "team-small", "personal-whole"),
    *(f"{page}-{name}" for page in ("personal", "answer") for name in PERSONS),
)
