"""An editor for the tests of the language server: pygls' own client, with a draft to open."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

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
        if found is None:
            return ""
        said = found.contents
        assert isinstance(said, types.MarkupContent) and said.kind is types.MarkupKind.PlainText
        return said.value

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
    await client.stop()  # type: ignore[no-untyped-call]
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
