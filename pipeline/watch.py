"""A draft judged again each time that it is saved, beside its last good state.

1. The folder is watched, not the file: editors save by putting another file in its place.
2. A file that cannot be read (half written, away for a moment) changes nothing: the last good state stands.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare import Pair, align
from pipeline.records import Failure, Verdict

DEBOUNCE = 300  # milliseconds in which the steps of one save come together
LOOK_ANYWAY = 1000  # milliseconds after which the file is looked at though nothing was told

Judge = Callable[[], list[Verdict | Failure]]


@dataclass(frozen=True)
class Look:
    """What one state of the draft shows: its verdicts, what became of the last ones, or why it could not be read.

    `pairs` is None at the first good state; `failure` is None where the draft was read, and `verdicts` then are new.
    """

    verdicts: tuple[Verdict, ...]
    pairs: tuple[Pair, ...] | None = None
    failure: Failure | None = None


def looks(path: Path, judge: Judge, changes: Iterable[object]) -> Iterator[Look]:
    """A look at once, and one for each change that altered the file; ends with `changes`."""
    good: tuple[Verdict, ...] | None = None
    seen = _stamp(path)
    yield (first := _look(judge, good))
    good = first.verdicts if first.failure is None else None
    for _ in changes:
        stamp = _stamp(path)
        if stamp == seen:
            continue
        seen = stamp  # taken before the reading: a save during it is seen at the next change
        look = _look(judge, good)
        good = look.verdicts if look.failure is None else good
        yield look


def saves(path: Path) -> Iterator[None]:
    """One item each time that the file may have been saved. Raises KeyboardInterrupt when the person ends it."""
    from watchfiles import watch

    place = path.absolute()
    steps = watch(
        place.parent,
        watch_filter=lambda _, found: Path(found).name == place.name,
        debounce=DEBOUNCE,
        rust_timeout=LOOK_ANYWAY,
        yield_on_timeout=True,
        recursive=False,
    )
    for _ in steps:
        yield None


def _look(judge: Judge, good: tuple[Verdict, ...] | None) -> Look:
    rows = judge()
    failure = next((row for row in rows if isinstance(row, Failure)), None)
    if failure:
        return Look(good or (), failure=failure)
    verdicts = tuple(row for row in rows if isinstance(row, Verdict))
    return Look(verdicts, None if good is None else tuple(align(good, verdicts)))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells one saved state from another; None while the file is away."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size
