"""How much a PDF page draws, counting forms (drawings kept aside) each time that they are drawn.

A form may draw others, so thirty small ones that each draw the next twice are a thousand million drawings: counted
here without drawing them. Source: ISO 32000-2, 8.10 (form XObjects) and 8.8 (the operator Do).
"""

import re
from typing import Any

_DRAWN = re.compile(rb"/([^\s/<>()\[\]{}%]+)\s+Do\b")
_EACH = 200  # bytes that beginning a form is worth: it takes as long as drawing so many
_DEEPEST = 60  # forms within forms


def drawn_bytes(page: Any) -> int:  # noqa: ANN401 - pypdf's page, whose parts have no types
    """Bytes of drawing of a page, unpacked, each form counted as often as it is drawn; a ring of forms counts once."""
    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    return _total(data, page.get("/Resources"), {}, 0)


def _total(data: bytes, resources: Any, known: dict[int, int], depth: int) -> int:  # noqa: ANN401
    total = len(data)
    if depth > _DEEPEST or resources is None:
        return total
    held = resources.get_object().get("/XObject")
    forms = held.get_object() if held is not None else {}
    for name in _DRAWN.findall(data):
        total += _form(forms, "/" + name.decode("latin-1"), known, depth)
    return total


def _form(forms: Any, name: str, known: dict[int, int], depth: int) -> int:  # noqa: ANN401
    """The bytes that drawing one form takes; a picture takes none."""
    form = forms.get(name)
    form = form.get_object() if form is not None else None
    if form is None or form.get("/Subtype") != "/Form":
        return 0
    key = getattr(form.indirect_reference, "idnum", id(form))
    if key not in known:
        known[key] = 0  # while it is being counted: a form that draws itself adds nothing
        known[key] = _EACH + _total(form.get_data(), form.get("/Resources"), known, depth + 1)
    return known[key]
