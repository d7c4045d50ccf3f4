"""Which tool a table came from, told by the names of its columns, never by where they stand; and what ``--map`` says.

With ``--map`` the user says what a column is about, one by one or in a file of two columns.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from rolecheck.bank.characters import harmless, plain_name, plain_text
from rolecheck.bank.problems import suggest
from rolecheck.errors import UsageError
from rolecheck.exchange.forms.cells import half_width
from rolecheck.exchange.forms.codebook import Codebook, ItemPlace
from rolecheck.exchange.forms.table import AnswerTable
from rolecheck.exchange.forms.times import read_time
from rolecheck.intake import RefusedError, is_file, read_whole
from rolecheck.typesetting import quoted

_STAMPS = ("Timestamp", "时间戳记", "時間戳記", "时间戳")
SUBMITTED = (
    *(
        "提交答卷时间",
        "提交时间",
        "结束答题时间",
        "结束时间",
        "完成时间",
        "交卷时间",
        "填写时间",
        "填报时间",
        "答题时间",
    ),
    *("提交日期", "Completion time", "Submission time", "Submitted at", "Submitted", "Submit Date", "Date Submitted"),
    *("submitdate", "EndDate", "End Date", "Recorded Date", "_submission_time", "SubmissionDate", *_STAMPS),
)
"""What tools call the moment an answer was handed in, the surest first."""

BEGUN = ("开始答题时间", "开始时间", "Start time", "StartDate", "Start Date", "startdate", "Started at")
SECONDS = ("所用时间", "答题时长", "用时", "答题用时", "填写时长", "填写用时", "Duration (in seconds)", "seconds")


class ColumnKind(Enum):
    """What a column can be about, apart from an item."""

    NAME = auto()
    TITLE = auto()
    SUBMITTED = auto()
    BEGUN = auto()
    SECONDS = auto()
    NOTHING = auto()
    """Known, and of no use here."""
    BESIDE = auto()
    """About an answer, and not the answer: points, a remark, seconds."""
    HIDDEN = auto()
    UNCLEAR = auto()
    """A question is in its heading, and something else that may mean anything."""
    UNKNOWN = auto()


_MAPPED_TO = {
    "name": ColumnKind.NAME,
    "title": ColumnKind.TITLE,
    "time": ColumnKind.SUBMITTED,
    "seconds": ColumnKind.SECONDS,
    "ignore": ColumnKind.NOTHING,
}
_MAPPABLE = "题目的 id 或代号（其次写成 id:2），或 name、title、time、seconds、ignore"
_NUMBER = re.compile(r"\d{1,4}")
_MOST_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class ToolLayout:
    """One tool's way to write answers down: what gives it away, and the columns that are about the answering."""

    name: str
    signs: tuple[tuple[str, ...], ...] = ()
    """Groups of columns; of one group all are there."""
    submitted: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """Columns with the name of whoever was logged in, which is taken where the form itself asks for none."""
    others: tuple[str, ...] = ()
    """Columns that are about something else again."""
    numbers_missing: bool = False
    """Whether -2 and -3 stand for no answer."""


