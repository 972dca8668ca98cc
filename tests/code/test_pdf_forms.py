"""A PDF whose forms draw forms: read where that is sound, refused at once where it would take ages."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.readers import read

WORDS = b"BT /F 12 Tf 50 700 Td (1. Entry into a system is an offence.) Tj ET /X Do"


def pdf(path: Path, forms: Sequence[tuple[bytes, int]]) -> Path:
    """A page that draws the first form; each form is its drawing and the place of the form that it calls /X."""
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, IndirectObject, NameObject, RectangleObject, StreamObject

    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    fonts = DictionaryObject({NameObject("/F"): font})

    def resources(form: IndirectObject) -> DictionaryObject:
        named = DictionaryObject({NameObject("/X"): form})
        return DictionaryObject({NameObject("/Font"): fonts, NameObject("/XObject"): named})

    placed = []
    for drawing, _ in forms:
        stream = StreamObject()
        stream.set_data(drawing)
        stream.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
        stream[NameObject("/BBox")] = RectangleObject((0, 0, 600, 800))
        placed.append((stream, writer._add_object(stream)))
    for (stream, _), (_, inner) in zip(placed, forms, strict=True):
        stream[NameObject("/Resources")] = resources(placed[inner][1])
    contents = StreamObject()
    contents.set_data(WORDS)
    page[NameObject("/Contents")] = writer._add_object(contents)
    page[NameObject("/Resources")] = resources(placed[0][1])
    target = io.BytesIO()
    writer.write(target)
    path.write_bytes(target.getvalue())
    return path


def test_a_form_that_draws_itself_is_drawn_once(tmp_path: Path) -> None:
    (found,) = read(pdf(tmp_path / "self.pdf", [(b"/X Do /X Do", 0)]))
    assert found.text == "Entry into a system is an offence."


def test_a_ring_of_forms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too large"):
        list(read(pdf(tmp_path / "ring.pdf", [(b"/X Do", 1), (b"/X Do /X Do", 0)])))


@pytest.mark.parametrize("draws", [b"/X Do ", b"/#58 Do ", b"/X % a comment\nDo "])
def test_forms_that_multiply_are_refused(tmp_path: Path, draws: bytes) -> None:
    # Ten to the fifth drawings of next to nothing, which are some bytes only.
    forms = [(draws * 10, at + 1) for at in range(5)] + [(b"BT /F 12 Tf (x) Tj ET", 5)]
    with pytest.raises(InputError, match="too large") as told:
        list(read(pdf(tmp_path / "ages.pdf", forms)))
    assert told.value.cure


def test_a_form_drawn_on_a_page_is_read(tmp_path: Path) -> None:
    (found,) = read(pdf(tmp_path / "form.pdf", [(b"BT /F 12 Tf 50 680 Td (It is punished.) Tj ET", 0)]))
    assert "It is punished." in found.text
