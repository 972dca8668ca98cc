"""Codes, names and regions of jurisdictions, from `configs/countries.toml`.

Codes are those of ISO 3166-1 alpha-2, and XK. `XA` to `XZ` are left by that standard to users: here they stand for
invented countries, whose records live in a file of their own so that they never mix with laws.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SettingsError

TREATY, TREATIES = "treaty", "treaties"
INVENTED = "invented"  # region, and name of the file, of countries that do not exist
_USER_ASSIGNED = re.compile(r"X[A-Z]")


@dataclass(frozen=True)
class Countries:
    """`regions` gives the region of a code, `names` its English name, `codes` the code of a folded name."""

    regions: Mapping[str, str]
    names: Mapping[str, str]
    codes: Mapping[str, str]

    def code(self, written: str) -> str | None:
        """The code for a code or an English name, whatever its case; None where it is neither.

        Codes of invented countries are given as they are: whether they may stand is for the caller to say.
        """
        bare = " ".join(written.split())
        if bare.upper() in self.regions or _USER_ASSIGNED.fullmatch(bare.upper()):
            return bare.upper()
        if bare.casefold() in (TREATY, TREATIES, "model law"):
            return TREATY
        return self.codes.get(fold(bare))

    def region(self, code: str) -> str | None:
        """The region of a code, which is also the name of its file; None for a code that no country has."""
        if code == TREATY:
            return TREATIES
        return self.regions.get(code) or (INVENTED if is_invented(code, self) else None)


def is_invented(code: str, countries: Countries) -> bool:
    """Whether the code is one of those that ISO 3166-1 leaves to users, and no country uses it."""
    return _USER_ASSIGNED.fullmatch(code) is not None and code not in countries.regions


def fold(name: str) -> str:
    """A name without case, accents, punctuation and "the", by which two spellings meet."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return " ".join(word for word in re.findall(r"\w+", plain.casefold()) if word != "the")


def load(path: Path) -> Countries:
    """Read the file. Raises SettingsError where it is missing or malformed."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        listed = [(region, code, list(names)) for region, codes in table.items() for code, names in codes.items()]
    except OSError as error:
        raise SettingsError(f"{path}: the countries cannot be read ({error.strerror}).", "Restore the file.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise SettingsError(f"{path}: no list of countries ({error}).", "Mend the line that is named.") from error
    return Countries(
        regions={code: region for region, code, _ in listed},
        names={code: names[0] for _, code, names in listed},
        codes={fold(name): code for _, code, names in listed for name in names},
    )
