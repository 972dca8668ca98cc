"""Word files that are broken, locked or made to do harm, and what LibreOffice writes: a clear error, or their text."""

import io
import shutil
import subprocess
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.readers import docx as reader
from tests.code.test_docx import W, item, run, with_list

docx = pytest.importorskip("docx", reason="python-docx, of the extra office, is not installed")


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


def test_libreoffice_writes_what_we_read(tmp_path: Path) -> None:
    document = docx.Document()
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


def test_footnotes_and_comments_are_no_text_of_the_law(tmp_path: Path) -> None:
    note = f'<w:footnotes {W}><w:footnote w:id="2">{TEXT}</w:footnote></w:footnotes>'.encode()
    said = f'<w:comments {W}><w:comment w:id="0" w:author="A">{TEXT}</w:comment></w:comments>'.encode()
    laid = f'{run("Law")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    parts = {MAIN: body(f"<w:p>{laid}</w:p>"), "word/footnotes.xml": note, "word/comments.xml": said}
    assert [block.text for block in reader.blocks(changed(tmp_path / "a.docx", parts))] == ["Law"]
