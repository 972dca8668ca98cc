"""Every error a person can meet: what happened, the cure, and the exit code.

ScopeError
├── InputError          a file, folder or stream that cannot be judged
├── DataError           labelled records that break the codebook or the schema
├── SettingsError       a configuration file or a --set value that is not understood
├── ModelError          a model folder that is incomplete, altered or of another make
└── MissingExtraError   a part of the tool that was not installed (training, for example)

Exit codes: 0 done; 1 an overbroad provision was found with --fail-on; 2 any of the above.
"""


class ScopeError(Exception):
    """The root: `message` says what happened, `cure` says what to do about it, on one line each."""

    exit_code = 2

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


class InputError(ScopeError):
    """A source that is missing, empty, binary, too large or unreadable."""


class DataError(ScopeError):
    """Labelled records that cannot be used; the problems are listed one by one elsewhere."""


class SettingsError(ScopeError):
    """A settings or taxonomy file with an unknown key, a wrong type or a value out of range."""


class ModelError(ScopeError):
    """A model folder that is missing a file, was altered after it was written, or holds what it must not."""


class MissingExtraError(ScopeError):
    """A library of an optional extra is not installed."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"{library} is not installed, and this command needs it.",
            f'Install the extra: pip install "offence-scope[{extra}]".',
        )
