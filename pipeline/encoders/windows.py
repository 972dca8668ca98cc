"""A long text as overlapping windows of word pieces, so that nothing is cut silently."""

from collections.abc import Iterator, Sequence


def windows(length: int, size: int, stride: int) -> Iterator[tuple[int, int]]:
    """Start and end of each window over `length` pieces; the last one ends at the last piece.

    Windows start every `stride` pieces and hold `size`; the last is moved back so that it is full, which gives its
    words as much context as any other. An empty text has one empty window.
    """
    start = 0
    while start + size < length:
        yield start, start + size
        start += stride
    yield max(0, length - size), length


def batches_by_length(lengths: Sequence[int], batch: int) -> Iterator[list[int]]:
    """Positions in batches of like length, shortest first: padding is work for nothing."""
    order = sorted(range(len(lengths)), key=lambda at: (lengths[at], at))
    for start in range(0, len(order), batch):
        yield order[start : start + batch]
