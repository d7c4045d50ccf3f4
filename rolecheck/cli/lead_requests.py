"""What the commands of whoever leads a group or keeps a bank take, declared as in ``rolecheck.cli.requests``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

from typer import Argument, Option

from rolecheck.bank.keys import BankFile
from rolecheck.cli.requests import BankOption, JsonOption, PlainOption
from rolecheck.exchange.forms import Target
from rolecheck.report.team import LEAST_GROUP, Sort
from rolecheck.session.session import Form

PagesOption = Annotated[
    Path | None,
    Option("--pages", metavar="DIR", help="给每个人写一页网页，放进这个新文件夹，另有一张只给带队的人看的名单"),
]
JobsOption = Annotated[
    int | None, Option("--jobs", metavar="N", min=1, max=256, help="用几个进程一起算，结果都一样；不写就一个")
]
SchedulerOption = Annotated[
    str | None,
    Option("--scheduler", metavar="地址", help="交给 Dask 调度器那边的机器算，像 tcp://主机:8786；结果都一样"),
]
FolderArgument = Annotated[Path | None, Argument(metavar="文件夹", help="题库文件夹；不写就查随工具来的")]


class PartKind(StrEnum):
    """What a part of a long run's output is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class ScoreRequest(NamedTuple):
    """What `rolecheck score` takes; ``fastest`` is in characters a second."""

    sheets: Annotated[
        list[Path],
        Argument(
            metavar="答题表...", help="CSV 或 Parquet，可以几张，也可以是放它们的文件夹：respondent 一列，每道题一列"
        ),
    ]
    fastest: Annotated[
        float | None,
        Option("--fastest", metavar="N", help="平均一秒翻过多少个字就算没读题，不写就是 25；只看有用时的"),
    ] = None
    pages: PagesOption = None
    output: Annotated[
        Path | None,
        Option("--output", metavar="文件夹", help="不打印，分成几部分写进这个文件夹；停了再运行一次，会接着算"),
    ] = None
    kind: Annotated[PartKind, Option("--as", help="和 --output 一起：每部分写成什么")] = PartKind.JSONL
    part: Annotated[int, Option("--part", metavar="N", min=1, max=100_000, help="和 --output 一起：每部分多少人")] = (
        1000
    )
    jobs: JobsOption = None
    scheduler: SchedulerOption = None
    bank: BankOption = None
    json: JsonOption = False


