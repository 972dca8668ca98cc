"""What a reader of a laid-out document gives: its paragraphs in order, each with its place, before any splitting."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item or table cell.

    `text` has no line breaks except real ones within the paragraph; automatic numbers of a word processor stand at its
    beginning. `place` says where it is for a person ("paragraph 12", "page 3", "#sec_4"). `level` is the heading level
    (1 highest) or 0 for running text.
    """

    text: str
    place: str
    level: int = 0
