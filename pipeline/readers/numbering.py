"""Word's automatic numbers, which stand nowhere in the text of a file: counted as Word counts them.

docx2python keeps the count of a list but neither its written form ("Section %1.", "(%3)": it shows "1)") nor a number
that comes with a style, as headings of laws mostly have theirs; a law is cited by its numbers: they are counted here.
Source: ECMA-376 part 1, 17.9 (numbering): abstractNum, num, lvlOverride, lvlRestart, isLgl, suff.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.readers.counting import written
from pipeline.readers.package import W
from pipeline.readers.styles import Styles, switched_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEPTH = 9  # levels of a list
_HOLE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    """One level of a list; in `pattern`, %1 to %9 stand for the levels' counts; `restart` is the level that resets."""

    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False
    style: str = ""
    hidden: bool = False


class Numbers:
    """The lists of one document and how far each has been counted. `before` must see every paragraph once, in order."""

    def __init__(self, root: "Element | None", styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        self._levels: dict[str, tuple[str, list[Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._abstract = {item.get(f"{W}abstractNumId", ""): item for item in root.findall(f"{W}abstractNum")}
            self._lists = {item.get(f"{W}numId", ""): item for item in root.findall(f"{W}num")}

    def before(self, paragraph: "Element") -> str:
        """The number that Word shows before a paragraph, with what parts it from the text; "" where there is none."""
        name, written_level = self._styles.numbering(paragraph)
        if not name or name == "0" or name not in self._lists:
            return ""
        key, levels = self._list(name)
        depth = self._depth(paragraph, written_level, levels)
        if not levels or depth >= len(levels):
            return ""
        counts = self._counts.setdefault(key, [None] * _DEPTH)
        self._count(name, counts, levels, depth)
        level = levels[depth]
        if level.hidden or level.kind == "none" and not level.pattern:
            return ""
        if level.kind == "bullet":
            return "• "
        shown = _HOLE.sub(lambda hole: _shown(int(hole[1]) - 1, counts, levels, level.legal), level.pattern)
        return shown.strip() + level.suffix if shown.strip() else ""

    def _depth(self, paragraph: "Element", written_level: str | None, levels: list[Level]) -> int:
        """The level: as written in the paragraph, else the one that is tied to its style, else as the style writes."""
        direct = value(paragraph, "pPr", "numPr", "ilvl")
        if direct is None and value(paragraph, "pPr", "numPr", "numId") is None:
            for name in self._styles.names(paragraph):
                for depth, level in enumerate(levels):
                    if level.style == name:
                        return depth
        chosen = direct or written_level or "0"
        return int(chosen) if chosen.isdecimal() else 0

    def _count(self, name: str, counts: list[int | None], levels: list[Level], depth: int) -> None:
        """One paragraph more at `depth`; deeper levels begin again."""
        held = counts[depth]
        override = self._start_override(name, depth)
        if override is not None and (name, depth) not in self._begun:
            held = None
        first = levels[depth].start if override is None else override
        self._begun.add((name, depth))
        counts[depth] = first if held is None else held + 1
        for deeper in range(depth + 1, len(levels)):
            restart = levels[deeper].restart
            # `lvlRestart` n: only a paragraph at level n (counted from 1) or higher resets it; 0: nothing does.
            if restart is None or depth < restart:
                counts[deeper] = None

    def _start_override(self, name: str, depth: int) -> int | None:
        for override in self._lists[name].findall(f"{W}lvlOverride"):
            if override.get(f"{W}ilvl") == str(depth):
                return _whole(value(override, "startOverride"))
        return None

    def _list(self, name: str) -> tuple[str, list[Level]]:
        """Which count a list shares (lists made from one pattern count on together), and its levels."""
        if name not in self._levels:
            key = value(self._lists[name], "abstractNumId") or ""
            abstract = self._abstract.get(key)
            link = value(abstract, "numStyleLink")
            linked = self._styles.list_of_style(link) if link else None
            if linked and linked != name and linked in self._lists:
                key = value(self._lists[linked], "abstractNumId") or ""
                abstract = self._abstract.get(key)
            levels = _levels(abstract)
            for override in self._lists[name].findall(f"{W}lvlOverride"):
                depth = _whole(override.get(f"{W}ilvl")) or 0
                own = override.find(f"{W}lvl")
                if own is not None and depth < len(levels):
                    levels[depth] = _level(own)
            self._levels[name] = key, levels
        return self._levels[name]


def _levels(abstract: "Element | None") -> list[Level]:
    """The levels of a pattern, highest first; a level left out is counted but shows nothing."""
    levels = [Level(pattern="") for _ in range(_DEPTH)]
    for element in [] if abstract is None else abstract.findall(f"{W}lvl"):
        depth = _whole(element.get(f"{W}ilvl")) or 0
        if depth < _DEPTH:
            levels[depth] = _level(element)
    return levels


def _level(element: "Element") -> Level:
    """One `w:lvl`."""
    return Level(
        start=_whole(value(element, "start")) or 0,
        kind=value(element, "numFmt") or "decimal",
        pattern=(value(element, "lvlText") or "")[:200],
        suffix="" if value(element, "suff") == "nothing" else " ",
        restart=_whole(value(element, "lvlRestart")),
        legal=switched_on(element, "isLgl"),
        style=value(element, "pStyle") or "",
        hidden=switched_on(element.find(f"{W}rPr"), "vanish"),
    )


def _shown(depth: int, counts: list[int | None], levels: list[Level], legal: bool) -> str:
    """The count of one level in its own letters; a level not yet counted shows where it would begin."""
    held = counts[depth]
    number = levels[depth].start if held is None else held
    return written(number, "decimal" if legal and levels[depth].kind != "none" else levels[depth].kind)


def _whole(text: str | None) -> int | None:
    """A whole number of at most six figures, else None."""
    return int(text) if text is not None and text.isdecimal() and len(text) <= 6 else None