class TeamRequest(NamedTuple):
    """What `rolecheck team` takes."""

    inputs: Annotated[
        list[str], Argument(metavar="结果...", help="结果文件、放结果的文件夹、答题表（CSV）、结果码，随便混着写")
    ]
    before: Annotated[
        list[str] | None, Option("--before", metavar="结果", help="前一轮的结果，用来看变化；可以写几次")
    ] = None
    pair: Annotated[tuple[str, str] | None, Option("--pair", metavar="姓名 姓名", help="这两个人对照着看")] = None
    anonymous: Annotated[bool, Option("--anonymous", help="不露姓名，换成“成员 1”这样的编号")] = False
    min_group: Annotated[int, Option("--min-group", metavar="N", help="不足 N 人的组不拆开看")] = LEAST_GROUP
    skip_flagged: Annotated[bool, Option("--skip-flagged", help="不算作答存疑的（带 ! 的），比如答得比读题还快")] = (
        False
    )
    no_robustness: Annotated[bool, Option("--no-robustness", help="一览里不写“经得起”几倍那一列")] = False
    sort: Annotated[Sort, Option("--sort", help="一览的次序：line 责任线，name 姓名，confidence 把握，title 名片")] = (
        Sort.LINE
    )
    output: Annotated[
        Path | None,
        Option("--output", metavar="FILE", help="写成文件，不打印；文件名以 .html、.md、.csv、.xlsx 或 .json 结尾"),
    ] = None
    jobs: JobsOption = None
    scheduler: SchedulerOption = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class WorkshopRequest(NamedTuple):
    """What `rolecheck workshop` takes; ``think`` is in seconds."""

    ids: Annotated[
        list[str] | None, Argument(metavar="[时刻...]", help="要看的时刻的 id，按这个次序；不写就由工具挑")
    ] = None
    moments: Annotated[
        int | None, Option("--moments", metavar="N", help="由工具挑几个时刻，1 到 20，常用 3、5 或 8；不写就问")
    ] = None
    think: Annotated[int | None, Option("--think", metavar="秒", help="想一想时倒数这么多秒；不写不倒数")] = None
    seed: Annotated[int | None, Option("--seed", metavar="N", help="挑时刻和选项次序的种子，用来重现")] = None
    list_only: Annotated[bool, Option("--list", help="只列出时刻和它们的 id，不开始")] = False
    guide: Annotated[bool, Option("--guide", help="怎么带：45 分钟的流程，遇到事怎么办")] = False
    output: Annotated[
        Path | None,
        Option("--output", metavar="FILE", help="结果另外写成文件，以 .html、.md 或 .json 结尾；不写，最后会问"),
    ] = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class HostRequest(NamedTuple):
    """What `rolecheck host` takes."""

    form: Annotated[
        Form,
        Option("--form", help="卷型：quick {minutes:quick}，standard {minutes:standard}，full 全部，{minutes:full}"),
    ] = Form.STANDARD
    name: Annotated[str | None, Option("--name", metavar="房间名", help="写在手机上；同名的没结束就接着用")] = None
    workshop: Annotated[
        int | None, Option("--workshop", metavar="N", help="一起看 N 个时刻：手机代替举手，揭开前谁也看不到")
    ] = None
    before: Annotated[
        Path | None, Option("--before", metavar="FILE", help="上一轮导出的 expectations.json：看变了什么")
    ] = None
    close_at: Annotated[str | None, Option("--close-at", metavar="18:00", help="到几点不再收作答")] = None
    export: Annotated[
        Path | None, Option("--export", metavar="FOLDER", help="结束时把结果、答题表和团队页写到这个文件夹")
    ] = None
    bind: Annotated[str | None, Option("--bind", metavar="地址", help="用本机的哪个地址；不写，由工具挑")] = None
    port: Annotated[int | None, Option("--port", metavar="N", help="端口；不写就从 8000 起找一个空的")] = None
    database: Annotated[
        str | None,
        Option("--database", metavar="URL", help="存在哪：sqlite:///文件，或 postgresql+psycopg://用户:密码@主机/库"),
    ] = None
    public_url: Annotated[
        str | None, Option("--public-url", metavar="URL", help="大家从哪个网址进来（前面有 Caddy 这样的代理时）")
    ] = None
    public: Annotated[bool, Option("--public", help="明知不加密，也要在公网地址上开")] = False
    new: Annotated[bool, Option("--new", help="另开一间，不接着上次的")] = False
    bank: BankOption = None


class ExportRequest(NamedTuple):
    """What `rolecheck form export` takes."""

    to: Annotated[
        Target, Option("--to", help="给谁：wjx 和 wjx-jsonl 是问卷星，csv 给别的工具照着建，paper 打印出来答")
    ]
    form: Annotated[
        Form,
        Option("--form", help="卷型：quick 只问责任，standard 加上职责、考核、判断，full 全部题目；几分钟写在问卷开头"),
    ] = Form.QUICK
    second: Annotated[bool, Option("--second/--no-second", help="问不问其次像的；问了看得更准，也更长")] = True
    seed: Annotated[int, Option("--seed", metavar="N", help="选题的种子，换一个就是另一份卷子")] = 0
    output: Annotated[Path | None, Option("--output", metavar="FILE", help="写成文件，不打印")] = None
    bank: BankOption = None


