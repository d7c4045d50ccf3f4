"""A form as the content of a file, for the tool that is named."""

from collections.abc import Callable, Mapping

from rolecheck.exchange.forms.listing import form_table
from rolecheck.exchange.forms.surveyjs import surveyjs_text
from rolecheck.exchange.forms.target import Target
from rolecheck.exchange.forms.wjx import wjx_jsonl, wjx_text
from rolecheck.report.questionnaire import Questionnaire

_AS_TEXT: Mapping[Target, Callable[[Questionnaire], str]] = {
    Target.WJX: wjx_text,
    Target.WJX_JSONL: wjx_jsonl,
    Target.SURVEYJS: surveyjs_text,
    Target.CSV: form_table,
}


def write_form(target: Target, form: Questionnaire, version: str) -> str | bytes:
    """Return the content of the file; ``version`` is the bank's. Paper is no tool: see ``rolecheck.output.paper``."""
    if target is Target.XLSFORM:
        # openpyxl costs more than everything else here together.
        from rolecheck.exchange.forms.xlsform import xlsform_workbook  # noqa: PLC0415

        return xlsform_workbook(form, version)
    return _AS_TEXT[target](form)
