"""The labelled laws described for machines: Croissant metadata (Croissant Format 1.0, MLCommons 2024).

One distribution and one record set a file, with the file's SHA-256, so that a reader knows which state it has.
"""

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

NAME = "scope-labelled-laws"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DESCRIPTION = (
    "Provisions of national law, treaties and model laws on cybercrime and around it, restated by one team and "
    "labelled as narrow or overbroad with the words that decide. Restated text, never the statute's words: do not cite "
    "a record for what a statute says."
)
CITATION = "The scope project: labelled laws, restated provisions of cybercrime law (CC BY 4.0)."
RELEASED = datetime.datetime(2026, 11, 23)  # noqa: DTZ001 - the format wants a date without a zone
NESTED = "Each also holds `issues`, `safeguards` and `authority`, lists of objects that README.md describes."
_MEANING = {
    "id": "Name of the record.",
    "jurisdiction": "ISO 3166-1 alpha-2, or `treaty` for treaties, model laws and EU texts.",
    "law": "The law that is restated.",
    "year": "Year of the law, or of the amended version that is restated.",
    "provision": "Section or article.",
    "language": "ISO 639-1 code of the text.",
    "heading": "Heading in our words; may be empty.",
    "text": "The provision in our own drafting.",
    "text_kind": "`restated`: not the statute's words.",
    "kind": "What it is: one of the five kinds of CODEBOOK.md.",
    "scope": "`narrow`, `overbroad`, or null where that is not asked.",
    "source_note": "What the restatement rests on.",
    "family": "Near-copies and versions of one provision share it; split by it.",
}


def croissant(folder: Path) -> str:
    """`croissant.json` for the `.jsonl` files under `folder`, in the order of their names.

    Raises mlcroissant.ValidationError where the metadata would break the format.
    """
    import mlcroissant as mlc

    files = sorted(folder.rglob("*.jsonl"))
    objects = [_file(mlc, folder, path) for path in files]
    sets = [_records(mlc, folder, path) for path in files]
    metadata = mlc.Metadata(
        name=NAME,
        description=DESCRIPTION,
        license=[LICENCE],
        cite_as=CITATION,
        version="1.0.0",
        date_published=RELEASED,
        distribution=objects,
        record_sets=sets,
    )
    return json.dumps(metadata.to_json(), indent=2, ensure_ascii=False, default=str) + "\n"


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _file(mlc: Any, folder: Path, path: Path) -> Any:  # noqa: ANN401 - the library is loaded where it is used
    return mlc.FileObject(
        id=_name(folder, path),
        name=_name(folder, path),
        content_url=_name(folder, path),
        encoding_formats=["application/jsonlines"],
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _records(mlc: Any, folder: Path, path: Path) -> Any:  # noqa: ANN401
    name = _name(folder, path)
    fields = [
        mlc.Field(
            id=f"{path.stem}/{field}",
            name=field,
            description=_MEANING[field],
            data_types=[mlc.DataType.INTEGER if field == "year" else mlc.DataType.TEXT],
            source=mlc.Source(file_object=name, extract=mlc.Extract(column=field)),
        )
        for field in _MEANING
    ]
    return mlc.RecordSet(id=path.stem, name=path.stem, description=f"The records of {name}. {NESTED}", fields=fields)
