"""Word documents into blocks: numbers counted as Word counts them, the final text, and hostile files turned away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
