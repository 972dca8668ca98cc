"""A draft judged again each time it is saved, and what changed since it could last be read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from pipeline.compare import Pair, align
from pipeline.errors import MissingExtraError
from pipeline.model import Model
from pipeline.records import Failure, Verdict
from pipeline.review import review

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Seen:
    """One reading of the draft: its verdicts, and the pairs with the reading before (None the first time)."""

    status: ClassVar[Literal["ok"]] = "ok"
    verdicts: list[Verdict]
    changes: list[Pair] | None


def watch(path: Path, model: Model, progress: Progress, saves: Iterable[object]) -> Iterator[Seen | Failure]:
    """The draft as it stands, then once more after each of `saves` that changed its bytes.

    A draft that cannot be read just then (editors write in steps) is a Failure, and the next reading is compared with
    the last one that could be read.
    """
    last: list[Verdict] | None = None
    known: bytes | None = None
    for _ in _first_then(saves):
        data = _bytes(path)
        if data is not None and data == known:
            continue  # saved without a change, or the editor's own files
        known = data
        rows = list(review([path], model, progress))
        failed = next((row for row in rows if isinstance(row, Failure)), None)
        if failed is not None:
            yield failed
            continue
        verdicts = [row for row in rows if isinstance(row, Verdict)]
        yield Seen(verdicts, None if last is None else align(last, verdicts))
        last = verdicts


def saves_of(path: Path) -> Iterator[object]:
    """An item for each time that something is written beside `path`, until the person stops it.

    The folder is watched and not the file, for most editors write a new file and rename it. Raises MissingExtraError,
    and KeyboardInterrupt at the end.
    """
    try:
        from watchfiles import watch as changes
    except ImportError as error:
        raise MissingExtraError("watchfiles", "lsp") from error
    whole = path.resolve()
    yield from changes(whole.parent, watch_filter=lambda _, name: Path(name) == whole, recursive=False)


def _first_then(saves: Iterable[object]) -> Iterator[object]:
    yield None
    yield from saves


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
