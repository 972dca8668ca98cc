"""The language server (Language Server Protocol 3.17) over standard input and output; it opens no socket.

A draft is answered DEBOUNCE seconds after its last edit, from what the edit touched; SETTLE seconds later it is read
as a whole, for an edit may change where another provision begins. The editor sends whole texts: pygls counts more
line ends than the protocol does when it applies pieces, and would drift in a text with form feeds.
"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from pipeline import __version__
from pipeline.errors import ScopeError
from pipeline.lsp import marks
from pipeline.lsp.drafts import Draft
from pipeline.lsp.kept import Remembering
from pipeline.lsp.places import Ruler
from pipeline.lsp.reviewing import Reviewer, SoFar, SupersededError
from pipeline.model import Model
from pipeline.taxonomy import Taxonomy

DEBOUNCE = 0.1  # seconds
SETTLE = 1.0  # seconds


@dataclass
class Desk:
    """One open draft: its text as the editor last sent it, and what was last said of it; `told` once that was all."""

    name: str
    language: str
    version: int
    text: str
    draft: Draft | None = None
    told: bool = False
    marked: list[marks.Marked] = field(default_factory=list)
    ruler: Ruler = field(default_factory=lambda: Ruler(""))
    stop: threading.Event = field(default_factory=threading.Event)
    task: "asyncio.Task[None] | None" = None

    def halt(self) -> None:
        """What is under way is wanted no more."""
        self.stop.set()
        if self.task:
            self.task.cancel()


class ScopeServer(LanguageServer):
    """Open drafts, and the one thread that judges them; the loop stays free for the editor."""

    def __init__(self, model: Model, taxonomy: Taxonomy) -> None:
        super().__init__("scope", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.taxonomy = taxonomy
        self.reviewer = Reviewer(Remembering.of(model))
        self.desks: dict[str, Desk] = {}
        self.worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="judge")
        self.asked_to_stop = False

    def begin(self, desk: Desk, after: float) -> None:
        """Answer a draft, `after` seconds from now; an answer under way is dropped."""
        desk.halt()
        desk.stop = threading.Event()
        desk.task = asyncio.get_running_loop().create_task(self._answer(desk, after))

    async def _answer(self, desk: Desk, after: float) -> None:
        await asyncio.sleep(after)
        await self._review(desk, quick=True)
        if desk.draft and not desk.draft.settled:
            await asyncio.sleep(SETTLE)
            await self._review(desk, quick=False)

    async def _review(self, desk: Desk, quick: bool) -> None:
        """Read, judge and show a draft; one that cannot be read gets one mark that says why."""
        loop, stop, text = asyncio.get_running_loop(), desk.stop, desk.text
        ruler = Ruler(text, _word(self.workspace.position_encoding or "utf-16"))

        def so_far(found: list[marks.Marked]) -> None:
            loop.call_soon_threadsafe(self._keep, desk, stop, found, ruler)

        try:
            first = None if desk.told else so_far  # later, what was said before is better than a part
            marked = await loop.run_in_executor(self.worker, self._judge, desk, text, quick, stop, first)
        except SupersededError:
            return
        except ScopeError as error:
            desk.draft, desk.marked = None, []
            self._show(desk, [marks.unread(error.message, error.cure)])
        except Exception as error:  # one draft must not end the service of the others
            said = f"{desk.name}: not reviewed ({type(error).__name__}: {error})."
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, said))
        else:
            desk.told = True
            self._keep(desk, stop, marked, ruler)

    def _judge(
        self, desk: Desk, text: str, quick: bool, stop: threading.Event, so_far: SoFar | None
    ) -> list[marks.Marked]:
        if stop.is_set():
            raise SupersededError
        # Kept before it is judged: an edit that comes meanwhile need not read the whole again.
        desk.draft = self.reviewer.read(desk.draft, text, desk.name, desk.language, quick)
        return self.reviewer.marks(desk.draft, stop, so_far) if desk.draft else []

    def _keep(self, desk: Desk, stop: threading.Event, marked: list[marks.Marked], ruler: Ruler) -> None:
        if not stop.is_set():
            desk.marked, desk.ruler = marked, ruler
            self._show(desk, marks.diagnostics(marked, self.taxonomy, ruler))

    def _show(self, desk: Desk, found: list[types.Diagnostic]) -> None:
        if self.desks.get(desk.name) is not desk:
            return
        shown = types.PublishDiagnosticsParams(desk.name, found, version=desk.version)
        self.text_document_publish_diagnostics(shown)
        space = self.client_capabilities.workspace
        if space and space.inlay_hint and space.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    def close(self, name: str) -> None:
        """Let a draft go, and take its marks away."""
        if desk := self.desks.pop(name, None):
            desk.halt()
            self.worker.submit(self.reviewer.forget, name)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(name, []))

    def end(self) -> None:
        """Stop judging; called when the editor has gone."""
        for desk in self.desks.values():
            desk.stop.set()
        self.worker.shutdown(wait=True, cancel_futures=True)


def serve(model: Model, taxonomy: Taxonomy) -> bool:
    """Serve one editor over standard input and output until it leaves; whether it took leave as the protocol asks."""
    server = made(model, taxonomy)
    try:
        server.start_io()
    finally:
        server.end()
    return server.asked_to_stop


def made(model: Model, taxonomy: Taxonomy) -> ScopeServer:
    """A server with what it answers: texts opened, changed and closed, hovers, inlay hints, leave."""
    server = ScopeServer(model, taxonomy)
    _texts(server)
    _questions(server)

    @server.feature(types.SHUTDOWN)
    def shut_down(_: None) -> None:
        server.asked_to_stop = True
        for desk in server.desks.values():
            desk.halt()

    return server


def _word(named: str) -> str:
    """A word of the protocol as it is written; `str` of an enumeration would give its name in Python."""
    return str(named.value) if isinstance(named, Enum) else named


def _texts(server: ScopeServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        sent = params.text_document
        server.close(sent.uri)
        desk = Desk(sent.uri, _word(sent.language_id), sent.version, sent.text)
        server.desks[sent.uri] = desk
        server.begin(desk, 0.0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        desk = server.desks.get(params.text_document.uri)
        if desk and params.content_changes:
            desk.text = params.content_changes[-1].text
            desk.version = params.text_document.version
            server.begin(desk, DEBOUNCE)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)


def _questions(server: ScopeServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        desk = server.desks.get(params.text_document.uri)
        return marks.hover(desk.marked, params.position, server.taxonomy, desk.ruler) if desk else None

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        desk = server.desks.get(params.text_document.uri)
        return marks.hints(desk.marked, server.taxonomy, desk.ruler, params.range) if desk else []
