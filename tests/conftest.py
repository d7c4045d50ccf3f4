"""People who answer the shipped bank by a few lines, results about to be handed over, and the reports on both."""

import os
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # as the command line does, before numpy is loaded

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Facet
from rolecheck.bank.loading import load_bank
from rolecheck.measure.administration import administer
from rolecheck.measure.item_choice import Examiner
from rolecheck.report.page import Page
from rolecheck.report.personal.report import PersonalReport, personal_report
from rolecheck.session.session import Form, Response, Session
from rolecheck.session.step import ItemMove, Step

# The same examples every day, and as many as find what they are there to find; a test that wants more says so.
settings.register_profile(
    "every-day-the-same",
    derandomize=True,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("every-day-the-same")
# Otherwise examples change with the constants in whatever modules happen to be loaded: by the order of the tests.
if hasattr(providers, "_get_local_constants"):
    providers._get_local_constants = lambda: providers._local_constants


def pytest_xdist_auto_num_workers() -> int:
    """Return one more than there are cores: some tests wait, and every process collects all of them anew."""
    return (os.cpu_count() or 1) + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what the run has cost, whatever else the machine was doing; the workers have ended, so they are counted."""
    spent = os.times()
    if spent.children_user:  # where the system tells of children
        seconds = spent.user + spent.system + spent.children_user + spent.children_system
        terminalreporter.write_line(f"processor time of this run, workers and what they started: {seconds:.0f} s")


Reporting = Callable[..., tuple[Session, PersonalReport]]


@pytest.fixture(scope="session")
def examiner() -> Examiner:
    return Examiner(load_bank(shipped_folder()))


@pytest.fixture(scope="session")
def reporting(examiner: Examiner) -> Reporting:
    """Return a function that takes a person through a form and reports."""

    def report(  # noqa: PLR0917
        responsibility: Sequence[str] = (),
        duty: Sequence[str] = (),
        kpi: Sequence[str] = (),
        title: str | None = None,
        seed: int = 7,
        form: Form = Form.STANDARD,
        *,
        second: float = 0.6,
        faith: float = 0.8,
        credit: bool = True,
    ) -> tuple[Session, PersonalReport]:
        preferred = {Facet.RESPONSIBILITY: responsibility, Facet.DUTY: duty, Facet.KPI: kpi}
        rng = Random(seed)

        def ask(step: Step) -> ItemMove:
            letters = rng.sample(step.item.letters, len(step.item.letters))
            if step.item.facet is Facet.JUDGEMENT:
                letters.sort(key=lambda letter: -(step.item.option(letter).credit or 0) * (1 if credit else -1))
                return Response(step.item.id, letters[0])
            liked = [key for key in preferred[step.item.facet] if rng.random() < faith]
            letters.sort(key=lambda letter: _rank(step.item.option(letter).key, liked))
            return Response(step.item.id, letters[0], letters[1] if rng.random() < second else None)

        session = administer(examiner, Session(form, seed, title), ask, lambda _: None)
        return session, personal_report(examiner, session, examiner.measure(session.responses, title))

    return report


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """Return every page by name."""
    from tests.every_page import every_page

    return every_page(tmp_path_factory.mktemp("bank"))


def _rank(key: str | None, liked: Sequence[str]) -> int:
    return liked.index(key) if key in liked else len(liked)
