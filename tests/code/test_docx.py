"""Word documents into blocks: numbers counted as Word counts them, the final text, and hostile files turned away."""

import io
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.readers import docx as reader
from pipeline.readers.counting import written

docx = pytest.importorskip("docx", reason="python-docx, of the extra office, is not installed")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = (
    ("decimal", "Section %1."),
    ("decimal", "(%2)"),
    ("lowerLetter", "(%3)"),
    ("lowerRoman", "%1.%2.%3.%4"),
)
Written = Callable[..., list[tuple[str, str, int]]]


def xml(text: str) -> Any:  # noqa: ANN401 - lxml has no types here
    from docx.oxml import parse_xml

    return parse_xml(text)


def with_list(document: Any, style: str = "", extra: str = "", name: str = "90") -> None:  # noqa: ANN401
    """Give a document a list of four levels; `style` ties the first level to a paragraph style."""
    tied = f'<w:pStyle w:val="{style}"/>' if style else ""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{tied if depth == 0 else ""}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (kind, pattern) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, xml(f'<w:abstractNum {W} w:abstractNumId="{name}">{levels}</w:abstractNum>'))
    root.append(xml(f'<w:num {W} w:numId="{name}"><w:abstractNumId w:val="{name}"/>{extra}</w:num>'))


def item(document: Any, text: str, depth: int, name: str = "90") -> Any:  # noqa: ANN401
    paragraph = document.add_paragraph(text)
    number = f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(xml(number))
    return paragraph


def raw(document: Any, inner: str, before: str = "") -> None:  # noqa: ANN401
    """A paragraph from its own XML."""
    body = document.element.body
    body.insert(len(body) - 1, xml(f"<w:p {W}>{before}{inner}</w:p>"))


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


@pytest.fixture
def document() -> Any:  # noqa: ANN401
    return docx.Document()


@pytest.fixture
def read(tmp_path: Path) -> Written:
    def saved(document: Any) -> list[tuple[str, str, int]]:  # noqa: ANN401
        document.save(str(tmp_path / "bill.docx"))
        return [(block.text, block.place, block.level) for block in reader.blocks(tmp_path / "bill.docx")]

    return saved


def texts(rows: list[tuple[str, str, int]]) -> list[str]:
    return [row[0] for row in rows]


def test_numbers_of_every_level_stand_at_the_beginning(document: Any, read: Written) -> None:  # noqa: ANN401
    with_list(document)
    for text, depth in (("Access", 0), ("A person", 1), ("enters", 2), ("stays", 2), ("at night", 3), ("It is", 1)):
        item(document, text, depth)
    item(document, "Data", 0)
    item(document, "A person", 1)
    assert texts(read(document)) == [
        "Section 1. Access", "(1) A person", "(a) enters", "(b) stays", "1.1.b.i at night", "(2) It is",
        "Section 2. Data", "(1) A person",
    ]  # fmt: skip


def test_a_number_that_comes_with_the_heading_style_is_kept(document: Any, read: Written) -> None:  # noqa: ANN401
    with_list(document, style="Heading2")
    style = document.styles["Heading 2"].element.get_or_add_pPr()
    style.append(xml(f'<w:numPr {W}><w:numId w:val="90"/></w:numPr>'))
    document.add_heading("Illegal access", 2)
    item(document, "A person who enters commits an offence.", 1)
    document.add_heading("Illegal interception", 2)
    assert read(document) == [
        ("Section 1. Illegal access", "paragraph 1", 2),
        ("(1) A person who enters commits an offence.", "paragraph 2", 0),
        ("Section 2. Illegal interception", "paragraph 3", 2),
    ]


