"""Counts in the letters and figures that Word's lists are written in (ECMA-376 part 1, 17.18.59, ST_NumberFormat)."""

from collections.abc import Callable

from pipeline.readers.numbers import roman

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS = {
    "lowerLetter": _LATIN,
    "upperLetter": _LATIN.upper(),
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
}
_UNITS = (
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
    "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
)  # fmt: skip
_TENS = ("", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")
_ORDINALS = {
    "One": "First", "Two": "Second", "Three": "Third", "Five": "Fifth", "Eight": "Eighth", "Nine": "Ninth",
    "Twelve": "Twelfth",
}  # fmt: skip
_HAN = "〇一二三四五六七八九"
_TOP = 4000  # Roman numerals end there; larger counts are shown in figures, whatever the form


def written(number: int, kind: str) -> str:
    """A count in the form that Word calls `kind`; a form that is not known here is shown in plain figures."""
    if not 0 < number < _TOP:
        return "" if kind == "none" else str(number)
    if kind in _ALPHABETS:
        letters = _ALPHABETS[kind]
        # Word goes on after z with aa, bb, cc, not with aa, ab, ac.
        return letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)
    return _FORMS.get(kind, str)(number)


def _suffixed(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _words(number: int) -> str:
    """Thirty-one; figures above ninety-nine."""
    if number > 99:
        return str(number)
    if number < 20:
        return _UNITS[number]
    tens, rest = divmod(number, 10)
    return _TENS[tens] + (f"-{_UNITS[rest].lower()}" if rest else "")


def _ordinal_words(number: int) -> str:
    """Thirty-first."""
    head, dash, last = _words(number).rpartition("-")
    if last.isdecimal():
        return _suffixed(number)
    ordinal = _ORDINALS.get(last.capitalize()) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head}{dash}{ordinal.lower() if dash else ordinal}"


def _han(number: int) -> str:
    """Chinese counting: 12 is 十二, 105 is 一百〇五."""
    out, pending = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure, number = divmod(number, unit)
        if figure:
            out += ("〇" if pending else "") + ("" if unit == 10 and figure == 1 and not out else _HAN[figure]) + mark
            pending = False
        else:
            pending = bool(out)
    return out


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "ordinal": _suffixed,
    "cardinalText": _words,
    "ordinalText": _ordinal_words,
    "decimalFullWidth": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if number <= 20 else str(number),
    "numberInDash": lambda number: f"- {number} -",
    "ideographDigital": lambda number: "".join(_HAN[int(figure)] for figure in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_HAN[int(figure)] for figure in str(number)),
    "japaneseCounting": _han,
    **{f"{place}Counting{size}": _han for place in ("chinese", "taiwanese") for size in ("", "Thousand")},
}
