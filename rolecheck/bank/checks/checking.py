"""All rules over one bank, in the order findings are told, and the figures behind them beside their limits."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from rolecheck.bank.checks import Finding, Level, Rule, RuleFigure, RuleGroup, Subject
from rolecheck.bank.checks.blind import Judging, check_blind, measure_blind
from rolecheck.bank.checks.content import (
    check_calibration,
    check_concepts,
    check_debriefs,
    check_judgements,
    check_repeats,
    check_typography,
    measure_judgements,
    measure_repeats,
)
from rolecheck.bank.checks.design import (
    check_framings,
    check_letters,
    check_lines,
    check_pairs,
    check_stages,
    check_stand_backs,
    measure_design,
)
from rolecheck.bank.checks.giveaway import check_names, check_old_names, check_words, measure_words
from rolecheck.bank.checks.lengths import (
    check_debrief_lengths,
    check_items,
    check_means,
    check_options,
    check_sentences,
    check_stems,
    measure_lengths,
    measure_sentences,
)
from rolecheck.bank.checks.read_through import Readers, check_readers, measure_readers
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError

RULES: tuple[Rule, ...] = (
    check_lines,
    check_pairs,
    check_stages,
    check_framings,
    check_letters,
    check_stand_backs,
    check_stems,
    check_options,
    check_items,
    check_means,
    check_debrief_lengths,
    check_sentences,
    check_names,
    check_old_names,
    check_words,
    check_repeats,
    check_typography,
    check_debriefs,
    check_judgements,
    check_concepts,
    check_calibration,
)


MEASURES: tuple[Callable[[Bank], Iterator[RuleFigure]], ...] = (
    measure_lengths,
    measure_sentences,
    measure_words,
    measure_design,
    measure_judgements,
    measure_repeats,
)


COUNTED: Mapping[RuleGroup, str] = {
    RuleGroup.NAMES: "点了角色或线的名字的",
    RuleGroup.TYPOGRAPHY: "标点和空格不对的",
    RuleGroup.DEBRIEF: "讲评漏了线的",
    RuleGroup.JUDGEMENT: "判断题的毛病",
    RuleGroup.CONCEPTS: "没落到任何地方的概念",
}
"""Kinds of rules whose figure is how often they are broken."""


def check_bank(subject: Subject, judging: Judging | None, readers: Readers | None = None) -> tuple[Finding, ...]:
    """Return everything the rules find, by group, then by file and line."""
    return tuple(sorted(_find(subject, judging, readers), key=_place))


def measure_bank(subject: Subject, judging: Judging | None, readers: Readers | None = None) -> tuple[RuleFigure, ...]:
    """Return the figure of every rule beside its limit, kept or not."""
    bank = subject.bank
    broken = Counter(finding.group for rule in RULES for finding in rule(subject))
    counted = (
        RuleFigure(f"found-{group}", name, broken[group], f"{broken[group]} 处", "0", not broken[group])
        for group, name in COUNTED.items()
    )
    judged = () if judging is None else measure_blind(bank, judging)
    read = () if readers is None else measure_readers(bank, readers)
    own = (measured for measure in MEASURES for measured in measure(bank))
    return (*own, *counted, *judged, *read)


def unreadable(failure: BadInputError) -> tuple[Finding, ...]:
    """Return what keeps a bank from being read as findings, so that it is told like the rest."""
    return tuple(Finding(RuleGroup.LOADING, Level.ERROR, problem) for problem in failure.problems)


def _find(subject: Subject, judging: Judging | None, readers: Readers | None) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule(subject)
    if judging is not None:
        yield from check_blind(subject, judging)
    if readers is not None:
        yield from check_readers(subject, readers)


def _place(finding: Finding) -> tuple[int, str, int]:
    order = list(RuleGroup)
    return order.index(finding.group), finding.problem.source, finding.problem.line or 0