def test_lists_of_one_pattern_count_on_unless_told_to_start_anew(document: Any, read: Written) -> None:  # noqa: ANN401
    with_list(document)
    root = document.part.numbering_part.element
    root.append(xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    root.append(xml(f'<w:num {W} w:numId="92"><w:abstractNumId w:val="90"/>{anew}</w:num>'))
    for name in ("90", "91", "92", "92"):
        item(document, "Rule", 0, name)
    assert texts(read(document)) == [f"Section {number}. Rule" for number in (1, 2, 7, 8)]


@pytest.mark.parametrize(
    ("pattern", "text", "shown"),
    [("(%1)", "A person", "(1) A person"), ("%1", ". Entry", "1. Entry"), ("第%1条", "何人も", "第1条何人も")],
)
def test_a_number_set_hard_against_its_text(
    pattern: str,
    text: str,
    shown: str,
    document: Any,  # noqa: ANN401
    read: Written,  # noqa: ANN401
) -> None:
    with_list(document)
    level = document.part.numbering_part.element[0][0]
    level.find(docx.oxml.ns.qn("w:lvlText")).set(docx.oxml.ns.qn("w:val"), pattern)
    level.insert(2, xml(f'<w:suff {W} w:val="nothing"/>'))
    item(document, text, 0)
    assert texts(read(document)) == [shown]


def test_zero_takes_a_number_off_and_bullets_are_no_numbers(document: Any, read: Written) -> None:  # noqa: ANN401
    document.add_paragraph("point", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    item(document, "plain", 0, "0")
    assert texts(read(document)) == ["• point", "1. first", "plain"]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (28, "lowerLetter", "bb"), (4, "upperRoman", "IV"), (7, "decimalZero", "07"), (12, "ordinal", "12th"),
        (21, "ordinalText", "Twenty-first"), (20, "ordinalText", "Twentieth"), (42, "cardinalText", "Forty-two"),
        (12, "chineseCounting", "十二"), (105, "japaneseCounting", "一百〇五"), (20, "chineseCounting", "二十"),
        (3, "arabicAbjad", "ج"), (2, "russianLower", "б"), (9, "unheardOf", "9"), (5000, "lowerRoman", "5000"),
        (3, "decimalFullWidth", "３"), (5, "none", ""),
    ],
)  # fmt: skip
def test_counts_in_many_letters(number: int, kind: str, shown: str) -> None:
    assert written(number, kind) == shown


def test_tracked_changes_give_the_final_text(document: Any, read: Written) -> None:  # noqa: ANN401
    who = 'w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"'
    raw(
        document,
        f"{run('A person who ')}<w:del {who}>{run('annoys', 'delText')}</w:del><w:ins {who}>{run('damages')}</w:ins>"
        f"<w:moveFrom {who}>{run(' moved')}</w:moveFrom>{run(' another')}",
    )
    mark = f"<w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr>"
    raw(document, run("The first half "), mark)
    raw(document, run("and the second."))
    raw(document, f"<w:del {who}>{run('All gone', 'delText')}</w:del>", mark)
    raw(document, run("After it."))
    assert read(document) == [
        ("A person who damages another", "paragraph 1", 0),
        ("The first half and the second.", "paragraph 2", 0),
        ("After it.", "paragraph 5", 0),
    ]


def test_a_deleted_numbered_paragraph_is_not_counted(document: Any, read: Written) -> None:  # noqa: ANN401
    with_list(document)
    item(document, "Kept", 0)
    gone = item(document, "", 0)._p
    gone.get_or_add_pPr().append(xml(f'<w:rPr {W}><w:del w:id="1" w:author="A"/></w:rPr>'))
    gone.append(xml(f'<w:del {W} w:id="2" w:author="A">{run("Gone", "delText")}</w:del>'))
    item(document, "Next", 0)
    assert texts(read(document)) == ["Section 1. Kept", "Section 2. Next"]


def test_what_is_no_text_of_the_law_is_left_out(document: Any, read: Written) -> None:  # noqa: ANN401
    document.sections[0].header.paragraphs[0].text = "DRAFT 3"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    contents = document.styles.add_style("toc 1", 1)
    document.add_paragraph("1 Access\t3", style=contents)
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>not </w:t></w:r>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    field = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run(" PAGEREF x ", "instrText")}'
    raw(document, f"{run('It is ')}{hidden}{field}{run('an offence')}{note}{run('.')}")
    raw(document, "<w:r><w:t>self</w:t><w:noBreakHyphen/><w:t>help</w:t><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r>")
    assert texts(read(document)) == ["It is an offence.", "self-help\tx\ny"]


