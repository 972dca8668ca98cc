"""The format of a file by its content, whatever its name; and a clear cure for what is none of ours."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.readers import plain, read
from pipeline.readers.formats import format_of
from pipeline.readers.opening import LARGEST

LAW = (
    '<bill xmlns="http://schemas.gpo.gov/xml/uslm"><main><section><num>4</num><content>Whoever enters.</content>'
    "</section></main></bill>"
)


def _zip(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (_zip("[Content_Types].xml", "word/document.xml"), "docx"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "table"),
        (b"PAR1....", "table"),
        (b'{"text": "Whoever enters."}\n', "table"),
        (b'{"text": "' + b"long " * 40_000, "table"),
        (b"id;heading;text\n1;a;b\n", "table"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?><!-- a --><html xmlns='http://www.w3.org/1999/xhtml'>", "html"),
        (b"<p>4. Entry</p>", "html"),
        ("<html><body>x".encode("utf-16"), "html"),
        (LAW.encode(), "law-xml"),
        (b"<?xml version='1.0' encoding='utf-8'?>\n" + LAW.encode(), "law-xml"),
        (LAW.replace("bill", "section").encode(), "law-xml"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "law-xml"),
        (b"# Harbour Bill\n\n## 4. Entry\n", "markdown"),
        (b"4. Entry\nWhoever enters, commits an offence.\n", "text"),
        (b"<< draft >>\n4. Entry", "text"),
        (b"BMW drivers\n", "text"),
        ("第四条 任何人".encode("gb18030"), "text"),
        (b"{a} is an offence", "text"),
    ],
)
@pytest.mark.parametrize("name", ["law.dat", "law.txt", "law"])
def test_the_content_decides(tmp_path: Path, data: bytes, form: str, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert format_of(tmp_path / name) == form


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.md", b"4. Entry\n", "markdown"),
        ("a.csv", b"text\nWhoever\n", "table"),
        ("a.htm", b"4. <b>Entry</b>", "html"),
    ],
)
def test_the_name_decides_where_the_content_does_not(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert format_of(tmp_path / name) == form


@pytest.mark.parametrize(
    ("data", "says", "cure"),
    [
        (_zip("mimetype", "content.xml"), "OpenDocument", "docx"),
        (_zip("a.txt"), "zip of other files", "Unpack"),
        (_zip("xl/workbook.bin"), "xlsb", "xlsx"),
        (b"PK\x03\x04broken", "broken", "again"),
        (b"{\\rtf1 x}", "Rich Text", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format", "docx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password", "password"),
        (b"\x89PNG\r\n\x1a\n", "picture", "OCR"),
        (b"II*\x00\x08\x00", "picture", "OCR"),
        (b"BM\x00\x00\x00\x00", "picture", "OCR"),
        (b"\x1f\x8b\x08\x00", "packed", "Unpack"),
        (b"\x7fELF\x02", "program", "document"),
        (b"\x00\x01\x02\x03" * 500, "binary", "text"),
        (b"Whoever\x00enters\x00\x00", "binary", "text"),
        (b" \n", "no text", "law"),
        (b"", "no text", "law"),
        (b"<?xml version='1.0'?><rss xmlns='urn:x'/>", "unknown kind", "Akoma"),
    ],
)
def test_refused_with_a_cure(tmp_path: Path, data: bytes, says: str, cure: str) -> None:
    path = tmp_path / "law.docx"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        list(read(path))
    assert says in refused.value.message
    assert cure in refused.value.cure
    assert str(path) in refused.value.message


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, says in ((tmp_path, "folder"), (tmp_path / "none", "no such file"), (tmp_path / "pipe", "not a file")):
        with pytest.raises(InputError, match=says):
            list(read(path))
    with pytest.raises(InputError, match="no file name"):
        list(read(Path("a\x00b")))


def test_two_hundred_million_bytes_of_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    with path.open("wb") as stream:
        stream.write(b"4. Entry\n")
        stream.truncate(200_000_000)
    with pytest.raises(InputError):
        list(read(path))
    path.write_bytes(b"Whoever enters. " * (LARGEST // 16 + 1))
    with pytest.raises(InputError, match="larger than 32 million bytes"):
        list(plain.blocks(path))


def test_the_name_given_is_the_name_told(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(LAW)
    assert [(one.source, one.provision) for one in read(path, "upload.xml")] == [("upload.xml", "4")]
    path.write_bytes(b"\x89PNG")
    with pytest.raises(InputError, match=r"^upload.xml: this is a picture"):
        list(read(path, "upload.xml"))


@pytest.mark.parametrize(
    "data", [b"<html><body><h2>4. Entry</h2><p>Whoever enters.</p>", b"## 4. Entry\n\nWhoever enters.\n"]
)
def test_laid_out_documents_are_split(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    (found,) = read(tmp_path / "x")
    assert (found.heading, found.text) == ("Entry", "Whoever enters.")
