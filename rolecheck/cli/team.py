"""`rolecheck team`."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.cli.lead_requests import TeamRequest
from rolecheck.cli.saving import check_output, save_page, save_text
from rolecheck.cli.screen import bank_folder, show, show_json
from rolecheck.cli.team_inputs import MOST_NAMED, Inputs, measure_submissions, read_team_inputs
from rolecheck.cli.workers import Helpers
from rolecheck.errors import MOST_LISTED, BadInputError, UsageError
from rolecheck.exchange.result_code import looks_like_code
from rolecheck.report.bank.calibrated import missing_sentence, shortage
from rolecheck.report.team.members import Settings, Team, gather
from rolecheck.report.team.report import TeamReport, team_data, team_page, team_report
from rolecheck.typesetting import quoted

LEAST_GROUP = 2

WORTH_CALIBRATING = 20
"""With fewer, calibrating a bank is nothing to speak of yet."""

ENDINGS = (".html", ".md", ".csv", ".xlsx", ".json")


def run_team(request: TeamRequest) -> None:
    """Print or write what a group's responses show."""
    earlier = request.before or ()
    helpers = Helpers(request.jobs, request.scheduler)
    words = [Path(word) for word in (*request.inputs, *earlier) if not looks_like_code(word)]
    check_output(request.output, ENDINGS, inputs=(*words, request.bank))
    if request.min_group < LEAST_GROUP:
        raise UsageError(
            f"--min-group 至少是 {LEAST_GROUP}：一个人不成组。", retype={str(request.min_group): [str(LEAST_GROUP)]}
        )
    bank = load_bank(bank_folder(request.bank))
    now, before = read_team_inputs(request.inputs, bank), read_team_inputs(earlier, bank)
    submissions, source = measure_submissions(
        now.answer_sets, before.answer_sets, bank, helpers, anonymous=request.anonymous
    )
    aside = _left_aside(now, before, anonymous=request.anonymous)
    source = source._replace(remarks=(*source.remarks, *aside, *_missing(bank, now)))
    settings = Settings(request.anonymous, request.min_group, request.skip_flagged, not request.no_robustness)
    group = gather(bank, submissions, settings)
    left_out = (*now.left_out, *before.left_out)
    if not group.people and left_out:
        raise BadInputError(left_out)
    if not group.people:
        raise UsageError("这里没有一份是本人替自己答的，拼不出团队。给出结果文件、放结果的文件夹或答题表（CSV）。")
    for problem in left_out[:MOST_LISTED]:
        sys.stderr.write(f"{problem}没有算进来。\n")
    report = team_report(group, source, request.sort, request.pair)
    if request.output is not None:
        _save(group, report, request.output)
    if request.json:
        show_json(team_data(group, report))
    elif request.output is None:
        show(team_page(report), plain=request.plain)


def _missing(bank: Bank, inputs: Inputs) -> Iterator[str]:
    """Yield how many answers are missing until these would calibrate the bank, where many have come together."""
    if bank.calibration is not None or len(inputs.answer_sets) < WORTH_CALIBRATING:
        return
    responses = (response for answer_set in inputs.answer_sets for response in answer_set.responses)
    answers = Counter(response.item for response in responses if not response.none_fits)
    short = shortage(bank, Facet.RESPONSIBILITY, answers, len(inputs.answer_sets))
    if short.enough:
        yield "这些作答够校准题库了，看哪些题要改：rolecheck bank calibrate。"
    else:
        yield missing_sentence(short)


def _left_aside(*rounds: Inputs, anonymous: bool) -> Iterator[str]:
    """Yield what of the folders is not in the figures."""
    passed_over = sum(inputs.passed_over for inputs in rounds)
    if passed_over:
        yield f"文件夹里有 {passed_over} 个 JSON 或 CSV 不是结果也不是答题表，没有读。"
    names = list(dict.fromkeys(quoted(Path(each.source).name) for inputs in rounds for each in inputs.left_out))
    if names:
        shown = "" if anonymous else f"：{'、'.join(names[:MOST_NAMED])}{'等' if len(names) > MOST_NAMED else ''}"
        yield f"文件夹里有 {len(names)} 个文件读不了，没有算进来{shown}。"


def _save(group: Team, report: TeamReport, path: Path) -> None:
    match path.suffix.lower():
        case ".json":
            import json

            save_text(json.dumps(team_data(group, report), ensure_ascii=False, indent=1) + "\n", path)
        case ".csv":
            from rolecheck.output.spreadsheet import team_csv

            save_text(team_csv(report), path)
        case ".xlsx":
            from rolecheck.output.spreadsheet import team_xlsx

            save_text(team_xlsx(report), path)
        case _:
            save_page(team_page(report), path)