def test_links_and_content_controls_are_read_through(document: Any, read: Written) -> None:  # noqa: ANN401
    held = f"<w:sdt><w:sdtContent>{run(' held')}</w:sdtContent></w:sdt>"
    asked = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"
    raw(document, f'<w:hyperlink w:anchor="a">{run("linked")}</w:hyperlink>{held}{asked}')
    assert texts(read(document)) == ["linked held"]


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on(document: Any, read: Written) -> None:  # noqa: ANN401
    box = f"<w:txbxContent><w:p>{run('In the box')}</w:p></w:txbxContent>"
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>'
    boxed = f"<w:r><mc:AlternateContent {spaces}>{both}</mc:AlternateContent></w:r>"
    raw(document, f"{run('Before')}{boxed}{run(', after')}")
    raw(document, run("Below"))
    raw(document, f'<w:del w:id="1" w:author="A"><w:r><w:pict>{box}</w:pict></w:r></w:del>')
    assert read(document) == [
        ("Before, after", "paragraph 1", 0), ("In the box", "paragraph 2", 0), ("Below", "paragraph 4", 0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "joined"),
    [
        ("12.", True), ("12A", True), ("(a)", True), ("iv)", True), ("§ 202a", True), ("Article 7", True),
        ("第三条", True), ("٣", True), ("Who", False), ("Term", False), ("Civil", False), ("Article 7 applies", False),
    ],
)  # fmt: skip
def test_only_a_number_is_joined_to_the_cell_beside_it(
    cell: str,
    joined: bool,
    document: Any,  # noqa: ANN401
    read: Written,  # noqa: ANN401
) -> None:
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = cell, "Illegal access"
    assert texts(read(document)) == ([f"{cell} Illegal access"] if joined else [cell, "Illegal access"])


def test_footnotes_and_comments_are_no_text_of_the_law(tmp_path: Path) -> None:
    note = f'<w:footnotes {W}><w:footnote w:id="2">{TEXT}</w:footnote></w:footnotes>'.encode()
    said = f'<w:comments {W}><w:comment w:id="0" w:author="A">{TEXT}</w:comment></w:comments>'.encode()
    laid = f'{run("Law")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    parts = {MAIN: body(f"<w:p>{laid}</w:p>"), "word/footnotes.xml": note, "word/comments.xml": said}
    assert [block.text for block in reader.blocks(changed(tmp_path / "a.docx", parts))] == ["Law"]


def test_tables_cell_by_cell_and_a_number_beside_its_text(document: Any, read: Written) -> None:  # noqa: ANN401
    document.add_paragraph("Before")
    table = document.add_table(rows=2, cols=2)
    for row, (left, right) in enumerate((("12.", "Illegal access"), ("Who", "What"))):
        table.cell(row, 0).text, table.cell(row, 1).text = left, right
    table.rows[1]._tr.get_or_add_trPr()
    assert read(document) == [
        ("Before", "paragraph 1", 0),
        ("12. Illegal access", "paragraph 2", 0),
        ("Who", "paragraph 4", 0),
        ("What", "paragraph 5", 0),
    ]
    table.rows[1]._tr.trPr.append(xml(f'<w:del {W} w:id="1" w:author="A"/>'))
    assert texts(read(document)) == ["Before", "12. Illegal access"]


def test_levels_of_headings(document: Any, read: Written) -> None:  # noqa: ANN401
    document.add_heading("Computer Bill", 0)
    document.add_heading("Part 1", 1)
    document.add_paragraph("word " * 60, style="Heading 3")
    raw(document, run("By outline"), '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>')
    assert [row[2] for row in read(document)] == [1, 1, 0, 4]


def test_styles_built_in_a_ring_end(document: Any, read: Written) -> None:  # noqa: ANN401
    one, two = document.styles.add_style("One", 1), document.styles.add_style("Two", 1)
    one.base_style, two.base_style = two, one
    document.add_paragraph("Text", style=one)
    assert read(document) == [("Text", "paragraph 1", 0)]


def test_other_scripts(document: Any, read: Written) -> None:  # noqa: ANN401
    for text in ("المادة ٣ الدخول غير المشروع", "第三条　非法侵入"):
        document.add_paragraph(text)
    assert texts(read(document)) == ["المادة ٣ الدخول غير المشروع", "第三条　非法侵入"]


def changed(path: Path, parts: dict[str, bytes]) -> Path:
    """A Word file with some of its parts replaced or added."""
    held = io.BytesIO()
    docx.Document().save(held)
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def body(inner: str, head: str = "") -> bytes:
    return f"{head}<w:document {W}><w:body>{inner}</w:body></w:document>".encode()


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        list(reader.blocks(path))
    assert "\n" not in caught.value.message + caught.value.cure
    assert caught.value.cure
    return caught.value


MAIN = "word/document.xml"
TEXT = "<w:p><w:r><w:t>Text</w:t></w:r></w:p>"


def test_the_strict_kind_is_read_too(tmp_path: Path) -> None:
    strict = body(TEXT).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert [block.text for block in reader.blocks(changed(tmp_path / "a.docx", {MAIN: strict}))] == ["Text"]


