"""The command line: ``mentormatch match`` and what goes with it, and for cases ``attention``, ``progress``, ``digest``."""

from mentormatch.cli.app import app, main

__all__ = ["app", "main"]
