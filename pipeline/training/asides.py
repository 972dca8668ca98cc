"""Practice texts outside the question: definitions, powers, penalties alone, accessory and regulatory offences.

A bill is mostly these, and its definitions hold the loose words that make an offence overbroad; the encoder learns
here that words alone punish nobody. Like the composed clauses they are no records. The kinds are the codebook's.
"""

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.encoders.labels import LabelTarget
from pipeline.errors import SettingsError
from pipeline.taxonomy import Taxonomy
from pipeline.training.phrases import Bank

Lines = Mapping[str, Sequence[str]]
Maker = Callable[[Lines, Bank, random.Random], tuple[str, str]]  # heading, text
_NEEDED = (
    {"term", "meaning", "definition_opener", "definition_heading", "holder", "power", "condition"}
    | {"plain_heading", "sentence", "other", "other_heading"}
)  # fmt: skip


def load(path: Path) -> Lines:
    """Read the lists of phrases. Raises SettingsError where one is missing or empty."""
    lines = tomllib.loads(path.read_text(encoding="utf-8"))
    if missing := sorted(name for name in _NEEDED if not lines.get(name)):
        raise SettingsError(f"{path}: no phrases for {', '.join(missing)}.", "Restore the file.")
    return lines


def asides(lines: Lines, bank: Bank, taxonomy: Taxonomy, number: int, seed: int) -> list[LabelTarget]:
    """`number` texts of the kinds that the question does not reach, the same for the same lists and seed."""
    chance = random.Random(seed)
    makers: list[tuple[float, str, Maker]] = [
        (0.4, "not-an-offence", _definitions),
        (0.2, "not-an-offence", _powers),
        (0.15, "not-an-offence", _sentences),
        (0.25, "other-offence", _other),
    ]
    out = []
    for _ in range(number):
        _, kind, make = chance.choices(makers, [maker[0] for maker in makers])[0]
        heading, text = make(lines, bank, chance)
        out.append(_target(heading, text, kind, taxonomy))
    return out


def _target(heading: str, text: str, kind: str, taxonomy: Taxonomy) -> LabelTarget:
    return LabelTarget(
        reading=f"{heading}\n{text}" if heading else text,
        headless=text,
        kind=list(taxonomy.kinds).index(kind),
        asked=False,
        scope=0.0,
        issues=np.zeros(len(taxonomy.issues), dtype=np.float32),
        safeguards=np.zeros(len(taxonomy.safeguards), dtype=np.float32),
        evidence=(),
    )


def _definitions(lines: Lines, _: Bank, chance: random.Random) -> tuple[str, str]:
    verb = chance.choice(["means", "means", "includes", "refers to", "is"])
    left, right = chance.choice([('"', '"'), ("“", "”"), ("'", "'"), ("", "")])
    terms = chance.sample(list(lines["term"]), chance.choice([1, 2, 2, 3, 4]))
    entries = [f"{left}{term}{right} {verb} {chance.choice(lines['meaning'])}" for term in terms]
    if chance.random() < 0.4:
        entries = [f"({'abcd'[at]}) {entry}" for at, entry in enumerate(entries)]
    joint = chance.choice(["; ", ";\n", "; and ", ". "])
    return chance.choice(lines["definition_heading"]), (
        f"{chance.choice(lines['definition_opener'])} {joint.join(entries)}.".strip()
    )


def _powers(lines: Lines, _: Bank, chance: random.Random) -> tuple[str, str]:
    acts = chance.sample(list(lines["power"]), chance.choice([1, 1, 2, 3]))
    parts = [f"{chance.choice(lines['holder'])} {act}{chance.choice(lines['condition'])}." for act in acts]
    return chance.choice(lines["plain_heading"]), _numbered(parts, chance)


def _sentences(lines: Lines, _: Bank, chance: random.Random) -> tuple[str, str]:
    parts = chance.sample(list(lines["sentence"]), chance.choice([1, 1, 1, 2]))
    return chance.choice(lines["plain_heading"]), _numbered(parts, chance)


def _other(lines: Lines, bank: Bank, chance: random.Random) -> tuple[str, str]:
    opener, penalty = bank.formula(chance)
    act, subject = chance.choice(lines["other"]), chance.choice(bank.lines["subject"])
    return chance.choice(lines["other_heading"]), f"{subject} who {act} {opener} {penalty}."


def _numbered(parts: Sequence[str], chance: random.Random) -> str:
    if len(parts) > 1 and chance.random() < 0.6:
        return "\n".join(f"({at}) {part}" for at, part in enumerate(parts, 1))
    return " ".join(parts)
