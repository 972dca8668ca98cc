"""Laws in XML into provisions: Akoma Ntoso, USLM and CLML, told apart by the namespace of their first element.

Guarantees:
1. Each section, article, rule, regulation or schedule paragraph is one provision, wherever parts and chapters gather
   it; a larger one that only holds such units is opened. Text that stands directly in a part is a provision too.
2. Each level within a provision begins a line with its number; notes, tables of contents and struck words are left out.
3. A whole section that is inserted into another law follows the amending section as a provision of its own.
4. `place` is the element's eId, identifier or id, else its line.
Entities, external document types and the network are refused; the element lists stand in `lawlists`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, MissingExtraError
from pipeline.provisions import clean
from pipeline.readers.lawlists import GATHERING, STANDING, Standard, standard_of
from pipeline.readers.opening import as_text
from pipeline.records import Provision

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]{0,300}\?>")
_SPACES = re.compile(r"\s+")
_STOPS = " \t\n.:;\u2014\u2013-\"“”'‘’"
_UNKNOWN = "Give Akoma Ntoso, USLM or CLML; or save the law as text, HTML or Word."


def provisions(path: Path) -> Iterator[Provision]:
    """The provisions of a law in XML, in order.

    Raises InputError, with its cure, for XML that is broken, declares entities, is in no known standard or holds no
    provision; MissingExtraError where lxml is not installed.
    """
    yield from of_text(as_text(path), str(path))


def of_text(text: str, source: str) -> Iterator[Provision]:
    """The provisions of a law in XML given as text, called `source`. Raises as `provisions` does."""
    root = _root(text, source)
    space, _, _ = root.tag[1:].partition("}") if root.tag.startswith("{") else ("", "", "")
    standard = standard_of(space)
    if standard is None:
        raise InputError(f"{source}: XML of an unknown kind (its namespace is {space[:100] or 'not named'}).", _UNKNOWN)
    found = False
    for provision in _Law(standard, source).walk(root, ""):
        found = True
        yield provision
    if not found:
        raise InputError(f"{source}: {standard.name} without any provision.", "Check that its body holds the text.")


def _root(text: str, source: str) -> "Element":
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("lxml", "office") from error
    if "<!ENTITY" in text:
        raise InputError(
            f"{source}: it declares entities, which can hide or multiply text.", "Save it without a DOCTYPE."
        )
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        # We decoded the text ourselves, so that what was searched for entities is what the parser reads.
        root: Element = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        why = str(error.msg).replace("\n", " ")[:200]
        raise InputError(f"{source}: no sound XML ({why}).", "Mend it with the program that wrote it.") from error
    return root


def _name(element: "Element") -> str:
    """The local name; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _words(element: "Element", standard: Standard) -> str:
    """The words of a number or heading on one line, without notes."""

    def pieces(at: "Element") -> Iterator[str]:
        yield at.text or ""
        for child in at:
            if _name(child) and _name(child) not in standard.dropped:
                yield from pieces(child)
                # Headings hold headings (TitleBlock): their words must not run together.
                yield " " if _name(child) in standard.headings else ""
            yield child.tail or ""

    return clean(_SPACES.sub(" ", "".join(pieces(element))))


