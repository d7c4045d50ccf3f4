"""All rules over one bank, in the order findings are told."""

from collections.abc import Iterator

from rolecheck.bank.checks.blind import Judging, check_blind
from rolecheck.bank.checks.content import check_concepts, check_debriefs, check_judgements
from rolecheck.bank.checks.design import check_framings, check_letters, check_lines, check_pairs, check_stages
from rolecheck.bank.checks.findings import Finding, Group, Level, Rule, Subject
from rolecheck.bank.checks.lengths import check_extremes, check_means, check_options, check_stems
from rolecheck.bank.checks.names import check_names
from rolecheck.bank.checks.repeats import check_repeats
from rolecheck.bank.checks.typography import check_typography
from rolecheck.errors import BadInputError

RULES: tuple[Rule, ...] = (
    check_lines,
    check_pairs,
    check_stages,
    check_framings,
    check_letters,
    check_stems,
    check_options,
    check_means,
    check_extremes,
    check_names,
    check_repeats,
    check_typography,
    check_debriefs,
    check_judgements,
    check_concepts,
)


def check_bank(subject: Subject, judging: Judging | None) -> tuple[Finding, ...]:
    """Return everything the rules find, by group, then by file and line."""
    return tuple(sorted(_find(subject, judging), key=_place))


def unreadable(failure: BadInputError) -> tuple[Finding, ...]:
    """Return what keeps a bank from being read as findings, so that it is told like the rest."""
    return tuple(Finding(Group.LOADING, Level.ERROR, problem) for problem in failure.problems)


def _find(subject: Subject, judging: Judging | None) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule(subject)
    if judging is not None:
        yield from check_blind(subject, judging)


def _place(finding: Finding) -> tuple[int, str, int]:
    order = list(Group)
    return order.index(finding.group), finding.problem.source, finding.problem.line or 0
