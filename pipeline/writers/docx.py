"""The Word document that was reviewed, with a comment on each flagged provision, and nothing else changed.

Guarantees:
1. Every part of the package but four is copied byte for byte: the document, its relationships, the comments and the
   list of content types. In the document runs are split and marks set; no word, format or tracked change is touched.
2. The same document and verdicts give the same bytes: comments carry no date.
3. Nothing of the document is executed or fetched, entities are not expanded, and its unpacked size is bounded.

Source: ECMA-376 Part 1, 17.13.4 (comments); Part 2 (packages).
"""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, MissingExtraError
from pipeline.readers.opening import whole
from pipeline.readers.package import unpacked
from pipeline.records import Failure, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers.anchors import Finder, Stretch
from pipeline.writers.comment import FLAGGED, Line, deciding, lines

if TYPE_CHECKING:
    from docx.comments import Comment
    from docx.document import Document

AUTHOR, INITIALS = "scope", "scope"
LARGEST = 200_000_000  # bytes, packed or unpacked
MOST_PARTS = 10_000
DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ELSEWHERE = Line("Place", "These words were not found again in the document, so the comment stands at its beginning.")
_CURE = "Open it in Word or LibreOffice, save it as a Word document (.docx) without a password, and name that file."


def commented(original: Path, verdicts: Sequence[Verdict | Failure], taxonomy: Taxonomy) -> bytes:
    """The document with its comments; `verdicts` are all those of this document, in its order.

    A comment lies on the words that decide, or on the provision's first paragraph where no words are quoted. Failures
    have no place in the document and are left out. Raises InputError where the file is no Word document that can be
    written on, and MissingExtraError where python-docx is not installed.
    """
    data = whole(original, LARGEST)
    found = [row for row in verdicts if isinstance(row, Verdict)]
    if not any(row.scope in FLAGGED for row in found):
        return data
    parts = _parts(data, original)
    document = _opened(data, original)
    page = _Page(document)
    if not page.words:
        raise InputError(f"{original}: there is no text in it to comment on.", "Name the document that was reviewed.")
    finder = Finder([word.text or "" for word in page.words])
    for row in found:
        place = finder.find(row.heading, row.text)
        if row.scope in FLAGGED:
            issue, said = deciding(row), lines(row, taxonomy)
            words = finder.words(place, issue.quote or "", issue.start, issue.end) if place and issue else None
            runs = page.around(words) if words else page.paragraph(place.beginning.first if place else 0)
            _write(document, runs, said if place else [*said[:1], _ELSEWHERE, *said[1:]])
    return _package(parts, document)


