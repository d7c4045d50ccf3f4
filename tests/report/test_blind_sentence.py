"""What the judges' sheets come to, in one sentence however many judges there were."""

from rolecheck.bank.checks.blind import Blind, Judging
from rolecheck.report.bank.checked import blind_sentence


def test_judges_who_agree_alike_are_told_by_one_figure_and_others_by_their_range() -> None:
    judging = Judging("2026-11-22", "评审是三位同事", ())
    alike = Blind(8, 1.0, {"甲": 1.0, "乙": 0.999}, {}, (), {}, {}, (), ())
    assert "各人与题库的 kappa 是 1.00。" in blind_sentence(alike, judging)
    apart = alike._replace(kappas={"甲": 0.93, "乙": 0.98, "丙": 0.95})
    assert "各人与题库的 kappa 在 0.93 到 0.98 之间。" in blind_sentence(apart, judging)