WJX = ToolLayout(
    "问卷星",
    (("序号", "提交答卷时间"),),
    others=("序号", "来源", "来源详情", "来自IP", "总分"),
    numbers_missing=True,
)
TENCENT = ToolLayout(
    "腾讯问卷",
    (("编号", "结束答题时间"),),
    others=(
        *("编号", "地理位置国家和地区", "地理位置省", "地理位置市", "自定义字段", "语言", "清洗数据结果"),
        *(
            "智能清洗数据无效概率",
            "用户类型",
            "用户标识",
            "昵称",
            "IP",
            "UA",
            "Referrer",
            "中奖时间",
            "中奖金额",
            "审核状态",
        ),
    ),
)
MICROSOFT = ToolLayout(
    "Microsoft Forms",
    (("Start time", "Completion time"), ("开始时间", "完成时间", "电子邮件"), ("开始时间", "完成时间", "ID")),
    accounts=("Name", "名称", "姓名"),
    others=(
        *("ID", "Email", "电子邮件", "Language", "语言", "Last modified time", "上次修改时间", "Total points", "总分"),
        *("Quiz feedback", "测验反馈", "Grade posted time", "成绩发布时间"),
    ),
)
GOOGLE = ToolLayout(
    "Google 表单",
    submitted=_STAMPS,
    others=("Email Address", "Email", "Username", "Score", "Total score", "电子邮件地址", "用户名", "总分", "得分"),
)
GOLD_DATA = ToolLayout(
    "金数据",
    (("提交时间", "填写设备"), ("提交时间", "扩展属性"), ("提交时间", "修改时间"), ("提交时间", "更新时间")),
    accounts=("提交人", "微信昵称"),
    others=(
        *("序号", "修改时间", "更新时间", "填写设备", "操作系统", "浏览器", "填写地区", "IP", "IP地址", "扩展属性"),
        *("微信OpenID", "微信性别", "微信头像", "微信国家", "微信省市", "总分", "来源", "编号"),
    ),
)
FEISHU = ToolLayout(
    "飞书",
    (("提交时间", "提交人"), ("提交时间", "编号"), ("创建时间", "创建人")),
    submitted=("提交时间", "创建时间"),
    accounts=("提交人", "创建人"),
    others=("编号", "修改人", "最后更新时间", "修改时间"),
)
XLSFORM = ToolLayout(
    "XLSForm（ODK、KoBo）",
    # When it was finished, not when it found a network.
    submitted=("end",),
    begun=("start",),
    others=(
        *("SubmissionDate", "_submission_time", "meta-instanceID", "meta-instanceName"),
        *("deviceid", "device_id", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected"),
        *("Status", "ReviewState", "DeviceID", "Edits", "FormVersion", "instanceID", "instanceName", "__version__"),
        *("_id", "_uuid", "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index"),
    ),
)
SURVEYJS = ToolLayout("SurveyJS", others=("id", "_id", "HappendAt", "createdAt", "ClientId", "UserId"))
SHEET = ToolLayout("答题表", (("respondent",),), others=("subject",))
PLAIN = ToolLayout("表格")


def recognise(table: AnswerTable, named: int) -> ToolLayout:
    """Return the layout of a table; ``named`` of its columns go by the name of a variable."""
    names = {form for column in table.header for form in _forms(column)}
    if table.kind == "JSON":
        return SURVEYJS
    for layout in (WJX, TENCENT, SHEET, MICROSOFT, GOLD_DATA, FEISHU):
        if any({plain_name(sign) for sign in signs} <= names for signs in layout.signs):
            return layout
    if named and names & {plain_name(name) for name in ("SubmissionDate", "start", "end", "KEY", "_uuid")}:
        return XLSFORM
    return GOOGLE if _begins_with_times(table) else PLAIN


def _begins_with_times(table: AnswerTable) -> bool:
    if not table.header:
        return False
    first = [row.cells[0] for row in table.rows if row.cells[0]]
    return is_called(table.header[0], _STAMPS) or (bool(first) and all(map(read_time, first)))


def is_circumstance(header: str) -> bool:
    """Tell whether any of the tools calls a column so that is about the answering."""
    return not _forms(header).isdisjoint(_CIRCUMSTANCES)


def is_called(header: str, names: Sequence[str]) -> bool:
    """Tell whether a column is called one of these; the groups of an XLSForm before its name do not count."""
    return place_among(header, names) is not None


def place_among(header: str, names: Sequence[str]) -> int | None:
    """Return which of the names a column has, a remark in brackets behind it aside; None if it has none."""
    own = _forms(header)
    return next((place for place, name in enumerate(names) if plain_name(name) in own), None)


def _forms(header: str) -> set[str]:
    text = half_width(header)[:200]
    bare = text[: text.rindex("(")].strip() if text.endswith(")") and "(" in text else text
    return {plain_name(form) for form in (text, text.rpartition("/")[2], bare) if form}


_CIRCUMSTANCES = frozenset(
    plain_name(name)
    for layout in (WJX, TENCENT, MICROSOFT, GOOGLE, GOLD_DATA, FEISHU, XLSFORM, SHEET)
    for name in (
        *layout.submitted,
        *layout.begun,
        *layout.accounts,
        *layout.others,
        *SUBMITTED,
        *BEGUN,
        *SECONDS,
        "姓名",
    )
)


def read_mapping(values: Sequence[str], table: AnswerTable, codebook: Codebook) -> dict[int, ColumnKind | ItemPlace]:
    """Return what the columns named in the values are about, by column number; UsageError with everything wrong."""
    mapped: dict[int, ColumnKind | ItemPlace] = {}
    wrong: list[str] = []
    for column, wanted in (pair for value in values for pair in _pairs(value)):
        numbers = _columns(column, table.header)
        about = _wanted(wanted, codebook)
        if not numbers:
            wrong.append(f"--map 说的列“{harmless(column)}”表里没有。{suggest(column, table.header)}也可以写第几列。")
        if about is None:
            wrong.append(f"--map 里“{harmless(column)}”要对到“{harmless(wanted)}”，没有这个。可以写{_MAPPABLE}。")
        else:
            mapped |= dict.fromkeys(numbers, about)
    if wrong:
        raise UsageError("\n".join(wrong))
    return mapped


def mapped_names(values: Sequence[str]) -> frozenset[str]:
    """Return what the columns spoken for are called, for comparing; numbers of columns call nothing."""
    names = (column for value in values for column, _ in _pairs(value))
    return frozenset(plain_text(name) for name in names if name and not _NUMBER.fullmatch(name))


def _pairs(value: str) -> Iterator[tuple[str, str]]:
    column, equals, wanted = value.rpartition("=")
    path = Path(value)
    if equals and not is_file(path):
        yield column.strip(), wanted.strip()
    elif is_file(path):
        yield from _from_file(path)
    else:
        msg = (
            f"--map“{harmless(value)}”读不懂。写成 列名=题，或一个 CSV 文件，里面两列：列名、题。题可以写{_MAPPABLE}。"
        )
        raise UsageError(msg)


def _from_file(path: Path) -> Iterator[tuple[str, str]]:
    try:
        rows = list(csv.reader(read_whole(path, _MOST_BYTES).decode("utf-8-sig").splitlines(), strict=True))
    except (RefusedError, UnicodeDecodeError, csv.Error) as error:
        msg = f"--map 的文件 {quoted(path)} 读不了。要 UTF-8 的 CSV，两列：列名、题。"
        raise UsageError(msg) from error
    for number, cells in enumerate(rows, 1):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 2:
            yield filled[0], filled[1]
        elif filled:
            msg = f"--map 的文件 {quoted(path)} 第 {number} 行不是两格。每行写：列名,题。"
            raise UsageError(msg)


def _columns(name: str, header: Sequence[str]) -> list[int]:
    exact = [number for number, column in enumerate(header, 1) if plain_text(column) == plain_text(name) and name]
    if not exact and _NUMBER.fullmatch(name) and 1 <= int(name) <= len(header):
        return [int(name)]
    return exact


def _wanted(text: str, codebook: Codebook) -> ColumnKind | ItemPlace | None:
    return _MAPPED_TO.get(text.lower()) or codebook.by_name(half_width(text))
