"""`scope review --watch`: a draft is judged again when it is saved, and its last good state survives."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.model import Model
from pipeline.records import Failure, Verdict
from pipeline.review import review
from pipeline.watch import looks
from tests.code.test_cli import scope, two_lines
from tests.conftest import NARROW, OVERBROAD, ROOT

GOOD = f"1. Entry\n\n{NARROW}\n"
WORSE = f"1. Entry\n\n{NARROW}\n\n2. News\n\n{OVERBROAD}\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(WORSE, encoding="utf-8")
    return path


def save(path: Path, text: str) -> None:
    """As editors do: another file is put in its place."""
    fresh = path.with_name("fresh~")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)


def judge_of(path: Path, model: Model) -> Callable[[], list[Verdict | Failure]]:
    return lambda: list(review([path], model, lambda done, of, words: None))


def test_each_save_is_set_beside_the_last_good_state(draft: Path, small_model: Model) -> None:
    def changes() -> Iterator[None]:
        yield None  # told of a change that did not touch the file
        save(draft, GOOD)
        yield None
        draft.write_text("", encoding="utf-8")  # half written
        yield None
        draft.unlink()
        yield None
        save(draft, WORSE)
        yield None

    first, removed, half, away, back = looks(draft, judge_of(draft, small_model), changes())
    assert first.pairs is None and [row.provision for row in first.verdicts] == ["1", "2"]
    assert removed.pairs and [pair.change for pair in removed.pairs] == ["same", "removed"]
    for look in (half, away):
        assert look.failure and look.failure.cure and look.verdicts == removed.verdicts
    assert back.pairs and [pair.change for pair in back.pairs] == ["same", "added"]


def test_a_draft_that_is_broken_at_first_may_become_good(draft: Path, small_model: Model) -> None:
    def changes() -> Iterator[None]:
        save(draft, GOOD)
        yield None

    draft.write_bytes(b"")
    broken, good = looks(draft, judge_of(draft, small_model), changes())
    assert broken.failure and not broken.verdicts
    assert good.failure is None and good.pairs is None and len(good.verdicts) == 1


def test_the_command_follows_a_draft_until_it_is_ended(draft: Path, small_folder: Path) -> None:
    # Where the tests run behind a shell, an interruption may be ignored; the person's own terminal does not do so.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from pipeline.cli import app; app()"
    )
    words = ["review", str(draft), "--watch", "--model", str(small_folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        guard = threading.Timer(120, process.kill)
        guard.start()
        assert process.stdout and process.stderr
        try:
            _until(process.stderr, "Waiting")
            save(draft, GOOD)
            assert "removed" in _until(process.stdout, "Verdicts:")
            _until(process.stderr, "Waiting")
            process.send_signal(signal.SIGINT)
            _, told = process.communicate()
            assert process.returncode == 0 and "Ended." in told and "Traceback" not in told
        finally:
            guard.cancel()
            process.kill()


def _until(stream: Iterator[str], words: str) -> str:
    """The lines up to the one with the words, and it."""
    read = ""
    for line in stream:
        read += line
        if words in line:
            return read
    raise AssertionError(read)


def test_what_cannot_be_followed(draft: Path, tmp_path: Path) -> None:
    asked: list[list[str | Path]] = [[draft, draft], [draft, "--format", "json"], [tmp_path / "none.txt"]]
    for words in asked:
        done = scope("review", "--watch", *words)
        assert done.returncode == 2
        two_lines(done)
