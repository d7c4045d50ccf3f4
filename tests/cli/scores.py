"""The score line as design section 7 fixes it: others read these fields."""

from collections.abc import Iterable, Mapping
from typing import Any


def assert_score(score: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Fail unless the object has every field of the contract, no other, each of its type and in its range."""
    names = list(lines)
    assert set(score) == {
        *("schema", "respondent", "title", "verdict", "primary", "runner_up", "confidence", "title_match"),
        *("p_primary", "shares", "stand_back", "upstream", "lapse", "duty", "kpi", "judgement", "items", "flags"),
        *("none_fits", "robustness"),
    }
    assert score["schema"] == "rolecheck.score/1"
    assert score["respondent"] is None or isinstance(score["respondent"], str)
    assert score["title"] in {None, *names}
    assert score["title_match"] in {None, "matches", "differs", "unclear"}
    assert (score["title"] is None) == (score["title_match"] is None)
    assert score["verdict"] in {"named", "between", "unclear", "stands-back", "outside"}
    assert {score["primary"], score["runner_up"]} <= set(names)
    assert score["primary"] != score["runner_up"]
    assert score["confidence"] == max(score["p_primary"].values()) == score["p_primary"][score["primary"]]
    for figures in (score, score["duty"], score["kpi"]):
        _assert_figures(figures["p_primary"], figures["shares"], names)
    assert set(score["stand_back"]) == {"mean", "low", "high", "p_largest"}
    assert score["upstream"] is None or set(score["upstream"]) - {"p_heavier"} == {"mean", "low", "high"}
    _assert_chances(*(score["upstream"] or {}).values())
    _assert_chances(score["lapse"], *score["stand_back"].values())
    assert score["judgement"]["credit"] is None or 0 <= score["judgement"]["credit"] <= 1
    assert all(isinstance(count, int) for count in score["judgement"]["traps"].values())
    assert isinstance(score["items"], int)
    assert 0 <= score["none_fits"] <= score["items"]
    assert (score["robustness"] is None) == (score["verdict"] != "named")
    assert score["robustness"] is None or score["robustness"] >= 1
    assert all(isinstance(flag, str) for flag in score["flags"])


def _assert_figures(chances: Mapping[str, Any], shares: Mapping[str, Any], names: list[str]) -> None:
    assert list(chances) == list(shares) == names
    _assert_chances(*chances.values())
    assert abs(sum(chances.values()) - 1) < 1e-4
    for share in shares.values():
        assert set(share) == {"mean", "low", "high"}
        assert share["low"] <= share["mean"] <= share["high"]
        _assert_chances(*share.values())
    assert abs(sum(share["mean"] for share in shares.values()) - 1) < 1e-4


def _assert_chances(*figures: object) -> None:
    assert all(isinstance(figure, float) and 0 <= figure <= 1 for figure in figures)
