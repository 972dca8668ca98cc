"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: a reader sees the old file or the new one, never a part, also after a power cut.

    Raises OSError where the folder cannot be written; what stood at `path` then stands there still.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:  # it would name the draft, which nobody asked for
        raise OSError(error.errno, error.strerror, str(path)) from error
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put several files in place together: when one cannot be written, those before it get their old content back.

    All drafts are on disk before the first is moved, so that a full disk changes nothing. Raises OSError.
    """
    drafts: dict[Path, Path] = {}
    replaced: dict[Path, bytes | None] = {}
    try:
        for path, data in files.items():
            drafts[path] = draft = path.with_name(f".{path.name}-{os.getpid()}.draft")
            write_whole(draft, data)
            if path.exists():
                draft.chmod(path.stat().st_mode & 0o777)
        for path, draft in drafts.items():
            replaced[path] = path.read_bytes() if path.exists() else None
            os.replace(draft, path)
    except OSError:
        for path, old in replaced.items():
            if old is not None:
                write_whole(path, old)
            else:
                path.unlink(missing_ok=True)
        raise
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
