r"""The text of a law into its provisions.

Guarantees:
1. Provisions come in the order of the document; each bears its number as written and its place.
2. Between the first provision and the end every line is in the text or heading of a provision, but for headings of
   parts, tables of contents, bare instructions to amend, notes after the law and its closing words.
3. Where no number is found the whole text is one provision; an empty document has none.
4. `text` is cleaned as `clean` does, its lines joined by `\n`, so offsets count characters of what is judged.
"""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.provisions import vocabulary as words
from pipeline.provisions.amendments import asks, inline, is_instruction
from pipeline.provisions.clause import from_text
from pipeline.provisions.headings import Draft, give_headings
from pipeline.provisions.lines import Line, Paragraph, is_capitals, is_title, lines_of
from pipeline.provisions.numbers import BARE, Mark
from pipeline.provisions.starts import Document, read
from pipeline.records import Provision

_INSTRUCTION = 80  # words: a longer clause that inserts sections is itself a provision


def split(blocks: Iterable[Paragraph], source: str) -> Iterator[Provision]:
    """The provisions of a laid-out law, in order; see the guarantees above.

    Raises nothing: any text gives provisions, or none where it is empty.
    """
    lines = lines_of(blocks)
    if not lines:
        return
    document = read(lines)
    drafts = _drafts(document)
    if not drafts:
        yield from_text("\n".join(line.text for line in lines), source).model_copy(update={"place": lines[0].place})
        return
    for draft in drafts:
        found = _provision(draft, document, source)
        if found:
            yield found


def _drafts(document: Document) -> list[Draft]:
    """Every provision with the lines it owns and its heading."""
    drafts = _owned(document)
    numbered = [draft for draft in drafts if draft.line not in document.annexes]
    taken = set(document.annexes | document.parts)
    give_headings(numbered, document.lines, frozenset(taken | _part_titles(document, drafts)))
    headings = {draft.above for draft in numbered}
    for draft in drafts:
        if draft.line in document.annexes:
            draft.owned = [at for at in draft.owned if at not in headings]
            _title_of_annex(draft, document.lines)
        while draft.owned and _is_cross_heading(document.lines, draft):
            draft.owned.pop()
    return [draft for draft in drafts if draft.line not in document.annexes or draft.owned]


def _owned(document: Document) -> list[Draft]:
    """Each line after the first provision given to the provision it stands in."""
    drafts: list[Draft] = []
    outer: Draft | None = None
    inner: Draft | None = None
    until = 0
    for at in range(document.end):
        if inner and at >= until:
            inner = None
        if at in document.annexes or at in document.starts:
            outer, inner = _begun(document, at), None
            drafts.append(outer)
        elif at in document.inserted:
            inner, until = _begun(document, at), document.inserted[at]
            drafts.append(inner)
        elif at not in document.parts and (current := inner or outer):
            current.owned.append(at)
    first = next((i for i, draft in enumerate(drafts) if draft.line not in document.annexes), 0)
    return drafts[first:]


def _begun(document: Document, at: int) -> Draft:
    text = document.lines[at].text
    mark = document.marks[at]
    if at in document.annexes or mark is None:
        found = words.ANNEX.match(text)
        number = found["number"].strip() if found else text
        mark = Mark("annex", number, (0,), len(number), 0.0, False)
    return Draft(
        at, mark, text[mark.after :].strip() if mark.family != "annex" else text[mark.after :].strip(" :.—–-"), []
    )


def _part_titles(document: Document, drafts: Sequence[Draft]) -> set[int]:
    """Titles of parts on the line after "PART II"; they are taken out of the provision before."""
    lines, out = document.lines, set[int]()
    begun = {draft.line: draft for draft in drafts}
    above = _has_notes(document, drafts)
    for at in sorted(document.parts):
        title = at + 1
        if title >= document.end or title in begun or title in document.parts or not _names_only(lines[at].text):
            continue
        following = begun.get(title + 1)
        note = above and following and not (lines[title].level or is_capitals(lines[title].text))
        if is_title(lines[title]) and not (note and following and not _has_title(following, lines)):
            out.add(title)
    for draft in drafts:
        draft.owned = [at for at in draft.owned if at not in out]
    return out


