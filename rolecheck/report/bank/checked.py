"""What the checks of a bank found: by kind, counted, and the figures behind them."""

from collections.abc import Sequence
from typing import NamedTuple

from rolecheck.bank.checks import FACET_NAMES, Finding, Level, RuleGroup
from rolecheck.bank.checks.blind import Blind, Judging, blind
from rolecheck.bank.checks.giveaway import giveaway
from rolecheck.bank.checks.read_through import Readers, read_through
from rolecheck.bank.items import Bank
from rolecheck.report.page import Command, Entry, Listing, Page, Sentence, Tone, part, quiet
from rolecheck.typesetting import percent, quoted
from rolecheck.words import records

TITLE = "查题库"


class Remark(NamedTuple):
    """One thing found, as it is told: where, and what to do."""

    level: str
    word: str
    source: str
    line: int | None
    text: str

    @property
    def place(self) -> str:
        """The clickable place."""
        return quoted(self.source) if self.line is None else f"{quoted(self.source)}:{self.line}"


class RuleRemarks(NamedTuple):
    """Everything one kind of rule found."""

    group: str
    heading: str
    told: tuple[Remark, ...]


class CheckReport(NamedTuple):
    """What `rolecheck bank check` shows."""

    bank: str
    found: tuple[RuleRemarks, ...]
    figures: tuple[str, ...]
    summary: str
    errors: int
    warnings: int


def check_report(
    bank: Bank | None, findings: Sequence[Finding], judging: Judging | None, readers: Readers | None = None
) -> CheckReport:
    """Return what was found in a bank; None stands for one that cannot be read."""
    errors = sum(finding.level is Level.ERROR for finding in findings)
    warnings = len(findings) - errors
    return CheckReport(
        bank="" if bank is None else _about(bank),
        found=tuple(
            _found(group, findings) for group in RuleGroup if any(finding.group is group for finding in findings)
        ),
        figures=() if bank is None else _figures(bank, judging, readers),
        summary=_summary(errors, warnings, readable=bank is not None),
        errors=errors,
        warnings=warnings,
    )


def check_page(report: CheckReport) -> Page:
    """Return what was found, kind by kind, the figures, and the count."""
    remarks = (
        block for group in report.found for block in part(group.heading, Listing(tuple(map(_entry, group.told))))
    )
    opening = (Sentence(report.bank),) if report.bank else ()
    kinds = [group_name(RuleGroup(group.group)) for group in report.found[:1]]
    why = (Command("这类规则为什么要查", f"rolecheck bank check --why {kind}") for kind in kinds)
    return Page(TITLE, (*opening, *remarks, *quiet(*report.figures), Sentence(report.summary, tone=Tone.STRONG), *why))


def _entry(remark: Remark) -> Entry:
    # The place stays in one piece and is followed by a colon, so that terminals and editors make a link of it.
    tone = Tone.WARNING if remark.level == Level.ERROR.value else Tone.PLAIN
    return Entry(f"{remark.place}: {remark.text}", remark.word, tone=tone)


def why_page(group: RuleGroup) -> Page:
    """Return why a kind of rule is there."""
    return Page(group_name(group), (Sentence(records("bank", "rules")[group.value]["why"]),), "为什么查这个")


def group_name(group: RuleGroup) -> str:
    """Return what a kind of rule is called."""
    return records("bank", "rules")[group.value]["name"]


def group_called(name: str) -> RuleGroup | None:
    """Return the kind of rule of this name or id, None where there is none."""
    wanted = name.strip().casefold()
    return next((group for group in RuleGroup if wanted in {group_name(group), group.value}), None)


def blind_sentence(reading: Blind, judging: Judging) -> str:
    """Say how the judges read the options, and what they were."""
    low, high = (f"{end(reading.kappas.values()):.2f}" for end in (min, max))
    kappas = f"是 {low}" if low == high else f"在 {low} 到 {high} 之间"
    return (
        f"盲评（{judging.date}，{len(judging.sheets)} 份，{judging.judges}）：{reading.judged} 个选项里，"
        f"多数评审认对 {percent(reading.majority)}；各人与题库的 kappa {kappas}。"
    )


def _found(group: RuleGroup, findings: Sequence[Finding]) -> RuleRemarks:
    group_findings = [finding for finding in findings if finding.group is group]
    remarks = (
        Remark(
            finding.level.value,
            "错误" if finding.level is Level.ERROR else "提醒",
            finding.problem.source,
            finding.problem.line,
            finding.problem.text,
        )
        for finding in group_findings
    )
    return RuleRemarks(group.value, f"{group_name(group)}（{len(group_findings)}）", tuple(remarks))


def _about(bank: Bank) -> str:
    counts = {name: len(bank.of(facet)) for facet, name in FACET_NAMES.items()}
    facets = "，".join(f"{name} {count}" for name, count in counts.items() if count)
    return f"题库 {bank.version}（{bank.digest}），{len(bank.items)} 题：{facets}"


def _figures(bank: Bank, judging: Judging | None, readers: Readers | None) -> tuple[str, ...]:
    return (_giveaway(bank), _blind(bank, judging), _readers(bank, readers))


def _giveaway(bank: Bank) -> str:
    guessed = giveaway(bank)
    if guessed.overall is None:
        return "字词：责任题太少，数字词的程序学不了什么。"
    return (
        f"字词：一个只数字词、不懂意思的程序，拿别的题学过再猜，猜中 {percent(guessed.overall)} 的责任线选项；"
        "选项说的事不一样，它就猜得中，所以这个数不设限。"
    )


def _blind(bank: Bank, judging: Judging | None) -> str:
    if judging is None:
        return "盲评：旁边没有盲评表，选项是不是人人都认得出，没有查。"
    reading = blind(bank, judging)
    return "盲评：盲评表对不上现在的题库。" if reading is None else blind_sentence(reading, judging)


def _readers(bank: Bank, readers: Readers | None) -> str:
    if readers is None:
        return "试读：旁边没有试读表，读一遍懂不懂，没有查。"
    reading = read_through(bank, readers)
    if reading is None:
        return "试读：试读表对不上现在的题库。"
    return (
        f"试读（{readers.date}，{len(readers.sheets)} 份，{readers.readers}）：{len(reading.read)} 段文字，"
        f"一遍读懂平均 {reading.clear:.2f} 分，像人话 {reading.natural:.2f} 分；"
        f"{len(reading.twice)} 段有两个人以上读了两遍。"
    )


def _summary(errors: int, warnings: int, *, readable: bool) -> str:
    if not readable:
        return f"读入时有 {errors} 处错误。请先改好这些，再查一遍，才轮到题目本身。"
    if errors:
        return f"{errors} 处错误，{warnings} 处提醒。有错误的题库不要拿去用。"
    if warnings:
        return f"没有错误，{warnings} 处提醒。"
    return "没有发现问题。"
