"""PDFs: pages that we draw byte by byte, hostile files, and our golden bills as a word processor prints them."""

import html
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.provisions import clean
from pipeline.readers import read
from pipeline.readers.pdf import MOST_PAGES, blocks

pypdf = pytest.importorskip("pypdf", reason="the office extra is not installed")

GOLDEN = sorted((Path(__file__).resolve().parent.parent / "golden").glob("*.json"))
# The machines that test this have no fonts for ideographs, and a PDF without its letters cannot be read back.
NO_FONT = ("zh", "ja", "ko")
Drawn = Sequence[tuple[float, float, str]]  # left, height above the foot, words


def pdf(pages: Sequence[Drawn], kids: str = "") -> bytes:
    """A PDF of Helvetica in ten points, with its table of objects."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    names = []
    for page in pages:
        drawing = "\n".join(
            f"BT /F 10 Tf {x} {y} Td ({text.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET"
            for x, y, text in page
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
        names.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
            f" /Contents {len(objects)} 0 R >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{kids or ' '.join(names)}] /Count {len(names)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def down(lines: Sequence[str], left: float = 70, top: float = 780, step: float = 14) -> Drawn:
    """Lines one below the other."""
    return [(left, top - step * at, text) for at, text in enumerate(lines) if text]


@pytest.fixture
def law(tmp_path: Path) -> Callable[..., Path]:
    def save(*pages: Drawn) -> Path:
        path = tmp_path / "law.pdf"
        path.write_bytes(pdf(pages))
        return path

    return save


def texts(path: Path) -> list[str]:
    return [block.text for block in blocks(path)]


FULL = "A person who intentionally and without right enters the network of another person in order to take"


def test_lines_of_a_paragraph_become_one_and_numbers_begin_anew(law: Callable[..., Path]) -> None:
    path = law(
        down(["12. Entry", FULL, "data from it commits an offence and", "(a) is fined; or", "(b) is imprisoned."])
    )
    assert texts(path) == [
        "12. Entry",
        f"{FULL} data from it commits an offence and",
        "(a) is fined; or",
        "(b) is imprisoned.",
    ]
    assert next(iter(blocks(path))).place == "page 1"
    assert [p.provision for p in read(path)] == ["12"]


def test_running_heads_and_page_numbers_are_left_out(law: Callable[..., Path]) -> None:
    def page(number: int) -> Drawn:
        return [
            (200, 820, f"Networks Bill, page {number} of 3"),
            *down([f"{number}. Rule", f"Rule number {number} is kept by everyone who reads it."]),
            (290, 30, f"- {number} -"),
        ]

    found = "\n".join(texts(law(page(1), page(2), page(3))))
    assert "Networks Bill" not in found and "- 2 -" not in found
    assert [found.count(f"{number}. Rule") for number in (1, 2, 3)] == [1, 1, 1]


def test_a_paragraph_runs_over_the_page(law: Callable[..., Path]) -> None:
    path = law(down(["1. Entry", FULL, FULL]), down(["data from it commits an offence."]))
    assert texts(path)[-1] == f"{FULL} {FULL} data from it commits an offence."


def test_hyphens_at_the_end_of_a_line(law: Callable[..., Path]) -> None:
    path = law(
        down(
            [
                "A cyber-attack is what this law is about.",
                "",
                "A person who without right and with intent does carry out an inter-",
                "ception of messages, or who helps another in a planned cyber-",
                "attack, commits an offence.",
            ]
        )
    )
    (_, last) = texts(path)
    assert "an interception of messages" in last and "planned cyber-attack, commits" in last


def test_two_columns_are_read_one_after_the_other(law: Callable[..., Path]) -> None:
    left = down([f"left {at} holds some words of this text" for at in range(12)], left=60)
    right = down([f"right {at} holds some words of this text" for at in range(12)], left=320)
    found = " ".join(texts(law([*left, *right])))
    assert found.index("left 11") < found.index("right 0")
    assert found.index("right 0") < found.index("right 11")


def test_a_heading_across_both_columns_stands_before_them(law: Callable[..., Path]) -> None:
    title = (60.0, 800.0, "An Act about networks that are used by all of the people in this land and beyond it")
    left = down([f"left {at} holds some words of this text" for at in range(10)], left=60)
    right = down([f"right {at} holds some words of this text" for at in range(10)], left=320)
    assert " ".join(texts(law([title, *left, *right]))).startswith("An Act about networks")


@pytest.mark.parametrize("place", ["left", "right"])
def test_numbers_of_lines_in_the_margin_are_left_out(law: Callable[..., Path], place: str) -> None:
    words = [f"every one of these lines says something about rule {'abcdefghijklmno'[at]}" for at in range(15)]
    marks = [(40.0, 780.0 - 14 * at, str(at + 1)) for at in range(15)]
    if place == "right":
        marks = [(540.0, 780.0 - 14 * at, str(at + 1)) for at in range(15) if (at + 1) % 5 == 0]
    found = " ".join(texts(law([*down(words), *marks])))
    assert "rule e" in found and "5" not in found


def test_locked_files(law: Callable[..., Path], tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(law(down(["1. Entry", FULL])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(InputError, match="password"):
        list(blocks(tmp_path / "locked.pdf"))
    writer = pypdf.PdfWriter(law(down(["1. Entry", FULL])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "open.pdf")
    assert "1. Entry" in texts(tmp_path / "open.pdf")


def test_pages_that_are_pictures(law: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="pictures") as caught:
        list(blocks(law([], [])))
    assert "OCR" in caught.value.cure


@pytest.mark.parametrize("cut", [9, 60, 300, 700])
def test_broken_files(law: Callable[..., Path], cut: int) -> None:
    path = law(down(["1. Entry", FULL]))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError):
        list(blocks(path))


def test_a_tree_of_pages_that_bites_its_tail(tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    path.write_bytes(pdf([down(["1. Entry"])], kids="2 0 R 2 0 R"))
    with pytest.raises(InputError):
        list(blocks(path))


def test_too_many_pages(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(MOST_PAGES + 1):
        writer.add_blank_page(100, 100)
    writer.write(tmp_path / "long.pdf")
    with pytest.raises(InputError, match="pages"):
        list(blocks(tmp_path / "long.pdf"))


def test_a_page_that_unpacks_without_end(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(b" " * 60_000_000)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(tmp_path / "bomb.pdf")
    assert (tmp_path / "bomb.pdf").stat().st_size < 200_000
    with pytest.raises(InputError, match="too large|broken"):
        list(blocks(tmp_path / "bomb.pdf"))


def _page_of(blocks_: Sequence[tuple[str, int]], leftward: bool) -> str:
    body = "".join(
        f"<h{level}>{html.escape(text)}</h{level}>" if level else f"<p>{html.escape(text)}</p>"
        for text, level in blocks_
    )
    lines = body.replace("\n", "<br>")
    return f'<!DOCTYPE html><html{" dir=rtl" if leftward else ""}><meta charset="utf-8"><body>{lines}'


def _bare(text: str) -> str:
    return "".join(clean(text).split())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_golden_bills_printed_by_a_word_processor(tmp_path: Path) -> None:
    """F1 of provision boundaries (number, first and last words); where a line ends in a paragraph does not count."""
    chosen = [path for path in GOLDEN if path.stem[:2] not in NO_FONT]
    for path in chosen:
        pairs = json.loads(path.read_text(encoding="utf-8"))["blocks"]
        (tmp_path / f"{path.stem}.html").write_text(_page_of(pairs, path.stem[:2] in ("ar", "fa")), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.html")))], check=True, capture_output=True)
    right = wanted = found = 0
    for path in chosen:
        missing = json.loads(path.read_text(encoding="utf-8"))["provisions"]
        wanted += len(missing)
        for provision in read(tmp_path / f"{path.stem}.pdf"):
            found += 1
            for want in missing:
                number, text = _bare(provision.provision) == _bare(want["provision"]), _bare(provision.text)
                if number and text.startswith(_bare(want["begins"])) and text.endswith(_bare(want["ends"])):
                    missing.remove(want)
                    right += 1
                    break
    assert len(chosen) >= 25
    assert 2 * right / (wanted + found) >= 0.97