def _has_notes(document: Document, drafts: Sequence[Draft]) -> bool:
    """Whether headings stand above the numbers: seen where no part begins just before."""
    plain = [draft for draft in drafts if draft.line and not document.parts & {draft.line - 1, draft.line - 2}]
    noted = sum(is_title(document.lines[draft.line - 1], draft.mark.family in BARE) for draft in plain)
    return not plain or noted >= len(plain) / 2


def _names_only(text: str) -> bool:
    """Whether the heading of a part has a number but no title beside it."""
    found = words.STRUCTURE.match(text)
    if not found:
        return False
    rest = found["rest"] or found["east_rest"] or found["turkish_rest"] or found["arabic_rest"] or ""
    return not rest.strip(" :.—–-")


def _has_title(draft: Draft, lines: Sequence[Line]) -> bool:
    """Whether a provision has, or does not need, a heading of its own, so that the line above it is a part's."""
    if not draft.rest:
        return True
    return bool(draft.owned) and is_title(Line(draft.rest, "", 0, True))


def _title_of_annex(draft: Draft, lines: Sequence[Line]) -> None:
    """A schedule without numbered paragraphs: its title, and the reference to a section, are no text."""
    draft.heading = draft.rest
    draft.rest = ""
    while draft.owned:
        line = lines[draft.owned[0]]
        if not words.REFERENCE.fullmatch(line.text) and (draft.heading or not is_title(line)):
            return
        if not words.REFERENCE.fullmatch(line.text):
            draft.heading = line.text
        del draft.owned[0]


def _is_cross_heading(lines: Sequence[Line], draft: Draft) -> bool:
    """Whether the last line is a heading of the document that belongs to what follows."""
    line = lines[draft.owned[-1]]
    return bool(line.level) and (len(draft.owned) > 1 or bool(draft.rest)) and is_title(line)


def _provision(draft: Draft, document: Document, source: str) -> Provision | None:
    """The finished provision; None for a bare instruction whose inserted sections stand for it."""
    lines = document.lines
    # A line that held only the closing mark of a quotation is empty by now.
    text = [found for found in (draft.rest, *(lines[at].text for at in draft.owned)) if found]
    passages = _passages(draft, document)
    if passages:
        text = passages
    elif _is_instruction(draft, document, text):
        return None
    heading = draft.heading
    if not text:
        text, heading = [heading or lines[draft.line].text], ""
    number = draft.mark.number if text != [lines[draft.line].text] or draft.heading else ""
    first = draft.above if draft.above is not None else draft.line
    return Provision(
        source=source,
        place=lines[first].place,
        provision=number,
        heading=heading.strip(),
        text="\n".join(text),
    )


def _passages(draft: Draft, document: Document) -> list[str]:
    """What an amending clause inserts that is no whole section: quoted passages and words."""
    if draft.line in document.inserted:
        return []
    changes = False
    out: list[str] = []
    spans = [(draft.rest, False), *((document.lines[at].text, at in document.quoted) for at in draft.owned)]
    for text, quoted in spans:
        put = [text] if quoted else inline(text)
        changes |= bool(put)
        # What is no instruction is a rule of the bill's own and stays.
        out += put or ([text] if text and not is_instruction(text) else [])
    return out if changes else []


def _is_instruction(draft: Draft, document: Document, text: Sequence[str]) -> bool:
    """Whether a clause only tells to insert the sections that follow it."""
    last = draft.owned[-1] if draft.owned else draft.line
    follows = last + 1 in document.inserted
    short = len(" ".join(text).split()) <= _INSTRUCTION
    return follows and short and asks(document.lines[last].text) and all(map(is_instruction, text))
