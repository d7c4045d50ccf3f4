"""Real browsers: three phones and a lead in one run, with the server killed in the middle, and axe on every page.

One of the phones has scripts switched off; it gets through on forms alone.
"""

import os
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from tests.host.processes import HostProcess, free_port, pages_of_export

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed: pip install axe-playwright-python")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = os.environ.get("ROLECHECK_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine (Debian: apt-get install chromium)"),
]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SERIOUS = {"serious", "critical"}
SHOTS = os.environ.get("ROLECHECK_SHOTS")
"""A folder for pictures of every page looked at."""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


class Person:
    """Somebody with a browser."""

    def __init__(
        self, browser: object, base: str, *, scripts: bool = True, dark: bool = False, desk: bool = False
    ) -> None:
        self.base, self.scripts, self.dark = base, scripts, dark
        self.hosts: set[str] = set()
        self.context = browser.new_context(  # type: ignore[attr-defined]
            viewport=DESK if desk else PHONE,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            has_touch=not desk,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        self.errors: list[str] = []
        self.page.on("console", lambda note: self.errors.extend([note.text] if note.type == "error" else []))

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.base + path)

    def join(self, link: str, name: str) -> None:
        self.open(link)
        self.page.get_by_label("名字（可以不写）").fill(name)
        self.page.get_by_text("可以写我的名字").click()
        self.submit("开始")

    def submit(self, text: str) -> None:
        """Press a button, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=text).first.click()

    def waits_for(self, text: str) -> None:
        """Wait until the page shows a text by itself."""
        playwright.expect(self.page.locator("main")).to_contain_text(text, timeout=90_000)

    def text(self) -> str:
        return str(self.page.inner_text("main"))

    def choose(self, number: int) -> None:
        """Tap an option and go on."""
        self.page.locator(".first .choice").nth(number).click()
        self.submit("下一题")

    def answer_to_the_end(self) -> None:
        for _ in range(60):
            if self.page.locator(".first").count():
                self.choose(0)
            elif self.page.get_by_role("button", name="就到这里，看结果").count():
                self.submit("就到这里，看结果")
            elif self.page.locator("input[name=title]").count():
                self.look(f"card-{'dark' if self.dark else 'light'}")
                self.page.get_by_label("项目经理", exact=True).check()
                self.submit("看结果")
            else:
                return

    def look(self, name: str) -> None:
        """Hold a page to what every page must be: no serious fault for axe, nothing wider than the screen."""
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels wider than the screen"
        if not self.scripts:
            return  # axe is a script
        self.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run().then(found => found.violations)")
        bad = [
            (fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
            for fault in found
            if fault["impact"] in SERIOUS
        ]
        assert not bad, f"{name}: {bad}"


def press(lead: Person, text: str) -> None:
    lead.submit(text)


def come_in(people: list[Person], link: str) -> None:
    people[0].open(link)
    people[0].look("join")
    for person, name in zip(people, ("小周", "小吴", "小郑", "小王"), strict=True):
        person.join(link, name)
    for person, name in zip(people, ("item-light", "item-dark", "item-plain", "item-desk"), strict=True):
        person.look(name)
    phone = people[0]
    assert not phone.page.locator(".second").is_visible()
    phone.page.locator(".first .choice").nth(1).click()
    assert phone.page.locator(".second").is_visible()
    phone.look("item-second")
    phone.page.reload()


def say_nobody(person: Person) -> None:
    """Vote on the open moment."""
    person.page.locator("input[name=letter]").first.check()
    person.page.get_by_label("没人", exact=True).check()
    person.submit("就这样")


def look_together(lead: Person, people: list[Person]) -> None:
    press(lead, "开始一起看")
    lead.look("lead-together")
    press(lead, "开始选")
    for person in people:
        if person.scripts:
            # Nobody touches these phones: they follow by themselves.
            person.page.wait_for_selector("form[action$='/vote']")
        else:
            person.page.reload()
    people[0].look("vote")
    for person in people[1:]:
        say_nobody(person)
    lead.waits_for("3 人选了，还差 1 人")
    lead.open("/lead/show")
    lead.look("show-open")
    say_nobody(people[0])
    # Nobody touches the wall: with the last vote it shows what was chosen.
    lead.waits_for("没人想到")
    lead.look("show-revealed")
    for person in people:
        if person.scripts:
            person.waits_for("没人想到")
        else:
            person.page.reload()
        assert "没人想到" in person.text()
    people[0].look("revealed")
    people[1].look("revealed-dark")


def look_back(lead: Person, people: list[Person]) -> None:
    """Skip what is left of the workshop, and look at its end."""
    press(lead, "看各是哪条线")
    lead.look("show-lines")
    lead.open("/lead")
    press(lead, "下一刻")
    for _ in range(4):
        press(lead, "跳过这一刻")
    people[0].waits_for("谁在等谁")
    people[0].look("relay")
    people[3].look("relay-desk")
    lead.open("/lead/show")
    lead.look("show-relay")
    lead.open("/lead")


def test_three_phones_and_a_lead_from_the_link_to_the_team_page(browser: object, tmp_path: Path) -> None:
    port = str(free_port())
    command = ("--form", "quick", "--name", "周三的房间", "--bind", "127.0.0.1", "--port", port)
    host = HostProcess(tmp_path, *command)
    base = host.join.rsplit("/", 1)[0]
    lead = Person(browser, base, desk=True)
    lead.open(host.lead)
    assert "/lead/" not in lead.page.url
    phones = [Person(browser, base), Person(browser, base, dark=True), Person(browser, base, scripts=False)]
    people = [*phones, Person(browser, base, desk=True)]
    come_in(people, host.join)
    for person in people:
        person.choose(0)
        person.choose(1)

    host.kill()
    host = HostProcess(tmp_path, *command)

    for person in people:
        person.page.reload()
        assert "第 3 题" in person.text()
        person.answer_to_the_end()
        assert "答完了" in person.text()
    phones[0].look("done")
    lead.waits_for("4 人答完")
    lead.look("lead")
    look_together(lead, people)
    look_back(lead, people)
    lead.open("/lead/expectations")
    lead.look("expectations")
    lead.open("/lead/team")
    lead.look("team")
    assert "4 人" in lead.text()
    phones[0].open(f"{phones[0].page.url}/report")
    phones[0].look("report")

    assert host.stop() == 0
    for person in (lead, *people):
        assert person.hosts == {f"127.0.0.1:{port}"}
        # What the browser says while the server is down is no fault of a page.
        assert not [error for error in person.errors if "ERR_" not in error]
        person.context.close()


@pytest.mark.slow
def test_twelve_browsers_go_on_after_a_kill_and_end_with_the_command_lines_pages(
    browser: object, tmp_path: Path
) -> None:
    home, export = tmp_path / "home", tmp_path / "export"
    room = ("--form", "quick", "--name", "入职班", "--export", str(export))
    command = (*room, "--bind", "127.0.0.1", "--port", str(free_port()))
    host = HostProcess(home, *command)
    base = host.join.rsplit("/", 1)[0]
    people = [Person(browser, base) for _ in range(12)]
    for number, person in enumerate(people):
        person.join(host.join, f"手机{number}")
        for answer in range(number % 5):
            person.choose((number + answer) % 5)

    host.kill()
    host = HostProcess(home, *command)

    for person in people:
        person.page.reload()
        person.answer_to_the_end()
    personal = [person.context.request.get(f"{person.page.url}/report").text() for person in people]
    lead = Person(browser, base, desk=True)
    lead.open(host.lead)
    lead.waits_for("12 人在，12 人答完")
    team = lead.context.request.get(f"{base}/lead/team").text()
    assert host.stop() == 0
    told = pages_of_export(home, export)
    assert [told.personal[f"手机{number}"] for number in range(12)] == personal
    assert told.team == team


def test_a_page_whose_stream_is_kept_from_it_asks_by_itself(browser: object, tmp_path: Path) -> None:
    host = HostProcess(tmp_path, "--workshop", "3", "--bind", "127.0.0.1", "--port", str(free_port()))
    base = host.join.rsplit("/", 1)[0]
    phone, lead = Person(browser, base), Person(browser, base, desk=True)
    phone.page.route("**/events", lambda route: route.abort())
    phone.join(host.join, "甲")
    lead.open(host.lead)

    press(lead, "开始选")

    phone.page.wait_for_selector("form[action$='/vote']")
    host.stop()
    phone.context.close()
    lead.context.close()


def test_every_control_is_large_enough_to_tap(browser: object, tmp_path: Path) -> None:
    host = HostProcess(tmp_path, "--form", "quick", "--bind", "127.0.0.1", "--port", str(free_port()))
    phone = Person(browser, host.join.rsplit("/", 1)[0])
    phone.join(host.join, "甲")

    sizes = phone.page.evaluate(
        "Array.from(document.querySelectorAll('.first .choice, button'), e => e.getBoundingClientRect().height)"
    )
    host.stop()
    phone.context.close()

    assert min(sizes) >= 44
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\w+", phone.page.url)
