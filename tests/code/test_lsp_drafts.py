"""Drafts as they change: what is judged anew, what is kept, and which stretch an edit touches."""

import json
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from pipeline.encoders.base import Encoder, Reading
from pipeline.lsp import reviewing
from pipeline.lsp.drafts import parsed, patched
from pipeline.lsp.kept import Remembering
from pipeline.lsp.marks import Marked
from pipeline.model import Model
from pipeline.readers.unsaved import provisions
from tests.code.editor import BILL, URI
from tests.conftest import ROOT


class _Counting:
    """The champion's encoder, which keeps the texts that reach it."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Sequence[Reading]:
        """As the encoder it stands before."""
        self.texts += texts
        return self.encoder.encode(texts)


def _said(marked: Sequence[Marked]) -> list[tuple[str, str, str | None, object, object]]:
    return [(m.verdict.provision, m.verdict.text, m.verdict.scope, m.first, m.words) for m in marked]


def test_only_what_changed_is_judged_and_little_is_kept(champion: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "SPARE", 2)
    counting = _Counting(champion.encoder)
    reviewer = reviewing.Reviewer(Remembering.of(replace(champion, encoder=counting)))
    stop = threading.Event()
    draft = reviewer.read(None, BILL, URI, "markdown", quick=True)
    assert draft
    reviewer.marks(draft, stop)
    assert len(counting.texts) == 3
    for number in range(12):
        text = BILL.replace("public order", f"public order {number}")
        draft = reviewer.read(draft, text, URI, "markdown", quick=True)
        assert draft and not draft.settled
        quick = reviewer.marks(draft, stop)
        assert len(counting.texts) == 4 + number
        assert f"public order {number}" in counting.texts[-1]
        whole = reviewer.read(draft, text, URI, "markdown", quick=False)
        assert whole and whole.settled
        assert _said(quick) == _said(reviewer.marks(whole, stop))
        assert len(reviewer.model.kept) <= 5 and len(reviewer.places) <= 5
    reviewer.forget(URI)
    assert len(reviewer.model.kept) == len(reviewer.places) == 2
    stop.set()
    with pytest.raises(reviewing.SupersededError):
        reviewer.marks(draft, stop)


GOLDEN = [
    "\n".join(block[0] for block in json.loads(path.read_text(encoding="utf-8"))["blocks"])
    for path in sorted((ROOT / "tests" / "golden").glob("en-*.json"))
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(GOLDEN), st.floats(0, 1), st.sampled_from(["x", " false news ", "\n", ""]), st.integers(0, 9))
def test_an_edit_touches_one_stretch_and_moves_those_after_it(text: str, where: float, put: str, cut: int) -> None:
    draft = parsed(text, "bill.txt", "text")
    at = int(where * len(text))
    edited = text[:at] + put + text[at + cut :]
    near = patched(draft, edited)
    if near is None:
        return
    event("patched")
    assert near.text == edited
    assert [(part.start, part.end) for part in near.parts[1:]] == [
        (before.end, part.end) for before, part in zip(near.parts, near.parts[1:], strict=False)
    ]
    changed = 0
    for old, new in zip(draft.parts, near.parts, strict=True):
        if text[old.start : old.end] == edited[new.start : new.end]:
            assert new.provision == old.provision
        else:
            changed += 1
            (alone,) = provisions(edited[new.start : new.end], "bill.txt", "text")
            assert (alone.heading, alone.text) == (new.provision.heading, new.provision.text)
    assert changed <= 1


def test_most_edits_are_read_in_part_and_as_the_whole_would_be() -> None:
    """Words put into every provision of every golden bill; the rest (headings, inserted sections) is read whole."""
    tried = near = right = 0
    for text in GOLDEN:
        draft = parsed(text, "bill.txt", "text")
        for part in draft.parts:
            at = text.find(" ", (part.start + 2 * part.end) // 3, part.end)
            if at < 0:
                continue
            edited = f"{text[:at]} or novel{text[at:]}"
            found = patched(draft, edited)
            tried += 1
            near += found is not None
            whole = [(p.provision.heading, p.provision.text) for p in parsed(edited, "bill.txt", "text").parts]
            right += found is not None and whole == [(p.provision.heading, p.provision.text) for p in found.parts]
    assert tried > 60
    assert near / tried > 0.6, (near, tried)
    assert right == near, (right, near)


def test_an_edit_of_words_is_read_in_its_stretch_and_right() -> None:
    draft = parsed(BILL, URI, "markdown")
    edited = BILL.replace("exaggerated", "overdone")
    near = patched(draft, edited)
    assert near
    assert [part.provision.text for part in near.parts] == [
        part.provision.text for part in parsed(edited, URI, "markdown").parts
    ]
    across = patched(draft, BILL.replace("## 2. News\n", ""))
    assert across is None
    assert patched(draft, BILL.replace("2. News", "4. News")) is None
