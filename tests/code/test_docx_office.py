"""Word documents written by LibreOffice itself: the golden bills read from them, and comments that it opens again."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import pytest

from pipeline.readers import read
from pipeline.records import Provision
from pipeline.taxonomy import Taxonomy
from pipeline.writers.docx import commented
from tests.code.test_split import GOLDEN, _right
from tests.code.word import judged, laid_on, opened

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)
# Half of a quote in bold, as drafters mark a change: LibreOffice writes it as runs of their own.
QUOTE = "false or exaggerated news"
OFFENCE = "Whoever spreads {} through a network commits an offence."
LISTS = """<text:outline-style style:name="Outline">
<text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="PART " />
<text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="." /></text:outline-style>
<text:list-style style:name="Subsections">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="(" style:num-suffix=")" />
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")" />
</text:list-style>"""
BOLD = (
    """<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>"""
)


def flat(inner: str, styles: str = "") -> str:
    """A flat OpenDocument text (OASIS ODF 1.2), which LibreOffice opens as its own."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>{styles}</office:styles>'
        f"<office:automatic-styles>{BOLD}</office:automatic-styles>"
        f"<office:body><office:text>{inner}</office:text></office:body></office:document>"
    )


def paragraph(text: str, level: int = 0) -> str:
    words = re.sub(r" (?= )|^ ", "<text:s/>", escape(text, quote=False))
    words = words.replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    return f'<text:h text:outline-level="{level}">{words}</text:h>' if level else f"<text:p>{words}</text:p>"


def converted(form: str, folder: Path, *sources: Path) -> list[Path]:
    """LibreOffice writes `sources` anew; a document that it must repair or cannot open is not written."""
    folder.mkdir(exist_ok=True)
    home = f"-env:UserInstallation=file://{sources[0].parent}/home"
    command = [str(OFFICE), home, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    made = [folder / f"{source.stem}.{form}" for source in sources]
    assert all(path.is_file() for path in made)
    return made


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The golden bills as Word documents, straight and by way of an .odt file."""
    folder = tmp_path_factory.mktemp("golden")
    sources = []
    for path in GOLDEN:
        document = json.loads(path.read_text(encoding="utf-8"))
        sources.append(folder / f"{path.stem}.fodt")
        sources[-1].write_text(flat("".join(paragraph(*block) for block in document["blocks"])), encoding="utf-8")
    odt = converted("odt", folder / "odt", *sources)
    return {"docx": converted("docx", folder / "docx", *sources), "odt": converted("docx", folder / "twice", *odt)}


@pytest.mark.slow
@pytest.mark.parametrize("way", ["docx", "odt"])
def test_the_golden_bills_as_word_documents(way: str, golden: dict[str, list[Path]]) -> None:
    """F1 of provision boundaries over all documents, and headings, as in the plain text of the same bills."""
    right = wanted = found = headings = 0
    for source, path in zip(GOLDEN, golden[way], strict=True):
        expected: list[dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))["provisions"]
        provisions = list(read(path))
        right += _right(expected, provisions)
        wanted += len(expected)
        found += len(provisions)
        titles = [(provision.provision, provision.heading) for provision in provisions]
        headings += sum((want["provision"], want["heading"]) in titles for want in expected)
    assert 2 * right / (wanted + found) >= 0.97
    assert headings / wanted >= 0.95


def seen(provisions: list[Provision]) -> list[tuple[str, str, str]]:
    return [(provision.provision, provision.heading, provision.text) for provision in provisions]


def test_numbers_that_libreoffice_counts(tmp_path: Path) -> None:
    """Parts and sections numbered by outline, subsections and paragraphs by a list: none is written in the text."""

    def item(text: str, inner: str = "") -> str:
        return f"<text:list-item>{paragraph(text)}{inner}</text:list-item>"

    letters = f"<text:list>{item('enters a system; or')}{item('stays in it,')}</text:list>"
    body = [paragraph("Offences", 1)]
    for heading in ("Entry", "Stay"):
        listed = item("A person who without right—", letters) + item("The penalty is a fine.")
        body += [paragraph(heading, 2), f'<text:list text:style-name="Subsections">{listed}</text:list>']
    source = tmp_path / "bill.fodt"
    source.write_text(flat("".join(body), LISTS), encoding="utf-8")
    text = "(1) A person who without right—\n(a) enters a system; or\n(b) stays in it,\n(2) The penalty is a fine."
    expected = [("1", "Entry", text), ("2", "Stay", text)]
    (path,) = converted("docx", tmp_path / "docx", source)
    assert seen(list(read(path))) == expected
    (odt,) = converted("odt", tmp_path / "odt", source)
    (twice,) = converted("docx", tmp_path / "twice", odt)
    assert seen(list(read(twice))) == expected


def a_bill(maker: str, folder: Path) -> Path:
    """A bill whose quoted words cross runs, written by LibreOffice or by python-docx."""
    first, rest = QUOTE[:9], QUOTE[9:]
    head, tail = OFFENCE.split("{}")
    if maker == "libreoffice":
        source = folder / "bill.fodt"
        offence = f'{head}{first}<text:span text:style-name="B">{rest}</text:span>{tail}'
        body = paragraph("1. Entry", 2) + paragraph("Whoever enters a system commits an offence.")
        source.write_text(flat(f"{body}{paragraph('2. News', 2)}<text:p>{offence}</text:p>"), encoding="utf-8")
        return converted("docx", folder / "made", source)[0]
    from docx import Document

    document = Document()
    document.add_heading("1. Entry", 2)
    document.add_paragraph("Whoever enters a system commits an offence.")
    document.add_heading("2. News", 2)
    last = document.add_paragraph(head + first)
    last.add_run(rest).bold = True
    last.add_run(tail)
    (folder / "made").mkdir()
    document.save(str(folder / "made" / "bill.docx"))
    return folder / "made" / "bill.docx"


def plain(data: bytes) -> str:
    """The text of word/document.xml: its `w:t` elements joined."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", package.read("word/document.xml").decode()))