def test_macros_and_templates_from_elsewhere_lie_untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="rId1" Type="http://x/attachedTemplate" Target="http://192.0.2.1/t.dotm" TargetMode="External"/>
    </Relationships>"""
    parts = {MAIN: body(TEXT), "word/vbaProject.bin": b"\x00macro", "word/_rels/settings.xml.rels": settings}
    # Styles that lie on a server are left where they are, too.
    parts["word/_rels/document.xml.rels"] = settings.replace(b"attachedTemplate", b"styles")

    def never(*given: object) -> None:
        raise AssertionError(f"a connection was asked for: {given}")

    monkeypatch.setattr("socket.socket.connect", never)
    monkeypatch.setattr("socket.getaddrinfo", never)
    assert [block.text for block in reader.blocks(changed(tmp_path / "a.docm", parts))] == ["Text"]


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    for entity in (f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">', '<!ENTITY x "boo">'):
        text = body("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", f"<!DOCTYPE w [{entity}]>")
        assert "document type" in refused(changed(tmp_path / "a.docx", {MAIN: text})).message


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = changed(tmp_path / "a.docx", {MAIN: body(TEXT), "word/media/i.bin": bytes(30_000_000)})
    assert "zip bomb" in refused(bomb).message


def test_a_part_that_lies_about_its_size_fills_no_memory(tmp_path: Path) -> None:
    large, small = 150_000_000, 1_000
    honest = changed(tmp_path / "a.docx", {MAIN: body(TEXT) + b" " * large}).read_bytes()
    size = large + len(body(TEXT))
    (tmp_path / "a.docx").write_bytes(honest.replace(size.to_bytes(4, "little"), small.to_bytes(4, "little")))
    tracemalloc.start()
    try:
        assert "broken Word file" in refused(tmp_path / "a.docx").message
        assert tracemalloc.get_traced_memory()[1] < large * 2 / 3
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_cannot_be_bounded_are_refused(way: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", way) as archive:
        archive.writestr(MAIN, body(TEXT))
    assert "broken Word file" in refused(tmp_path / "a.docx").message


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.package.LARGEST_PART", 5000)
    assert "too large" in refused(changed(tmp_path / "a.docx", {MAIN: body(TEXT * 200)})).message


def test_broken_files(tmp_path: Path) -> None:
    whole = changed(tmp_path / "whole.docx", {MAIN: body(TEXT)}).read_bytes()
    for number, data in enumerate((whole[: len(whole) // 2], b"PK\x03\x04" + b"x" * 500, b"no zip at all")):
        (tmp_path / f"{number}.docx").write_bytes(data)
        assert "broken Word file" in refused(tmp_path / f"{number}.docx").message
    assert "no sound XML" in refused(changed(tmp_path / "a.docx", {MAIN: b"<w:document"})).message
    deep = body("<w:p>" + "<w:x>" * 3000 + "</w:x>" * 3000 + "</w:p>")
    assert "no sound XML" in refused(changed(tmp_path / "b.docx", {MAIN: deep})).message
    damaged = bytearray(whole)
    damaged[whole.index(MAIN.encode()) + len(MAIN) + 20] ^= 0xFF  # in the packed text, after its name
    (tmp_path / "c.docx").write_bytes(bytes(damaged))
    assert "broken Word file" in refused(tmp_path / "c.docx").message


def test_encrypted_and_old_and_other_files(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    assert "password" in refused(path).message
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x01" * 600)
    assert "old format" in refused(path).message
    assert "not a Word document" in refused(changed(path, {MAIN: b"<workbook/>"})).message
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert "OpenDocument" in refused(path).message
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "text")
    assert "not a Word document" in refused(path).message


def test_no_text_and_no_file(tmp_path: Path) -> None:
    assert "no text" in refused(changed(tmp_path / "a.docx", {MAIN: body("<w:p/>")})).message
    assert "no such file" in refused(tmp_path / "none.docx").message
    assert "folder" in refused(tmp_path).message


def test_libreoffice_writes_what_we_read(tmp_path: Path, document: Any) -> None:  # noqa: ANN401
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    with_list(document)
    document.add_heading("Computer Bill", 1)
    for text, depth in (("Illegal access", 0), ("A person who enters", 1), ("without right", 2), ("Data", 0)):
        item(document, text, depth)
    document.save(str(tmp_path / "bill.docx"))
    for form, folder in (("odt", tmp_path), ("docx", tmp_path / "out")):
        source = tmp_path / ("bill.docx" if form == "odt" else "bill.odt")
        command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
    assert [(block.text, block.level) for block in reader.blocks(tmp_path / "out" / "bill.docx")] == [
        ("Computer Bill", 1),
        ("Section 1. Illegal access", 0),
        ("(1) A person who enters", 0),
        ("(a) without right", 0),
        ("Section 2. Data", 0),
    ]
