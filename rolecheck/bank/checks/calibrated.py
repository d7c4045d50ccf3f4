"""What answers have shown of items, where a calibration lies beside the bank."""

from collections.abc import Iterator

from rolecheck.bank.checks.findings import Finding, Group, Subject, warning


def check_calibration(subject: Subject) -> Iterator[Finding]:
    """No item is as answers have shown it should not be, and none was changed after it was calibrated."""
    calibration = subject.bank.calibration
    if calibration is None:
        return
    file = subject.places.questions
    for item, text in calibration.findings:
        yield warning(Group.ANSWERS, file, ("items", item), f"{item} 从作答看：{text}请改写，再重新校准。")
    for item in calibration.outdated:
        if item in subject.bank.by_id:
            text = f"{item} 校准之后改过，原来估的数不再用。收够作答再校准一次。"
            yield warning(Group.ANSWERS, file, ("items", item), text)