@pytest.mark.slow
@pytest.mark.parametrize("maker", ["libreoffice", "python-docx"])
def test_libreoffice_opens_the_comments(maker: str, tmp_path: Path, known: Taxonomy) -> None:
    path = a_bill(maker, tmp_path)
    entry, news = read(path)
    rows = [
        judged(entry.text, None, provision="1", heading=entry.heading, scope="narrow"),
        judged(news.text, QUOTE, heading=news.heading),
    ]
    data = commented(path, rows, known)
    assert laid_on(opened(data)) == QUOTE
    assert plain(data) == plain(path.read_bytes())
    reviewed = tmp_path / "reviewed.docx"
    reviewed.write_bytes(data)
    assert seen(list(read(reviewed))) == seen([entry, news])
    (pdf,) = converted("pdf", tmp_path / "pdf", reviewed)
    assert pdf.read_bytes().startswith(b"%PDF-")
    (odt,) = converted("odt", tmp_path / "odt", reviewed)
    with zipfile.ZipFile(odt) as package:
        content = package.read("content.xml").decode()
    (laid,) = re.findall(r"</office:annotation>(.*?)<office:annotation-end", content, re.DOTALL)
    assert re.sub(r"<[^>]+>", "", laid) == QUOTE
    (again,) = converted("docx", tmp_path / "again", reviewed)
    saved = opened(again.read_bytes())
    (comment,) = saved.comments
    assert (comment.author, laid_on(saved, comment.comment_id)) == ("scope", QUOTE)
    assert known.issues["content-restriction"].advice in comment.text


@pytest.mark.slow
def test_two_hundred_pages(tmp_path: Path) -> None:
    """1,800 sections, which LibreOffice lays on 206 pages: each is found with its number and its last words."""
    sections = []
    for number in range(1, 1801):
        sections.append(paragraph(f"{number}. Act {number}", 2))
        sections.append(paragraph(f"(1) Whoever does act {number} {'by means of a computer system ' * 5}is fined."))
        sections.append(
            paragraph("(2) It is a defence that the act was done in the public interest and in good faith.")
        )
    (tmp_path / "bill.fodt").write_text(flat("".join(sections)), encoding="utf-8")
    (path,) = converted("docx", tmp_path / "docx", tmp_path / "bill.fodt")
    found = list(read(path))
    assert [(one.provision, one.heading) for one in found] == [(str(at), f"Act {at}") for at in range(1, 1801)]
    assert all(f"does act {one.provision} by" in one.text and one.text.endswith("good faith.") for one in found)
