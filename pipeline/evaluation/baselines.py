"""What a score must beat: the commonest label of the training records, and a list of keywords."""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.records import LabelledProvision

# Word stems that a hurried reader goes by; written down before any measurement and not tuned since.
_CONTENT = re.compile(
    r"\b(false|fals|rumou?r|news|insult|offens|defam|slander|libel|honou?r|reputation|dignity|moral|decen|obscen|blasphem"
    r"|religio|hatred|propaganda|extremis|incit|publish|disseminat|annoy|public order|unity|prestige|porno)\w*",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"\b(computer system|information system|computer|data|network|intercept|access|program|device|password|malware)\w*",
    re.IGNORECASE,
)
_ENABLED = re.compile(
    r"\b(fraud|deceiv|decept|forg|identity|extort|threat|stalk|harass|copyright|gambl|card|spam|unsolicited)\w*",
    re.IGNORECASE,
)
_PUNISHES = re.compile(
    r"\b(offence|offense|imprison|fine|guilty|punish|convict|penalt|liable|sentenced|custody|prison)\w*", re.IGNORECASE
)


def keyword_scope(text: str) -> str:
    """`overbroad` where words about expression stand, else `narrow`."""
    return "overbroad" if _CONTENT.search(text) else "narrow"


def keyword_kind(text: str) -> str:
    """A kind by keywords alone, in the order: no punishment, expression, known crimes, computers, other."""
    if not _PUNISHES.search(text):
        return "not-an-offence"
    if _CONTENT.search(text):
        return "content-based"
    if _ENABLED.search(text):
        return "cyber-enabled"
    return "cyber-dependent" if _SYSTEM.search(text) else "other-offence"


def majority(labels: Sequence[str]) -> str:
    """The commonest label, the first in the alphabet among equals."""
    counts = Counter(labels)
    return min(counts, key=lambda label: (-counts[label], label))


def commonest(records: Sequence[LabelledProvision]) -> dict[str, str]:
    """The majority baseline's answers for `kind` and `scope`, from the training records."""
    return {
        "kind": majority([record.kind for record in records]),
        "scope": majority([record.scope for record in records if record.scope is not None]),
    }
