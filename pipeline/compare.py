"""Two drafts side by side: which provision became which, and whether its verdict improved or got worse.

1. What stands word for word in both drafts belongs together, wherever it stands.
2. The rest is paired by the likeness of the words, in which rare words count more than the boilerplate that every
   offence shares; the same number or heading helps, and never decides alone.
3. The likeliest pair is taken first, so a provision that was moved or renumbered is still found. Each provision
   stands in one pair; what is left was added or removed.
"""

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.records import Verdict

Change = Literal["improved", "worse", "same", "added", "removed"]
ENOUGH = 0.45  # of likeness and the help below, for two provisions to be one
SAME_NUMBER = 0.15
SAME_HEADING = 0.15
CANDIDATES = 12  # old provisions looked at for a new one
RARE = 16  # words of a provision by which candidates are found
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # Thai to Han
_NAME_OF_UNIT = re.compile(r"^(?:sections?|sec|s|articles?|art|clauses?|cl|paragraph|para)(?=\W*\d)", re.IGNORECASE)
_RANK = {None: 0, "narrow": 0, "undecided": 1, "overbroad": 2}


@dataclass(frozen=True)
class Pair:
    """A provision in the old and in the new draft; one of them is None where it was added or removed.

    `likeness` is the share of words that both have, rare words weighing more: 0 to 1.
    """

    old: Verdict | None
    new: Verdict | None
    likeness: float = 0.0

    @property
    def change(self) -> Change:
        """What became of the verdict: overbroad is worse than undecided, and undecided worse than the others."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        step = _RANK[self.new.scope] - _RANK[self.old.scope]
        return "same" if step == 0 else "worse" if step > 0 else "improved"

    @property
    def reworded(self) -> bool:
        """Whether the heading or the words differ; white space does not count."""
        if self.old is None or self.new is None:
            return False
        return _plain(self.old) != _plain(self.new)

    @property
    def solved(self) -> tuple[str, ...]:
        """Issues that the old text had and the new one has not."""
        return _issues_only_in(self.old, self.new) if self.new else ()

    @property
    def raised(self) -> tuple[str, ...]:
        """Issues that the new text has and the old one had not."""
        return _issues_only_in(self.new, self.old) if self.old else ()


def align(old: Sequence[Verdict], new: Sequence[Verdict]) -> list[Pair]:
    """Pairs in the order of the new draft; what was removed stands behind the provision it followed in the old one.

    Time grows with the number of provisions times CANDIDATES, so drafts of thousands of provisions take seconds.
    """
    chosen = {ours: (theirs, 1.0) for ours, theirs in _identical(old, new).items()}
    taken = {theirs for theirs, _ in chosen.values()}
    for _, likeness, theirs, ours in sorted(
        _scored(old, new, chosen, taken), key=lambda row: (-row[0], row[2], row[3])
    ):
        if ours not in chosen and theirs not in taken:
            chosen[ours] = (theirs, likeness)
            taken.add(theirs)
    return _in_order(old, new, chosen)


def _identical(old: Sequence[Verdict], new: Sequence[Verdict]) -> dict[int, int]:
    """New to old for provisions with the same words; among copies of one text, the same number goes first."""
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    keys: tuple[Callable[[Verdict], object], ...] = (lambda row: (_number(row), _plain(row)), _plain)
    for key in keys:
        waiting: dict[object, deque[int]] = defaultdict(deque)
        for theirs, row in enumerate(old):
            if theirs not in taken:
                waiting[key(row)].append(theirs)
        for ours, row in enumerate(new):
            if ours not in chosen and waiting[key(row)]:
                chosen[ours] = waiting[key(row)].popleft()
                taken.add(chosen[ours])
    return chosen


def _scored(
    old: Sequence[Verdict], new: Sequence[Verdict], chosen: Mapping[int, object], taken: set[int]
) -> Iterator[tuple[float, float, int, int]]:
    """(score, likeness, old, new) of every couple that is like enough, among those not paired yet."""
    left = {theirs: Counter(_tokens(row.text)) for theirs, row in enumerate(old) if theirs not in taken}
    right = {ours: Counter(_tokens(row.text)) for ours, row in enumerate(new) if ours not in chosen}
    found_in = Counter(token for words in (*left.values(), *right.values()) for token in words)
    weights = {token: math.log1p((len(left) + len(right)) / count) for token, count in found_in.items()}
    nearby = _Nearby(old, left, weights)
    for ours, words in right.items():
        for theirs in nearby.of(new[ours], words):
            likeness = _overlap(left[theirs], words, weights)
            score = likeness + SAME_NUMBER * (_number(old[theirs]) == _number(new[ours]) != "")
            score += SAME_HEADING * (_folded(old[theirs].heading) == _folded(new[ours].heading) != "")
            if score >= ENOUGH:
                yield score, likeness, theirs, ours


class _Nearby:
    """Finds the old provisions worth comparing: those with the same number or heading, or that share rare words."""

    def __init__(self, old: Sequence[Verdict], left: Mapping[int, Counter[str]], weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._names: dict[str, list[int]] = defaultdict(list)
        self._rare: dict[str, list[int]] = defaultdict(list)
        for theirs, words in left.items():
            for name in {f"number {_number(old[theirs])}", f"heading {_folded(old[theirs].heading)}"}:
                self._names[name].append(theirs)
            for token in self._rarest(words):
                self._rare[token].append(theirs)

    def of(self, row: Verdict, words: Counter[str]) -> set[int]:
        """At most three times CANDIDATES old provisions."""
        found: set[int] = set()
        for name, word in (("number", _number(row)), ("heading", _folded(row.heading))):
            if word:
                found.update(self._names.get(f"{name} {word}", ())[:CANDIDATES])
        shared: Counter[int] = Counter()
        for token in self._rarest(words):
            # A word of very many provisions tells nothing, and a list of thousands would cost time.
            shared.update(self._rare.get(token, ())[: 20 * CANDIDATES])
        found.update(theirs for theirs, _ in shared.most_common(CANDIDATES))
        return found

    def _rarest(self, words: Counter[str]) -> list[str]:
        """Words that both drafts may share come first: a word found once in all can lead nowhere."""
        top = max(self._weights.values(), default=0.0)
        shared = [token for token in words if self._weights[token] < top] or list(words)
        return sorted(shared, key=lambda token: (-self._weights[token], token))[:RARE]


def _in_order(old: Sequence[Verdict], new: Sequence[Verdict], chosen: Mapping[int, tuple[int, float]]) -> list[Pair]:
    place = {theirs: ours for ours, (theirs, _) in chosen.items()}
    removed: dict[int, list[Pair]] = defaultdict(list)
    after = -1
    for theirs, row in enumerate(old):
        after = place.get(theirs, after)
        if theirs not in place:
            removed[after].append(Pair(row, None))
    pairs = removed[-1]
    for ours, row in enumerate(new):
        before, likeness = chosen.get(ours, (None, 0.0))
        pairs += [Pair(None if before is None else old[before], row, round(likeness, 3)), *removed[ours]]
    return pairs


def _overlap(left: Counter[str], right: Counter[str], weights: Mapping[str, float]) -> float:
    """Twice the weight of the shared words over the weight of all words of both (Dice's measure): 0 to 1."""
    shared = sum(weights[token] * count for token, count in (left & right).items())
    whole = sum(weights[token] * count for words in (left, right) for token, count in words.items())
    return 2 * shared / whole if whole else 0.0


def _tokens(text: str) -> Iterator[str]:
    """Words in small letters; scripts that write no spaces give their pairs of letters."""
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.search(word) and len(word) > 1:
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word


def _number(row: Verdict) -> str:
    """The number without the name of its unit or punctuation: "Section 12A." and "12a" are one."""
    return "".join(_WORD.findall(_NAME_OF_UNIT.sub("", row.provision.strip().casefold())))


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _plain(row: Verdict) -> tuple[str, str]:
    return " ".join(row.heading.split()), " ".join(row.text.split())


def _issues_only_in(one: Verdict | None, other: Verdict | None) -> tuple[str, ...]:
    known = {issue.tag for issue in other.issues} if other else set()
    return tuple(issue.tag for issue in one.issues if issue.tag not in known) if one else ()
