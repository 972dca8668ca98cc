"""The language server as an editor meets it: a real process, spoken to over its standard streams by pygls' client."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from pipeline.encoders.base import Encoder, Reading
from pipeline.lsp import reviewing
from pipeline.lsp.drafts import parsed, patched
from pipeline.lsp.kept import Remembering
from pipeline.lsp.marks import Marked
from pipeline.model import Model
from pipeline.readers.unsaved import provisions
from tests.conftest import DEFINITION, NARROW, OVERBROAD, ROOT

PATIENCE = 120  # seconds until a silent server is given up; nothing is measured
URI = "file:///drafts/bill.md"
BILL = f"""# Digital Systems Bill \U0001f4bb

## 1. Entry

{NARROW}

## 2. News

\U0001f4f0\U0001f4f0 {OVERBROAD.replace("false", "**false**")}

## 3. Terms

{DEFINITION}
"""
WORDS = "false** or exaggerated news likely to disturb public order, or anything that insults a public institution"
OVERBROAD_XML = OVERBROAD.replace("false or", "<i>false</i> or").replace("insults a", "insults&#160;a")
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill name="bill"><body>
<section eId="sec_1"><num>1.</num><heading>Entry</heading><content><p>{NARROW}</p></content></section>
<section eId="sec_2"><num>2.</num><heading>News</heading>
<content><p>{OVERBROAD_XML}</p></content></section>
</body></bill></akomaNtoso>
"""
BLOCKED = """
import socket
def refuse(*args, **kwargs):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.socket.bind = refuse
socket.create_connection = socket.getaddrinfo = refuse
from pipeline.cli import app
app(["lsp"])
"""


class Editor(LanguageClient):
    """An editor that holds one draft; what the server says comes in a queue."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.said: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.log: list[str] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def shown(params: types.PublishDiagnosticsParams) -> None:
            self.said.put_nowait(params)

        @self.feature(types.WINDOW_LOG_MESSAGE)
        def logged(params: types.LogMessageParams) -> None:
            self.log.append(params.message)

    def open(self, text: str, uri: str = URI, language: str = "markdown") -> None:
        """Open a draft that need not be on the disk."""
        item = types.TextDocumentItem(uri, language, 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def edit(self, text: str, version: int, uri: str = URI) -> None:
        """Change a draft, without saving it."""
        change = types.TextDocumentContentChangeWholeDocument(text)
        named = types.VersionedTextDocumentIdentifier(version, uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(named, [change]))

    async def marks(self, version: int | None = 1, uri: str = URI) -> list[types.Diagnostic]:
        """The marks of a version of a draft, once they come."""
        while True:
            found = await asyncio.wait_for(self.said.get(), PATIENCE)
            if (found.uri, found.version) == (uri, version):
                return list(found.diagnostics)

    async def hovered(self, at: types.Position, uri: str = URI) -> str:
        """What is said over a position, as plain text; empty for nothing."""
        params = types.HoverParams(types.TextDocumentIdentifier(uri), at)
        found = await asyncio.wait_for(self.text_document_hover_async(params), PATIENCE)
        assert found is None or isinstance(found.contents, types.MarkupContent)
        assert found is None or found.contents.kind is types.MarkupKind.PlainText
        return found.contents.value if found else ""

    async def hints(self, last: int = 10_000, uri: str = URI) -> dict[int, str]:
        """The mark at the end of each line that has one, down to line `last`."""
        span = types.Range(types.Position(0, 0), types.Position(last, 0))
        params = types.InlayHintParams(types.TextDocumentIdentifier(uri), span)
        found = await asyncio.wait_for(self.text_document_inlay_hint_async(params), PATIENCE)
        return {hint.position.line: str(hint.label) for hint in found or ()}


@asynccontextmanager
async def editor(
    *words: str, encodings: "list[types.PositionEncodingKind | str] | None" = None, take_leave: bool = True
) -> AsyncIterator[Editor]:
    """An editor with its server, of which every warning is an error; at the end the server must go without a word."""
    client = Editor()
    command = words or ("-m", "pipeline.cli", "lsp")
    await client.start_io(sys.executable, "-W", "error", *command, cwd="/", env={"PYTHONPATH": str(ROOT)})
    process = client._server
    assert process and process.stderr and process.stdin
    general = types.GeneralClientCapabilities(position_encodings=encodings)
    able = types.ClientCapabilities(general=general)
    await asyncio.wait_for(client.initialize_async(types.InitializeParams(able)), PATIENCE)
    client.initialized(types.InitializedParams())
    yield client
    if take_leave:
        await asyncio.wait_for(client.shutdown_async(None), PATIENCE)
        client.exit(None)
    else:
        process.stdin.close()
    code = await asyncio.wait_for(process.wait(), PATIENCE)
    told = (await process.stderr.read()).decode()
    await client.stop()
    assert (code, told, client.log) == (0 if take_leave else 1, "", [])


def run(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(scene())


def under(text: str, span: types.Range, encoding: str = "utf-16-le", size: int = 2) -> str:
    """The words that an editor underlines, counted in its own units, at the protocol's line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = lines[span.start.line : span.end.line + 1]
    kept[-1] = kept[-1].encode(encoding)[: span.end.character * size].decode(encoding)
    kept[0] = kept[0].encode(encoding)[span.start.character * size :].decode(encoding)
    return "\n".join(kept)


