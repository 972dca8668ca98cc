"""The language server: verdicts in the editor while a draft is written. Only this room knows pygls and lsprotocol."""