class ImportRequest(NamedTuple):
    """What `rolecheck form import` takes."""

    files: Annotated[
        list[Path],
        Argument(
            metavar="作答文件...",
            help="CSV、XLSX、XLS、ODS 或 JSON，可以写几个：问卷星、腾讯问卷、飞书、金数据、Microsoft、Google、ODK……",
        ),
    ]
    mapped: Annotated[
        list[str] | None,
        Option("--map", metavar="列名=题", help="指出哪一列是哪道题，可以写几次；也可以是两列的 CSV 文件"),
    ] = None
    dry_run: Annotated[bool, Option("--dry-run", help="只看认出了什么，什么都不写")] = False
    sheet: Annotated[
        str | None, Option("--sheet", metavar="表名", help="读工作簿里的哪张表，名字或第几张；不写就找有题的那张")
    ] = None
    output: Annotated[Path | None, Option("--output", metavar="SHEET.csv", help="写成答题表；不写就打印出来")] = None
    save: Annotated[bool, Option("--save", help="每人存一份结果，像 rolecheck quiz 那样")] = False
    pages: PagesOption = None
    skip: Annotated[bool, Option("--skip", help="对不上的格子当没答，不停下来")] = False
    keep_all: Annotated[bool, Option("--keep-all", help="同名的都留下；不写就只用最后交的一份")] = False
    bank: BankOption = None
    json: Annotated[bool, Option("--json", help="和 --dry-run 一起用：输出 JSON")] = False
    plain: PlainOption = False


class CheckRequest(NamedTuple):
    """What `rolecheck bank check` takes."""

    folder: FolderArgument = None
    strict: Annotated[bool, Option("--strict", help="有提醒也算没通过")] = False
    why: Annotated[
        str | None, Option("--why", metavar="规则", help="说一条规则为什么要查，写查出来的那一类的名字，如 长短")
    ] = None
    json: JsonOption = False
    plain: PlainOption = False


class StatsRequest(NamedTuple):
    """What `rolecheck bank stats` takes."""

    folder: FolderArgument = None
    json: JsonOption = False
    plain: PlainOption = False


class SchemaRequest(NamedTuple):
    """What `rolecheck bank schema` takes."""

    file: Annotated[BankFile, Argument(metavar="[roles|questions]", help="哪个文件的")] = BankFile.QUESTIONS
    table: Annotated[bool, Option("--table", help="印成给人看的表：每个键写什么、怎么写、要不要写")] = False


class SimulateRequest(NamedTuple):
    """What `rolecheck bank simulate` takes."""

    folder: FolderArgument = None
    respondents: Annotated[
        int, Option("--respondents", metavar="N", min=1, max=1_000_000, help="模拟多少人；越多越准，也越慢")
    ] = 2000
    quick: Annotated[bool, Option("--quick", help="人少、题目全：一分钟看个大概，等于 --respondents 80")] = False
    seed: Annotated[int, Option("--seed", metavar="N", min=0, help="随机数的种子；同一个种子，结果一样")] = 1
    jobs: Annotated[
        int | None, Option("--jobs", metavar="N", min=1, max=256, help="用几个进程；不写就用全部的核，结果都一样")
    ] = None
    scheduler: SchedulerOption = None
    plot: Annotated[Path | None, Option("--plot", metavar="FILE", help="画成图，以 .svg 或 .png 结尾")] = None
    output: Annotated[
        Path | None, Option("--output", metavar="FILE", help="写成一页说明，不打印；以 .md 或 .html 结尾")
    ] = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class CalibrateRequest(NamedTuple):
    """What `rolecheck bank calibrate` takes; ``by`` are columns of the sheets."""

    sheets: Annotated[
        list[Path], Argument(metavar="答题表...", help="CSV 或 Parquet，可以几张，也可以是放它们的文件夹")
    ]
    output: Annotated[
        Path,
        Option("--output", metavar="文件夹", help="calibration.yaml 写进这个文件夹；里面有题库就校准它，直接用上"),
    ]
    by: Annotated[
        list[str] | None, Option("--by", metavar="列名", help="也看答题表里这一列的各组有没有不一样；可以写几次")
    ] = None
    jobs: JobsOption = None
    scheduler: SchedulerOption = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False
