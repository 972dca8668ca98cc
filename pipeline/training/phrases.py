"""The bank of short statutory phrases, `configs/phrases.toml`, from which practice clauses are composed."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SettingsError

_PAIRED = ("vague_limb", "content_limb", "catch_all_limb", "public_order", "terms_of_use", "negligent", "third_party")
PAIRS = (*_PAIRED, "privacy_tool", "technology")


@dataclass(frozen=True)
class Conduct:
    """What the offender does: `text` in the third person singular; `marks` are the tags that the words show."""

    family: str
    text: str
    natural_intent: bool
    marks: tuple[tuple[str, str], ...]

    @property
    def tags(self) -> set[str]:
        """The tags that the words show."""
        return {tag for tag, _ in self.marks}


@dataclass(frozen=True)
class Bank:
    """Phrases by element: `lines` plain, `pairs` with the words that decide, the conducts, and neutral headings."""

    lines: Mapping[str, Sequence[str]]
    pairs: Mapping[str, Sequence[tuple[str, str]]]
    conducts: Sequence[Conduct]
    headings: Mapping[str, Sequence[str]]

    @classmethod
    def load(cls, path: Path) -> "Bank":
        """Read the bank. Raises SettingsError where a phrase does not hold the words it is said to show."""
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        conducts = [
            Conduct(
                row["family"],
                row["text"],
                bool(row.get("natural_intent")),
                tuple((tag, words) for tag, words in [*row.get("safeguards", []), *row.get("issues", [])]),
            )
            for row in raw.pop("conduct")
        ]
        headings = raw.pop("heading")
        pairs = {name: [(whole, shown) for whole, shown in raw.pop(name)] for name in PAIRS}
        shown = [
            *((c.text, words) for c in conducts for _, words in c.marks),
            *(p for rows in pairs.values() for p in rows),
        ]
        for whole, words in shown:
            if words.lower() not in whole.lower():
                raise SettingsError(f"{path}: {words!r} is not in {whole!r}.", "Quote the phrase's own words.")
        return cls(raw, pairs, conducts, headings)

    def of(self, families: frozenset[str]) -> list[Conduct]:
        """The conducts of these families."""
        return [conduct for conduct in self.conducts if conduct.family in families]

    def outside(self, families: frozenset[str]) -> list[Conduct]:
        """The conducts of all other families."""
        return [conduct for conduct in self.conducts if conduct.family not in families]

    def formula(self, chance: random.Random) -> tuple[str, str]:
        """An offence formula and a penalty that fits it: "commits" wants "and is liable", "punished" wants "by"."""
        opener = chance.choice(self.lines["opener"])
        passive = opener.split()[-1].endswith("ed")
        fitting = [p for p in self.lines["penalty"] if p.startswith("and") != passive] or list(self.lines["penalty"])
        return opener, chance.choice(fitting)
