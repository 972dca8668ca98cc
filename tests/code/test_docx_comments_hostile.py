"""Comments on Word documents that are damaged, hostile or odd: nothing crashes and nothing is lost."""

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
from pipeline.taxonomy import Taxonomy
from pipeline.writers.docx import commented
from tests.code.word import QUOTE, a_bill, judged, laid_on, opened
from tests.conftest import OVERBROAD


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


def test_a_long_bill(bill: Callable[[Any], Path], known: Taxonomy) -> None:
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
