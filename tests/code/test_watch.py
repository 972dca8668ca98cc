"""A draft that is judged again at each save: what is shown, what is passed over, and what a half-written file does."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model import Model
from pipeline.records import Failure
from pipeline.watch import Seen, watch
from tests.conftest import NARROW, OVERBROAD, ROOT

DRAFT = f"# 1. Entry\n\n{NARROW}\n\n# 2. News\n\n{OVERBROAD}\n"


def _quiet(done: int, of: int, words: str) -> None:
    """No bar."""


def test_each_save_shows_what_changed(tmp_path: Path, champion: Model) -> None:
    draft = tmp_path / "bill.md"
    draft.write_text(DRAFT, encoding="utf-8")

    def saves() -> Iterator[None]:
        yield None  # touched without a change
        draft.write_bytes(b"%PDF-1.7 half of a file")
        yield None
        draft.unlink()
        yield None
        draft.write_text(DRAFT.replace(OVERBROAD, NARROW), encoding="utf-8")
        yield None

    first, half, gone, mended = watch(draft, champion, _quiet, saves())
    assert isinstance(first, Seen) and first.changes is None
    assert [row.scope for row in first.verdicts] == ["narrow", "overbroad"]
    assert isinstance(half, Failure) and isinstance(gone, Failure)
    assert isinstance(mended, Seen) and mended.changes is not None
    assert "improved" in [pair.change for pair in mended.changes] or {pair.change for pair in mended.changes} >= {
        "added",
        "removed",
    }
    assert [row.scope for row in mended.verdicts] == ["narrow", "narrow"]


@pytest.mark.skipif(os.name != "posix", reason="the test stops the command by a signal")
def test_the_command_watches_until_it_is_stopped(tmp_path: Path, small_folder: Path) -> None:
    draft = tmp_path / "bill.md"
    draft.write_text(DRAFT, encoding="utf-8")
    words = ["review", str(draft), "--watch", "--model", str(small_folder)]
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "pipeline.cli", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}, cwd=tmp_path,
    )  # fmt: skip
    assert process.stdout and process.stderr
    limit = threading.Timer(400, process.kill)  # a command that hangs fails the test
    limit.start()
    stop = threading.Event()
    saver = threading.Thread(target=_save_until, args=(draft, stop))
    try:
        until(process.stdout, "2 provisions")
        saver.start()  # the watching begins a moment later, so the draft is saved more than once
        until(process.stdout, "Verdicts:")
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    finally:
        stop.set()
        limit.cancel()
    assert process.returncode == 0 and "Traceback" not in told and "Interrupt" not in told


def until(lines: Iterator[str], words: str) -> None:
    """Read on until a line holds the words; the end of the output fails."""
    assert any(words in line for line in lines), words


def _save_until(draft: Path, stop: threading.Event) -> None:
    """Save other words, by rename as editors do, until told to stop."""
    count = 0
    while not stop.wait(0.2):
        count += 1
        new = draft.with_name("new.tmp")
        new.write_text(DRAFT + f"\n# 3. More\n\nThe Minister reports in year {count}.\n", encoding="utf-8")
        new.replace(draft)
