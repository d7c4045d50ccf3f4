"""One run at a time for one file: a lock the system itself takes back, however its holder ends."""

import errno
import os
import sys

_BEHIND_EVERYTHING = 2**30
"""Where Windows locks: a locked byte cannot be read either, and no journal comes near this one."""

_HELD_BY_ANOTHER = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK, errno.EWOULDBLOCK})

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _BEHIND_EVERYTHING, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock(handle: int) -> bool:
    """Lock an open file until it is closed; return whether nobody else holds it.

    Where a file system knows no locks (some shared folders) nobody is taken to hold it.
    """
    try:
        _lock(handle)
    except OSError as error:
        return error.errno not in _HELD_BY_ANOTHER
    return True
