"""The lab's three pictures in one file, drawn by matplotlib: an optional extra, loaded for this alone."""

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from rolecheck.errors import UsageError
from rolecheck.report.lab.report import LabPlot, Panel, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "SimHei")
"""Chinese fonts tried one after another; an SVG names them all, so that its reader's machine may choose."""

COLOURS = ("#0b6e75", "#c2562d", "#0b6e75", "#c2562d")
GREY = "#8a8a8a"
INCHES = (13.5, 4.6)
DOTS = 160


def require_drawing(kind: str) -> None:
    """Raise UsageError where a file of this kind, ``svg`` or ``png``, cannot be drawn."""
    if find_spec("matplotlib") is None:
        raise UsageError(
            "画图要用 matplotlib，这里没有装。装上它，或去掉 --plot。", "运行 pip install 'rolecheck[plot]'"
        )
    if kind == "png" and not _fonts():
        raise UsageError("这里没有中文字体，PNG 里的字会变成方框。请装一种（比如 Noto Sans CJK），或改画成 .svg。")


def draw_lab(plot: LabPlot, kind: str) -> bytes:
    """Return the pictures as a file's content; ``kind`` is ``svg``, whose texts stay texts, or ``png``."""
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    # A salt and no date: two files of the same figures are the same.
    settings: dict[Any, Any] = {
        "font.family": [*_fonts(), "sans-serif"],
        "svg.fonttype": "none",
        "svg.hashsalt": "rolecheck",
    }
    stream = BytesIO()
    with rc_context(settings), catch_warnings():
        # Without a Chinese font every character is warned of; an SVG is set by its reader's machine.
        simplefilter("ignore", UserWarning)
        figure = Figure(figsize=INCHES, layout="constrained")
        calibration, curves, coverage = figure.subplots(1, 3)
        _axes(calibration, plot.calibration)
        calibration.set_ylim(-0.02, 1.02)
        calibration.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle=":")
        _axes(curves, plot.curves)
        _axes(coverage, plot.coverage)
        _by_line(coverage, plot.coverage)
        figure.supxlabel(plot.caution, fontsize=9, color=GREY)
        figure.savefig(stream, format=kind, dpi=DOTS, metadata={"Date": None} if kind == "svg" else None)
    return _with_fonts(stream.getvalue()) if kind == "svg" else stream.getvalue()


def _with_fonts(svg: bytes) -> bytes:
    """Name every font a reader's machine may have, in the drawing's own style sheet."""
    names = ", ".join(f"'{font}'" for font in FONTS)
    return svg.replace(b"*{stroke", f"text{{font-family: {names}, sans-serif !important}} *{{stroke".encode(), 1)


def _axes(axes: "Axes", panel: Panel) -> None:
    axes.set_title(panel.title, fontsize=12)
    axes.set_xlabel(panel.across)
    axes.set_ylabel(panel.upward)
    for spine in ("top", "right"):
        axes.spines[spine].set_visible(False)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value * 100:.4g} %")
    if not panel.ticks:
        for series, colour in zip(panel.series, COLOURS, strict=False):
            _line(axes, series, colour)
        axes.legend(frameon=False, fontsize=9)


def _line(axes: "Axes", series: Series, colour: str) -> None:
    x, y, errors = zip(*series.points, strict=True)
    style = "--" if series.dashed else "-"
    axes.errorbar(x, y, yerr=errors, color=colour, linestyle=style, marker="o", markersize=3.5, label=series.name)


def _by_line(axes: "Axes", panel: Panel) -> None:
    for number, (series, colour) in enumerate(zip(panel.series, COLOURS, strict=False)):
        x, y, errors = zip(*series.points, strict=True)
        aside = [at + (number - (len(panel.series) - 1) / 2) * 0.2 for at in x]
        axes.errorbar(aside, y, yerr=errors, color=colour, linestyle="", marker="o", markersize=5, label=series.name)
    if panel.aim is not None:
        axes.axhline(panel.aim, color=GREY, linewidth=1, linestyle=":")
    axes.set_xticks(range(len(panel.ticks)), panel.ticks)
    axes.legend(frameon=False, fontsize=9)


def _fonts() -> tuple[str, ...]:
    """Return the Chinese fonts that are here."""
    from matplotlib import font_manager  # noqa: PLC0415

    here = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(font for font in FONTS if font in here)
