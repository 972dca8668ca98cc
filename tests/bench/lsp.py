"""The language server over a long bill: edits one after another, each timed from the keystroke to its new marks.

Printed as a table, never asserted: `python tests/bench/lsp.py [provisions] [edits]`. Seconds hold the debounce.
"""

import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).resolve().parent.parent.parent
EVERY = 200  # edits between two readings of the memory
OFFENCE = (
    "A person who, through a computer system, publishes {number} messages that are false or likely to disturb public "
    "order in the district of {number} commits an offence and is liable to imprisonment not exceeding two years."
)
REST = (
    "An offence under this section is tried where the system stands, and the court has regard to the nature of the "
    "system, to the persons who rely on it and to the loss that was caused in case {number}."
)
NARROW = (
    "A person who intentionally and without right defeats a security measure of system {number} in order to obtain "
    "data held there commits an offence and is liable to a fine of {number} units."
)


def bill(form: str, provisions: int) -> str:
    """A bill that repeats no provision word for word; some 2.5 provisions make a page."""
    parts = []
    for number in range(1, provisions + 1):
        first = (OFFENCE if number % 3 == 0 else NARROW).format(number=number)
        lines = (first, REST.format(number=number))
        if form == "xml":
            inner = "".join(f"<p>{line}</p>" for line in lines)
            label = f"<num>{number}.</num><heading>Offence {number}</heading>"
            parts.append(f'<section eId="sec_{number}">{label}<content>{inner}</content></section>')
        else:
            mark = "## " if form == "md" else ""
            parts.append(f"{mark}{number}. Offence {number}\n\n(1) {lines[0]}\n\n(2) {lines[1]}\n")
    if form == "xml":
        space = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
        body = "\n".join(parts)
        return f'<akomaNtoso xmlns="{space}"><bill name="bill"><body>\n{body}\n</body></bill></akomaNtoso>\n'
    return "\n".join(parts)


def memory(process: int) -> float:
    """Resident megabytes of a process (Linux)."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def session(form: str, provisions: int, edits: int) -> None:
    """One editor: a bill opened, edited and closed; its row of the table."""
    client = LanguageClient("bench", "1")
    said: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def shown(params: types.PublishDiagnosticsParams) -> None:
        said.put_nowait(params)

    await client.start_io(sys.executable, "-m", "pipeline.cli", "lsp")
    server = client._server
    assert server
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
    client.initialized(types.InitializedParams())
    text, uri = bill(form, provisions), f"file:///bench/bill.{form}"
    language = {"md": "markdown", "xml": "xml"}.get(form, "plaintext")
    begun = time.perf_counter()
    client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 0, text)))
    last = text[: text.index(f"publishes {provisions // 3 * 3} ")].count("\n")
    found = await said.get()
    first = time.perf_counter() - begun
    while found.diagnostics[-1].range.start.line < last:
        found = await said.get()
    opened = time.perf_counter() - begun
    seconds, megabytes = [], [memory(server.pid)]
    for number in range(1, edits + 1):
        chosen = f"district of {number % (provisions // 3) * 3 + 3} "
        edited = text.replace(chosen, f"{chosen}and of place {number} ", 1)
        begun = time.perf_counter()
        client.text_document_did_change(change(uri, number, edited))
        while (await said.get()).version != number:
            pass
        seconds.append(time.perf_counter() - begun)
        if number % EVERY == 0:
            megabytes.append(memory(server.pid))
    await client.shutdown_async(None)
    client.exit(None)
    await server.wait()
    await client.stop()  # type: ignore[no-untyped-call]
    figures = (first, opened, statistics.median(seconds), statistics.quantiles(seconds, n=100)[94], max(seconds))
    sys.stdout.write(f"{form} | {len(text) // 1000} | " + " | ".join(f"{value:.2f}" for value in figures))
    sys.stdout.write(" | " + " ".join(f"{value:.0f}" for value in megabytes) + "\n")
    sys.stdout.flush()


def change(uri: str, version: int, text: str) -> types.DidChangeTextDocumentParams:
    whole = types.TextDocumentContentChangeWholeDocument(text)
    return types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(version, uri), [whole])


if __name__ == "__main__":
    provisions, edits = map(int, [*sys.argv[1:3], "500", "2000"][:2] if len(sys.argv) != 2 else [sys.argv[1], "2000"])
    columns = "form | thousand characters | first marks, s | all, s | median edit, s | 95% | most | MB"
    sys.stdout.write(f"{columns}, every {EVERY} edits\n")
    for form in ("md", "txt", "xml"):
        asyncio.run(session(form, provisions, edits))
