"""A progress bar on stderr for long work; nothing where stderr is not a terminal but a line a stage."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 24
EVERY = 0.2  # seconds between two drawings


@contextmanager
def bar() -> Iterator[Callable[[int, int, str], None]]:
    """Gives `progress(done, of, words)`; the line is ended when the work ends or is stopped."""
    drawn, stage, live = 0.0, "", sys.stderr.isatty()
    begun = time.monotonic()

    def show(done: int, of: int, words: str) -> None:
        nonlocal drawn, stage
        now = time.monotonic()
        if live and (now - drawn >= EVERY or done == of):
            drawn = now
            filled = "#" * (WIDTH * done // max(of, 1))
            sys.stderr.write(f"\r\x1b[K[{filled:<{WIDTH}}] {done}/{of} {now - begun:.0f} s {words}")
        elif not live and words.partition(":")[0] != stage:
            stage = words.partition(":")[0]
            sys.stderr.write(f"{now - begun:.0f} s {stage}\n")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if live:
            sys.stderr.write("\n")
