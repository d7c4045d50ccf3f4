"""The topics a report can raise, and the placeholders each one's sentence in ``roles.yaml`` may use.

The sentences are content and live in data; when one applies is logic and lives in ``rolecheck.report``. A bank must
bring a sentence for every topic, so that no report is left without words.
"""

from collections.abc import Mapping

TOPICS: Mapping[str, frozenset[str]] = {
    "opening": frozenset(),
    "title-differs": frozenset({"title", "title_line", "line"}),
    "measured-elsewhere": frozenset({"line", "measured"}),
    "busy-elsewhere": frozenset({"line", "busy"}),
    "stands-back": frozenset({"count", "asked"}),
    "outside": frozenset({"count", "asked"}),
    "stage-stand-back": frozenset({"stage", "count", "asked"}),
    "between": frozenset({"line", "other"}),
    "unclear": frozenset({"line", "other"}),
    "trap": frozenset({"trap", "meaning", "count"}),
    "judged-low": frozenset({"judgement", "moment"}),
    "counter-evidence": frozenset({"line", "pulled", "moment"}),
    "title-stands-back": frozenset({"title", "title_line"}),
    "carried": frozenset({"line", "count", "asked", "question"}),
    "settled": frozenset({"line", "question"}),
    "faces-aligned": frozenset({"line"}),
    "faces-measured": frozenset({"line", "measured"}),
    "faces-busy": frozenset({"line", "busy"}),
    "faces-both": frozenset({"line", "measured"}),
    "faces-scattered": frozenset({"line", "measured", "busy"}),
    "faces-unclear": frozenset(),
    "upstream-heavy": frozenset({"line"}),
    "upstream-light": frozenset({"line"}),
    "upstream-even": frozenset({"line"}),
    "disclaimer": frozenset({"moments"}),
}
"""Topic to the placeholders it may use.

``line``, ``other``, ``measured``, ``busy``, ``pulled`` and ``title_line`` are lines written as 交付线（结果被接住）;
``title`` is a role's name; ``moment`` the beginning of a stem; the rest are names, counts or sentences of the bank.
"""
