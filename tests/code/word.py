"""Reviewed Word documents made by hand, for the tests of comments."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from pipeline.records import Finding, Precedent, Verdict
from tests.conftest import NARROW, OVERBROAD

CHANGED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


QUOTE = "false or exaggerated news"


def judged(text: str, quote: str | None, **changes: Any) -> Verdict:  # noqa: ANN401 - any field of a verdict
    start = text.find(quote) if quote and quote in text else None
    issue = Finding(
        tag="content-restriction",
        probability=0.96,
        decisive=True,
        quote=quote,
        start=start,
        end=None if start is None or quote is None else start + len(quote),
        principle="Expression is no crime.",
    )
    near = Precedent(
        id="x", jurisdiction="XX", law="Act", year=2001, provision="s. 1", scope="overbroad", similarity=0.9
    )
    base: dict[str, Any] = {
        "source": "bill.docx",
        "provision": "2",
        "heading": "False news",
        "text": text,
        "kind": "content-based",
        "kind_probabilities": {"content-based": 0.97},
        "scope": "overbroad",
        "p_overbroad": 0.93,
        "issues": (issue,),
        "safeguards": (),
        "missing": ("intent",),
        "precedents": (near, near.model_copy(update={"scope": "narrow", "law": "Narrow Act"})),
        "advice": (),
        "windows": 1,
        "model": "champion 1",
    }
    return Verdict(**{**base, **changes})


def laid_on(document: Any, identity: int = 0) -> str:  # noqa: ANN401
    """The words between the marks of a comment."""
    words, inside = [], False
    for element in document.element.body.iter():
        if element.tag in (qn("w:commentRangeStart"), qn("w:commentRangeEnd")):
            inside = (element.tag == qn("w:commentRangeStart")) if element.get(qn("w:id")) == str(identity) else inside
        elif element.tag == qn("w:t") and inside:
            words.append(element.text or "")
    return "".join(words)


def opened(data: bytes) -> Any:  # noqa: ANN401
    return Document(io.BytesIO(data))


def texts(document: Any) -> list[str]:  # noqa: ANN401
    return [paragraph.text for paragraph in document.paragraphs]


def a_bill() -> Any:  # noqa: ANN401
    document = Document()
    document.add_heading("Cyber Bill", 0)
    document.add_heading("1 Access", 2)
    document.add_paragraph(NARROW)
    document.add_heading("2 False news", 2)
    paragraph = document.add_paragraph()
    paragraph.add_run(OVERBROAD[:50]).bold = True
    middle = paragraph.add_run(OVERBROAD[50:90])
    middle.italic, middle.font.size = True, 152400
    paragraph.add_run(OVERBROAD[90:])
    document.add_table(1, 1).cell(0, 0).text = "A schedule of fees."
    document.sections[0].header.paragraphs[0].text = "Draft"
    return document
