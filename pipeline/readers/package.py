"""A Word file opened with care: its zip measured before anything is unpacked, its XML parsed without entities.

Guarantees: nothing is unpacked to disk; no part larger than LARGEST_PART is ever held; only the main text, the styles
and the numbering are read, so macros lie untouched; what stands outside the file (templates, linked parts) is never
fetched.
Source: ECMA-376, part 1 (WordprocessingML) and part 2 (Open Packaging Conventions).
"""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, MissingExtraError
from pipeline.readers.opening import whole

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGEST_FILE = 64_000_000  # bytes, pictures and all
LARGEST_PART = 40_000_000  # bytes of XML; a bill of 200 pages has some 4 million
LARGEST_TOTAL = 400_000_000  # bytes, as the zip declares them: pictures are counted though never unpacked
STEEPEST = 200  # unpacked bytes for one packed byte; Word's own XML reaches some 40
_SMALL = 10_000_000  # a file that unpacks to less harms nobody, however well it is packed
_MOST_PARTS = 10_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLE = b"\xd0\xcf\x11\xe0"
_SAVE_AGAIN = "Open it in a word processor, save it again as .docx, and name that file."
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError, ValueError, OverflowError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Package:
    """The three parts of a Word file that say what its text is; a file may lack styles and numbering."""

    body: "Element"
    styles: "Element | None"
    numbering: "Element | None"


def opened(path: Path) -> Package:
    """The parts of a .docx or .docm.

    Raises InputError, with its cure, for what is missing, encrypted, broken, no Word document, or too large unpacked;
    MissingExtraError where lxml is not installed.
    """
    data = whole(path, LARGEST_FILE)
    if data.startswith(_OLE):
        raise _old_or_encrypted(data, path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive, path)
            main = _main_part(archive, path)
            related = _relations(archive, posixpath.dirname(main), posixpath.basename(main), path)
            body = _root(archive, main, path).find(f"{W}body")
            if body is None:
                raise InputError(f"{path}: this is not a Word document.", _SAVE_AGAIN)
            found = {kind: _root(archive, name, path) for kind, name in related.items() if _known(archive, kind, name)}
    except _UNREADABLE as error:
        raise InputError(f"{path}: a broken Word file ({type(error).__name__}).", _SAVE_AGAIN) from error
    return Package(body, found.get("styles"), found.get("numbering"))


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the file, of at most the size declared for it.

    `ZipFile.read` unpacks the whole stream before it cuts it to the declared size, and other ways of packing than
    "deflate" (Word writes no other: ECMA-376 part 2, C.5) cannot be unpacked by steps: a part that lies would fill the
    memory. Raises BadZipFile for such a part.
    """
    part = archive.getinfo(name)
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"{name} is packed in a way that Word does not use")
    with archive.open(part) as stream:
        data = stream.read(part.file_size + 1)
    if len(data) != part.file_size:
        raise zipfile.BadZipFile(f"{name} ends early")
    return data


def _old_or_encrypted(data: bytes, path: Path) -> InputError:
    """Word wraps an encrypted .docx in the container of its old format; the name of the stream tells the two apart."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InputError(
            f"{path}: it is locked with a password.",
            "Open it in Word, take the password off (File, Info, Protect Document), save it, and name that file.",
        )
    return InputError(f"{path}: in Word's old format (.doc).", _SAVE_AGAIN)


def _measure(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse a zip bomb by what it declares; `unpacked` sees to it that no part unpacks to more than that."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    # Parts that lie over one another count the same packed bytes many times; the file itself is the honest measure.
    held = archive.fp.seek(0, io.SEEK_END) if archive.fp else 0
    steep = unpacked > _SMALL and unpacked > STEEPEST * max(1, min(packed, held))
    if len(parts) > _MOST_PARTS or unpacked > LARGEST_TOTAL or steep:
        raise InputError(f"{path}: it unpacks to far more than a document holds, as a zip bomb does.", _SAVE_AGAIN)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise InputError(f"{path}: a broken Word file (a part stands in it twice).", _SAVE_AGAIN)
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(f"{path}: its zip is locked with a password.", "Save it without a password.")


def _main_part(archive: zipfile.ZipFile, path: Path) -> str:
    """The name of the part that holds the text, mostly word/document.xml."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = unpacked(archive, "mimetype").decode("ascii", "replace")
        if "opendocument" in kind:
            raise InputError(f"{path}: an OpenDocument file, not a Word document.", _SAVE_AGAIN)
    main = _relations(archive, "", "", path).get("officeDocument", "word/document.xml")
    if main not in names:
        raise InputError(f"{path}: this is not a Word document.", _SAVE_AGAIN)
    return main


def _relations(archive: zipfile.ZipFile, folder: str, name: str, path: Path) -> dict[str, str]:
    """The parts that a part points to, by the last word of their kind; what lies outside the file is left out."""
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for relation in _root(archive, listed, path).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        kind = posixpath.basename(str(relation.get("Type", "")))
        target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", ""))))
        found.setdefault(kind, target.lstrip("/"))
    return found


def _known(archive: zipfile.ZipFile, kind: str, name: str) -> bool:
    return kind in {"styles", "numbering"} and name in archive.namelist()


def _root(archive: zipfile.ZipFile, name: str, path: Path) -> "Element":
    """A part as XML: no document type, no entities, no network, no depth beyond libxml2's own bounds."""
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("lxml", "office") from error
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise InputError(
            f"{path}: its text takes more than {LARGEST_PART // 1_000_000} million bytes, too large for one law.",
            "Split it into parts.",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: Element = etree.fromstring(unpacked(archive, name), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: a broken Word file ({name} is no sound XML).", _SAVE_AGAIN) from error
    if root.getroottree().docinfo.doctype:
        raise InputError(f"{path}: its XML declares a document type, which no word processor writes.", _SAVE_AGAIN)
    if root.tag.startswith(_STRICT):
        _loosen(root)
    return root


def _loosen(root: "Element") -> None:
    """Rename the "strict" kind of WordprocessingML, which differs in its namespace, to the usual one."""
    for element in root.iter("*"):
        if element.tag.startswith(_STRICT):
            element.tag = W + element.tag[len(_STRICT) :]
        for name in [name for name in element.attrib if name.startswith(_STRICT)]:
            element.set(W + name[len(_STRICT) :], element.attrib.pop(name))
