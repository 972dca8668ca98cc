"""A draft that is open in an editor: its text as it stands there, perhaps never saved, into provisions."""

import re
from collections.abc import Iterator
from typing import Literal

from pipeline.provisions.splitting import split
from pipeline.readers import lawxml, markdown, plain
from pipeline.readers.blocks import Block
from pipeline.readers.lawlists import standard_of
from pipeline.records import Provision

Form = Literal["text", "markdown", "law-xml"]
_HEAD = 20_000  # characters in which the namespace of a law stands
_SPACE = re.compile(r"""xmlns(?::\w+)?\s*=\s*["']([^"']{1,200})""")
_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_MARKDOWN, _TEXT = (".md", ".markdown", ".mdown"), (".txt", ".text")


def form_of(text: str, name: str, language: str) -> Form | None:
    """How a draft is written, by its content, its file's name and the editor's word for its language.

    None where it is no draft of ours: a program, a page of the web, XML in no namespace of a law.
    """
    lowered = name.lower()
    if language == "markdown" or lowered.endswith(_MARKDOWN):
        return "markdown"
    start = text[:_HEAD]
    tagged = start.lstrip("\ufeff \t\r\n").startswith("<")
    if language == "xml" or lowered.endswith((".xml", ".akn")) or (tagged and _is_text(lowered, language)):
        return "law-xml" if any(standard_of(space) for space in _SPACE.findall(start)) else None
    if not _is_text(lowered, language):
        return None
    return "markdown" if _HEADING.search(text) else "text"


def provisions(text: str, source: str, form: Form) -> Iterator[Provision]:
    """The provisions of a draft, in order; `place` counts lines from 1 or names an element, as for a file.

    Raises InputError, with its cure, for XML that is broken, declares entities or holds no provision;
    MissingExtraError where lxml is not installed. Text and Markdown without provisions give none.
    """
    if form == "law-xml":
        return lawxml.of_text(text, source)
    if form == "markdown":
        return split(markdown.parsed(text), source)
    return split((Block(part, f"line {number}") for number, part in plain.paragraphs(text)), source)


def _is_text(name: str, language: str) -> bool:
    return language in {"plaintext", "text", "txt"} or name.endswith(_TEXT)