def test_a_draft_is_marked_while_it_is_written() -> None:
    async def scene() -> None:
        async with editor() as client:
            client.open(BILL)
            marks = await client.marks()
            assert {mark.severity for mark in marks} == {types.DiagnosticSeverity.Warning}
            assert {mark.source for mark in marks} == {"scope"}
            words = {str(mark.code): under(BILL, mark.range) for mark in marks}
            assert words["content-restriction"] == WORDS
            assert all(line == 8 for mark in marks for line in (mark.range.start.line, mark.range.end.line))
            hints = await client.hints()
            assert hints[2].startswith("narrow 0.0") and hints[2].endswith("cyber-dependent")
            assert hints[6].startswith("overbroad 0.9") and hints[6].endswith("content-based")
            assert set(hints) == {2, 6}
            assert set(await client.hints(last=4)) == {2}
            advice = await client.hovered(marks[0].range.start)
            assert f"{marks[0].code} (" in advice and "Change: " in advice and "Compare: " in advice
            assert (await client.hovered(types.Position(6, 4))).startswith("OVERBROAD: 2, News")
            assert await client.hovered(types.Position(4, 4)) == ""  # a narrow provision keeps quiet

            mended = BILL.replace(BILL.split("\n")[8], NARROW)
            client.edit(mended, 2)
            assert await client.marks(2) == []
            assert (await client.hints())[6].startswith("narrow")
            client.edit(BILL, 3)
            assert await client.marks(3) == marks

            client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI)))
            assert await client.marks(None) == []
            assert await client.hints() == {}

    run(scene)


@pytest.mark.parametrize(("agreed", "encoding", "size"), [("utf-8", "utf-8", 1), ("utf-32", "utf-32-le", 4)])
def test_columns_are_counted_in_the_units_agreed_on(agreed: str, encoding: str, size: int) -> None:
    async def scene() -> None:
        async with editor(encodings=[agreed]) as client:
            client.open(BILL)
            words = {mark.code: under(BILL, mark.range, encoding, size) for mark in await client.marks()}
            assert words["content-restriction"] == WORDS

    run(scene)


def test_xml_is_marked_in_its_source_and_survives_being_broken() -> None:
    uri = "file:///drafts/bill.xml"

    async def scene() -> None:
        async with editor("-c", BLOCKED) as client:  # a server that opened a socket would end here
            client.open(XML, uri, "xml")
            marks = await client.marks(uri=uri)
            words = {str(mark.code): under(XML, mark.range) for mark in marks}
            assert words["content-restriction"].startswith("false</i> or exaggerated")
            assert words["content-restriction"].endswith("insults&#160;a public institution")
            assert set(await client.hints(uri=uri)) == {2, 3}
            client.edit(XML.replace("</body>", "<"), 2, uri)
            (broken,) = await client.marks(2, uri)
            assert (broken.code, broken.severity) == ("unread", types.DiagnosticSeverity.Information)
            assert "no sound XML" in broken.message
            client.edit(XML, 3, uri)
            assert await client.marks(3, uri) == marks

    run(scene)