@dataclass
class _Law:
    """One document: its standard and its name."""

    standard: Standard
    source: str

    def walk(self, group: "Element", within: str) -> Iterator[Provision]:
        """The provisions of an element that gathers them; `within` names the schedule it stands in."""
        number, heading = self.label(group)
        if self.role(group) == "schedule":
            within = number or heading
        loose: list[Element] = []
        for child in group:
            role = self.role(child)
            if role in {"dropped", "label"}:
                continue
            if role in {"group", "schedule", "unit"} and loose:
                yield from self.unit(group, within, loose)
                loose = []
            if role in {"group", "schedule"}:
                yield from self.walk(child, within)
            elif role == "unit":
                yield from self.unit(child, within, list(child))
            else:
                loose.append(child)
        if loose:
            yield from self.unit(group, within, loose)

    def role(self, element: "Element") -> str:
        """What an element is to its parent: dropped, label, schedule, group, unit or (within a unit) line."""
        name, kinds = _name(element), self.standard
        if not name or name in kinds.dropped or element.get("status") == "removed":
            return "dropped"
        if name in kinds.numbers or name in kinds.headings:
            return "label"
        called = element.get("name", "").lower() if name == "hcontainer" else name.lower()
        if called in {"schedule", "euschedule", "annex", "appendix"}:
            return "schedule"
        if name in kinds.groups or (name == "hcontainer" and called in GATHERING):
            return "group"
        if name in kinds.units or name in kinds.inner:
            return "group" if self.holds_units(element) else "unit"
        return "line"

    def holds_units(self, element: "Element") -> bool:
        """Whether provisions of their own stand in an element, those that go into another law not counted."""
        inner_clause = _name(element) != "hcontainer"  # a clause of a section is one of its levels
        for child in element:
            name = _name(child)
            if name in self.standard.quoted or name in self.standard.dropped:
                continue
            standing = name == "hcontainer" and child.get("name", "").lower() in STANDING
            if standing or (name in self.standard.units and not (inner_clause and name == "clause")):
                return True
            if self.holds_units(child):
                return True
        return False

    def label(self, element: "Element") -> tuple[str, str]:
        """The number and the heading of an element, without the stops and quotation marks around them."""
        number = heading = ""
        for child in element:
            name = _name(child)
            if name in self.standard.numbers:
                number = number or _words(child, self.standard).strip(_STOPS)
            elif name in self.standard.headings:
                heading = " ".join(part for part in (heading, _words(child, self.standard)) if part)
        return number, heading.strip(_STOPS)

    def unit(self, element: "Element", within: str, parts: "list[Element]") -> Iterator[Provision]:
        """An element, or some of its parts, as a provision, then the whole sections that it inserts elsewhere."""
        number, heading = self.label(element)
        above = element.getparent()
        if not heading and above is not None and _name(above) == "P1group":
            heading = self.label(above)[1]  # CLML: the heading of a section stands on the group around it
        if within and number != within:
            number = f"{within}, paragraph {number}" if number else within
        lines = _Lines(self)
        lines.begin(element)
        for part in parts:
            if self.role(part) != "label":
                lines.read(part)
        text = lines.text()
        if any(mark.isalpha() for mark in text):
            place = self.place(element)
            yield Provision(source=self.source, place=place, provision=number, heading=heading, text=text)
        for quoted in lines.aside:
            yield from self.walk(quoted, "")

    def place(self, element: "Element") -> str:
        """The nearest name that the document itself gives, else the line."""
        for at in (element, *element.iterancestors()):
            for key in self.standard.places:
                if name := at.get(key, "").strip():
                    return name[:300] if name.startswith(("/", "http")) else f"#{name[:300]}"
        return f"line {element.sourceline}"


@dataclass
class _Lines:
    """The text of a provision as it is read: a line a level, each with its number before it."""

    law: _Law
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    numbered: bool = False
    aside: "list[Element]" = field(default_factory=list)

    def text(self) -> str:
        self.close()
        return clean("\n".join(self.lines))

    def begin(self, element: "Element") -> None:
        """Text that stands in the provision itself, before any part of it."""
        self.add(element.text or "")

    def add(self, text: str) -> None:
        self.words.append(_SPACES.sub(" ", text))
        self.numbered = self.numbered and not text.strip()

    def close(self) -> None:
        """End the line, unless it holds numbers only: those wait for their words."""
        if not self.numbered:
            line = _SPACES.sub(" ", "".join(self.words)).strip()
            self.lines += [line] if line else []
            self.words = []

    def read(self, element: "Element") -> None:
        """An element and its tail."""
        kinds, name = self.law.standard, _name(element)
        if name in kinds.quoted and self.law.holds_units(element):
            self.aside.append(element)
        elif self.law.role(element) == "label":
            self.label(element, name)
        elif self.law.role(element) != "dropped":
            begins = name in kinds.lines | kinds.inner | kinds.units | kinds.groups | kinds.quoted
            if begins:
                self.close()
            self.inside(element, name in kinds.quoted)
            if begins:
                self.close()
        self.add(element.tail or "") if (element.tail or "").strip() else self.words.append(" " if element.tail else "")

    def inside(self, element: "Element", quoted: bool) -> None:
        default = ("“", "”") if quoted and _name(element) == "BlockAmendment" else ("", "")
        opening, closing = element.get("startQuote", default[0]), element.get("endQuote", default[1])
        if opening and quoted:
            self.words.append(opening)
            self.numbered = True  # so that the quotation mark stays with the words it opens
        self.add(element.text or "")
        for child in element:
            self.read(child)
        if closing and quoted:
            if not self.words and self.lines:
                self.words.append(self.lines.pop())
            self.add(closing)

    def label(self, element: "Element", name: str) -> None:
        """A number begins a line and its words follow on it; a heading is a line of its own after its number."""
        words = _words(element, self.law.standard)
        self.close()
        if name not in self.law.standard.numbers:
            self.add(words)
            self.close()
        elif words:
            self.words.append(_dressed(element, words) + " ")
            self.numbered = True


def _dressed(element: "Element", words: str) -> str:
    """A number as printed. CLML keeps the brackets of "(1)" and "(a)" out of the text, or in attributes."""
    if _name(element) != "Pnumber":
        return words
    above = element.getparent()
    bracketed = above is not None and _name(above) != "P1" and words.isalnum()
    before, after = ("(", ")") if bracketed else ("", "")
    return f"{element.get('PuncBefore', before)}{words}{element.get('PuncAfter', after)}"
