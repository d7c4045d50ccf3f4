"""Saving, importing, accepting, forgetting and looking, in any order, against a model of what must be there.

Runs are killed at any change of the disk, disks fill, strangers put files in, clocks jump. Nothing of ours may be
lost, nothing of a stranger's touched, nothing claimed that is not so: three hundred steps in every run of the tests,
two thousand in the slow one.
"""

import gc
import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rolecheck.bank.acceptance import Answer
from rolecheck.cli.team_inputs import read_team_inputs
from rolecheck.errors import StoreError, UsageError
from rolecheck.session.acceptance import AcceptanceSession, Reply
from rolecheck.session.session import Form, Response, Session
from rolecheck.store import inventory, journal, results, walks
from rolecheck.store.files import TEMPORARY
from rolecheck.store.places import acceptances_folder, open_acceptances_folder, own_folders, results_folder, write_named
from rolecheck.store.together import write_together
from tests.builders import shipped
from tests.store.faults import Faults, Killed, in_the_way

if sys.platform == "win32":
    pytest.skip("what a kill leaves behind is another matter here", allow_module_level=True)

BANK = shipped()
ITEM = BANK.items[0].id
CHECK = BANK.acceptance.checks[0].id if BANK.acceptance else ""
SCORE: dict[str, Any] = {"verdict": "unclear"}
MOMENTS = [
    "1970-01-01T00:00:00+08:00",
    "0002-01-01T00:00:00+00:00",
    "9998-12-31T23:59:59-12:00",
    "2026-11-28T09:00:00+08:00",
    "2026-11-28T01:00:01+00:00",
    "2026-11-27T21:00:02-05:00",
]
FOREIGN = {
    "notes.json": b'{"mine": 1}',
    "almost.json": b'{"schema": "rolecheck.result/1"}',
    "a.jsonl": b'{"schema": "other.journal/1", "id": "00112233445566778899aabbccddeeff"}\n',
    ".x.json.swp": b"\x00vim",
    ".rolecheck-notes": b"mine",
    ".rolecheck-0123456789abcdef": b"mine too",
    "empty.json": b"",
    "a\nb.jsonl": b"{",
    "old.aside": b"aside",
}

faulty = st.tuples(st.sampled_from(["", "kill", "full"]), st.integers(1, 25))


