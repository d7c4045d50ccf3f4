"""Which tool a table came from, told by its columns: by their names, never by where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from rolecheck.bank.characters import plain_name
from rolecheck.exchange.forms.table import Table
from rolecheck.exchange.forms.times import read_time


@dataclass(frozen=True, slots=True)
class Layout:
    """One tool's way to write answers down: what gives it away, and the columns that are about the answering."""

    name: str
    signs: tuple[str, ...]
    """Columns all of which are there."""
    submitted: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    seconds: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Columns that are about something else again."""
    numbers_missing: bool = False
    """Whether -2 and -3 stand for no answer."""


WJX = Layout(
    "问卷星",
    ("序号", "提交答卷时间"),
    submitted=("提交答卷时间",),
    seconds=("所用时间",),
    others=("序号", "来源", "来源详情", "来自IP", "总分"),
    numbers_missing=True,
)
TENCENT = Layout(
    "腾讯问卷",
    ("编号", "结束答题时间"),
    submitted=("结束答题时间",),
    begun=("开始答题时间",),
    seconds=("答题时长",),
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
_STAMPS = ("Timestamp", "时间戳记", "時間戳記", "时间戳")
GOOGLE = Layout(
    "Google 表单",
    (),
    submitted=_STAMPS,
    others=("Email Address", "Email", "Username", "Score", "Total score", "电子邮件地址", "用户名", "总分", "得分"),
)
FEISHU = Layout("飞书", ("提交时间",), submitted=("提交时间", "创建时间"), others=("提交人", "编号", "创建人"))
XLSFORM = Layout(
    "XLSForm（ODK、KoBo）",
    (),
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
SURVEYJS = Layout("SurveyJS", (), others=("id", "_id", "HappendAt", "createdAt", "ClientId", "UserId"))
SHEET = Layout("答题表", ("respondent",), seconds=("seconds",), others=("subject",))
PLAIN = Layout("表格", ())


def recognise(table: Table, named: int) -> Layout:
    """Return the layout of a table; ``named`` of its columns go by the name of a variable."""
    names = {plain_name(column) for column in table.header}
    by_signs = (
        layout for layout in (WJX, TENCENT, SHEET, FEISHU) if {plain_name(sign) for sign in layout.signs} <= names
    )
    if table.kind == "JSON":
        return SURVEYJS
    if (found := next(by_signs, None)) is not None:
        return found
    if named and names & {plain_name(name) for name in ("SubmissionDate", "start", "end", "KEY", "_uuid")}:
        return XLSFORM
    return GOOGLE if _begins_with_times(table) else PLAIN


def _begins_with_times(table: Table) -> bool:
    if not table.header:
        return False
    first = [row.cells[0] for row in table.rows if row.cells[0]]
    return plain_name(table.header[0]) in _plain(_STAMPS) or (bool(first) and all(map(read_time, first)))


def is_called(header: str, names: Sequence[str]) -> bool:
    """Tell whether a column is called one of these; the groups of an XLSForm before its name do not count."""
    own = {plain_name(header), plain_name(header.rpartition("/")[2])}
    return not own.isdisjoint(_plain(names))


def _plain(names: Sequence[str]) -> set[str]:
    return {plain_name(name) for name in names}
