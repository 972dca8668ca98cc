"""The reviewed Word document: comments where the words are, and nothing else changed."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.errors import InputError
from pipeline.records import Failure, Finding, Precedent, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers.docx import commented
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


@pytest.fixture
def bill(tmp_path: Path) -> Callable[[Any], Path]:
    def save(document: Any) -> Path:  # noqa: ANN401 - python-docx's document
        path = tmp_path / "bill.docx"
        document.save(str(path))
        return path

    return save


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


def test_only_four_parts_change(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    path = bill(a_bill())
    data = commented(path, [judged(NARROW, None, scope="narrow"), judged(OVERBROAD, QUOTE)], known)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(data)) as after:
        assert after.testzip() is None
        assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}
        assert set(before.namelist()) <= set(after.namelist())
        differing = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert differing <= CHANGED
    assert texts(opened(data)) == texts(Document(str(path)))


def test_the_comment_lies_on_the_quoted_words_and_formats_stay(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    path = bill(a_bill())
    document = opened(commented(path, [judged(OVERBROAD, QUOTE)], known))
    assert laid_on(document) == QUOTE
    formats = [(mark, run.bold, run.italic, run.font.size) for run in document.paragraphs[4].runs for mark in run.text]
    before = [
        (mark, run.bold, run.italic, run.font.size)
        for run in Document(str(path)).paragraphs[4].runs
        for mark in run.text
    ]
    assert formats == before


def test_taking_the_marks_away_gives_the_old_document(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    """But for runs split in two, the document's XML is what it was."""
    path = bill(a_bill())
    kept = opened(commented(path, [judged(OVERBROAD, QUOTE)], known)).element.body
    for tag in ("w:commentRangeStart", "w:commentRangeEnd"):
        for mark in list(kept.iter(qn(tag))):
            mark.getparent().remove(mark)
    for mark in list(kept.iter(qn("w:commentReference"))):
        mark.getparent().getparent().remove(mark.getparent())

    def outline(body: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        inner = (qn("w:r"), qn("w:t"), qn("w:rPr"))
        return [
            (element.tag, sorted(element.attrib.items()))
            for element in body.iter()
            if element.tag not in inner and not any(parent.tag == qn("w:rPr") for parent in element.iterancestors())
        ]

    assert outline(kept) == outline(Document(str(path)).element.body)


def test_without_a_quote_the_first_paragraph(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    path = bill(a_bill())
    assert laid_on(opened(commented(path, [judged(OVERBROAD, None)], known))) == "2 False news"
    assert laid_on(opened(commented(path, [judged(OVERBROAD, None, heading="")], known))) == OVERBROAD


def test_a_quote_of_the_heading(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    assert laid_on(opened(commented(bill(a_bill()), [judged(OVERBROAD, "False news")], known))) == "False news"


def test_what_the_comment_says(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    row = judged(OVERBROAD, QUOTE, scope="undecided", notes=("It is doubtful.",))
    (comment,) = opened(commented(bill(a_bill()), [row], known)).comments
    said = comment.text
    issue = known.issues["content-restriction"]
    for words in (
        "UNDECIDED",
        "very likely (93%)",
        "It is doubtful.",
        QUOTE,
        "Expression is no crime.",
        issue.meaning,
        issue.advice,
        issue.compare,
        "Missing: intent",
        "XX, Act (2001), s. 1: overbroad",
        "Closest narrow law: XX, Narrow Act",
        row.caveat,
    ):
        assert words in said
    assert comment.author == "scope"


def test_twice_the_same_bytes_and_none_without_a_flag(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    path = bill(a_bill())
    rows = [judged(OVERBROAD, QUOTE)]
    assert commented(path, rows, known) == commented(path, rows, known)
    failed = Failure(source="x", error="no", cure="yes")
    assert commented(path, [judged(NARROW, None, scope="narrow"), failed], known) == path.read_bytes()


def test_equal_words_of_two_provisions_are_told_apart(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    document = Document()
    for number in range(3):
        document.add_paragraph(f"{number} Title")
        document.add_paragraph(OVERBROAD)
    out = opened(commented(bill(document), [judged(OVERBROAD, QUOTE, heading="Title")] * 3, known))
    assert len(list(out.comments)) == 3
    for at in range(3):
        paragraph = out.paragraphs[2 * at + 1]._p
        (mark,) = paragraph.iter(qn("w:commentRangeStart"))
        assert mark.get(qn("w:id")) == str(at)


def test_two_comments_in_one_run(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    document = Document()
    document.add_paragraph(f"{NARROW} {OVERBROAD}")
    rows = [judged(NARROW, "defeating a security measure"), judged(OVERBROAD, QUOTE)]
    out = opened(commented(bill(document), rows, known))
    assert (laid_on(out, 0), laid_on(out, 1)) == ("defeating a security measure", QUOTE)
    assert texts(out) == [f"{NARROW} {OVERBROAD}"]
    same = opened(commented(bill(document), [judged(OVERBROAD, QUOTE), judged(OVERBROAD, "exaggerated")], known))
    assert (laid_on(same, 0), laid_on(same, 1)) == (QUOTE, "exaggerated")


def test_automatic_numbers_line_breaks_and_several_paragraphs(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    document = Document()
    document.add_paragraph("Whoever, through a network,", style="List Number")
    document.add_paragraph("spreads  news\u00a0that is false, or", style="List Number")
    run = document.add_paragraph(style="List Number").add_run("insults")
    run.add_tab()
    run.add_text("an office")
    run.add_break()
    run.add_text("of the state, commits an offence.")
    text = (
        "1. Whoever, through a network,\n(a) spreads news that is false, or\n"
        "(b) insults an office\nof the state, commits an offence."
    )
    path = bill(document)
    out = opened(commented(path, [judged(text, "insults an office\nof the state")], known))
    assert laid_on(out) == "insultsan officeof the state"
    assert texts(out) == texts(Document(str(path)))
    across = opened(commented(path, [judged(text, "news that is false, or\n(b) insults")], known))
    assert laid_on(across) == "news\u00a0that is false, orinsults"


def test_the_final_text_is_commented(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    """Tracked changes: deleted words are looked over, inserted ones are in, and both stay as they are."""
    document = Document()
    paragraph = document.add_paragraph("Whoever spreads ")
    for tag, inner, words in (
        ("w:del", "w:delText", "true "),
        ("w:ins", "w:t", "false "),
        ("w:moveFrom", "w:t", "old "),
    ):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        change.set(qn("w:id"), "7")
        change.set(qn("w:author"), "a person")
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("news that troubles the public commits an offence.")
    text = "Whoever spreads false news that troubles the public commits an offence."
    out = opened(commented(bill(document), [judged(text, "false news")], known))
    inside = laid_on(out)
    assert inside.startswith("false ") and inside.endswith("news")
    assert [len(list(out.element.body.iter(qn(tag)))) for tag in ("w:del", "w:ins", "w:moveFrom")] == [1, 1, 1]


def test_comments_that_were_there_stay(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    document = a_bill()
    document.add_comment(document.paragraphs[0].runs, text="Mine", author="A person", initials="ap")
    out = opened(commented(bill(document), [judged(OVERBROAD, QUOTE)], known))
    assert [(item.author, item.comment_id) for item in out.comments] == [("A person", 0), ("scope", 1)]
    assert laid_on(out, 1) == QUOTE


def test_other_scripts(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    chinese = "\u7b2c\u4e00\u6761\u3000\u6563\u5e03\u865a\u5047\u4fe1\u606f\u7684\uff0c\u5904\u5211\u3002"
    arabic = "\u0646\u0634\u0631 \u0623\u062e\u0628\u0627\u0631\u0627 \u0643\u0627\u0630\u0628\u0629"
    for text, quote in ((chinese, chinese[6:10]), (arabic, arabic[4:10])):
        document = Document()
        document.add_paragraph(text)
        assert laid_on(opened(commented(bill(document), [judged(text, quote)], known))) == quote


def test_what_is_not_found_is_said_and_not_lost(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    row = judged("Words that stand nowhere in this document at all, whatever one does.", "stand nowhere")
    row = row.model_copy(update={"heading": "Of nothing"})
    (comment,) = opened(commented(bill(a_bill()), [row], known)).comments
    assert "not found again" in comment.text


def test_hostile_words_are_text(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    text = OVERBROAD + " </w:t></w:r> &lt; \ufffe \u202e ]]>"
    document = Document()
    document.add_paragraph(OVERBROAD)
    row = judged(text, "</w:t></w:r> &lt; \ufffe \u202e ]]>")
    (comment,) = opened(commented(bill(document), [row], known)).comments
    assert "</w:t></w:r> &lt;" in comment.text and "\u202e" not in comment.text


@pytest.mark.parametrize("what", ["text", "cut", "empty", "other", "absent", "bomb"])
def test_what_is_no_word_document(what: str, bill: Callable[[Any], Path], known: Taxonomy) -> None:
    path = bill(a_bill())
    data = path.read_bytes()
    if what == "text":
        path.write_text("Just text.", encoding="utf-8")
    elif what == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif what == "empty":
        bill(Document())
    elif what == "absent":
        path.unlink()
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("a", b"0" * (210_000_000 if what == "bomb" else 10))
    with pytest.raises(InputError) as told:
        commented(path, [judged(OVERBROAD, QUOTE)], known)
    assert told.value.cure and "\n" not in told.value.message


def test_damaged_bytes_never_crash(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    path = bill(a_bill())
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), len(data) // 40):
        damaged = data.copy()
        damaged[at] ^= 0x5A
        path.write_bytes(damaged)
        try:
            commented(path, [judged(OVERBROAD, QUOTE)], known)
        except InputError:
            continue


def test_a_long_bill_takes_seconds(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    document = Document()
    rows = []
    body = document.element.body
    for number in range(1000):
        text = f"Any person who does act {number} and spreads false or exaggerated news commits an offence."
        body.insert(number, document.add_paragraph(text)._p)
        rows.append(judged(text, QUOTE, heading=f"Act {number}", scope="overbroad" if number % 20 == 0 else "narrow"))
    out = opened(commented(bill(document), rows, known))
    assert len(list(out.comments)) == 50
    assert laid_on(out, 49) == QUOTE


def test_libreoffice_opens_it_and_keeps_the_comment(
    bill: Callable[[Any], Path], known: Taxonomy, tmp_path: Path
) -> None:
    from shutil import which

    program = which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not at hand")
    reviewed = tmp_path / "reviewed.docx"
    reviewed.write_bytes(commented(bill(a_bill()), [judged(OVERBROAD, QUOTE)], known))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [program, home, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), str(reviewed)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "reviewed.fodt").read_text(encoding="utf-8")
    assert "<office:annotation " in text and "<office:annotation-end" in text
    assert known.issues["content-restriction"].advice[:40] in text


def test_a_provision_found_by_its_heading_alone(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    row = judged("Words that stand nowhere in this document at all, whatever one does.", "stand nowhere")
    assert laid_on(opened(commented(bill(a_bill()), [row], known))) == "2 False news"


def test_words_in_a_text_box_are_commented_where_the_box_stands(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    document = Document()
    host = document.add_paragraph("A box: ")
    box, inner = OxmlElement("w:txbxContent"), OxmlElement("w:p")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = OVERBROAD
    run.append(text)
    inner.append(run)
    box.append(inner)
    outer = host.add_run()._r
    picture = OxmlElement("w:pict")
    picture.append(box)
    outer.append(picture)
    out = opened(commented(bill(document), [judged(OVERBROAD, QUOTE)], known))
    (mark,) = out.element.body.iter(qn("w:commentRangeStart"))
    assert mark.getparent() is out.paragraphs[0]._p
    assert not list(next(out.element.body.iter(qn("w:txbxContent"))).iter(qn("w:commentReference")))


def test_a_document_whose_parts_lie_is_refused(bill: Callable[[Any], Path], known: Taxonomy) -> None:
    """Entities, comments whose number is none, broken XML, another kind of document."""
    document = a_bill()
    document.add_comment(document.paragraphs[0].runs, text="Mine")
    path = bill(document)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, old, new in (
        ("word/comments.xml", b'w:id="0"', b'w:id="zero"'),
        ("word/document.xml", b"<w:body>", b"<w:body><"),
        ("word/styles.xml", b"?>", b'?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        ("[Content_Types].xml", b"wordprocessingml.document.main", b"wordprocessingml.other.main"),
    ):
        with zipfile.ZipFile(path, "w") as package:
            for part, data in parts.items():
                package.writestr(part, data.replace(old, new) if part == name else data)
        with pytest.raises(InputError):
            commented(path, [judged(OVERBROAD, QUOTE)], known)
