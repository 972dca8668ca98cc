"""The heading of a provision: beside its number, run into its text, on the line below the number or above it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.provisions.lines import Line, begins_small, is_capitals, is_title
from pipeline.provisions.numbers import BARE, Mark, mark_of

_DASHED = re.compile(r"(?P<heading>[^;:\n]{2,140}?)(?:\s*\.\s*[—–―-]+\s*|\s*—\s*(?=\(1\)))(?=\S)")
_BRACKETED = re.compile(r"[(（【\[](?P<heading>[^()（）【】\[\]\n]{2,80})[)）】\]][\s.–—-]*")
_FIRST_SENTENCE = re.compile(r"(?P<heading>[^.;:()\n]{2,80})\.\s+(?=[^\W\d_]|[(¿¡«“\"]|\d)")
_REPEALED = re.compile(
    r"[(\[]?\s*(?:repealed|omitted|deleted|spent|revoked|reserved|abrogée?|supprimée?|derogad[oa]|revogad[oa]|abrogat[oa]|uchylony|"
    r"aufgehoben|weggefallen|vervallen|утратил|исключ|виключ|mülga|dihapus|ملغاة|删去|削除|삭제)",
    re.IGNORECASE,
)
_LONGEST_RUN_IN = 14  # words
_LONGEST_SENTENCE = 8


@dataclass
class Draft:
    """A provision in the making: its first line, the words after its number, its other lines, its heading."""

    line: int
    mark: Mark
    rest: str
    owned: list[int]
    heading: str = ""
    above: int | None = None
    passages: list[str] = field(default_factory=list)


def give_headings(drafts: Sequence[Draft], lines: Sequence[Line], taken: frozenset[int]) -> None:
    """Find each draft's heading and take it out of the text. `taken` are lines that belong to no provision."""
    stopped = _share(drafts, lambda draft: _first_sentence(draft, lines) is not None)
    eastern = _share(drafts, lambda draft: bool(draft.rest and draft.owned) and _is_beside(draft, lines, False))
    for draft in drafts:
        if draft.rest:
            _from_rest(draft, lines, stopped >= 0.5, eastern >= 0.5)
        else:
            _from_below(draft, lines)
    _from_above(drafts, lines, taken)


def _share(drafts: Sequence[Draft], test: Callable[[Draft], bool]) -> float:
    return sum(map(test, drafts)) / max(1, len(drafts))


def _from_rest(draft: Draft, lines: Sequence[Line], stopped: bool, eastern: bool) -> None:
    """Headings that stand on the line of the number."""
    rest = draft.rest
    bracketed = _BRACKETED.match(rest)
    dashed = _DASHED.match(rest)
    if _REPEALED.match(rest):
        return
    if bracketed and _is_words(bracketed["heading"]) and (rest[bracketed.end() :] or draft.owned):
        draft.heading, draft.rest = bracketed["heading"], rest[bracketed.end() :]
    elif dashed and len(dashed["heading"].split()) <= _LONGEST_RUN_IN and not rest.startswith("("):
        draft.heading, draft.rest = dashed["heading"], rest[dashed.end() :]
    elif _is_beside(draft, lines, stopped) and (eastern or _has_case(rest) or _is_label(draft)):
        draft.heading, draft.rest = rest.rstrip(" ."), ""
    elif stopped and (found := _first_sentence(draft, lines)):
        draft.heading, draft.rest = found, rest[len(found) + 1 :].lstrip()


def _is_words(text: str) -> bool:
    """Whether bracketed words can be a heading, not the number of a subsection."""
    return (
        len(text) > 1 and not text.strip().isdigit() and not re.fullmatch(r"\d+\w?|[a-z]{1,4}|[ivxlc]+", text.strip())
    )


def _is_label(draft: Draft) -> bool:
    """Whether a few words without capitals, as Arabic has none, can be a title; Chinese writes no spaces between."""
    return draft.mark.family != "east" and len(draft.rest.split()) <= 3


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()


def _is_beside(draft: Draft, lines: Sequence[Line], stopped: bool) -> bool:
    """Whether the rest of the line is a title and the body begins on the next one."""
    if not draft.owned or begins_small(lines[draft.owned[0]].text) or draft.rest.startswith(("(", "[")):
        return False
    line = Line(draft.rest, "", lines[draft.line].level, True)
    allowed = bool(line.level) or is_capitals(draft.rest)
    return is_title(line, allowed or (stopped and len(draft.rest.split()) <= _LONGEST_SENTENCE))


def _first_sentence(draft: Draft, lines: Sequence[Line]) -> str | None:
    """A short first sentence that may be a heading: "Objeto. La presente ley ..."."""
    if draft.rest.startswith("(") or begins_small(draft.rest):
        return None
    alone = draft.rest.endswith(".") and draft.rest.count(".") == 1 and bool(draft.owned)
    found = _FIRST_SENTENCE.match(draft.rest)
    heading = draft.rest[:-1] if alone else found["heading"] if found else ""
    return heading if heading and len(heading.split()) <= _LONGEST_SENTENCE else None


def _from_below(draft: Draft, lines: Sequence[Line]) -> None:
    """The number has a line of its own: a title on the next line is the heading, where a body follows it."""
    if len(draft.owned) < 2:
        return
    first, second = lines[draft.owned[0]], lines[draft.owned[1]]
    bracketed = _BRACKETED.fullmatch(first.text)
    if bracketed and _is_words(bracketed["heading"]):
        draft.heading = bracketed["heading"]
        del draft.owned[0]
    elif is_title(first) and not begins_small(second.text) and not _goes_on(first, second):
        draft.heading = first.text
        del draft.owned[0]


def _goes_on(first: Line, second: Line) -> bool:
    """Whether two lines are one sentence: a verb of command in the first, or a reference at the head of the second."""
    mark = mark_of(second.text)
    return not first.level and (" shall " in first.text or (mark is not None and mark.strength < 0))


def _from_above(drafts: Sequence[Draft], lines: Sequence[Line], taken: frozenset[int]) -> None:
    """Titles and marginal notes on the line before the number, where most provisions without a heading have one."""
    open_drafts = [at for at, draft in enumerate(drafts) if not draft.heading]
    found = [at for at in open_drafts if _may_be_above(drafts, at, lines, taken)]
    bracketed = [at for at in found if _BRACKETED.fullmatch(lines[drafts[at].line - 1].text)]
    if len(found) < 2 or len(found) < 0.6 * len(open_drafts):
        found = bracketed
    for at in found:
        draft = drafts[at]
        above = draft.line - 1
        if at and drafts[at - 1].owned and drafts[at - 1].owned[-1] == above:
            drafts[at - 1].owned.pop()
        inner = _BRACKETED.fullmatch(lines[above].text)
        draft.heading = inner["heading"] if inner else lines[above].text.rstrip(" .")
        draft.above = above


def _may_be_above(drafts: Sequence[Draft], at: int, lines: Sequence[Line], taken: frozenset[int]) -> bool:
    draft = drafts[at]
    above = draft.line - 1
    if above < 0 or above in taken:
        return False
    if at:
        before = drafts[at - 1]
        if above == before.line or (
            before.owned and before.owned[-1] == above and len(before.owned) < 2 and not before.rest
        ):
            return False  # it is all the text that the provision before has
    line = lines[above]
    bracketed = _BRACKETED.fullmatch(line.text)
    if bracketed:
        return draft.mark.family == "east" and _is_words(bracketed["heading"])
    short = len(line.text.split()) <= _LONGEST_SENTENCE
    return is_title(line) or (draft.mark.family in BARE and short and is_title(line, True))
