"""The command line: ``mentormatch match``, ``shortlist``, ``check``, ``explain``, ``sample``, ``demo``."""

from mentormatch.cli.app import app, main

__all__ = ["app", "main"]