HOSTILE = {
    "nothing": "",
    "spaces": " \n\t\r\n\x0c",
    "half a character": f"1. News\n\n{OVERBROAD}\n\ud800\udfff \udc00",
    "controls": f"1. News\n\n\x00\x1b]0;x\x07{OVERBROAD}\x9b31m",
    "turned letters": f"1. News\n\n\u202e{OVERBROAD}\u2066\u200b",
    "one long line": "1. " + "whoever spreads news " * 900,
    "many numbers": "\n".join(f"{number}." for number in range(300)),
    "brackets": "[" * 5000 + "(" * 5000 + "*" * 5000 + "`" * 999,
    "command": f"# 1. [x](command:evil) <img src=x onerror=alert(1)>\n\n{OVERBROAD}",
}


def test_hostile_text_does_not_end_the_server() -> None:
    async def scene() -> None:
        async with editor() as client:
            for number, (name, text) in enumerate(HOSTILE.items()):
                uri = f"file:///drafts/{number}.md"
                client.open(text, uri)
                for mark in await client.marks(uri=uri):
                    assert mark.range.start <= mark.range.end, name
                    assert not set(mark.message) & set("\x00\x1b\u202e\u2066"), name
            entities = '<!DOCTYPE x [<!ENTITY a "b">]>' + XML.partition("?>")[2]
            client.open(entities, "file:///drafts/e.xml", "xml")
            (refused,) = await client.marks(uri="file:///drafts/e.xml")
            assert "entities" in refused.message
            client.edit("never opened", 5, "file:///drafts/unknown.md")
            assert await client.hovered(types.Position(9_999_999, 9_999_999)) == ""
            for name, language in (("page.html", "html"), ("tool.py", "python"), ("pom.xml", "xml")):
                client.open(f"<p>{OVERBROAD}</p>", f"file:///drafts/{name}", language)
                assert await client.marks(uri=f"file:///drafts/{name}") == []
            client.open(BILL)
            assert len(await client.marks()) >= 2

    run(scene)


@pytest.mark.parametrize("end", ["\x0c", "\u2028", "\x85", "\x0b", "\r", "\r\n"])
def test_line_ends_that_an_editor_does_not_count(end: str) -> None:
    """A form feed ends a line for the reader of plain text, and none for an editor."""
    from pipeline.lsp.places import Ruler, located
    from tests.code.verdicts import finding, verdict

    text = f"1. Entry{end}\n{NARROW}\n\n2. News{end}\n\U0001f4f0 {OVERBROAD}\n"
    part = parsed(text, "bill.txt", "text").parts[1]
    said = part.provision.text
    found = verdict("2", said, "overbroad", issues=(finding(said, "vague-terms", "false or exaggerated news"),))
    place = located(text[part.start : part.end], "text", found)
    assert place.words[0]
    span = Ruler(text).range((place.words[0][0] + part.start, place.words[0][1] + part.start))
    assert under(text, span) == "false or exaggerated news"


def test_an_editor_that_vanishes_takes_the_server_with_it() -> None:
    async def scene() -> None:
        async with editor(take_leave=False) as client:
            client.open("\n\n".join(f"{number}. News\n\n{OVERBROAD} {number}" for number in range(1, 200)))

    run(scene)


def test_without_the_library_the_cure_is_named() -> None:
    code = "import sys\nsys.modules['pygls'] = None\nfrom pipeline.cli import app\napp(['lsp'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd="/",
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "pygls is not installed, and this command needs it.",
        'Install the extra: pip install "offence-scope[lsp]".',
    ]


def test_the_hook_for_commits_runs_as_it_is_written(tmp_path: Path) -> None:
    import re
    import tomllib

    import yaml

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (hook["id"], hook["language"]) == ("scope-review", "python")
    for name in ("bill.md", "a/bill.txt", "bill.xml", "bill.docx", "bill.html", "bill.htm"):
        assert re.search(hook["files"], name)
    assert not re.search(hook["files"], "tool.py")
    extras = [part.strip(".[]") for part in hook["additional_dependencies"]]
    assert set(extras) <= set(project["optional-dependencies"])
    command, *words = hook["entry"].split()
    assert project["scripts"][command] == "pipeline.cli:app"
    codes = []
    for name, text in (("good.txt", NARROW), ("bad.md", f"# 1. News\n\n{OVERBROAD}\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *words, name],
            cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        )  # fmt: skip
        codes.append(done.returncode)
    assert codes == [0, 1]


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
            right += bool(found) and whole == [(p.provision.heading, p.provision.text) for p in found.parts]
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
