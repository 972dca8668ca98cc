"""Where the tool's own files are: inside the installed wheel, or at the top of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def asset(name: str) -> Path:
    """`configs/...` or `champion/...` as it travels in the wheel, else from the checkout the package stands in."""
    installed = _PACKAGE / "assets" / name
    if installed.exists():
        return installed
    return _PACKAGE.parent / ("models/" + name if name.startswith("champion") else name)
