"""Seconds and memory of `scope review` on a bill of 200 pages of Word: printed as a table, never asserted.

The bill is made of the restated provisions of `data/`, offences and others as they come, 400 words a page.
"""

import sys
import tempfile
from pathlib import Path

from tests.bench.speed import SCOPE, once

PAGES, WORDS = 200, 400
ROOT = Path(__file__).resolve().parent.parent.parent


def bill(path: Path) -> int:
    """Write the bill; the number of its provisions."""
    from docx import Document

    from pipeline.dataset.load import load

    document, words, number = Document(), 0, 0
    document.add_heading("Systems and Data Bill", 0)
    records = load(ROOT / "data" / "provisions", ("en",))
    while words < PAGES * WORDS:
        record = records[number % len(records)]
        number += 1
        document.add_heading(f"{number}. {record.heading or 'Provision'}", 2)
        for line in record.text.split("\n"):
            document.add_paragraph(line)
            words += len(line.split())
    document.save(str(path))
    return number


def main() -> None:
    """Review the bill into each kind of output."""
    with tempfile.TemporaryDirectory(prefix="scope-") as name:
        source = Path(name) / "bill.docx"
        sys.stdout.write(f"{PAGES} pages, {bill(source)} provisions\noutput | seconds | peak MB\n")
        for out in ("reviewed.docx", "report.html", "table.xlsx"):
            seconds, peak = once([str(SCOPE), "review", str(source), "-o", str(Path(name) / out)])
            sys.stdout.write(f"{out} | {seconds:.1f} | {peak:.0f}\n")


if __name__ == "__main__":
    main()
