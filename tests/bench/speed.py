"""Seconds and memory of the whole command, and provisions a second: printed as a table, never asserted.

Each command is run as a process of its own; the first run (cold caches) is reported beside the median of the rest.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCOPE = Path(sys.executable).with_name("scope")
RUNS = 9


def once(words: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of one process."""
    begun = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def whole_commands() -> None:
    clause = str(ROOT / "tests" / "clauses" / "false-news.txt")
    sys.stdout.write("command | first run, s | median, s | least, s | most, s | peak MB\n")
    for words in (["--help"], ["classify", clause], ["classify", clause, "--json"]):
        runs = [once([str(SCOPE), *words]) for _ in range(RUNS + 1)]
        seconds = [second for second, _ in runs[1:]]
        name = "scope " + " ".join(word for word in words if word != clause)
        peak = max(memory for _, memory in runs)
        figures = (runs[0][0], statistics.median(seconds), min(seconds), max(seconds))
        sys.stdout.write(f"{name} | " + " | ".join(f"{value:.2f}" for value in figures) + f" | {peak:.0f}\n")


def throughput() -> None:
    from pipeline import taxonomy
    from pipeline.dataset.load import load
    from pipeline.model import Model
    from pipeline.places import asset
    from pipeline.records import Provision

    records = load(ROOT / "data" / "provisions", ("en",))[::4]
    model = Model.load(asset("champion"), taxonomy.load(asset("configs/taxonomy.toml")))
    provisions = [Provision(source=record.id, heading=record.heading, text=record.text) for record in records]
    begun = time.perf_counter()
    count = sum(1 for _ in model.judge(provisions))
    took = time.perf_counter() - begun
    sys.stdout.write(f"{count} provisions in {took:.1f} s: {count / took:.0f} a second, {model.name}\n")


if __name__ == "__main__":
    whole_commands()
    throughput()
