"""Drafts into marks: read what an edit touched, judge what is new, find the words; one draft at a time."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.errors import InputError
from pipeline.lsp.drafts import Draft, Part, parsed, patched
from pipeline.lsp.kept import Kept, Remembering
from pipeline.lsp.marks import Marked
from pipeline.lsp.places import Located, Words, located, words_of
from pipeline.model import BATCH
from pipeline.readers.unsaved import Form, form_of
from pipeline.records import Verdict
from pipeline.review import judged

LONGEST = 4_000_000  # characters of a draft; a bill of 200 pages has some 600,000
SPARE = 500  # verdicts kept beyond those of the open drafts, so that an edit undone is not judged again
_HALF = re.compile("[\ud800-\udfff]")  # half a character: no encoding holds it, and it counts as one unit
Key = tuple[str, Form, str, str, tuple[Words, ...]]
SoFar = Callable[[list[Marked]], None]


class SupersededError(Exception):
    """The draft was edited or closed while it was judged: its answer is wanted no more."""


@dataclass
class Reviewer:
    """Judges drafts in one thread; `sizes` tells how many provisions each open draft has, and so what to keep."""

    model: Remembering
    places: Kept[Key, Located] = field(default_factory=Kept)
    sizes: dict[str, int] = field(default_factory=dict)

    def read(self, before: Draft | None, text: str, name: str, language: str, quick: bool) -> Draft | None:
        """A draft as the editor has it; from the draft before the edit where `quick` and that can be.

        None for what is no draft of ours. Raises InputError where it cannot be read, MissingExtraError without lxml.
        """
        if len(text) > LONGEST:
            raise InputError(f"{name}: longer than {LONGEST:,} characters.", "Split it into parts to review it here.")
        text = _HALF.sub("\ufffd", text)
        form = form_of(text, name, language)
        if form is None:
            return None
        if quick and before and (before.form, before.source) == (form, name):
            if before.text == text:
                return before
            if near := patched(before, text):
                return near
        return parsed(text, name, form)

    def marks(self, draft: Draft, stop: threading.Event, so_far: SoFar | None = None) -> list[Marked]:
        """Each provision's verdict with its place. Raises SupersededError soon after `stop` is set.

        `so_far` is given what is found of a long draft each time that this has doubled.
        """

        def progress(done: int, of: int, words: str) -> None:
            if stop.is_set():
                raise SupersededError

        verdicts = judged([part.provision for part in draft.parts], self.model, progress)
        found: list[Marked] = []
        due = BATCH
        for part, verdict in zip(draft.parts, verdicts, strict=True):
            found.append(Marked.at(verdict, self._place(draft, part, verdict), part.start))
            if so_far and len(found) == due < len(draft.parts):
                so_far(list(found))
                due *= 2
        self.sizes[draft.source] = len(draft.parts)
        self._trim()
        return found

    def forget(self, name: str) -> None:
        """A draft was closed: what was kept for it goes, but for a few verdicts."""
        self.sizes.pop(name, None)
        self._trim()

    def _place(self, draft: Draft, part: Part, verdict: Verdict) -> Located:
        stretch = draft.text[part.start : part.end]
        key = (stretch, draft.form, verdict.heading, verdict.text, words_of(verdict))
        return self.places.get(key) or self.places.put(key, located(stretch, draft.form, verdict))

    def _trim(self) -> None:
        most = sum(self.sizes.values()) + SPARE
        self.model.kept.trim(most)
        self.places.trim(most)
