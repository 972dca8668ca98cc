"""How large a page's drawing is once the forms in it are drawn: ten forms, each drawing the next ten times, are ages.

Source: ISO 32000-1, 8.10 (form XObjects). A form that draws itself counts once: pdfminer draws it no second time.
A ring of several is refused.
"""

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

EACH = 200  # bytes that beginning a form is worth: it takes as long as drawing so many
DEEPEST = 50  # forms within forms
TOO_MUCH = 1 << 60  # bytes, for a page that is refused whatever it draws
_DRAWS = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s*Do\b")
_COMMENT = re.compile(rb"%[^\r\n]*")
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")


def unrolled(page: "PageObject") -> int:
    """Bytes of a page's drawing, unpacked, with each form counted as often as it is drawn. Raises what pypdf raises."""
    contents = page.get_contents()
    if contents is None:
        return 0
    return _weight(contents.get_data(), page.get("/Resources"), (), {})


def _weight(data: bytes, resources: Any, above: tuple[int, ...], known: dict[int, int]) -> int:  # noqa: ANN401
    """`above`: the forms that this one stands in; `known`: the weight of forms that were unrolled before."""
    named = _named(resources)
    total = len(data)
    for name, times in _drawn(data).items():
        form = _object(named.get(name)) if named else None
        if form is None or form.get("/Subtype") != "/Form" or id(form) in above[-1:]:
            continue
        if len(above) >= DEEPEST or id(form) in above:
            return TOO_MUCH  # a ring: twelve forms that each draw all the others are drawn in every order
        if id(form) not in known:
            inner = form.get("/Resources", resources)
            known[id(form)] = min(_weight(form.get_data(), inner, (*above, id(form)), known), TOO_MUCH)
        total += times * (EACH + known[id(form)])
    return total


def _named(resources: Any) -> Any:  # noqa: ANN401 - pypdf's dictionaries
    found = _object(resources)
    return _object(found.get("/XObject")) if found else None


def _object(found: Any) -> Any:  # noqa: ANN401 - pypdf's objects, which may stand elsewhere in the file
    return found.get_object() if found is not None else None


def _drawn(data: bytes) -> Counter[str]:
    """How often each name is drawn, read with and without comments: who hides a drawing behind one gains nothing."""
    counts: Counter[str] = Counter()
    for text in {data, _COMMENT.sub(b" ", data)}:
        names = (_CODE.sub(lambda code: bytes([int(code[1], 16)]), name) for name in _DRAWS.findall(text))
        counts |= Counter("/" + name.decode("latin-1") for name in names)
    return counts
