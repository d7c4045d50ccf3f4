"""What ``rolecheck explain`` costs beside the bare imports of the libraries it shows its cards with.

Run as ``python benchmarks/startup.py [runs]``. Runs alternate, so that a busy machine is busy for both.
"""

import os
import platform
import subprocess
import sys
from statistics import median
from time import perf_counter

RUNS = 21
OURS = [sys.executable, "-m", "rolecheck", "explain", "交付经理"]
IMPORTS = [sys.executable, "-c", "import typer, rich.console, rich.table, yaml"]


def milliseconds(command: list[str]) -> float:
    """Return how long one run takes."""
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (perf_counter() - start) * 1000


def main() -> None:
    """Print medians and their ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    for command in (OURS, IMPORTS):
        milliseconds(command)
    pairs = [(milliseconds(OURS), milliseconds(IMPORTS)) for _ in range(runs)]
    ours, imports = (median(column) for column in zip(*pairs, strict=True))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {runs} runs each\n")
    print(f"{'rolecheck explain 交付经理':<36}{ours:>8.0f} ms")
    print(f"{'import typer, rich, yaml':<40}{imports:>8.0f} ms")
    print(f"{'ratio':<40}{ours / imports:>8.2f}")


if __name__ == "__main__":
    main()
