"""Everything rolecheck raises on purpose.

    RolecheckError              a sentence for the reader: what happened, why, what to do
    ├── BadInputError           a file cannot be used; carries every Problem found in it     exit 3
    ├── UnknownNameError        a role's name is not known; carries the nearest ones          exit 2
    ├── AmbiguousNameError      a role's name has several meanings; carries them              exit 2
    ├── NamesError              several roles' names are; carries an error for each           exit 2
    ├── UsageError              the command cannot be carried out as asked                    exit 2
    ├── NeedsAnswerError        a terminal, or an answer that was not given, is needed        exit 4
    └── StoreError              the disk refused                                              exit 1

Anything else that escapes is a programming error and may show its traceback to a developer.
"""

import errno
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rolecheck.typesetting import quoted

MOST_LISTED = 50
"""Problems listed one by one; how many more there are is counted."""


class Problem(NamedTuple):
    """One thing wrong with one place of an input; prints as ``path:line: what, and what to do``."""

    source: str
    line: int | None
    text: str
    column: int | None = None

    def __str__(self) -> str:
        """Return the clickable form."""
        place = ":".join(str(part) for part in (quoted(self.source), self.line, self.column) if part is not None)
        return f"{place}: {self.text}"


class RolecheckError(Exception):
    """Base of all errors meant for the reader; ``str(error)`` is the sentence to show.

    ``hint`` is one line more, with a command that helps; empty where there is none. ``retype`` says instead how the
    command line works when typed anew: what stands for a word of it, and for the empty word behind its end.
    """

    def __init__(self, text: str = "", hint: str = "", retype: Mapping[str, Sequence[str]] | None = None) -> None:
        self.hint = hint
        self.retype = retype or {}
        super().__init__(text)


class BadInputError(RolecheckError):
    """A file cannot be used as it is; ``more`` problems were found beside those carried."""

    def __init__(
        self, problems: Sequence[Problem], more: int = 0, retype: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.problems = tuple(problems)
        more += max(len(self.problems) - MOST_LISTED, 0)
        listed = [str(problem) for problem in self.problems[:MOST_LISTED]]
        super().__init__(
            "\n".join([*listed, *([f"还有 {more} 处没列出来，先改好上面这些。"] if more else [])]), retype=retype
        )


class UnknownNameError(RolecheckError):
    """Nothing is called that."""

    def __init__(self, name: str, near: Sequence[str], known: Sequence[str]) -> None:
        self.name, self.near, self.known = name, tuple(near), tuple(known)
        meant = f"你要找的是不是：{'、'.join(near)}？" if near else f"可以用：{'、'.join(known)}。"
        super().__init__(f"没有叫“{name}”的角色。{meant}")


class AmbiguousNameError(RolecheckError):
    """More than one role is called that."""

    def __init__(self, name: str, meanings: Sequence[str]) -> None:
        self.name, self.meanings = name, tuple(meanings)
        super().__init__(f"“{name}”可以指{'，也可以指'.join(meanings)}，写全称就分得清。")


class NamesError(RolecheckError):
    """More than one of several names cannot be used."""

    def __init__(self, errors: Sequence[UnknownNameError | AmbiguousNameError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class UsageError(RolecheckError):
    """The command cannot be carried out as asked."""


class NeedsAnswerError(RolecheckError):
    """A terminal, or an answer that was not given, is needed to go on."""


class StoreError(RolecheckError):
    """The disk refused to keep or give back a file."""


_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EBADF: "标准输入是关着的",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOMEM: "内存不够",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "那里已经有一个同名的文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘满了",
    errno.EFBIG: "文件大小到了系统允许的上限",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.EINVAL: "系统不认这个名字",
}


def why_refused(error: OSError) -> str:
    """Say in Chinese why the system refused."""
    return _REASONS.get(error.errno or 0, f"系统不答应（错误号 {error.errno}）")
