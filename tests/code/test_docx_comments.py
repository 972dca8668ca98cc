"""The reviewed Word document: comments where the words are, and nothing else changed."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.records import Failure
from pipeline.taxonomy import Taxonomy
from pipeline.writers.docx import commented
from tests.code.word import CHANGED, QUOTE, a_bill, judged, laid_on, opened, texts
from tests.conftest import NARROW, OVERBROAD


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
