"""Word's styles, as far as they bear on a law's text: heading level, contents lists, numbers that a style brings."""

import re
from typing import TYPE_CHECKING

from pipeline.readers.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(toc|contents) ?(\d|heading)|table of (figures|contents)", re.IGNORECASE)
_DEEPEST = 30  # styles built one upon another


def value(parent: "Element | None", *names: str) -> str | None:
    """The `w:val` of the element that `names` lead to, direct child by direct child; None where there is none."""
    for name in names:
        parent = None if parent is None else parent.find(W + name)
    return None if parent is None else parent.get(f"{W}val")


def switched_on(parent: "Element | None", name: str) -> bool:
    """Whether an on-off property stands there and is on: `<w:vanish/>` is on, `<w:vanish w:val="0"/>` is off."""
    found = None if parent is None else parent.find(W + name)
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}


class Styles:
    """The paragraph styles of one document; a style that is not defined has no properties."""

    def __init__(self, root: "Element | None") -> None:
        self._found: dict[str, Element] = {}
        self._default = ""
        for style in () if root is None else root.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._found.setdefault(name, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self._default = name
        self._chains: dict[str, tuple[Element, ...]] = {}

    def chain(self, paragraph: "Element") -> "tuple[Element, ...]":
        """The styles that shape a paragraph, its own first, then what each is based on. Loops end."""
        name = value(paragraph, "pPr", "pStyle") or self._default
        if name not in self._chains:
            seen: list[str] = []
            step: str | None = name
            while step and step in self._found and step not in seen and len(seen) < _DEEPEST:
                seen.append(step)
                step = value(self._found[step], "basedOn")
            self._chains[name] = tuple(self._found[style] for style in seen)
        return self._chains[name]

    def level(self, paragraph: "Element") -> int:
        """The heading level (1 highest) by outline level or by the style's name; 0 for running text."""
        direct = value(paragraph, "pPr", "outlineLvl")
        if direct is not None:
            return _outline(direct)
        for style in self.chain(paragraph):
            outline = value(style, "pPr", "outlineLvl")
            if outline is not None:
                return _outline(outline)
            name = value(style, "name") or ""
            if heading := _HEADING.fullmatch(name):
                return int(heading[1])
            if name.lower() == "title":
                return 1
        return 0

    def in_contents(self, paragraph: "Element") -> bool:
        """Whether it is a line of a table of contents, which repeats headings and holds no law."""
        return any(_CONTENTS.match(value(style, "name") or "") for style in self.chain(paragraph))

    def numbering(self, paragraph: "Element") -> tuple[str | None, str | None]:
        """List and level of a paragraph, as written: its own words first, then those of its styles."""
        places = (paragraph, *self.chain(paragraph))
        lists = (value(place, "pPr", "numPr", "numId") for place in places)
        levels = (value(place, "pPr", "numPr", "ilvl") for place in places)
        return next(filter(None, lists), None), next(filter(None, levels), None)

    def names(self, paragraph: "Element") -> list[str]:
        """The identifiers of a paragraph's styles, its own first."""
        return [style.get(f"{W}styleId", "") for style in self.chain(paragraph)]

    def list_of_style(self, name: str) -> str | None:
        """The list that a numbering style stands for (`w:numStyleLink` points to such a style)."""
        return value(self._found.get(name), "pPr", "numPr", "numId")


def _outline(text: str) -> int:
    """Outline levels count from 0; 9 means running text."""
    return int(text) + 1 if text.isdecimal() and int(text) < 9 else 0
