"""Which numbers of a document are its provisions: the best rising chain, found in one pass.

A list inside a section, a reference at the head of a wrapped line or a year counts like a section number. What tells
them apart is the order of the whole: sections rise by one through the document, the others break that order.
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_GAP = 0.6  # what a missing number costs
_FAR = 1.2  # what a leap of more than _NEAR costs
_NEAR = 12
_RESTART = 1.0  # what beginning again at 1 costs, where a new part begins


@dataclass(frozen=True)
class Step:
    """A candidate: the line it stands on, how it counts, what it is worth, whether counting may begin anew with it."""

    line: int
    key: tuple[int, ...]
    worth: float
    anew: bool


_Found = tuple[float, int]  # what a chain is worth, and the step that ends it


class _Best:
    """The best chain that ends at or below a key: a Fenwick tree of maxima."""

    def __init__(self, size: int) -> None:
        self.tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def put(self, rank: int, value: tuple[float, int]) -> None:
        rank += 1
        while rank < len(self.tree):
            self.tree[rank] = max(self.tree[rank], value)
            rank += rank & -rank

    def below(self, rank: int) -> tuple[float, int]:
        found = (0.0, -1)
        while rank > 0:
            found = max(found, self.tree[rank])
            rank -= rank & -rank
        return found


def chain(steps: Sequence[Step]) -> tuple[float, list[int]]:
    """The worth of the best chain and the lines on it, in order."""
    keys = sorted({step.key for step in steps})
    best = _Best(len(keys))
    near: dict[int, tuple[float, int]] = {}  # first part of a key: the best chain that ends there
    before: list[int] = []
    top = (0.0, -1)
    for index, step in enumerate(steps):
        rank = bisect.bisect_left(keys, step.key)
        worth, previous = max(_options(step, steps, best.below(rank), near, top))
        found = (worth + step.worth, index)
        before.append(previous)
        best.put(rank, found)
        near[step.key[0]] = max(near.get(step.key[0], found), found)
        top = max(top, found)
    lines: list[int] = []
    index = top[1]
    while index >= 0:
        lines.append(steps[index].line)
        index = before[index]
    return top[0], lines[::-1]


def _options(
    step: Step, steps: Sequence[Step], below: _Found, near: dict[int, _Found], top: _Found
) -> Iterator[_Found]:
    """The chains that the step may follow, each less what the leap costs."""
    first = step.key[0]
    yield (0.0 if first <= 1 else -_GAP, -1)
    if first - 1 in near:
        yield near[first - 1]
    if first in near and steps[near[first][1]].key < step.key:
        yield near[first]
    worth, previous = below
    if previous >= 0:
        yield (worth - (_GAP if first - steps[previous].key[0] <= _NEAR else _FAR), previous)
    if step.anew and top[1] >= 0:
        yield (top[0] - _RESTART, top[1])
