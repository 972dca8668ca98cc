"""Kinds, issue tags and safeguards, the principle and the advice behind each, from `configs/taxonomy.toml`.

The order of the file is the order of the model's outputs, and a tag that is added there needs no change in code.
Source of the definitions: `data/CODEBOOK.md`.
"""

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from pipeline.errors import SettingsError
from pipeline.records import Record


class Kind(Record):
    """What a provision is; `in_question` tells whether narrow or overbroad is asked of it."""

    in_question: bool
    meaning: str


class Issue(Record):
    """A drafting fault: when it decides, the principle it offends, what to do and what to compare with."""

    decisive: bool
    principle: str
    meaning: str
    advice: str
    compare: str
    decisive_with: tuple[str, ...] = ()
    decisive_quoted: bool = False
    decisive_kinds: tuple[str, ...] = ()
    absence: bool = False
    contradicts: str | None = None


class SafeguardRule(Record):
    """A narrowing element; `asked_of` lists the kinds of offence in which its absence is worth naming."""

    meaning: str
    asked_of: tuple[str, ...]


class Taxonomy(Record):
    """The whole file. Keys are tags; iteration order is file order."""

    principles: dict[str, str] = Field(min_length=1)
    kinds: dict[str, Kind] = Field(min_length=2)
    issues: dict[str, Issue] = Field(min_length=1)
    safeguards: dict[str, SafeguardRule] = Field(min_length=1)

    @property
    def questioned(self) -> tuple[str, ...]:
        """The kinds of which scope is asked."""
        return tuple(name for name, kind in self.kinds.items() if kind.in_question)

    def is_decisive(self, tag: str, *, others: frozenset[str], quoted: bool, kind: str) -> bool:
        """Whether this issue alone makes the offence overbroad, given the other issues, a quote and the kind.

        `no-intent` is the case that needs the context (codebook, section 2): mistake or negligence in words, no word
        of authorisation either, or a content offence.
        """
        issue = self.issues[tag]
        if issue.decisive or (quoted and issue.decisive_quoted) or kind in issue.decisive_kinds:
            return True
        return bool(others.intersection(issue.decisive_with))

    def principle_of(self, tag: str) -> str:
        """The principle that the issue offends, in words."""
        return self.principles[self.issues[tag].principle]


def load(path: Path) -> Taxonomy:
    """Read and check the file. Raises SettingsError when it is missing, malformed, or refers to an unknown name."""
    try:
        taxonomy = Taxonomy(**tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SettingsError(f"{path}: the taxonomy cannot be read ({error.strerror}).", "Restore the file.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError, TypeError) as error:
        raise SettingsError(f"{path}: not a taxonomy ({error}).", "Mend the key that is named.") from error
    for tag, issue in taxonomy.issues.items():
        unknown = [name for name in (*issue.decisive_with,) if name not in taxonomy.issues]
        unknown += [name for name in (issue.contradicts,) if name and name not in taxonomy.safeguards]
        unknown += [name for name in (issue.principle,) if name not in taxonomy.principles]
        unknown += [name for name in issue.decisive_kinds if name not in taxonomy.kinds]
        if unknown:
            raise SettingsError(f"{path}: issue {tag} refers to unknown {unknown[0]}.", "Add it or correct the name.")
    return taxonomy
