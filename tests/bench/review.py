"""A long Word bill reviewed into each kind of report: seconds and memory, printed as a table, never asserted.

`python tests/bench/review.py [pages]`: our golden bills in English, one after another, until the pages are full.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = 3_000  # characters of a full page in a usual print
THREADS = "2"


def bill(path: Path, pages: int) -> None:
    """A Word file of that many pages."""
    import docx

    document = docx.Document()
    sources = sorted((ROOT / "tests" / "golden").glob("en-*.json"))
    texts = [json.loads(source.read_text(encoding="utf-8"))["blocks"] for source in sources]
    written = 0
    for blocks in itertools.cycle(texts):
        for text, level in blocks:
            if level:
                document.add_heading(text, level)
            else:
                document.add_paragraph(text)
            written += len(text)
        if written >= pages * PAGE:
            break
    document.save(str(path))


def once(source: Path, out: Path) -> tuple[float, float, float]:
    """Wall seconds, seconds of computing and peak memory in MB of one review."""
    words = [sys.executable, "-m", "pipeline.cli", "review", str(source), "-o", str(out)]
    begun = time.perf_counter()
    process = subprocess.Popen(words, env={**os.environ, "OMP_NUM_THREADS": THREADS, "PYTHONPATH": str(ROOT)})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bill.docx"
        bill(source, pages)
        sys.stdout.write("report | wall, s | computing, s | peak MB\n")
        for suffix in ("jsonl", "docx", "html", "xlsx"):
            figures = once(source, Path(folder) / f"reviewed.{suffix}")
            sys.stdout.write(f"{suffix} | " + " | ".join(f"{value:.0f}" for value in figures) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