def _parts(data: bytes, original: Path) -> dict[zipfile.ZipInfo, bytes]:
    """Every part as it is, in the order of the package (guarantees 1 and 3)."""
    refused = InputError(f"{original}: not a Word document that can be written on.", _CURE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = {entry.filename: entry for entry in package.infolist()}.values()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST:
                raise InputError(f"{original}: too large when unpacked to be written on.", "Split the document.")
            parts = {entry: unpacked(package, entry.filename) for entry in entries}
        if any(b"<!DOCTYPE" in part for entry, part in parts.items() if entry.filename.endswith((".xml", ".rels"))):
            raise refused  # no word processor declares a document type; its entities could fill the memory
        return parts
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise refused from error
    except Exception as error:  # a damaged stream raises the error of its own compression
        raise error if isinstance(error, InputError) else refused from error


def _opened(data: bytes, original: Path) -> "Document":
    try:
        from docx import Document
    except ModuleNotFoundError as error:
        raise MissingExtraError("python-docx", "office") from error
    try:
        document = Document(io.BytesIO(data))
        if document.element.body is None or any(comment.comment_id < 0 for comment in document.comments):
            raise ValueError("no body, or comments without numbers")
        return document
    except Exception as error:  # what a damaged package raises is not told by python-docx
        raise InputError(f"{original}: not a Word document that can be written on.", _CURE) from error


class _Page:
    """The words of the document's body in order (`w:t` elements), and the runs around them, split where asked.

    Deleted, moved and hidden words are no part of the final text. A comment cannot stand in a text box: it is laid on
    the run and the paragraph around the box.
    """

    def __init__(self, document: "Document") -> None:
        from docx.oxml.ns import qn

        self._qn = qn
        unseen = {qn(name) for name in ("w:del", "w:moveFrom", "w:rt")} | {_FALLBACK}
        self.words: list[Any] = []
        for word in document.element.body.iter(qn("w:t")):
            around = {parent.tag for parent in word.iterancestors()}
            if word.text and {qn("w:p"), qn("w:r")} <= around and not around & unseen and not self._hidden(word):
                self.words.append(word)
        # A word that was split: the character at which each of its parts begins, and the part.
        self._split: dict[int, list[tuple[int, Any]]] = {}

    def paragraph(self, index: int) -> tuple[Any, Any]:
        """The first and last run of the paragraph that this word stands in."""
        paragraph = self._paragraph(self.words[index])
        last = index
        while last + 1 < len(self.words) and self._paragraph(self.words[last + 1]) is paragraph:
            last += 1
        while index and self._paragraph(self.words[index - 1]) is paragraph:
            index -= 1
        return self._run(self._part(index, 0)), self._run(self._part(last, LARGEST))

    def around(self, words: Stretch) -> tuple[Any, Any]:
        """Runs that hold these words and no others; the end is cut first, so that the start keeps its place."""
        self._cut(words.last, words.end)
        self._cut(words.first, words.start)
        return self._run(self._part(words.first, words.start)), self._run(self._part(words.last, words.end - 1))

    def _part(self, index: int, at: int) -> Any:  # noqa: ANN401 - lxml elements have no types
        parts = self._split.setdefault(index, [(0, self.words[index])])
        return next(part for begins, part in reversed(parts) if begins <= at)

    def _cut(self, index: int, at: int) -> None:
        """Split word and run, so that a run begins at character `at`; formatting is copied to both halves."""
        parts = self._split.setdefault(index, [(0, self.words[index])])
        word = self._part(index, at)
        run = word.getparent()
        if run is not self._run(word):  # a word inside another word's run (ruby): left whole
            return
        begins = next(start for start, part in parts if part is word)
        if at >= begins + len(word.text):
            word = word.getnext()
        elif at > begins:
            word = _split_word(word, at - begins, self._qn("xml:space"))
            parts.append((at, word))
            parts.sort(key=lambda part: part[0])
        if word is not None:
            _split_run(run, word, self._qn("w:rPr"))

    def _run(self, word: Any) -> Any:  # noqa: ANN401
        """The outermost run around a word: the one that holds the text box, where it stands in one."""
        return list(word.iterancestors(self._qn("w:r")))[-1]

    def _paragraph(self, word: Any) -> Any:  # noqa: ANN401
        return list(word.iterancestors(self._qn("w:p")))[-1]

    def _hidden(self, word: Any) -> bool:  # noqa: ANN401
        mark = word.getparent().find(f"{self._qn('w:rPr')}/{self._qn('w:vanish')}")
        return mark is not None and mark.get(self._qn("w:val")) not in {"0", "false", "off"}


def _split_word(word: Any, at: int, space: str) -> Any:  # noqa: ANN401
    """The second half of a `w:t`, put after the first."""
    rest = deepcopy(word)
    word.text, rest.text = word.text[:at], word.text[at:]
    for half in (word, rest):
        half.set(space, "preserve")
    word.addnext(rest)
    return rest


def _split_run(run: Any, child: Any, properties: str) -> None:  # noqa: ANN401
    """Move what stands before `child` into a run of its own with the same properties, before this one."""
    before = [item for item in child.itersiblings(preceding=True) if item.tag != properties][::-1]
    if not before:
        return
    left = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    left.extend(deepcopy(item) for item in run if item.tag == properties)
    left.extend(before)
    run.addprevious(left)


def _write(document: "Document", runs: tuple[Any, Any], said: Sequence[Line]) -> None:
    """Add one comment on these runs; its date is taken away again (guarantee 2)."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    comment: Comment = document.add_comment(
        [Run(run, document) for run in runs], text="", author=AUTHOR, initials=INITIALS
    )
    comment._comment_elm.attrib.pop(qn("w:date"), None)
    for at, line in enumerate(said):
        paragraph = comment.add_paragraph() if at else comment.paragraphs[0]
        if line.label:
            paragraph.add_run(f"{line.label}: " if line.text else line.label).bold = True
        paragraph.add_run(line.text)


def _package(parts: dict[zipfile.ZipInfo, bytes], document: "Document") -> bytes:
    """The package again: the changed parts in their places, new ones at the end, the others as they were."""
    from docx.opc import oxml

    parse: Any = oxml.parse_xml  # declared for text, yet given bytes by its own library
    part = document.part
    relation = next(item for item in part.rels.values() if item.reltype == _RELATION)
    comments = relation.target_part
    raw = {entry.filename: data for entry, data in parts.items()}
    changed = {part.partname.membername: part.blob, comments.partname.membername: comments.blob}
    types = parse(raw["[Content_Types].xml"])
    if str(comments.partname).lower() not in {str(item.get("PartName")).lower() for item in types}:
        types.add_override(comments.partname, _COMMENTS)
        changed["[Content_Types].xml"] = oxml.serialize_part_xml(types)
    named = part.partname.rels_uri.lstrip("/")
    relations = parse(raw.get(named, _NO_RELATIONS))
    if relation.rId not in {item.get("Id") for item in relations}:
        relations.add_rel(relation.rId, _RELATION, relation.target_ref)
        changed[named] = oxml.serialize_part_xml(relations)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for entry, data in parts.items():
            package.writestr(entry, changed.pop(entry.filename, data))
        for name, data in changed.items():
            package.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
