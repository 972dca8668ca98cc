"""Ids of new records, made of country, law, year and number as those of the corpus are: `ke-cmca-2018-s5`."""

import re
import unicodedata
from collections.abc import Sequence, Set

from pipeline.dataset.rows import UNKNOWN
from pipeline.records import LabelledProvision

LONGEST = 12  # letters of a law's short name
_SMALL = frozenset(
    ["a", "an", "and", "etc", "for", "in", "of", "on", "or", "the", "to", "by", "with"]
    + ["de", "la", "le", "du", "des", "el", "y", "e"]
)
_NUMBERS = (("section", "s"), ("sec", "s"), ("article", "art"), ("paragraph", "para"), ("regulation", "reg"))


def named(records: Sequence[LabelledProvision], taken: Set[str]) -> list[LabelledProvision]:
    """The records under ids that none of `taken` and no other has; the same rows get the same ids.

    A record that came with an id keeps it.
    """
    used, done = set(taken) | {record.id for record in records if record.id != UNKNOWN}, []
    for record in records:
        if record.id != UNKNOWN:
            done.append(record)
            continue
        parts = (record.jurisdiction.lower(), _short(record.law), str(record.year), _number(record.provision))
        base = "-".join(part for part in parts if part)
        name, again = base, 2
        while name in used:
            name, again = f"{base}-{again}", again + 1
        used.add(name)
        done.append(record.model_copy(update={"id": name}))
    return done


def _short(law: str) -> str:
    """The first letters of a law's words ("Computer Misuse Act": cma), or its one word cut; empty in other scripts."""
    words: list[str] = [word for word in re.findall(r"[a-z0-9]+", _plain(law)) if word not in _SMALL]
    if len(words) == 1:
        return words[0][:LONGEST]
    return "".join(word if word.isdigit() else word[0] for word in words)[:LONGEST]


def _number(provision: str) -> str:
    plain = _plain(provision)
    for long, short in _NUMBERS:
        plain = re.sub(rf"\b{long}s?\b\.?", short, plain)
    plain = plain.replace("\u00a7", "s")
    number = "-".join(re.findall(r"[a-z0-9]+", plain))
    shortened: str = re.sub(r"\b(s|art|para|reg)-(?=[a-z0-9])", r"\1", number)
    return shortened[:40].strip("-")


def _plain(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(mark))