class Machine(RuleBasedStateMachine):
    """One person's computer."""

    @initialize()
    def an_empty_home(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.before = os.environ.get("ROLECHECK_HOME")
        os.environ["ROLECHECK_HOME"] = str(self.home)
        self.faults = Faults()
        self.there: dict[int, datetime] = {}
        self.perhaps: list[dict[int, datetime]] = []
        self.foreign: dict[Path, bytes] = {}
        self.accepted: set[str] = set()
        self.sittings: dict[str, Path] = {}
        self.seed = 0

    def teardown(self) -> None:
        if hasattr(self, "home"):
            if self.before is None:
                del os.environ["ROLECHECK_HOME"]
            else:
                os.environ["ROLECHECK_HOME"] = self.before
            shutil.rmtree(self.home)

    def _under(self, fault: tuple[str, int], run: Any) -> str:  # noqa: ANN401
        """Run something with a fault in its way; return how it ended: done, refused or killed."""
        kind, place = fault
        self.faults.begin(place if kind == "kill" else None, place if kind == "full" else None)
        try:
            with in_the_way(self.faults):
                run()
        except Killed:
            return "killed"
        except StoreError:
            return "refused"
        finally:
            # What the dead run still held goes with it.
            gc.collect()
        assert not self.faults.dead, "a killed run went on"
        return "done"

    def _session(self, seed: int) -> Session:
        return Session(Form.QUICK, seed, None, f"第{seed}人", None, (Response(ITEM, "A", None, 1.5),))

    def _ended(self, how: str, fresh: dict[int, datetime]) -> None:
        if how == "done":
            self.there |= fresh
        elif how == "killed" and fresh:
            self.perhaps.append(fresh)

    @rule(taken=st.sampled_from(MOMENTS), fault=faulty)
    def save(self, taken: str, fault: tuple[str, int]) -> None:
        self.seed += 1
        session, at = self._session(self.seed), datetime.fromisoformat(taken)
        how = self._under(fault, lambda: results.save_result(results_folder(), session, BANK, SCORE, at))
        self._ended(how, {self.seed: at})

    @rule(count=st.integers(1, 6), again=st.booleans(), taken=st.sampled_from(MOMENTS), fault=faulty)
    def import_save(self, count: int, again: bool, taken: str, fault: tuple[str, int]) -> None:
        first = max(self.seed - count + 1, 1) if again else self.seed + 1
        self._look()
        at = datetime.fromisoformat(taken)
        seeds = {seed: self.there.get(seed, at) for seed in range(first, first + count)}
        self.seed = max(self.seed, first + count - 1)
        wanted = [(self._session(seed), moment) for seed, moment in seeds.items()]

        def run() -> None:
            before = results.kept_already_among(results_folder(), wanted)
            fresh = [each for place, each in enumerate(wanted) if place not in before]
            files = (results.prepared_result(session, BANK, SCORE, moment) for session, moment in fresh)
            write_together(results_folder(), ".json", files)

        how = self._under(fault, run)
        self._ended(how, {seed: moment for seed, moment in seeds.items() if seed not in self.there})

    @rule(fault=faulty, second=faulty)
    def accept(self, fault: tuple[str, int], second: tuple[str, int]) -> None:
        """Answer one check, and finish; whoever was cut off comes back and finishes."""
        at = datetime.fromisoformat(MOMENTS[3])
        begun = walks.new_acceptance_journal(open_acceptances_folder(), "二期", BANK, at)
        sitting = str(begun.id)

        def finish(walk: journal.Journal, session: AcceptanceSession) -> None:
            record = results.acceptance_record(BANK, {"name": session.name, "answers": {}}, at, walk.id)
            results.save_acceptance(acceptances_folder(), record, at)
            walk.close()

        def run() -> None:
            begun.append(walks.reply_record(Reply(CHECK, Answer.YES)))
            finish(begun, AcceptanceSession("二期"))

        how = self._under(fault, run)
        begun.release()
        for again in (second, ("", 1)):
            left = [path for path in journal.journals(open_acceptances_folder())[0] if sitting in path.read_text()]
            if how == "done":
                break
            if not left:
                break

            def resume(path: Path = left[0]) -> None:
                opened = walks.replay_acceptance(path, BANK)
                try:
                    assert opened.journal.hold()
                    finish(opened.journal, opened.session)
                finally:
                    opened.journal.release()

            how = self._under(again, resume)
        kept_now = [path for path in self._files(acceptances_folder()) if sitting.encode() in path.read_bytes()]
        assert len(kept_now) <= 1, "one sitting was kept twice"
        if how == "done":
            assert len(kept_now) == 1
            assert not any(sitting in path.read_text() for path in journal.journals(open_acceptances_folder())[0])
        self.accepted |= {sitting} if kept_now else set()

    @rule(name=st.sampled_from(sorted(FOREIGN)), folder=st.integers(0, 4))
    def a_stranger_puts_a_file_there(self, name: str, folder: int) -> None:
        path = own_folders()[folder] / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(FOREIGN[name])
        self.foreign[path] = FOREIGN[name]

    @rule(count=st.integers(0, 4), fault=faulty)
    def forget_some(self, count: int, fault: tuple[str, int]) -> None:
        self._look()
        paths = inventory.result_paths(results_folder())[:count]
        seeds = [self._seed_of(path) for path in paths]
        self._under(fault, lambda: inventory.forget(inventory.find_kept([str(path) for path in paths])))
        for seed, path in zip(seeds, paths, strict=True):
            if not path.exists():
                del self.there[seed]

    @rule(fault=faulty)
    def forget_all(self, fault: tuple[str, int]) -> None:
        self._look()
        how = self._under(fault, lambda: inventory.forget(inventory.everything().ours))
        if how == "done":
            assert inventory.everything().ours == ()
            self.accepted.clear()
        left = {self._seed_of(path) for path in inventory.result_paths(results_folder())}
        self.there = {seed: at for seed, at in self.there.items() if seed in left}
        self.accepted = {
            each
            for each in self.accepted
            if any(each.encode() in path.read_bytes() for path in self._files(acceptances_folder()))
        }

    @rule()
    def look_at_the_history(self) -> None:
        self._look()
        seeds = [self._seed_of(path) for path in inventory.result_paths(results_folder())]
        assert sorted(seeds) == sorted(self.there)
        moments = [self.there[seed] for seed in seeds]
        assert moments == sorted(moments)

    @rule()
    def make_a_team_of_them(self) -> None:
        self._look()
        inputs = read_team_inputs([str(results_folder())], BANK) if results_folder().exists() else None
        assert (0 if inputs is None else len(inputs.answer_sets)) == len(self.there)
        assert inputs is None or all("第" not in problem.source for problem in inputs.left_out)

    @rule(data=st.data())
    def write_over_something(self, data: st.DataObject) -> None:
        paths = [path for folder in own_folders() for path in self._files(folder)]
        target = data.draw(st.sampled_from([*paths, results_folder() / "new.html"]))
        outside = self.home / "link.html"
        with suppress(FileNotFoundError):
            outside.unlink()
        if data.draw(st.booleans()) and target.exists():
            outside.symlink_to(target)
            target = outside
        before = target.read_bytes() if target.exists() else None
        with suppress(UsageError, StoreError):
            write_named(target, "写了")
            raise AssertionError(f"{target} was written over")
        assert (target.read_bytes() if target.exists() else None) == before

    @invariant()
    def nothing_is_lost_and_nothing_foreign_is_touched(self) -> None:
        if not hasattr(self, "home"):
            return
        for path, content in self.foreign.items():
            assert path.read_bytes() == content
        present = {}
        for path in self._files(results_folder()):
            with suppress(ValueError, KeyError, UnicodeDecodeError):
                record = json.loads(path.read_bytes())
                present[record["session"]["seed"]] = record
        assert set(self.there) <= set(present)
        together = "".join(path.read_text(errors="replace") for path in self._files(acceptances_folder()))
        assert all(sitting in together for sitting in self.accepted)

    def _look(self) -> None:
        """Look as the next run does; then nothing is half there any more, and every batch is there whole or not."""
        holdings = inventory.everything()
        assert set(holdings.foreign) == set(self.foreign)
        assert holdings.unknown == ()
        for folder in own_folders():
            half = {path for path in self._all(folder) if path.name.startswith(TEMPORARY)} - set(self.foreign)
            assert not half, half
        seeds = [self._seed_of(path) for path in inventory.result_paths(results_folder())]
        assert len(seeds) == len(set(seeds)), "one result was kept twice"
        for fresh in self.perhaps:
            kept_of_it = [seed for seed in fresh if seed in seeds]
            assert kept_of_it in ([], list(fresh)), "a batch was kept in part"
            self.there |= {seed: fresh[seed] for seed in kept_of_it}
        self.perhaps.clear()

    @staticmethod
    def _seed_of(path: Path) -> int:
        return int(json.loads(path.read_text(encoding="utf-8"))["session"]["seed"])

    @staticmethod
    def _all(folder: Path) -> list[Path]:
        return sorted(folder.iterdir()) if folder.is_dir() else []

    def _files(self, folder: Path) -> list[Path]:
        return [path for path in self._all(folder) if path.is_file() and not path.name.startswith(TEMPORARY)]


TestWhateverHappens = Machine.TestCase
TestWhateverHappens.settings = settings(max_examples=6, stateful_step_count=50, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
class TestWhateverHappensForLong(Machine.TestCase):  # type: ignore[valid-type, misc] # made at run time
    """The same, two thousand steps."""

    settings = settings(max_examples=40, stateful_step_count=50, suppress_health_check=list(HealthCheck))
